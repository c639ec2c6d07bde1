/**
 * How many people answer for a hunk, line by line: two who signed one half each are not two signers of the whole, and
 * a criterion that only one half met is not met.
 */
import { TRUST_ORDER, type Hunk, type Risk, type RiskLevel, type Trust, type VerdictRecord } from "../model";
import { verify, type CoveredLine, type VerifiableFile } from "../carry/verify";
import type { FileKeys } from "../fingerprint/lines";
import type { Requirement } from "../policy/configuration-types";

/** Under the trust that the policy demands at the hunk's risk. */
export interface Answering {
  /** Distinct people who answer for every line. */
  readonly signers: number;
  /** Of those, people who are not an author of the hunk's commits, and so did not prompt the assistant. */
  readonly others: number;
  /** Criteria that every line meets. */
  readonly criteria: readonly string[];
}

export interface AnsweringInput {
  readonly files: readonly (VerifiableFile & { readonly keys: FileKeys })[];
  readonly approvals: readonly VerdictRecord[];
  readonly require: Readonly<Record<RiskLevel, Requirement>>;
  readonly exists: ((path: string) => boolean) | undefined;
  readonly counts: (line: CoveredLine, risk: Risk) => boolean;
  /** The record that answers for a removal, of those given; called once a hunk, in their order. */
  readonly removalsOf: (records: readonly VerdictRecord[]) => (hunk: Hunk) => VerdictRecord | undefined;
}

/** Null where one signature of any kind is all that is asked for, and every one is good enough: then the fold itself says it. */
export function answeringBy(input: AnsweringInput): ((hunk: Hunk, risk: Risk) => Answering) | null {
  const demands = Object.values(input.require);
  const isSimple = demands.every(({ signers, criteria, notPrompter }) => signers <= 1 && criteria.length === 0 && !notPrompter);
  const least = Math.max(...demands.map(({ minTrust }) => TRUST_ORDER.indexOf(minTrust)));
  if (isSimple && input.approvals.every(({ trust }) => TRUST_ORDER.indexOf(trust) >= least)) return null;
  const byTrust = new Map<Trust, ReturnType<typeof readersOf>>();
  const keysOf = new Map(input.files.map((file) => [file.path, file.keys]));
  return (hunk, risk) => {
    const { minTrust } = input.require[risk.level];
    const readers = byTrust.get(minTrust) ?? readersOf(input, minTrust);
    byTrust.set(minTrust, readers);
    if (hunk.kind === "removal") {
      const records = readers.flatMap((reader) => reader.removal(hunk) ?? []);
      return { signers: records.length, others: records.filter(({ signer }) => isOther(hunk, signer)).length, criteria: [...new Set(records.flatMap((record) => record.criteria))].sort() };
    }
    const lines = (keysOf.get(hunk.path)?.all ?? []).filter((line) => line.index + 1 >= hunk.startLine && line.index + 1 <= hunk.endLine);
    const answers = lines.map(({ index }) => {
      const covering = readers.flatMap((reader) => {
        const covered = reader.coverage.get(hunk.path)?.get(index + 1);
        return covered !== undefined && input.counts(covered, risk) ? [covered.record] : [];
      });
      return { signers: covering.length, others: covering.filter(({ signer }) => isOther(hunk, signer)).length, criteria: new Set(covering.flatMap((record) => record.criteria)) };
    });
    const [first] = answers;
    if (first === undefined) return { signers: 0, others: 0, criteria: [] };
    return {
      signers: Math.min(...answers.map(({ signers }) => signers)),
      others: Math.min(...answers.map(({ others }) => others)),
      criteria: [...first.criteria].filter((criterion) => answers.every(({ criteria }) => criteria.has(criterion))).sort(),
    };
  };
}

/** While a hunk is not committed nobody knows who prompted it, so nobody is known to be another. */
function isOther(hunk: Hunk, signer: string): boolean {
  const prompters = hunk.prompters ?? [];
  return prompters.length > 0 && !prompters.includes(signer.toLowerCase());
}

/** One reader a person: what their records of enough trust cover by themselves. */
function readersOf({ files, approvals, removalsOf, exists }: AnsweringInput, minTrust: Trust) {
  const bySigner = new Map<string, VerdictRecord[]>();
  for (const record of approvals) {
    if (TRUST_ORDER.indexOf(record.trust) < TRUST_ORDER.indexOf(minTrust)) continue;
    bySigner.set(record.signer, [...(bySigner.get(record.signer) ?? []), record]);
  }
  return [...bySigner].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, records]) => ({ coverage: verify(files, records, exists).coverage, removal: removalsOf(records) }));
}
