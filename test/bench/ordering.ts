/**
 * Does the order find what was wrong? Every commit that an assistant is marked on is judged as it landed, with nothing of later history
 * at hand; then it is asked which of its hunks a later fix changed. Ours beside ordering by size and by recency: area under the curve, and the share
 * of those hunks found in the first 20 % of lines read. Asked twice: whatever a fix did to a line, at any time; and what a fix mended within
 * 60 days, of hunks that the history goes on for as long after (else old hunks had years and new ones hours), code also by itself.
 * Needs a repository (`--repo PATH`).
 */
import { isAgentInstruction } from "../../src/core/hunks/classify";
import type { CodeKind, DebtItem, RiskLevel } from "../../src/core/model";
import { endOf, linesFixedLater, type LaterFix } from "./fix-labels";
import { openMarked } from "./marked-session";

export interface Ordered {
  readonly lines: number;
  /** Seconds since 1970 of its commit. */
  readonly at: number;
  readonly level: RiskLevel;
  readonly sortKey: number;
  /** A later fix changed it. */
  readonly isFixed: boolean;
  /** High whatever it says, and seldom what a fix of the program changes. */
  readonly isInstruction: boolean;
}

type Row = readonly [name: string, score: (hunk: Ordered) => number];

const LEVELS: readonly RiskLevel[] = ["low", "unrated", "medium", "high"];
/** What a level weighs in debt (product: low 0.5, medium and unrated 1, high 2). */
const FACTOR: Readonly<Record<RiskLevel, number>> = { low: 0.5, unrated: 1, medium: 1, high: 2 };
/** Most fixes come within days; what waited longer says little of the hunk. */
const WINDOW = 60 * 86_400;
/** Share of the lines that a reader has time for. */
const READ = 0.2;

export async function benchOrdering(repository: string | null): Promise<void> {
  const opened = await openMarked(repository);
  if (opened === null || repository === null) return;
  const { session, commits } = opened;
  const fixed = await linesFixedLater(repository);
  const end = endOf(repository);
  const changed: Ordered[] = [];
  const mended: (Ordered & { readonly kind: CodeKind })[] = [];
  for (const { id, parent, at } of commits) {
    const { items } = await session.open({ base: parent, head: id });
    for (const item of items.filter(({ hunk }) => hunk.kind === "edit" && !hunk.generated)) {
      const fixes = fixesOf(item, id, fixed);
      const kind = item.hunk.codeKind;
      changed.push(orderedOf(item, at, fixes.length > 0));
      if (end - at >= WINDOW) mended.push({ ...orderedOf(item, at, fixes.some((fix) => isWithin((kind === "prose" ? fix.mendedAsProse : fix.mended) ?? Infinity, at))), kind });
    }
  }
  const ours: readonly Row[] = [
    ["the number", ({ sortKey }) => sortKey],
    ["level, then the number", ({ level, sortKey }) => LEVELS.indexOf(level) * 1e9 + sortKey],
  ];
  const all: readonly Row[] = [...ours, ["the number x risk factor", ({ level, sortKey }) => FACTOR[level] * sortKey], ["size", ({ lines }) => lines], ["recency", ({ at }) => at]];
  console.log(`ordering: ${changed.length} hunks of ${commits.length} marked commits, ${countFixed(changed)} of them changed by a later fix; ${LEVELS.map((level) => `${level} ${shareOf(changed.filter((hunk) => hunk.level === level))}`).join(", ")}`);
  printRows(changed, all);
  const instructions = changed.filter(({ isInstruction }) => isInstruction);
  if (instructions.length > 0) {
    console.log(`  without ${instructions.length} hunks in instructions to agents, which are high whatever they say (${shareOf(instructions)} changed by a later fix):`);
    printRows(changed.filter(({ isInstruction }) => !isInstruction), ours);
  }
  console.log(`  mended within 60 days (a fix that moves a line, drops its file, rewrites a comment or an import, or sweeps over a hundred files mends none): ${shareOf(mended)} hunks`);
  printRows(mended, all);
  const code = mended.filter(({ kind }) => kind === "code");
  console.log(`  code by itself: ${shareOf(code)} hunks`);
  printRows(code, all);
}

function isWithin(fixAt: number, at: number): boolean {
  return fixAt >= at && fixAt - at <= WINDOW;
}

function countFixed(hunks: readonly Ordered[]): number {
  return hunks.filter(({ isFixed }) => isFixed).length;
}

function shareOf(hunks: readonly Ordered[]): string {
  return `${countFixed(hunks)} of ${hunks.length}`;
}

function printRows(hunks: readonly Ordered[], rows: readonly Row[]): void {
  const size = auc(hunks, ({ lines }) => lines);
  for (const [name, score] of rows) {
    console.log(`  ${name.padEnd(24)} area ${auc(hunks, score).toFixed(3)} (${signed(auc(hunks, score) - size)} to size); ${(100 * foundEarly(hunks, score)).toFixed(0)} % found in the first ${100 * READ} % of lines; rank correlation with lines ${spearman(hunks, score).toFixed(2)}`);
  }
}

function fixesOf({ hunk }: DebtItem, commit: string, fixed: ReadonlyMap<string, LaterFix>): readonly LaterFix[] {
  return Array.from({ length: hunk.endLine - hunk.startLine + 1 }, (_, offset) => fixed.get(`${commit} ${hunk.startLine + offset} ${hunk.path}`)).filter((fix) => fix !== undefined);
}

function orderedOf({ hunk, risk }: DebtItem, at: number, isFixed: boolean): Ordered {
  return { lines: hunk.endLine - hunk.startLine + 1, at, level: risk.level, sortKey: risk.sortKey, isInstruction: isAgentInstruction(hunk.path), isFixed };
}

/** Probability that a hunk fixed later stands before one that was not; ties count half. */
export function auc(hunks: readonly Ordered[], score: (hunk: Ordered) => number): number {
  const ranks = ranksOf(hunks.map(score));
  const positives = hunks.flatMap(({ isFixed }, index) => (isFixed ? [ranks[index] ?? 0] : []));
  const others = hunks.length - positives.length;
  return (positives.reduce((sum, rank) => sum + rank, 0) - (positives.length * (positives.length + 1)) / 2) / Math.max(1, positives.length * others);
}

/** Share of the hunks fixed later that a reader meets in the first part of all lines, read in this order. */
export function foundEarly(hunks: readonly Ordered[], score: (hunk: Ordered) => number): number {
  const order = [...hunks].sort((one, other) => score(other) - score(one));
  const all = hunks.reduce((sum, { lines }) => sum + lines, 0);
  let read = 0;
  let found = 0;
  for (const { lines, isFixed } of order) {
    read += lines;
    if (read > all * READ) break;
    if (isFixed) found += 1;
  }
  return found / Math.max(1, countFixed(hunks));
}

/** Rank correlation with the lines of the hunk. */
export function spearman(hunks: readonly Ordered[], score: (hunk: Ordered) => number): number {
  const one = ranksOf(hunks.map(score));
  const other = ranksOf(hunks.map(({ lines }) => lines));
  const mean = (hunks.length + 1) / 2;
  const product = (left: readonly number[], right: readonly number[]) => left.reduce((sum, rank, index) => sum + (rank - mean) * ((right[index] ?? 0) - mean), 0);
  return product(one, other) / Math.sqrt(Math.max(Number.MIN_VALUE, product(one, one) * product(other, other)));
}

/** 1-based; equal values share their mean rank. */
function ranksOf(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));
  const ranks: number[] = [];
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) ranks[order[at] ?? 0] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(3)}`;
}
