/**
 * The states of all files at a commit as plain JSON, so that another walk can go on from there. What pieces share in memory they share again:
 * pieces are joined by the identity of their source and of what they replaced.
 */
import type { EditedLine, SavedStates } from "../ports";
import type { SavedEdit, SavedPiece } from "../ports/saved-walk";
import { FileStates, type FileState } from "./file-states";
import type { LineSource, LineTable, Piece, RemovalMark, Replacement } from "./line-table";

/** Values by identity, in the order in which they were first met. */
class Numbered<T extends object, S> {
  readonly saved: S[] = [];
  private readonly numbers = new Map<T, number>();

  constructor(private readonly save: (value: T) => S) {}

  of(value: T | undefined): number {
    if (value === undefined) return -1;
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const saved = this.save(value);
    const number = this.saved.push(saved) - 1;
    this.numbers.set(value, number);
    return number;
  }
}

export function savedStates(states: FileStates): SavedStates {
  const sources = new Numbered<LineSource, readonly [string, string]>(({ introducedBy, path }) => [introducedBy, path]);
  const edits: Numbered<EditedLine, SavedEdit> = new Numbered(({ introducedBy, originalPath, originalStart, text, moved, editOf }) => [introducedBy, originalPath, originalStart, text, moved === true, edits.of(editOf)]);
  const replaced = new Numbered<readonly string[], readonly string[]>((lines) => lines);
  const replacements = new Numbered<Replacement, readonly string[]>(({ lines }) => [...lines]);
  const present: SavedStates["present"][number][] = [];
  const gone: SavedStates["gone"][number][] = [];
  const savedPiece = (piece: Piece): SavedPiece => [sources.of(piece.source), piece.start, piece.length === Number.POSITIVE_INFINITY ? -1 : piece.length, edits.of(piece.edit), replaced.of(piece.replaced), replacements.of(piece.replacement)];
  for (const [path, state] of states.entries()) {
    if (state.kind === "gone") gone.push([path, state.removedBy]);
    else present.push([path, state.basePath, state.table.pieces.map(savedPiece), state.table.marks]);
  }
  return { beginning: states.beginning, sources: sources.saved, edits: edits.saved, replaced: replaced.saved, replacements: replacements.saved, present, gone };
}

/** `sourceOf`: the one object for lines that no commit of the range introduced, null for all others. */
export function restoredStates(saved: SavedStates, sourceOf: (introducedBy: string, path: string) => LineSource | null): FileStates {
  const sources = saved.sources.map(([introducedBy, path]): LineSource => sourceOf(introducedBy, path) ?? { introducedBy, path });
  const edits: EditedLine[] = [];
  for (const [introducedBy, originalPath, originalStart, text, moved, editOf] of saved.edits) {
    const before = edits[editOf];
    edits.push({ introducedBy, originalPath, originalStart, text, ...(moved ? { moved: true } : {}), ...(before === undefined ? {} : { editOf: before }) });
  }
  const replacements = saved.replacements.map((lines): Replacement => ({ lines: [...lines] }));
  const states = FileStates.starting(saved.beginning);
  const tableOf = (pieces: readonly SavedPiece[], marks: readonly RemovalMark[]): LineTable => ({
    pieces: pieces.flatMap(([number, start, length, edit, lines, replacement]): Piece[] => {
      const source = sources[number];
      const [edited, replacedLines, replaces] = [edits[edit], saved.replaced[lines], replacements[replacement]];
      return source === undefined ? [] : [{ source, start, length: length === -1 ? Number.POSITIVE_INFINITY : length, ...(edited === undefined ? {} : { edit: edited }), ...(replacedLines === undefined ? {} : { replaced: replacedLines }), ...(replaces === undefined ? {} : { replacement: replaces }) }];
    }),
    marks,
  });
  for (const [path, basePath, pieces, marks] of saved.present) states.set(path, { kind: "present", table: tableOf(pieces, marks), basePath } satisfies FileState);
  for (const [path, removedBy] of saved.gone) states.set(path, { kind: "gone", removedBy });
  return states;
}
