/** Where the debt stands, whose it is, and who wrote it. */
import { dateOf, type ItemFact, type SpanFact } from "./facts";
import type { Breakdown, Row, Table } from "./panel";
import { breakdownOf, grouped, isWithin, landedLines, shareOf, standingLines, sum, type Selection } from "./selection";
import { wordOf, type Say } from "./say";
import { coverageOf } from "./tiles";
import { quotedPath } from "../../quoted-path";

/** Below so many lines a share says little. */
export const FEWEST_SAMPLES = 20;
/** Days within which a rewrite counts against what was written. */
const REWRITTEN_WITHIN = 14;
const RISKS = ["high", "medium", "unrated", "low"] as const;

export function whereItIs({ facts, openItems, endsAtHead, say }: Selection, by: Breakdown, id: string, title: string): Table {
  const rows = grouped(openItems, (item) => breakdownOf(facts, by, item))
    .map(([name, items]): Row => {
      const minutes = (of: readonly ItemFact[]) => sum(of, (item) => item.hundredths) / 100;
      const ofRisk = RISKS.map((risk) => minutes(items.filter((item) => item.risk === risk)));
      return { cells: [by === "risk" || by === "owner" ? wordOf(say, name) : name, ...ofRisk, minutes(items), sum(items, (item) => item.open), items.length], hunks: items.map((item) => item.id) };
    })
    .sort((one, other) => Number(other.cells[5]) - Number(one.cells[5]));
  return {
    id,
    title,
    chart: "heat",
    columns: [
      { id: by, title: capital(wordOf(say, by)), unit: "text" },
      ...RISKS.map((risk) => ({ id: risk, title: capital(wordOf(say, risk)), unit: "minutes" as const })),
      { id: "minutes", title: say("All"), unit: "minutes" },
      { id: "lines", title: say("Lines"), unit: "lines" },
      { id: "hunks", title: say("Hunks"), unit: "count" },
    ],
    rows,
    formula: { text: say("Minutes of review owed by the open hunks that stand at the head and had landed by the end of the period, by the risk they have at the head. A module is a file's first two folders below src, packages and the like, else its first folder. Owners come from CODEOWNERS, the last matching line."), inputs: { [say("open hunks")]: openItems.length } },
    note: noteOf(openItems.length === 0, endsAtHead, say),
  };
}

export function assistants({ facts, spans, items, from, to, say }: Selection): Table {
  const authorName = (author: number) => `${facts.authors[author]?.assistant ?? ""}\0${facts.authors[author]?.model ?? ""}`;
  const itemsOf = new Map(grouped(items, (item) => authorName(item.author)));
  const rows = grouped(spans, (span) => authorName(span.author)).map(([key, own]): Row => {
    const [assistant = "", model = ""] = key.split("\0");
    const introduced = landedLines(own, from, to);
    const rewritten = sum(own, (span) => (isRewritten(span) && isWithin(span.introduced, from, to) && (span.to ?? to) <= to ? span.lines : 0));
    const standing = itemsOf.get(key) ?? [];
    const size = sum(standing, (item) => item.size);
    const findings = sum(standing, (item) => item.findings);
    const open = standingLines(own, 0, to);
    const ofKind = (kind: SpanFact["kind"]) => landedLines(own.filter((span) => span.kind === kind), from, to);
    return {
      cells: [assistant, model === "" ? say("not said") : model, introduced, open, shareOf(rewritten, introduced), size === 0 ? null : Math.round((findings / size) * 10_000) / 100, shareOf(ofKind("code"), introduced), shareOf(ofKind("test"), introduced), shareOf(ofKind("prose"), introduced)],
      hunks: standing.filter((item) => item.state !== "signed-off" && !item.generated).map((item) => item.id),
      ...(introduced < FEWEST_SAMPLES ? { faint: true } : {}),
    };
  });
  return {
    id: "assistants",
    title: say("Assistants and models"),
    chart: "none",
    columns: [
      { id: "assistant", title: say("Assistant"), unit: "text" },
      { id: "model", title: say("Model"), unit: "text" },
      { id: "introduced", title: say("Introduced"), unit: "lines" },
      { id: "open", title: say("Still open"), unit: "lines" },
      { id: "rewritten", title: say("Rewritten within 14 days"), unit: "share" },
      { id: "findings", title: say("Findings per 100 lines"), unit: "count" },
      { id: "code", title: say("Code"), unit: "share" },
      { id: "test", title: say("Tests"), unit: "share" },
      { id: "prose", title: say("Prose"), unit: "share" },
    ],
    rows: rows.filter((row) => row.cells[2] !== 0 || row.cells[3] !== 0).sort((one, other) => Number(other.cells[2]) - Number(one.cells[2])),
    formula: {
      text: say("Introduced and rewritten: lines that landed in the period, and of those the ones that people or assistants wrote over within {0} days. Open: at the end of the period. Findings: introduced ones on the hunks that stand at the head, for each 100 lines of these. Code, tests and prose are shares of the introduced lines: different work is not compared.", REWRITTEN_WITHIN),
      inputs: { [say("samples needed")]: FEWEST_SAMPLES },
    },
    note: say("Rows of fewer than {0} introduced lines are greyed: they say little.", FEWEST_SAMPLES),
  };
}

