/**
 * Which line of a new text is which line of the old one. Deterministic and bounded: by the number of differences, never
 * by the clock, because settling the same journal twice must give the same claims.
 */
import { diffArrays } from "diff";
import type { FileKeys } from "../core/fingerprint/lines";

/** A line as the diff sees it: equal when the text is equal or when only what the normal form drops differs. */
export interface DiffLine {
  readonly raw: string;
  /** Key of the normal form, or empty for a blank line. */
  readonly key: string;
}

/** Differences of one search; beyond it the texts are first cut at lines that are unique in both. */
const MAXIMUM_EDIT_LENGTH = 1200;

export function diffLines(keys: FileKeys, lines: readonly string[]): DiffLine[] {
  let at = 0;
  return lines.map((line, index) => {
    const keyed = keys.all[at];
    const key = keyed?.index === index ? keyed.key : "";
    if (key !== "") at += 1;
    return { raw: line.endsWith("\r") ? line.slice(0, -1) : line, key };
  });
}

function isSame(one: DiffLine, other: DiffLine): boolean {
  return one.raw === other.raw || one.key === other.key;
}

/** For each new line the index of the old line it is, or -1. Indexes rise: moves are not looked for here. */
export function matchLines(old: readonly DiffLine[], fresh: readonly DiffLine[]): Int32Array {
  const matches = new Int32Array(fresh.length).fill(-1);
  matchRange(old, fresh, { oldFrom: 0, oldTo: old.length, newFrom: 0, newTo: fresh.length }, matches, true);
  slideInsertions(fresh, matches);
  return matches;
}

interface Range {
  oldFrom: number;
  oldTo: number;
  newFrom: number;
  newTo: number;
}

function matchRange(old: readonly DiffLine[], fresh: readonly DiffLine[], whole: Range, matches: Int32Array, mayCut: boolean): void {
  const range = { ...whole };
  const same = (oldIndex: number, newIndex: number) => {
    const one = old[oldIndex];
    const other = fresh[newIndex];
    return one !== undefined && other !== undefined && isSame(one, other);
  };
  while (range.oldFrom < range.oldTo && range.newFrom < range.newTo && same(range.oldFrom, range.newFrom)) matches[range.newFrom++] = range.oldFrom++;
  while (range.oldFrom < range.oldTo && range.newFrom < range.newTo && same(range.oldTo - 1, range.newTo - 1)) matches[--range.newTo] = --range.oldTo;
  if (range.oldFrom === range.oldTo || range.newFrom === range.newTo) return;
  const changes = diffArrays(old.slice(range.oldFrom, range.oldTo), fresh.slice(range.newFrom, range.newTo), { comparator: isSame, maxEditLength: MAXIMUM_EDIT_LENGTH });
  if (changes !== undefined) {
    let oldAt = range.oldFrom;
    let newAt = range.newFrom;
    for (const change of changes) {
      if (change.added) newAt += change.count;
      else if (change.removed) oldAt += change.count;
      else for (let step = 0; step < change.count; step += 1) matches[newAt++] = oldAt++;
    }
    return;
  }
  if (!mayCut) return;
  // Too many differences for one search: cut at lines that are unique in both and rise in both (patience diff).
  let { oldFrom, newFrom } = range;
  for (const [oldIndex, newIndex] of [...anchors(old, fresh, range), [range.oldTo, range.newTo] as const]) {
    matchRange(old, fresh, { oldFrom, oldTo: oldIndex, newFrom, newTo: newIndex }, matches, false);
    if (newIndex < range.newTo) matches[newIndex] = oldIndex;
    oldFrom = oldIndex + 1;
    newFrom = newIndex + 1;
  }
}

/** Lines that stand once in both parts, as a longest list that rises in both. */
function anchors(old: readonly DiffLine[], fresh: readonly DiffLine[], range: Range): (readonly [number, number])[] {
  const places = new Map<string, { old: number; oldCount: number; fresh: number; freshCount: number }>();
  for (let index = range.oldFrom; index < range.oldTo; index += 1) {
    const key = old[index]?.key ?? "";
    if (key === "") continue;
    const place = places.get(key);
    if (place === undefined) places.set(key, { old: index, oldCount: 1, fresh: -1, freshCount: 0 });
    else place.oldCount += 1;
  }
  for (let index = range.newFrom; index < range.newTo; index += 1) {
    const place = places.get(fresh[index]?.key ?? "");
    if (place === undefined) continue;
    place.fresh = index;
    place.freshCount += 1;
  }
  const pairs = [...places.values()].filter((place) => place.oldCount === 1 && place.freshCount === 1).map((place) => [place.old, place.fresh] as const);
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach((pair, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (tails[low - 1] ?? -1);
    tails[low] = index;
  });
  const chain: (readonly [number, number])[] = [];
  for (let at = tails.at(-1) ?? -1; at !== -1; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) chain.push(pair);
  }
  return chain.reverse();
}

/**
 * An inserted run whose last line equals the line before it could as well have been inserted one line earlier. Of all
 * such places the one is taken whose run begins like a piece of code and not with what closes the one before it.
 */
function slideInsertions(fresh: readonly DiffLine[], matches: Int32Array): void {
  for (let start = 0; start < matches.length; start += 1) {
    if (matches[start] !== -1) continue;
    let end = start;
    while (end < matches.length && matches[end] === -1) end += 1;
    const followsOld = end < matches.length && start > 0 && (matches[end] ?? 0) === (matches[start - 1] ?? 0) + 1;
    // Only pure insertions slide: where something was replaced, the place is known.
    const isPure = start === 0 ? matches[end] === 0 : end === matches.length ? true : followsOld;
    if (isPure) slideRun(fresh, matches, start, end);
    start = end;
  }
}

function slideRun(fresh: readonly DiffLine[], matches: Int32Array, start: number, end: number): void {
  let best = 0;
  let bestScore = score(fresh, start, end);
  const length = end - start;
  for (let shift = 1; start - shift >= 0 && shift <= length; shift += 1) {
    const before = fresh[start - shift];
    const last = fresh[end - shift];
    if (matches[start - shift] === -1 || before === undefined || last === undefined || before.raw !== last.raw) break;
    const value = score(fresh, start - shift, end - shift);
    if (value > bestScore) {
      best = shift;
      bestScore = value;
    }
  }
  for (let step = 0; step < best; step += 1) {
    matches[end - 1 - step] = matches[start - 1 - step] ?? -1;
    matches[start - 1 - step] = -1;
  }
}

/** Higher for a run that begins with a line of substance after a blank line or a shallower one, and ends with a closer. */
function score(fresh: readonly DiffLine[], start: number, end: number): number {
  const first = fresh[start]?.raw.trim() ?? "";
  const last = fresh[end - 1]?.raw.trim() ?? "";
  return (/[\p{L}\p{N}]/u.test(first) ? 2 : first === "" ? 1 : 0) + (/^[\])}>;,]+$/.test(last) || last === "" ? 1 : 0);
}
