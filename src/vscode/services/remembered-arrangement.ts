import { GROUPINGS, OPEN_STATES, ORDERS, RISK_ORDER } from "./arrangement";
import type { Arrangement, HunkFilter } from "./arrangement";

/** What an earlier session stored, part by part: what is not understood any more counts as the default. */
export function rememberedArrangement(value: unknown): Partial<Arrangement> {
  if (typeof value !== "object" || value === null) {
    return {};
  }
  const read = (name: string): unknown => new Map<string, unknown>(Object.entries(value)).get(name);
  const grouping = GROUPINGS.find((candidate) => candidate === read("grouping"));
  const order = ORDERS.find((candidate) => candidate === read("order"));
  return { ...(grouping === undefined ? {} : { grouping }), ...(order === undefined ? {} : { order }), filter: rememberedFilter(read("filter")) };
}

function rememberedFilter(value: unknown): HunkFilter {
  const parts = new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
  const among = <T extends string>(name: string, legal: readonly T[]): readonly T[] => {
    const list = parts.get(name);
    return Array.isArray(list) ? legal.filter((candidate) => list.includes(candidate)) : [];
  };
  const risks = among("risks", RISK_ORDER);
  const states = among("states", OPEN_STATES);
  return {
    ...(risks.length === 0 ? {} : { risks }),
    ...(states.length === 0 ? {} : { states }),
    ...(parts.get("activeFile") === true ? { activeFile: true } : {}),
    ...(parts.get("hideTests") === true ? { hideTests: true } : {}),
  };
}
