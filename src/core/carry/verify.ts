/**
 * From approved sequences to the state of each line: what nobody answers for is stale, and so is every seam, the
 * place where approved lines were deleted or re-ordered and nothing new is there to see.
 */
import { groupBy } from "../group-by";
import type { Origin, StaleReason, VerdictRecord } from "../model";
import { indentationMatters, keysOf, sliceKeys, type FileKeys } from "../fingerprint/lines";
import type { Tokens } from "../fingerprint/tokens";
import { FOREIGN_RUN, carry } from "./carry";
import type { CarryMatch, CarryResult, CarryRun, CarrySegment } from "./placement";
import { SeenJoins } from "./joins";

/** One file of today with the origin of each line. */
export interface VerifiableFile {
  readonly path: string;
  readonly lines: readonly string[];
  readonly origins: readonly Origin[];
  /** False for lines that already stood at the base: nothing about them is new. */
  readonly changed: readonly boolean[];
  readonly keys?: FileKeys;
  readonly tokens?: Tokens | null;
  readonly cuts?: readonly { readonly from: number; readonly to: number }[];
}

export type SegmentState = "verified" | "moved" | "stale" | "unverified" | "trivial";

/** A maximal run of an assistant's lines with what is known of each. All lines 1-based. */
export interface SegmentVerdict {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly state: SegmentState;
  /** Lines that no approval covers, in order; in an unverified segment the significant ones. */
  readonly staleLines: readonly number[];
  readonly seams: readonly number[];
  readonly matches: readonly CarryMatch[];
  readonly reason: StaleReason | null;
}

export interface CoveredLine {
  readonly record: VerdictRecord;
  readonly match: CarryMatch;
}

export interface Verification {
  readonly segments: readonly SegmentVerdict[];
  /** path → 1-based line → the record that covers it, and how it was found. */
  readonly coverage: ReadonlyMap<string, ReadonlyMap<number, CoveredLine>>;
  /** 1-based lines before which approved lines are gone or elsewhere, by path; only files that have some. */
  readonly seams: ReadonlyMap<string, readonly number[]>;
  /** Changed lines of other than an assistant's origin that stand inside an approved hunk, by path. */
  readonly intruders: ReadonlyMap<string, readonly number[]>;
}

/** Maximal runs of ai and mixed lines, blank lines inside them included. 0-based, exclusive ends. */
export function segmentsOf(file: Pick<VerifiableFile, "lines" | "origins">): { from: number; to: number }[] {
  const segments: { from: number; to: number }[] = [];
  let from = -1;
  let end = -1;
  file.lines.forEach((line, index) => {
    const isAssistants = file.origins[index] === "ai" || file.origins[index] === "mixed";
    if (isAssistants) {
      if (from === -1) from = index;
      end = index + 1;
    } else if (from !== -1 && line.trim() !== "") {
      segments.push({ from, to: end });
      from = -1;
    }
  });
  if (from !== -1) segments.push({ from, to: end });
  return segments;
}

/**
 * Folds approvals over files. Deterministic in the set of records, whatever their order. `exists`: whether a path stands in the
 * tree that the files are part of; without it none is taken to be gone.
 */
export function verify(files: readonly VerifiableFile[], approvals: readonly VerdictRecord[], exists?: (path: string) => boolean): Verification {
  const { segments, owner, result } = carried(files, approvals, exists);
  const elsewhere = linesElsewhere(files, segments, result);
  const judged = (present: ReadonlyMap<VerdictRecord, Uint8Array>) => segments.map((segment, index) => judge(segment, result.runs[index] ?? [], present, owner[index]));
  const verdicts = judged(withoutStrays(elsewhere, judged(elsewhere), result));
  const { intruders, bridged, parted } = intrudersOf(files, segments, result);
  const final = verdicts.map((verdict) => withParted(withoutBridgedSeams(verdict, bridged), parted));
  return { segments: final, coverage: coverageOf(segments, result), seams: seamsByPath(final), intruders };
}

/** Of every hunk its file's seams are asked: to look through all segments each time is the square of their number. */
function seamsByPath(verdicts: readonly SegmentVerdict[]): Verification["seams"] {
  const torn = groupBy(verdicts.filter(({ seams }) => seams.length > 0), ({ path }) => path);
  return new Map([...torn].map(([path, segments]) => [path, segments.flatMap(({ seams }) => seams)]));
}