function isRewritten(span: SpanFact): boolean {
  return (span.end === "rewritten" || span.end === "replaced") && span.to !== null && span.to - span.introduced <= REWRITTEN_WITHIN;
}

export function coverageByModule({ facts, spans, openItems, from, to, say }: Selection): Table {
  const rows = grouped(spans, (span) => facts.modules[span.module] ?? "").flatMap(([name, own]): Row[] => {
    const { landed, answered } = coverageOf({ spans: own }, from, to);
    if (landed === 0) return [];
    const open = openItems.filter((item) => facts.modules[item.module] === name && isWithin(item.introduced, from, to));
    return [{ cells: [name, landed, answered, shareOf(answered, landed)], hunks: open.map((item) => item.id), ...(landed < FEWEST_SAMPLES ? { faint: true } : {}) }];
  });
  return {
    id: "coverage-by-module",
    title: say("Review coverage by module"),
    chart: "shares",
    columns: [
      { id: "module", title: say("Module"), unit: "text" },
      { id: "landed", title: say("Landed"), unit: "lines" },
      { id: "answered", title: say("Answered for"), unit: "lines" },
      { id: "coverage", title: say("Coverage"), unit: "share" },
    ],
    rows,
    formula: { text: say("Of the lines by assistants that landed in the period, those a person answered for at its end, or until they went."), inputs: { [say("modules")]: rows.length } },
    note: rows.length === 0 ? say("Nothing by assistants landed in this period.") : "",
  };
}

export function oldest({ facts, openItems, to, endsAtHead, say }: Selection): Table {
  const known = openItems.filter((item): item is ItemFact & { readonly introduced: number } => item.introduced !== null);
  const rows = known
    .sort((one, other) => one.introduced - other.introduced || other.hundredths - one.hundredths || (one.id < other.id ? -1 : 1))
    .slice(0, 10)
    .map((item): Row => ({ cells: [placeOf(item), to - item.introduced, dateOf(item.introduced), facts.authors[item.author]?.assistant ?? "", wordOf(say, item.risk), item.open, item.hundredths / 100, item.reasons[0] ?? ""], hunks: [item.id] }));
  return {
    id: "oldest",
    title: say("Oldest ten"),
    chart: "none",
    columns: [
      { id: "place", title: say("Hunk"), unit: "place" },
      { id: "age", title: say("Age"), unit: "days" },
      { id: "landed", title: say("Landed"), unit: "date" },
      { id: "assistant", title: say("Assistant"), unit: "text" },
      { id: "risk", title: say("Risk"), unit: "text" },
      { id: "lines", title: say("Open lines"), unit: "lines" },
      { id: "minutes", title: say("Minutes"), unit: "minutes" },
      { id: "reason", title: say("Why"), unit: "text" },
    ],
    rows,
    formula: { text: say("Open hunks at the head by the day their oldest line landed, if by the end of the period; their age is counted until then."), inputs: { [say("open hunks")]: openItems.length, [say("of unknown age")]: openItems.length - known.length } },
    note: noteOf(rows.length === 0, endsAtHead, say),
  };
}

/** A past period is told by what is left of it: which hunks there were is not recomputed. */
function noteOf(isEmpty: boolean, endsAtHead: boolean, say: Say): string {
  if (isEmpty) return endsAtHead ? say("Nothing is open.") : say("Nothing that had landed by the end of the period is open any more.");
  return endsAtHead ? "" : say("Of what had landed by the end of the period: the hunks that are open at the head still.");
}

export function placeOf(item: Pick<ItemFact, "path" | "startLine" | "endLine" | "symbol">): string {
  return `${quotedPath(item.path)}:${item.startLine}${item.endLine > item.startLine ? `-${item.endLine}` : ""}${item.symbol === null ? "" : ` (${item.symbol})`}`;
}

/** A share of lines whose origin is known; null where nothing was added. */
export function originKnown({ added, from, to }: Pick<Selection, "added" | "from" | "to">): number | null {
  const within = added.filter((fact) => isWithin(fact.day, from, to));
  return shareOf(sum(within, (fact) => fact.known), sum(within, (fact) => fact.lines));
}


function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
