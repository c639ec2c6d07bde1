/**
 * Markdown for a pull request's comment or a job's summary: the verdict, then only what blocks, each with a link that
 * opens it. A forge refuses what is too long, so the list is cut worst first, and the cut is said.
 */
import { isOpen } from "../core/debt/open-lines";
import type { DebtItem, Finding } from "../core/model";
import { editorLink, type CheckReport } from "./check-report";
import { markdownAddress, markdownBlock, markdownCode, markdownText } from "./markdown-text";
import { exactMinutes, roundedMinutes } from "./minutes";
import { counted, groupedNumber } from "../core/counted";
import { quotedPath } from "../core/quoted-path";
import { cutText } from "./limits";
import { riskiestFirst, totalsOf } from "./totals";
import { linesOfHunk, scopeInWords, signedInWords, sizeOf, stateInWords } from "./words";

/** Stands at the beginning of a comment, so that the next run finds it. */
export const COMMENT_MARK = "<!-- countersign:check -->";

/** GitHub's limit is 65,536 characters; bytes are never fewer, and the rest is for what a caller adds. */
export const COMMENT_BYTES = 65_000;
/** A step summary over 1 MiB fails the whole upload. */
export const SUMMARY_BYTES = 1_000_000;

/** One finding may not take the room of all others. */
const MAXIMUM_MESSAGE = 1_000;

export interface MarkdownOptions {
  /** In bytes of UTF-8. */
  readonly maximum: number;
  /** Also what is open and does not block, collapsed. */
  readonly rest: boolean;
}

export function checkMarkdown(report: CheckReport, options: MarkdownOptions = { maximum: COMMENT_BYTES, rest: false }): string {
  const { snapshot } = report;
  const blocking = new Set(snapshot.gate.flatMap((condition) => (condition.pass ? [] : (condition.hunks ?? []))));
  const ordered = riskiestFirst(snapshot.items);
  const blockers = ordered.filter((item) => blocking.has(item.hunk.id));
  const others = ordered.filter((item) => isOpen(item) && !blocking.has(item.hunk.id));
  const head = [COMMENT_MARK, `### ${headline(report)}`, totalsLine(report), ...gateTable(report)];
  const tail = [othersLine(others, options), unclaimedLine(report), ...notChecked(report), `<sub>${markdownText(`${scopeInWords(snapshot)} Policy: ${snapshot.policy.source}, version ${snapshot.policy.version}.`)} Sign off in the editor, or <code>countersign sign FILE:LINE</code>, then <code>countersign sync</code>.</sub>`].filter((part) => part !== "");
  const room = options.maximum - bytes([...head, ...tail]) - 400;
  const listed = listOf("What blocks", blockers, report, room);
  const rest = options.rest ? listOf("Open, not blocking", others, report, room - bytes(listed), true) : [];
  const text = `${[...head, ...listed, ...rest, ...tail].join("\n\n")}\n`;
  // Head and tail alone may be too long where a policy has thousands of conditions.
  return Buffer.byteLength(text) <= options.maximum ? text : `${cut(text, options.maximum - 40)}\n\n… cut at the limit.\n`;
}

function headline({ snapshot, soft }: CheckReport): string {
  if (snapshot.verdict === "pass") return "✅ Countersign: the gate passes";
  if (snapshot.verdict === "not-evaluated") return "⚠️ Countersign: could not be evaluated";
  return soft ? "❌ Countersign: the gate fails (informational)" : "❌ Countersign: the gate fails";
}

function totalsLine({ snapshot }: CheckReport): string {
  const totals = totalsOf(snapshot.items);
  const done = ` ${signedInWords(snapshot.items)}`.trimEnd();
  if (totals.hunks === 0) return `No verification debt.${done}`;
  const high = totals.byRisk.high === 0 ? "" : `, ${groupedNumber(totals.byRisk.high)} of high risk`;
  return `**${roundedMinutes(totals.hundredths)} of review owed**: ${counted(totals.hunks, "hunk")}, ${counted(totals.lines, "line")}${high}.${done}`;
}

function gateTable({ snapshot }: CheckReport): readonly string[] {
  if (snapshot.gate.length === 0) return [];
  const rows = [...snapshot.gate].sort((one, other) => Number(one.pass) - Number(other.pass)).map(({ condition, pass, actual, limit, why }) => `| ${pass ? "✅" : "❌"} | ${markdownCode(condition)} | ${actual} of at most ${limit} | ${pass ? "" : markdownText(why)} |`);
  return [["| | condition | | |", "|---|---|---|---|", ...rows].join("\n")];
}

