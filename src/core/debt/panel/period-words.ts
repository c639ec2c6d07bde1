import type { PanelFilter } from "./panel";

/** "2026-03-01 to 2026-03-31; only module src/b, risk high": what a page says of itself where its filter bar is not printed. */
export function periodWords(filter: PanelFilter): string {
  const only = (["repository", "module", "owner", "assistant", "risk"] as const).flatMap((name) => (filter[name] === undefined ? [] : [`${name} ${filter[name]}`]));
  return `${filter.from} to ${filter.to}${only.length === 0 ? "" : `; only ${only.join(", ")}`}`;
}
