/**
 * Replays the days of a history: the same attribution, the same matcher and the same rules of the fold as for today's files, applied
 * to the files a day changed and to whatever a shared record joins them with. Pure: days come in, spans go out.
 */
import { CountersignError, type Claim, type VerdictRecord } from "../../model";
import type { ChangedFile, FileHistory, LineRun } from "../../ports";
import type { AttributedFile, EvidenceBase } from "../../attribution/evidence";
import { attribute, type OriginMemory } from "../../attribution/origins";
import { coveredLines, type VerifiableFile } from "../../carry/verify";
import { lineKey, normalLine, splitLines, type FileKeys } from "../../fingerprint/lines";
import { ownCopy } from "../../own-copy";
import { LineFates, type Births, type BirthRun, type ReplayedFile } from "./fates";
import { RecordLinks } from "./links";
import { SpanCollector } from "./lives";
import { nextText } from "./keyed-text";
import { livesOf, runsOf, SeenKeys, type LifeRun, type ReplayState } from "./replay-state";
import type { DebtHistory } from "./span";
import { SpokenClaims } from "./spoken";
import { StandingVerdicts } from "./standing";
import { isApproval, isRejection, StandingTally } from "./tally";

export interface ReplayInput {
  /** Claims, notes, traces and marks; nothing private. */
  readonly evidence: EvidenceBase;
  readonly records: readonly VerdictRecord[];
  /** Supervised files that are not generated. */
  readonly isWanted: (path: string) => boolean;
  /** What the policy makes of lines that nobody claimed. */
  readonly assume: (file: AttributedFile) => AttributedFile;
  readonly assumesAi: boolean;
  /** Signers whose approval outweighs another key's rejection. */
  readonly overrule: readonly string[];
  /** Commits whose subject says that they fix something. */
  readonly isFix: (commit: string) => boolean;
  /** Of commits and verdicts. */
  readonly lastDay: string;
}

/** Normal forms whose keys are remembered: the next version of a file has nearly the same lines. */
const REMEMBERED_KEYS = 100_000;
const MOST_LINES = 4_194_304;

/** What says who wrote a text: a claim, or a person's correction. */
type Statement = Claim | VerdictRecord;

export class DebtReplay {
  private readonly files = new Map<string, ReplayedFile>();
  private collector = new SpanCollector();
  private fates: LineFates;
  private readonly verdicts: StandingVerdicts;
  private readonly verdictLinks: RecordLinks<VerdictRecord>;
  /** Claims and corrections alike: what says who wrote a text. */
  private readonly claimLinks: RecordLinks<Statement>;
  private readonly spoken: SpokenClaims;
  private readonly tally = new StandingTally();
  /** Files in which a claim may be placed, and those other than its own in which a verdict may be. */
  private readonly places = new Map<Statement, Set<string>>();
  /** Path → verdicts on it that may be placed in another file. */
  private readonly abroad = new Map<string, Set<VerdictRecord>>();
  /** Path → commit → number of the text's source. */
  private readonly sources = new Map<string, Map<string, number>>();
  private sourceCount = 0;
  private readonly claimOrder: ReadonlyMap<Statement, { readonly claim: Claim; readonly order: number }>;
  private keys = new Map<string, string>();
  private readonly origins: OriginMemory = new WeakMap();
  readonly seen = new SeenKeys();

  constructor(private readonly input: ReplayInput) {
    const edits = input.records.filter((record) => record.kind === "edit");
    this.verdicts = new StandingVerdicts(edits);
    this.verdictLinks = new RecordLinks(edits.filter((record) => record.verdict !== "withdrawn"));
    this.claimLinks = new RecordLinks(statementsOf(input.evidence));
    this.spoken = new SpokenClaims(input.evidence.claims, input.lastDay);
    this.claimOrder = new Map(input.evidence.claims.map((claim, order) => [claim, { claim, order }]));
    this.fates = new LineFates(this.collector, input.isFix);
  }

