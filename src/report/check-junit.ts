/** JUnit XML: one test case a condition of the gate and one a hunk; what is open fails, what was not looked at is an error. */
import type { DebtItem } from "../core/model";
import { checkIssues, type Issue } from "./check-issues";
import type { CheckReport } from "./check-report";
import { cutText, withinBytes } from "./limits";
import { groupBy } from "../core/group-by";
import { riskiestFirst } from "./totals";
import { linesOfHunk } from "./words";

/** GitLab reads 30 MB of test reports a job. */
const MAXIMUM_BYTES = 25_000_000;
const MAXIMUM_MESSAGE = 2_000;

interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly outcome: { readonly element: "failure" | "error" | "skipped"; readonly type: string; readonly message: string; readonly text: string } | null;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

export function checkJunit(report: CheckReport): string {
  const { snapshot } = report;
  const issues = checkIssues(snapshot, report.findingsOutsideHunks);
  const ofHunk = groupBy(issues, ({ hunk }) => hunk);
  const hunks = riskiestFirst(snapshot.items).map((item) => hunkCase(item, ofHunk.get(item.hunk.id) ?? []));
  const outside = (ofHunk.get(null) ?? []).map(findingCase);
  const listed = new Set(withinBytes([...hunks, ...outside], (one) => Buffer.byteLength(xmlOf(one)), MAXIMUM_BYTES));
  const left = hunks.length + outside.length - listed.size;
  const suites: readonly Suite[] = [
    { name: "gate", cases: [...gateCases(report), ...(left === 0 ? [] : [cutCase(left)])] },
    { name: "hunks", cases: hunks.filter((one) => listed.has(one)) },
    { name: "findings outside hunks", cases: outside.filter((one) => listed.has(one)) },
  ].filter(({ cases }) => cases.length > 0);
  const all = suites.flatMap(({ cases }) => cases);
  const body = suites.map((suite) => `  <testsuite name="${escaped(suite.name)}" ${counts(suite.cases)}>\n${suite.cases.map(xmlOf).join("")}  </testsuite>\n`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="countersign" ${counts(all, false)}>\n${body}</testsuites>\n`;
}

function gateCases({ snapshot }: CheckReport): readonly TestCase[] {
  const conditions = snapshot.gate.map(({ condition, pass, why }): TestCase => ({
    className: "countersign.gate",
    name: condition,
    outcome: pass ? null : { element: "failure", type: "gate-failed", message: why, text: why },
  }));
  if (snapshot.verdict !== "not-evaluated") return conditions;
  const why = snapshot.notChecked.map(({ what, why: reason }) => `${what}: ${reason}`).join("\n");
  return [...conditions, { className: "countersign.gate", name: "evaluated", outcome: { element: "error", type: "not-evaluated", message: "the verdict could not be evaluated", text: why } }];
}

function cutCase(left: number): TestCase {
  const message = `${left} more places are not listed here: --format json has all`;
  return { className: "countersign.gate", name: "listed", outcome: { element: "skipped", type: "truncated", message, text: message } };
}

function hunkCase(item: DebtItem, own: readonly Issue[]): TestCase {
  const { hunk } = item;
  const first = own.find((issue) => issue.class === "verification");
  const text = own.map((issue) => `${issue.path}:${issue.startLine}: ${issue.level}: ${issue.message} (${issue.rule})\n${issue.fix}`).join("\n");
  return {
    className: hunk.path,
    name: `${hunk.symbol === null ? "" : `${hunk.symbol}, `}${hunk.kind === "removal" ? "removal before line" : "lines"} ${linesOfHunk(hunk)} (${hunk.id.slice(0, 15)})`,
    file: hunk.path,
    line: Math.max(1, hunk.startLine),
    outcome: first === undefined ? null : { element: "failure", type: first.rule, message: first.message, text },
  };
}

function findingCase(issue: Issue): TestCase {
  return {
    className: issue.path,
    name: `${issue.rule} at line ${issue.startLine} (${issue.fingerprint.slice(0, 12)})`,
    file: issue.path,
    line: issue.startLine,
    outcome: { element: "failure", type: issue.rule, message: issue.message, text: `${issue.path}:${issue.startLine}: ${issue.message}\n${issue.fix}` },
  };
}

function xmlOf({ className, name, file, line, outcome }: TestCase): string {
  const place = file === undefined ? "" : ` file="${escaped(file)}"${line === undefined ? "" : ` line="${line}"`}`;
  const open = `    <testcase classname="${escaped(className)}" name="${escaped(name)}" time="0"${place}`;
  if (outcome === null) return `${open}/>\n`;
  return `${open}>\n      <${outcome.element} type="${escaped(outcome.type)}" message="${escaped(cutText(outcome.message, MAXIMUM_MESSAGE))}">${escaped(cutText(outcome.text, MAXIMUM_MESSAGE))}</${outcome.element}>\n    </testcase>\n`;
}

function counts(cases: readonly TestCase[], withSkipped = true): string {
  const of = (element: string) => cases.filter(({ outcome }) => outcome?.element === element).length;
  return `tests="${cases.length}" failures="${of("failure")}" errors="${of("error")}"${withSkipped ? ` skipped="${of("skipped")}"` : ""} time="0"`;
}

/** Characters that XML 1.0 has no place for are left out, as no escape can name them. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\t", "&#9;");
}
