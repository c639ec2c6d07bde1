import type { DebtItem, DebtSnapshot } from "../core/model";
import { unknownByAuthor } from "./known-by-author";
import { exactMinutes, roundedMinutes } from "./minutes";
import type { Palette } from "./palette";
import { counted, groupedNumber } from "../core/counted";
import { quotedPath } from "../core/quoted-path";
import { fit, padEnd, padStart, printable, shownPath, wrap } from "./text-layout";
import { isOpen } from "../core/debt/open-lines";
import { riskiestFirst, totalsOf, type Totals } from "./totals";
import { linesOfHunk, notCheckedInWords, riskColour, scopeInWords, stateInWords, trustsInWords } from "./words";

export interface StatusTextOptions {
  readonly palette: Palette;
  /** Columns; no line is wider. */
  readonly width: number;
  /** How many hunks are listed. */
  readonly limit: number;
}

/** What a person wants first: how much, what is riskiest, what nobody claimed, since when, and what to do next. */
export function statusText(snapshot: DebtSnapshot, options: StatusTextOptions): string {
  const totals = totalsOf(snapshot.items);
  const open = riskiestFirst(snapshot.items.filter(isOpen));
  const sections = [
    [...summary(snapshot, totals, options), ...wrap(scopeInWords(snapshot), options.width).map(options.palette.dim)],
    riskiest(open, options),
    beside(snapshot, options),
    next(snapshot, open, options),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}

function summary(snapshot: DebtSnapshot, totals: Totals, options: StatusTextOptions): readonly string[] {
  const { palette, width } = options;
  const gate = {
    pass: palette.good("The gate passes."),
    fail: palette.bad("The gate would fail."),
    "not-evaluated": palette.caution("The gate can't be evaluated."),
  }[snapshot.verdict];
  if (totals.hunks === 0) {
    const signed = totals.byState["signed-off"];
    const why = signed > 0 ? `${counted(signed, "hunk")} by assistants, all signed off${trustsInWords(snapshot.items)}.` : "No code by an assistant is known here.";
    return [...wrap(`No verification debt. ${why}`, width).map(palette.bold), gate];
  }
  const parts = [
    totals.byRisk.high > 0 ? palette.bad(`${groupedNumber(totals.byRisk.high)} high risk`) : null,
    totals.byState.stale > 0 ? palette.caution(`${groupedNumber(totals.byState.stale)} stale`) : null,
    totals.byState.rejected > 0 ? palette.bad(`${groupedNumber(totals.byState.rejected)} rejected`) : null,
    totals.byState.viewed > 0 ? `${groupedNumber(totals.byState.viewed)} viewed` : null,
    totals.byState["signed-off"] > 0 ? palette.good(`${groupedNumber(totals.byState["signed-off"])} signed off`) : null,
  ].filter((part) => part !== null);
  const title = `Verification debt: ${roundedMinutes(totals.hundredths)} in ${counted(totals.hunks, "hunk")}, ${counted(totals.lines, "line")}`;
  const trusts = trustsInWords(snapshot.items);
  return [palette.bold(title), ...(parts.length > 0 ? [parts.join(" · ")] : []), ...(trusts === "" ? [] : wrap(`Signed off by:${trusts.replace(/[()]/g, "")}`, width)), gate];
}

function riskiest(open: readonly DebtItem[], options: StatusTextOptions): readonly string[] {
  if (open.length === 0) return [];
  const { palette } = options;
  const shown = open.slice(0, options.limit);
  const rest = open.length - shown.length;
  return [
    palette.bold("Riskiest first"),
    ...shown.flatMap((item) => itemLines(item, options)),
    ...(rest > 0 ? [palette.dim(`  and ${counted(rest, "more hunk", "more hunks")}; --limit ${open.length} shows all`)] : []),
  ];
}

function itemLines(item: DebtItem, options: StatusTextOptions): readonly string[] {
  const { palette, width } = options;
  const { hunk, risk } = item;
  const tail = `  ${padEnd(risk.level, 7)} ${padStart(exactMinutes(item.hundredths), 11)}  ${padEnd(fit(printable(hunk.assistant), 12), 12)}`;
  const room = width - 2 - 35;
  const lines = `:${linesOfHunk(hunk)}`;
  const place = shownPath(hunk.path, Math.max(8, room - lines.length)) + lines;
  const reason = risk.reasons[0]?.message ?? (hunk.kind === "removal" ? "lines were removed" : "");
  const state = item.state === "unseen" ? [] : [stateInWords(item)];
  const symbol = hunk.symbol === null ? [] : [printable(hunk.symbol)];
  const detail = [...symbol, ...state, ...(reason === "" ? [] : [printable(reason)])].join(" · ");
  return [
    `  ${palette.name(padEnd(place, room))}${riskColour(risk.level, palette)(tail.slice(0, 9))}${tail.slice(9).trimEnd()}`,
    ...(detail === "" ? [] : [palette.dim(fit(`    ${detail}`, width))]),
  ];
}

function beside(snapshot: DebtSnapshot, options: StatusTextOptions): readonly string[] {
  const { unclaimed, history, notChecked, signing } = snapshot;
  const lines: string[] = [];
  if (unclaimed.lines > 0 && unclaimed.policy !== "ignore") {
    const worth = unclaimed.policy === "assume-ai" ? "counted as an assistant's" : "not counted";
    lines.push(`Unclaimed: ${counted(unclaimed.lines, "changed line")} of unknown origin in ${counted(unclaimed.files.length, "file")}, ${worth}.`, ...unknownByAuthor(snapshot));
  }
  if (history !== null && history.lines > 0) {
    lines.push(`History: ${counted(history.lines, "line")} by assistants in ${counted(history.files, "file")}, not counted (--all counts them).`);
  }
  const unchecked = notCheckedInWords(notChecked);
  for (const line of unchecked.slice(0, 3)) lines.push(`Not checked: ${line}`);
  if (unchecked.length > 3) lines.push(`Not checked: ${counted(unchecked.length - 3, "more thing")}; countersign check lists them.`);
  if (signing.unsigned > 0) lines.push(`${counted(signing.unsigned, "sign-off")} of this clone ${signing.unsigned === 1 ? "carries" : "carry"} no signature.`);
  return lines.flatMap((line) => wrap(line, options.width));
}

function next(snapshot: DebtSnapshot, open: readonly DebtItem[], options: StatusTextOptions): readonly string[] {
  const { palette, width } = options;
  const first = open[0];
  if (first) {
    // A command is never cut: a line that is too wide is still better to copy than half of one.
    const place = `${shellWord(quotedPath(first.hunk.path))}:${first.hunk.startLine}`;
    return [palette.bold("Next"), `  countersign why ${place}`, `  countersign sign ${place}`];
  }
  if (snapshot.scope.base === null) return wrap("Nothing is committed yet: commit, or let an assistant edit a file, and look again.", width);
  if (/^HEAD/.test(snapshot.scope.baseLabel)) {
    return wrap("There is no remote branch to compare with, so only uncommitted work is in scope. --base REV widens it, --all takes everything.", width);
  }
  if (snapshot.items.length === 0) {
    return wrap("Assistants are known by their hooks, by notes and by commit marks. --all looks at the whole history.", width);
  }
  return [];
}

/** Quoted for a POSIX shell where it must be. */
function shellWord(text: string): string {
  return /^[\w@%+=,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
