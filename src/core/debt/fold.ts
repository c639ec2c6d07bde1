/**
 * Folds origins, records, findings and private marks into the state of each hunk. Rejected beats stale beats
 * signed-off; unsure means unverified.
 */
import type { AttachedFinding, DebtItem, Finding, Hunk, HunkState, Risk, RiskLevel, StaleReason, UnclaimedFile, VerdictRecord } from "../model";
import type { AttributedFile, LineOrigin } from "../attribution/evidence";
import { verify, type CoveredLine, type VerifiableFile, type Verification } from "../carry/verify";
import { contextOf, keysOf } from "../fingerprint/lines";
import { contentOf } from "../hunks/cut";
import { assessRisk, compareRisk } from "../risk/assess";
import type { HunkContext } from "../risk/likelihood";
import { believed, NO_TESTS_KNOWN, type HunkTests } from "../reports/test-evidence";
import type { Configuration } from "../policy/configuration-types";
import { isAtMost, waiverRefusal } from "../policy/waivers";
import { answeringBy } from "./answering";
import { knownDebt } from "./known-debt";
import { factorsOf, hundredthsOf, type DebtInput } from "./minutes";
import { withoutWithdrawn } from "./standing-records";

export interface FoldInput {
  readonly files: readonly AttributedFile[];
  readonly hunks: readonly Hunk[];
  readonly records: readonly VerdictRecord[];
  readonly findings: readonly Finding[];
  /** Files that some check could read. */
  readonly analysed: ReadonlySet<string>;
  /** Content ids with a private *viewed* mark; empty for `check`. */
  readonly viewed: ReadonlySet<string>;
  readonly cutsOf: (path: string) => readonly { readonly from: number; readonly to: number }[];
  readonly configuration: Configuration;
  /** The time that the verdict knows: the later of the dates of the policy's commit and the head commit. Absent: there is none. */
  readonly reference?: string | null;
  /** Debt that the base's list knows. */
  readonly known?: readonly VerdictRecord[];
  /** Whether a path stands in the head's tree; without it none is taken to be gone. */
  readonly exists?: (path: string) => boolean;
  /** A hunk's past, place and tests; without it nothing is known of them. */
  readonly surroundingsOf?: (hunk: Hunk) => Surroundings;
  /** The change touches tests that no source claims: what they execute lowers no minutes. */
  readonly hasUnclaimedTests?: boolean;
}

/** What is known about a hunk besides its own text. */
export type Surroundings = Omit<HunkContext, "lines" | "kind" | "tests"> & { readonly tests: HunkTests };

const NOTHING_KNOWN: Surroundings = { recentFixes: 0, changedTogether: null, isCritical: false, tests: NO_TESTS_KNOWN };

export interface Fold {
  /** Riskiest first, then by path and line. */
  readonly items: readonly DebtItem[];
  readonly findings: readonly AttachedFinding[];
}

/** Removed lines from which on a removal is known by its text and file alone, as moved code is (ledger.md 2.6). */
const LONG_REMOVAL = 3;

