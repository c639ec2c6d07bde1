/** The same text in several places: each place is signed by a record of its own, all in one batch. */
import { contentOf } from "../hunks/cut";
import type { DebtItem } from "../model";
import { isOpen } from "./open-lines";

/**
 * Open hunks of one text, the given one among them, in order of path and line. What somebody refused is left out: a refusal is
 * answered by itself. One entry, or none, where there is no copy.
 */
export function openCopiesOf(items: readonly DebtItem[], of: DebtItem): readonly DebtItem[] {
  const key = copyKey(of);
  return items.filter((item) => canBeCopy(item) && copyKey(item) === key).sort(byPlace);
}

/** How many open hunks share a text, by `copyKey`. */
export function countCopies(items: readonly DebtItem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) if (canBeCopy(item)) counts.set(copyKey(item), (counts.get(copyKey(item)) ?? 0) + 1);
  return counts;
}

/** Kind and text: what was added somewhere is no copy of what was removed elsewhere. */
export function copyKey({ hunk }: DebtItem): string {
  return `${hunk.kind} ${contentOf(hunk.id)}`;
}

function canBeCopy(item: DebtItem): boolean {
  return isOpen(item) && item.state !== "rejected";
}

function byPlace({ hunk: one }: DebtItem, { hunk: other }: DebtItem): number {
  return one.path === other.path ? one.startLine - other.startLine : one.path < other.path ? -1 : 1;
}
