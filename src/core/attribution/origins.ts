/**
 * Claims, notes and marks in; the origin of every line out. The strongest evidence wins; a stronger source that says
 * less corrects a weaker one (a note over a mark); an edit of an assistant's line stays `mixed`; and where nobody
 * observed anything the answer is `unknown`.
 */
import type { Attribution, Claim, Evidence, VerdictRecord } from "../model";
import type { EditedLine, HumanEdit, LineRun } from "../ports";
import { carry } from "../carry/carry";
import type { CarryRecord, CarrySegment } from "../carry/placement";
import { contentIdOf, contextOf, hash, keysOf, lineKey, normalLine, sliceKeys, type FileKeys } from "../fingerprint/lines";
import { withBlankLines } from "./blank-lines";
import { denialsAgainst, epochOf, placeDenials, RemovalDenials } from "./corrections";
import type { AttributedFile, EvidenceBase, LineOrigin, SourceFile } from "./evidence";
import { isRecognisable } from "./line-edits";
import { PastLines } from "./past-lines";
import { removalsOf } from "./removals";
import { groupBy } from "../group-by";
import { ownCopy } from "../own-copy";

const BASE_LINE: LineOrigin = { origin: "unknown", attribution: null, further: [], commit: "base", changed: false };

/** What came of an edited line, by what it is an edit of; for whoever asks again for the next version of the same file with the same notes, traces and marks. */
export type OriginMemory = WeakMap<EditedLine, { readonly path: string; readonly text: string; readonly commit: string; readonly originalPath: string; readonly originalLine: number; readonly origin: LineOrigin }>;

/** `memory` is used where nothing but notes, traces and marks is said. */
export function attribute(sources: readonly SourceFile[], given: EvidenceBase, memory?: OriginMemory): AttributedFile[] {
  const files = sources.map((source) => new FileUnderAttribution(source));
  const evidence = given.corrections === undefined ? given : { ...given, claims: [...given.claims, ...given.corrections.claims] };
  const claimed = placeClaims(files, evidence);
  const typed = placeHumanEdits(files, evidence.humanEdits);
  const denied = placeCorrections(files, evidence);
  const removals = new RemovalDenials(evidence.corrections);
  const added = new Set<string>();
  for (const file of files) for (const line of file.keys.significant) if (file.isChanged(line.index)) added.add(line.key);
  const hasClaims = evidence.claims.length > 0 || evidence.humanEdits.length > 0 || (evidence.corrections?.denials.length ?? 0) > 0;
  const claimsOf = groupBy(evidence.claims, (claim) => claim.path);
  return files.map((file, index) => file.finish(evidence, claimsOf.get(file.source.path) ?? [], { claimed: claimed[index] ?? new Map(), typed: typed[index] ?? new Set(), denied: denied[index] ?? new Map() }, added, removals, hasClaims ? undefined : memory));
}

interface ClaimedLine {
  readonly claim: Claim;
  /** False for a line that stands where a claimed one stood: the assistant's, edited since. */
  readonly isExact: boolean;
}

interface ClaimRecord extends CarryRecord {
  readonly claim: Claim;
}

interface HumanRecord extends CarryRecord {
  readonly edit: HumanEdit;
}

/**
 * The run as it is without changes of form: whoever only indents a line, or ends it otherwise, has not written it. Null where it stood
 * at the base. Whoever puts it elsewhere has changed the code, though not the line: such a run stays his.
 */
function writtenBy(run: LineRun, path: string, normal: string | undefined): LineRun | null {
  let { introducedBy, originalPath, originalStart, editOf } = run;
  while (editOf !== undefined && editOf.moved !== true && normal !== undefined && normalLine(path, editOf.text) === normal) ({ introducedBy, originalPath, originalStart, editOf } = editOf);
  if (introducedBy === run.introducedBy && originalStart === run.originalStart && editOf === run.editOf) return run;
  if (introducedBy === "base") return null;
  return { start: run.start, length: run.length, introducedBy, originalPath, originalStart, ...(editOf === undefined ? {} : { editOf }) };
}

