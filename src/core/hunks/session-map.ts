import { groupBy } from "../group-by";
import type { DebtItem } from "../model";

/** The same text put in several places. */
export interface RepeatedEdit {
  readonly items: readonly DebtItem[];
  /** Places where the same lines were replaced by something else: the ones a reader should look at. */
  readonly oddOnesOut: readonly DebtItem[];
}

/** What an assistant's session did, in the order a reviewer would take it in. Each hunk stands in exactly one part. */
export interface SessionMap {
  /** Lines that went in one place and came, equal, in another. */
  readonly moves: readonly { readonly from: DebtItem; readonly to: DebtItem }[];
  readonly repeated: readonly RepeatedEdit[];
  readonly tests: readonly DebtItem[];
  readonly generated: readonly DebtItem[];
  readonly rest: readonly DebtItem[];
}

/** Sorts a session's hunks into a map. Equality is that of the hunks' content, so re-indented text is equal too. */
export function sessionMap(items: readonly DebtItem[]): SessionMap {
  const left = new Set(items);
  const take = (taken: readonly DebtItem[]): readonly DebtItem[] => {
    for (const item of taken) left.delete(item);
    return taken;
  };
  const generated = take(items.filter((item) => item.hunk.generated));
  const moves = movesOf([...left]);
  take(moves.flatMap(({ from, to }) => [from, to]));
  const repeated = repeatedOf([...left]);
  take(repeated.flatMap((edit) => [...edit.items, ...edit.oddOnesOut]));
  const tests = take([...left].filter((item) => item.hunk.codeKind === "test"));
  return { moves, repeated, tests, generated, rest: [...left] };
}

function contentOf(item: DebtItem): string {
  return item.hunk.id.replace(/#\d+$/, "");
}

function movesOf(items: readonly DebtItem[]): readonly { from: DebtItem; to: DebtItem }[] {
  const gone = groupBy(
    items.filter((item) => item.hunk.kind === "removal"),
    contentOf,
  );
  return items
    .filter((item) => item.hunk.kind === "edit")
    .flatMap((to) => {
      const from = gone.get(contentOf(to))?.shift();
      return from === undefined ? [] : [{ from, to }];
    });
}

/** Equal texts in at least two places, with the places where the same lines were replaced by something rarer. */
function repeatedOf(items: readonly DebtItem[]): readonly RepeatedEdit[] {
  const edits = items.filter((item) => item.hunk.kind === "edit" && item.hunk.replaced !== null && item.hunk.replaced.length > 0);
  const byReplaced = groupBy(edits, replacedText);
  const equals = groupBy(items, (item) => `${item.hunk.kind} ${contentOf(item)}`);
  const countOf = (item: DebtItem): number => equals.get(`${item.hunk.kind} ${contentOf(item)}`)?.length ?? 0;
  const told = new Set<DebtItem>();
  return [...equals.values()]
    .filter((equal) => equal.length > 1)
    .map((equal) => {
      const alike = new Set(equal.flatMap((item) => (item.hunk.kind === "edit" ? (byReplaced.get(replacedText(item)) ?? []) : [])));
      const oddOnesOut = [...alike].filter((item) => countOf(item) === 1 && !told.has(item));
      for (const item of oddOnesOut) told.add(item);
      return { items: equal, oddOnesOut };
    });
}

function replacedText(item: DebtItem): string {
  return (item.hunk.replaced ?? []).map((line) => line.trim()).join("\n");
}
