/**
 * GitHub's workflow commands: annotations on the changed files. A step shows ten of each kind and drops the rest without
 * a word, so the worst are given and the last notice says how many are left.
 */
import { checkIssues, type Issue } from "./check-issues";
import type { CheckReport } from "./check-report";
import type { Severity } from "../core/model";
import { counted } from "../core/counted";
import { cutText } from "./limits";
import { printable } from "./text-layout";

const MAXIMUM_OF_A_KIND = 10;
/** The runner cuts a message at 4,096 characters, GitHub a title at 255. */
const MAXIMUM_MESSAGE = 4_000;
const MAXIMUM_TITLE = 250;
/** No escape names them, and a log obeys them. Line breaks are escaped. */
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const COMMAND: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "notice" };

export function checkGithub(report: CheckReport): string {
  const { snapshot } = report;
  const issues = checkIssues(snapshot, report.findingsOutsideHunks);
  const of = (level: Severity) => issues.filter((issue) => issue.level === level);
  const errors = of("error").slice(0, MAXIMUM_OF_A_KIND);
  const warnings = of("warning").slice(0, MAXIMUM_OF_A_KIND);
  // One notice is kept for the sentence that says what was cut.
  const notices = of("note").slice(0, MAXIMUM_OF_A_KIND - 1);
  const left = issues.length - errors.length - warnings.length - notices.length;
  const failed = snapshot.gate.filter(({ pass }) => !pass);
  const lines = [
    ...errors.map(command),
    ...warnings.map(command),
    ...notices.map(command),
    ...(left > 0 ? [`::notice title=Countersign::${data(`${counted(left, "more place")} not annotated here: a step shows ten of a kind. The summary and --format json have all.`)}`] : []),
    // Plain lines: the log of the job says the verdict in words.
    printable(headline(report)),
    ...failed.map(({ condition, why }) => printable(`${condition}: ${why}`)),
  ];
  return `${lines.join("\n")}\n`;
}

function headline({ snapshot, soft }: CheckReport): string {
  if (snapshot.verdict === "pass") return "Countersign: the gate passes.";
  if (snapshot.verdict === "not-evaluated") return `Countersign: could not be evaluated: ${snapshot.notChecked.map(({ what, why }) => `${what}: ${why}`).join("; ") || "see the log"}.`;
  return soft ? "Countersign: the gate fails (soft: not counted)." : "Countersign: the gate fails.";
}

function command(issue: Issue): string {
  const columns = issue.startColumn === null || issue.endColumn === null || issue.startLine !== issue.endLine ? [] : [`col=${issue.startColumn}`, `endColumn=${issue.endColumn}`];
  const properties = [`file=${property(issue.path.replace(CONTROL, "\ufffd"))}`, `line=${issue.startLine}`, `endLine=${issue.endLine}`, ...columns, `title=${property(cutText(printable(issue.rule), MAXIMUM_TITLE))}`];
  return `::${COMMAND[issue.level]} ${properties.join(",")}::${data(cutText(words(issue), MAXIMUM_MESSAGE))}`;
}

function words({ message, fix }: Issue): string {
  return [message, fix].flatMap((text) => (text === "" ? [] : text.split(/\r\n|\r|\n/).map(printable))).join("\n");
}

/** What stands after the second `::` ends at a line break and knows `%` as its escape. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