/** By 0-based line of one file. */
interface PlacedEvidence {
  readonly claimed: ReadonlyMap<number, readonly ClaimedLine[]>;
  readonly typed: ReadonlySet<number>;
  readonly denied: ReadonlyMap<number, readonly VerdictRecord[]>;
}

class FileUnderAttribution {
  readonly keys: FileKeys;
  readonly runOf: readonly (LineRun | null)[];
  private readonly past: PastLines;

  constructor(readonly source: SourceFile) {
    this.keys = source.keys ?? keysOf(source.path, source.lines);
    this.past = new PastLines(source.path, source.history);
    const runOf: (LineRun | null)[] = source.lines.map(() => null);
    for (const run of source.history?.runs ?? []) {
      if (run.introducedBy === "base") continue;
      for (let line = run.start; line < run.start + run.length && line <= runOf.length; line++) runOf[line - 1] = run;
    }
    const normals = runOf.some((run) => run?.editOf !== undefined) ? new Map(this.keys.all.map((line) => [line.index, line.normal])) : null;
    this.runOf = normals === null ? runOf : runOf.map((run, index) => (run?.editOf === undefined ? run : writtenBy(run, source.path, normals.get(index))));
  }

  isChanged(index: number): boolean {
    return this.runOf[index] !== null && this.runOf[index] !== undefined;
  }

  /**
   * Whether a line may stand for one of `lost` keys beside claimed lines: by the text it replaced where that is known, else
   * because it came together with a claimed neighbour, so that nobody can tell.
   */
  standsFor(index: number, lost: ReadonlySet<string>, neighbours: readonly number[]): boolean {
    const run = this.runOf[index];
    if (run === null || run === undefined) return false;
    const texts = (run.replaced ?? []).filter((text) => lost.has(lineKey(normalLine(this.source.path, text))));
    if (texts.length > 0) return texts.some((text) => isRecognisable(text, this.source.lines[index] ?? ""));
    return neighbours.some((neighbour) => this.runOf[neighbour]?.introducedBy === run.introducedBy);
  }

  /** Whether a line can be the edit that `claim` says it is, of a line with the key `original`: what a person denied of that one they denied of its edits. */
  canBeEditOf(index: number, claim: Claim, original: string, corrections: EvidenceBase["corrections"]): boolean {
    const run = this.runOf[index];
    if (run === null || run === undefined || this.past.holds(index, original)) return false;
    const denials = (corrections?.denials ?? []).flatMap((ofSigner) => ofSigner.find(({ kind, path, sequence }) => kind === "edit" && path === claim.path && sequence.includes(original)) ?? []);
    return denialsAgainst(claim, denials, run.introducedBy === "worktree" || run.introducedBy === "unknown" ? null : run.introducedBy, corrections).length === 0;
  }

  /** Maximal runs of changed lines, blank ones inside included. */
  changedSegments(): CarrySegment[] {
    const segments: CarrySegment[] = [];
    let from = -1;
    for (let index = 0; index <= this.source.lines.length; index++) {
      const isChanged = index < this.source.lines.length && this.isChanged(index);
      if (isChanged && from === -1) from = index;
      if (!isChanged && from !== -1) {
        segments.push({ path: this.source.path, from, to: index, lines: sliceKeys(this.keys, from, index), file: this.keys, tokens: this.source.tokens });
        from = -1;
      }
    }
    return segments;
  }

