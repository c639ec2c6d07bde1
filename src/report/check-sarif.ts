/**
 * SARIF 2.1.0 (OASIS) as GitHub code scanning takes it: at most 5,000 results are shown of a run, so the list is cut there, worst first,
 * and says so. Signed-off hunks are left out, because `suppressions` are not honoured on upload.
 */
import { checkIssues, type Issue } from "./check-issues";
import { rulesOf, uriComponent, type CheckReport } from "./check-report";
import { jsonText } from "./json-text";
import { cutText, jsonBytes, withinBytes } from "./limits";

const MAXIMUM_RESULTS = 5_000;
/** GitHub takes 10 MB compressed; what no compression makes smaller must fit as well. */
const MAXIMUM_BYTES = 9_000_000;
/** How deep a result stands in the document. */
const DEPTH = 4;
const MAXIMUM_NOTIFICATIONS = 200;
const MAXIMUM_RELATED_MESSAGE = 300;
/** GitHub shows that many related places of a result. */
const MAXIMUM_RELATED = 100;

/** Strings that an uploader shows whole; longer messages are cut. */
const MAXIMUM_MESSAGE = 2_000;

export function checkSarif(report: CheckReport): string {
  const issues = checkIssues(report.snapshot, report.findingsOutsideHunks);
  const shown = withinBytes(issues.slice(0, MAXIMUM_RESULTS), (issue) => jsonBytes(resultOf(issue, 0), DEPTH), MAXIMUM_BYTES);
  const rules = rulesOf(shown);
  const indexOf = new Map(rules.map((rule, index) => [rule.id, index]));
  const { snapshot } = report;
  return jsonText({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Countersign",
            semanticVersion: report.version,
            rules: rules.map((rule) => ({
              id: rule.id,
              name: pascalCase(rule.id),
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.why === "" ? rule.title : rule.why },
              help: { text: rule.fix === "" ? rule.title : rule.fix },
              properties: { tags: tagsOf(shown.find((issue) => issue.rule === rule.id)) },
            })),
          },
        },
        automationDetails: { id: "countersign/" },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
        results: shown.map((issue) => resultOf(issue, indexOf.get(issue.rule) ?? 0)),
        invocations: [
          {
            executionSuccessful: snapshot.verdict !== "not-evaluated",
            exitCode: report.exitCode,
            toolExecutionNotifications: withinNotifications([
              ...(issues.length > shown.length ? [notification("truncated", `Only the worst ${shown.length} of ${issues.length} results are listed; --format json has all.`)] : []),
              ...snapshot.gate.filter(({ pass }) => !pass).map(({ condition, why }) => notification("gate-failed", `${condition}: ${why}`)),
              ...snapshot.notChecked.map(({ what, why, path }) => notification("not-checked", `${what}${path === undefined ? "" : ` (${path})`}: ${why}`)),
            ]),
          },
        ],
        properties: { verdict: snapshot.verdict, base: snapshot.scope.base, head: snapshot.scope.head, policy: snapshot.policy.source, policyVersion: snapshot.policy.version },
      },
    ],
  });
}

function withinNotifications(notifications: readonly object[]): readonly object[] {
  const left = notifications.length - MAXIMUM_NOTIFICATIONS;
  return left <= 0 ? notifications : [...notifications.slice(0, MAXIMUM_NOTIFICATIONS), notification("truncated", `${left} more notifications are not listed; --format json has all.`)];
}

function resultOf(issue: Issue, ruleIndex: number): object {
  return {
    ruleId: issue.rule,
    ruleIndex,
    level: issue.level,
    message: { text: cutText(issue.fix === "" ? issue.message : `${issue.message}\n${issue.fix}`, MAXIMUM_MESSAGE) },
    locations: [{ physicalLocation: placeOf(issue) }],
    ...(issue.related.length === 0
      ? {}
      : {
          relatedLocations: issue.related.slice(0, MAXIMUM_RELATED).map(({ path, startLine, message }, id) => ({
            id,
            message: { text: cutText(message, MAXIMUM_RELATED_MESSAGE) },
            physicalLocation: { artifactLocation: artifactOf(path), region: { startLine: Math.max(1, startLine) } },
          })),
        }),
    partialFingerprints: { primaryLocationLineHash: issue.fingerprint, "countersignIssue/v1": issue.fingerprint, ...(issue.hunk === null ? {} : { "countersignHunk/v1": issue.hunk }) },
    baselineState: issue.introduced ? "new" : "unchanged",
    properties: { blocks: issue.blocks },
  };
}

function placeOf(issue: Issue): object {
  const columns = issue.startColumn === null || issue.endColumn === null ? {} : { startColumn: issue.startColumn, endColumn: issue.endColumn };
  return { artifactLocation: artifactOf(issue.path), region: { startLine: issue.startLine, ...columns, endLine: issue.endLine } };
}

function artifactOf(path: string): object {
  return { uri: uriOf(path), uriBaseId: "%SRCROOT%" };
}

/** A relative URI reference (RFC 3986): a colon in the first part would read as a scheme. */
function uriOf(path: string): string {
  return path.split("/").map(uriComponent).join("/");
}

function notification(id: string, text: string): object {
  return { level: id === "not-checked" ? "note" : "warning", descriptor: { id }, message: { text: cutText(text, MAXIMUM_MESSAGE) } };
}

/** GitHub takes ten tags a rule. */
function tagsOf(issue: Issue | undefined): readonly string[] {
  return issue === undefined ? [] : [...new Set(["countersign", issue.class])];
}

function pascalCase(id: string): string {
  return id.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
