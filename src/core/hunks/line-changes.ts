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

/** Milliseconds after which a comparison is given up. */
const PATIENCE = 500;

/** Every place where two texts differ, in order; null where comparing them takes too long. Pure but for that limit. */
export function lineChanges(before: readonly string[], after: readonly string[]): readonly LineReplacement[] | null {
  const difference = diffArrays([...before], [...after], { timeout: PATIENCE });
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
