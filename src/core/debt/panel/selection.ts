/** The facts that a filter lets through, and the sums that every figure is made of. */
import { groupBy } from "../../group-by";
import type { Breakdown, PanelFilter } from "./panel";
import { inEnglish, type Say } from "./say";
import { dayOf, type AddedFact, type Day, type ItemFact, type PanelFacts, type RepositoryFacts, type SpanFact, type VerdictFact } from "./facts";

export interface Selection {
  /** How its figures speak. */
  readonly say: Say;
  readonly facts: PanelFacts;
  /** Those that are looked at. */
  readonly repositories: readonly RepositoryFacts[];
  readonly from: Day;
  readonly to: Day;
  readonly spans: readonly SpanFact[];
  readonly added: readonly AddedFact[];
  /** Hunks of the head that had landed by the end of the period, or of which nobody knows when they did. */
  readonly items: readonly ItemFact[];
  /** Of these, the open ones that are not generated. */
  readonly openItems: readonly ItemFact[];
  readonly verdicts: readonly VerdictFact[];
  /** Nothing landed or was decided after the period: what stands at the head stood at its end. */
  readonly endsAtHead: boolean;
}

/** Risk is known of hunks that stand today, so it filters those alone; an assistant is known of lines, not of verdicts. */
export function select(facts: PanelFacts, filter: PanelFilter, say: Say = inEnglish): Selection {
  const repository = filter.repository === undefined ? null : facts.repositories.findIndex(({ name }) => name === filter.repository);
  const moduleIndex = filter.module === undefined ? null : facts.modules.indexOf(filter.module);
  const owner = filter.owner === undefined ? null : facts.owners.indexOf(filter.owner);
  const isPlace = (fact: { readonly repository: number; readonly module: number; readonly owner: number }) =>
    (repository === null || fact.repository === repository) && (moduleIndex === null || fact.module === moduleIndex) && (owner === null || fact.owner === owner);
  const isAuthor = (fact: { readonly author: number }) => filter.assistant === undefined || facts.authors[fact.author]?.assistant === filter.assistant;
  const to = dayOf(filter.to);
  const repositories = filter.repository === undefined ? facts.repositories : facts.repositories.filter(({ name }) => name === filter.repository);
  const items = facts.items.filter((item) => isPlace(item) && isAuthor(item) && (item.introduced === null || item.introduced <= to) && (filter.risk === undefined || item.risk === filter.risk));
  return {
    say,
    facts,
    repositories,
    from: dayOf(filter.from),
    to,
    spans: facts.spans.filter((span) => isPlace(span) && isAuthor(span)),
    added: facts.added.filter(isPlace),
    items,
    openItems: items.filter((item) => item.state !== "signed-off" && !item.generated),
    verdicts: facts.verdicts.filter(isPlace),
    endsAtHead: repositories.every(({ lastDay }) => lastDay === null || lastDay <= to),
  };
}

export function sum<T>(facts: readonly T[], linesOf: (fact: T) => number): number {
  let total = 0;
  for (const fact of facts) total += linesOf(fact);
  return total;
}

/** Lines that were in a state at the end of a day. */
export function standingLines(spans: readonly SpanFact[], state: 0 | 1, day: Day): number {
  return sum(spans, (span) => (span.state === state && standsOn(span, day) ? span.lines : 0));
}

function standsOn(span: SpanFact, day: Day): boolean {
  return span.from <= day && (span.to === null || span.to > day);
}

export function isWithin(day: Day | null, from: Day, to: Day): boolean {
  return day !== null && day >= from && day <= to;
}

/** Lines that landed on the days from `from` to `to`. */
export function landedLines(spans: readonly SpanFact[], from: Day, to: Day): number {
  return sum(spans, (span) => (span.first && isWithin(span.introduced, from, to) ? span.lines : 0));
}

/** Lines that a person answered for on these days: signed while open, or signed before they landed. */
export function signedLines(spans: readonly SpanFact[], from: Day, to: Day): number {
  return sum(spans, (span) => {
    const isSigned = span.end === "signed" && isWithin(span.to, from, to);
    const landedSigned = span.first && span.state === 1 && isWithin(span.from, from, to);
    return isSigned || landedSigned ? span.lines : 0;
  });
}

/** Smallest age in days that `share` of the open lines do not exceed; null without open lines. */
export function ageAt(spans: readonly SpanFact[], day: Day, share: number): number | null {
  const open = spans.filter((span) => span.state === 0 && standsOn(span, day)).sort((one, other) => other.introduced - one.introduced);
  const total = sum(open, (span) => span.lines);
  let seen = 0;
  for (const span of open) {
    seen += span.lines;
    if (seen >= share * total) return day - span.introduced;
  }
  return null;
}

/** `part` of `whole` to four digits; null where there is nothing to divide by. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

export function breakdownOf(facts: PanelFacts, by: Breakdown, item: ItemFact): string {
  switch (by) {
    case "module":
      return facts.modules[item.module] ?? "";
    case "owner":
      return facts.owners[item.owner] ?? "";
    case "assistant":
      return facts.authors[item.author]?.assistant ?? "";
    case "risk":
      return item.risk;
    case "repository":
      return facts.repositories[item.repository]?.name ?? "";
  }
}

/** Groups in order of name. */
export function grouped<T>(facts: readonly T[], keyOf: (fact: T) => string): [string, T[]][] {
  return [...groupBy(facts, keyOf)].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}
