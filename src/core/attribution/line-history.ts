/**
 * Where every line of a file came from, as runs: a piece table that diffs with no context lines are applied to.
 * "All lines as at the base" is one run without end, so a file that nobody touched costs nothing. Everything here is
 * immutable; what two commits share, they share in memory.
 */
import type { EditedLine } from "../ports";
import { pairEdits } from "./line-edits";
import { movedLines } from "./moved-lines";
import type { LinePlace } from "./moved-lines";
import type { LineHunk, LineSource, LineTable, Piece, Replacement } from "./line-table";
import { collectRemovals, moveMarks, unionOfMarks } from "./removal-marks";

/** Longest chain of edits that is remembered for one line. */
const LONGEST_EDIT_CHAIN = 32;
/** Whoever replaces more lines than this at once has not edited them. */
const MOST_REPLACED_LINES = 400;

export const EMPTY_TABLE: LineTable = { pieces: [], marks: [] };

/** A file all of whose lines, however many, come from one source. */
export function wholeFile(source: LineSource): LineTable {
  return { pieces: [{ source, start: 1, length: Number.POSITIVE_INFINITY }], marks: [] };
}

/**
 * The table after a change by `source`. Hunks are in order and do not overlap, as git prints them; what they say
 * beyond the end of the table is ignored.
 */
export function applyHunks(table: LineTable, hunks: readonly LineHunk[], source: LineSource): LineTable {
  if (hunks.length === 0) return table;
  const reader = new PieceReader(table.pieces);
  const out = new PieceWriter();
  const changes: { readonly hunk: LineHunk; readonly dead: readonly Piece[]; readonly replacement: Replacement | null; readonly after: number }[] = [];
  const withTexts = hunks.some((hunk) => hunk.oldLines !== undefined || hunk.newLines !== undefined);
  const pairs = hunks.map(pairsOf);
  const moved = withTexts ? movedLines(hunks, pairs) : [];
  const taken = moved.some((lines) => lines.size > 0) ? deadPieces(table, hunks) : [];
  let position = 1;
  for (const [index, hunk] of hunks.entries()) {
    const keptUntil = hunk.oldCount === 0 ? hunk.oldStart : hunk.oldStart - 1;
    position += reader.copy(keptUntil - reader.line + 1, out);
    const dead = reader.skip(hunk.oldCount);
    const replacement: Replacement | null = withTexts && hunk.newCount > 0 && hunk.oldCount > 0 ? { lines: [] } : null;
    if (withTexts) changes.push({ hunk, dead, replacement, after: position - 1 });
    const editOf = (line: number) => editOfNewLine(line, hunk, dead, pairs[index] ?? []) ?? moveOfNewLine(moved[index]?.get(line), hunks, taken);
    writeNewLines(out, hunk, editOf, { source, ...(replacement === null ? {} : { replacement }), ...replacedBy(hunk, dead) }, position);
    position += hunk.newCount;
  }
  const pieces = out.followedBy(reader.rest());
  const marks = moveMarks(table.marks, hunks);
  return { pieces, marks: withTexts ? collectRemovals(marks, changes, pieces, source.introducedBy) : marks };
}

/**
 * The table of a merge, from each parent's table after `applyHunks` with the same `source`: a line that stands in any
 * parent keeps that parent's owner, the first parent's where several have it; a line of no parent is the merge's.
 */
export function combineParents(tables: readonly LineTable[], source: LineSource): LineTable {
  const [first] = tables;
  if (first === undefined) return EMPTY_TABLE;
  if (tables.length === 1) return first;
  const readers = tables.map((table) => new PieceReader(table.pieces));
  const out = new PieceWriter();
  for (;;) {
    const current = readers.map((reader) => reader.current());
    if (current.some((piece) => piece === null)) break;
    const pieces = current.filter((piece) => piece !== null);
    const length = Math.min(...pieces.map((piece) => piece.length));
    const chosen = pieces.find((piece) => piece.source !== source) ?? pieces.find((piece) => piece.edit !== undefined) ?? pieces[0];
    if (chosen === undefined) break;
    out.write(length === chosen.length ? chosen : { ...chosen, length });
    if (length === Number.POSITIVE_INFINITY) break;
    for (const reader of readers) reader.skip(length);
  }
  return { pieces: out.pieces, marks: unionOfMarks(tables.map((table) => table.marks), source.introducedBy) };
}

