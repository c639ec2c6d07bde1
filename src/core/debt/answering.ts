/**
 * How many people answer for a hunk, line by line: two who signed one half each are not two signers of the whole, and
 * a criterion that only one half met is not met.
 */
import { TRUST_ORDER, type Hunk, type Risk, type VerdictRecord } from "../model";
import { verify, type CoveredLine, type VerifiableFile } from "../carry/verify";
import type { FileKeys } from "../fingerprint/lines";
import { requirementOf, type Policy, type Requirement } from "../policy/configuration-types";
import { daysAfter } from "../policy/time";

/** Under the trust that the policy demands at the hunk's risk. */
export interface Answering {
  /** Distinct people who answer for every line. */
  readonly signers: number;
  /** Of those, people who are not an author of the hunk's commits, and so did not prompt the assistant. */
  readonly others: number;
  /** Of those, people who own the file. */
  readonly owners: number;
  /** Criteria that every line meets. */
  readonly criteria: readonly string[];
}

export interface AnsweringInput {
  readonly files: readonly (VerifiableFile & { readonly keys: FileKeys })[];
  readonly approvals: readonly VerdictRecord[];
  readonly policy: Pick<Policy, "require" | "paths">;
  /** Records that are no sign-off at this risk, such as one of many hunks at once. */
  readonly isLeftOut: (record: VerdictRecord, risk: Risk) => boolean;
  /** The time that the verdict knows; null: no sign-off can be said to be young. */
  readonly reference: string | null;
  readonly exists: ((path: string) => boolean) | undefined;
  readonly counts: (line: CoveredLine, risk: Risk) => boolean;
  /** The record that answers for a removal, of those given; called once a hunk, in their order. */
  readonly removalsOf: (records: readonly VerdictRecord[]) => (hunk: Hunk) => VerdictRecord | undefined;
}

/** Null where one signature of any kind is all that is asked for, and every one is good enough: then the fold itself says it. */
export function answeringBy(input: AnsweringInput): ((hunk: Hunk, risk: Risk) => Answering) | null {
  const demands = [...Object.values(input.policy.require), ...input.policy.paths.flatMap(({ require }) => Object.values(require))];
  const isSimple = demands.every(({ signers, criteria, notPrompter, owner, maximumAgeDays, coolDownHours }) => signers <= 1 && criteria.length === 0 && !notPrompter && !owner && maximumAgeDays === null && coolDownHours === 0);
  const least = Math.max(...demands.map(({ minTrust }) => TRUST_ORDER.indexOf(minTrust)));
  if (isSimple && input.approvals.every(({ trust }) => TRUST_ORDER.indexOf(trust) >= least)) return null;
  const byDemand = new Map<string, ReturnType<typeof readersOf>>();
  const keysOf = new Map(input.files.map((file) => [file.path, file.keys]));
  return (hunk, risk) => {
    const demand = requirementOf(input.policy, hunk, risk.level);
    const name = `${input.approvals.some((record) => input.isLeftOut(record, risk)) ? risk.level : "any"} ${demand.minTrust} ${demand.maximumAgeDays ?? "any"} ${demand.coolDownHours > 0 ? "newest" : "all"}`;
    const readers = byDemand.get(name) ?? readersOf(input, demand, risk);
    byDemand.set(name, readers);
    const isLate = (record: VerdictRecord) => isAfterCoolDown(hunk, record, demand.coolDownHours);
    if (hunk.kind === "removal") {
      const records = readers.flatMap((reader) => reader.removal(hunk) ?? []).filter(isLate);
      return { signers: records.length, others: records.filter(({ signer }) => isOther(hunk, signer)).length, owners: records.filter(({ signer }) => isOwner(hunk, signer)).length, criteria: [...new Set(records.flatMap((record) => record.criteria))].sort() };
    }
    const lines = (keysOf.get(hunk.path)?.all ?? []).filter((line) => line.index + 1 >= hunk.startLine && line.index + 1 <= hunk.endLine);
    const answers = lines.map(({ index }) => {
      const covering = readers.flatMap((reader) => {
        const covered = reader.coverage.get(hunk.path)?.get(index + 1);
        return covered !== undefined && input.counts(covered, risk) && isLate(covered.record) ? [covered.record] : [];
      });
      return { signers: covering.length, others: covering.filter(({ signer }) => isOther(hunk, signer)).length, owners: covering.filter(({ signer }) => isOwner(hunk, signer)).length, criteria: new Set(covering.flatMap((record) => record.criteria)) };
    });
    const [first] = answers;
    if (first === undefined) return { signers: 0, others: 0, owners: 0, criteria: [] };
    return {
      signers: Math.min(...answers.map(({ signers }) => signers)),
      others: Math.min(...answers.map(({ others }) => others)),
      owners: Math.min(...answers.map(({ owners }) => owners)),
      criteria: [...first.criteria].filter((criterion) => answers.every(({ criteria }) => criteria.has(criterion))).sort(),
    };
  };
}

/** While a hunk is not committed nobody knows how long ago it was written. */
export function isAfterCoolDown(hunk: Hunk, record: VerdictRecord, hours: number): boolean {
  if (hours === 0) return true;
  const { writtenAt } = hunk;
  return writtenAt !== undefined && writtenAt !== null && record.at >= daysAfter(writtenAt, hours / 24);
}

/** While a hunk is not committed nobody knows who prompted it, so nobody is known to be another. */
function isOther(hunk: Hunk, signer: string): boolean {
  const prompters = hunk.prompters ?? [];
  return prompters.length > 0 && !prompters.includes(signer.toLowerCase());
}

function isOwner(hunk: Hunk, signer: string): boolean {
  return hunk.owners?.includes(signer.toLowerCase()) === true;
}

/** One reader a person: what their records that are trusted and young enough cover by themselves. */
function readersOf({ files, approvals, removalsOf, exists, reference, isLeftOut }: AnsweringInput, { minTrust, maximumAgeDays, coolDownHours }: Requirement, risk: Risk) {
  const bySigner = new Map<string, VerdictRecord[]>();
  for (const record of approvals) {
    if (isLeftOut(record, risk)) continue;
    if (TRUST_ORDER.indexOf(record.trust) < TRUST_ORDER.indexOf(minTrust)) continue;
    if (maximumAgeDays !== null && (reference === null || daysAfter(record.at, maximumAgeDays) < reference)) continue;
    bySigner.set(record.signer, [...(bySigner.get(record.signer) ?? []), record]);
  }
  const renewed = coolDownHours > 0 ? newestOfEach : (records: readonly VerdictRecord[]) => records;
  return [...bySigner].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, records]) => ({ coverage: verify(files, renewed(records), exists).coverage, removal: removalsOf(renewed(records)) }));
}

/** Of several sign-offs of one text in one place those of the newest batch: the matcher would take the oldest. */
function newestOfEach(records: readonly VerdictRecord[]): VerdictRecord[] {
  const placeOf = (record: VerdictRecord) => `${record.path}\0${record.contentId}\0${record.context}`;
  const newest = new Map<string, string>();
  for (const record of records) if (record.at > (newest.get(placeOf(record)) ?? "")) newest.set(placeOf(record), record.at);
  return records.filter((record) => record.at === newest.get(placeOf(record)));
}
