/** GitLab's code quality report: a list of objects with five fields each; one that is wrong stops the whole widget. */
import type { Severity } from "../core/model";
import { checkIssues, type Issue } from "./check-issues";
import type { CheckReport } from "./check-report";
import { jsonText } from "./json-text";

/** Keeps the report far below the 10 MB that the widget reads; the worst come first. */
const MAXIMUM_ENTRIES = 5_000;

export function checkGitlab(report: CheckReport): string {
  const issues = checkIssues(report.snapshot, report.findingsOutsideHunks);
  const cut = issues.length - MAXIMUM_ENTRIES;
  const entries = issues.slice(0, cut > 0 ? MAXIMUM_ENTRIES - 1 : MAXIMUM_ENTRIES).map((issue) => entry(issue, `${issue.message} ${issue.fix}`.trim()));
  const first = issues[MAXIMUM_ENTRIES - 1];
  if (cut > 0 && first !== undefined) entries.push(entry({ ...first, level: "note" }, `${cut + 1} more places are not listed: this report holds the worst ${MAXIMUM_ENTRIES - 1}; --format json has all.`));
  return jsonText(entries);
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
