import type { DebtSnapshot, Severity } from "../core/model";
import { isOpen } from "../core/debt/open-lines";

const ORDER: readonly Severity[] = ["error", "warning", "note"];

/**
 * The snapshot with one more condition: no introduced finding of this severity or a worse one in a hunk that nobody
 * answers for, nor, where those are listed, outside of hunks. It can only make a verdict fail, never pass.
 */
export function failOn(snapshot: DebtSnapshot, level: Severity | undefined, findingsOutsideHunks: boolean): DebtSnapshot {
  if (level === undefined) return snapshot;
  const counted = ORDER.slice(0, ORDER.indexOf(level) + 1);
  const open = new Set(snapshot.items.filter(isOpen).map((item) => item.hunk.id));
  const counts = (hunk: string | null) => (hunk === null ? findingsOutsideHunks : open.has(hunk));
  const found = snapshot.findings.filter(({ finding, hunk }) => finding.introduced && counted.includes(finding.severity) && counts(hunk));
  const actual = found.length;
  const hunks = [...new Set(found.flatMap(({ hunk }) => hunk ?? []))];
  const condition = {
    condition: `--fail-on ${level}`,
    limit: 0,
    actual,
    pass: actual === 0,
    why: `${actual} introduced finding(s) of severity ${counted.join(" or ")} ${findingsOutsideHunks ? "" : "in hunks "}that nobody answers for`,
    ...(hunks.length === 0 ? {} : { hunks }),
  };
  return {
    ...snapshot,
    gate: [...snapshot.gate, condition],
    verdict: snapshot.verdict === "pass" && !condition.pass ? "fail" : snapshot.verdict,
  };
}

/** contract.md's exit code of a verdict; `soft` turns 1 into 0 and nothing else. */
export function exitCodeOfVerdict(verdict: DebtSnapshot["verdict"], soft: boolean): 0 | 1 | 3 {
  if (verdict === "not-evaluated") return 3;
  return verdict === "fail" && !soft ? 1 : 0;
}
