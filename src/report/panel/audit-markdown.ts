/** The audit for people: what it rests on first, then what nobody answered for, then every hunk. */
import { counted, groupedNumber } from "../../core/counted";
import { cellText } from "../../core/debt/panel/cell-text";
import { minutesInWords } from "../../core/debt/panel/tiles";
import { plainMarkdown as text } from "../../core/debt/panel/table-text";
import type { AuditDocument, AuditedHunk } from "./audit";

/** Rows of a summary; every hunk is told further down. */
const MOST_ROWS = 50;
const RISKS = ["high", "medium", "unrated", "low"] as const;
const TRUST: Readonly<Record<string, string>> = { none: "unsigned", "self-declared": "self-declared", forge: "approved on the forge", key: "enrolled key", "key+touch": "enrolled key with touch" };

export function auditMarkdown(document: AuditDocument): string {
  const answered = document.byState["signed-off"].hunks;
  return `${[
    `# Audit of ${document.base?.slice(0, 12) ?? "the beginning"}..${document.head.slice(0, 12)}`,
    `${counted(document.hunks.length, "hunk")} by assistants, ${groupedNumber(answered)} answered for. The gate: ${document.verdict}. ${cellText(Math.round(document.originKnown * 10_000) / 10_000, "share")} of the changed lines have a known origin.${unclaimed(document)}`,
    states(document),
    ...signatures(document),
    ...rules(document),
    ...unanswered(document),
    ...(document.hunks.length === 0 ? [] : ["## Every hunk", ...document.hunks.map(hunkText)]),
    ...(document.notChecked.length === 0 ? [] : ["## Not evaluated", document.notChecked.map(({ what, why }) => `- ${text(what)}: ${text(why)}`).join("\n")]),
  ].join("\n\n")}\n`;
}

function unclaimed({ unclaimed: { lines, files, policy } }: AuditDocument): string {
  if (lines === 0) return "";
  const worth = { ignore: "leaves them out", report: "reports them, and does not judge them", "assume-ai": "takes them for an assistant's, so they are among the hunks" }[policy];
  return ` Nobody claimed ${counted(lines, "further line")} in ${counted(files, "file")}: the policy ${worth}.`;
}

function states({ byState }: AuditDocument): string {
  const names = { "signed-off": "Answered for", stale: "Answered for once, changed since", rejected: "Rejected", viewed: "Viewed, not answered for", unseen: "Never answered for" } as const;
  const rows = (["signed-off", "stale", "rejected", "viewed", "unseen"] as const).filter((state) => byState[state].hunks > 0);
  return tableOf(["State", ">Hunks", "Review still owed"], rows.map((state) => [names[state], groupedNumber(byState[state].hunks), minutesInWords(byState[state].minutes * 100)]));
}

function signatures({ ledger }: AuditDocument): string[] {
  const holds = {
    intact: "Every signature of the ledger was verified for this report, and it is intact.",
    damaged: "Every signature of the ledger was verified for this report, and it is **damaged**: what does not hold is listed here and counts for nothing.",
    incomplete: "The ledger is **incomplete**: batches that once were there are missing, so approvals may be missing here.",
  }[ledger.verdict];
  const anchors = ledger.enrolled ? "Keys are those that the base's `allowed_signers` enrols." : "The base enrols no key, so that every valid signature is only self-declared: it proves one key's holder, not who that is.";
  const keys = ledger.keys.map(({ key, signers, trust, records, first, last }) => [key === "" ? "none" : key, signers.map(text).join(", "), TRUST[trust] ?? trust, groupedNumber(records), first.slice(0, 10), last.slice(0, 10)]);
  const problems = [...ledger.problems.map(({ batch, ref, why }) => `- ${text(`${batch.slice(0, 12)} ${ref}`.trim())}: ${text(why)}`), ...ledger.gaps.map(({ key, sequence, what }) => `- ${text(key)}: batch ${sequence} ${what === "missing" ? "is missing" : "exists twice"}`)];
  return [
    "## Signatures",
    `${ledger.records === 0 && ledger.verdict === "intact" ? "The ledger holds no verdict that counts: nobody has signed anything." : `${holds} ${counted(ledger.records, "record")} that ${ledger.records === 1 ? "counts" : "count"}, by ${counted(ledger.keys.length, "key")}.`} ${anchors}`,
    ...(keys.length === 0 ? [] : [tableOf(["Key", "Signer", "Trust", ">Records", "First", "Last"], keys)]),
    ...(problems.length === 0 ? [] : [`What does not count:\n\n${cut(problems).join("\n")}`]),
  ];
}

function rules({ policy }: AuditDocument): string[] {
  const source = policy.source === "default" ? "the default, as the base has no configuration" : policy.source === "base" ? "as the base has it" : text(policy.source);
  const asked = RISKS.map((risk) => {
    const { signers, criteria, notPrompter, owner, minTrust, maximumAgeDays, coolDownHours } = policy.require[risk];
    const more = [...(criteria.length === 0 ? [] : [`criteria ${criteria.map(text).join(", ")}`]), ...(notPrompter ? ["one of them not the prompter"] : []), ...(owner ? ["one of them an owner"] : []), ...(maximumAgeDays === null ? [] : [`at most ${counted(maximumAgeDays, "day")} old`]), ...(coolDownHours === 0 ? [] : [`${counted(coolDownHours, "hour")} after the commit`])];
    return [risk, String(signers), TRUST[minTrust] ?? minTrust, more.join("; ")];
  });
  const changes = policy.changes.flatMap(({ path, change, differences, commits }) => [
    `### ${text(path)}: ${change === "restored" ? "changed and put back" : change}`,
    [...commits.map(({ commit, author, at, subject }) => `- by ${text(author)} on ${at.slice(0, 10)}, commit ${commit.slice(0, 12)}: ${text(subject)}`), ...differences.map((words) => `- ${text(words)}`)].join("\n"),
  ].filter((part) => part !== ""));
  return [
    "## Rules",
    `Policy version ${policy.version}, ${source}. A change is judged by the rules of its base, and by its own where they are stricter.`,
    ...(policy.gate.length === 0 ? [] : [tableOf(["Condition", ">Allowed", ">Found", "Holds"], policy.gate.map(({ condition, limit, actual, pass }) => [text(condition), groupedNumber(limit), groupedNumber(actual), pass ? "yes" : "**no**"]))]),
    tableOf(["Risk", ">Signers", "At least", "And"], asked),
    policy.changes.length === 0 ? "No file of rules (`.countersign`, CODEOWNERS) changed in this range." : `${counted(policy.changes.length, "file")} of rules changed in this range:`,
    ...changes,
  ];
}