function listOf(title: string, items: readonly DebtItem[], report: CheckReport, room: number, collapsed = false): readonly string[] {
  if (items.length === 0) return [];
  const parts: string[] = [];
  let used = title.length + 200;
  for (const item of items) {
    const part = hunkPart(item, report);
    used += Buffer.byteLength(part) + 2;
    if (used > room) break;
    parts.push(part);
  }
  const left = items.length - parts.length;
  const said = left > 0 ? [`… and ${counted(left, "more hunk")}, not listed because a comment has a limit: \`countersign status --limit ${items.length}\` lists all.`] : [];
  if (collapsed) return [`<details><summary>${title} (${groupedNumber(items.length)})</summary>`, ...parts, ...said, "</details>"];
  return [`#### ${title} (${groupedNumber(items.length)})`, ...parts, ...said];
}

function hunkPart(item: DebtItem, report: CheckReport): string {
  const { hunk, risk } = item;
  const place = markdownCode(`${quotedPath(hunk.path)}:${linesOfHunk(hunk)}`);
  const file = report.links === undefined ? place : `[${place}](${markdownAddress(report.links.toFile(hunk.path, Math.max(1, hunk.startLine), Math.max(1, hunk.startLine, hunk.endLine)))})`;
  const name = hunk.symbol === null ? "" : `${markdownCode(hunk.symbol)} · `;
  const state = item.state === "unseen" || item.state === "viewed" ? "unverified" : item.state === "signed-off" ? "signed off, but not as the policy asks" : stateInWords(item);
  const head = `**${risk.level}** ${file} · [open in VS Code](${markdownAddress(editorLink(hunk))})  \n${name}${sizeOf(hunk)} · ${markdownCode(hunk.assistant)} · ${markdownText(state)}${item.hundredths > 0 ? ` · ${exactMinutes(item.hundredths)}` : ""}`;
  const reasons = risk.reasons.map(({ message, rule }) => `- ${markdownText(cutText(message, MAXIMUM_MESSAGE))} (${markdownCode(rule)})`);
  const findings = item.findings.filter((finding) => finding.introduced && !risk.reasons.some(({ rule }) => rule === finding.rule)).map(findingLine);
  const excerpt = report.excerpts.get(hunk.id) ?? [];
  const quoted = excerpt.length === 0 ? [] : [markdownBlock(excerpt.map(({ line, text }) => `${line} │ ${text}`))];
  return [head, ...(reasons.length + findings.length === 0 ? [] : [[...reasons, ...findings].join("\n")]), ...quoted].join("\n\n");
}

function findingLine({ severity, message, rule }: Finding): string {
  return `- ${severity}: ${markdownText(cutText(message, MAXIMUM_MESSAGE))} (${markdownCode(rule)})`;
}

function othersLine(others: readonly DebtItem[], { rest }: MarkdownOptions): string {
  if (others.length === 0 || rest) return "";
  return `${counted(others.length, "more open hunk")} (${roundedMinutes(others.reduce((sum, item) => sum + item.hundredths, 0))}) ${others.length === 1 ? "doesn't" : "don't"} block.`;
}

function unclaimedLine({ snapshot }: CheckReport): string {
  const { lines, files, policy } = snapshot.unclaimed;
  if (lines === 0 || policy === "ignore") return "";
  return `Unclaimed: ${counted(lines, "changed line")} of unknown origin in ${counted(files.length, "file")} (${policy === "assume-ai" ? "counted as an assistant's" : "reported, not counted"}).`;
}

const NOT_CHECKED_SHOWN = 20;

function notChecked({ snapshot }: CheckReport): readonly string[] {
  const rows = snapshot.notChecked.map(({ what, why, path }) => `- ${markdownText(what)}${path === undefined ? "" : ` (${markdownCode(quotedPath(path))})`}: ${markdownText(why)}`);
  if (rows.length === 0) return [];
  const left = rows.length - NOT_CHECKED_SHOWN;
  const shown = left > 0 ? [...rows.slice(0, NOT_CHECKED_SHOWN), `- … and ${left} more`] : rows;
  return [`<details${snapshot.verdict === "not-evaluated" ? " open" : ""}><summary>Not checked (${rows.length})</summary>`, shown.join("\n"), "</details>"];
}

function bytes(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
}

/** At most `maximum` bytes, cut between characters. */
function cut(text: string, maximum: number): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, maximum)).replace(/\ufffd$/, "");
}
