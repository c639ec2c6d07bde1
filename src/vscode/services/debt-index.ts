import { copyKey, countCopies } from "../../core/debt/copies";
import { groupBy } from "../../core/group-by";
import type { DebtItem, DebtSnapshot } from "../../core/model";
import { AGES, DEFAULT_ARRANGEMENT, RISK_ORDER, groupOf, passes } from "./arrangement";
import type { Arrangement, Grouping, Order } from "./arrangement";

export interface FileGroup {
  readonly path: string;
  readonly items: readonly DebtItem[];
}

/** One row at the top of the tree, with the files below it. */
export interface Section {
  readonly grouping: Grouping;
  /** What `groupOf` gave; "" where files stand at the top. */
  readonly value: string;
  readonly items: readonly DebtItem[];
  readonly files: readonly FileGroup[];
}

/** One snapshot, arranged for the views: nothing is decided here but the order. */
export interface DebtIndex {
  readonly snapshot: DebtSnapshot;
  readonly arrangement: Arrangement;
  /** Every open hunk, filtered or not, in no order that means something: what the counts are of. */
  readonly allOpen: readonly DebtItem[];
  /** Open hunks that the filter lets through: the order of the tree, of next and previous, and of the walk. */
  readonly open: readonly DebtItem[];
  readonly sections: readonly Section[];
  readonly signedOff: readonly FileGroup[];
  /** Generated and vendored: listed, and owing nothing. */
  readonly generated: readonly FileGroup[];
  readonly byId: ReadonlyMap<string, DebtItem>;
  /** By path, in order of lines; signed-off hunks included. */
  readonly byPath: ReadonlyMap<string, readonly DebtItem[]>;
  /** How many open hunks have the text of this one, itself included; 1 where there is no copy. */
  readonly copiesOf: (item: DebtItem) => number;
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

/** `now`, in milliseconds since the epoch, decides nothing but the age under which a hunk is listed. */
export function indexDebt(snapshot: DebtSnapshot, arrangement: Arrangement = DEFAULT_ARRANGEMENT, now = Date.now()): DebtIndex {
  const allOpen = snapshot.items.filter(isOpen);
  const picked = arrangement.filter.picked === undefined ? null : new Set(arrangement.filter.picked.hunks);
  const sections = sectionsOf(
    allOpen.filter((item) => passes(item, arrangement, picked)),
    arrangement,
    now,
  );
  const ordered = sections.flatMap((section) => section.files).flatMap((file) => file.items);
  // Nearly every text stands once: only what stands oftener is worth remembering.
  const copies = new Map([...countCopies(snapshot.items)].filter(([, count]) => count > 1));
  const byPath = groupBy(snapshot.items, (item) => item.hunk.path);
  for (const list of byPath.values()) {
    list.sort((one, other) => one.hunk.startLine - other.hunk.startLine || one.hunk.endLine - other.hunk.endLine);
  }
  const listsUnclaimed = snapshot.unclaimed.lines > 0 && snapshot.unclaimed.policy !== "ignore";
  return {
    snapshot,
    arrangement,
    listsUnclaimed,
    isEmpty: snapshot.items.length === 0 && !listsUnclaimed && !snapshot.scope.all && (snapshot.history === null || snapshot.history.lines === 0),
    allOpen,
    open: ordered,
    sections,
    signedOff: groupByFile(snapshot.items.filter((item) => item.state === "signed-off" && !item.hunk.generated), arrangement.order),
    generated: groupByFile(snapshot.items.filter((item) => item.hunk.generated), arrangement.order),
    total: snapshot.items.filter((item) => !item.hunk.generated).length,
    byId: new Map(snapshot.items.map((item) => [item.hunk.id, item])),
    byPath,
    copiesOf: (item) => copies.get(copyKey(item)) ?? 1,
    place: new Map(ordered.map((item, index) => [item.hunk.id, index])),
    hundredths: hundredthsOf(snapshot.items),
  };
}

/** Whole hundredths of a minute that these owe together. */
export function hundredthsOf(items: readonly DebtItem[]): number {
  return items.reduce((sum, item) => sum + item.hundredths, 0);
}

/** Sections in order of their first hunk, or of their name. Risk levels and ages always stand in their own order. */
function sectionsOf(items: readonly DebtItem[], { grouping, order }: Arrangement, now: number): readonly Section[] {
  const sections = [...groupBy(items, (item) => groupOf(item, grouping, now))].map(([value, list]): Section => ({ grouping, value, items: list, files: groupByFile(list, order) }));
  if (grouping === "age") {
    const place = ({ value }: Section): number => AGES.findIndex((age) => age === value);
    return sections.sort((one, other) => place(one) - place(other));
  }
  const compare = grouping === "risk" ? compareRisk : COMPARE[order];
  const first = new Map(sections.map((section) => [section, section.items.reduce((one, other) => (compare(other, one) < 0 ? other : one))]));
  const compareFirst = (one: DebtItem | undefined, other: DebtItem | undefined): number => (one === undefined || other === undefined ? 0 : compare(one, other));
  return sections.sort((one, other) => compareFirst(first.get(one), first.get(other)) || compareText(one.value, other.value));
}

/** Negative where `one` is riskier: by level, then by the number that only sorts. */
function compareRisk(one: DebtItem, other: DebtItem): number {
  return RISK_ORDER.indexOf(one.risk.level) - RISK_ORDER.indexOf(other.risk.level) || other.risk.sortKey - one.risk.sortKey;
}

/** Negative where `one` was written earlier; what is in no commit yet is the youngest. */
function compareAge(one: DebtItem, other: DebtItem): number {
  return timeOf(one) - timeOf(other);
}

function timeOf({ hunk }: DebtItem): number {
  const time = Date.parse(hunk.writtenAt ?? "");
  return Number.isNaN(time) ? Number.MAX_SAFE_INTEGER : time;
}

/** What comes first; 0 leaves it to path and line, which also break ties, so the order never depends on chance. */
const COMPARE: Readonly<Record<Order, (one: DebtItem, other: DebtItem) => number>> = { riskiest: compareRisk, oldest: compareAge, path: () => 0 };

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Files by their first hunk, and hunks within them, in the order that was asked for. */
function groupByFile(items: readonly DebtItem[], order: Order): readonly FileGroup[] {
  const compare = (one: DebtItem | undefined, other: DebtItem | undefined): number => (one === undefined || other === undefined ? 0 : COMPARE[order](one, other));
  const files = groupBy(items, (item) => item.hunk.path);
  for (const list of files.values()) {
    list.sort((one, other) => compare(one, other) || one.hunk.startLine - other.hunk.startLine);
  }
  return [...files]
    .map(([path, list]) => ({ path, items: list }))
    .sort((one, other) => compare(one.items[0], other.items[0]) || compareText(one.path, other.path));
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
