import { CountersignError } from "../core/model";
import { FileStates } from "../core/attribution/file-states";
import type { Progress } from "../core/ports";
import type { CombinedDiff } from "./history-combined-parser";
import type { CommitRange, RangeCommit } from "./history-commits";
import { DamagedDiffs } from "./history-damage";
import type { FileChange, TreeDiff } from "./history-diff-parser";
import { applyDiff, applyMerge } from "./history-replay";
import type { Beginnings, ParentDifferences } from "./history-replay";
import { withAlignedBlanks } from "./history-re-indentation";
import { mergeDiffs, treeDifferences, treeDiffs } from "./history-streams";
import type { DiffStream } from "./history-streams";
import type { HistoryRequest, HistorySource } from "./history-types";

/** Commits between two reports of progress. */
const REPORT_EVERY = 64;

/** Which trees of a range are compared with which. */
export class HistoryPlan {
  readonly commits: readonly RangeCommit[];
  readonly merges: readonly RangeCommit[];

  constructor(
    private readonly range: CommitRange,
    readonly grafts: ReadonlySet<string>,
    readonly emptyTree: string,
  ) {
    this.commits = range.commits;
    this.merges = range.commits.filter((commit) => commit.parents.length > 1);
  }

  /** `tree tree` for a commit with at most one parent; null when both are equal, or history is cut off before it. */
  pairOf(commit: RangeCommit): string | null {
    if (commit.parents.length > 1 || this.grafts.has(commit.id)) return null;
    const [parent] = commit.parents;
    const before = parent === undefined ? this.emptyTree : this.treeOf(parent);
    return before === commit.tree ? null : `${before} ${commit.tree}`;
  }

  /** The same for each parent of a merge. */
  pairsOf(merge: RangeCommit): (string | null)[] {
    return merge.parents.map((parent) => (this.treeOf(parent) === merge.tree ? null : `${this.treeOf(parent)} ${merge.tree}`));
  }

  private treeOf(commit: string): string {
    const tree = this.range.trees.get(commit);
    if (tree !== undefined) return tree;
    throw new CountersignError("internal", `reading the history: git log did not name parent ${commit}`);
  }
}

/**
 * Told of each commit when its states are computed, and which paths it changed against its first parent: path → blob id,
 * null where the path is gone. The states may change as soon as the promise resolves.
 */
export interface WalkObserver {
  begin(): void;
  commit(commit: RangeCommit, states: FileStates, changed: ReadonlyMap<string, string | null>): Promise<void>;
}

/** What git cannot show, and who shows it instead. */
export interface Damage {
  readonly diffs: DamagedDiffs;
  /** Pairs of trees with a missing blob between them, with names and ids only. */
  readonly pairs: ReadonlyMap<string, TreeDiff>;
  /** Merges with such a pair. */
  readonly merges: ReadonlySet<string>;
  readonly commits: number;
}

/** Which commits touch blobs that are not there, or null where none are missing. One process lists, one looks the ids up. */
export async function findDamage(source: HistorySource, plan: HistoryPlan, signal: AbortSignal | undefined): Promise<Damage | null> {
  const requests = plan.commits.flatMap((commit) => (commit.parents.length > 1 ? plan.pairsOf(commit) : [plan.pairOf(commit)])).filter((pair) => pair !== null);
  const ids = new Set<string>();
  const listed = treeDifferences(source.sealed, requests, signal);
  for (let diff = await listed.take(); diff !== null; diff = await listed.take()) {
    for (const change of diff.changes) for (const id of [change.oldId, change.newId]) if (!/^0+$/.test(id)) ids.add(id);
  }
  const there = await source.objects.read(ids, -1);
  const missing = new Set([...ids].filter((id) => !there.has(id)));
  if (missing.size === 0) return null;
  const diffs = new DamagedDiffs(source.objects, missing);
  const pairs = new Map<string, TreeDiff>();
  const again = treeDifferences(source.sealed, requests, signal);
  for (let diff = await again.take(); diff !== null; diff = await again.take()) if (diffs.touchesMissing(diff)) pairs.set(diff.pair, diff);
  const damaged = plan.commits.filter((commit) => [...plan.pairsOf(commit), plan.pairOf(commit)].some((pair) => pair !== null && pairs.has(pair)));
  return { diffs, pairs, merges: new Set(damaged.filter((commit) => commit.parents.length > 1).map((commit) => commit.id)), commits: damaged.length };
}

/** Where a walk goes on; the states are made anew for each walk, which changes them. */
export interface WalkStart {
  readonly commit: string;
  states(): FileStates;
}

/** One walk from the oldest commit of the range to the head. */
export class HistoryWalk {
  private readonly states = new Map<string, FileStates>();
  /** Commits of the range that still need a commit's state. */
  private readonly children = new Map<string, number>();
  /** States that others read through, so that nobody may change them. */
  private readonly forked = new Set<string>();
  private readonly diffs: DiffStream<TreeDiff>;
  private readonly differences: DiffStream<TreeDiff>;
  private readonly combined: DiffStream<CombinedDiff>;
  private nextCombined: CombinedDiff | null = null;

