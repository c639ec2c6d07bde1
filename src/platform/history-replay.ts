import { EMPTY_TABLE, applyHunks, combineParents, wholeFile } from "../core/attribution/line-history";
import type { FileState, FileStates, PresentFile } from "../core/attribution/file-states";
import type { LineSource, LineTable } from "../core/attribution/line-table";
import type { CombinedChange, CombinedDiff } from "./history-combined-parser";
import type { FileChange, TreeDiff } from "./history-diff-parser";

const REGULAR_FILE = /^100/;

/** Sources of lines that no commit of the range introduced: one object a path. */
export class Beginnings {
  private readonly base = new Map<string, LineSource>();
  private readonly unknown = new Map<string, LineSource>();

  /** The state of a path without an entry. */
  fileOf(states: FileStates, path: string): FileState | null {
    if (states.beginning === "nothing") return null;
    return { kind: "present", table: wholeFile(this.sourceOf(states.beginning, path)), basePath: states.beginning === "base" ? path : null };
  }

  sourceOf(beginning: "base" | "unknown", path: string): LineSource {
    const sources = beginning === "base" ? this.base : this.unknown;
    const known = sources.get(path) ?? { introducedBy: beginning, path };
    sources.set(path, known);
    return known;
  }
}

/** Applies a change against one parent to the files' states; `by` is the commit's id, or "worktree". */
export function applyDiff(states: FileStates, diff: TreeDiff, by: string, beginnings: Beginnings): void {
  const updates = diff.changes.map((change) => [change.path, stateAfter(states, change, by, beginnings)] as const);
  // A renamed file leaves its old path, which another file may have taken in the same commit.
  for (const change of diff.changes) if (change.status === "R") states.set(change.oldPath, { kind: "gone", removedBy: by });
  for (const change of diff.changes) if (change.status === "D") blameDeletion(states, change.path, by, beginnings);
  for (const [path, state] of updates) if (state !== null) states.set(path, state);
}

/** A file that was renamed before it was deleted: its path at the base is gone because of the deletion, not the rename. */
function blameDeletion(states: FileStates, path: string, by: string, beginnings: Beginnings): void {
  const basePath = presentAt(states, path, beginnings)?.basePath ?? null;
  if (basePath !== null && basePath !== path && states.get(basePath)?.kind === "gone") states.set(basePath, { kind: "gone", removedBy: by });
}

function stateAfter(states: FileStates, change: FileChange, by: string, beginnings: Beginnings): FileState | null {
  if (change.status === "U") return null;
  if (change.status === "D" || !REGULAR_FILE.test(change.newMode)) return { kind: "gone", removedBy: by };
  const source: LineSource = { introducedBy: by, path: change.path };
  const old = change.status === "A" ? null : presentAt(states, change.oldPath, beginnings);
  const basePath = old?.basePath ?? null;
  if (change.lost === true) return { kind: "present", table: wholeFile({ introducedBy: "unknown", path: change.path }), basePath };
  if (change.binary || change.status === "T") return { kind: "present", table: wholeFile(source), basePath };
  return { kind: "present", table: applyHunks(old?.table ?? EMPTY_TABLE, change.hunks, source), basePath };
}

/** What a merge's tree differs in from each parent's, path by path. */
export type ParentDifferences = readonly ReadonlyMap<string, FileChange>[];

/**
 * Turns the first parent's states into the merge's: a file that is as in some parent keeps that parent's state; one
 * that differs from all of them is combined line by line.
 */
export function applyMerge(first: FileStates, others: readonly FileStates[], differences: ParentDifferences, combined: CombinedDiff | null, by: string, beginnings: Beginnings): void {
  const parents = [first, ...others];
  const byPath = new Map<string, CombinedChange>();
  for (const change of combined?.changes ?? []) byPath.set(change.path, change);
  const updates: [string, FileState][] = [];
  for (const [path, change] of differences[0] ?? []) {
    const state = mergedState(parents, differences, path, change, byPath.get(path), by, beginnings);
    if (state !== null) updates.push([path, state]);
  }
  for (const [path, state] of updates) first.set(path, state);
}

function mergedState(
  parents: readonly FileStates[], differences: ParentDifferences, path: string, change: FileChange, combined: CombinedChange | undefined, by: string, beginnings: Beginnings,
): FileState | null {
  for (let index = 1; index < parents.length; index++) {
    const other = differences[index]?.get(path);
    const states = parents[index];
    if (states === undefined || (other !== undefined && (other.oldId !== other.newId || change.status === "D"))) continue;
    const state = states.get(path) ?? beginnings.fileOf(states, path);
    // Deleted here and never there in that parent: the deletion is the merge's, as far as the first parent goes.
    if (change.status === "D") return state?.kind === "gone" ? state : { kind: "gone", removedBy: by };
    if (state !== null) return state;
  }
  if (change.status === "D" || !REGULAR_FILE.test(change.newMode)) return { kind: "gone", removedBy: by };
  if (change.oldId === change.newId) return null;
  return combinedState(parents, path, combined, by, beginnings);
}

function combinedState(parents: readonly FileStates[], path: string, combined: CombinedChange | undefined, by: string, beginnings: Beginnings): FileState {
  const source: LineSource = { introducedBy: by, path };
  const olds: (PresentFile | null)[] = parents.map((states, index) => {
    const side = combined?.parents[index];
    return side === undefined || side.status === "A" ? null : presentAt(states, side.path, beginnings);
  });
  const basePath = olds.find((old) => old !== null && old.basePath !== null)?.basePath ?? null;
  if (combined?.lost === true) return { kind: "present", table: wholeFile({ introducedBy: "unknown", path }), basePath };
  if (combined === undefined || combined.binary) return { kind: "present", table: wholeFile(source), basePath };
  const tables: LineTable[] = [];
  for (const [index, side] of combined.parents.entries()) {
    // A parent without the file has nothing to say about its lines.
    if (side.status !== "A") tables.push(applyHunks(olds[index]?.table ?? EMPTY_TABLE, side.hunks, source));
  }
  if (tables.length === 0) tables.push(...combined.parents.slice(0, 1).map((side) => applyHunks(EMPTY_TABLE, side.hunks, source)));
  return { kind: "present", table: combineParents(tables, source), basePath };
}

function presentAt(states: FileStates, path: string, beginnings: Beginnings): PresentFile | null {
  const state = states.get(path) ?? beginnings.fileOf(states, path);
  return state?.kind === "present" ? state : null;
}
