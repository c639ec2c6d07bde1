/**
 * One flat list of what a check has to point at, worst first: the annotations of every machine format are made from
 * it, so that no two formats say different things, and a limit always cuts the least important.
 */
import { hash } from "../core/fingerprint/lines";
import { isOpen } from "../core/debt/open-lines";
import type { AttachedFinding, DebtItem, DebtSnapshot, Finding, FindingClass, RiskLevel, Severity } from "../core/model";
import { exactMinutes } from "./minutes";
import { counted } from "../core/counted";
import { printable } from "./text-layout";
import { inCodeUnitOrder } from "./totals";
import { sizeOf, stateInWords } from "./words";

export interface Issue {
  /** A finding's rule, or one of `HUNK_RULES`. */
  readonly rule: string;
  readonly class: FindingClass | "verification";
  readonly level: Severity;
  readonly path: string;
  /** 1-based, at least 1, ends inclusive. Columns are null where the whole lines are meant. */
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** A failing condition of the gate counts it. */
  readonly blocks: boolean;
  /** Introduced by this change. */
  readonly introduced: boolean;
  readonly hunk: string | null;
  /** 64 hex digits that stay while the text stays, wherever it moves in its file; unique in the list. */
  readonly fingerprint: string;
  readonly related: Finding["related"];
}

export const HUNK_RULES = {
  "unverified-hunk": {
    title: "Code by an assistant that nobody has answered for",
    why: "An assistant wrote these lines and no person has signed them off.",
    fix: "Read it and sign it off (countersign sign, or Sign Off… in the editor), change it, or remove it.",
  },
  "stale-hunk": {
    title: "Approved code that changed since",
    why: "The text is not the one that was approved: exactly the change is owed.",
    fix: "Look at the changes since the sign-off (Show Changes Since Sign-off in the editor) and sign again.",
  },
  "rejected-hunk": {
    title: "Code that a person refused",
    why: "A reviewer rejected these lines, and they still stand.",
    fix: "Rework or remove them, or have the rejection withdrawn by who gave it.",
  },
  "unmet-requirement": {
    title: "Signed off, but not as the policy asks",
    why: "The sign-off lacks something that the policy demands at this risk: another signer, a criterion, more trust, an owner.",
    fix: "countersign why FILE:LINE says who answers for it; ask for what is missing.",
  },
  "unclaimed-lines": {
    title: "Changed lines whose origin nobody knows",
    why: "No hook, note or mark says who wrote them, and the policy limits how many of those there may be.",
    fix: "Connect the assistant's hook (countersign connect), or say whose they are.",
  },
} as const;

export type HunkRule = keyof typeof HUNK_RULES;

const LEVEL_OF_RISK: Readonly<Record<RiskLevel, Severity>> = { high: "error", medium: "warning", unrated: "warning", low: "note" };
const LEVEL_ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Blocking first, then by level, risk, minutes, path and line; the order of arrival decides nothing. */
export function checkIssues(snapshot: DebtSnapshot, findingsOutsideHunks: boolean): readonly Issue[] {
  const failing = snapshot.gate.filter((condition) => !condition.pass);
  const blocking = new Set(failing.flatMap((condition) => condition.hunks ?? []));
  const ranked: Ranked[] = [];
  for (const item of snapshot.items) {
    if (!isOpen(item) && !blocking.has(item.hunk.id)) continue;
    ranked.push({ ...rankOf(item), issue: hunkIssue(item, blocking.has(item.hunk.id)) });
  }
  const itemOf = new Map(snapshot.items.map((item) => [item.hunk.id, item]));
  for (const attached of snapshot.findings) {
    const item = attached.hunk === null ? undefined : itemOf.get(attached.hunk);
    const isShown = item === undefined ? findingsOutsideHunks : isOpen(item) && attached.finding.introduced;
    if (isShown) ranked.push({ sortKey: 0, hundredths: 0, ...(item === undefined ? {} : rankOf(item)), issue: findingIssue(attached, attached.hunk !== null && blocking.has(attached.hunk)) });
  }
  if (failing.some(({ condition }) => condition.startsWith("patch.unclaimed"))) {
    for (const { path, ranges } of snapshot.unclaimed.files) {
      for (const { start, end } of ranges) ranked.push({ sortKey: 0, hundredths: 0, issue: unclaimedIssue(path, start, end) });
    }
  }
  return distinct(ranked.sort(worstFirst).map(({ issue }) => issue));
}