  /** How often each line was added in this file. */
  private addedLines(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const line of this.keys.significant) if (this.isChanged(line.index)) counts.set(line.key, (counts.get(line.key) ?? 0) + 1);
    return counts;
  }

  /** `claims`: those of this very path. */
  finish(evidence: EvidenceBase, claims: readonly Claim[], placed: PlacedEvidence, added: ReadonlySet<string>, denials: RemovalDenials, memory: OriginMemory | undefined): AttributedFile {
    const claimKeys = new Map<string, Claim>();
    for (const claim of claims) for (const key of claim.sequence) if (!claimKeys.has(key)) claimKeys.set(key, claim);
    const plain = new Map<LineRun, LineOrigin>();
    const origins = this.source.lines.map((_, index) => {
      const run = this.runOf[index] ?? null;
      if (memory !== undefined && run?.editOf !== undefined) return this.remembered(index, run, run.editOf, memory, () => this.originOf(index, evidence, placed, claimKeys));
      if (run === null || !this.isPlain(index, run, evidence, placed)) return this.originOf(index, evidence, placed, claimKeys);
      const origin = plain.get(run) ?? this.originOf(index, evidence, placed, claimKeys);
      plain.set(run, origin);
      return origin;
    });
    return {
      path: this.source.path,
      lines: this.source.lines,
      keys: this.keys,
      tokens: this.source.tokens,
      origins: withBlankLines(origins, this.source.lines),
      removals: (this.source.history?.removals ?? []).length === 0 ? [] : removalsOf(this.source, this.keys, this.addedLines(), evidence, added).filter((removal) => !denials.deny({ ...removal, path: this.source.path, contentId: contentIdOf(keysOf(this.source.path, removal.removedLines).all) })),
    };
  }

  private remembered(index: number, { introducedBy, originalPath, originalStart, start }: LineRun, editOf: EditedLine, memory: OriginMemory, find: () => LineOrigin): LineOrigin {
    const [path, text, originalLine] = [this.source.path, this.source.lines[index] ?? "", originalStart + index + 1 - start];
    const known = memory.get(editOf);
    if (known?.text === text && known.path === path && known.commit === introducedBy && known.originalPath === originalPath && known.originalLine === originalLine) return known.origin;
    const origin = find();
    memory.set(editOf, { path, text: ownCopy(text), commit: introducedBy, originalPath, originalLine, origin });
    return origin;
  }

  /** Nothing is said of this line by itself, so that its origin is that of all lines of its run. */
  private isPlain(index: number, run: LineRun, { notes, traces }: EvidenceBase, { claimed, typed, denied }: PlacedEvidence): boolean {
    return run.editOf === undefined && !claimed.has(index) && !typed.has(index) && !denied.has(index) && !notes.has(run.introducedBy) && traces?.has(run.introducedBy) !== true;
  }

  private originOf(index: number, evidence: EvidenceBase, placed: PlacedEvidence, claimKeys: ReadonlyMap<string, Claim>): LineOrigin {
    const claims = placed.claimed.get(index) ?? [];
    const run = this.runOf[index];
    if (run === null || run === undefined) return BASE_LINE;
    const commit = run.introducedBy === "worktree" || run.introducedBy === "unknown" ? null : run.introducedBy;
    const noted = statements(evidence, run.introducedBy, run.originalPath, run.originalStart + (index + 1 - run.start));
    const exact = claims.filter((line) => line.isExact).map((line) => line.claim as Attribution);
    const positive = [...exact, ...noted.ai].sort((one, other) => one.evidence.tier - other.evidence.tier);
    const line = { commit, changed: true };
    const denials = placed.denied.get(index) ?? [];
    const against = (attribution: Attribution) => denialsAgainst(attribution, denials, commit, evidence.corrections);
    const standing = positive.filter((attribution) => against(attribution).length === 0);
    const [strongest] = standing;
    if (strongest !== undefined && (noted.human === null || strongest.evidence.tier <= noted.human)) {
      const said = standing.flatMap((attribution) => evidence.corrections?.statements.get(attribution) ?? []);
      return { ...line, origin: noted.mixed === strongest ? "mixed" : "ai", attribution: strongest, further: evidenceOf(standing.slice(1)), ...(said.length === 0 ? {} : { corrections: said }) };
    }
    const edited = this.editedAttribution(index, run, evidence, claims, claimKeys);
    if (edited !== null && against(edited.attribution).length === 0) return { ...line, origin: edited.isWhole ? "ai" : "mixed", attribution: edited.attribution, further: [] };
    const [corrected] = [...positive, ...(edited === null ? [] : [edited.attribution])].map(against).filter((records) => records.length > 0);
    if (corrected !== undefined) return { ...line, origin: "human", attribution: null, further: [], corrections: corrected };
    if (noted.human !== null) return { ...line, origin: "human", attribution: null, further: [] };
    return placed.typed.has(index) ? { ...line, origin: "human", isPrivate: true, attribution: null, further: [] } : { ...line, origin: "unknown", attribution: null, further: [] };
  }

  /** Who wrote the line that this one is an edit of, through all edits since, when an assistant did and it can still be recognised; `isWhole`: it was only moved. */
  private editedAttribution(index: number, run: LineRun, evidence: EvidenceBase, claims: readonly ClaimedLine[], claimKeys: ReadonlyMap<string, Claim>): { readonly attribution: Attribution; readonly isWhole: boolean } | null {
    const today = this.source.lines[index] ?? "";
    let isWhole = true;
    for (let edited = run.editOf; edited !== undefined; edited = edited.editOf) {
      const { introducedBy, originalPath, originalStart, text } = edited;
      isWhole &&= normalLine(originalPath, text) === normalLine(this.source.path, today);
      if (introducedBy === "base") break;
      const [strongest] = statements(evidence, introducedBy, originalPath, originalStart).ai.sort((one, other) => one.evidence.tier - other.evidence.tier);
      const claimed = claimKeys.get(lineKey(normalLine(originalPath, text)));
      const attribution = strongest ?? claimed;
      if (strongest === undefined && claimed?.editOf !== undefined && claimed.isReshaped !== true) isWhole = false;
      if (attribution !== undefined && (isWhole || isRecognisable(text, today))) return { attribution, isWhole };
    }
    const edited = claims.find((line) => !line.isExact)?.claim;
    return edited === undefined ? null : { attribution: edited, isWhole: false };
  }
}

