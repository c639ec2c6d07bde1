/**
 * Re-indented code, aligned anew. A diff that compares lines as written takes a bracket for the one that stands at its
 * column now, and so puts the two forms of a re-indented line into different hunks, where nothing holds them together. Where
 * a change has such lines, its hunks are cut again from an alignment that ignores blanks, as `git blame -w` has it. The
 * result is a diff of the same two texts, no more and no less.
 */
import type { LineHunk } from "./line-table";
import { longestRising } from "./rising-pairs";

/** Unchanged lines between two hunks of one re-indentation, at the most. */
const WIDEST_GAP = 40;
/** Pairs of lines that are compared between two anchors; a larger block keeps git's own alignment. */
const MOST_PAIRS = 250_000;
/** Share of the changed lines that a new alignment must find again. */
const LEAST_GAIN = 0.05;
const LETTER = /[\p{L}\p{N}]/u;

/** Whether a change has a line of which only the blanks changed: reading the old text pays. */
export function isReindented(hunks: readonly LineHunk[]): boolean {
  return hunks.length > 1 && clustersOf(hunks).length > 0;
}

/** The hunks, cut anew where lines were re-indented; `old` is the whole old text. */
export function alignBlanks(hunks: readonly LineHunk[], old: readonly string[]): readonly LineHunk[] {
  const clusters = clustersOf(hunks);
  if (clusters.length === 0) return hunks;
  const result: LineHunk[] = [];
  let next = 0;
  for (const { first, last } of clusters) {
    result.push(...hunks.slice(next, first));
    const cluster = hunks.slice(first, last + 1);
    result.push(...(recut(cluster, old) ?? cluster));
    next = last + 1;
  }
  result.push(...hunks.slice(next));
  return result;
}

interface Cluster {
  first: number;
  last: number;
}

/** Neighbouring hunks, at least two, that have old and new lines equal but for blanks. */
function clustersOf(hunks: readonly LineHunk[]): readonly Cluster[] {
  const written = new Map<string, Set<string>>();
  for (const { oldLines } of hunks) {
    for (const line of oldLines ?? []) {
      if (line === null || !LETTER.test(line)) continue;
      const key = withoutBlanks(line);
      const forms = written.get(key);
      if (forms === undefined) written.set(key, new Set([line]));
      else forms.add(line);
    }
  }
  if (written.size === 0) return [];
  const clusters: Cluster[] = [];
  let current: (Cluster & { isReindented: boolean }) | null = null;
  const close = () => {
    if (current?.isReindented === true && current.last > current.first) clusters.push({ first: current.first, last: current.last });
  };
  hunks.forEach((hunk, index) => {
    const before = hunks[index - 1];
    const isReindented = (hunk.newLines ?? []).some((line) => {
      const forms = line === null ? undefined : written.get(withoutBlanks(line));
      return forms !== undefined && line !== null && !(forms.size === 1 && forms.has(line));
    });
    if (current !== null && before !== undefined && keptBefore(hunk) - (keptBefore(before) + before.oldCount) <= WIDEST_GAP) {
      current.last = index;
      current.isReindented ||= isReindented;
    } else {
      close();
      current = { first: index, last: index, isReindented };
    }
  });
  close();
  return clusters;
}

/** Lines of the old text that stand before a hunk. */
function keptBefore(hunk: LineHunk): number {
  return hunk.oldCount === 0 ? hunk.oldStart : hunk.oldStart - 1;
}

/** The stretch of both texts that a cluster covers, cut into hunks anew; null where it can't be compared. */
function recut(cluster: readonly LineHunk[], old: readonly string[]): LineHunk[] | null {
  const [head] = cluster;
  const tail = cluster[cluster.length - 1];
  if (head === undefined || tail === undefined) return null;
  const oldFrom = keptBefore(head);
  const newFrom = head.newCount === 0 ? head.newStart : head.newStart - 1;
  const fresh: string[] = [];
  /** For every new line the old one that git itself kept there, or -1. */
  const kept: number[] = [];
  let at = oldFrom;
  for (const hunk of cluster) {
    for (const line of old.slice(at, keptBefore(hunk))) {
      kept.push(at++ - oldFrom);
      fresh.push(line);
    }
    for (const line of hunk.newLines ?? []) {
      if (line === null) return null;
      kept.push(-1);
      fresh.push(line);
    }
    at = keptBefore(hunk) + hunk.oldCount;
  }
  const before = old.slice(oldFrom, at);
  if (before.length !== at - oldFrom) return null;
  const pairs = align(before, fresh, kept);
  return pairs === null || !isWorthIt(pairs, fresh, kept, cluster) ? null : hunksOf(before, fresh, pairs, oldFrom, newFrom);
}

