import { LiveRanges } from "../../src/core/attribution/live-ranges";

const LINES = 10_000;
const RANGES = 500;
const KEYSTROKES = 50_000;

/** Milliseconds of one range update on the typing path. */
export interface TypingFigures {
  readonly p50: number;
  readonly p99: number;
  readonly maximum: number;
}

/**
 * Types through a document of 10,000 lines with 500 hunks: mostly characters, some new lines, some deleted ones, at
 * random places. Prints p50 and p99 of the in-memory update in milliseconds; architecture.md's budget is p99 < 0.1 ms.
 */
export function benchTyping(print: (line: string) => void = console.log): TypingFigures {
  const spacing = LINES / RANGES;
  const ranges = new LiveRanges(
    Array.from({ length: RANGES }, (_, index) => ({ id: `h1:${index}`, startLine: index * spacing + 1, endLine: index * spacing + 10 })),
  );
  let seed = 42;
  const random = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % limit;
  };
  const times: number[] = [];
  for (let stroke = 0; stroke < KEYSTROKES; stroke++) {
    const line = 1 + random(LINES);
    const kind = random(10);
    const change =
      kind === 0 ? { startLine: line, endLine: line, addedLines: 2 } : kind === 1 ? { startLine: line, endLine: line + 1, addedLines: 1 } : { startLine: line, endLine: line, addedLines: 1 };
    const started = performance.now();
    ranges.apply(change);
    times.push(performance.now() - started);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const figures = { p50: at(0.5), p99: at(0.99), maximum: times.at(-1) ?? 0 };
  print(`typing path, ${RANGES} hunks in ${LINES} lines, ${KEYSTROKES} edits: p50 ${figures.p50.toFixed(4)} ms, p99 ${figures.p99.toFixed(4)} ms (budget 0.1 ms)`);
  return figures;
}