interface Noted {
  readonly ai: Attribution[];
  /** Tier of the source that says a person wrote it. */
  readonly human: number | null;
  /** The attribution whose source says that a person changed the line since. */
  readonly mixed: Attribution | null;
}

/** What notes, traces and marks say of one line of a commit. A note that covers the commit silences the others. */
function statements(evidence: EvidenceBase, commit: string, path: string, line: number): Noted {
  const note = evidence.notes.get(commit);
  if (note !== undefined) {
    for (const range of note.get(path) ?? []) {
      if (line < range.start || line > range.end) continue;
      return range.attribution === null ? { ai: [], human: 3, mixed: null } : { ai: [range.attribution], human: null, mixed: range.isMixed === true ? range.attribution : null };
    }
    return { ai: [], human: null, mixed: null };
  }
  const traced = evidence.traces?.get(commit)?.get(path)?.find((range) => line >= range.start && line <= range.end);
  const attribution = traced?.attribution ?? null;
  return { ai: [attribution, evidence.marks.get(commit) ?? null].filter((one) => one !== null), human: null, mixed: traced?.isMixed === true ? attribution : null };
}

function evidenceOf(attributions: readonly Attribution[]): Evidence[] {
  return attributions.map((attribution) => attribution.evidence);
}

/** Per file: 0-based line → claims on it, strongest first. */
function placeClaims(files: readonly FileUnderAttribution[], evidence: EvidenceBase): Map<number, ClaimedLine[]>[] {
  const { claims, corrections } = evidence;
  const records: ClaimRecord[] = claims
    .filter((claim) => claim.kind === "edit" && claim.sequence.length > 0)
    .map((claim) => ({
      id: hash([claim.assistant, claim.agentSession, claim.context, ...claim.sequence, ...(claim.editOf ?? [])].join("\n")),
      path: claim.path,
      at: claim.at,
      sequence: claim.sequence,
      contentId: null,
      tokenId: claim.tokenId ?? null,
      context: claim.context,
      claim,
    }));
  const lines: Map<number, ClaimedLine[]>[] = files.map(() => new Map<number, ClaimedLine[]>());
  // Each session's claims are matched on their own: two sessions may have claimed the same lines, and both said so. So
  // are those from before and after a correction, as what was claimed again since is not answered for by it, and those of edited lines.
  for (const ofSession of groupBy(records, ({ claim }) => [claim.assistant, claim.agentSession, epochOf(claim.at, corrections), claim.editOf === undefined].join("\0")).values()) {
    placeSession(files, ofSession, lines, evidence);
  }
  for (const ofFile of lines) for (const onLine of ofFile.values()) onLine.sort((one, other) => one.claim.evidence.tier - other.claim.evidence.tier);
  return lines;
}

