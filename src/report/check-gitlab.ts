/** GitLab's code quality report: a list of objects with five fields each; one that is wrong stops the whole widget. */
import type { Severity } from "../core/model";
import { checkIssues, type Issue } from "./check-issues";
import type { CheckReport } from "./check-report";
import { jsonText } from "./json-text";
import { cutText, jsonBytes, withinBytes } from "./limits";

/** Keeps the report below the 10 MB that the widget reads; the worst come first. */
const MAXIMUM_ENTRIES = 5_000;
const MAXIMUM_BYTES = 9_500_000;
const MAXIMUM_DESCRIPTION = 2_000;

export function checkGitlab(report: CheckReport): string {
  const issues = checkIssues(report.snapshot, report.findingsOutsideHunks);
  const shown = issues.slice(0, issues.length > MAXIMUM_ENTRIES ? MAXIMUM_ENTRIES - 1 : MAXIMUM_ENTRIES).map((issue) => entry(issue, cutText(`${issue.message} ${issue.fix}`.trim(), MAXIMUM_DESCRIPTION)));
  const entries = withinBytes(shown, (one) => jsonBytes(one, 1), MAXIMUM_BYTES);
  const first = issues[entries.length];
  if (first === undefined) return jsonText(entries);
  const said = `${issues.length - entries.length} more places are not listed: this report holds the worst ${entries.length}; --format json has all.`;
  return jsonText([...entries, { ...entry(first, said), severity: "info" }]);
}

function entry(issue: Issue, description: string): object {
  return {
    description,
    check_name: issue.rule,
    fingerprint: issue.fingerprint,
    severity: severityOf(issue),
    location: { path: issue.path, lines: { begin: issue.startLine, end: issue.endLine } },
  };
}

function severityOf(issue: Issue): "info" | "minor" | "major" | "critical" | "blocker" {
  if (issue.blocks) return "blocker";
  const levels: Readonly<Record<Severity, "critical" | "major" | "minor">> = { error: "critical", warning: "major", note: "minor" };
  return issue.introduced ? levels[issue.level] : "info";
}