/** The coverage of `verify` alone, for whoever looks at thousands of past trees and asks for no reasons. */
export function coveredLines(files: readonly VerifiableFile[], approvals: readonly VerdictRecord[]): Verification["coverage"] {
  const { segments, result } = carried(files, approvals, undefined);
  return coverageOf(segments, result);
}

interface Carried {
  readonly segments: readonly CarrySegment[];
  /** The file of each segment. */
  readonly owner: readonly VerifiableFile[];
  readonly result: CarryResult<VerdictRecord>;
}

function carried(files: readonly VerifiableFile[], approvals: readonly VerdictRecord[], exists: ((path: string) => boolean) | undefined): Carried {
  const segments: CarrySegment[] = [];
  const owner: VerifiableFile[] = [];
  for (const file of files) {
    const keys = file.keys ?? keysOf(file.path, file.lines);
    for (const { from, to } of segmentsOf(file)) {
      const cuts = file.cuts?.filter((cut) => cut.from >= from && cut.to <= to);
      segments.push({ path: file.path, from, to, lines: sliceKeys(keys, from, to), file: keys, tokens: file.tokens ?? null, ...(cuts === undefined ? {} : { cuts }) });
      owner.push(file);
    }
  }
  return { segments, owner, result: carry(segments, approvals.filter((record) => record.kind === "edit"), exists) };
}

function coverageOf(segments: readonly CarrySegment[], result: CarryResult<VerdictRecord>): Verification["coverage"] {
  const coverage = new Map<string, Map<number, CoveredLine>>();
  segments.forEach((segment, index) => {
    const lines = coverage.get(segment.path) ?? new Map<number, CoveredLine>();
    coverage.set(segment.path, lines);
    for (const run of result.runs[index] ?? []) {
      for (let position = run.position; position < run.position + run.length; position++) {
        const line = segment.lines[position];
        if (line !== undefined) lines.set(line.index + 1, { record: run.record, match: run.match });
      }
    }
  });
  return coverage;
}

/** Where an intruder stands in the gap, the gap is not a deletion as well: the line is there to be looked at. */
function withoutBridgedSeams(verdict: SegmentVerdict, bridged: ReadonlySet<string>): SegmentVerdict {
  const seams = verdict.seams.filter((line) => !bridged.has(verdict.path + "\0" + String(line)));
  if (seams.length === verdict.seams.length) return verdict;
  const isClean = seams.length === 0 && verdict.staleLines.length === 0;
  return { ...verdict, seams, state: isClean ? "verified" : verdict.state, reason: isClean ? null : verdict.reason };
}

/** What was one hunk stands around lines of the base now: part of it was moved, though every line of it is there. */
function withParted(verdict: SegmentVerdict, parted: ReadonlySet<string>): SegmentVerdict {
  const added: number[] = [];
  for (let line = verdict.startLine; line <= verdict.endLine; line++) if (parted.has(verdict.path + "\0" + String(line)) && !verdict.seams.includes(line)) added.push(line);
  if (added.length === 0) return verdict;
  return { ...verdict, seams: [...verdict.seams, ...added].sort((one, other) => one - other), state: "stale", reason: verdict.reason ?? "moved" };
}

/** Positions of records that stand today, in segments or as lines of another origin next to their own run (merged meanwhile). */
function linesElsewhere(files: readonly VerifiableFile[], segments: readonly CarrySegment[], result: CarryResult<VerdictRecord>): ReadonlyMap<VerdictRecord, Uint8Array> {
  const present = new Map([...result.consumed].map(([record, bits]) => [record, Uint8Array.from(bits)]));
  const changedOf = new Map(files.map((file) => [file.path, file.changed]));
  segments.forEach((segment, index) => {
    const changed = changedOf.get(segment.path);
    for (const run of result.runs[index] ?? []) {
      const bits = present.get(run.record);
      const first = segment.lines[run.position];
      const last = segment.lines[run.position + run.length - 1];
      if (bits === undefined || first === undefined || last === undefined) continue;
      const isBase = (line: number) => changed?.[line] === false;
      const { all } = segment.file;
      const before = all.findIndex((line) => line.index === first.index) - 1;
      for (let at = before, offset = run.offset - 1; at >= 0 && offset >= 0; at--, offset--) {
        const line = all[at];
        if (line === undefined || !isBase(line.index) || line.key !== run.record.sequence[offset]) break;
        bits[offset] = 1;
      }
      const after = all.findIndex((line) => line.index === last.index) + 1;
      for (let at = after, offset = run.offset + run.used; at < all.length && offset < run.record.sequence.length; at++, offset++) {
        const line = all[at];
        if (line === undefined || !isBase(line.index) || line.key !== run.record.sequence[offset]) break;
        bits[offset] = 1;
      }
    }
  });
  return present;
}

