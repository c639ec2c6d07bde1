/** A walk over the history at the end of a day, as plain JSON; see attribution/saved-states. */

/** Source, first line, number of lines (-1: all that follow), and the numbers of edit, replaced lines and replacement (-1: none). */
export type SavedPiece = readonly [source: number, start: number, length: number, edit: number, replaced: number, replacement: number];
export type SavedEdit = readonly [introducedBy: string, originalPath: string, originalStart: number, text: string, moved: boolean, editOf: number];
type SavedMark = { readonly after: number; readonly removedBy: string; readonly lines: readonly string[] };

export interface SavedStates {
  /** What a path without an entry is. */
  readonly beginning: "base" | "unknown" | "nothing";
  readonly sources: readonly (readonly [introducedBy: string, path: string])[];
  /** An edit that another one goes back to stands before it. */
  readonly edits: readonly SavedEdit[];
  readonly replaced: readonly (readonly string[])[];
  readonly replacements: readonly (readonly string[])[];
  readonly present: readonly (readonly [path: string, basePath: string | null, pieces: readonly SavedPiece[], marks: readonly SavedMark[]])[];
  readonly gone: readonly (readonly [path: string, removedBy: string])[];
}

export interface SavedWalk {
  readonly states: SavedStates;
  /** Paths that changed until then, with their blob; null where they are gone. */
  readonly blobs: readonly (readonly [path: string, blob: string | null])[];
}
