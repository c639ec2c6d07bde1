/** Reviewdog's diagnostic format (rdjson): one document, columns in UTF-8 bytes are left out where whole lines are meant. */
import type { Severity } from "../core/model";
import { checkIssues, type Issue } from "./check-issues";
import type { CheckReport } from "./check-report";
import { jsonText } from "./json-text";

const SEVERITY: Readonly<Record<Severity, string>> = { error: "ERROR", warning: "WARNING", note: "INFO" };

export function checkRdjson(report: CheckReport): string {
  const issues = checkIssues(report.snapshot, report.findingsOutsideHunks);
  return jsonText({ source: { name: "countersign" }, severity: "WARNING", diagnostics: issues.map(diagnosticOf) });
}

function diagnosticOf(issue: Issue): object {
  return {
    message: issue.fix === "" ? issue.message : `${issue.message}\n${issue.fix}`,
    // Our columns count UTF-16 code units, rdjson's count bytes: whole lines are never wrong.
    location: { path: issue.path, range: { start: { line: issue.startLine }, end: { line: issue.endLine } } },
    severity: SEVERITY[issue.level],
    code: { value: issue.rule },
    ...(issue.related.length === 0
      ? {}
      : { related_locations: issue.related.map(({ path, startLine, message }) => ({ message, location: { path, range: { start: { line: Math.max(1, startLine) } } } })) }),
  };
}