/** Whether the new alignment finds lines again that git's hunks part, and not only a few in a text that was written anew. */
function isWorthIt(pairs: readonly number[], fresh: readonly string[], kept: readonly number[], cluster: readonly LineHunk[]): boolean {
  const count = (places: readonly number[]) => fresh.filter((line, to) => places[to] !== -1 && LETTER.test(line)).length;
  const gained = count(pairs) - count(kept) - cluster.reduce((sum, hunk) => sum + commonLines(hunk), 0);
  return gained > 0 && gained >= LEAST_GAIN * kept.filter((from) => from === -1).length;
}

/** Lines with letters that one hunk has on both sides, blanks aside. */
function commonLines({ oldLines, newLines }: LineHunk): number {
  const left = new Map<string, number>();
  for (const line of oldLines ?? []) if (line !== null) left.set(withoutBlanks(line), (left.get(withoutBlanks(line)) ?? 0) + 1);
  let common = 0;
  for (const line of newLines ?? []) {
    const key = line === null || !LETTER.test(line) ? "" : withoutBlanks(line);
    const count = left.get(key) ?? 0;
    if (key === "" || count === 0) continue;
    left.set(key, count - 1);
    common += 1;
  }
  return common;
}

/** Maximal runs of lines that are not the same on both sides. */
function hunksOf(before: readonly string[], fresh: readonly string[], pairs: readonly number[], oldFrom: number, newFrom: number): LineHunk[] {
  const hunks: LineHunk[] = [];
  let old = 0;
  let next = 0;
  const cut = (oldTo: number, newTo: number) => {
    const oldCount = oldTo - old;
    const newCount = newTo - next;
    if (oldCount > 0 || newCount > 0) {
      hunks.push({
        oldStart: oldFrom + old + (oldCount === 0 ? 0 : 1), oldCount,
        newStart: newFrom + next + (newCount === 0 ? 0 : 1), newCount,
        oldLines: before.slice(old, oldTo), newLines: fresh.slice(next, newTo),
      });
    }
    old = oldTo + 1;
    next = newTo + 1;
  };
  pairs.forEach((from, to) => {
    if (from !== -1 && before[from] === fresh[to]) cut(from, to);
  });
  cut(before.length, fresh.length);
  return hunks;
}

/** For every new line the old one that it is, blanks aside, or -1; null where too much would have to be compared. */
function align(before: readonly string[], fresh: readonly string[], kept: readonly number[]): number[] | null {
  const old = before.map(withoutBlanks);
  const keys = fresh.map(withoutBlanks);
  const pairs = fresh.map(() => -1);
  let oldFrom = 0;
  let newFrom = 0;
  for (const [oldIndex, newIndex] of [...uniqueAnchors(old, keys), [old.length, keys.length] as const]) {
    if ((oldIndex - oldFrom) * (newIndex - newFrom) > MOST_PAIRS) return null;
    alignBlock({ before, fresh, old, keys, kept }, { oldFrom, oldTo: oldIndex, newFrom, newTo: newIndex }, pairs);
    if (newIndex < keys.length) pairs[newIndex] = oldIndex;
    oldFrom = oldIndex + 1;
    newFrom = newIndex + 1;
  }
  bindBrackets({ before, fresh, old, keys, kept }, pairs);
  return withoutChance(pairs, old, keys, kept);
}

/** A bracket right below a re-indented line goes with it, though another one now stands where it stood. */
function bindBrackets({ before, fresh, old, keys }: Sides, pairs: number[]): void {
  const newOf = new Map<number, number>();
  pairs.forEach((from, to) => newOf.set(from, to));
  const isShifted = (to: number) => pairs[to] !== -1 && before[pairs[to] ?? -1] !== fresh[to];
  for (let to = 1; to < pairs.length; to++) {
    const key = keys[to] ?? "";
    const from = (pairs[to - 1] ?? -1) + 1;
    if (!isShifted(to - 1) || key === "" || LETTER.test(key) || old[from] !== key || pairs[to] === from) continue;
    const other = newOf.get(from);
    if (other !== undefined) pairs[other] = -1;
    pairs[to] = from;
    newOf.set(from, to);
  }
}

