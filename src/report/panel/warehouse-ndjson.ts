/**
 * `countersign/warehouse/1`: the facts as JSON Lines for a warehouse, one record a line, days as YYYY-MM-DD. Given line by line, so that
 * a long history is never held twice. media/warehouse/metrics.sql computes every figure of the panel from it.
 */
import { dateOf, type Day, type PanelFacts, type SpanFact } from "../../core/debt/panel/facts";

const SCHEMA = "countersign/warehouse/1";

export function* warehouseLines(facts: PanelFacts): Generator<string> {
  const place = (fact: { readonly repository: number; readonly module: number; readonly owner: number }) => ({
    repository: facts.repositories[fact.repository]?.name ?? "",
    module: facts.modules[fact.module] ?? "",
    owner: facts.owners[fact.owner] ?? "",
  });
  const author = (fact: { readonly author: number }) => ({ assistant: facts.authors[fact.author]?.assistant ?? "", model: facts.authors[fact.author]?.model ?? null });
  const day = (value: Day | null) => (value === null ? null : dateOf(value));
  for (const { name, head, since, firstDay, policyVersion, verdict } of facts.repositories) {
    yield line("repository", { repository: name, head, since, firstDay: day(firstDay), asOf: dateOf(facts.asOf), policyVersion, verdict });
  }
  for (const span of facts.spans) {
    const { kind, end, first, fixed, lines } = span;
    yield line("span", { ...place(span), ...author(span), kind, introduced: dateOf(span.introduced), state: span.state === 0 ? "open" : "answered", from: dateOf(span.from), to: day(span.to), end, first, fixed, lines });
  }
  for (const fact of facts.added) yield line("added", { ...place(fact), day: dateOf(fact.day), lines: fact.lines, known: fact.known });
  for (const item of facts.items) {
    const { id, path, startLine, endLine, symbol, kind, state, risk, size, open, findings, byPrompterAlone, generated } = item;
    yield line("hunk", { ...place(item), ...author(item), id, path, startLine, endLine, symbol, kind, state, risk, minutes: item.hundredths / 100, size, open, introduced: day(item.introduced), findings, byPrompterAlone, generated });
  }
  for (const verdict of facts.verdicts) {
    const { at, trust, batch, lines, risk, rules, hasNote, path } = verdict;
    yield line("verdict", { ...place(verdict), at, verdict: verdict.verdict, signer: facts.signers[verdict.signer] ?? "", trust, batch, lines, risk, rules, hasNote, path, until: verdict.waiver?.until ?? null, reason: verdict.waiver?.reason ?? null });
  }
  for (const [index, { name, firstDay }] of facts.repositories.entries()) {
    if (firstDay !== null) yield* dailySnapshots(facts.spans.filter((span) => span.repository === index), name, facts, firstDay);
  }
}

/** Open and answered lines at the end of each day, by module, owner and assistant; only rows with lines. */
function* dailySnapshots(spans: readonly SpanFact[], repository: string, facts: PanelFacts, firstDay: Day): Generator<string> {
  const changes = new Map<Day, SpanFact[]>();
  const note = (day: Day, span: SpanFact) => {
    const known = changes.get(day);
    if (known === undefined) changes.set(day, [span]);
    else known.push(span);
  };
  for (const span of spans) {
    note(span.from, span);
    if (span.to !== null && span.to !== span.from) note(span.to, span);
  }
  const counts = new Map<string, { readonly module: string; readonly owner: string; readonly assistant: string; open: number; answered: number }>();
  for (let day = firstDay; day <= facts.asOf; day++) {
    for (const span of changes.get(day) ?? []) {
      if (span.from === span.to) continue;
      const module = facts.modules[span.module] ?? "";
      const owner = facts.owners[span.owner] ?? "";
      const assistant = facts.authors[span.author]?.assistant ?? "";
      const key = [module, owner, assistant].join("\0");
      const count = counts.get(key) ?? { module, owner, assistant, open: 0, answered: 0 };
      counts.set(key, count);
      const lines = span.from === day ? span.lines : -span.lines;
      if (span.state === 0) count.open += lines;
      else count.answered += lines;
    }
    for (const count of counts.values()) if (count.open > 0 || count.answered > 0) yield line("day", { repository, day: dateOf(day), ...count });
  }
}

function line(type: string, fields: object): string {
  return `${JSON.stringify({ schema: SCHEMA, type, ...fields })}\n`;
}
