/** The life of each assistant's line, from landing to its end, gathered into spans. */
import type { Attribution } from "../../model";
import type { AddedLines, DebtHistory, DebtSpan, SpanAuthor, SpanEnd } from "./span";

/** One significant line by an assistant. */
export interface Life {
  readonly author: number;
  readonly introduced: string;
  path: string;
  open: boolean;
  since: string;
  first: boolean;
}

/** What ended until some day, and who wrote it. */
export type CollectedSpans = Pick<DebtHistory, "authors" | "spans" | "added" | "firstDay" | "lastDay">;

type MutableSpan = { -readonly [K in keyof DebtSpan]: DebtSpan[K] };

/** Collects what ended; equal spans are one with more lines. */
export class SpanCollector {
  readonly authors: SpanAuthor[] = [];
  private readonly authorIndex = new Map<string, number>();
  private readonly spans = new Map<string, MutableSpan>();
  private readonly added: AddedLines[] = [];
  private firstDay: string | null = null;
  private lastDay: string | null = null;

  /** A collector that goes on from what another one held. */
  static from(held: CollectedSpans): SpanCollector {
    const collector = new SpanCollector();
    for (const author of held.authors) collector.numberOf(author);
    for (const span of held.spans) collector.spans.set(keyOf(span), { ...span });
    collector.added.push(...held.added);
    collector.firstDay = held.firstDay;
    collector.lastDay = held.lastDay;
    return collector;
  }

  /** What is held now: plain, and not changed by what comes. */
  held(): CollectedSpans {
    return { authors: [...this.authors], spans: [...this.spans.values()].map((span) => ({ ...span })), added: [...this.added], firstDay: this.firstDay, lastDay: this.lastDay };
  }

  authorOf({ assistant, model, agentSession, evidence }: Attribution): number {
    return this.numberOf({ assistant, model: model ?? null, agentSession, evidence: evidence.source });
  }

  /** Something happened on this day. */
  touch(day: string): void {
    this.firstDay ??= day;
    this.lastDay = day;
  }

  landed(day: string, path: string, lines: number, known: number): void {
    if (lines > 0) this.added.push({ day, path, lines, known });
  }

  end(life: Life, day: string, end: SpanEnd, fixed = false): void {
    this.add(life, day, end, fixed);
    life.first = false;
  }

  /** The history with every living line as a span without end. */
  finish(files: readonly { readonly path: string; readonly lives: ReadonlyMap<number, Life> }[]): DebtHistory {
    const open = new SpanCollector();
    const landed = files
      .filter(({ lives }) => lives.size > 0)
      .map(({ path, lives }) => ({ path, days: [...lives].map(([line, life]) => [line + 1, life.introduced] as const).sort(([one], [other]) => one - other) }))
      .sort((one, other) => compare(one.path, other.path));
    for (const { lives } of files) for (const life of lives.values()) open.add(life, null, null, false);
    const spans = [...this.spans.values(), ...open.spans.values()].sort(bySpan);
    return { authors: this.authors, spans, added: [...this.added], landed, firstDay: this.firstDay, lastDay: this.lastDay };
  }

  private numberOf(author: SpanAuthor): number {
    const key = [author.assistant, author.model ?? "", author.agentSession, author.evidence].join("\0");
    const known = this.authorIndex.get(key);
    if (known !== undefined) return known;
    this.authors.push(author);
    this.authorIndex.set(key, this.authors.length - 1);
    return this.authors.length - 1;
  }

  private add(life: Life, to: string | null, end: SpanEnd | null, fixed: boolean): void {
    const span: DebtSpan = { path: life.path, author: life.author, introduced: life.introduced, state: life.open ? "open" : "answered", from: life.since, to, end, first: life.first, fixed, lines: 1 };
    const key = keyOf(span);
    const known = this.spans.get(key);
    if (known === undefined) this.spans.set(key, { ...span });
    else known.lines += 1;
  }
}

function keyOf(span: DebtSpan): string {
  return [span.path, span.author, span.introduced, span.state, span.from, span.to ?? "", span.end ?? "", span.first ? 1 : 0, span.fixed ? 1 : 0].join("\0");
}

function bySpan(one: DebtSpan, other: DebtSpan): number {
  return compare(one.from, other.from) || compare(one.path, other.path) || compare(one.introduced, other.introduced) || one.author - other.author || compare(one.state, other.state) || compare(one.to ?? "~", other.to ?? "~") || compare(one.end ?? "", other.end ?? "") || Number(other.first) - Number(one.first) || Number(other.fixed) - Number(one.fixed);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
