import { strict as assert } from "node:assert";
import type { DebtDocument } from "./shop-repository";
import type { ShownRow } from "./tree-rows";
import { untilEqual } from "./until";

/** A hunk, as both the tree and the command line tell it. */
interface HunkFact {
  readonly path: string;
  readonly state: string;
  readonly risk: string;
}

/** What is compared: hunks in order of path, and minutes by level of risk. */
interface DebtFacts {
  readonly hunks: readonly HunkFact[];
  readonly minutes: readonly (readonly [string, number])[];
}

/**
 * Waits until the tree's rows say what a document of the command line says: the same hunks in the same states, and the same
 * minutes, to the hundredth, per level of risk. Every group of the tree must be expanded.
 */
export async function assertTreeAgrees(tree: { rows(): Promise<readonly ShownRow[]> }, document: DebtDocument): Promise<void> {
  const said = documentFacts(document);
  const total = hundredths(said.minutes.reduce((sum, [, minutes]) => sum + minutes, 0));
  assert.equal(document.debt.minutes, total, `${document.schema} adds up`);
  await untilEqual(said, async () => treeFacts(await tree.rows()), `the tree and ${document.schema}`);
}

function documentFacts(document: DebtDocument): DebtFacts {
  const hunks = document.hunks.map(({ path, state, risk }) => ({ path, state, risk: risk.level }));
  const minutes = new Map<string, number>();
  for (const { risk, minutes: owed } of document.hunks.filter(({ state }) => state !== "signed-off")) {
    minutes.set(risk.level, hundredths((minutes.get(risk.level) ?? 0) + owed));
  }
  return { hunks: byPath(hunks), minutes: [...minutes].sort() };
}

function treeFacts(rows: readonly ShownRow[]): DebtFacts {
  return { hunks: byPath(rows.flatMap(hunkFact)), minutes: rows.flatMap(riskMinutes).sort() };
}

/** Reads "hunk 3 of 12, high risk, Claude Code, unseen, 14 lines, src/pay.ts". */
function hunkFact(row: ShownRow): readonly HunkFact[] {
  const parts = row.spoken.split(", ");
  if (!/^hunk( \d+ of \d+)?$/.test(parts[0] ?? "")) {
    return [];
  }
  const state = (parts[3] ?? "").replace(/:.*$/s, "").replace("signed off", "signed-off");
  return [{ path: parts.at(-1) ?? "", state, risk: (parts[1] ?? "").replace(" risk", "") }];
}

/** Reads "High Risk: 1 hunk, 5.2 min of review". */
function riskMinutes(row: ShownRow): [string, number][] {
  const [, level, minutes] = /^(\w+) Risk: \d+ hunks?, ([\d.]+) min of review$/.exec(row.spoken) ?? [];
  return level === undefined || minutes === undefined ? [] : [[level.toLowerCase(), Number(minutes)]];
}

function byPath(facts: readonly HunkFact[]): readonly HunkFact[] {
  return [...facts].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function hundredths(minutes: number): number {
  return Math.round(minutes * 100) / 100;
}
