import { cellText } from "./cell-text";
import type { PanelFilter } from "./panel";
import { inEnglish, wordOf, type Say } from "./say";

/** "2026-03-01 to 2026-03-31; only module src/b, risk high": what a page says of itself where its filter bar is not printed. */
export function periodWords(filter: PanelFilter, say: Say = inEnglish): string {
  const valueOf = (name: "repository" | "module" | "owner" | "assistant" | "risk", value: string): string => (name === "risk" || name === "owner" ? wordOf(say, value) : value);
  const only = (["repository", "module", "owner", "assistant", "risk"] as const).flatMap((name) => (filter[name] === undefined ? [] : [`${wordOf(say, name)} ${valueOf(name, filter[name])}`]));
  return only.length === 0 ? say("{0} to {1}", filter.from, filter.to) : say("{0} to {1}; only {2}", filter.from, filter.to, only.join(", "));
}

/** How much of what was added can be told apart at all; `share` is 0 to 1, null where nothing was added. */
export function originWords(share: number | null, say: Say = inEnglish): string {
  return share === null ? say("Nothing was added in the period.") : say("{0} of the added lines have a known origin.", cellText(share, "share", say));
}
