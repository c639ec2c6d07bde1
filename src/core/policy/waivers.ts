/**
 * Break-glass waivers: a named person lets a hunk pass the gate unreviewed for a few days. The debt stays and is shown; only the
 * base's policy says who may, for how long and up to which risk. Whether one has run out depends on commits, never on the clock.
 */
import { TRUST_ORDER, type RiskLevel, type VerdictRecord } from "../model";
import type { Policy } from "./configuration-types";
import { daysAfter } from "./time";

const RISK_ORDER: readonly RiskLevel[] = ["low", "unrated", "medium", "high"];

/** True where `level` is at most `ceiling`; what no analyser read stands between low and medium. */
export function isAtMost(level: RiskLevel, ceiling: RiskLevel): boolean {
  return RISK_ORDER.indexOf(level) <= RISK_ORDER.indexOf(ceiling);
}

/**
 * Why a waiver counts nothing for a hunk of this risk, in words; null where it counts. `reference`: the time that the verdict
 * knows (UTC), the later of the dates of the policy's commit and the head commit; null where there is no commit.
 */
export function waiverRefusal(record: VerdictRecord, risk: RiskLevel, { waivers }: Policy, reference: string | null): string | null {
  const { deadline } = record;
  if (waivers.signers.length === 0) return "the policy lets nobody waive (policy.waivers.signers)";
  if (!waivers.signers.includes(record.signer)) return `the policy does not let ${record.signer} waive (policy.waivers.signers)`;
  if (TRUST_ORDER.indexOf(record.trust) < TRUST_ORDER.indexOf(waivers.minTrust)) return `it needs a signature of trust ${waivers.minTrust} or more`;
  if (!isAtMost(risk, waivers.risk)) return `the policy lets waive up to ${waivers.risk} risk`;
  if (deadline === undefined) return "it names no end";
  if (record.reason === undefined || record.reason.trim() === "") return "it names no reason";
  if (deadline > daysAfter(record.at, waivers.maximumDays)) return `it runs longer than the ${waivers.maximumDays} day(s) that the policy allows`;
  if (reference === null) return "there is no commit yet whose date could be compared with its end";
  if (deadline < reference) return `it ran out on ${deadline.slice(0, 10)}`;
  return null;
}