export function fold(input: FoldInput): Fold {
  const live = withoutWithdrawn(input.records);
  const files = input.files.map((file) => verifiable(file, input.cutsOf(file.path)));
  const approvals = live.filter((record) => (record.type === "signoff" || record.type === "edited") && record.verdict.startsWith("approved"));
  const rejections = live.filter((record) => record.verdict === "rejected" && record.type !== "correction");
  const approved = verify(files, approvals, input.exists);
  const rejected = verify(files, rejections, input.exists);
  const { bulk } = input.configuration.policy;
  const isBulk = (record: VerdictRecord) => bulk.hunks !== null && (record.bulk ?? 1) > bulk.hunks;
  // Above the ceiling a bulk sign-off is left out altogether, so that a single one of the same text is found.
  const singles = approvals.some(isBulk) ? approvals.filter((record) => !isBulk(record)) : approvals;
  const approvedSingly = singles === approvals ? approved : verify(files, singles, input.exists);
  const approvedAt = (risk: Risk) => (isAtMost(risk.level, bulk.risk) ? approved : approvedSingly);
  const removals = { approved: removalClaims(approvals), rejected: removalClaims(rejections) };
  const removalsSingly = { ...removals, approved: removalClaims(singles) };
  const attached = attach(input.findings, input.hunks);
  const intruders = assignIntruders(approved.intruders, input.hunks);
  const fileOf = new Map(input.files.map((file) => [file.path, file]));
  const answering = answeringBy({
    files: files.map((file, index) => ({ ...file, keys: input.files[index]?.keys ?? keysOf(file.path, file.lines) })),
    approvals,
    policy: input.configuration.policy,
    counts,
    isLeftOut: (record, risk) => isBulk(record) && !isAtMost(risk.level, bulk.risk),
    reference: input.reference ?? null,
    exists: input.exists,
    removalsOf: (records) => {
      const claims = { approved: removalClaims(records), rejected: new Map<string, VerdictRecord[]>() };
      return (hunk) => removalStanding(hunk, fileOf.get(hunk.path), claims).records[0];
    },
  });
  const waivers = waiversBy(live, files, fileOf, input);
  const isKnown = knownDebt(input.known ?? [], files, input.exists);
  const findingsOf = new Map<string, Finding[]>();
  for (const { finding, hunk } of attached) if (hunk !== null) findingsOf.set(hunk, [...(findingsOf.get(hunk) ?? []), finding]);
  const judged = input.hunks.map((hunk) => {
    const findings = findingsOf.get(hunk.id) ?? [];
    const surroundings = input.surroundingsOf?.(hunk) ?? NOTHING_KNOWN;
    const lines = hunk.kind === "removal" ? (hunk.replaced ?? []) : (fileOf.get(hunk.path)?.lines.slice(hunk.startLine - 1, hunk.endLine) ?? []);
    const risk = assessRisk(hunk, findings, input.analysed.has(hunk.path), { ...surroundings, lines, kind: hunk.codeKind, tests: surroundings.tests.state });
    const standing =
      hunk.kind === "removal"
        ? removalStanding(hunk, fileOf.get(hunk.path), isAtMost(risk.level, bulk.risk) ? removals : removalsSingly)
        : editStanding(hunk, risk, fileOf.get(hunk.path), input.configuration, approvedAt(risk), rejected, intruders.get(hunk.id) ?? []);
    return { hunk, findings, tests: surroundings.tests, risk, standing };
  });
  const areTestsAnsweredFor = input.hasUnclaimedTests !== true && judged.every(({ hunk, standing }) => hunk.codeKind !== "test" || standing.state === "signed-off");
  const items = judged.map(({ hunk, findings, tests, risk, standing }): DebtItem => {
    const viewed = input.viewed.has(contentOf(hunk.id));
    const state: HunkState = standing.state === "unseen" && viewed ? "viewed" : standing.state;
    const owed = debtInput(hunk, standing, risk, believed(tests, areTestsAnsweredFor));
    const factors = state === "signed-off" ? null : factorsOf(owed, input.configuration.debt);
    const { significantLines: _, ...shown } = standing;
    return { hunk, ...shown, state, risk, hundredths: factors === null ? 0 : hundredthsOf(owed, input.configuration.debt), findings, ...(tests.words === "" ? {} : { tests: tests.words }), ...(factors === null ? {} : { factors }), ...(answering === null ? {} : { answering: answering(hunk, risk) }), ...(state === "signed-off" ? {} : { ...waivers(hunk, risk), ...(isKnown(hunk) ? { known: true as const } : {}) }) };
  });
  items.sort((one, other) => compareRisk(one.risk, other.risk) || compareText(one.hunk.path, other.hunk.path) || one.hunk.startLine - other.hunk.startLine);
  return { items, findings: attached };
}

function debtInput(hunk: Hunk, { significantLines, seams }: Standing, risk: Risk, tests: DebtInput["tests"]): DebtInput {
  return { significantLines, seams: seams.length, kind: hunk.codeKind, risk: risk.level, tests, generated: hunk.generated };
}

