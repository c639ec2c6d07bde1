import type { FileState, FileStates } from "../core/attribution/file-states";
import { lineCountOf } from "../core/attribution/line-history";
import { CountersignError } from "../core/model";
import type { ChangedFile, DayOptions, DayWalk, HistoryDay } from "../core/ports";
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
    ends: new Map([...dayOfCommits(commits, head)].flatMap(([id, { day, isLast }]): [string, string][] => (isLast ? [[id, day]] : []))),
  };
}

/**
 * Walks the range once, side branches included, and gives each day of the first-parent line to `visit`. A commit belongs to
 * the UTC day of its committer's date, or to its first parent's day where its clock was behind.
 */
export async function walkDays(source: HistorySource, base: string | null, head: string, visit: (day: HistoryDay) => Promise<void> | void, options: DayOptions): Promise<{ readonly damagedCommits: number }> {
  const range = await readCommits(source.git, base, head, options.signal);
  const plan = new HistoryPlan(range, await readGrafts(source.commonDirectory), emptyTreeOf(source.objectFormat));
  const beginnings = new Beginnings();
  const days = dayOfCommits(range.commits, head);
  const { from } = options;
  if (from !== undefined && days.get(from)?.isLast !== true) throw new CountersignError("not-found", `${from} ends no day of this history`);
  const collector = new DayCollector(source, days, beginnings, visit, from ?? null);
  const request = { base, headCommit: head, uncommitted: null, texts: true };
  const { damaged } = await walkRange(source, request, plan, beginnings, options.signal, options.progress, collector);
  return { damagedCommits: damaged };
}

interface DayPlace {
  readonly day: string;
  /** The next commit falls on another day. */
  readonly isLast: boolean;
  /** Days after this one. */
  readonly left: number;
}

/** Commits of the first-parent line with their day. */
function dayOfCommits(commits: readonly RangeCommit[], head: string): ReadonlyMap<string, DayPlace> {
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
  const numbers = new Map([...new Set(days)].map((day, index) => [day, index]));
  return new Map(line.map((commit, index) => {
    const day = days[index] ?? "";
    return [commit.id, { day, isLast: days[index + 1] !== day, left: numbers.size - 1 - (numbers.get(day) ?? 0) }];
  }));
}

class DayCollector implements WalkObserver {
  private changed = new Map<string, string | null>();
  private isTold: boolean;
  /** Days already given: a second walk, over a damaged clone, must not give them twice. */
  private readonly visited = new Set<string>();

  constructor(
    private readonly source: HistorySource,
    private readonly days: ReadonlyMap<string, DayPlace>,
    private readonly beginnings: Beginnings,
    private readonly visit: (day: HistoryDay) => Promise<void> | void,
    /** The day that ends here is the first to be told. */
    private readonly from: string | null,
  ) {
    this.isTold = from === null;
  }

  begin(): void {
    this.changed = new Map();
    this.isTold = this.from === null;
  }

  async commit(commit: RangeCommit, states: FileStates, changed: ReadonlyMap<string, string | null>): Promise<void> {
    const place = this.days.get(commit.id);
    if (place === undefined) return;
    for (const [path, blob] of changed) this.changed.set(path, blob);
    this.isTold ||= commit.id === this.from;
    if (!place.isLast || !this.isTold) return;
    const files = await this.describe(states);
    this.changed = new Map();
    if (this.visited.has(place.day)) return;
    this.visited.add(place.day);
    await this.visit({ day: place.day, commit: commit.id, files, left: place.left });
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