function placeSession(files: readonly FileUnderAttribution[], records: readonly ClaimRecord[], into: readonly Map<number, ClaimedLine[]>[], evidence: EvidenceBase): void {
  const segments: CarrySegment[] = [];
  const fileOf: number[] = [];
  const keys = new Set(records.flatMap((record) => record.sequence));
  files.forEach((file, index) => {
    for (const segment of file.changedSegments()) {
      if (!segment.lines.some((line) => keys.has(line.key)) && segment.tokens === null) continue;
      segments.push(segment);
      fileOf.push(index);
    }
  });
  const result = carry(segments, records);
  const placed = new Map<ClaimRecord, { file: number; first: number; last: number; offset: number; used: number }[]>();
  segments.forEach((segment, index) => {
    for (const run of result.runs[index] ?? []) {
      const { claim } = run.record;
      const place = fileOf[index] ?? -1;
      segment.lines.slice(run.position, run.position + run.length).forEach((line, at) => {
        const isExact = claim.editOf === undefined || claim.isReshaped === true;
        if (claim.editOf === undefined || files[place]?.canBeEditOf(line.index, claim, claim.editOf[run.offset + at] ?? "", evidence.corrections) === true) appendLine(into[place], line.index, { claim, isExact });
      });
      if (claim.editOf !== undefined) continue;
      const first = segment.lines[run.position]?.index ?? segment.from;
      const last = segment.lines[run.position + run.length - 1]?.index ?? segment.to - 1;
      const runs = placed.get(run.record) ?? [];
      runs.push({ file: fileOf[index] ?? -1, first, last, offset: run.offset, used: run.used });
      placed.set(run.record, runs);
    }
  });
  for (const [record, runs] of placed) markEditedLines(record, runs, files, into, result.consumed.get(record) ?? new Uint8Array(0));
}

/**
 * A changed line that stands exactly where a claimed line is missing is that line, edited: at most as many lines as
 * are missing, between or next to the claim's surviving lines. Where history holds the text that it replaced, it must
 * still be recognisable; where that text was never committed only its key is known, and the line stays the assistant's.
 */