interface Standing {
  readonly state: Exclude<HunkState, "viewed">;
  readonly staleReason: StaleReason | null;
  readonly staleLines: readonly number[];
  readonly seams: readonly number[];
  readonly significantLines: number;
  readonly records: readonly VerdictRecord[];
}

function verifiable(file: AttributedFile, cuts: readonly { readonly from: number; readonly to: number }[]): VerifiableFile {
  return {
    path: file.path,
    lines: file.lines,
    origins: file.origins.map((line) => line.origin),
    changed: file.origins.map((line) => line.changed),
    keys: file.keys,
    tokens: file.tokens,
    cuts,
  };
}

function editStanding(hunk: Hunk, risk: Risk, file: AttributedFile | undefined, configuration: Configuration, approved: Verification, rejected: Verification, intruders: readonly number[]): Standing {
  const lines = (file?.keys.all ?? []).filter((line) => line.index + 1 >= hunk.startLine && line.index + 1 <= hunk.endLine);
  const covered = approved.coverage.get(hunk.path);
  const refused = rejected.coverage.get(hunk.path);
  const records = new Set<VerdictRecord>();
  const stale: number[] = [];
  const significant = new Set<number>();
  let isRejected = false;
  let coveredLines = 0;
  let isMoved = false;
  for (const line of lines) {
    const number = line.index + 1;
    const approval = covered?.get(number);
    const rejection = refused?.get(number);
    if (rejection !== undefined && !isOverruled(approval, configuration)) {
      isRejected = true;
      records.add(rejection.record);
    }
    if (approval === undefined || !counts(approval, risk)) {
      if (approval !== undefined) {
        records.add(approval.record);
        isMoved ||= approval.match === "moved";
        coveredLines += 1;
      }
      stale.push(number);
      if (!line.trivial) significant.add(number);
    } else {
      coveredLines += 1;
      records.add(approval.record);
    }
  }
  const seams = (approved.seams.get(hunk.path) ?? []).filter((line) => line >= hunk.startLine && line <= hunk.endLine);
  const base = { seams, records: newestFirst([...records]) };
  if (isRejected) {
    const owed = lines.filter((line) => !line.trivial);
    return { ...base, state: "rejected", staleReason: null, staleLines: lines.map((line) => line.index + 1), significantLines: owed.length };
  }
  if (coveredLines === 0) return { ...base, state: "unseen", staleReason: null, staleLines: stale, significantLines: significant.size };
  const staleLines = [...stale, ...intruders].sort((one, other) => one - other);
  if (staleLines.length === 0 && seams.length === 0) return { ...base, state: "signed-off", staleReason: null, staleLines: [], significantLines: 0 };
  const owed = new Set([...significant, ...intruders]).size;
  return { ...base, state: "stale", staleReason: staleReasonOf(file, stale, intruders, isMoved), staleLines, significantLines: owed };
}

/** A moved hunk is asked for once more above low risk, and a signer's own edit does not cover a high one. */
function counts(line: CoveredLine, risk: Risk): boolean {
  if (line.match === "moved" && risk.level !== "low") return false;
  return !(line.record.type === "edited" && risk.level === "high");
}