/** Number of lines, or Infinity where the table ends in "and all that follow". */
export function lineCountOf(table: LineTable): number {
  let count = 0;
  for (const piece of table.pieces) count += piece.length;
  return count;
}

/** Per new line of a hunk the old one that it edits, or -1. */
function pairsOf({ oldLines, newLines, oldCount, newCount }: LineHunk): readonly number[] {
  return oldLines !== undefined && newLines !== undefined && oldCount > 0 && newCount > 0 ? pairEdits(oldLines, newLines) : [];
}

/** The pieces that each hunk takes away. */
function deadPieces(table: LineTable, hunks: readonly LineHunk[]): readonly (readonly Piece[])[] {
  const reader = new PieceReader(table.pieces);
  return hunks.map((hunk) => {
    reader.skip((hunk.oldCount === 0 ? hunk.oldStart : hunk.oldStart - 1) - reader.line + 1);
    return reader.skip(hunk.oldCount);
  });
}

function writeNewLines(out: PieceWriter, hunk: LineHunk, editOf: (line: number) => EditedLine | null, shared: Pick<Piece, "source" | "replacement" | "replaced">, position: number): void {
  let plain = 0;
  for (let index = 0; index < hunk.newCount; index++) {
    const edit = editOf(index);
    if (edit === null) continue;
    if (index > plain) out.write({ ...shared, start: position + plain, length: index - plain });
    out.write({ ...shared, start: position + index, length: 1, edit });
    plain = index + 1;
  }
  if (hunk.newCount > plain) out.write({ ...shared, start: position + plain, length: hunk.newCount - plain });
}

function editOfNewLine(line: number, { oldLines }: LineHunk, dead: readonly Piece[], pairs: readonly number[]): EditedLine | null {
  const old = pairs[line] ?? -1;
  const text = oldLines?.[old];
  return text === undefined || text === null ? null : editOfLine(dead, old, text);
}

function moveOfNewLine(place: LinePlace | undefined, hunks: readonly LineHunk[], taken: readonly (readonly Piece[])[]): EditedLine | null {
  if (place === undefined) return null;
  const text = hunks[place.hunk]?.oldLines?.[place.line];
  const edit = text === undefined || text === null ? null : editOfLine(taken[place.hunk] ?? [], place.line, text);
  return edit === null ? null : { ...edit, moved: true };
}

function replacedBy(hunk: LineHunk, dead: readonly Piece[]): Pick<Piece, "replaced"> {
  const replaced = replacedLines(hunk, dead);
  return replaced === null ? {} : { replaced };
}

/** What a hunk that puts lines in place of others took away, where some of it came after the base. */
function replacedLines({ oldLines, newCount }: LineHunk, dead: readonly Piece[]): readonly string[] | null {
  if (oldLines === undefined || newCount === 0 || oldLines.length > MOST_REPLACED_LINES || dead.every((piece) => piece.source.introducedBy === "base")) return null;
  const lines = oldLines.filter((line) => line !== null && line.trim() !== "") as string[];
  return lines.length === 0 ? null : lines;
}

function editOfLine(dead: readonly Piece[], index: number, text: string): EditedLine | null {
  let offset = index;
  for (const piece of dead) {
    if (offset >= piece.length) {
      offset -= piece.length;
      continue;
    }
    const { introducedBy, path } = piece.source;
    const edit = { introducedBy, originalPath: path, originalStart: piece.start + offset, text };
    return piece.edit === undefined ? edit : { ...edit, editOf: shorten(piece.edit, LONGEST_EDIT_CHAIN - 1) };
  }
  return null;
}

