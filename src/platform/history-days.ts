import type { FileState, FileStates } from "../core/attribution/file-states";
import { lineCountOf } from "../core/attribution/line-history";
import { CountersignError } from "../core/model";
import { restoredStates, savedStates } from "../core/attribution/saved-states";
import type { ChangedFile, CommitInfo, DayOptions, DayWalk, HistoryDay, KnownCommits, SavedWalk } from "../core/ports";
import { readGrafts, walkRange } from "./history";
import { DEFAULT_MAXIMUM_BYTES, contentOf, countLines } from "./file-content";
import { readCommits } from "./history-commits";
import type { CommitRange, RangeCommit } from "./history-commits";
import { describeFile } from "./history-files";
import { Beginnings } from "./history-replay";
import { HistoryPlan } from "./history-walk";
import type { WalkObserver } from "./history-walk";
import { emptyTreeOf } from "./history-types";
import type { HistorySource } from "./history-types";

/** Commits of a range with what is known to be missing of it; one git process, or two where what is known is no beginning of it. */
export async function readDayCommits(source: HistorySource, base: string | null, head: string, signal?: AbortSignal, known?: KnownCommits): Promise<DayWalk> {
  const grafts = await readGrafts(source.commonDirectory);
  if (known !== undefined) {
    const longer = longerBy(known, (await readCommits(source.git, base, head, signal, known.head)).commits, head, grafts);
    if (longer !== null) return longer;
  }
  const { commits } = await readCommits(source.git, base, head, signal);
  return {
    commits: new Map(commits.map(infoOf)),
    grafts: commits.map((commit) => commit.id).filter((id) => grafts.has(id)),
    ends: endsOf(dayOfCommits(commits, head)),
  };
}

/** What is known with the commits since; null where it is no beginning of this history, or was cut off elsewhere. */
function longerBy(known: KnownCommits, added: readonly RangeCommit[], head: string, grafts: ReadonlySet<string>): DayWalk | null {
  const until = known.ends.get(known.head);
  if (until === undefined || (head !== known.head && lineOf(added, head)[0]?.parents[0] !== known.head)) return null;
  const commits = new Map([...known.commits, ...added.map(infoOf)]);
  const cut = [...commits.keys()].filter((id) => grafts.has(id));
  if (known.grafts.some((id) => !grafts.has(id)) || cut.length !== known.grafts.length) return null;
  const places = dayOfCommits(added, head, until);
  const ends = new Map(known.ends);
  // The day goes on.
  if ([...places.values()].some(({ day }) => day === until)) ends.delete(known.head);
  return { commits, grafts: known.grafts, ends: new Map([...ends, ...endsOf(places)]) };
}

function infoOf({ tree: _tree, committedAt: _committedAt, ...commit }: RangeCommit): [string, CommitInfo] {
  return [commit.id, commit];
}

function endsOf(places: ReadonlyMap<string, DayPlace>): ReadonlyMap<string, string> {
  return new Map([...places].flatMap(([id, { day, isLast }]): [string, string][] => (isLast ? [[id, day]] : [])));
}

/**
 * Walks the range once, side branches included, and gives each day of the first-parent line to `visit`. A commit belongs to
 * the UTC day of its committer's date, or to its first parent's day where its clock was behind.
 */
