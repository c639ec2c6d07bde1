/** `countersign next`: which hunks to sign so that the gate passes, for the fewest minutes. */
import type { DebtItem, GateCondition } from "../model";
import { ageInDays, evaluateGate, isAnswered, isWaived, type GateInput } from "./gate";
import { GATE_LIMITS, type Configuration } from "./configuration-types";

export interface Step {
  readonly item: DebtItem;
  /** The failed conditions that this sign-off helps to satisfy, such as `patch.high`. */
  readonly towards: readonly string[];
}

export interface CheapestWay {
  /** In the order in which they pay most for a minute. */
  readonly steps: readonly Step[];
  /** Hundredths of a minute for all steps. */
  readonly hundredths: number;
  /** Failed conditions that no sign-off can satisfy. */
  readonly beyond: readonly GateCondition[];
}

/** What a rejected hunk or a line of unknown origin needs is not a sign-off. */
function isBeyondSigning({ condition }: GateCondition): boolean {
  return condition.endsWith(".rejected") || condition.endsWith(".unclaimed");
}

function isAge({ condition }: GateCondition): boolean {
  return condition.endsWith(".age");
}

/**
 * A greedy cover, then without the steps that later ones made needless. Where each condition counts hunks of one risk,
 * which is what policies ask, this is the cheapest there is; over several that overlap it is close (Chvátal 1979: within ln n).
 */
export function cheapestWay(input: GateInput, configuration: Configuration, gate: "patch" | "project" = "patch"): CheapestWay {
  const failed = evaluateGate(gate, input, configuration).filter((condition) => !condition.pass);
  const payable = failed.filter((condition) => !isBeyondSigning(condition));
  const candidates = input.items.filter((item) => item.state !== "rejected" && !item.hunk.generated && !isAnswered(item, configuration) && !isWaived(item) && !(gate === "project" && item.known === true));
  const weights = weightsOf(candidates, payable, input, configuration, gate);
  // Every hunk that is too old has to be signed; what the other conditions count, only down to their limit.
  const missing = payable.map((condition, index) => (isAge(condition) ? input.items.filter((item) => item.state === "rejected" && ageInDays(item, input.reference) > condition.limit).length + sumOf(candidates, weights, index) : condition.actual - condition.limit));
  const chosen = prune(cover(candidates, weights, missing), weights, missing);
  const left = missing.map((amount, index) => amount - sumOf(chosen, weights, index));
  const isBeyond = (condition: GateCondition) => isBeyondSigning(condition) || (left[payable.indexOf(condition)] ?? 0) > 1e-9;
  return {
    steps: chosen.map((item) => ({ item, towards: payable.filter((_, index) => (weights.get(item)?.[index] ?? 0) > 0).map((condition) => condition.condition) })),
    hundredths: chosen.reduce((sum, item) => sum + item.hundredths, 0),
    beyond: failed.filter(isBeyond),
  };
}

/** What signing an item takes off each failed condition. Every measure of the gate is a sum over items, so one alone tells. */
function weightsOf(items: readonly DebtItem[], failed: readonly GateCondition[], input: GateInput, configuration: Configuration, gate: "patch" | "project"): Map<DebtItem, readonly number[]> {
  const zero = Object.fromEntries(GATE_LIMITS.map((name) => [name, 0]));
  const bare: Configuration = { ...configuration, policy: { ...configuration.policy, gates: { ...configuration.policy.gates, [gate]: { ...configuration.policy.gates[gate], ...zero } } } };
  const findings = new Map<string, GateInput["findings"][number][]>();
  for (const entry of input.findings) if (entry.hunk !== null) findings.set(entry.hunk, [...(findings.get(entry.hunk) ?? []), entry]);
  return new Map(
    items.map((item) => {
      const alone = evaluateGate(gate, { items: [item], findings: findings.get(item.hunk.id) ?? [], unclaimedLines: 0 }, bare);
      return [item, failed.map((condition) => (isAge(condition) ? Number(ageInDays(item, input.reference) > condition.limit) : (alone.find((one) => one.condition === condition.condition)?.actual ?? 0)))];
    }),
  );
}

function cover(candidates: readonly DebtItem[], weights: ReadonlyMap<DebtItem, readonly number[]>, missing: readonly number[]): DebtItem[] {
  const left = [...missing];
  const open = new Set(candidates);
  const chosen: DebtItem[] = [];
  while (left.some((amount) => amount > 1e-9)) {
    let best: DebtItem | null = null;
    let bestScore = 0;
    for (const item of open) {
      // Each condition counts for what is still missing of it, as a share of what was: lines and hunks then compare.
      const gain = (weights.get(item) ?? []).reduce((sum, weight, index) => sum + Math.min(weight, Math.max(0, left[index] ?? 0)) / (missing[index] ?? 1), 0);
      const score = gain / (item.hundredths + 1);
      if (score > bestScore) [best, bestScore] = [item, score];
    }
    if (best === null) break;
    open.delete(best);
    chosen.push(best);
    (weights.get(best) ?? []).forEach((weight, index) => (left[index] = (left[index] ?? 0) - weight));
  }
  return chosen;
}

function prune(chosen: readonly DebtItem[], weights: ReadonlyMap<DebtItem, readonly number[]>, missing: readonly number[]): DebtItem[] {
  let kept = [...chosen];
  const reached = missing.map((amount, index) => Math.min(amount, sumOf(chosen, weights, index)));
  for (const item of [...chosen].sort((one, other) => other.hundredths - one.hundredths)) {
    const without = kept.filter((other) => other !== item);
    if (reached.every((amount, index) => sumOf(without, weights, index) >= amount - 1e-9)) kept = without;
  }
  return kept;
}

function sumOf(items: readonly DebtItem[], weights: ReadonlyMap<DebtItem, readonly number[]>, index: number): number {
  return items.reduce((sum, item) => sum + (weights.get(item)?.[index] ?? 0), 0);
}