  /** One day: the files that changed on it, and the verdicts given and claims made until its end. Days must come in order. */
  step(day: string, changedFiles: readonly ChangedFile[]): void {
    const wanted = changedFiles.filter((file) => this.input.isWanted(file.path));
    const { touched, heard } = this.advanceTo(day);
    if (wanted.length === 0 && touched.length === 0 && heard.length === 0) return;
    this.collector.touch(day);
    const before = new Map<string, ReplayedFile>();
    const changed = new Set<string>();
    const reach = new Reach();
    for (const { path } of wanted) this.leave(path, before, changed, reach);
    for (const file of wanted) if (file.text !== null && file.history !== null) this.enter(file.path, file.text, file.history, before.get(file.path));
    for (const path of changed) {
      reach.addPath(path);
      for (const record of this.abroad.get(path) ?? []) this.reachRecord(record, reach);
    }
    for (const record of touched) this.reachRecord(record, reach);
    for (const claim of heard) reach.addClaim(claim);
    this.spread(reach);
    this.attributeAgain([...reach.paths], changed, before, reach.claims);
    const together = this.supervised([...reach.paths]);
    const after = new Map([...before.keys(), ...changed].flatMap((path) => this.entry(path)));
    this.fates.settle(day, before, after);
    this.fates.answer(day, together, this.answeredLines(together, reach.records));
  }

  /**
   * Goes on from the end of a day, instead of from the beginning: `files` are all wanted ones that changed until then, as they stood. Must be
   * the first call. Errors: `internal` where the state is not of these files.
   */
  resume(state: ReplayState, files: readonly ChangedFile[]): void {
    this.advanceTo(state.day);
    this.collector = SpanCollector.from(state.collected);
    this.fates = new LineFates(this.collector, this.input.isFix);
    this.seen.restore(state.seen);
    for (const { path, text, history } of files) if (text !== null && history !== null && this.input.isWanted(path)) this.enter(path, text, history);
    const paths = new Set(this.files.keys());
    this.attributeAgain([...paths], paths, new Map(), new Set([...this.claimOrder.keys()].filter((claim) => this.spoken.isSpoken(claim))));
    for (const [path, runs] of state.lives) {
      const file = this.files.get(path);
      if (file === undefined) throw new CountersignError("internal", `the history's state names ${path}, which is not there`);
      for (const [line, life] of livesOf(path, runs)) file.lives.set(line, life);
    }
  }

  /** What `resume` needs to go on after the last day that was told. */
  state(day: string): ReplayState {
    const lives = [...this.files.values()].filter((file) => file.lives.size > 0).map((file): [string, readonly LifeRun[]] => [file.path, runsOf(file.lives)]);
    return { day, lives, collected: this.collector.held(), seen: this.claimLinks.isEmpty ? null : this.seen.held() };
  }

  finish(): DebtHistory {
    return this.collector.finish([...this.files.values()]);
  }

  /** Days on which verdicts were given or claims made, in order. */
  get statedDays(): readonly string[] {
    return [...new Set([...this.verdicts.days, ...this.spoken.days])].sort();
  }

  /** What was decided since, and what was claimed since of any file that is there. */
  private advanceTo(day: string): { readonly touched: readonly VerdictRecord[]; readonly heard: readonly Claim[] } {
    const touched = this.verdicts.advanceTo(day);
    for (const record of touched) this.tally.set(record, this.verdicts.isStanding(record));
    return { touched, heard: this.spoken.advanceTo(day).filter((claim) => (this.places.get(claim)?.size ?? 0) > 0) };
  }

  private leave(path: string, before: Map<string, ReplayedFile>, changed: Set<string>, reach: Reach): void {
    changed.add(path);
    const file = this.files.get(path);
    if (file === undefined) return;
    before.set(path, file);
    this.files.delete(path);
    for (const record of [...file.foreign, ...(this.abroad.get(path) ?? [])]) this.reachRecord(record, reach);
    for (const claim of file.claims) if (this.spoken.isSpoken(claim)) reach.addClaim(claim);
    for (const record of [...file.foreign, ...file.claims]) this.places.get(record)?.delete(path);
    for (const record of file.foreign) if (this.places.get(record)?.size === 0) this.abroad.get(record.path)?.delete(record);
  }

  private enter(path: string, text: string, history: FileHistory, before?: ReplayedFile): void {
    const lines = splitLines(text);
    const hasClaims = !this.claimLinks.isEmpty;
    const speaks = this.input.assumesAi || history.runs.some((run) => this.isSpokenOf(run));
    const keyed = speaks || hasClaims ? nextText(path, lines, before?.keyed ?? null, (normal) => this.keyOf(normal)) : null;
    const keys = keyed?.keys ?? null;
    if (keys !== null && hasClaims) this.see(keys, history);
    const claims = keys === null ? new Set<Statement>() : new Set([...this.claimLinks.atHome(path, keys), ...this.claimLinks.foreign(path, keys)]);
    const isSupervised = keys !== null && (speaks || claims.size > 0);
    // Where no record of another file was placed, only what changed may have made room for one.
    const part = before !== undefined && before.keyed !== null && before.foreign.size === 0 ? keyed?.part : undefined;
    const foreign = isSupervised ? this.verdictLinks.foreign(path, keys, part) : new Set<VerdictRecord>();
    const file: ReplayedFile = { path, lines, history, keyed: isSupervised ? keyed : null, births: this.birthsOf(lines.length, history), attributed: null, lives: new Map(), foreign, claims };
    this.files.set(path, file);
    if (!isSupervised) return;
    for (const record of foreign) this.abroad.set(record.path, (this.abroad.get(record.path) ?? new Set<VerdictRecord>()).add(record));
    for (const record of [...foreign, ...claims]) this.places.set(record, (this.places.get(record) ?? new Set<string>()).add(path));
  }