export async function walkDays(source: HistorySource, base: string | null, head: string, visit: (day: HistoryDay) => Promise<void> | void, options: DayOptions): Promise<{ readonly damagedCommits: number }> {
  const { from, saved, signal, progress } = options;
  const beginnings = new Beginnings();
  const grafts = await readGrafts(source.commonDirectory);
  const request = { base, headCommit: head, uncommitted: null, texts: true };
  const planOf = (range: CommitRange) => new HistoryPlan(range, grafts, emptyTreeOf(source.objectFormat));
  if (from !== undefined && saved !== undefined) {
    const range = await readCommits(source.git, base, head, signal, from);
    if (goesBackTo(from, range.commits, saved.commits)) {
      const states = () => restoredStates(saved.walk.states, (by, path) => (by === "base" || by === "unknown" ? beginnings.sourceOf(by, path) : null));
      const days = dayOfCommits(range.commits, head, saved.day);
      const collector = new DayCollector(source, days, beginnings, visit, null, saved.walk.blobs);
      await collector.first(saved.day, from, states(), new Set([...days.values()].map(({ day }) => day)).size);
      const { damaged } = await walkRange(source, request, planOf(range), beginnings, signal, progress, collector, { commit: from, states });
      return { damagedCommits: damaged };
    }
  }
  const range = await readCommits(source.git, base, head, signal);
  const days = dayOfCommits(range.commits, head);
  if (from !== undefined && days.get(from)?.isLast !== true) throw new CountersignError("not-found", `${from} ends no day of this history`);
  const collector = new DayCollector(source, days, beginnings, visit, from ?? null);
  const { damaged } = await walkRange(source, request, planOf(range), beginnings, signal, progress, collector);
  return { damagedCommits: damaged };
}

/** No new commit needs the state of one that `from` already has, but of `from` itself. */
function goesBackTo(from: string, added: readonly RangeCommit[], all: ReadonlyMap<string, CommitInfo>): boolean {
  const isNew = new Set(added.map(({ id }) => id));
  return added.every(({ parents }) => parents.every((parent) => parent === from || isNew.has(parent) || !all.has(parent)));
}

interface DayPlace {
  readonly day: string;
  /** The next commit falls on another day. */
  readonly isLast: boolean;
  /** Days after this one. */
  readonly left: number;
}

/** Along the first parents, as far as these commits go, oldest first. */
function lineOf(commits: readonly RangeCommit[], head: string): readonly RangeCommit[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const line: RangeCommit[] = [];
  for (let commit = byId.get(head); commit !== undefined; commit = byId.get(commit.parents[0] ?? "")) line.push(commit);
  return line.reverse();
}

/** Commits of the first-parent line with their day; `earliest`: the day of the commit before them. */
function dayOfCommits(commits: readonly RangeCommit[], head: string, earliest = ""): ReadonlyMap<string, DayPlace> {
  const line = lineOf(commits, head);
  const days: string[] = [];
  for (const commit of line) {
    const day = commit.committedAt.slice(0, 10);
    const before = days[days.length - 1] ?? earliest;
    days.push(before > day ? before : day);
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
  /** All that changed until now. */
  private readonly blobs: Map<string, string | null>;

  constructor(
    private readonly source: HistorySource,
    private readonly days: ReadonlyMap<string, DayPlace>,
    private readonly beginnings: Beginnings,
    private readonly visit: (day: HistoryDay) => Promise<void> | void,
    /** The day that ends here is the first to be told. */
    private readonly from: string | null,
    blobs: SavedWalk["blobs"] = [],
  ) {
    this.isTold = from === null;
    this.blobs = new Map(blobs);
  }

  /** The day that a saved walk goes on from. */
  async first(day: string, commit: string, states: FileStates, left: number): Promise<void> {
    this.changed = new Map(this.blobs);
    await this.tell({ day, isLast: true, left }, commit, states);
  }

  begin(): void {
    this.changed = new Map();
    this.isTold = this.from === null;
  }

  async commit(commit: RangeCommit, states: FileStates, changed: ReadonlyMap<string, string | null>): Promise<void> {
    const place = this.days.get(commit.id);
    if (place === undefined) return;
    for (const [path, blob] of changed) {
      this.changed.set(path, blob);
      this.blobs.set(path, blob);
    }
    this.isTold ||= commit.id === this.from;
    if (place.isLast && this.isTold) await this.tell(place, commit.id, states);
  }

  private async tell({ day, left }: DayPlace, commit: string, states: FileStates): Promise<void> {
    const files = await this.describe(states);
    this.changed = new Map();
    if (this.visited.has(day)) return;
    this.visited.add(day);
    await this.visit({ day, commit, files, left, save: () => ({ states: savedStates(states), blobs: [...this.blobs] }) });
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
