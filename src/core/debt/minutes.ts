/** Product.md's formula, in whole hundredths of a minute, so that sums never depend on the order of addition. */
import type { CodeKind, MinutesFactors, RiskLevel } from "../model";
import type { DebtFactors } from "../policy/configuration-types";

export interface DebtInput {
  readonly significantLines: number;
  readonly seams: number;
  readonly kind: CodeKind;
  readonly risk: RiskLevel;
  readonly tests: "executed" | "notExecuted" | "unknown";
  readonly generated: boolean;
}

/** Hundredths of a minute owed; 0 for generated code and where nothing is unverified. */
export function hundredthsOf(input: DebtInput, factors: DebtFactors): number {
  const applied = factorsOf(input, factors);
  return applied === null ? 0 : Math.round((applied.perLine * applied.lines + applied.fixed + applied.perSeam * applied.seams) * applied.kind * applied.risk * applied.tests * 100);
}

/** Every factor as it applies, for the hover; null where nothing is owed. */
export function factorsOf(input: DebtInput, factors: DebtFactors): MinutesFactors | null {
  if (input.generated || (input.significantLines === 0 && input.seams === 0)) return null;
  return {
    lines: input.significantLines,
    seams: input.seams,
    perLine: factors.minutesPerLine,
    fixed: factors.perHunk,
    perSeam: factors.perSeam,
    kind: factors.kind[input.kind],
    risk: factors.risk[input.risk],
    tests: factors.tests[input.tests],
  };
}

/** "about 3 h", "about 25 min", "under a minute"; for people, never for sums. */
export function roundedMinutes(hundredths: number): string {
  const minutes = hundredths / 100;
  if (minutes === 0) return "nothing";
  if (minutes < 1) return "under a minute";
  if (minutes < 10) return `about ${Math.round(minutes)} min`;
  if (minutes < 90) return `about ${Math.round(minutes / 5) * 5} min`;
  const hours = minutes / 60;
  return hours < 10 ? `about ${Math.round(hours * 2) / 2} h` : `about ${Math.round(hours)} h`;
}
