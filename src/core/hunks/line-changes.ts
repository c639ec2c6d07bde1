import { diffArrays } from "diff";

/** A run of lines at the head that stands where the base had others. */
export interface LineReplacement {
  /** 1-based, at the head. */
  readonly start: number;
  /** Inclusive; `start - 1` where nothing stands any more. */
  readonly end: number;
  /** Lines of the base, in order; empty for an insertion. */
  readonly lines: readonly string[];
}

/** Lines added and removed above which two texts are taken as different ones; keeps the comparison short on any machine alike. */
const MAXIMUM_EDITS = 2_000;

/** Every place where two texts differ, in order; null where more than 2,000 lines were added and removed. */
export function lineChanges(before: readonly string[], after: readonly string[]): readonly LineReplacement[] | null {
  const difference = diffArrays([...before], [...after], { maxEditLength: MAXIMUM_EDITS });
  if (difference === undefined) return null;
  const changes: LineReplacement[] = [];
  let line = 1;
  let removed: readonly string[] = [];
  const close = (end: number): void => {
    if (removed.length > 0 || end >= line) changes.push({ start: line, end, lines: removed });
    removed = [];
    line = end + 1;
  };
  for (const part of difference) {
    if (part.removed) removed = part.value;
    else if (part.added) close(line + part.value.length - 1);
    else {
      close(line - 1);
      line += part.value.length;
    }
  }
  close(line - 1);
  return changes;
}