interface Ranked {
  readonly sortKey: number;
  readonly hundredths: number;
  readonly issue: Issue;
}

function rankOf(item: DebtItem): Omit<Ranked, "issue"> {
  return { sortKey: item.risk.sortKey, hundredths: item.hundredths };
}

function worstFirst(one: Ranked, other: Ranked): number {
  const [a, b] = [one.issue, other.issue];
  return (
    Number(b.blocks) - Number(a.blocks) ||
    LEVEL_ORDER[a.level] - LEVEL_ORDER[b.level] ||
    other.sortKey - one.sortKey ||
    other.hundredths - one.hundredths ||
    inCodeUnitOrder(a.path, b.path) ||
    a.startLine - b.startLine ||
    (a.startColumn ?? 0) - (b.startColumn ?? 0) ||
    inCodeUnitOrder(a.rule, b.rule) ||
    inCodeUnitOrder(a.fingerprint, b.fingerprint) ||
    inCodeUnitOrder(a.message, b.message)
  );
}

function hunkIssue(item: DebtItem, blocks: boolean): Issue {
  const { hunk, risk } = item;
  const rule: HunkRule = item.state === "rejected" ? "rejected-hunk" : item.state === "stale" ? "stale-hunk" : item.state === "signed-off" ? "unmet-requirement" : "unverified-hunk";
  const name = hunk.symbol === null ? "" : ` in ${printable(hunk.symbol)}`;
  const reasons = risk.reasons.map(({ message }) => message).join("; ");
  const state = item.state === "viewed" || item.state === "unseen" ? "nobody has answered for it" : stateInWords(item);
  return {
    rule,
    class: "verification",
    level: item.state === "rejected" ? "error" : LEVEL_OF_RISK[risk.level],
    path: hunk.path,
    startLine: Math.max(1, hunk.startLine),
    endLine: Math.max(1, hunk.startLine, hunk.endLine),
    startColumn: null,
    endColumn: null,
    message: `${sizeOf(hunk)} by ${printable(hunk.assistant)}${name}, ${risk.level === "unrated" ? "risk unrated" : `${risk.level} risk`}: ${state}${reasons === "" ? "" : ` (${reasons})`}. ${item.hundredths > 0 ? `About ${exactMinutes(item.hundredths)} of review.` : ""}`.trim(),
    why: HUNK_RULES[rule].why,
    fix: HUNK_RULES[rule].fix,
    blocks,
    introduced: true,
    hunk: hunk.id,
    fingerprint: hash(`${rule}\n${hunk.path}\n${hunk.id}`),
    related: [],
  };
}

function findingIssue({ finding, hunk }: AttachedFinding, blocks: boolean): Issue {
  const { startLine, endLine, startColumn, endColumn } = finding;
  return {
    rule: finding.rule,
    class: finding.class,
    level: finding.severity,
    path: finding.path,
    startLine: Math.max(1, startLine),
    endLine: Math.max(1, startLine, endLine),
    startColumn: Math.max(1, startColumn),
    endColumn: Math.max(endLine > startLine ? 1 : Math.max(1, startColumn), endColumn),
    message: finding.message,
    why: finding.why,
    fix: finding.fix,
    blocks: blocks && finding.introduced,
    introduced: finding.introduced,
    hunk,
    fingerprint: hash(`${finding.rule}\n${finding.path}\n${finding.contentKey}`),
    related: finding.related,
  };
}

function unclaimedIssue(path: string, start: number, end: number): Issue {
  return {
    rule: "unclaimed-lines",
    class: "verification",
    level: "warning",
    path,
    startLine: start,
    endLine: end,
    startColumn: null,
    endColumn: null,
    message: `${counted(end - start + 1, "changed line")} of unknown origin`,
    why: HUNK_RULES["unclaimed-lines"].why,
    fix: HUNK_RULES["unclaimed-lines"].fix,
    blocks: true,
    introduced: true,
    hunk: null,
    fingerprint: hash(`unclaimed-lines\n${path}\n${start}-${end}`),
    related: [],
  };
}

/** Equal findings on equal text would share a fingerprint, and forges show only the first of those. */
function distinct(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Map<string, number>();
  return issues.map((issue) => {
    const count = (seen.get(issue.fingerprint) ?? 0) + 1;
    seen.set(issue.fingerprint, count);
    return count === 1 ? issue : { ...issue, fingerprint: hash(`${issue.fingerprint}#${count}`) };
  });
}
