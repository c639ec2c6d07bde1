/**
 * The one matcher: content-keyed records (claims and verdicts alike) against the lines of today's files.
 *
 * A record stands for ONE placement of its line sequence: every position of the sequence is consumed once, though the
 * placement may meanwhile be split over several segments. So a copy of approved text is never covered by the approval
 * of the original, and neither is a mosaic of approved lines.
 */
import { contentIdOf, contextOf, type KeyedLine } from "../fingerprint/lines";
import { tokenIdOf } from "../fingerprint/tokens";
import type { CarryMatch, CarryRecord, CarryResult, CarryRun, CarrySegment } from "./placement";

/** Significant lines a run must have to be believed away from the record's own file. */
export const FOREIGN_RUN = 3;

/** How runs are looked for, one pass after the other: long ones tell where a text went, and what is short goes between them. */
interface TilingPass {
  /** Significant lines of a run. */
  readonly least: number;
  /** Only where it stands between other parts of its record as it was approved. */
  readonly inOrder: boolean;
}

const PASSES: readonly TilingPass[] = [
  { least: 10, inOrder: false },
  { least: FOREIGN_RUN, inOrder: true },
  { least: 0, inOrder: true },
  { least: 0, inOrder: false },
];

/**
 * Candidates looked at for one open line, oldest records first. A line that thousands of records share proves nothing, and
 * leaving some out can only make a line stale.
 */
const HOME_CANDIDATES = 4096;
const FOREIGN_CANDIDATES = 256;

