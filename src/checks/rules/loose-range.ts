const KINDS: readonly RegExp[] = [/[a-z]/, /[A-Z]/, /[0-9]/];

/**
 * A range of a pattern that runs from one kind of character into another: `A-z` holds `[`, `\` and `_` as well. Null
 * where every range stays within letters of one case or digits, or ends in neither.
 */
export function looseRange(source: string): string | null {
  for (const [, inner = ""] of source.matchAll(/(?<!\\)\[((?:[^\]\\]|\\.)*)\]/g)) {
    for (const [range, from = "", to = ""] of inner.replace(/\\[\s\S]/g, "\u0000").matchAll(/([ -~])-([ -~])/g)) {
      const first = KINDS.findIndex((kind) => kind.test(from));
      const last = KINDS.findIndex((kind) => kind.test(to));
      if (first !== last && first >= 0 && last >= 0) return range;
    }
  }
  return null;
}
