import type { DebtItem, DebtSnapshot, Finding, GateCondition } from "../core/model";
import { exactMinutes, roundedMinutes } from "./minutes";
import type { Palette } from "./palette";
import { counted, groupedNumber } from "../core/counted";
import { fit, padEnd, padStart, printable, shownPath, wrap } from "./text-layout";
import { isOpen } from "../core/debt/open-lines";
import { unknownByAuthor } from "./known-by-author";
import { inCodeUnitOrder, totalsOf } from "./totals";
import { linesOfHunk, notCheckedInWords, riskColour, scopeInWords, signedInWords, sizeOf, stateInWords, waiverInWords } from "./words";

export interface CheckTextOptions {
  readonly palette: Palette;
  /** Columns; no line is wider. */
  readonly width: number;
  readonly findingsOutsideHunks: boolean;
  /** The gate's failure is not the command's (`--soft`). */
  readonly soft: boolean;
  /** Lines to quote under a hunk, by hunk id; read by the caller, because reporters read no files. */
  readonly excerpts: ReadonlyMap<string, readonly ExcerptLine[]>;
}

export interface ExcerptLine {
  readonly line: number;
  readonly text: string;
}

/** What `check` prints for people: the verdict first, then open hunks file by file, then the gate, then what was not looked at. */
export function checkText(snapshot: DebtSnapshot, options: CheckTextOptions): string {
  const sections = [
    heading(snapshot, options),
    ...openHunks(snapshot, options),
    outsideHunks(snapshot, options),
    unclaimed(snapshot, options),
    gate(snapshot.gate, options),
    notChecked(snapshot, options),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}

function heading(snapshot: DebtSnapshot, options: CheckTextOptions): readonly string[] {
  const { palette } = options;
  const totals = totalsOf(snapshot.items);
  const verdict = {
    pass: palette.good("✓ passed"),
    fail: options.soft ? palette.caution("✗ failed (soft: not counted)") : palette.bad("✗ failed"),
    "not-evaluated": palette.caution("? could not be evaluated"),
  }[snapshot.verdict];
  const owed =
    totals.hunks === 0
      ? "No verification debt."
      : `${capital(roundedMinutes(totals.hundredths))} of review owed: ${counted(totals.hunks, "hunk")}, ${counted(totals.lines, "line")}` +
        (totals.byRisk.high > 0 ? `, ${groupedNumber(totals.byRisk.high)} of high risk.` : ".");
  const signed = ` ${signedInWords(snapshot.items)}`.trimEnd();
  return [
    `${palette.bold("countersign check")}  ${verdict}`,
    ...wrap(owed + signed, options.width),
    ...wrap(`${scopeInWords(snapshot)} Policy: ${snapshot.policy.source}, version ${snapshot.policy.version}.`, options.width).map(palette.dim),
  ];
}

function openHunks(snapshot: DebtSnapshot, options: CheckTextOptions): readonly (readonly string[])[] {
  const byPath = new Map<string, DebtItem[]>();
  for (const item of snapshot.items.filter(isOpen)) {
    const items = byPath.get(item.hunk.path);
    if (items) items.push(item);
    else byPath.set(item.hunk.path, [item]);
  }
  return [...byPath.entries()]
    .sort(([a], [b]) => inCodeUnitOrder(a, b))
    .map(([path, items]) => [
      options.palette.name(shownPath(path, options.width)),
      ...[...items].sort((a, b) => a.hunk.startLine - b.hunk.startLine || inCodeUnitOrder(a.hunk.id, b.hunk.id)).flatMap((item) => hunkLines(item, options)),
    ]);
}

function hunkLines(item: DebtItem, options: CheckTextOptions): readonly string[] {
  const { palette, width } = options;
  const { hunk, risk } = item;
  const place = padEnd(linesOfHunk(hunk), 9);
  const level = padEnd(risk.level, 7);
  const minutes = padStart(exactMinutes(item.hundredths), 11);
  const name = fit(`${hunk.symbol === null ? "" : `${printable(hunk.symbol)} · `}${sizeOf(hunk)} · ${printable(hunk.assistant)}`, width - 33);
  const coloured = riskColour(risk.level, palette)(level);
  const lines = [`  ${palette.bold(place)} ${coloured} ${minutes}  ${name}`];
  if (item.state !== "unseen" && item.state !== "viewed") {
    lines.push(...wrap(stateInWords(item) + staleLinesInWords(item), width, "    ").map(item.state === "rejected" ? palette.bad : palette.caution));
  }
  lines.push(...waiverInWords(item).flatMap((words) => wrap(words, width, "    ").map(palette.caution)));
  for (const reason of risk.reasons) lines.push(...wrap(`${reason.message} (${reason.rule})`, width, "    "));
  for (const finding of item.findings.filter((one) => one.introduced && !risk.reasons.some((reason) => reason.rule === one.rule))) {
    lines.push(...findingLines(finding, options, "    "));
  }
  if (hunk.kind === "removal") lines.push(...removedLines(hunk.replaced ?? [], options));
  const evidence = hunk.allEvidence[0];
  if (evidence) lines.push(palette.dim(fit(`    known by ${evidence.source}: ${printable(evidence.detail)}`, width)));
  const excerpt = options.excerpts.get(hunk.id) ?? [];
  const numbers = Math.max(0, ...excerpt.map((line) => String(line.line).length));
  for (const line of excerpt) lines.push(palette.dim(fit(`    ${padStart(String(line.line), numbers)} │ ${printable(line.text)}`, width)));
  return lines;
}

const REMOVED_LINES_SHOWN = 3;

function removedLines(removed: readonly string[], { palette, width }: CheckTextOptions): readonly string[] {
  const more = removed.length - REMOVED_LINES_SHOWN;
  return [
    ...removed.slice(0, REMOVED_LINES_SHOWN).map((line) => palette.dim(fit(`    - ${printable(line)}`, width))),
    ...(more > 0 ? [palette.dim(`    - … ${counted(more, "more line")}`)] : []),
  ];
}

function staleLinesInWords(item: DebtItem): string {
  if (item.state !== "stale") return "";
  const parts = [
    ...(item.staleLines.length > 0 ? [`${item.staleLines.length === 1 ? "line" : "lines"} ${ranges(item.staleLines)}`] : []),
    ...(item.seams.length > 0 ? [`${item.seams.length === 1 ? "seam" : "seams"} before ${item.seams.length === 1 ? "line" : "lines"} ${ranges(item.seams)}`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join("; ")})` : "";
}

/** `3, 5-7`. */
function ranges(lines: readonly number[]): string {
  const parts: { start: number; end: number }[] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = parts[parts.length - 1];
    if (last && line === last.end + 1) last.end = line;
    else parts.push({ start: line, end: line });
  }
  return parts.map(({ start, end }) => (start === end ? String(start) : `${start}-${end}`)).join(", ");
}

function findingLines(finding: Finding, options: CheckTextOptions, indent: string): readonly string[] {
  const { palette, width } = options;
  const colour = finding.severity === "error" ? palette.bad : finding.severity === "warning" ? palette.caution : palette.dim;
  const [first = "", ...rest] = wrap(`${finding.severity} ${finding.startLine}:${finding.startColumn} ${finding.message} (${finding.rule})`, width, indent);
  return [
    first.replace(finding.severity, colour(finding.severity)),
    ...rest,
    ...(finding.fix === "" ? [] : wrap(`fix: ${finding.fix}`, width, `${indent}  `).map(palette.dim)),
  ];
}

function outsideHunks(snapshot: DebtSnapshot, options: CheckTextOptions): readonly string[] {
  const outside = snapshot.findings.filter(({ hunk }) => hunk === null).map(({ finding }) => finding);
  if (outside.length === 0) return [];
  const introduced = outside.filter((finding) => finding.introduced).length;
  if (!options.findingsOutsideHunks) {
    if (introduced === 0) return [];
    return wrap(`${counted(introduced, "introduced finding")} outside hunks; --all-findings lists ${introduced === 1 ? "it" : "them"}.`, options.width);
  }
  const sorted = [...outside].sort((a, b) => inCodeUnitOrder(a.path, b.path) || a.startLine - b.startLine || a.startColumn - b.startColumn || inCodeUnitOrder(a.rule, b.rule));
  const lines = [options.palette.bold("Findings outside hunks")];
  let path: string | null = null;
  for (const finding of sorted) {
    if (finding.path !== path) lines.push(options.palette.name(`  ${shownPath(finding.path, options.width - 2)}`));
    path = finding.path;
    lines.push(...findingLines(finding, options, "    "));
  }
  return lines;
}

function unclaimed(snapshot: DebtSnapshot, options: CheckTextOptions): readonly string[] {
  const { lines, files, policy } = snapshot.unclaimed;
  if (lines === 0 || policy === "ignore") return [];
  const worth = policy === "assume-ai" ? "counted as an assistant's" : "reported, not counted";
  const told = wrap(`Unclaimed: ${counted(lines, "changed line")} of unknown origin in ${counted(files.length, "file")} (${worth}).`, options.width);
  return [...told, ...unknownByAuthor(snapshot).flatMap((line) => wrap(line, options.width - 2).map((part) => `  ${part}`))];
}

function gate(conditions: readonly GateCondition[], options: CheckTextOptions): readonly string[] {
  if (conditions.length === 0) return [];
  const { palette, width } = options;
  const names = Math.min(28, Math.max(...conditions.map(({ condition }) => condition.length)));
  return [
    palette.bold("Gate"),
    ...conditions.flatMap((condition) => {
      const mark = condition.pass ? palette.good("✓") : palette.bad("✗");
      const [first = "", ...rest] = wrap(condition.why, width - names - 6);
      const indent = " ".repeat(names + 6);
      return [`  ${mark} ${padEnd(fit(printable(condition.condition), names), names)}  ${first}`, ...rest.map((line) => indent + line)];
    }),
  ];
}

function notChecked(snapshot: DebtSnapshot, options: CheckTextOptions): readonly string[] {
  if (snapshot.notChecked.length === 0) return [];
  const { palette, width } = options;
  return [
    palette.bold("Not checked"),
    ...notCheckedInWords(snapshot.notChecked).flatMap((line) => wrap(line, width, "  ").map(palette.caution)),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