  constructor(
    private readonly source: HistorySource,
    private readonly plan: HistoryPlan,
    private readonly request: HistoryRequest,
    private readonly beginnings: Beginnings,
    private readonly damage: Damage | null,
    signal: AbortSignal | undefined,
    start?: WalkStart,
  ) {
    if (start !== undefined) this.states.set(start.commit, start.states());
    for (const commit of plan.commits) for (const parent of new Set(commit.parents)) this.children.set(parent, (this.children.get(parent) ?? 0) + 1);
    const isWhole = (pair: string | null): pair is string => pair !== null && damage?.pairs.has(pair) !== true;
    const merges = plan.merges.filter((merge) => damage?.merges.has(merge.id) !== true);
    this.diffs = treeDiffs(source.sealed, plan.commits.map((commit) => plan.pairOf(commit)).filter(isWhole), request.texts, signal);
    this.differences = treeDifferences(source.sealed, plan.merges.flatMap((merge) => plan.pairsOf(merge)).filter((pair) => pair !== null), signal);
    this.combined = mergeDiffs(source.sealed, merges.map((merge) => [merge.id, ...merge.parents].join(" ")), plan.emptyTree.length, request.texts, signal);
  }

  /** The states at the head. */
  async run(progress: Progress | undefined, observe?: WalkObserver): Promise<FileStates> {
    const { commits } = this.plan;
    observe?.begin();
    try {
      this.nextCombined = await this.combined.take();
      for (const [index, commit] of commits.entries()) {
        if (index % REPORT_EVERY === 0) progress?.report("history", index, commits.length);
        const changed = new Map<string, string | null>();
        const states = commit.parents.length > 1 ? await this.merge(commit, changed) : await this.step(commit, changed);
        this.states.set(commit.id, states);
        await observe?.commit(commit, states, changed);
      }
      progress?.report("history", commits.length, commits.length);
    } finally {
      await Promise.all([this.diffs.close(), this.differences.close(), this.combined.close()]);
    }
    const { headCommit } = this.request;
    if (headCommit === null) return FileStates.starting("nothing");
    return this.states.get(headCommit) ?? FileStates.starting("base");
  }

  private async step(commit: RangeCommit, changed: Map<string, string | null>): Promise<FileStates> {
    const [parent] = commit.parents;
    const states = parent === undefined ? FileStates.starting(this.plan.grafts.has(commit.id) ? "unknown" : "nothing") : this.take(parent);
    const pair = this.plan.pairOf(commit);
    if (pair === null) return states;
    const damaged = this.damage?.pairs.get(pair);
    const diff = damaged === undefined ? await this.diffs.take() : await this.damage?.diffs.repair(damaged);
    if (diff?.pair !== pair) throw new CountersignError("internal", `reading the history: git diff-tree skipped commit ${commit.id}`);
    applyDiff(states, await withAlignedBlanks(this.source.objects, diff), commit.id, this.beginnings);
    noteChanges(diff.changes, changed);
    return states;
  }

  private async merge(commit: RangeCommit, changed: Map<string, string | null>): Promise<FileStates> {
    const differences: ReadonlyMap<string, FileChange>[] = [];
    for (const pair of this.plan.pairsOf(commit)) {
      const diff = pair === null ? null : await this.differences.take();
      differences.push(new Map((diff?.changes ?? []).map((change) => [change.path, change])));
    }
    const combined = await this.combinedOf(commit, differences);
    const [first = "", ...rest] = commit.parents;
    const others = rest.map((parent) => this.stateOf(parent));
    const states = this.take(first);
    applyMerge(states, others, differences, combined, commit.id, this.beginnings);
    noteChanges([...(differences[0]?.values() ?? [])], changed);
    for (const parent of new Set(rest)) if (parent !== first) this.leave(parent);
    return states;
  }

  private async combinedOf(commit: RangeCommit, differences: ParentDifferences): Promise<CombinedDiff | null> {
    if (this.damage?.merges.has(commit.id) === true) return this.damage.diffs.repairMerge(commit.id, differences);
    const combined = this.nextCombined;
    if (combined?.commit !== commit.id) return null;
    this.nextCombined = await this.combined.take();
    return combined;
  }

  /** A state to be changed: the parent's own when nobody else needs it, or reads through it. */
  private take(parent: string): FileStates {
    const states = this.stateOf(parent);
    const isShared = (this.children.get(parent) ?? 0) > 1 || this.forked.has(parent);
    this.leave(parent);
    if (!isShared) return states;
    this.forked.add(parent);
    return states.fork();
  }

  private leave(parent: string): void {
    const left = (this.children.get(parent) ?? 0) - 1;
    this.children.set(parent, left);
    if (left <= 0) this.states.delete(parent);
  }

  /** A parent outside the range stands as at the base. */
  private stateOf(parent: string): FileStates {
    return this.states.get(parent) ?? FileStates.starting("base");
  }
}

function noteChanges(changes: readonly FileChange[], changed: Map<string, string | null>): void {
  for (const change of changes) if (change.status === "R") changed.set(change.oldPath, null);
  for (const change of changes) changed.set(change.path, change.status === "D" ? null : change.newId);
}
