/** How much of a text a person had before their eyes: a signal for people, never proof, and private by default. */

/** Lines of one hunk's text that stood on a screen in a focused window, by offset from the hunk's first line. */
export interface SeenText {
  /** `h1:…` of the text: another text has been seen by nobody. */
  readonly content: string;
  /** Lines of the hunk. */
  readonly lines: number;
  /** 0-based offsets, inclusive. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** Time in which part of it was visible and the person was active. */
  readonly milliseconds: number;
}

/** Coarse on purpose: what a record may carry where the base policy asks. */
export type SeenPart = "all" | "most" | "part";

/** Share of the lines, 0 to 1. */
export function seenShare(seen: SeenText): number {
  return seen.lines === 0 ? 1 : Math.min(1, offsetsOf(seen).size / seen.lines);
}

/** `all` from 95 % on, since blank lines at the edges are easily cut off; `most` from half. */
export function seenPart(seen: SeenText): SeenPart {
  const share = seenShare(seen);
  return share >= 0.95 ? "all" : share >= 0.5 ? "most" : "part";
}

/** Both observations of the same text together. */
export function unitedSeen(one: SeenText | undefined, other: SeenText): SeenText {
  if (one === undefined) return { ...other, ranges: rangesOf(offsetsOf(other)) };
  return { content: other.content, lines: other.lines, ranges: rangesOf(new Set([...offsetsOf(one), ...offsetsOf(other)])), milliseconds: one.milliseconds + other.milliseconds };
}

function offsetsOf({ lines, ranges }: SeenText): Set<number> {
  const offsets = new Set<number>();
  for (const [from, to] of ranges) for (let offset = Math.max(0, from); offset <= Math.min(to, lines - 1); offset++) offsets.add(offset);
  return offsets;
}

export function rangesOf(offsets: ReadonlySet<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const offset of [...offsets].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === offset - 1) last[1] = offset;
    else ranges.push([offset, offset]);
  }
  return ranges;
}
