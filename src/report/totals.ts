import { isOpen, openLines } from "../core/debt/open-lines";
import type { DebtItem, HunkState, RiskLevel } from "../core/model";

/** What is still open in a snapshot, counted in one place for every reporter. */
export interface Totals {
  readonly hundredths: number;
  /** Open hunks: everything but signed-off and generated ones. */
  readonly hunks: number;
  /** Lines that nobody answers for; for an untouched removal, the lines it took away. */
  readonly lines: number;
  /** Generated hunks are in neither. */
  readonly byState: Readonly<Record<HunkState, number>>;
  readonly byRisk: Readonly<Record<RiskLevel, number>>;
}

export function totalsOf(items: readonly DebtItem[]): Totals {
  const byState: Record<HunkState, number> = { unseen: 0, viewed: 0, stale: 0, rejected: 0, "signed-off": 0 };
  const byRisk: Record<RiskLevel, number> = { high: 0, medium: 0, low: 0, unrated: 0 };
  let hundredths = 0;
  let hunks = 0;
  let lines = 0;
  for (const item of items) {
    hundredths += item.hundredths;
    if (item.hunk.generated) continue;
    byState[item.state]++;
    if (!isOpen(item)) continue;
    hunks++;
    lines += openLines(item);
    byRisk[item.risk.level]++;
  }
  return { hundredths, hunks, lines, byState, byRisk };
}

const RISK_ORDER: Readonly<Record<RiskLevel, number>> = { high: 0, medium: 1, unrated: 2, low: 3 };

/** Riskiest first: level, then the sort key, then what costs most, then path and line; never the order of arrival. */
export function riskiestFirst(items: readonly DebtItem[]): readonly DebtItem[] {
  return [...items].sort(
    (a, b) =>
      RISK_ORDER[a.risk.level] - RISK_ORDER[b.risk.level] ||
      b.risk.sortKey - a.risk.sortKey ||
      b.hundredths - a.hundredths ||
      inCodeUnitOrder(a.hunk.path, b.hunk.path) ||
      a.hunk.startLine - b.hunk.startLine ||
      inCodeUnitOrder(a.hunk.id, b.hunk.id),
  );
}

/** The same order in every locale. */
export function inCodeUnitOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
