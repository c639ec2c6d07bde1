/** What a replay holds at the end of a day, as plain JSON, so that another one can go on from there. */
import type { CollectedSpans, Life } from "./lives";

/** So many neighbouring lines with equal lives: 0-based first line, count, author, day of landing, open, since, first span. */
export type LifeRun = readonly [line: number, count: number, author: number, introduced: string, open: boolean, since: string, first: boolean];

export interface ReplayState {
  readonly day: string;
  readonly lives: readonly (readonly [path: string, runs: readonly LifeRun[]])[];
  readonly collected: CollectedSpans;
  /** See `SeenKeys`; null where there was no claim to look for, or too many lines. */
  readonly seen: SeenState | null;
}

export interface SeenState {
  readonly significant: string;
  readonly trivial: string;
}

/** Digits of a key that are remembered: a chance hit costs a replay from the beginning, nothing else. */
const DIGITS = 10;
const MOST_SEEN = 2_000_000;

/**
 * Every line that stood anywhere until now. A claim that comes later may speak of a past day, too, but only if one of its lines stood there
 * (or all of them did, where none is significant).
 */
export class SeenKeys {
  private significant = new Set<string>();
  private trivial = new Set<string>();

  add(key: string, isTrivial: boolean): void {
    if (this.significant.size < MOST_SEEN) (isTrivial ? this.trivial : this.significant).add(key.slice(0, DIGITS));
  }

  held(): SeenState | null {
    return this.significant.size >= MOST_SEEN ? null : { significant: [...this.significant].join(""), trivial: [...this.trivial].join("") };
  }

  restore(state: SeenState | null): void {
    this.significant = partsOf(state?.significant ?? "");
    this.trivial = partsOf(state?.trivial ?? "");
  }

  mayHold(sequence: readonly string[]): boolean {
    const digits = sequence.map((key) => key.slice(0, DIGITS));
    return digits.some((key) => this.significant.has(key)) || digits.every((key) => this.trivial.has(key));
  }
}

function partsOf(text: string): Set<string> {
  const parts = new Set<string>();
  for (let at = 0; at < text.length; at += DIGITS) parts.add(text.slice(at, at + DIGITS));
  return parts;
}

export function runsOf(lives: ReadonlyMap<number, Life>): LifeRun[] {
  const runs: [number, number, number, string, boolean, string, boolean][] = [];
  for (const [line, { author, introduced, open, since, first }] of [...lives].sort(([one], [other]) => one - other)) {
    const last = runs[runs.length - 1];
    const goesOn = last !== undefined && last[0] + last[1] === line && last[2] === author && last[3] === introduced && last[4] === open && last[5] === since && last[6] === first;
    if (goesOn) last[1] += 1;
    else runs.push([line, 1, author, introduced, open, since, first]);
  }
  return runs;
}

export function* livesOf(path: string, runs: readonly LifeRun[]): IterableIterator<[number, Life]> {
  for (const [line, count, author, introduced, open, since, first] of runs) {
    for (let offset = 0; offset < count; offset++) yield [line + offset, { author, introduced, path, open, since, first }];
  }
}
