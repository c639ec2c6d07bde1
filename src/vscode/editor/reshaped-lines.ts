import { editCause } from "../../core/attribution/edit-cause";
import { indentationMatters } from "../../core/fingerprint/lines";
import { lineChanges } from "../../core/hunks/line-changes";

/** 1-based, inclusive. */
export interface ReshapedLines {
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * Lines that a save gave another form, or whose imports it put in order, and nothing more: the person who saved answers for them as for what they
 * typed. `isAccounted`: lines of which something else is known; beside them only what is complete by itself counts. No `vscode` here.
 */
export function reshapedLines(path: string, before: readonly string[], after: readonly string[], isAccounted: (line: number) => boolean): readonly ReshapedLines[] {
  const changes = lineChanges(before, after);
  if (changes === null || changes.length === 0) {
    return [];
  }
  const indentation = indentationMatters(path);
  const isShape = (old: readonly string[], now: readonly string[]): boolean => ["format", "imports"].includes(editCause(old, now, indentation));
  const added = changes.filter(({ start, end }) => end >= start);
  const isFree = ({ start, end }: { readonly start: number; readonly end: number }): boolean => Array.from({ length: end - start + 1 }, (_, offset) => start + offset).every((line) => !isAccounted(line));
  const limit = Math.min(before.length, after.length);
  let head = 0;
  while (head < limit && before[head] === after[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < limit - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail += 1;
  }
  const isWhole = added.every(isFree) && isShape(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return added
    .filter((change) => isWhole || (isFree(change) && isShape(change.lines, after.slice(change.start - 1, change.end))))
    .map(({ start, end }) => ({ startLine: start, endLine: end }));
}