  private see(keys: FileKeys, history: FileHistory): void {
    for (const line of keys.all) this.seen.add(line.key, line.trivial);
    for (const run of history.runs) {
      for (const text of run.replaced ?? []) this.seen.add(this.keyOf(normalLine(keys.path, text)), false);
      for (let edit = run.editOf; edit !== undefined; edit = edit.editOf) this.seen.add(this.keyOf(normalLine(edit.originalPath, edit.text)), false);
    }
  }

  /** Whether a note, a trace or a mark may say something of the line, or of one that it is an edit of. */
  private isSpokenOf(run: LineRun): boolean {
    const { marks, notes, traces } = this.input.evidence;
    const says = (commit: string) => marks.has(commit) || notes.has(commit) || traces?.has(commit) === true;
    if (says(run.introducedBy)) return true;
    for (let edit = run.editOf; edit !== undefined; edit = edit.editOf) if (says(edit.introducedBy)) return true;
    return false;
  }

  private reachRecord(record: VerdictRecord, reach: Reach): void {
    if (this.verdicts.isStanding(record)) reach.addRecord(record);
    else for (const path of this.pathsOf(record)) reach.addPath(path);
  }

  /** From files to what could cover them, and from there to every file that it could cover as well. */
  private spread(reach: Reach): void {
    for (let next = reach.take(); next !== null; next = reach.take()) {
      if (typeof next !== "string") {
        for (const path of this.pathsOf(next)) reach.addPath(path);
        continue;
      }
      const file = this.files.get(next);
      if (file === undefined || file.keyed === null) continue;
      for (const record of [...file.foreign, ...(this.abroad.get(next) ?? [])]) if (this.verdicts.isStanding(record)) reach.addRecord(record);
      for (const claim of file.claims) if (this.spoken.isSpoken(claim)) reach.addClaim(claim);
    }
  }

  private pathsOf(record: Statement): string[] {
    return [record.path, ...(this.places.get(record) ?? [])].filter((path) => this.files.has(path));
  }

  private entry(path: string): [string, ReplayedFile][] {
    const file = this.files.get(path);
    return file === undefined ? [] : [[path, file]];
  }

  /** In order of path, as the matcher sees files everywhere else: it takes the first of equal places. */
  private supervised(paths: readonly string[]): ReplayedFile[] {
    return [...paths].sort().flatMap((path) => this.entry(path)).flatMap(([, file]) => (file.keyed === null ? [] : [file]));
  }

  private attributeAgain(paths: readonly string[], changed: ReadonlySet<string>, before: Map<string, ReplayedFile>, statements: ReadonlySet<Statement>): void {
    const again = this.supervised(paths).filter((file) => changed.has(file.path) || file.claims.size > 0);
    if (again.length === 0) return;
    // What assistants took away is no debt of the past: it is left out.
    const sources = again.map((file) => ({ path: file.path, lines: file.lines, history: { ...file.history, removals: [] }, tokens: null, ...(file.keyed === null ? {} : { keys: file.keyed.keys }) }));
    const claims = [...statements].flatMap((statement) => this.claimOrder.get(statement) ?? []).sort((one, other) => one.order - other.order).map(({ claim }) => claim);
    attribute(sources, { ...this.input.evidence, claims, humanEdits: [] }, this.origins).forEach((attributed, index) => {
      const file = again[index];
      if (file === undefined) return;
      // What a change elsewhere makes of an untouched file is a day in the life of its lines, too.
      if (!changed.has(file.path)) before.set(file.path, file);
      this.files.set(file.path, { ...file, attributed: this.input.assume(attributed), lives: new Map() });
    });
  }

