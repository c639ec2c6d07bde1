import { l10n } from "vscode";
import { groupBy } from "../../core/group-by";
import type { DebtItem, Finding, MinutesFactors, Severity, VerdictRecord } from "../../core/model";
import { ruleNotAProblem } from "../../core/risk/not-a-problem";
import { longAssistantName } from "../services/assistants";
import { plainMarkdown } from "./markdown-text";
import { basisWord, exactMinutes, extent, lineSpan, oneLine, riskWord, stateText, trustWord, verdictWord } from "../services/words";

/** What there is to say about a hunk, as headed lists of plain lines: the hover and the explanation only set them. */
export interface Section {
  readonly heading: string;
  /** A list stands for what belongs to the line before it. */
  readonly lines: readonly (string | readonly string[])[];
}

/** As a Markdown list, in which nothing of the texts is markup. */
export function sectionList({ lines }: Section): string {
  return lines.map((line) => (typeof line === "string" ? `- ${plainMarkdown(line)}` : line.map((under) => `  - ${plainMarkdown(under)}`).join("\n"))).join("\n");
}

/** Characters of one line: texts come from repositories and tools. */
const LINE_LENGTH = 300;
const MAXIMUM_LINES = 12;

/** First line of hover and explanation: state, risk, extent, who. */
export function hunkHeadline(item: DebtItem): string {
  return [stateText(item), riskWord(item.risk.level), extent(item), longAssistantName(item.hunk.assistant)].join(" · ");
}

/** Sections in the order a reviewer asks: why, what was found, how it is known, what it costs, who answered before. Empty ones left out. */
export function hunkSections(item: DebtItem): readonly Section[] {
  return [
    { heading: l10n.t("Why it matters"), lines: reasonLines(item) },
    { heading: l10n.t("Findings"), lines: findingLines(item.findings) },
    { heading: l10n.t("What changed since it was approved"), lines: staleLines(item) },
    { heading: l10n.t("Where it comes from"), lines: originLines(item) },
    { heading: l10n.t("Review owed"), lines: minutesLines(item) },
    { heading: l10n.t("Verdicts"), lines: item.records.map(recordLine) },
  ]
    .filter((section) => section.lines.length > 0)
    .map((section) => ({ heading: section.heading, lines: limited(section.lines) }));
}

/** Reasons that no finding below says in the same words. */
function reasonLines(item: DebtItem): readonly string[] {
  const isFound = (rule: string, message: string) => item.findings.some((finding) => finding.rule === rule && finding.message === message);
  return item.risk.reasons.filter(({ rule, message }) => !isFound(rule, message)).map(({ rule, message }) => `${message} (${rule})`);
}

function severityWord(severity: Severity): string {
  switch (severity) {
    case "error":
      return l10n.t("error");
    case "warning":
      return l10n.t("warning");
    case "note":
      return l10n.t("note");
  }
}

/** "approved (read), A. Person, signed with an enrolled key SHA256:…, 2026-11-20 10:15 UTC: note". */
export function recordLine(record: VerdictRecord): string {
  const quieted = ruleNotAProblem(record);
  const says = quieted !== null ? l10n.t("{0} is not a problem here", quieted) : record.type === "correction" ? (record.criteria[0] === "ai" ? l10n.t("an assistant wrote it") : l10n.t("no assistant wrote it")) : null;
  const verdict = says ?? (record.verdict === "withdrawn" ? verdictWord(record.verdict) : `${verdictWord(record.verdict)} (${basisWord(record.basis)})`);
  const key = record.key === "" ? trustWord(record.trust) : `${trustWord(record.trust)} ${record.key}`;
  const words = record.reason ?? record.note;
  const line = [verdict, record.signer, key, record.at.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")].join(", ");
  return words === undefined ? line : `${line}: ${words}`;
}

/** Each finding, and below those of one rule what they have in common: why, and what to do. */
function findingLines(findings: readonly Finding[]): Section["lines"] {
  return [...groupBy(findings, ({ rule, why, fix }) => JSON.stringify([rule, why, fix]))].flatMap(([, alike]) => {
    const { why = "", fix = "" } = alike[0] ?? {};
    const advice = [...(why === "" ? [] : [l10n.t("Why: {0}", why)]), ...(fix === "" ? [] : [l10n.t("Fix: {0}", fix)])];
    const found = alike.map((finding) => l10n.t("{0}, {1}: {2} ({3})", severityWord(finding.severity), lineSpan(finding.startLine, finding.endLine), finding.message, finding.rule));
    return advice.length === 0 ? found : [...found, advice];
  });
}

function staleLines(item: DebtItem): readonly string[] {
  const lines: string[] = [];
  if (item.state === "stale" && item.staleLines.length > 0) {
    lines.push(l10n.t("Nobody answers for: {0}", item.staleLines.join(", ")));
  }
  if (item.seams.length > 0) {
    lines.push(l10n.t("Approved lines were deleted or re-ordered before: {0}", item.seams.join(", ")));
  }
  return lines;
}

function originLines(item: DebtItem): readonly string[] {
  const { hunk } = item;
  const lines = [hunk.origin === "mixed" ? l10n.t("{0}, edited by a person since", longAssistantName(hunk.assistant)) : longAssistantName(hunk.assistant)];
  if (hunk.model !== undefined && hunk.model !== "") {
    lines.push(l10n.t("Model: {0}", hunk.model));
  }
  if (hunk.agentSession !== "") {
    lines.push(l10n.t("Session: {0}", hunk.agentSession));
  }
  if (hunk.commit !== null) {
    lines.push(l10n.t("Commit: {0}", hunk.commit.slice(0, 10)));
  }
  const evidence = hunk.allEvidence.length > 0 ? hunk.allEvidence : [hunk.evidence];
  return [...lines, ...evidence.map((one) => l10n.t("Evidence ({0}, tier {1}): {2}", one.source, one.tier, one.detail))];
}

function minutesLines(item: DebtItem): readonly string[] {
  const total = exactMinutes(item.hundredths);
  if (item.hunk.generated) {
    return [l10n.t("{0}: generated and vendored files owe nothing", total)];
  }
  const tests = item.tests === undefined ? [] : [l10n.t("Tests: {0}", item.tests)];
  return item.factors === undefined ? [total, ...tests] : [l10n.t("{0} = {1}", total, formula(item.factors)), ...tests];
}

function formula(factors: MinutesFactors): string {
  return l10n.t(
    "({0} × {1} lines + {2} + {3} × {4} seams) × kind {5} × risk {6} × tests {7}",
    factors.perLine,
    factors.lines,
    factors.fixed,
    factors.perSeam,
    factors.seams,
    factors.kind,
    factors.risk,
    factors.tests,
  );
}

function limited(lines: Section["lines"]): Section["lines"] {
  const shown = lines.slice(0, MAXIMUM_LINES).map((line) => (typeof line === "string" ? oneLine(line, LINE_LENGTH) : line.map((under) => oneLine(under, LINE_LENGTH))));
  return lines.length > MAXIMUM_LINES ? [...shown, l10n.t("and {0} more", lines.length - MAXIMUM_LINES)] : shown;
}
