import type { FileState, FileStates } from "../core/attribution/file-states";
import { lineCountOf } from "../core/attribution/line-history";
import type { ChangedFile, DayWalk, HistoryDay, Progress } from "../core/ports";
import { readGrafts, walkRange } from "./history";
import { DEFAULT_MAXIMUM_BYTES, contentOf, countLines } from "./file-content";
import { readCommits } from "./history-commits";
import type { RangeCommit } from "./history-commits";
import { describeFile } from "./history-files";
import { Beginnings } from "./history-replay";
import { HistoryPlan } from "./history-walk";
import type { WalkObserver } from "./history-walk";
import { emptyTreeOf } from "./history-types";
import type { HistorySource } from "./history-types";

/** Commits of a range with what is known to be missing of it; one git process. */
export async function readDayCommits(source: HistorySource, base: string | null, head: string, signal?: AbortSignal): Promise<DayWalk> {
  const [grafts, { commits }] = await Promise.all([readGrafts(source.commonDirectory), readCommits(source.git, base, head, signal)]);
  return {
    commits: new Map(commits.map(({ tree: _tree, committedAt: _committedAt, ...commit }) => [commit.id, commit])),
    grafts: commits.map((commit) => commit.id).filter((id) => grafts.has(id)),
  };
}

/**
 * Walks the range once, side branches included, and gives each day of the first-parent line to `visit`. A commit belongs to
 * the UTC day of its committer's date, or to its first parent's day where its clock was behind.
 */
export async function walkDays(source: HistorySource, base: string | null, head: string, visit: (day: HistoryDay) => Promise<void> | void, options: { readonly signal?: AbortSignal; readonly progress?: Progress }): Promise<{ readonly damagedCommits: number }> {
  const range = await readCommits(source.git, base, head, options.signal);
  const plan = new HistoryPlan(range, await readGrafts(source.commonDirectory), emptyTreeOf(source.objectFormat));
  const beginnings = new Beginnings();
  const collector = new DayCollector(source, dayOfCommits(range.commits, head), beginnings, visit);
  const request = { base, headCommit: head, uncommitted: null, texts: true };
  const { damaged } = await walkRange(source, request, plan, beginnings, options.signal, options.progress, collector);
  return { damagedCommits: damaged };
}

/** Commits of the first-parent line with their day, and whether the next one falls on another day. */
function dayOfCommits(commits: readonly RangeCommit[], head: string): ReadonlyMap<string, { readonly day: string; readonly isLast: boolean }> {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const line: RangeCommit[] = [];
  for (let commit = byId.get(head); commit !== undefined; commit = byId.get(commit.parents[0] ?? "")) line.push(commit);
  line.reverse();
  const days: string[] = [];
  for (const commit of line) {
    const day = commit.committedAt.slice(0, 10);
    const before = days[days.length - 1];
    days.push(before !== undefined && before > day ? before : day);
  }
  return new Map(line.map((commit, index) => [commit.id, { day: days[index] ?? "", isLast: days[index + 1] !== days[index] }]));
}

class DayCollector implements WalkObserver {
  private changed = new Map<string, string | null>();
  /** Days already given: a second walk, over a damaged clone, must not give them twice. */
  private readonly visited = new Set<string>();

  constructor(
    private readonly source: HistorySource,
    private readonly days: ReadonlyMap<string, { readonly day: string; readonly isLast: boolean }>,
    private readonly beginnings: Beginnings,
    private readonly visit: (day: HistoryDay) => Promise<void> | void,
  ) {}

  begin(): void {
    this.changed = new Map();
  }

  async commit(commit: RangeCommit, states: FileStates, changed: ReadonlyMap<string, string | null>): Promise<void> {
    const place = this.days.get(commit.id);
    if (place === undefined) return;
    for (const [path, blob] of changed) this.changed.set(path, blob);
    if (!place.isLast) return;
    const files = await this.describe(states);
    this.changed = new Map();
    if (this.visited.has(place.day)) return;
    this.visited.add(place.day);
    await this.visit({ day: place.day, commit: commit.id, files });
  }

  private async describe(states: FileStates): Promise<ChangedFile[]> {
    const blobs = [...this.changed.values()].filter((blob): blob is string => blob !== null && !/^0+$/.test(blob));
    const texts = new Map<string, string>();
    for (const [id, object] of await this.source.objects.read(blobs, DEFAULT_MAXIMUM_BYTES)) {
      if (object.type !== "blob" || object.bytes === null) continue;
      const content = contentOf(object.bytes, id);
      if (content.kind === "text") texts.set(id, content.text);
    }
    return [...this.changed].map(([path, blob]) => this.file(path, blob === null ? undefined : texts.get(blob), states.get(path) ?? this.beginnings.fileOf(states, path)));
  }

  private file(path: string, text: string | undefined, state: FileState | null): ChangedFile {
    if (text === undefined || state?.kind !== "present") return { path, text: null, history: null };
    const open = lineCountOf(state.table) === Number.POSITIVE_INFINITY;
    return { path, text, history: describeFile(path, state.basePath, state.table, open ? countLines(text) : undefined) };
  }
}
