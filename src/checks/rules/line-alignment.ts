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
