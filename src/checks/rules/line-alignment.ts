import { diffArrays } from "diff";

/** Above this many changed lines the middle of two texts is taken as rewritten; keeps the comparison linear. */
const MAXIMUM_EDITS = 2_000;

/** Which lines of the base stand unchanged at the head, and where. Lines are 0-based. */
export class LineAlignment {
  private readonly headOfBase = new Map<number, number>();
  private readonly unchangedHead = new Set<number>();

  private readonly baseLines: number;
  private readonly headLines: number;

  constructor(base: string, head: string) {
    const before = base.split(/\r?\n/);
    const after = head.split(/\r?\n/);
    this.baseLines = before.length;
    // The empty piece after the last line end is no line.
    this.headLines = after.length > 1 && after[after.length - 1] === "" ? after.length - 1 : after.length;
    let prefix = 0;
    while (prefix < before.length && prefix < after.length && before[prefix] === after[prefix]) this.pair(prefix, prefix++);
    let suffix = 0;
    while (suffix < before.length - prefix && suffix < after.length - prefix && before[before.length - 1 - suffix] === after[after.length - 1 - suffix]) {
      suffix++;
      this.pair(before.length - suffix, after.length - suffix);
    }
    const changes = diffArrays(before.slice(prefix, before.length - suffix), after.slice(prefix, after.length - suffix), { maxEditLength: MAXIMUM_EDITS });
    let baseLine = prefix;
    let headLine = prefix;
    for (const { value, added, removed } of changes ?? []) {
      if (added) headLine += value.length;
      else if (removed) baseLine += value.length;
      else for (let count = 0; count < value.length; count++) this.pair(baseLine++, headLine++);
    }
    this.joinRemovals(before);
  }

  /** Lines that were removed in two places, of which one could as well stand right behind the other, were removed in one: so git shows them. */
  private joinRemovals(before: readonly string[]): void {
    for (let end = 1; end < before.length; end++) {
      if (this.headOfBase.has(end - 1) || !this.headOfBase.has(end)) continue;
      let start = end;
      while (!this.isKept(start - 1)) start--;
      let moved = 0;
      for (let next = this.headOfBase.get(end); ; moved++) {
        const place = this.headOfBase.get(start - moved - 1) ?? NaN;
        if (place + 1 !== next || before[start - moved - 1] !== before[end - moved - 1]) break;
        next = place;
      }
      // Nothing above to join: it stays where it was found.
      if (this.isKept(start - moved - 1)) continue;
      for (let count = 1; count <= moved; count++) {
        this.headOfBase.set(end - count, this.headOfBase.get(start - count) ?? 0);
        this.headOfBase.delete(start - count);
      }
    }
  }

  /** Before the first line nothing went. */
  private isKept(baseLine: number): boolean {
    return baseLine < 0 || this.headOfBase.has(baseLine);
  }

  isUnchanged(headLine: number): boolean {
    return this.unchangedHead.has(headLine);
  }

  /**
   * The head's line that stands where a base line stood: itself where it survives, else the line that came in its
   * place, else the line that follows the gap (or the last line).
   */
  survivingLine(baseLine: number): number {
    const same = this.headOfBase.get(baseLine);
    if (same !== undefined) return same;
    let above = baseLine;
    while (above >= 0 && !this.headOfBase.has(above)) above--;
    let below = baseLine;
    while (below < this.baseLines && !this.headOfBase.has(below)) below++;
    const from = (this.headOfBase.get(above) ?? -1) + 1;
    const to = this.headOfBase.get(below) ?? this.headLines;
    const inPlace = from + Math.min(baseLine - above - 1, to - from - 1);
    return Math.max(0, Math.min(to > from ? inPlace : to, this.headLines - 1));
  }

  private pair(base: number, head: number): void {
    this.headOfBase.set(base, head);
    this.unchangedHead.add(head);
  }
}