/** Path, then time, then id: never the order in which refs were read. */
function byMatchOrder(one: CarryRecord, other: CarryRecord): number {
  return compare(one.path, other.path) || compare(one.at, other.at) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** `exists`: whether a path is still there; without it every path is taken to be, and no file to follow another one. */
export function carry<R extends CarryRecord>(segments: readonly CarrySegment[], unordered: readonly R[], exists: (path: string) => boolean = () => true): CarryResult<R> {
  return new Carrier(segments, [...unordered].sort(byMatchOrder), exists).run();
}

class Carrier<R extends CarryRecord> {
  private readonly consumed = new Map<R, Uint8Array>();
  private readonly runs: CarryRun<R>[][];
  /** 1 where a line of the segment is covered already. */
  private readonly covered: Uint8Array[];
  /** Path of today → paths that are gone, of which it took over text. */
  private readonly predecessors = new Map<string, Set<string>>();
  /** Where parts of a record stand: by record and path, in no order. */
  private readonly parts = new Map<R, Map<string, Part[]>>();

  constructor(
    private readonly segments: readonly CarrySegment[],
    private readonly records: readonly R[],
    private readonly exists: (path: string) => boolean,
  ) {
    for (const record of records) this.consumed.set(record, new Uint8Array(record.sequence.length));
    this.runs = segments.map(() => []);
    this.covered = segments.map((segment) => new Uint8Array(segment.lines.length));
  }

  run(): CarryResult<R> {
    this.placeWholeRecords();
    this.tile();
    for (const runs of this.runs) runs.sort((one, other) => one.position - other.position);
    return { runs: this.runs, consumed: this.consumed };
  }

  private placeWholeRecords(): void {
    const occurrences = new Map<string, [segment: number, position: number][]>();
    this.segments.forEach((segment, index) => {
      segment.lines.forEach((line, position) => append(occurrences, line.key, [index, position]));
    });
    const whole = (record: R) => this.wholePlaces(record, occurrences);
    // A record with one line that stands nowhere has no whole place, however often it is asked for.
    const possible = this.records.filter((record) => record.sequence.every((key) => occurrences.has(key)));
    this.placeEach(possible, "same-place", (record) => whole(record).find((place) => place.isHome && place.context() === record.context));
    this.placeEach(possible, "renamed", (record) => whole(record).find((place) => place.context() === record.context));
    // A line or two elsewhere in the file may as well be part of something longer, which the tiling looks for first.
    this.placeEach(possible, "context-changed", (record) => whole(record).find((place) => place.isHome && place.significant >= FOREIGN_RUN));
    this.placeRewrapped();
    this.placeEach(possible, "moved", (record) => whole(record).find((place) => place.significant >= FOREIGN_RUN));
    this.followRenames();
    this.placeEach(possible, "moved", (record) => whole(record).find((place) => place.significant > 0 && this.follows(this.segments[place.segment]?.path ?? "", record.path)));
  }

  /** Where the records of a file that is gone were found: these files follow it, so its short records are looked for there, too. */
  private followRenames(): void {
    this.segments.forEach((segment, index) => {
      for (const { record, match } of this.runs[index] ?? []) {
        if (record.path === segment.path || (match !== "renamed" && match !== "moved") || this.exists(record.path)) continue;
        const before = this.predecessors.get(segment.path) ?? new Set<string>();
        this.predecessors.set(segment.path, before.add(record.path));
      }
    });
  }

  private follows(path: string, before: string): boolean {
    return this.predecessors.get(path)?.has(before) === true;
  }

  private placeEach(records: readonly R[], match: CarryMatch, find: (record: R) => WholePlace | undefined): void {
    for (const record of records) {
      if (record.sequence.length === 0 || this.isUsed(record)) continue;
      const place = find(record);
      if (place !== undefined) this.place(place.segment, { position: place.position, length: record.sequence.length, record, offset: 0, used: record.sequence.length, match });
    }
  }

  /** Every free place where the whole sequence stands, in order of segment and line. */
  private wholePlaces(record: R, occurrences: ReadonlyMap<string, readonly [number, number][]>): WholePlace[] {
    let anchor = 0;
    let fewest = Infinity;
    record.sequence.forEach((key, offset) => {
      const count = occurrences.get(key)?.length ?? 0;
      if (count < fewest) [anchor, fewest] = [offset, count];
    });
    if (fewest === 0) return [];
    const places: WholePlace[] = [];
    for (const [index, position] of occurrences.get(record.sequence[anchor] ?? "") ?? []) {
      const start = position - anchor;
      const segment = this.segments[index];
      if (segment === undefined || start < 0 || start + record.sequence.length > segment.lines.length) continue;
      const covered = this.covered[index];
      const lines = segment.lines.slice(start, start + record.sequence.length);
      if (!lines.every((line, offset) => line.key === record.sequence[offset] && covered?.[start + offset] === 0)) continue;
      if (record.contentId !== null && !isContent(record, record.contentId, lines)) continue;
      places.push({
        segment: index,
        position: start,
        isHome: segment.path === record.path,
        significant: lines.filter((line) => !line.trivial).length,
        context: () => contextOf(segment.file, lines[0]?.index ?? 0, (lines[lines.length - 1]?.index ?? 0) + 1),
      });
    }
    return places;
  }

  /** A formatter moved line breaks where they carry no meaning: same tokens in the same file. */
  private placeRewrapped(): void {
    const waiting = new Map<string, R[]>();
    for (const record of this.records) {
      if (record.tokenId !== null && !this.isUsed(record)) append(waiting, record.path + "\0" + record.tokenId, record);
    }
    if (waiting.size === 0) return;
    this.segments.forEach((segment, index) => {
      if (segment.tokens === null) return;
      for (const range of [{ from: segment.from, to: segment.to }, ...this.uncoveredRanges(index), ...(segment.cuts ?? [])]) {
        const tokenId = tokenIdOf(segment.path, segment.tokens, range.from, range.to);
        if (tokenId === null) continue;
        const position = segment.lines.findIndex((line) => line.index >= range.from);
        const length = segment.lines.filter((line) => line.index >= range.from && line.index < range.to).length;
        if (position === -1 || length === 0 || !this.isFree(index, position, length)) continue;
        const record = waiting.get(segment.path + "\0" + tokenId)?.find((candidate) => !this.isUsed(candidate));
        if (record !== undefined) this.place(index, { position, length, record, offset: 0, used: record.sequence.length, match: "re-wrapped" });
      }
    });
  }

  private uncoveredRanges(index: number): { from: number; to: number }[] {
    const ranges: { from: number; to: number }[] = [];
    this.segments[index]?.lines.forEach((line, position) => {
      if (this.covered[index]?.[position] !== 0) return;
      const last = ranges[ranges.length - 1];
      if (last !== undefined && this.covered[index][position - 1] === 0) last.to = line.index + 1;
      else ranges.push({ from: line.index, to: line.index + 1 });
    });
    return ranges;
  }

  /** What no whole record covers: the longest contiguous runs of approved sequences, greedily from the top. */
  private tile(): void {
    const home = new Map<string, [record: R, offset: number][]>();
    const foreign = new Map<string, [record: R, offset: number][]>();
    // Most records are of text that is gone or placed already: only what an open line could still match is indexed.
    const wanted = this.openKeys();
    if (wanted.size === 0) return;
    for (const record of this.records) {
      const consumed = this.consumed.get(record);
      record.sequence.forEach((key, offset) => {
        if (consumed?.[offset] === 1 || !wanted.has(key)) return;
        appendUpTo(HOME_CANDIDATES, home, record.path + "\0" + key, [record, offset]);
        const window = windowKey(record.sequence, offset);
        if (window !== null) appendUpTo(FOREIGN_CANDIDATES, foreign, window, [record, offset]);
      });
    }
    for (const pass of PASSES) this.segments.forEach((segment, index) => this.tileSegment(segment, index, home, foreign, pass));
  }

  private openKeys(): ReadonlySet<string> {
    const open = new Set<string>();
    this.segments.forEach((segment, index) => {
      segment.lines.forEach((line, position) => {
        if (this.covered[index]?.[position] === 0) open.add(line.key);
      });
    });
    return open;
  }

  private tileSegment(segment: CarrySegment, index: number, home: ReadonlyMap<string, readonly [R, number][]>, foreign: ReadonlyMap<string, readonly [R, number][]>, pass: TilingPass): void {
    const { lines } = segment;
    if (this.covered[index]?.includes(0) !== true) return;
    const sources = new Set([...(this.predecessors.get(segment.path) ?? []), ...this.sourcesOf(segment, index)]);
    const starts = new Map((this.runs[index] ?? []).map((run) => [run.position, run]));
    let last: CarryRun<R> | null = null;
    let position = 0;
    while (position < lines.length) {
      const present = starts.get(position);
      if (present !== undefined) {
        last = present;
        position += present.length;
        continue;
      }
      const line = lines[position];
      if (line === undefined) break;
      const homeRuns = home.get(segment.path + "\0" + line.key) ?? [];
      const foreignRuns = foreign.get(windowOf(lines, position)) ?? [];
      const formerRuns = [...sources].flatMap((path) => home.get(path + "\0" + line.key) ?? []);
      const best = this.bestRun({ segment, index, position, last, sources, pass }, homeRuns, [...foreignRuns, ...formerRuns, ...continuations(last, segment.path, line.key)]);
      if (best === null) {
        position += 1;
        continue;
      }
      this.place(index, best);
      last = best;
      position += best.length;
    }
  }

  /** Other files of which this segment has enough text that a short piece of them may stand in it as well. */
  private sourcesOf(segment: CarrySegment, index: number): string[] {
    const significant = new Map<string, number>();
    for (const { record, position, length } of this.runs[index] ?? []) {
      if (record.path === segment.path) continue;
      const more = segment.lines.slice(position, position + length).filter((line) => !line.trivial).length;
      significant.set(record.path, (significant.get(record.path) ?? 0) + more);
    }
    return [...significant].flatMap(([path, count]) => (count >= FOREIGN_RUN ? [path] : []));
  }

  private bestRun({ segment, index, position, last, sources, pass }: Search<R>, home: readonly [R, number][], foreign: readonly [R, number][]): CarryRun<R> | null {
    const { lines } = segment;
    const covered = this.covered[index];
    let best: CarryRun<R> | null = null;
    let bestScore = 0;
    const consider = (record: R, offset: number, isHome: boolean) => {
      const consumed = this.consumed.get(record);
      if (consumed === undefined || consumed[offset] === 1) return;
      const continues = last?.record !== record ? 0 : offset === last.offset + last.used ? 2 : offset > last.offset ? 1 : 0;
      let length = 0;
      let significant = 0;
      while (
        position + length < lines.length &&
        offset + length < record.sequence.length &&
        lines[position + length]?.key === record.sequence[offset + length] &&
        consumed[offset + length] === 0 &&
        covered?.[position + length] === 0
      ) {
        if (lines[position + length]?.trivial === false) significant += 1;
        length += 1;
      }
      if (length === 0) return;
      // Closing brackets prove nothing, and a short line somewhere else proves little.
      if (significant === 0 && continues === 0) return;
      if (!isHome && significant < FOREIGN_RUN && continues === 0 && !sources.has(record.path)) return;
      if (significant < pass.least || (pass.inOrder && !this.isInOrder(segment.path, lines[position]?.index ?? 0, record, offset, length))) return;
      const score = length * 4 + continues + (isHome ? 1 : 0);
      if (score > bestScore) {
        bestScore = score;
        best = { position, length, record, offset, used: length, match: isHome ? "tiled" : "moved" };
      }
    };
    for (const [record, offset] of home) consider(record, offset, true);
    for (const [record, offset] of foreign) if (record.path !== segment.path) consider(record, offset, false);
    return best;
  }

  /** Whether all parts of the record that stand in this file before the line come before the offset, and all after it after. */
  private isInOrder(path: string, line: number, record: R, offset: number, length: number): boolean {
    const parts = this.parts.get(record)?.get(path) ?? [];
    return parts.every((part) => (part.line < line ? part.offset + part.used <= offset : part.offset >= offset + length));
  }

  private isUsed(record: R): boolean {
    return this.consumed.get(record)?.includes(1) ?? true;
  }

  private isFree(index: number, position: number, length: number): boolean {
    return this.covered[index]?.subarray(position, position + length).every((bit) => bit === 0) ?? false;
  }

  private place(index: number, run: CarryRun<R>): void {
    this.runs[index]?.push(run);
    this.covered[index]?.fill(1, run.position, run.position + run.length);
    this.consumed.get(run.record)?.fill(1, run.offset, run.offset + run.used);
    const segment = this.segments[index];
    if (segment === undefined) return;
    const ofRecord = this.parts.get(run.record) ?? new Map<string, Part[]>();
    this.parts.set(run.record, ofRecord);
    append(ofRecord, segment.path, { line: segment.lines[run.position]?.index ?? 0, offset: run.offset, used: run.used });
  }
}

/** Normal forms that were hashed once and found to be a record's content: the same text need not be hashed again. */
const knownContent = new WeakMap<object, readonly string[]>();

function isContent(record: object, contentId: string, lines: readonly KeyedLine[]): boolean {
  const known = knownContent.get(record);
  if (known?.length === lines.length && lines.every((line, offset) => line.normal === known[offset])) return true;
  if (contentIdOf(lines) !== contentId) return false;
  // A copy: a part of a file's text would keep all of it in memory.
  knownContent.set(record, JSON.parse(JSON.stringify(lines.map((line) => line.normal))) as string[]);
  return true;
}

/** A run by the line of its file (0-based) that it begins on. */
interface Part {
  readonly line: number;
  readonly offset: number;
  readonly used: number;
}

/** Where a run is looked for. */
interface Search<R extends CarryRecord> {
  readonly segment: CarrySegment;
  readonly index: number;
  readonly position: number;
  readonly last: CarryRun<R> | null;
  readonly sources: ReadonlySet<string>;
  readonly pass: TilingPass;
}

interface WholePlace {
  readonly segment: number;
  readonly position: number;
  readonly isHome: boolean;
  readonly significant: number;
  readonly context: () => string;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}

function appendUpTo<K, V>(maximum: number, map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else if (present.length < maximum) present.push(value);
}

/** A foreign run has at least three lines, so it is found by its first three; null where fewer are left. */
function windowKey(sequence: readonly string[], offset: number): string | null {
  const [first, second, third] = sequence.slice(offset, offset + FOREIGN_RUN);
  return first === undefined || second === undefined || third === undefined ? null : first + second + third;
}

function windowOf(lines: readonly KeyedLine[], position: number): string {
  return lines.slice(position, position + FOREIGN_RUN).map((line) => line.key).join("");
}

/** Later places of the same line in the foreign record that the last run came from: what continues a run may be short. */
function continuations<R extends CarryRecord>(last: CarryRun<R> | null, path: string, key: string): [R, number][] {
  if (last === null || last.record.path === path) return [];
  const places: [R, number][] = [];
  for (let offset = last.offset + last.used; offset < last.record.sequence.length; offset++) if (last.record.sequence[offset] === key) places.push([last.record, offset]);
  return places;
}
