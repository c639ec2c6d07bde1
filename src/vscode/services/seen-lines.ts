import { rangesOf, unitedSeen, type SeenText } from "../../core/debt/reading";

/** Lines, 1-based and inclusive. */
export type LineSpan = readonly [from: number, to: number];

/** A document of which a part is on the screen now. */
export interface VisibleText {
  /** Names the text: another version of a document is another text. */
  readonly text: string;
  readonly visible: readonly LineSpan[];
  /** Hunks that stand there as they were folded; an edited one is not among them. */
  readonly hunks: readonly { readonly content: string; readonly startLine: number; readonly endLine: number }[];
}

/** A pause between two samples counts at most this long, in milliseconds: a machine that slept was not read. */
const LONGEST_STEP = 2_000;

/** Gathers which lines of which hunks stood still on the screen, between two deliveries. It knows no clock and no editor. */
export class SeenLines {
  private last: ReadonlyMap<string, readonly LineSpan[]> = new Map();
  private sampledAt: number | null = null;
  private gathered = new Map<string, SeenText>();

  /** What is on the screen at `now` (milliseconds of any steady clock). A line counts once two samples in a row show it: scrolling past is no reading. */
  sample(now: number, texts: readonly VisibleText[]): void {
    const step = this.sampledAt === null ? 0 : Math.min(LONGEST_STEP, Math.max(0, now - this.sampledAt));
    const timed = new Set<string>();
    for (const { text, visible, hunks } of texts) {
      const still = this.last.get(text)?.flatMap((span) => visible.flatMap((other) => common(span, other))) ?? [];
      for (const hunk of hunks) {
        const offsets = new Set(still.flatMap((span) => common(span, [hunk.startLine, hunk.endLine])).flatMap(([from, to]) => sequence(from - hunk.startLine, to - hunk.startLine)));
        if (offsets.size > 0) {
          const seen = { content: hunk.content, lines: hunk.endLine - hunk.startLine + 1, ranges: rangesOf(offsets), milliseconds: timed.has(hunk.content) ? 0 : Math.round(step) };
          timed.add(hunk.content);
          this.gathered.set(hunk.content, unitedSeen(this.gathered.get(hunk.content), seen));
        }
      }
    }
    const current = new Map<string, readonly LineSpan[]>();
    for (const { text, visible } of texts) {
      current.set(text, [...(current.get(text) ?? []), ...visible]);
    }
    this.last = current;
    this.sampledAt = now;
  }

  /** Nobody looks now: the next sample begins anew. */
  pause(): void {
    this.last = new Map();
    this.sampledAt = null;
  }

  /** What was gathered since the last call. */
  take(): readonly SeenText[] {
    const taken = [...this.gathered.values()];
    this.gathered = new Map();
    return taken;
  }
}

function common([from, to]: LineSpan, [otherFrom, otherTo]: LineSpan): readonly LineSpan[] {
  const span: LineSpan = [Math.max(from, otherFrom), Math.min(to, otherTo)];
  return span[0] <= span[1] ? [span] : [];
}

function sequence(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