/** Keeps the nearest edits and the oldest one: who wrote the line first matters most. */
function shorten(edit: EditedLine, longest: number): EditedLine {
  let length = 1;
  for (let at = edit.editOf; at !== undefined; at = at.editOf) length++;
  if (length <= longest) return edit;
  const next = edit.editOf?.editOf;
  const { editOf: _dropped, ...rest } = edit;
  return next === undefined ? rest : { ...rest, editOf: next };
}

/** Walks over pieces by line. */
class PieceReader {
  private index = 0;
  /** Lines of the current piece already passed. */
  private passed = 0;
  /** 1-based line that comes next. */
  line = 1;

  constructor(private readonly pieces: readonly Piece[]) {}

  /** What is left of the current piece, or null at the end. */
  current(): Piece | null {
    const piece = this.pieces[this.index];
    if (piece === undefined) return null;
    return this.passed === 0 ? piece : { ...piece, start: piece.start + this.passed, length: piece.length - this.passed };
  }

  /** Passes `count` lines and gives them back. */
  skip(count: number): Piece[] {
    const skipped: Piece[] = [];
    this.advance(count, (piece) => skipped.push(piece));
    return skipped;
  }

  /** All that was not passed. */
  rest(): readonly Piece[] {
    const current = this.current();
    return current === null ? [] : [current, ...this.pieces.slice(this.index + 1)];
  }

  /** Copies `count` lines; returns how many there were. Whole pieces go over as they are: a lockfile has tens of thousands. */
  copy(count: number, out: PieceWriter): number {
    const rest = this.passed === 0 ? 0 : (this.pieces[this.index]?.length ?? 0) - this.passed;
    const begun = this.advance(Math.min(count, rest), (piece) => out.write(piece));
    let whole = 0;
    let end = this.index;
    if (this.passed === 0) for (let piece = this.pieces[end]; piece !== undefined && begun + whole + piece.length <= count; piece = this.pieces[++end]) whole += piece.length;
    out.writeAll(this.pieces, this.index, end);
    this.index = end;
    this.line += whole;
    const left = count - begun - whole;
    return left > 0 ? count - left + this.advance(left, (piece) => out.write(piece)) : begun + whole;
  }

  private advance(count: number, take: (piece: Piece) => void): number {
    let left = count;
    while (left > 0) {
      const piece = this.current();
      if (piece === null) break;
      if (piece.length <= left) {
        take(piece);
        this.index++;
        this.passed = 0;
        left -= piece.length;
        this.line += piece.length;
        if (piece.length === Number.POSITIVE_INFINITY) return count;
      } else {
        take({ ...piece, length: left });
        this.passed += left;
        this.line += left;
        left = 0;
      }
    }
    return count - left;
  }
}

/** Collects pieces and joins those that continue each other. */
class PieceWriter {
  readonly pieces: Piece[] = [];

  /** Pieces of one table, from `start` to before `end`: among themselves they are joined already. */
  writeAll(pieces: readonly Piece[], start: number, end: number): void {
    for (let index = start; index < end; index++) {
      const piece = pieces[index];
      if (piece === undefined) return;
      if (index === start) this.write(piece);
      else this.pieces.push(piece);
    }
  }

  /** All that was written, and then the end of a table. */
  followedBy([first, ...others]: readonly Piece[]): readonly Piece[] {
    if (first !== undefined) this.write(first);
    return others.length === 0 ? this.pieces : this.pieces.concat(others);
  }

  write(piece: Piece): void {
    const last = this.pieces[this.pieces.length - 1];
    if (
      last !== undefined &&
      last.source === piece.source &&
      last.start + last.length === piece.start &&
      last.edit === undefined &&
      piece.edit === undefined &&
      last.replacement === piece.replacement &&
      last.replaced === piece.replaced
    ) {
      this.pieces[this.pieces.length - 1] = { ...last, length: last.length + piece.length };
    } else {
      this.pieces.push(piece);
    }
  }
}
