import type { DebtItem, Scope } from "../../core/model";
import { longAssistantName } from "../services/assistants";
import { exactMinutes, extent, hunkCount, hunkLabel, oneLine, riskWord, roundedMinutes } from "../services/words";
import { hundredthsOf } from "../services/debt-index";

/** Lines of one hunk in a prompt: the assistant can read the file itself. */
const MAXIMUM_LINES = 80;

/**
 * A prompt for the assistant, in English as assistants' prompts are: where, what the person wants, what the checks found, and the text.
 * `texts` are the files as they are now.
 */
export function promptFor(items: readonly DebtItem[], reason: string, texts: ReadonlyMap<string, string>): string {
  const parts = [items.length === 1 ? "Please revise this part of the code you wrote." : `Please revise these ${items.length} parts of the code you wrote.`];
  if (reason !== "") {
    parts.push(`What a reviewer asks for: ${reason}`);
  }
  for (const item of items) {
    parts.push(partOf(item, texts.get(item.hunk.path) ?? ""));
  }
  parts.push("Change nothing else. Do not sign off or approve anything: a person does that.");
  return `${parts.join("\n\n")}\n`;
}

function partOf({ hunk, findings, risk }: DebtItem, text: string): string {
  const symbol = hunk.symbol === null ? "" : ` (${oneLine(hunk.symbol, 100)})`;
  const where = hunk.kind === "removal" ? `${hunk.path}, before line ${hunk.startLine}${symbol}: lines that were removed` : `${hunk.path}, lines ${hunk.startLine}-${hunk.endLine}${symbol}`;
  const said = findings.length > 0 ? findings.map((finding) => `- ${finding.rule}: ${finding.message}. ${finding.fix}`) : risk.reasons.map((reason) => `- ${reason.rule}: ${reason.message}`);
  const lines = hunk.kind === "removal" ? (hunk.replaced ?? []) : text.split(/\r?\n/).slice(hunk.startLine - 1, hunk.endLine);
  const shown = lines.length > MAXIMUM_LINES ? [...lines.slice(0, MAXIMUM_LINES), `… ${lines.length - MAXIMUM_LINES} more lines`] : lines;
  return [`## ${where}`, ...said, fenced(shown)].join("\n");
}

/** A code block whose fence is longer than any in the text, so that the text cannot close it. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const fence = "`".repeat(longest + 1);
  return [fence, ...lines, fence].join("\n");
}

/** A note for a person: which hunks, what they owe, why, and how to see the same list. */
export function handOverNote(items: readonly DebtItem[], name: string, scope: Scope): string {
  const rows = items.map((item) => {
    const reason = item.risk.reasons[0]?.message;
    const words = [hunkLabel(item), riskWord(item.risk.level), extent(item), exactMinutes(item.hundredths), longAssistantName(item.hunk.assistant), ...(reason === undefined ? [] : [reason])];
    return `- [ ] ${item.hunk.path}:${item.hunk.startLine} · ${oneLine(words.join(" · "), 300)}`;
  });
  const branch = scope.branch === null ? "" : ` on ${scope.branch}`;
  return [
    `# Review for ${oneLine(name, 100)}`,
    `${hunkCount(items.length)} by assistants${branch}, ${roundedMinutes(hundredthsOf(items))} of review, nobody has signed them off yet.`,
    rows.join("\n"),
    scope.branch === null ? "See them with `countersign status`, or in the view Verification Debt." : `See them with \`git switch ${scope.branch}\` and \`countersign status\`, or in the view Verification Debt.`,
  ].join("\n\n").concat("\n");
}
