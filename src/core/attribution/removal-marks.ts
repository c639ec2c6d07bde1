/**
 * What is remembered of lines of the base that were taken away: a mark of no length where they stood, when nothing
 * was put in their place, and a note on the lines that replaced them, which becomes a mark when those go, too.
 */
import type { LineHunk, Piece, RemovalMark, Replacement } from "./line-table";
import { groupBy } from "../group-by";

export interface RemovalChange {
  readonly hunk: LineHunk;
  /** The pieces that the hunk took away. */
  readonly dead: readonly Piece[];
  /** For a hunk that puts something in place: what its new pieces carry. */
  readonly replacement: Replacement | null;
  /** Lines of the new version before the hunk. */
  readonly after: number;
}

/** Marks after a change: moved with the text around them, dropped where the removed lines come back at their place. */
export function moveMarks(marks: readonly RemovalMark[], hunks: readonly LineHunk[]): readonly RemovalMark[] {
  if (marks.length === 0) return marks;
  const moved: RemovalMark[] = [];
  let index = 0;
  let offset = 0;
  for (const mark of marks) {
    let hunk = hunks[index];
    // Hunks that end before the mark only shift it.
    while (hunk !== undefined && keptBefore(hunk) + hunk.oldCount < mark.after) {
      offset += hunk.newCount - hunk.oldCount;
      hunk = hunks[++index];
    }
    moved.push(...moveMark(mark, hunks, index, offset));
  }
  return moved;
}

/** Adds the marks of what `changes` removed without putting anything in its place. */
export function collectRemovals(marks: readonly RemovalMark[], changes: readonly RemovalChange[], pieces: readonly Piece[], removedBy: string): readonly RemovalMark[] {
  const bereft = groupsWithoutHeirs(changes, pieces);
  const added: RemovalMark[] = [];
  for (const [index, change] of changes.entries()) {
    const lines = [...(bereft.get(index) ?? []).flatMap((group) => group.lines), ...baseLines(change)];
    if (lines.length === 0) continue;
    // One by one: as arguments of a call, 200,000 lines do not fit the stack.
    if (change.replacement !== null) for (const line of lines) change.replacement.lines.push(line);
    else if (change.hunk.newCount === 0) added.push({ after: change.after, removedBy, lines });
  }
  return added.length === 0 ? marks : sorted([...marks, ...added]);
}

/**
 * Marks of a merge. What a parent's line already removed stays its removal; what differs from the parents counts as
 * the merge's own removal only where no parent had it removed before.
 */
export function unionOfMarks(parents: readonly (readonly RemovalMark[])[], merge: string): readonly RemovalMark[] {
  const carried = new Map<string, readonly RemovalMark[]>();
  const own: RemovalMark[][] = [];
  for (const marks of parents) {
    own.push(marks.filter((mark) => mark.removedBy === merge));
    const groups = groupBy(marks.filter((mark) => mark.removedBy !== merge), (mark) => `${mark.removedBy}\0${mark.lines.join("\n")}`);
    // Both sides may carry the same removals from before they parted.
    for (const [key, group] of groups) if (group.length > (carried.get(key)?.length ?? 0)) carried.set(key, group);
  }
  const [first = [], ...others] = own;
  const agreed = first.filter((mark) => others.every((list) => list.some((other) => other.lines.join("\n") === mark.lines.join("\n"))));
  return sorted([...[...carried.values()].flat(), ...agreed]);
}

function moveMark(mark: RemovalMark, hunks: readonly LineHunk[], from: number, offset: number): readonly RemovalMark[] {
  let shift = offset;
  let place: number | null = null;
  for (let index = from; index < hunks.length; index++) {
    const hunk = hunks[index];
    if (hunk === undefined || keptBefore(hunk) > mark.after) break;
    if (hunk.newLines !== undefined && contains(hunk.newLines, mark.lines)) return [];
    const start = keptBefore(hunk);
    const end = start + hunk.oldCount;
    if (mark.after < end || hunk.oldCount === 0) place ??= start + shift;
    else shift += hunk.newCount - hunk.oldCount;
  }
  return [{ ...mark, after: place ?? mark.after + shift }];
}

function keptBefore(hunk: LineHunk): number {
  return hunk.oldCount === 0 ? hunk.oldStart : hunk.oldStart - 1;
}

/** Whether `wanted` comes in `lines`, in order; other lines may stand between. */
function contains(lines: readonly (string | null)[], wanted: readonly string[]): boolean {
  let found = 0;
  for (const line of lines) {
    if (found === wanted.length) break;
    if (line === wanted[found]) found++;
  }
  return found === wanted.length;
}

/** Replacements of some lines none of whose pieces is left, by the last change that took one away. */
function groupsWithoutHeirs(changes: readonly RemovalChange[], pieces: readonly Piece[]): ReadonlyMap<number, readonly Replacement[]> {
  const lastChange = new Map<Replacement, number>();
  for (const [index, change] of changes.entries()) {
    for (const { replacement } of change.dead) if (replacement !== undefined && replacement.lines.length > 0) lastChange.set(replacement, index);
  }
  if (lastChange.size === 0) return new Map();
  for (const piece of pieces) if (piece.replacement !== undefined) lastChange.delete(piece.replacement);
  return new Map([...groupBy(lastChange, ([, index]) => index)].map(([index, groups]) => [index, groups.map(([group]) => group)]));
}

function baseLines(change: RemovalChange): readonly string[] {
  const lines: string[] = [];
  let at = 0;
  for (const piece of change.dead) {
    if (piece.source.introducedBy === "base") {
      for (const line of change.hunk.oldLines?.slice(at, at + piece.length) ?? []) if (line !== null) lines.push(line);
    }
    at += piece.length;
  }
  return lines;
}

function sorted(marks: readonly RemovalMark[]): readonly RemovalMark[] {
  return [...marks].sort((left, right) => left.after - right.after);
}
