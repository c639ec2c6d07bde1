/** Findings and context to a risk with its reasons. The level comes from named reasons; the number only sorts. */
import type { Finding, Hunk, Reason, Risk, RiskLevel, Severity } from "../model";
import { isAgentInstruction } from "../hunks/classify";
import { likelihoodOf, type HunkContext } from "./likelihood";

const LEVEL_OF_SEVERITY: Readonly<Record<Severity, RiskLevel>> = { error: "high", warning: "medium", note: "low" };
const WEIGHT: Readonly<Record<Severity, number>> = { error: 100, warning: 30, note: 5 };
/** These speak of what hangs on the place, and say little of whether the text is wrong, unless they are errors. */
const OF_PLACE: ReadonlySet<string> = new Set(["powerful-file", "exported-api-changed"]);
const WEIGHT_OF_PLACE = 5;
/** What a hunk without any reason weighs, so that context orders those, too. */
const WEIGHT_OF_A_HUNK = 100;
const ORDER: Readonly<Record<RiskLevel, number>> = { high: 3, medium: 2, unrated: 1, low: 0 };

/** Higher first. */
export function compareRisk(one: Risk, other: Risk): number {
  return ORDER[other.level] - ORDER[one.level] || other.sortKey - one.sortKey;
}

/** `analysed`: some check could read the file; what none reads is unrated, never cheaper for it. The context multiplies, and only sorts. */
export function assessRisk(hunk: Hunk, findings: readonly Finding[], analysed: boolean, context: HunkContext): Risk {
  const introduced = findings.filter((finding) => finding.introduced);
  const ordered = [...introduced].sort((one, other) => WEIGHT[other.severity] - WEIGHT[one.severity] || one.startLine - other.startLine);
  const reasons: Reason[] = ordered.map((finding) => ({ rule: finding.rule, message: finding.message }));
  let level: RiskLevel = analysed || hunk.codeKind === "prose" ? "low" : "unrated";
  for (const { severity } of ordered) {
    const least = LEVEL_OF_SEVERITY[severity];
    if (ORDER[least] > ORDER[level]) level = least;
  }
  if (isAgentInstruction(hunk.path)) {
    level = "high";
    if (!reasons.some(({ rule }) => rule === "powerful-file")) reasons.unshift({ rule: "powerful-file", message: "steers what agents do from now on" });
  }
  // Different reasons add up; the same one again adds little. Size is left out on purpose.
  const byRule = new Map<string, number>();
  for (const finding of ordered) byRule.set(finding.rule, Math.max(byRule.get(finding.rule) ?? 0, OF_PLACE.has(finding.rule) && finding.severity !== "error" ? WEIGHT_OF_PLACE : WEIGHT[finding.severity]));
  const weight = [...byRule.values()].reduce((sum, one) => sum + one, 0);
  // A thousandth is enough to part two hunks, and the same on every machine.
  const sortKey = Math.round((weight + WEIGHT_OF_A_HUNK) * likelihoodOf(context) * 1_000) / 1_000;
  return { level, reasons, sortKey };
}