function markEditedLines(record: ClaimRecord, runs: readonly { file: number; first: number; last: number; offset: number; used: number }[], files: readonly FileUnderAttribution[], into: readonly Map<number, ClaimedLine[]>[], consumed: Uint8Array): void {
  const missing = (from: number, to: number) => consumed.subarray(Math.max(0, from), to).reduce((count, bit) => count + (bit === 0 ? 1 : 0), 0);
  const ordered = [...runs].sort((one, other) => one.file - other.file || one.first - other.first);
  const lost = new Set(record.sequence.filter((_, offset) => consumed[offset] === 0));
  ordered.forEach((run, index) => {
    const file = files[run.file];
    const ofFile = into[run.file];
    if (file === undefined || ofFile === undefined) return;
    const candidate = (line: number) => file.isChanged(line) && !ofFile.has(line);
    const isBlank = (line: number) => file.source.lines[line]?.trim() === "";
    const mark = (lines: readonly number[], allowed: number, neighbours: readonly number[], isBounded: boolean) => {
      // Beyond the claim's own ends nothing stands in its place once a line does not.
      const end = isBounded ? -1 : lines.findIndex((at) => !isBlank(at) && !file.standsFor(at, lost, neighbours));
      const edited = (end === -1 ? lines : lines.slice(0, end)).filter((at) => !isBlank(at) && file.standsFor(at, lost, neighbours));
      for (const line of edited.slice(0, allowed)) appendLine(ofFile, line, { claim: record.claim, isExact: false });
    };
    const next = ordered[index + 1];
    const hasNext = next !== undefined && next.file === run.file && next.offset > run.offset;
    const until = hasNext ? next.first : file.source.lines.length;
    const after: number[] = [];
    for (let line = run.last + 1; line < until && candidate(line); line++) after.push(line);
    const isFirst = ordered[index - 1]?.file !== run.file;
    // What surrounded the claimed lines surrounds what is left of them: outside of it nothing stands in their place.
    const isEnclosed = ordered.filter(({ file: of }) => of === run.file).length === 1 && contextOf(file.keys, run.first, run.last + 1) === record.context;
    if (hasNext ? after.length === until - run.last - 1 : !isEnclosed) mark(after, missing(run.offset + run.used, hasNext ? next.offset : record.sequence.length), hasNext ? [run.last, next.first] : [run.last], hasNext);
    if (isFirst && !isEnclosed) {
      const before: number[] = [];
      for (let line = run.first - 1; line >= 0 && candidate(line); line--) before.push(line);
      mark(before, missing(0, run.offset), [run.first], false);
    }
  });
}

/** Every changed segment, and which file it is of. */
function segmentsOfAll(files: readonly FileUnderAttribution[]): { segments: CarrySegment[]; fileOf: number[] } {
  const segments: CarrySegment[] = [];
  const fileOf: number[] = [];
  files.forEach((file, index) => {
    for (const segment of file.changedSegments()) {
      segments.push(segment);
      fileOf.push(index);
    }
  });
  return { segments, fileOf };
}

/** Per file: 0-based line → signed denials of an assistant's claim on it. */
function placeCorrections(files: readonly FileUnderAttribution[], { corrections }: EvidenceBase): readonly ReadonlyMap<number, readonly VerdictRecord[]>[] {
  if (corrections === undefined || corrections.denials.length === 0) return [];
  const { segments, fileOf } = segmentsOfAll(files);
  return placeDenials(segments, fileOf, files.length, corrections);
}

function placeHumanEdits(files: readonly FileUnderAttribution[], edits: readonly HumanEdit[]): Set<number>[] {
  const lines: Set<number>[] = files.map(() => new Set<number>());
  if (edits.length === 0) return lines;
  const { segments, fileOf } = segmentsOfAll(files);
  const records: HumanRecord[] = edits.map((edit) => ({
    id: hash([edit.path, edit.at, edit.context, ...edit.sequence].join("\n")),
    path: edit.path,
    at: edit.at,
    sequence: edit.sequence,
    contentId: null,
    tokenId: null,
    context: edit.context,
    edit,
  }));
  const result = carry(segments, records);
  segments.forEach((segment, index) => {
    for (const run of result.runs[index] ?? []) {
      for (let position = run.position; position < run.position + run.length; position++) {
        const line = segment.lines[position];
        if (line !== undefined) lines[fileOf[index] ?? -1]?.add(line.index);
      }
    }
  });
  return lines;
}

function appendLine(lines: Map<number, ClaimedLine[]> | undefined, line: number, claimed: ClaimedLine): void {
  const present = lines?.get(line);
  if (present === undefined) lines?.set(line, [claimed]);
  else present.push(claimed);
}
