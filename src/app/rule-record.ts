/** How often a rule spoke here, and what people said to it: a rule that nobody acts on should be set lower, or off. */
import { withoutWithdrawn } from "../core/debt/standing-records";
import { ruleNotAProblem } from "../core/risk/not-a-problem";
import type { Evaluation } from "./evaluation";
import type { RuleRecord } from "./session-types";

export function ruleRecordOf(rule: string, { snapshot, reading, policy }: Evaluation): RuleRecord {
  const introduced = snapshot.findings.filter(({ finding }) => finding.rule === rule && finding.introduced);
  const signedOff = new Set(snapshot.items.filter(({ state }) => state === "signed-off").map(({ hunk }) => hunk.id));
  const standing = withoutWithdrawn(reading.records);
  const verdicts = standing.filter((record) => record.type === "signoff" && record.circumstances?.rules.includes(rule) === true);
  const setting = policy.configuration.risk[rule];
  return {
    fired: introduced.length,
    signedOff: introduced.filter(({ hunk }) => hunk !== null && signedOff.has(hunk)).length,
    approved: verdicts.filter(({ verdict }) => verdict !== "rejected").length,
    rejected: verdicts.filter(({ verdict }) => verdict === "rejected").length,
    notAProblem: standing.filter((record) => ruleNotAProblem(record) === rule),
    setting: setting === undefined ? null : typeof setting === "string" ? setting : (setting.severity ?? null),
  };
}
