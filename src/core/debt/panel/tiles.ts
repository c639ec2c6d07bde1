/** The five tiles. */
import { groupedNumber } from "../../counted";
import type { Tile } from "./panel";
import { ageAt, isWithin, landedLines, shareOf, signedLines, standingLines, sum, type Selection } from "./selection";
import type { Day } from "./facts";
import { countOf, inEnglish, type Say } from "./say";

/** Days within which an answer that does not hold any more counts as stale. */
const STALE_WITHIN = 14;

/** The same selection at another time: the period before, or the state at a revision. */
export interface Comparison {
  readonly selection: Selection;
  readonly from: Day;
  readonly to: Day;
}

export function tilesOf(now: Selection, before: Comparison | null): Tile[] {
  return [debtTile(now, before), ageTile(now, before), coverageTile(now, before), staleTile(now, before), gateTile(now)];
}

function debtTile({ spans, to, openItems, endsAtHead, say }: Selection, before: Comparison | null): Tile {
  const lines = standingLines(spans, 0, to);
  const hundredths = sum(openItems, (item) => item.hundredths);
  return {
    id: "open-debt",
    title: say("Open debt"),
    unit: "lines",
    value: lines,
    previous: before === null ? null : standingLines(before.selection.spans, 0, before.to),
    direction: -1,
    detail: endsAtHead ? say("{0}, {1} of review", countOf(say, openItems.length, "hunk"), minutesInWords(hundredths, say)) : say("lines at the end of the period"),
    formula: {
      text: say("Significant lines (no blank ones, no lone brackets) by assistants that nobody had answered for at the end of the last day of the period. The minutes are the fold's, for the hunks that stand at the head and had landed by then: (0.3 × unverified lines + 0.5 + 0.5 × seams) × kind × risk × tests."),
      inputs: { [say("open lines")]: lines, [say("open hunks")]: openItems.length, [say("minutes")]: hundredths / 100 },
    },
    hunks: openItems.map((item) => item.id),
  };
}

function ageTile({ spans, to, openItems, say }: Selection, before: Comparison | null): Tile {
  const p90 = ageAt(spans, to, 0.9);
  const median = ageAt(spans, to, 0.5);
  const old = p90 === null ? [] : openItems.filter((item) => item.introduced !== null && to - item.introduced >= p90);
  return {
    id: "age",
    title: say("Age, 90th percentile"),
    unit: "days",
    value: p90,
    previous: before === null ? null : ageAt(before.selection.spans, before.to, 0.9),
    direction: -1,
    detail: median === null ? say("nothing is open") : say("median {0}", countOf(say, median, "day")),
    formula: {
      text: say("The smallest age that 90 % of the open lines do not exceed. Age counts from the day a line landed on the branch that is looked at; a person's edit, a rename and an answer that lapsed keep it."),
      inputs: { [say("open lines")]: standingLines(spans, 0, to), [say("median days")]: median ?? say("none"), [say("90th percentile days")]: p90 ?? say("none") },
    },
    hunks: old.map((item) => item.id),
  };
}

function coverageTile({ spans, from, to, openItems, say }: Selection, before: Comparison | null): Tile {
  const { landed, answered } = coverageOf({ spans }, from, to);
  const earlier = before === null ? null : coverageOf(before.selection, before.from, before.to);
  return {
    id: "coverage",
    title: say("Review coverage"),
    unit: "share",
    value: shareOf(answered, landed),
    previous: earlier === null ? null : shareOf(earlier.answered, earlier.landed),
    direction: 1,
    detail: landed === 0 ? say("nothing by assistants landed") : say("{0} of {1}", groupedNumber(answered), countOf(say, landed, "line")),
    formula: {
      text: say("Of the lines by assistants that landed in the period, those a person answered for at its end, or until they went. Viewed is not answered."),
      inputs: { [say("landed lines")]: landed, [say("answered for")]: answered },
    },
    hunks: openItems.filter((item) => isWithin(item.introduced, from, to)).map((item) => item.id),
  };
}