function unanswered({ hunks }: AuditDocument): string[] {
  const open = hunks.filter(({ answers, state }) => answers.length === 0 && state !== "signed-off");
  if (open.length === 0) return ["## Never answered for", "Nothing: somebody spoke to every hunk."];
  const inOrder = [...open].sort((one, other) => RISKS.findIndex((risk) => risk === one.risk) - RISKS.findIndex((risk) => risk === other.risk) || other.minutes - one.minutes);
  const rows = inOrder.slice(0, MOST_ROWS).map((hunk) => [text(placeOf(hunk)), hunk.risk, text(hunk.assistant), cellText(hunk.minutes, "minutes"), hunk.commit?.slice(0, 12) ?? "none", hunk.writtenAt?.slice(0, 10) ?? "not committed"]);
  return [
    "## Never answered for",
    tableOf(["Hunk", "Risk", "Assistant", ">Minutes", "Commit", "Written"], rows),
    ...(open.length > MOST_ROWS ? [`And ${counted(open.length - MOST_ROWS, "hunk")} more of less weight, below.`] : []),
  ];
}

function hunkText(hunk: AuditedHunk): string {
  const answers = hunk.answers.map((entry) => `- ${entry.type === "waiver" ? "waived" : entry.verdict} by ${text(entry.signer)} on ${entry.at}, key ${entry.key === "" ? "none (unsigned)" : entry.key}, trust ${entry.trust}, basis ${entry.basis}${entry.until === null ? "" : `, until ${entry.until}`}${entry.note === null ? "" : `: ${text(entry.note)}`}`);
  const share = hunk.open === 0 || hunk.open === hunk.lines ? "" : ` (${groupedNumber(hunk.open)} of ${counted(hunk.lines, "line")} open)`;
  const by = hunk.prompters.length === 0 ? "" : `, prompted by ${hunk.prompters.map(text).join(", ")}`;
  return [
    `### ${text(placeOf(hunk))}`,
    [
      `- ${hunk.kind} by ${text(hunk.assistant)}${hunk.model === null ? "" : ` (${text(hunk.model)})`}, ${hunk.state}${share}, risk ${hunk.risk}, commit ${hunk.commit?.slice(0, 12) ?? "none"}${hunk.writtenAt === null ? "" : ` of ${hunk.writtenAt.slice(0, 10)}`}${by}`,
      ...hunk.evidence.map((entry) => `- evidence: ${entry.source} (tier ${entry.tier}): ${text(entry.detail)}`),
      ...hunk.findings.map((finding) => `- finding: ${finding.rule} (${finding.severity}), line ${finding.startLine}: ${text(finding.message)}`),
      ...(answers.length === 0 ? ["- nobody answered for it"] : answers),
    ].join("\n"),
  ].join("\n\n");
}

function placeOf({ path, startLine, endLine }: AuditedHunk): string {
  return `${path}:${startLine}${endLine > startLine ? `-${endLine}` : ""}`;
}

function cut(lines: readonly string[]): readonly string[] {
  return lines.length > MOST_ROWS ? [...lines.slice(0, MOST_ROWS), `- and ${groupedNumber(lines.length - MOST_ROWS)} more: countersign verify-ledger`] : lines;
}

/** Cells are plain already; a title that begins with > is of a column of numbers. */
function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles.map((title) => title.replace(/^>/, ""))), line(titles.map((title) => (title.startsWith(">") ? "---:" : "---"))), ...rows.map(line)].join("\n");
}
