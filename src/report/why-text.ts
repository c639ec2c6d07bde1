import type { LineAnswer, LineIntent, TextOptions } from "./answers";
import { exactMinutes } from "./minutes";
import { fit, padEnd, printable, shownPath, wrap } from "./text-layout";
import { renews } from "./records-json";
import { linesOfHunk, momentOf, riskColour, sizeOf, stateInWords, trustInWords, verdictInWords, waiverInWords } from "./words";

const LABEL = 10;

/** Why a line is what Countersign says it is: origin and its evidence, the hunk, its risk, and who answered for it. */
export function whyText(answer: LineAnswer, options: TextOptions): string {
  const { palette, width } = options;
  const lines = [palette.name(`${shownPath(answer.path)}:${answer.line}`), palette.dim(fit(`  ${printable(answer.text)}`, width)), ""];
  const add = (label: string, text: string, colour: (text: string) => string = (same) => same) => {
    wrap(text, width - LABEL).forEach((part, index) => lines.push((index === 0 ? palette.dim(padEnd(label, LABEL)) : " ".repeat(LABEL)) + colour(part)));
  };
  add("Origin", originInWords(answer));
  if (answer.evidence.length === 0) add("Evidence", "none: no hook, note or commit mark names this line");
  answer.evidence.forEach((evidence, index) => add(index === 0 ? "Evidence" : "", `${evidence.source} (tier ${evidence.tier}): ${evidence.detail}`));
  add("Commit", answer.commit === null ? "not committed yet" : answer.commit === "base" ? "stood there at the base already" : answer.commit);
  const { item } = answer;
  if (item === null) {
    add("Hunk", "none: the line is in no hunk of this scope");
  } else {
    const symbol = item.hunk.symbol === null ? "" : ` in ${item.hunk.symbol}`;
    add("Hunk", `${item.hunk.id.slice(0, 15)}… ${item.hunk.kind === "removal" ? "before line" : "lines"} ${linesOfHunk(item.hunk)}${symbol}, ${sizeOf(item.hunk)}`);
    add("State", `${stateInWords(item)}, ${item.hundredths === 0 ? "nothing owed" : `${exactMinutes(item.hundredths)} owed`}`);
    if (item.seams.length > 0) add("Seams", `approved lines were deleted or re-ordered before line ${item.seams.join(", ")}`);
    for (const words of waiverInWords(item)) add("Waiver", words);
    if (item.tests !== undefined) add("Tests", item.tests);
    add("Risk", item.risk.level, riskColour(item.risk.level, palette));
  }
  answer.reasons.forEach((reason, index) => add(index === 0 ? "Reasons" : "", `${reason.message} (${reason.rule})`));
  if (answer.intent !== undefined && answer.intent !== null) addIntent(answer.intent, add);
  if (answer.records.length === 0) add("Records", "nobody has answered for this line");
  answer.records.forEach((record, index) => {
    const label = index === 0 ? "Records" : "";
    lines.push(
      palette.dim(padEnd(label, LABEL)) +
        fit(`${momentOf(record.at)}  ${verdictInWords(record)} by ${printable(record.signer)}`, width - LABEL),
      " ".repeat(LABEL) + `${trustInWords(record, palette)}, basis ${record.basis}`,
      " ".repeat(LABEL) + fit(`record ${record.id.slice(0, 12)}${record.key === "" ? "" : `, key ${printable(record.key)}`}${record.seen === undefined ? "" : `, ${record.seen} of it seen`}`, width - LABEL),
    );
    if (renews(record)) add("", `a delta sign-off: renews the one of ${record.was?.slice(0, 15) ?? ""}…`);
    const said = record.note ?? record.reason;
    if (said !== undefined) add("", `“${said}”`);
  });
  return `${lines.join("\n")}\n`;
}

/** Characters of a request or a reason in a terminal; JSON has all of it. */
const LONGEST_WORDS = 600;

function addIntent(intent: LineIntent, add: (label: string, text: string) => void): void {
  const cut = (text: string) => printable(text.replace(/\s+/g, " ").slice(0, LONGEST_WORDS)) + (text.length > LONGEST_WORDS ? "…" : "");
  intent.requests.forEach((request, index) => add(index === 0 ? "Asked" : "", `${momentOf(request.at)}: ${cut(request.text)}`));
  if (intent.reason !== null) add("Said", cut(intent.reason.text));
  if (intent.checks.length === 0) add("Checked", `nothing was run to check it (last edit ${momentOf(intent.lastEditAt)})`);
  intent.checks.forEach((check, index) => {
    const outcome = check.exitCode === null ? "exit code unknown" : `exit code ${check.exitCode}`;
    add(index === 0 ? "Checked" : "", `${check.kinds.join(", ")}: ${cut(check.command)}: ${outcome}, ${check.isAfterEdit ? `after the edit, ${momentOf(check.at)}` : `older than the edit (${momentOf(check.at)}): says nothing about it`}`);
  });
  if (intent.secrets > 0) add("", `${intent.secrets} secret${intent.secrets === 1 ? "" : "s"} left out`);
}

function originInWords(answer: LineAnswer): string {
  const who = [answer.assistant, answer.model].filter((part) => part !== null && part !== "").join(", ");
  const session = answer.agentSession === null || answer.agentSession === "" ? "" : `, session ${answer.agentSession}`;
  switch (answer.origin) {
    case "ai":
      return `ai: written by ${who}${session}`;
    case "mixed":
      return `mixed: written by ${who}${session}, edited by a person since`;
    case "human":
      return "human: a person was observed to write it";
    case "unknown":
      return "unknown: nothing observed who wrote it";
  }
}
