/** How states, places and people are said in text output, the same everywhere. */
import { trustCounts, trustOf } from "../core/debt/trust";
import type { DebtItem, DebtSnapshot, Hunk, NotChecked, RiskLevel, StaleReason, Trust, VerdictRecord } from "../core/model";
import { ruleNotAProblem } from "../core/risk/not-a-problem";
import type { Palette } from "./palette";
import { counted } from "../core/counted";
import { quotedPath } from "../core/quoted-path";
import { printable, shownPath } from "./text-layout";

const STALE: Readonly<Record<StaleReason, string>> = {
  changed: "changed since it was approved",
  deleted: "approved lines were deleted",
  moved: "approved lines were re-ordered",
  "edited-by-signer": "edited by you since",
  "unknown-origin": "lines of unknown origin were added",
};

export function stateInWords(item: DebtItem): string {
  if (item.state === "stale" && item.staleReason !== null) return `stale: ${STALE[item.staleReason]}`;
  if (item.state !== "signed-off") return item.state;
  const trust = trustOf(item);
  return trust === null ? "signed off" : `signed off (${TRUST[trust]})`;
}

const TRUST: Readonly<Record<Trust, string>> = { none: "unsigned", "self-declared": "self-declared key", forge: "on the forge", key: "enrolled key", "key+touch": "enrolled key with touch" };

/** `3 hunks signed off (1 self-declared key, 2 enrolled key).`; empty where nothing is. */
export function signedInWords(items: readonly DebtItem[]): string {
  const all = items.filter((item) => item.state === "signed-off" && !item.hunk.generated).length;
  return all === 0 ? "" : `${counted(all, "hunk")} signed off${trustsInWords(items)}.`;
}

/** ` (1 self-declared key, 2 enrolled key)` of what is signed off, or nothing. */
export function trustsInWords(items: readonly DebtItem[]): string {
  const counts = trustCounts(items);
  return counts.length === 0 ? "" : ` (${counts.map(([trust, count]) => `${count} ${TRUST[trust]}`).join(", ")})`;
}

/** Files that are named where one thing was left unchecked in many. */
const NAMED = 3;

/** What was not checked, a line each; what one reason left out in several files is one line. */
export function notCheckedInWords(notChecked: readonly NotChecked[]): readonly string[] {
  const groups = new Map<string, { readonly first: NotChecked; readonly paths: string[] }>();
  for (const one of notChecked) {
    const isApart = one.path === undefined || one.what.includes(one.path);
    const key = isApart ? `${one.what}\0${one.why}\0` : `${one.what}\0${one.why}`;
    const group = groups.get(key) ?? { first: one, paths: [] };
    if (!isApart && one.path !== undefined) group.paths.push(quotedPath(one.path));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first: { what, why }, paths }) => {
    const left = paths.length - NAMED;
    const named = `${paths.slice(0, NAMED).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
    return `${what}${paths.length === 0 ? "" : paths.length === 1 ? ` (${named})` : ` in ${counted(paths.length, "file")} (${named})`}: ${why}`;
  });
}

/** `src/pay.ts:10-24`; for a removal the place between two lines. */
export function placeOf(hunk: Hunk): string {
  return `${shownPath(hunk.path)}:${linesOfHunk(hunk)}`;
}

export function linesOfHunk(hunk: Hunk): string {
  if (hunk.kind === "removal" || hunk.startLine === hunk.endLine) return String(hunk.startLine);
  return `${hunk.startLine}-${hunk.endLine}`;
}

/** `14 lines`, `3 lines removed`. */
export function sizeOf(hunk: Hunk): string {
  if (hunk.kind === "edit") return counted(hunk.endLine - hunk.startLine + 1, "line");
  return hunk.replaced === null ? "lines removed" : `${counted(hunk.replaced.length, "line")} removed`;
}

export function riskColour(level: RiskLevel, palette: Palette): (text: string) => string {
  if (level === "high") return palette.bad;
  return level === "medium" ? palette.caution : palette.dim;
}

/** `Since the merge base with origin/main (a2d9b92), on feature, uncommitted work included.` */
export function scopeInWords(snapshot: DebtSnapshot): string {
  const { scope } = snapshot;
  if (scope.all) return `Everything by assistants, history included, ${headInWords(scope.head)}.`;
  const base = scope.base === null ? "No commits to measure from" : `Since ${withArticle(scope.baseLabel)} (${scope.base.slice(0, 7)})`;
  const branch = scope.branch === null ? "on a detached HEAD" : `on ${printable(scope.branch)}`;
  return `${base}, ${branch}, ${headInWords(scope.head)}.`;
}

function withArticle(label: string): string {
  if (label.startsWith("since ")) return printable(label.slice("since ".length));
  return /^(merge base|last push)/.test(label) ? `the ${printable(label)}` : printable(label);
}

function headInWords(head: string): string {
  if (head === "worktree") return "uncommitted work included";
  if (head === "index") return "staged work only";
  return `up to ${head.slice(0, 7)}`;
}

/** `2026-11-20 14:02 UTC`. */
export function momentOf(at: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(at);
  return match ? `${match[1] ?? ""} ${match[2] ?? ""} UTC` : printable(at);
}

export function verdictInWords(record: VerdictRecord): string {
  if (record.type === "withdrawn" || record.verdict === "withdrawn") return "withdrew";
  if (record.type === "edited") return "answers for own edit of";
  const quieted = ruleNotAProblem(record);
  if (quieted !== null) return `says that ${printable(quieted)} is not a problem in`;
  if (record.type === "correction") return record.criteria[0] === "ai" ? "says that an assistant wrote" : "says that no assistant wrote";
  if (record.type === "waiver") return "waived";
  if (record.verdict === "rejected") return "rejected";
  return record.verdict === "approved-with-notes" ? "approved with notes" : "approved";
}

/** What stands behind a record, as a mark that can't be overlooked when nothing does. */
export function trustInWords(record: VerdictRecord, palette: Palette): string {
  switch (record.trust) {
    case "none":
      return palette.bad("UNSIGNED");
    case "self-declared":
      return palette.caution("signed, self-declared");
    case "forge":
      return palette.caution("approved on the forge");
    case "key":
      return palette.good("signed, enrolled key");
    case "key+touch":
      return palette.good("signed, enrolled key with touch");
  }
}

/** What a waiver does for a hunk, or why it does nothing; the reason as it was given. */
export function waiverInWords(item: DebtItem): readonly string[] {
  const { waived, waiverRefused } = item;
  if (waived !== undefined) return [`waived until ${momentOf(waived.deadline ?? "")} by ${printable(waived.signer)}: “${printable(waived.reason ?? "")}”`];
  return waiverRefused === undefined ? [] : [printable(waiverRefused)];
}