/**
 * Pairs that mean something: lines with letters that come as often on both sides, what git kept as well, and whatever stands
 * right beside such a pair. Any two rewritten paragraphs have blank lines and brackets in common.
 */
function withoutChance(pairs: readonly number[], old: readonly string[], keys: readonly string[], kept: readonly number[]): number[] {
  const times = new Map<string, number>();
  for (const key of old) times.set(key, (times.get(key) ?? 0) + 1);
  for (const key of keys) times.set(key, (times.get(key) ?? 0) - 1);
  const means = pairs.map((from, to) => from !== -1 && (kept[to] === from || (times.get(keys[to] ?? "") === 0 && LETTER.test(keys[to] ?? ""))));
  const spread = (to: number, neighbour: number) => {
    if (means[neighbour] === true && pairs[to] !== -1 && (pairs[to] ?? 0) - (pairs[neighbour] ?? 0) === to - neighbour) means[to] = true;
  };
  for (let to = 1; to < pairs.length; to++) spread(to, to - 1);
  for (let to = pairs.length - 2; to >= 0; to--) spread(to, to + 1);
  return pairs.map((from, to) => (means[to] === true ? from : -1));
}

interface Sides {
  readonly before: readonly string[];
  readonly fresh: readonly string[];
  readonly old: readonly string[];
  readonly keys: readonly string[];
  readonly kept: readonly number[];
}

interface Block {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The pairing of greatest weight inside one block, by dynamic programming. */
function alignBlock({ before, fresh, old, keys, kept }: Sides, block: Block, pairs: number[]): void {
  const rows = block.oldTo - block.oldFrom;
  const columns = block.newTo - block.newFrom;
  if (rows <= 0 || columns <= 0) return;
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const gainOf = (row: number, column: number) => {
    const key = old[block.oldFrom + row] ?? "";
    if (key !== keys[block.newFrom + column]) return 0;
    return weightOf(key) + (before[block.oldFrom + row] === fresh[block.newFrom + column] ? SAME_AS_WRITTEN : 0) + (kept[block.newFrom + column] === block.oldFrom + row ? KEPT_BY_GIT : 0);
  };
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const at = row * width + column;
      const gain = gainOf(row, column);
      best[at] = Math.max(best[at + 1] ?? 0, best[at + width] ?? 0, gain === 0 ? 0 : gain + (best[at + width + 1] ?? 0));
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    const at = row * width + column;
    const gain = gainOf(row, column);
    if (gain > 0 && best[at] === gain + (best[at + width + 1] ?? 0)) pairs[block.newFrom + column++] = block.oldFrom + row++;
    else if (best[at] === best[at + width]) row++;
    else column++;
  }
}

/** Breaks ties between lines equal but for blanks. */
const SAME_AS_WRITTEN = 1 / 16;
/** Git's own choice stands where nothing that says more is against it. */
const KEPT_BY_GIT = 2;

/** What a line says about its place: a blank one next to nothing, a bracket little. */
function weightOf(key: string): number {
  if (key === "") return 1 / 4;
  return LETTER.test(key) ? 4 : 1;
}

/** Lines with letters that come once on each side, as the longest list that rises on both. */
function uniqueAnchors(old: readonly string[], keys: readonly string[]): readonly (readonly [number, number])[] {
  const places = new Map<string, { old: number; fresh: number }>();
  const several = new Set<string>();
  old.forEach((key, index) => {
    if (places.has(key)) several.add(key);
    else if (LETTER.test(key)) places.set(key, { old: index, fresh: -1 });
  });
  keys.forEach((key, index) => {
    const place = places.get(key);
    if (place === undefined) return;
    if (place.fresh !== -1) several.add(key);
    place.fresh = index;
  });
  const candidates = [...places].filter(([key, place]) => place.fresh !== -1 && !several.has(key)).map(([, place]) => [place.old, place.fresh] as const);
  return longestRising(candidates);
}

function withoutBlanks(line: string): string {
  return line.replace(/\s+/g, "");
}