/**
 * The rest of a split hunk counts as standing elsewhere only where it is in order. Lines that turn up in another hunk which was itself
 * changed are strays: what was deleted here and looks like something there is still deleted here.
 */
function withoutStrays(present: ReadonlyMap<VerdictRecord, Uint8Array>, verdicts: readonly SegmentVerdict[], result: CarryResult<VerdictRecord>): ReadonlyMap<VerdictRecord, Uint8Array> {
  const cleared = new Map(present);
  verdicts.forEach(({ state }, index) => {
    const runs = result.runs[index] ?? [];
    if (state !== "stale" || runs.length < 2) return;
    const lengths = new Map<VerdictRecord, number>();
    for (const { record, length } of runs) lengths.set(record, (lengths.get(record) ?? 0) + length);
    const longest = Math.max(...lengths.values());
    for (const { record, offset, used } of runs) {
      if (lengths.get(record) === longest) continue;
      const bits = Uint8Array.from(cleared.get(record) ?? []);
      bits.fill(0, offset, offset + used);
      cleared.set(record, bits);
    }
  });
  return cleared;
}

function judge(segment: CarrySegment, runs: readonly CarryRun<VerdictRecord>[], present: ReadonlyMap<VerdictRecord, Uint8Array>, file: VerifiableFile | undefined): SegmentVerdict {
  const place = { path: segment.path, startLine: segment.from + 1, endLine: segment.to };
  const lineAt = (position: number) => (segment.lines[position]?.index ?? segment.to - 1) + 1;
  const matches = [...new Set(runs.map((run) => run.match))];
  if (!segment.lines.some((line) => !line.trivial) && !(runs.length > 0 && indentationMatters(segment.path))) {
    return { ...place, state: "trivial", staleLines: [], seams: [], matches, reason: null };
  }
  if (runs.length === 0) {
    return { ...place, state: "unverified", staleLines: segment.lines.filter((line) => !line.trivial).map((line) => line.index + 1), seams: [], matches, reason: null };
  }
  const covered = new Uint8Array(segment.lines.length);
  for (const run of runs) covered.fill(1, run.position, run.position + run.length);
  const staleLines = segment.lines.filter((_, position) => covered[position] === 0).map((line) => line.index + 1);
  const seams = seamsOf(segment, runs, covered, present, lineAt);
  if (staleLines.length > 0 || seams.length > 0) {
    return { ...place, state: "stale", staleLines, seams, matches, reason: staleReason(staleLines, file) };
  }
  return { ...place, state: matches.includes("moved") ? "moved" : "verified", staleLines, seams, matches, reason: null };
}

function staleReason(staleLines: readonly number[], file: VerifiableFile | undefined): StaleReason {
  if (staleLines.length === 0) return "deleted";
  return staleLines.every((line) => file?.origins[line - 1] === "mixed") ? "edited-by-signer" : "changed";
}

