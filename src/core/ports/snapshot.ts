/** A tree of files, wherever it stands. */

export type FileContent =
  | { readonly kind: "text"; readonly text: string; readonly blob: string | null }
  | { readonly kind: "binary" | "too-large" | "symlink" | "submodule" | "missing" | "not-utf8"; readonly blob: string | null; readonly bytes: number };

/**
 * A set of paths with blobs: a commit, the index or the work tree. Base and head go through the same code, so a
 * verdict never depends on what is checked out.
 */
export interface Snapshot {
  /** Full commit id, "index" or "worktree". */
  readonly id: string;
  /** All file paths, repository-relative with `/`, in code unit order; submodules and paths that are not UTF-8 left out. */
  readonly paths: readonly string[];
  /** Files whose paths are not UTF-8, with what stands in them (null where only the disk knows); such bytes are written as `\xff`. */
  readonly unnameable?: ReadonlyMap<string, string | null>;
  has(path: string): boolean;
  /** Reads many files in one go; UTF-16 with a BOM is decoded; over `maximumBytes` (default 5 MiB) or 250,000 lines a file is "too-large". */
  read(paths: readonly string[], maximumBytes?: number): Promise<ReadonlyMap<string, FileContent>>;
  /**
   * Git's id of a file's content where it is known without reading, so that a cache can skip the read; else null. In
   * the work tree that is the index's, where git finds the file unchanged; line ends may still differ on disk.
   */
  blobOf?(path: string): string | null;
}
