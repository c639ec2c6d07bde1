import type { DebtItem, RiskLevel } from "../model";

/** What looking at a hunk of this level is worth, against its minutes. Unrated counts as medium: nobody could look. */
const WORTH: Readonly<Record<RiskLevel, number>> = { high: 8, medium: 3, unrated: 3, low: 1 };

/**
 * Which open hunks to review in the time at hand: as much risk as fits. Hunks are taken by level first and by worth a
 * minute within the time that is left; a hunk that alone takes longer than all of it is taken only when nothing else is.
 * `hundredths`: time in hundredths of a minute. The answer keeps the order of `open`, and fits, but for that one hunk.
 */
export function bestUse(open: readonly DebtItem[], hundredths: number): readonly DebtItem[] {
  const levels: readonly RiskLevel[] = ["high", "medium", "unrated", "low"];
  const chosen = new Set<DebtItem>();
  let left = hundredths;
  for (const level of levels) {
    const fitting = open.filter((item) => item.risk.level === level).sort((one, other) => density(other) - density(one) || other.risk.sortKey - one.risk.sortKey);
    for (const item of fitting) {
      if (item.hundredths <= left) {
        chosen.add(item);
        left -= item.hundredths;
      }
    }
  }
  const [first] = open;
  if (chosen.size === 0 && first !== undefined) chosen.add(first);
  return open.filter((item) => chosen.has(item));
}

/** Worth a minute; seams and tests make equal levels differ. */
function density(item: DebtItem): number {
  return (WORTH[item.risk.level] + item.findings.length) / Math.max(item.hundredths, 1);
}
