import { splitLines } from "../core/fingerprint/lines";
import { lineChanges, type LineReplacement } from "../core/hunks/line-changes";
import type { Snapshot } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import type { Evaluation } from "./evaluation";

/** Lines of two versions together above which they are not compared. */
const COMPARABLE_LINES = 40_000;

/**
 * Unseen hunks that the index holds whole and HEAD does not: staged, and so looked at by whoever staged them (product
 * promise 7). A hunk of which one line is left out is not among them, and neither is a removal.
 */
export async function stagedHunks({ git }: SessionDependencies, { snapshot, files }: Evaluation): Promise<readonly string[]> {
  const head = await git.head();
  const open = snapshot.items.filter(({ state, hunk }) => state === "unseen" && hunk.kind === "edit" && !hunk.generated);
  if (head === null || snapshot.scope.head !== "worktree" || open.length === 0) return [];
  const [committed, index] = await Promise.all([git.snapshot(head), git.snapshot("index")]);
  const paths = [...new Set(open.map(({ hunk }) => hunk.path))].filter((path) => index.has(path) && !isSame(path, committed, index));
  const [before, staged] = await Promise.all([committed.read(paths), index.read(paths)]);
  return paths.flatMap((path) => {
    const lines = files.get(path)?.lines;
    const text = staged.get(path);
    if (lines === undefined || text?.kind !== "text") return [];
    const old = before.get(path);
    const unstaged = changesBetween(splitLines(text.text), lines);
    const uncommitted = changesBetween(old?.kind === "text" ? splitLines(old.text) : [], lines);
    if (unstaged === null || uncommitted === null) return [];
    return open.flatMap(({ hunk }) => (hunk.path === path && !unstaged.some(touches(hunk)) && uncommitted.some(covers(hunk)) ? [hunk.id] : []));
  });
}

function isSame(path: string, one: Snapshot, other: Snapshot): boolean {
  const blob = one.blobOf?.(path) ?? null;
  return blob !== null && blob === other.blobOf?.(path);
}

function changesBetween(before: readonly string[], after: readonly string[]): readonly LineReplacement[] | null {
  return before.length + after.length > COMPARABLE_LINES ? null : lineChanges(before, after);
}

interface Lines {
  readonly startLine: number;
  readonly endLine: number;
}

/** A change at the hunk's lines, or a deletion between two of them. */
function touches({ startLine, endLine }: Lines): (change: LineReplacement) => boolean {
  return ({ start, end }) => (end < start ? start > startLine && start <= endLine : start <= endLine && end >= startLine);
}

function covers({ startLine, endLine }: Lines): (change: LineReplacement) => boolean {
  return ({ start, end }) => start <= endLine && end >= startLine;
}