/** Where two neighbouring runs do not follow each other in their record, or a record's head or tail exists nowhere any more. */
function seamsOf(segment: CarrySegment, runs: readonly CarryRun<VerdictRecord>[], covered: Uint8Array, present: ReadonlyMap<VerdictRecord, Uint8Array>, lineAt: (position: number) => number): number[] {
  const gone = (record: VerdictRecord, from: number, to: number) => {
    const bits = present.get(record);
    for (let offset = from; offset < to; offset++) if (bits?.[offset] !== 1) return true;
    return false;
  };
  const seams: number[] = [];
  let joins: SeenJoins | null = null;
  runs.forEach((run, index) => {
    const previous = runs[index - 1];
    const touches = previous !== undefined && previous.position + previous.length === run.position;
    if (touches) {
      const follows = previous.record === run.record && previous.offset + previous.used === run.offset;
      // Two approved hunks that now touch, each with all its beginning or end in this place, are as they were approved.
      const isPiece = [previous, run].some(({ match, record, position, length }) => match === "moved" && record.path !== segment.path && segment.lines.slice(position, position + length).filter((line) => !line.trivial).length < FOREIGN_RUN);
      const ends = !isPiece && previous.record !== run.record && previous.offset + previous.used === previous.record.sequence.length && run.offset === 0;
      const bothWhole = ends && (previous.offset === 0 || runs.slice(0, index - 1).some((earlier) => earlier.record === previous.record)) && (run.used === run.record.sequence.length || runs.slice(index + 1).some((later) => later.record === run.record));
      if (!follows && !bothWhole && !(joins ??= new SeenJoins(segment, runs)).isApproved(previous, run)) seams.push(lineAt(run.position));
    } else if (run.position === 0 && run.offset > 0 && gone(run.record, 0, run.offset)) {
      seams.push(lineAt(0));
    }
    const isLast = run.position + run.length === segment.lines.length && covered[covered.length - 1] === 1;
    if (isLast && gone(run.record, run.offset + run.used, run.record.sequence.length)) seams.push(lineAt(run.position + run.length - 1));
  });
  return [...new Set(seams)];
}

/**
 * Changed lines between two parts of one approved record: nobody knows who put them there, or a person did, which is
 * theirs but not what was approved. Both are stale, so that a clone which saw nobody type comes to the same verdict.
 */
function intrudersOf(files: readonly VerifiableFile[], segments: readonly CarrySegment[], result: CarryResult<VerdictRecord>): { intruders: Map<string, number[]>; bridged: Set<string>; parted: Set<string> } {
  const parted = new Set<string>();
  const intruders = new Map<string, number[]>();
  const bridged = new Set<string>();
  const byPath = new Map<string, { run: CarryRun<VerdictRecord>; firstLine: number; lastLine: number }[]>();
  segments.forEach((segment, index) => {
    for (const run of result.runs[index] ?? []) {
      const first = segment.lines[run.position];
      const last = segment.lines[run.position + run.length - 1];
      if (first === undefined || last === undefined) continue;
      const placed = byPath.get(segment.path) ?? [];
      placed.push({ run, firstLine: first.index, lastLine: last.index });
      byPath.set(segment.path, placed);
    }
  });
  for (const file of files) {
    const placed = byPath.get(file.path) ?? [];
    const keyAt = placed.length > 1 ? new Map((file.keys ?? keysOf(file.path, file.lines)).all.map((line) => [line.index, line.key])) : new Map<number, string>();
    placed.forEach((next, index) => {
      const previous = placed[index - 1];
      if (previous === undefined || previous.run.record !== next.run.record || previous.run.offset >= next.run.offset) return;
      // Lines of the hunk itself that were merged meanwhile stand at the base as well.
      const between = new Set(next.run.record.sequence.slice(previous.run.offset + previous.run.used, next.run.offset));
      const isBase = (line: number): boolean => file.changed[line] === false && keyAt.has(line) && !between.has(keyAt.get(line) ?? "");
      for (let line = previous.lastLine + 1; line < next.firstLine; line++) {
        // Both parts say so: the one that lost its end and the one that stands where nobody approved it.
        if (isBase(line)) parted.add(file.path + "\0" + String(previous.lastLine + 1)).add(file.path + "\0" + String(next.firstLine + 1));
      }
      for (let line = previous.lastLine + 1; line < next.firstLine; line++) {
        const isForeign = file.origins[line] === "unknown" || file.origins[line] === "human";
        if (!isForeign || file.changed[line] === false || file.lines[line]?.trim() === "") continue;
        const lines = intruders.get(file.path) ?? [];
        lines.push(line + 1);
        intruders.set(file.path, lines);
        bridged.add(file.path + "\0" + String(previous.lastLine + 1));
        bridged.add(file.path + "\0" + String(next.firstLine + 1));
      }
    });
  }
  return { intruders, bridged, parted };
}
