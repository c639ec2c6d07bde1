/** How much stands behind what is signed off: shown wherever it is shown. */
import { TRUST_ORDER, type DebtItem, type Trust } from "../model";

/** A hunk is worth what its weakest approval is; null where none answers for it. */
export function trustOf(item: DebtItem): Trust | null {
  const trusts = item.records.flatMap(({ type, verdict, trust }) => ((type === "signoff" || type === "edited") && verdict.startsWith("approved") ? [TRUST_ORDER.indexOf(trust)] : []));
  return trusts.length === 0 ? null : (TRUST_ORDER[Math.min(...trusts)] ?? null);
}

/** How many signed-off hunks are worth how much, the weakest first; generated ones are in none. */
export function trustCounts(items: readonly DebtItem[]): readonly (readonly [trust: Trust, count: number])[] {
  const signed = items.filter((item) => item.state === "signed-off" && !item.hunk.generated).map(trustOf);
  return TRUST_ORDER.flatMap((trust) => {
    const count = signed.filter((one) => one === trust).length;
    return count === 0 ? [] : [[trust, count] as const];
  });
}
