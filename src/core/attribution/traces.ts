/**
 * Which commit's lines an Agent Trace record speaks of. The specification's revision is the commit that holds the code;
 * its reference implementation writes HEAD as it was before that commit. The record's time tells the two apart, and a
 * range counts only where the commit really brought lines: what can't be told is nobody's (provenance.md 2.3).
 */
import type { CommitInfo, RangeHistory, TraceRecord, TracedRange } from "../ports";
import type { Note } from "./evidence";

export interface TraceContext {
  readonly history: RangeHistory;
  /** Commit at HEAD where the work tree or the index is looked at; null otherwise. */
  readonly uncommittedOn: string | null;
  /** When commits outside of the range were made, by id: the base, above all. */
  readonly timesOutside: ReadonlyMap<string, string>;
}

/** Commit id, or "worktree" → path in it → ranges. */
export function placeTraces(records: readonly TraceRecord[], { history, uncommittedOn, timesOutside }: TraceContext): ReadonlyMap<string, Note> {
  const placed = new Map<string, Map<string, TracedRange[]>>();
  if (records.length === 0) return placed;
  const brought = linesBrought(history);
  const children = childrenOf(history);
  const put = (commit: string, path: string, range: TracedRange) => {
    const ofCommit = placed.get(commit) ?? new Map<string, TracedRange[]>();
    placed.set(commit, ofCommit);
    ofCommit.set(path, [...(ofCommit.get(path) ?? []), range]);
  };
  for (const { revision, at, files } of records) {
    const own = history.commits.get(revision);
    const madeAt = own?.authoredAt ?? timesOutside.get(revision);
    const isLater = madeAt !== undefined && Date.parse(at) > Date.parse(madeAt);
    // Commits know whole seconds.
    const heirs = isLater ? (children.get(revision) ?? []).filter((child) => Date.parse(child.authoredAt) >= Math.floor(Date.parse(at) / 1000) * 1000) : [];
    for (const [path, ranges] of files) {
      for (const range of ranges) {
        if (own !== undefined && touches(brought, revision, path, range)) {
          put(revision, path, range);
          continue;
        }
        const heir = heirs.find((child) => touches(brought, child.id, path, range));
        if (heir !== undefined) put(heir.id, path, range);
        else if (isLater && revision === uncommittedOn) put("worktree", path, range);
      }
    }
  }
  return placed;
}

/** Lines that each commit brought and that still stand: commit → path in it → pairs of first and last line. */
function linesBrought(history: RangeHistory): Map<string, Map<string, (readonly [number, number])[]>> {
  const brought = new Map<string, Map<string, (readonly [number, number])[]>>();
  for (const file of history.files.values()) {
    for (const run of file.runs) {
      if (!history.commits.has(run.introducedBy)) continue;
      const ofCommit = brought.get(run.introducedBy) ?? new Map<string, (readonly [number, number])[]>();
      brought.set(run.introducedBy, ofCommit);
      const list = ofCommit.get(run.originalPath) ?? [];
      list.push([run.originalStart, run.originalStart + run.length - 1]);
      ofCommit.set(run.originalPath, list);
    }
  }
  return brought;
}

function touches(brought: ReadonlyMap<string, ReadonlyMap<string, readonly (readonly [number, number])[]>>, commit: string, path: string, range: TracedRange): boolean {
  return brought.get(commit)?.get(path)?.some(([first, last]) => first <= range.end && last >= range.start) ?? false;
}

/** First parents only: a merge brings no lines of its own but the resolved ones. */
function childrenOf(history: RangeHistory): Map<string, CommitInfo[]> {
  const children = new Map<string, CommitInfo[]>();
  for (const commit of history.commits.values()) {
    const [parent] = commit.parents;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), commit]);
  }
  return children;
}
