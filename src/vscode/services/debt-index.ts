import type { DebtItem, DebtSnapshot, RiskLevel } from "../../core/model";

/** Unrated stands above low, as in its share of the minutes: nobody could look. */
export const RISK_ORDER: readonly RiskLevel[] = ["high", "medium", "unrated", "low"];

export interface FileGroup {
  readonly path: string;
  readonly items: readonly DebtItem[];
}

/** One snapshot, arranged for the views: nothing is decided here but the order. */
export interface DebtIndex {
  readonly snapshot: DebtSnapshot;
  /** Open hunks, riskiest first: the order of the tree, of next and previous, and of the walk. */
  readonly open: readonly DebtItem[];
  readonly byRisk: ReadonlyMap<RiskLevel, readonly FileGroup[]>;
  readonly signedOff: readonly FileGroup[];
  /** Generated and vendored: listed, and owing nothing. */
  readonly generated: readonly FileGroup[];
  readonly byId: ReadonlyMap<string, DebtItem>;
  /** By path, in order of lines; signed-off hunks included. */
  readonly byPath: ReadonlyMap<string, readonly DebtItem[]>;
  /** 0-based place in `open`. */
  readonly place: ReadonlyMap<string, number>;
  /** Hunks that owe or owed something: all but the generated ones. */
  readonly total: number;
  /** Whole hundredths of a minute owed in all. */
  readonly hundredths: number;
  /** Unclaimed lines are listed: there are some, and the policy does not ignore them. */
  readonly listsUnclaimed: boolean;
  /** There is nothing to list at all. */
  readonly isEmpty: boolean;
}

/** A hunk that still waits for a person. */
export function isOpen(item: DebtItem): boolean {
  return item.state !== "signed-off" && !item.hunk.generated;
}

export function indexDebt(snapshot: DebtSnapshot): DebtIndex {
  const open = snapshot.items.filter(isOpen);
  const byRisk = new Map<RiskLevel, readonly FileGroup[]>();
  for (const level of RISK_ORDER) {
    const files = groupByFile(open.filter((item) => item.risk.level === level));
    if (files.length > 0) {
      byRisk.set(level, files);
    }
  }
  const ordered = [...byRisk.values()].flat().flatMap((file) => file.items);
  const byPath = new Map<string, DebtItem[]>();
  for (const item of snapshot.items) {
    const list = byPath.get(item.hunk.path);
    if (list === undefined) {
      byPath.set(item.hunk.path, [item]);
    } else {
      list.push(item);
    }
  }
  for (const list of byPath.values()) {
    list.sort((one, other) => one.hunk.startLine - other.hunk.startLine || one.hunk.endLine - other.hunk.endLine);
  }
  const listsUnclaimed = snapshot.unclaimed.lines > 0 && snapshot.unclaimed.policy !== "ignore";
  return {
    snapshot,
    listsUnclaimed,
    isEmpty: snapshot.items.length === 0 && !listsUnclaimed && !snapshot.scope.all && (snapshot.history === null || snapshot.history.lines === 0),
    open: ordered,
    byRisk,
    signedOff: groupByFile(snapshot.items.filter((item) => item.state === "signed-off" && !item.hunk.generated)),
    generated: groupByFile(snapshot.items.filter((item) => item.hunk.generated)),
    total: snapshot.items.filter((item) => !item.hunk.generated).length,
    byId: new Map(snapshot.items.map((item) => [item.hunk.id, item])),
    byPath,
    place: new Map(ordered.map((item, index) => [item.hunk.id, index])),
    hundredths: snapshot.items.reduce((sum, item) => sum + item.hundredths, 0),
  };
}

/** Files by their riskiest hunk, hunks riskiest first; ties in order of path and line, so the order never depends on chance. */
function groupByFile(items: readonly DebtItem[]): readonly FileGroup[] {
  const files = new Map<string, DebtItem[]>();
  for (const item of items) {
    const list = files.get(item.hunk.path);
    if (list === undefined) {
      files.set(item.hunk.path, [item]);
    } else {
      list.push(item);
    }
  }
  for (const list of files.values()) {
    list.sort((one, other) => other.risk.sortKey - one.risk.sortKey || one.hunk.startLine - other.hunk.startLine);
  }
  return [...files]
    .map(([path, list]) => ({ path, items: list }))
    .sort((one, other) => (other.items[0]?.risk.sortKey ?? 0) - (one.items[0]?.risk.sortKey ?? 0) || (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

/**
 * The open hunk after (`step` 1) or before (-1) the current one, wrapping at the ends. Without a current one: the first
 * or the last. A current hunk that is gone counts from `fallbackPlace`, so a walk never jumps back to the start.
 */
export function neighbour(index: DebtIndex, current: string | null, step: 1 | -1, fallbackPlace = step === 1 ? -1 : index.open.length): DebtItem | null {
  const count = index.open.length;
  if (count === 0) {
    return null;
  }
  const place = (current === null ? undefined : index.place.get(current)) ?? fallbackPlace;
  return index.open[(((place + step) % count) + count) % count] ?? null;
}
