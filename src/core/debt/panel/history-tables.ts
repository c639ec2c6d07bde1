/** Debt over time, what came and what was paid, and how changes landed. */
import { dateOf, type Day, type SpanFact } from "./facts";
import type { Row, Table } from "./panel";
import { isWithin, landedLines, shareOf, signedLines, sum, type Selection } from "./selection";

/** Most points of one chart: a longer period is drawn at whole weeks' ends. */
const MOST_POINTS = 92;

/** Upper ends of the age bands in days; the last is open. */
const BANDS = [2, 7, 30] as const;

export function debtOverTime({ spans, from, to, say }: Selection): Table {
  const points = pointsBetween(from, to).map((day) => ({ day, bands: [0, 0, 0, 0] }));
  const step = (points[1]?.day ?? 0) - (points[0]?.day ?? 0);
  for (const span of spans) {
    if (span.state !== 0) continue;
    const first = points[0]?.day ?? from;
    // Only the points on which it stood: most spans are short.
    for (let index = span.from <= first ? 0 : Math.ceil((span.from - first) / Math.max(1, step)); index < points.length; index++) {
      const point = points[index];
      if (point === undefined || (span.to !== null && span.to <= point.day)) break;
      const band = BANDS.findIndex((limit) => point.day - span.introduced <= limit);
      const place = band === -1 ? BANDS.length : band;
      point.bands[place] = (point.bands[place] ?? 0) + span.lines;
    }
  }
  const rows = points.map(({ day, bands }): Row => ({ cells: [dateOf(day), ...bands, bands.reduce((total, lines) => total + lines, 0)] }));
  return {
    id: "debt-over-time",
    title: say("Debt over time, by age"),
    chart: "area",
    columns: [
      { id: "day", title: say("Day"), unit: "date" },
      { id: "days-0-2", title: say("0 to 2 days"), unit: "lines" },
      { id: "days-3-7", title: say("3 to 7 days"), unit: "lines" },
      { id: "days-8-30", title: say("8 to 30 days"), unit: "lines" },
      { id: "days-over-30", title: say("over 30 days"), unit: "lines" },
      { id: "total", title: say("Open lines"), unit: "lines" },
    ],
    rows,
    formula: { text: say("Open lines at the end of each day (of each week in a period of more than 92 days), by the days since they landed. Replayed from git and the ledger: the last commit of a UTC day, by committer date along the first parents, and the verdicts given until then."), inputs: { [say("points")]: rows.length } },
    note: say("Risk does not filter it: what a line's risk was in the past is not recomputed."),
  };
}

function pointsBetween(from: Day, to: Day): Day[] {
  const step = to - from + 1 > MOST_POINTS ? 7 : 1;
  const points: Day[] = [];
  for (let day = to; day >= from; day -= step) points.unshift(day);
  return points;
}

/** Monday of a day's week. */
function weekOf(day: Day): Day {
  // 1970-01-01 was a Thursday.
  return day - ((day + 3) % 7);
}

interface Flow {
  readonly introduced: number;
  readonly signed: number;
  readonly removed: number;
  readonly rewritten: number;
  readonly replaced: number;
  readonly reopened: number;
}

export function flowOf(spans: readonly SpanFact[], from: Day, to: Day): Flow {
  const ended = (end: SpanFact["end"], state: 0 | 1) => sum(spans, (span) => (span.end === end && span.state === state && isWithin(span.to, from, to) ? span.lines : 0));
  return { introduced: landedLines(spans, from, to), signed: signedLines(spans, from, to), removed: ended("removed", 0), rewritten: ended("rewritten", 0), replaced: ended("replaced", 0), reopened: ended("reopened", 1) };
}

/** The spans with anything to tell of each week: those that began, landed or ended in it. */
function spansByWeek(spans: readonly SpanFact[], from: Day, to: Day): ReadonlyMap<Day, readonly SpanFact[]> {
  const weeks = new Map<Day, SpanFact[]>();
  for (const span of spans) {
    for (const week of new Set([span.introduced, span.from, span.to ?? span.from].map(weekOf))) {
      if (week < from || week > to) continue;
      const own = weeks.get(week);
      if (own === undefined) weeks.set(week, [span]);
      else own.push(span);
    }
  }
  return weeks;
}

export function flowPerWeek({ spans, from, to, say }: Selection): Table {
  const rows: Row[] = [];
  const byWeek = spansByWeek(spans, weekOf(from), to);
  for (let week = weekOf(from); week <= to; week += 7) {
    const { introduced, signed, removed, rewritten, replaced, reopened } = flowOf(byWeek.get(week) ?? [], Math.max(week, from), Math.min(week + 6, to));
    rows.push({ cells: [dateOf(week), introduced, reopened, signed, removed, rewritten, replaced, introduced + reopened - signed - removed - rewritten - replaced] });
  }
  return {
    id: "flow",
    title: say("In and out, per week"),
    chart: "bars",
    columns: [
      { id: "week", title: say("Week of"), unit: "date" },
      { id: "introduced", title: say("Introduced"), unit: "lines" },
      { id: "reopened", title: say("Reopened"), unit: "lines" },
      { id: "signed", title: say("Signed off"), unit: "lines" },
      { id: "removed", title: say("Removed"), unit: "lines" },
      { id: "rewritten", title: say("Rewritten by people"), unit: "lines" },
      { id: "replaced", title: say("Replaced by an assistant"), unit: "lines" },
      { id: "net", title: say("Change of the debt"), unit: "lines" },
    ],
    rows,
    formula: {
      text: say("In: lines by assistants that landed, and lines whose answer lapsed. Out, the three ways of paying: signed off (also before they landed), removed with nothing in their place, rewritten (lines that no assistant is known to have written stand there). Lines replaced by an assistant's new lines leave, too, and the new ones are in \"introduced\". The change is in minus out, and equals the difference of the open lines."),
      inputs: { [say("weeks")]: rows.length },
    },
    note: "",
  };
}

/** What the ledger can say of gates: how much landed with an answer, and how much without. */
export function landings({ spans, from, to, say }: Selection): Table {
  const rows: Row[] = [];
  const byWeek = spansByWeek(spans, weekOf(from), to);
  for (let week = weekOf(from); week <= to; week += 7) {
    const start = Math.max(week, from);
    const end = Math.min(week + 6, to);
    const landed = (byWeek.get(week) ?? []).filter((span) => span.first && isWithin(span.introduced, start, end));
    const answered = sum(landed, (span) => (span.state === 1 ? span.lines : 0));
    const all = sum(landed, (span) => span.lines);
    const later = sum(landed, (span) => (span.state === 0 && span.end === "signed" && span.to !== null && span.to - span.introduced <= 14 && span.to <= to ? span.lines : 0));
    rows.push({ cells: [dateOf(week), answered, later, all - answered - later, shareOf(answered, all)] });
  }
  return {
    id: "gate-history",
    title: say("How changes landed"),
    chart: "bars",
    columns: [
      { id: "week", title: say("Week of"), unit: "date" },
      { id: "answered", title: say("Answered for"), unit: "lines" },
      { id: "later", title: say("Landed open, signed unchanged within 14 days"), unit: "lines" },
      { id: "open", title: say("Landed open"), unit: "lines" },
      { id: "share", title: say("Answered for"), unit: "share" },
    ],
    rows,
    formula: { text: say("Lines by assistants by the week they landed in: signed off before that, signed unchanged afterwards, or neither. Runs of a CI gate leave no trace in the ledger; what it let through does."), inputs: { [say("weeks")]: rows.length } },
    note: say("Blocked or bypassed runs are known to the forge alone."),
  };
}
