import type { LineRange } from "../model";

/** A range to follow: 1-based lines, inclusive; a removal stands between lines and has `endLine` one below `startLine`. */
export interface FollowedRange {
  readonly id: string;
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * One edit in whole lines: lines `startLine` to `endLine` (1-based, inclusive; `endLine` is `startLine - 1` for a pure
 * insertion) went away and `addedLines` lines stand in their place.
 */
export interface LineChange {
  readonly startLine: number;
  readonly endLine: number;
  readonly addedLines: number;
}

/** Where a range stands now, and which of its lines were edited since it was set. */
export interface LiveRange extends FollowedRange {
  /** Every line of the range was deleted; `startLine` is the line that follows the place. */
  readonly collapsed: boolean;
  /** Lines edited or inserted since the start, ascending and disjoint; they are nobody's until the file is saved and folded again. */
  readonly touched: readonly LineRange[];
  /** An edit happened inside, deletions included, which leave no touched line behind. */
  readonly edited: boolean;
}

interface MutableRange {
  readonly id: string;
  startLine: number;
  endLine: number;
  collapsed: boolean;
  edited: boolean;
  touched: LineRange[];
}

/** Above this, touched lines of one range are merged into one run: the display stays right to the eye and typing stays fast. */
const MAXIMUM_TOUCHED_RUNS = 200;

/**
 * Follows line ranges through the edits of one document, in memory and without its text: the only thing that runs on
 * the typing path. One pass over the ranges an edit; no allocation for ranges that only shift.
 */
export class LiveRanges {
  private readonly list: MutableRange[];

  constructor(ranges: readonly FollowedRange[]) {
    this.list = ranges.map((range) => ({
      id: range.id,
      startLine: range.startLine,
      endLine: range.endLine,
      collapsed: false,
      edited: false,
      touched: [],
    }));
  }

  /** Applies one edit. Edits of one event are applied from the last line to the first, as VS Code reports them. */
  apply(change: LineChange): void {
    const removed = change.endLine - change.startLine + 1;
    const delta = change.addedLines - removed;
    if (removed < 0 || (removed === 0 && change.addedLines === 0)) {
      return;
    }
    for (const range of this.list) {
      if (range.startLine > change.endLine) {
        shift(range, delta);
      } else if (range.endLine >= change.startLine) {
        edit(range, change, delta);
      }
    }
  }

  /** Ranges in the order they were given, as they stand now. */
  ranges(): readonly LiveRange[] {
    return this.list;
  }

  /** The range with this id, or null. */
  find(id: string): LiveRange | null {
    return this.list.find((range) => range.id === id) ?? null;
  }

  /** The range's own text stands at `startLine` again, whole (an edit was undone): it counts as never edited. */
  restore(id: string, startLine: number, endLine: number): void {
    const range = this.list.find((candidate) => candidate.id === id);
    if (range !== undefined) Object.assign(range, { startLine, endLine, collapsed: false, edited: false, touched: [] });
  }

  /** Some range was edited since the start. */
  get edited(): boolean {
    return this.list.some((range) => range.edited);
  }
}

function shift(range: MutableRange, delta: number): void {
  if (delta === 0) {
    return;
  }
  range.startLine += delta;
  range.endLine += delta;
  if (range.touched.length > 0) {
    range.touched = range.touched.map((run) => ({ start: run.start + delta, end: run.end + delta }));
  }
}

/** The change overlaps the range: work out which lines stay its own, and mark what the edit put there. */
function edit(range: MutableRange, change: LineChange, delta: number): void {
  const { startLine: first, endLine: last } = range;
  const addedEnd = change.startLine + change.addedLines - 1;
  const startsInside = change.startLine >= first;
  const endsInside = change.endLine <= last;
  let marked: LineRange;
  if (startsInside && endsInside) {
    range.endLine = last + delta;
    marked = { start: change.startLine, end: addedEnd };
  } else if (startsInside) {
    // The edit runs over the end: of what was added, as many lines belong to the range as it lost.
    const kept = Math.min(change.addedLines, last - change.startLine + 1);
    range.endLine = change.startLine + kept - 1;
    marked = { start: change.startLine, end: range.endLine };
  } else if (endsInside) {
    const kept = Math.min(change.addedLines, change.endLine - first + 1);
    range.startLine = change.endLine + 1 + delta - kept;
    range.endLine = last + delta;
    marked = { start: range.startLine, end: addedEnd };
  } else {
    // A larger replacement (a formatter over the whole file): the range stays as near to its place as the new text allows.
    range.startLine = Math.min(first, Math.max(change.startLine, addedEnd));
    range.endLine = Math.min(last, addedEnd);
    marked = { start: range.startLine, end: range.endLine };
  }
  range.edited = true;
  range.touched = touchedAfter(range.touched, change, delta, marked);
  if (range.endLine < range.startLine) {
    range.collapsed = true;
    range.startLine = change.startLine;
    range.endLine = change.startLine - 1;
    range.touched = [];
  }
}

/** Earlier runs moved through the change (what it replaced is cut out of them), with the new run merged in. */
function touchedAfter(before: readonly LineRange[], change: LineChange, delta: number, marked: LineRange): LineRange[] {
  const runs: LineRange[] = [];
  for (const run of before) {
    if (run.start < change.startLine) {
      runs.push({ start: run.start, end: Math.min(run.end, change.startLine - 1) });
    }
    if (run.end > change.endLine) {
      runs.push({ start: Math.max(run.start, change.endLine + 1) + delta, end: run.end + delta });
    }
  }
  if (marked.end >= marked.start) {
    runs.push(marked);
  }
  runs.sort((one, other) => one.start - other.start);
  return mergeRuns(runs);
}

function mergeRuns(sorted: readonly LineRange[]): LineRange[] {
  const merged: LineRange[] = [];
  for (const run of sorted) {
    const previous = merged.at(-1);
    if (previous !== undefined && run.start <= previous.end + 1) {
      merged[merged.length - 1] = { start: previous.start, end: Math.max(previous.end, run.end) };
    } else {
      merged.push(run);
    }
  }
  const first = merged[0];
  const last = merged.at(-1);
  if (merged.length > MAXIMUM_TOUCHED_RUNS && first !== undefined && last !== undefined) {
    return [{ start: first.start, end: last.end }];
  }
  return merged;
}
