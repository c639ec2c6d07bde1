import type { DebtSnapshot } from "../model";

/** An opt-in limit on unreviewed debt. It tells people and agents to review first; it fails no gate and blocks no edit. */
export interface BudgetState {
  /** Minutes that the configuration allows. */
  readonly minutes: number;
  /** Whole hundredths of a minute owed beyond them; 0 within the budget. */
  readonly overHundredths: number;
}

/** Null where nobody set a budget. */
export function budgetState(snapshot: DebtSnapshot): BudgetState | null {
  const minutes = snapshot.policy.budget ?? 0;
  if (minutes <= 0) return null;
  const owed = snapshot.items.reduce((sum, item) => sum + item.hundredths, 0);
  return { minutes, overHundredths: Math.max(0, owed - Math.round(minutes * 100)) };
}