export function coverageOf({ spans }: Pick<Selection, "spans">, from: Day, to: Day): { readonly landed: number; readonly answered: number } {
  const answered = sum(spans, (span) => {
    const isCounted = span.state === 1 && isWithin(span.introduced, from, to) && span.from <= to;
    const stands = span.to === null || span.to > to;
    const wentAnswered = span.end === "removed" || span.end === "rewritten" || span.end === "replaced";
    return isCounted && (stands || wentAnswered) ? span.lines : 0;
  });
  return { landed: landedLines(spans, from, to), answered };
}

function staleTile({ spans, from, to, items, say }: Selection, before: Comparison | null): Tile {
  const { signed, lapsed } = staleOf({ spans }, from, to);
  const earlier = before === null ? null : staleOf(before.selection, before.from, before.to);
  return {
    id: "stale",
    title: say("Stale rate"),
    unit: "share",
    value: shareOf(lapsed, signed),
    previous: earlier === null ? null : shareOf(earlier.lapsed, earlier.signed),
    direction: -1,
    detail: signed === 0 ? say("nobody signed off anything") : say("{0} of {1}", groupedNumber(lapsed), countOf(say, signed, "signed line")),
    formula: {
      text: say("Of the lines signed off in the period, those whose answer did not hold for {0} days: changed, or replaced by an assistant.", STALE_WITHIN),
      inputs: { [say("signed lines")]: signed, [say("lapsed within {0} days", STALE_WITHIN)]: lapsed },
    },
    hunks: items.filter((item) => item.state === "stale").map((item) => item.id),
  };
}

function staleOf({ spans }: Pick<Selection, "spans">, from: Day, to: Day): { readonly signed: number; readonly lapsed: number } {
  const lapsed = sum(spans, (span) => {
    const hasLapsed = span.state === 1 && (span.end === "reopened" || span.end === "replaced") && span.to !== null && span.to - span.from <= STALE_WITHIN;
    return hasLapsed && isWithin(span.from, from, to) && (span.to ?? to) <= to ? span.lines : 0;
  });
  return { signed: signedLines(spans, from, to), lapsed };
}

function gateTile({ repositories, say }: Selection): Tile {
  const failing = repositories.flatMap((repository) => repository.gate.filter((condition) => !condition.pass).map((condition) => say("{0}: {1} of {2} allowed", condition.condition, groupedNumber(condition.actual), groupedNumber(condition.limit))));
  const verdicts = new Set(repositories.map((repository) => repository.verdict));
  const verdict = verdicts.has("not-evaluated") ? say("not evaluated") : verdicts.has("fail") ? say("fails") : verdicts.size === 0 ? null : say("passes");
  return {
    id: "gate",
    title: say("Gate"),
    unit: "text",
    value: verdict,
    previous: null,
    direction: 0,
    detail: failing[0] ?? (verdicts.size > 0 && !verdicts.has("not-evaluated") && !verdicts.has("fail") ? say("every condition holds") : ""),
    formula: {
      text: say("The policy's conditions on everything by assistants that is counted here, at the head. The gate of a pull request looks at its own change only: countersign check."),
      inputs: Object.fromEntries(repositories.flatMap((repository) => repository.gate.map((condition) => [condition.condition, say("{0} (allowed {1})", groupedNumber(condition.actual), groupedNumber(condition.limit))]))),
    },
    hunks: [],
  };
}

/** "about 3 h", "about 25 min": rounded, for people. */
export function minutesInWords(hundredths: number, say: Say = inEnglish): string {
  const minutes = hundredths / 100;
  if (hundredths <= 0) return say("{0} min", 0);
  if (minutes < 1) return say("under 1 min");
  return minutes < 90 ? say("about {0} min", Math.round(minutes)) : say("about {0} h", groupedNumber(Math.round(minutes / 30) / 2));
}
