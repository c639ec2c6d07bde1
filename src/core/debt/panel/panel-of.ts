/** Facts and a filter in, the panel out. The only place where its figures are computed. */
import { dateOf, type Day, type PanelFacts } from "./facts";
import { debtOverTime, flowPerWeek, landings } from "./history-tables";
import type { Breakdown, Panel, PanelFilter } from "./panel";
import { countOf, inEnglish, type Say } from "./say";
import { answers, reviewQuality, signals, waivedThrough } from "./review-tables";
import { select } from "./selection";
import { assistants, coverageByModule, oldest, originKnown, whereItIs } from "./standing-tables";
import { tilesOf } from "./tiles";

/** Days of a period when nobody asked for another. */
const USUAL_PERIOD = 90;

export interface PanelOptions {
  readonly by?: Breakdown;
  /** English where nothing else is given. */
  readonly say?: Say;
  /** Facts at another revision; the tiles' changes are measured against its last day. */
  readonly compareWith?: { readonly facts: PanelFacts; readonly label: string };
}

/** The last 90 days in which anything happened, up to today; all there is where that is less. */
export function usualFilter(facts: PanelFacts): PanelFilter {
  const first = Math.min(facts.asOf, ...facts.repositories.flatMap(({ firstDay }) => firstDay ?? []));
  const last = Math.max(first, ...facts.repositories.flatMap(({ lastDay }) => lastDay ?? []));
  return { from: dateOf(Math.max(first, Math.min(facts.asOf, last) - USUAL_PERIOD + 1)), to: dateOf(facts.asOf) };
}

export function panelOf(facts: PanelFacts, filter: PanelFilter, options: PanelOptions = {}): Panel {
  const by = options.by ?? "module";
  const say = options.say ?? inEnglish;
  const now = select(facts, filter, say);
  const days = now.to - now.from + 1;
  const { compareWith } = options;
  const other = compareWith === undefined ? now : select(compareWith.facts, filter);
  const end = compareWith === undefined ? now.from - 1 : compareWith.facts.asOf;
  const tiles = tilesOf(now, { selection: other, from: end - days + 1, to: end });
  return {
    schema: "countersign/report/1",
    filter,
    by,
    comparedWith: compareWith?.label ?? (days === 1 ? say("the day before") : say("the {0} before", countOf(say, days, "day"))),
    repositories: now.repositories.map(({ name, head, since, policyVersion, ledger }) => ({ name, head, since, policyVersion, ledger })),
    originKnown: originKnown(now),
    tiles,
    tables: [
      debtOverTime(now),
      flowPerWeek(now),
      whereItIs(now, by, "where", say("Where it is")),
      ...(facts.repositories.some((repository) => repository.hasOwners) && by !== "owner" ? [whereItIs(now, "owner", "owners", say("Whose it is"))] : []),
      assistants(now),
      coverageByModule(now),
      landings(now),
      oldest(now),
      answers(now),
      waivedThrough(now),
      signals(now),
      reviewQuality(now),
    ],
    notChecked: now.repositories.flatMap(({ notChecked }) => notChecked),
    empty: whyEmpty(facts, now.to, say),
  };
}

function whyEmpty({ spans, items, repositories }: PanelFacts, to: Day, say: Say): string {
  if (spans.length === 0 && items.length === 0) {
    return say("No line here is known to be an assistant's. Evidence comes from the assistants' hooks (countersign connect), from git-ai or Agent Trace notes, and from commit marks such as Co-Authored-By.");
  }
  const first = Math.min(...repositories.map(({ firstDay }) => firstDay ?? to));
  return first === to ? say("The history begins on the last day of the period: the charts begin a day later.") : "";
}
