import type { Found } from "./structure-protocol";

/**
 * Tells what the base had from what is new, by rule and content: first what stands there word for word, then what is
 * about the same thing in the same declaration, so that an old use whose line was edited stays an old one. Lines and
 * their order don't matter; a second use beside an old one is new.
 */
export function withoutInherited(now: readonly Found[], before: readonly Found[]): readonly { readonly found: Found; readonly introduced: boolean }[] {
  const left = new Set(before);
  const inherited = new Set<Found>();
  const pair = (key: (found: Found) => string) => {
    const old = new Map<string, Found[]>();
    for (const found of left) old.set(key(found), [...(old.get(key(found)) ?? []), found]);
    for (const found of now) {
      const match = inherited.has(found) ? undefined : old.get(key(found))?.shift();
      if (match === undefined) continue;
      left.delete(match);
      inherited.add(found);
    }
  };
  pair(({ query, target, line, symbol }) => JSON.stringify([query, target, line, symbol]));
  pair(({ query, target, line }) => JSON.stringify([query, target, line]));
  pair(({ query, target, symbol }) => JSON.stringify([query, target, symbol]));
  return now.map((found) => ({ found, introduced: !inherited.has(found) }));
}