  /**
   * Per file the 0-based lines somebody answers for. A moved approval counts only at low risk, which the history does not know: here it
   * does not. Files that a record may join are matched together, the others by themselves.
   */
  private answeredLines(together: readonly ReplayedFile[], records: ReadonlySet<VerdictRecord>): ReadonlyMap<string, ReadonlySet<number>> {
    const joined = new Set([...records].filter((record) => (this.places.get(record)?.size ?? 0) > 0).flatMap((record) => this.pathsOf(record)));
    const answered = new Map<string, ReadonlySet<number>>();
    for (const file of together) {
      if (joined.has(file.path)) continue;
      const lines = this.tally.answered(file, this.input.overrule.length > 0) ?? this.matched([file], new Set()).get(file.path);
      if (lines !== undefined) answered.set(file.path, lines);
    }
    const others = together.filter((file) => joined.has(file.path));
    if (others.length > 0) for (const [path, lines] of this.matched(others, records)) answered.set(path, lines);
    return answered;
  }

  /** What the matcher makes of these files and of what stands of their records, and of `records`. */
  private matched(together: readonly ReplayedFile[], records: ReadonlySet<VerdictRecord>): ReadonlyMap<string, ReadonlySet<number>> {
    const files = together.flatMap((file): VerifiableFile[] => {
      const { attributed } = file;
      if (attributed === null) return [];
      return [{ path: file.path, lines: file.lines, origins: attributed.origins.map((line) => line.origin), changed: attributed.origins.map((line) => line.changed), keys: attributed.keys, tokens: null }];
    });
    const ofFiles = together.flatMap((file) => (file.keyed === null ? [] : [...this.verdictLinks.atHome(file.path, file.keyed.keys)])).filter((record) => this.verdicts.isStanding(record));
    const standing = [...new Set([...ofFiles, ...records])];
    const approved = coveredLines(files, standing.filter(isApproval));
    const rejections = standing.filter(isRejection);
    const rejected = rejections.length === 0 ? new Map<string, ReadonlyMap<number, unknown>>() : coveredLines(files, rejections);
    return new Map(files.map(({ path }) => {
      const lines = new Set<number>();
      for (const [line, { record, match }] of approved.get(path) ?? []) {
        const isRefused = rejected.get(path)?.has(line) === true && !this.input.overrule.includes(record.signer);
        if (match !== "moved" && !isRefused) lines.add(line - 1);
      }
      return [path, lines];
    }));
  }

  private birthsOf(count: number, history: FileHistory): Births {
    const ids = new Float64Array(count).fill(-1);
    const runs: (BirthRun | undefined)[] = new Array<BirthRun | undefined>(count);
    for (const run of history.runs) {
      const source = this.sourceOf(run.introducedBy, run.originalPath);
      const parents: number[] = [];
      for (let edit = run.editOf; edit !== undefined; edit = edit.editOf) parents.push(this.sourceOf(edit.introducedBy, edit.originalPath) * MOST_LINES + edit.originalStart);
      const born: BirthRun = { commit: run.introducedBy, isNews: run.introducedBy !== "base" && run.introducedBy !== "unknown", parents };
      for (let line = 0; line < run.length; line++) {
        ids[run.start - 1 + line] = source * MOST_LINES + run.originalStart + line;
        runs[run.start - 1 + line] = born;
      }
    }
    return { ids, runs };
  }

  private sourceOf(commit: string, path: string): number {
    const ofPath = this.sources.get(path) ?? new Map<string, number>();
    this.sources.set(path, ofPath);
    const known = ofPath.get(commit) ?? this.sourceCount++;
    ofPath.set(commit, known);
    return known;
  }

  private keyOf(normal: string): string {
    const known = this.keys.get(normal);
    if (known !== undefined) return known;
    if (this.keys.size >= REMEMBERED_KEYS) this.keys = new Map();
    const key = lineKey(normal);
    this.keys.set(ownCopy(normal), key);
    return key;
  }
}

function statementsOf({ claims, corrections }: EvidenceBase): Statement[] {
  return [...claims, ...(corrections?.claims ?? []), ...(corrections?.denials.flat() ?? [])].filter((statement) => statement.kind === "edit");
}

/** What a day reaches: files and records, each looked at once. */
class Reach {
  readonly paths = new Set<string>();
  readonly records = new Set<VerdictRecord>();
  readonly claims = new Set<Statement>();
  private readonly waiting: (string | VerdictRecord | Claim)[] = [];

  addPath(path: string): void {
    this.add(this.paths, path);
  }

  addRecord(record: VerdictRecord): void {
    this.add(this.records, record);
  }

  addClaim(claim: Statement): void {
    this.add(this.claims, claim);
  }

  take(): string | VerdictRecord | Claim | null {
    return this.waiting.pop() ?? null;
  }

  private add<T extends string | VerdictRecord | Claim>(to: Set<T>, value: T): void {
    if (to.has(value)) return;
    to.add(value);
    this.waiting.push(value);
  }
}

