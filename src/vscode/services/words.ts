import { l10n } from "vscode";
import { TOP_FOLDER } from "../../core/hunks/modules";
import { trustOf } from "../../core/debt/trust";
import type { Basis, DebtItem, HunkState, RiskLevel, Scope, StaleReason, Trust, Verdict } from "../../core/model";
import { AGES } from "./arrangement";
import type { Age, Grouping, HunkFilter, Order } from "./arrangement";
import type { WalkTally } from "./review-walk";
import { longAssistantName, shortAssistantName } from "./assistants";

/** The product's words, localised, in one place: views and dialogs put them together and invent none. */

export function stateWord(state: HunkState): string {
  switch (state) {
    case "unseen":
      return l10n.t("unseen");
    case "viewed":
      return l10n.t("viewed");
    case "signed-off":
      return l10n.t("signed off");
    case "stale":
      return l10n.t("stale");
    case "rejected":
      return l10n.t("rejected");
  }
}

export function riskWord(level: RiskLevel): string {
  switch (level) {
    case "high":
      return l10n.t("high risk");
    case "medium":
      return l10n.t("medium risk");
    case "low":
      return l10n.t("low risk");
    case "unrated":
      return l10n.t("unrated risk");
  }
}

export function riskTitle(level: RiskLevel): string {
  switch (level) {
    case "high":
      return l10n.t("High Risk");
    case "medium":
      return l10n.t("Medium Risk");
    case "low":
      return l10n.t("Low Risk");
    case "unrated":
      return l10n.t("Unrated Risk");
  }
}

function staleWord(reason: StaleReason): string {
  switch (reason) {
    case "changed":
      return l10n.t("changed since sign-off");
    case "deleted":
      return l10n.t("approved lines deleted");
    case "moved":
      return l10n.t("approved lines re-ordered");
    case "edited-by-signer":
      return l10n.t("edited by you since");
    case "unknown-origin":
      return l10n.t("lines of unknown origin inside");
  }
}

export function basisWord(basis: Basis): string {
  switch (basis) {
    case "read":
      return l10n.t("read");
    case "tested":
      return l10n.t("tested");
    case "paired":
      return l10n.t("paired");
    case "accepted-risk":
      return l10n.t("accepted risk");
  }
}

export function verdictWord(verdict: Verdict): string {
  switch (verdict) {
    case "approved":
      return l10n.t("approved");
    case "approved-with-notes":
      return l10n.t("approved with notes");
    case "rejected":
      return l10n.t("rejected");
    case "withdrawn":
      return l10n.t("withdrawn");
  }
}

export function trustWord(trust: Trust): string {
  switch (trust) {
    case "none":
      return l10n.t("unsigned");
    case "self-declared":
      return l10n.t("signed, self-declared key");
    case "forge":
      return l10n.t("approved on the forge");
    case "key":
      return l10n.t("signed with an enrolled key");
    case "key+touch":
      return l10n.t("signed with an enrolled touch key");
  }
}

export function lineCount(count: number): string {
  return count === 1 ? l10n.t("1 line") : l10n.t("{0} lines", count);
}

export function hunkCount(count: number): string {
  return count === 1 ? l10n.t("1 hunk") : l10n.t("{0} hunks", count);
}

export function lineSpan(start: number, end: number): string {
  return end <= start ? l10n.t("line {0}", start) : l10n.t("lines {0}–{1}", start, end);
}

/** Rounded for people: "about 42 min", "about 3 h", in half hours from ninety minutes on. */
export function roundedMinutes(hundredths: number): string {
  const minutes = hundredths / 100;
  if (hundredths <= 0) {
    return l10n.t("0 min");
  }
  if (minutes < 1) {
    return l10n.t("under 1 min");
  }
  return minutes < 90 ? l10n.t("about {0} min", Math.round(minutes)) : l10n.t("about {0} h", Math.round(minutes / 30) / 2);
}

/** To the hundredth, for hovers and tooltips: "9.5 min". */
export function exactMinutes(hundredths: number): string {
  return l10n.t("{0} min", hundredths / 100);
}

/** Lines a person has to look at; for a removal, the lines it took away (0 where that is not known). */
export function hunkLines(item: DebtItem): number {
  return item.hunk.kind === "removal" ? (item.hunk.replaced?.length ?? 0) : item.hunk.endLine - item.hunk.startLine + 1;
}

/** What it amounts to: "14 lines", "removed 6 lines". */
export function extent(item: DebtItem): string {
  const count = hunkLines(item);
  if (item.hunk.kind === "edit") {
    return lineCount(count);
  }
  if (count === 0) {
    return l10n.t("removed lines");
  }
  return count === 1 ? l10n.t("removed 1 line") : l10n.t("removed {0} lines", count);
}

/** Name of a hunk in a list: its symbol, or where it stands. */
export function hunkLabel(item: DebtItem): string {
  const { hunk } = item;
  if (hunk.kind === "removal") {
    return hunk.symbol === null ? l10n.t("before line {0}", hunk.startLine) : l10n.t("in {0}", hunk.symbol);
  }
  return hunk.symbol ?? lineSpan(hunk.startLine, hunk.endLine);
}

