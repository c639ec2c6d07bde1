/**
 * *Not a Problem Here*: a person's signed statement that a finding is none at this place. It quiets exactly that finding, by rule, text and symbol, and
 * on the lines it was said of: when one of them changes, the finding is back. What it takes to count is what the base's policy asks of
 * a sign-off at its strictest, because a quieted finding lowers a hunk's risk. An unsigned statement never counts.
 */
import { TRUST_ORDER, type Finding, type Hunk, type Trust, type VerdictRecord } from "../model";
import { isAfterCoolDown } from "../debt/answering";
import { withoutWithdrawn } from "../debt/standing-records";
import type { Policy } from "../policy/configuration-types";
import { daysAfter } from "../policy/time";

const STATEMENT = "not-a-problem";
/** What a criterion may measure in a record. */
const LONGEST = 100;

/** What such a record states: the rule, and the digest of the finding's text and symbol. */
export function notAProblemCriteria({ rule, contentKey }: Pick<Finding, "rule" | "contentKey">): readonly string[] {
  return [STATEMENT, rule.slice(0, LONGEST), contentKey.slice(contentKey.lastIndexOf(":") + 1).slice(0, LONGEST)];
}

/** The rule that a record calls no problem; null where it states something else. */
export function ruleNotAProblem(record: Pick<VerdictRecord, "type" | "criteria">): string | null {
  return record.type === "correction" && record.criteria[0] === STATEMENT ? (record.criteria[1] ?? null) : null;
}

export interface Statable {
  readonly policy: Pick<Policy, "require" | "paths">;
  /** Content id of the lines that a finding stands on; null where they can't be read. */
  readonly contentIdOf: (finding: Finding) => string | null;
  readonly hunkOf: (finding: Finding) => Hunk | null;
  /** The time that ages are measured against, UTC, ISO 8601; null where there is none, so that nothing with an age counts. */
  readonly reference: string | null;
}

/** The statements that hold against a finding; none where they are too few. */
export function statementsAgainst(records: readonly VerdictRecord[], { policy, contentIdOf, hunkOf, reference }: Statable): (finding: Finding) => readonly VerdictRecord[] {
  const demands = [policy.require, ...policy.paths.map(({ require }) => require)].flatMap((require) => Object.values(require));
  const least = Math.max(rankOf("self-declared"), ...demands.map(({ minTrust }) => rankOf(minTrust)));
  const signers = Math.max(1, ...demands.map(({ signers: wanted }) => wanted));
  const notPrompter = demands.some((demand) => demand.notPrompter);
  // What asks for particular people or criteria can't be answered by a statement that has neither.
  const isReserved = demands.some(({ criteria, owner }) => owner || criteria.some((criterion) => criterion !== "reviewed"));
  const isYoung = ({ at }: VerdictRecord) => demands.every(({ maximumAgeDays: days }) => days === null || (reference !== null && daysAfter(at, days) >= reference));
  const coolDown = Math.max(0, ...demands.map(({ coolDownHours }) => coolDownHours));
  const standing = withoutWithdrawn(records).filter((record) => ruleNotAProblem(record) !== null && record.key !== "" && rankOf(record.trust) >= least && isYoung(record));
  return (finding) => {
    if (standing.length === 0 || (isReserved && finding.severity === "error")) return [];
    const [, rule, digest] = notAProblemCriteria(finding);
    const named = standing.filter(({ path, criteria }) => path === finding.path && criteria[1] === rule && criteria[2] === digest);
    if (named.length === 0) return [];
    const contentId = contentIdOf(finding);
    const hunk = hunkOf(finding);
    const holding = named.filter((record) => record.contentId === contentId && (coolDown === 0 || (hunk !== null && isAfterCoolDown(hunk, record, coolDown))));
    if (new Set(holding.map(({ signer }) => signer.toLowerCase())).size < signers) return [];
    if (!notPrompter) return holding;
    // While a line is not committed nobody knows who prompted it, so nobody is known to be another.
    const prompters = hunk?.prompters ?? [];
    return prompters.length > 0 && holding.some(({ signer }) => !prompters.includes(signer.toLowerCase())) ? holding : [];
  };
}

function rankOf(trust: Trust): number {
  return TRUST_ORDER.indexOf(trust);
}
