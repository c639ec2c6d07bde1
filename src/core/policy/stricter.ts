/** The policy of the base with what the head makes stricter: a change may tighten the rules it is judged by, never loosen them. */
import { TRUST_ORDER, type RiskLevel, type UnclaimedPolicy } from "../model";
import { GATE_LIMITS, type Gate, type Policy, type Requirement } from "./configuration-types";
import { isAtMost } from "./waivers";

const UNCLAIMED_ORDER: readonly UnclaimedPolicy[] = ["ignore", "report", "assume-ai"];

/** Of each setting the stricter one; the version is the base's. */
export function stricterPolicy(base: Policy, head: Policy): Policy {
  const requirement = (level: RiskLevel) => stricterRequirement(base.require[level], head.require[level]);
  return {
    ...base,
    unclaimed: UNCLAIMED_ORDER.indexOf(head.unclaimed) > UNCLAIMED_ORDER.indexOf(base.unclaimed) ? head.unclaimed : base.unclaimed,
    marks: base.marks === "gate" || head.marks === "gate" ? "gate" : "report",
    gates: { patch: stricterGate(base.gates.patch, head.gates.patch), project: stricterGate(base.gates.project, head.gates.project) },
    require: { high: requirement("high"), medium: requirement("medium"), low: requirement("low"), unrated: requirement("unrated") },
    overrule: base.overrule.filter((signer) => head.overrule.includes(signer)),
    waivers: {
      signers: base.waivers.signers.filter((signer) => head.waivers.signers.includes(signer)),
      maximumDays: Math.min(base.waivers.maximumDays, head.waivers.maximumDays),
      risk: isAtMost(head.waivers.risk, base.waivers.risk) ? head.waivers.risk : base.waivers.risk,
      minTrust: stricterTrust(base.waivers.minTrust, head.waivers.minTrust),
    },
    bulk: {
      hunks: least(base.bulk.hunks, head.bulk.hunks),
      risk: isAtMost(head.bulk.risk, base.bulk.risk) ? head.bulk.risk : base.bulk.risk,
    },
  };
}

function stricterGate(base: Gate, head: Gate): Gate {
  const limits = Object.fromEntries(GATE_LIMITS.map((name) => [name, least(base[name], head[name])]));
  return { ...base, ...limits, informational: base.informational && head.informational };
}

function stricterRequirement(base: Requirement, head: Requirement): Requirement {
  return {
    criteria: [...new Set([...base.criteria, ...head.criteria])],
    signers: Math.max(base.signers, head.signers),
    notPrompter: base.notPrompter || head.notPrompter,
    minTrust: stricterTrust(base.minTrust, head.minTrust),
    maximumAgeDays: least(base.maximumAgeDays, head.maximumAgeDays),
    coolDownHours: Math.max(base.coolDownHours, head.coolDownHours),
    owner: base.owner || head.owner,
  };
}

function stricterTrust(one: Requirement["minTrust"], other: Requirement["minTrust"]): Requirement["minTrust"] {
  return TRUST_ORDER.indexOf(one) > TRUST_ORDER.indexOf(other) ? one : other;
}

/** Null is no limit. */
function least(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