/** What waivers say of a hunk: the one that lets it pass, else why those there are don't. */
function waiversBy(live: readonly VerdictRecord[], files: readonly VerifiableFile[], fileOf: ReadonlyMap<string, AttributedFile>, input: FoldInput): (hunk: Hunk, risk: Risk) => Pick<DebtItem, "waived" | "waiverRefused"> {
  const all = live.filter((record) => record.type === "waiver");
  if (all.length === 0) return () => ({});
  const { configuration, exists, reference = null } = input;
  const readers = new Map<RiskLevel, (hunk: Hunk, risk: Risk, file: AttributedFile | undefined) => Standing>();
  const reader = (records: readonly VerdictRecord[]) => {
    const verification = verify(files, records, exists);
    const removals = { approved: removalClaims(records), rejected: new Map<string, VerdictRecord[]>() };
    const nothing = verify([], []);
    return (hunk: Hunk, risk: Risk, file: AttributedFile | undefined): Standing => (hunk.kind === "removal" ? removalStanding(hunk, file, removals) : editStanding(hunk, risk, file, configuration, verification, nothing, []));
  };
  const any = reader(all);
  return (hunk, risk) => {
    const file = fileOf.get(hunk.path);
    const valid = readers.get(risk.level) ?? reader(all.filter((record) => waiverRefusal(record, risk.level, configuration.policy, reference) === null));
    readers.set(risk.level, valid);
    const standing = valid(hunk, risk, file);
    const [waived] = standing.records;
    if (standing.state === "signed-off" && waived !== undefined) return { waived };
    const [other] = any(hunk, risk, file).records;
    if (other === undefined) return {};
    return { waiverRefused: `a waiver by ${other.signer} counts nothing: ${waiverRefusal(other, risk.level, configuration.policy, reference) ?? "the text is not what was waived"}` };
  };
}

function isOverruled(approval: CoveredLine | undefined, configuration: Configuration): boolean {
  return approval !== undefined && configuration.policy.overrule.includes(approval.record.signer);
}

function staleReasonOf(file: AttributedFile | undefined, stale: readonly number[], intruders: readonly number[], isMoved: boolean): StaleReason {
  if (isMoved) return "moved";
  const originOf = (line: number) => file?.origins[line - 1]?.origin;
  if (stale.length === 0 && intruders.length === 0) return "deleted";
  const isTyped = intruders.every((line) => originOf(line) === "human");
  if (stale.length === 0) return isTyped ? "edited-by-signer" : "unknown-origin";
  if (!stale.every((line) => originOf(line) === "mixed")) return "changed";
  return isTyped ? "edited-by-signer" : "unknown-origin";
}

/** Content id → records that answer for a removal; each covers one place. */
function removalClaims(records: readonly VerdictRecord[]): Map<string, VerdictRecord[]> {
  const claims = new Map<string, VerdictRecord[]>();
  for (const record of records.filter((candidate) => candidate.kind === "removal")) claims.set(record.contentId, [...(claims.get(record.contentId) ?? []), record]);
  return claims;
}

function removalStanding(hunk: Hunk, file: AttributedFile | undefined, removals: { approved: Map<string, VerdictRecord[]>; rejected: Map<string, VerdictRecord[]> }): Standing {
  const base = { staleReason: null, staleLines: [], seams: [], significantLines: (hunk.replaced ?? []).filter((line) => line.trim() !== "").length };
  const take = (from: Map<string, VerdictRecord[]>, choose: (available: readonly VerdictRecord[]) => VerdictRecord | undefined) => {
    const available = from.get(contentOf(hunk.id)) ?? [];
    const record = choose(available);
    if (record !== undefined) from.set(contentOf(hunk.id), available.filter((candidate) => candidate !== record));
    return record;
  };
  const isHere = (record: VerdictRecord) => record.path === hunk.path;
  const context = file === undefined ? null : contextOf(file.keys, hunk.startLine - 1, hunk.startLine - 1);
  // An empty file looks like every other one.
  const isBetween = (record: VerdictRecord) => record.context === context && (isHere(record) || (file?.keys.significant.length ?? 0) > 0);
  // The same short guard stands in many places: that one of them was given up says nothing of the others.
  const isLong = (record: VerdictRecord) => isHere(record) && (record.removed?.length ?? 0) >= LONG_REMOVAL;
  const rejection = take(removals.rejected, (available) => available.find(isHere) ?? available[0]);
  if (rejection !== undefined) return { ...base, state: "rejected", records: [rejection] };
  const approval = take(removals.approved, (available) => available.find((record) => isHere(record) && isBetween(record)) ?? available.find(isBetween) ?? available.find(isLong));
  if (approval !== undefined) return { ...base, state: "signed-off", records: [approval] };
  return { ...base, state: "unseen", records: [] };
}

