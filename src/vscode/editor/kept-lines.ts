import { lineChanges } from "../../core/hunks/line-changes";

/**
 * 1-based lines of a file that stood open in the chat's own review and were kept: they differed from the text that the chat
 * holds as accepted, and do not any more, because that text took them over. Lines of texts too far apart to compare are not.
 */
export function keptLines(acceptedBefore: string, acceptedNow: string, file: string): ReadonlySet<number> {
  const pending = pendingLines(acceptedBefore, file);
  const left = pendingLines(acceptedNow, file);
  return new Set(pending === null || left === null ? [] : [...pending].filter((line) => !left.has(line)));
}

function pendingLines(accepted: string, file: string): ReadonlySet<number> | null {
  const runs = lineChanges(accepted.split(/\r?\n/), file.split(/\r?\n/));
  return runs === null ? null : new Set(runs.flatMap(({ start, end }) => Array.from({ length: Math.max(0, end - start + 1) }, (_, offset) => start + offset)));
}
