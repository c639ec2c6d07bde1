/** The words of the line history. */
import type { EditedLine } from "../ports";

/** The commit and the path in it that lines were introduced by; one object for each, compared by identity. */
export interface LineSource {
  /** Full commit id, "base", "worktree" or "unknown". */
  readonly introducedBy: string;
  readonly path: string;
}

/** A run of lines that came together. `length` is Infinity for "and all that follow". */
export interface Piece {
  readonly source: LineSource;
  /** 1-based line in the source's version of the file. */
  readonly start: number;
  readonly length: number;
  readonly edit?: EditedLine;
  /** Texts of the lines introduced since the base in whose place the hunk put its own; shared by all its pieces. */
  readonly replaced?: readonly string[];
  /** Which lines of the base this piece stands in place of. */
  readonly replacement?: Replacement;
}

export interface LineTable {
  readonly pieces: readonly Piece[];
  /** In order of place. */
  readonly marks: readonly RemovalMark[];
}

/**
 * One hunk of a diff without context. With `oldCount` 0 the new lines come after line `oldStart`; with `newCount` 0
 * the old lines stood after line `newStart`. Texts are given where removals and edits are wanted; a line that was too
 * long to keep is null.
 */
export interface LineHunk {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  readonly oldLines?: readonly (string | null)[];
  readonly newLines?: readonly (string | null)[];
}

export interface RemovalMark {
  /** Lines of the file before the mark. */
  readonly after: number;
  readonly removedBy: string;
  readonly lines: readonly string[];
}

/** Lines of the base that one hunk replaced; shared by the pieces that stand in their place. */
export interface Replacement {
  readonly lines: string[];
}
