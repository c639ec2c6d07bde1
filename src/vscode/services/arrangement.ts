import type { DebtItem, HunkState, RiskLevel } from "../../core/model";
import { moduleOf } from "../../core/hunks/modules";

/** What stands at the top of the tree. */
export const GROUPINGS = ["risk", "file", "session", "module", "owner", "assistant", "age"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** How hunks follow each other, in the tree, for next and previous, and in the walk. */
export const ORDERS = ["riskiest", "oldest", "path"] as const;
export type Order = (typeof ORDERS)[number];

/** Unrated stands above low, as in its share of the minutes: nobody could look. */
export const RISK_ORDER: readonly RiskLevel[] = ["high", "medium", "unrated", "low"];

/** How long ago a hunk was written, oldest first; `uncommitted` where part of it is in no commit yet. */
export const AGES = ["older", "month", "week", "day", "uncommitted"] as const;
export type Age = (typeof AGES)[number];

const DAY = 24 * 60 * 60 * 1000;

/** `now` in milliseconds since the epoch. A date of the future, or none that can be read, counts as today's. */
function ageOf(writtenAt: string | null | undefined, now: number): Age {
  if (writtenAt === null || writtenAt === undefined) {
    return "uncommitted";
  }
  const days = (now - Date.parse(writtenAt)) / DAY;
  return days >= 30 ? "older" : days >= 7 ? "month" : days >= 1 ? "week" : "day";
}

export const OPEN_STATES = ["unseen", "viewed", "stale", "rejected"] as const satisfies readonly HunkState[];

/** A set of hunks that something else picked: a quarter of an hour's worth, a session, a figure of the panel. */
export interface PickedHunks {
  /** Why these, in words for the view's head. */
  readonly label: string;
  readonly hunks: readonly string[];
}

/** Which open hunks are listed; an absent part lists all. Nothing of this changes what is owed. */
export interface HunkFilter {
  readonly risks?: readonly RiskLevel[];
  readonly states?: readonly HunkState[];
  /** Only hunks of the file in the active editor. */
  readonly activeFile?: boolean;
  /** Leave out hunks in tests. */
  readonly hideTests?: boolean;
  readonly picked?: PickedHunks;
}

export interface Arrangement {
  readonly grouping: Grouping;
  readonly order: Order;
  readonly filter: HunkFilter;
  /** Repository path of the file in the active editor; null without one. */
  readonly activePath: string | null;
}

export const DEFAULT_ARRANGEMENT: Arrangement = { grouping: "risk", order: "riskiest", filter: {}, activePath: null };

export function isFiltered(filter: HunkFilter): boolean {
  return filter.risks !== undefined || filter.states !== undefined || filter.activeFile === true || filter.hideTests === true || filter.picked !== undefined;
}

/** Does the filter let this open hunk through? */
export function passes(item: DebtItem, { filter, activePath }: Arrangement, picked: ReadonlySet<string> | null): boolean {
  return (
    (filter.risks === undefined || filter.risks.includes(item.risk.level)) &&
    (filter.states === undefined || filter.states.includes(item.state)) &&
    (filter.activeFile !== true || item.hunk.path === activePath) &&
    (filter.hideTests !== true || item.hunk.codeKind !== "test") &&
    (picked === null || picked.has(item.hunk.id))
  );
}

/** The value by which a hunk is grouped: a risk level, a session, a module's folder, an owner …; "" where the grouping has no level above files. */
export function groupOf(item: DebtItem, grouping: Grouping, now = Date.now()): string {
  switch (grouping) {
    case "risk":
      return item.risk.level;
    case "file":
      return "";
    case "session":
      return `${item.hunk.assistant}\u0000${item.hunk.agentSession}`;
    case "module":
      return moduleOf(item.hunk.path);
    case "owner":
      return item.hunk.ownedBy ?? "";
    case "assistant":
      return item.hunk.assistant;
    case "age":
      return ageOf(item.hunk.writtenAt, now);
  }
}
