import type { FileStates } from "../core/attribution/file-states";
import { wholeFile } from "../core/attribution/line-history";
import { hunksBetween } from "./history-damage";
import type { FileChange, TreeDiff } from "./history-diff-parser";
import { withAlignedBlanks } from "./history-re-indentation";
import { applyDiff } from "./history-replay";
import type { Beginnings } from "./history-replay";
import { uncommittedDiff } from "./history-streams";
import { emptyTreeOf } from "./history-types";
import type { HistoryRequest, HistorySource } from "./history-types";

/** Adds what is not committed yet: changes against the head, and for the work tree untracked files as wholly new. */
export async function addUncommitted(source: HistorySource, request: HistoryRequest, states: FileStates, beginnings: Beginnings, signal: AbortSignal | undefined): Promise<void> {
  const against = request.headCommit ?? emptyTreeOf(source.objectFormat);
  const diff = await uncommittedDiff(source.git, against, request.uncommitted === "index", request.texts, signal);
  applyDiff(states, await withAlignedBlanks(source.objects, await withHiddenHunks(source, request, diff)), "worktree", beginnings);
  if (request.uncommitted !== "worktree") return;
  const untracked = await source.git.run(["ls-files", "-o", "--exclude-standard", "-z"], signal === undefined ? {} : { signal });
  for (const path of untracked.toString("utf8").split("\0")) {
    if (path === "" || path.endsWith("/")) continue;
    states.set(path, { kind: "present", table: wholeFile({ introducedBy: "worktree", path }), basePath: null });
  }
}

/**
 * Attributes of the repository (`-diff`) make git call a text binary here, where its own configuration counts. Such
 * files are compared by ourselves, or one attribute would hide who wrote what.
 */
async function withHiddenHunks(source: HistorySource, request: HistoryRequest, diff: TreeDiff): Promise<TreeDiff> {
  const hidden = diff.changes.filter((change) => change.binary && "MR".includes(change.status));
  if (hidden.length === 0 || request.headCommit === null || request.uncommitted === null) return diff;
  const [before, after] = await Promise.all([source.snapshot(request.headCommit), source.snapshot(request.uncommitted)]);
  const oldContents = await before.read(hidden.map((change) => change.oldPath));
  const newContents = await after.read(hidden.map((change) => change.path));
  const compared = (change: FileChange): FileChange => {
    const [one, other] = [oldContents.get(change.oldPath), newContents.get(change.path)];
    if (!hidden.includes(change) || one?.kind !== "text" || other?.kind !== "text") return change;
    const hunks = hunksBetween(linesOf(one.text), linesOf(other.text));
    return hunks === null ? change : { ...change, binary: false, hunks };
  };
  return { pair: diff.pair, changes: diff.changes.map(compared) };
}

/** Without carriage returns, which a checkout may have added. */
function linesOf(text: string): readonly string[] {
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => line.replace(/\r\n$/, "\n"));
}
