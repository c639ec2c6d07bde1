/** Findings and context to a risk with its reasons. The level comes from named reasons; the number only sorts. */
import type { Finding, Hunk, Reason, Risk, RiskLevel, Severity } from "../model";
import { isAgentInstruction } from "../hunks/classify";

const LEVEL_OF_SEVERITY: Readonly<Record<Severity, RiskLevel>> = { error: "high", warning: "medium", note: "low" };
const WEIGHT: Readonly<Record<Severity, number>> = { error: 100, warning: 30, note: 5 };
/** What stands in a powerful file is high risk by its place alone: after what is risky by what it does. */
const WEIGHT_OF_PLACE = 40;
const ORDER: Readonly<Record<RiskLevel, number>> = { high: 3, medium: 2, unrated: 1, low: 0 };

/** Higher first. */
export function compareRisk(one: Risk, other: Risk): number {
  return ORDER[other.level] - ORDER[one.level] || other.sortKey - one.sortKey;
}

/** `analysed`: some check could read the file; what none reads is unrated, never cheaper for it. */
export function assessRisk(hunk: Hunk, findings: readonly Finding[], analysed: boolean): Risk {
  const introduced = findings.filter((finding) => finding.introduced);
  const ordered = [...introduced].sort((one, other) => WEIGHT[other.severity] - WEIGHT[one.severity] || one.startLine - other.startLine);
  const reasons: Reason[] = ordered.map((finding) => ({ rule: finding.rule, message: finding.message }));
  let level: RiskLevel = analysed || hunk.codeKind === "prose" ? "low" : "unrated";
  for (const finding of ordered) {
    const candidate = LEVEL_OF_SEVERITY[finding.severity];
    if (ORDER[candidate] > ORDER[level]) level = candidate;
  }
  if (isAgentInstruction(hunk.path) && !introduced.some((finding) => finding.rule === "powerful-file")) {
    reasons.unshift({ rule: "powerful-file", message: "steers what agents do from now on" });
    level = "high";
  }
  if (isAgentInstruction(hunk.path)) level = "high";
  // Different reasons add up; the same one again adds little. Size is left out on purpose.
  const byRule = new Map<string, number>();
  for (const finding of ordered) byRule.set(finding.rule, Math.max(byRule.get(finding.rule) ?? 0, finding.rule === "powerful-file" ? WEIGHT_OF_PLACE : WEIGHT[finding.severity]));
  let sortKey = [...byRule.values()].reduce((sum, weight) => sum + weight, 0);
  if (hunk.kind === "removal") sortKey += 3;
  if (hunk.codeKind === "code") sortKey += 2;
  return { level, reasons, sortKey };
}