/** State with its reason: "stale: changed since sign-off". */
export function stateText(item: DebtItem): string {
  if (item.state === "stale" && item.staleReason !== null) {
    return l10n.t("stale: {0}", staleWord(item.staleReason));
  }
  const trust = item.state === "signed-off" ? trustOf(item) : null;
  if (trust !== null) {
    return l10n.t("signed off: {0}", trustWord(trust));
  }
  const reason = item.state === "rejected" ? item.records.find((record) => record.verdict === "rejected")?.reason : undefined;
  return reason === undefined ? stateWord(item.state) : l10n.t("rejected: {0}", oneLine(reason, 60));
}

/** "3 of 12, high risk, Claude": said on navigation. */
export function positionText(item: DebtItem, place: number, count: number): string {
  return l10n.t("{0} of {1}, {2}, {3}", place + 1, count, riskWord(item.risk.level), shortAssistantName(item.hunk.assistant));
}

/** The whole row for a screen reader: "hunk 3 of 12, high risk, Claude Code, unseen, 14 lines, src/pay.ts". */
export function spokenText(item: DebtItem, place: number | undefined, count: number): string {
  const what = place === undefined ? l10n.t("hunk") : l10n.t("hunk {0} of {1}", place + 1, count);
  return [what, riskWord(item.risk.level), longAssistantName(item.hunk.assistant), stateText(item), extent(item), item.hunk.path].join(", ");
}

/** One line of somebody's text, cut at `limit` characters; control characters become spaces. */
export function oneLine(text: string, limit: number): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]+/gu, " ").trim();
  return plain.length > limit ? `${plain.slice(0, limit - 1)}…` : plain;
}

/** What the debt is measured from: "since merge base with origin/main". */
export function scopeText(scope: Scope): string {
  return scope.all ? l10n.t("whole history") : l10n.t("since {0}", scope.baseLabel);
}

/** Title of a row at the top of the tree: "High Risk", "Claude Code, session 3f2a91c0", "src/pay", "@shop/payments". */
export function sectionTitle(section: { readonly grouping: Grouping; readonly value: string; readonly items: readonly DebtItem[] }): string {
  switch (section.grouping) {
    case "risk":
      return riskTitle(section.items[0]?.risk.level ?? "unrated");
    case "session":
      return sessionTitle(section.items[0]);
    case "assistant":
      return longAssistantName(section.value);
    case "module":
      return section.value === TOP_FOLDER ? l10n.t("Top folder") : section.value;
    case "owner":
      return section.value === "" ? l10n.t("No Owner") : oneLine(section.value, 100);
    case "age":
      return ageTitle(AGES.find((age) => age === section.value) ?? "uncommitted");
    case "file":
      return "";
  }
}

function ageTitle(age: Age): string {
  switch (age) {
    case "older":
      return l10n.t("Older than 30 Days");
    case "month":
      return l10n.t("7 to 30 Days Old");
    case "week":
      return l10n.t("1 to 7 Days Old");
    case "day":
      return l10n.t("Less than a Day Old");
    case "uncommitted":
      return l10n.t("Not Committed Yet");
  }
}

/** An assistant's session by the start of its id; sources that know none have one nameless session each. */
export function sessionTitle(item: DebtItem | undefined): string {
  if (item === undefined) {
    return "";
  }
  const name = longAssistantName(item.hunk.assistant);
  const session = oneLine(item.hunk.agentSession, 200);
  return session === "" ? l10n.t("{0}, session not known", name) : l10n.t("{0}, session {1}", name, session.slice(0, 12));
}

/** "Walk ended: 2 approved, 1 rejected, 3 undecided." */
export function tallyText({ approved, rejected, edited, undecided }: WalkTally): string {
  const parts = [
    ...(approved === 0 ? [] : [l10n.t("{0} approved", approved)]),
    ...(rejected === 0 ? [] : [l10n.t("{0} rejected", rejected)]),
    ...(edited === 0 ? [] : [l10n.t("{0} own edits", edited)]),
    ...(undecided === 0 ? [] : [l10n.t("{0} undecided", undecided)]),
  ];
  return parts.length === 0 ? l10n.t("Walk ended.") : l10n.t("Walk ended: {0}.", parts.join(", "));
}

export function groupingWord(grouping: Grouping): string {
  switch (grouping) {
    case "risk":
      return l10n.t("Risk");
    case "file":
      return l10n.t("File");
    case "session":
      return l10n.t("Assistant Session");
    case "module":
      return l10n.t("Module");
    case "owner":
      return l10n.t("Owner");
    case "assistant":
      return l10n.t("Assistant");
    case "age":
      return l10n.t("Age");
  }
}

export function orderWord(order: Order): string {
  switch (order) {
    case "riskiest":
      return l10n.t("Riskiest First");
    case "oldest":
      return l10n.t("Oldest First");
    case "path":
      return l10n.t("File Order");
  }
}

/** What a filter lets through, in a few words for the head of the view; "" where it lets everything through. */
export function filterText(filter: HunkFilter): string {
  const parts = [
    ...(filter.picked === undefined ? [] : [filter.picked.label]),
    ...(filter.risks === undefined ? [] : [filter.risks.map(riskWord).join(", ")]),
    ...(filter.states === undefined ? [] : [filter.states.map(stateWord).join(", ")]),
    ...(filter.activeFile === true ? [l10n.t("this file")] : []),
    ...(filter.hideTests === true ? [l10n.t("without tests")] : []),
  ];
  return parts.join(" · ");
}
