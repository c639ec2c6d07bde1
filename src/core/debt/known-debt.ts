/**
 * Debt that was there when a team began, listed on the base branch: the project gate leaves it out until it changes. The list is
 * content-keyed like every record, so a listed hunk that anybody changes counts, and the list can only shrink.
 */
import type { Hunk, VerdictRecord } from "../model";
import { verify, type VerifiableFile } from "../carry/verify";
import { contentOf } from "../hunks/cut";

/** Whether every line of a hunk is in the list. */
export function knownDebt(known: readonly VerdictRecord[], files: readonly VerifiableFile[], exists: ((path: string) => boolean) | undefined): (hunk: Hunk) => boolean {
  if (known.length === 0) return () => false;
  const { coverage, segments } = verify(files, known, exists);
  const removals = new Set(known.filter((record) => record.kind === "removal").map((record) => `${record.path}\0${record.contentId}`));
  const linesOf = new Map(files.map((file) => [file.path, file.keys?.all ?? []]));
  return (hunk) => {
    if (hunk.kind === "removal") return removals.has(`${hunk.path}\0${contentOf(hunk.id)}`);
    const covered = coverage.get(hunk.path);
    const lines = (linesOf.get(hunk.path) ?? []).filter((line) => line.index + 1 >= hunk.startLine && line.index + 1 <= hunk.endLine);
    const isSeamed = segments.some((segment) => segment.path === hunk.path && segment.seams.some((line) => line >= hunk.startLine && line <= hunk.endLine));
    return !isSeamed && lines.length > 0 && lines.every((line) => line.trivial || covered?.has(line.index + 1) === true);
  };
}
