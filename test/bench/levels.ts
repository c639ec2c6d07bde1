/**
 * How many hunks a reviewer is stopped at, by which rules, and a draw of them to read. Every commit that an assistant is marked on is judged as it
 * landed. Needs a repository (`--repo PATH`); `--draw N` prints that many hunks of high risk, chosen by `--seed TEXT`, with their text.
 */
import { createHash } from "node:crypto";
import type { DebtItem, RiskLevel } from "../../src/core/model";
import { isAgentInstruction } from "../../src/core/hunks/classify";
import { openMarked } from "./marked-session";

const LEVELS: readonly RiskLevel[] = ["high", "medium", "unrated", "low"];
/** Lines of a drawn hunk that are printed. */
const SHOWN = 40;

interface Judged {
  readonly commit: string;
  readonly item: DebtItem;
  readonly lines: readonly string[];
}

export async function benchLevels(repository: string | null, draw: number, seed: string): Promise<void> {
  const opened = await openMarked(repository);
  if (opened === null) return;
  const { session, commits } = opened;
  const judged: Judged[] = [];
  for (const { id, parent } of commits) {
    const { items } = await session.open({ base: parent, head: id });
    for (const item of items) {
      const { hunk } = item;
      if (hunk.generated) continue;
      const text = hunk.kind === "edit" ? (session.textOf(hunk.path) ?? "").split("\n").slice(hunk.startLine - 1, hunk.endLine) : (hunk.replaced ?? []);
      judged.push({ commit: id, item, lines: text });
    }
  }
  const share = (level: RiskLevel) => judged.filter(({ item }) => item.risk.level === level).length;
  console.log(`levels: ${judged.length} hunks of ${commits.length} marked commits; ${LEVELS.map((level) => `${level} ${share(level)} (${((100 * share(level)) / Math.max(1, judged.length)).toFixed(1)} %)`).join(", ")}`);
  for (const level of ["high", "medium"] as const) console.log(`  ${level}, by what gives the level: ${tally(judged, level)}`);
  const highs = judged.filter(({ item }) => item.risk.level === "high");
  console.log(`  of ${highs.length} high ones ${highs.filter(({ item }) => isAgentInstruction(item.hunk.path)).length} stand in instructions to agents, which are high whatever they say`);
  for (const one of drawn(highs, draw, seed)) print(one);
}

function tally(judged: readonly Judged[], level: RiskLevel): string {
  const counts = new Map<string, number>();
  for (const { item } of judged.filter((one) => one.item.risk.level === level)) {
    for (const rule of new Set(decisive(item))) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([rule, count]) => `${rule} ${count}`).join(", ");
}

/** The rules whose findings carry the level; without one, the hunk's reasons. */
function decisive({ risk, findings }: DebtItem): readonly string[] {
  const severity = risk.level === "high" ? "error" : "warning";
  const own = findings.filter((finding) => finding.introduced && finding.severity === severity).map(({ rule }) => rule);
  return own.length > 0 ? own : risk.reasons.slice(0, 1).map(({ rule }) => rule);
}

/** The same ones on every machine, whatever the order they come in. */
function drawn(highs: readonly Judged[], count: number, seed: string): readonly Judged[] {
  const keyOf = ({ commit, item }: Judged) => createHash("sha256").update(`${seed}\0${commit}\0${item.hunk.path}\0${item.hunk.startLine}`).digest("hex");
  return [...highs].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)).slice(0, count);
}

function print({ commit, item: { hunk, risk, findings }, lines }: Judged): void {
  console.log(`\n---- ${commit.slice(0, 8)} ${hunk.path}:${hunk.startLine}-${hunk.endLine} ${hunk.kind} ${hunk.codeKind} sort ${risk.sortKey}`);
  for (const finding of findings.filter(({ introduced }) => introduced)) console.log(`  ${finding.severity} ${finding.rule}:${finding.startLine} ${finding.message}`);
  if (findings.length === 0) for (const reason of risk.reasons) console.log(`  reason ${reason.rule} ${reason.message}`);
  for (const line of lines.slice(0, SHOWN)) console.log(`  | ${line.slice(0, 180)}`);
  if (lines.length > SHOWN) console.log(`  | … ${lines.length - SHOWN} more lines`);
}