/** A finding belongs to the hunk it stands in, else to a removal right there; an architecture finding to the line that did it. */
function attach(findings: readonly Finding[], hunks: readonly Hunk[]): AttachedFinding[] {
  const byPath = new Map<string, Hunk[]>();
  for (const hunk of hunks) byPath.set(hunk.path, [...(byPath.get(hunk.path) ?? []), hunk]);
  return findings.map((finding) => {
    const candidates = byPath.get(finding.path) ?? [];
    const standing = candidates.find((hunk) => hunk.kind === "edit" && finding.startLine <= hunk.endLine && finding.endLine >= hunk.startLine);
    const near = candidates.filter((hunk) => hunk.kind === "removal" && Math.abs(hunk.startLine - finding.startLine) <= 1);
    // Of two removals one line apart, each has its own findings.
    const removed = near.find((hunk) => hunk.startLine === finding.startLine) ?? near[0];
    return { finding, hunk: finding.introduced ? ((standing ?? removed)?.id ?? null) : null };
  });
}

/** A line of unknown origin belongs to the hunk that it follows. */
function assignIntruders(intruders: ReadonlyMap<string, readonly number[]>, hunks: readonly Hunk[]): Map<string, number[]> {
  const assigned = new Map<string, number[]>();
  for (const [path, lines] of intruders) {
    const ofFile = hunks.filter((hunk) => hunk.path === path && hunk.kind === "edit");
    for (const line of lines) {
      const before = ofFile.filter((hunk) => hunk.endLine < line || hunk.startLine <= line);
      const hunk = before[before.length - 1] ?? ofFile[0];
      if (hunk !== undefined) assigned.set(hunk.id, [...(assigned.get(hunk.id) ?? []), line]);
    }
  }
  return assigned;
}

/**
 * Changed lines whose origin nobody knows, by file; blank lines are nobody's question. `shared`: lines that only this
 * machine saw typed count as well, as they do in every other clone.
 */
export function unclaimedOf(files: readonly AttributedFile[], knowledge: "shared" | "private"): { lines: number; files: UnclaimedFile[] } {
  let lines = 0;
  const unclaimed: UnclaimedFile[] = [];
  for (const file of files) {
    const ranges: { start: number; end: number }[] = [];
    file.keys.all.forEach((line, position) => {
      const origin = file.origins[line.index];
      if (origin?.changed !== true || !isUnclaimed(origin, knowledge)) return;
      lines += 1;
      const last = ranges[ranges.length - 1];
      const previous = file.keys.all[position - 1];
      if (last !== undefined && previous !== undefined && last.end === previous.index + 1) last.end = line.index + 1;
      else ranges.push({ start: line.index + 1, end: line.index + 1 });
    });
    if (ranges.length > 0) unclaimed.push({ path: file.path, ranges });
  }
  return { lines, files: unclaimed };
}

/** A changed line that no source explains; `shared` leaves out what only this machine observed. */
export function isUnclaimed(line: LineOrigin, knowledge: "shared" | "private"): boolean {
  return line.origin === "unknown" || (knowledge === "shared" && line.isPrivate === true);
}

/** Share of the changed lines whose origin is known, 0 to 1; 1 where nothing changed. */
export function originKnownOf(files: readonly AttributedFile[], knowledge: "shared" | "private"): number {
  let known = 0;
  let all = 0;
  for (const file of files) {
    for (const line of file.keys.all) {
      const origin = file.origins[line.index];
      if (origin?.changed !== true) continue;
      all += 1;
      if (!isUnclaimed(origin, knowledge)) known += 1;
    }
  }
  return all === 0 ? 1 : Math.round((known / all) * 10_000) / 10_000;
}

function newestFirst(records: VerdictRecord[]): VerdictRecord[] {
  return records.sort((one, other) => compareText(other.at, one.at) || compareText(one.id, other.id));
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
