import { isUtf8 } from "node:buffer";
import { CountersignError } from "../core/model";
import type { FileContent, GitPlumbing, Snapshot } from "../core/ports";
import { DEFAULT_MAXIMUM_BYTES, contentOf, noContent } from "./file-content";
import type { ObjectReader } from "./object-reader";
import { WorkTreeFiles } from "./work-tree-files";

/** A file as git lists it: where its content is, and whether it is a symbolic link. */
interface Entry {
  /** Null where only the work tree knows. */
  readonly blob: string | null;
  readonly isSymlink: boolean;
  readonly place: "objects" | "work-tree";
}

const LISTING_TIMEOUT = 5 * 60_000;
const SYMLINK = "120000";
const SUBMODULE = "160000";
const NO_BLOB = /^0+$/;
/** Tags of `ls-files -t` as bytes: `?` and `C`. */
const UNTRACKED = 63;
const CHANGED = 67;

/** Paths of a commit with their blobs. Errors: `internal` when trees are missing, or one names two things alike, of which git shows now one and now the other. */
export async function commitSnapshot(id: string, git: GitPlumbing, objects: ObjectReader): Promise<Snapshot> {
  const entries = new Map<string, Entry>();
  const unnameable = new Map<string, string | null>();
  for (const record of records(await git.run(["ls-tree", "-r", "-z", "--full-tree", id], { timeout: LISTING_TIMEOUT }))) {
    const { meta, path, shown } = split(record);
    const [mode, , blob] = meta.split(" ");
    if (mode === undefined || blob === undefined || mode === SUBMODULE) continue;
    if (path === null) unnameable.set(shown, blob);
    else if (entries.has(path)) throw new CountersignError("internal", `the tree of ${id.slice(0, 12)} has two entries of one name`, { path, hint: "git fsck names the tree: write the commit again from a clean work tree" });
    else entries.set(path, { blob, isSymlink: mode === SYMLINK, place: "objects" });
  }
  return new ListedSnapshot(id, entries, objects, null, unnameable);
}

/** What would be committed now; of a conflicted file the first stage that there is. */
export async function indexSnapshot(git: GitPlumbing, objects: ObjectReader): Promise<Snapshot> {
  const entries = new Map<string, Entry>();
  const unnameable = new Map<string, string | null>();
  for (const { path, shown, blob, mode } of await listIndex(git)) {
    if (mode === SUBMODULE || NO_BLOB.test(blob)) continue;
    if (path === null) unnameable.set(shown, blob);
    else if (!entries.has(path)) entries.set(path, { blob, isSymlink: mode === SYMLINK, place: "objects" });
  }
  return new ListedSnapshot("index", entries, objects, null, unnameable);
}

/**
 * Tracked and untracked files that are not ignored and are on disk. A file that a sparse checkout left out stands as
 * in the index.
 */
export async function workTreeSnapshot(root: string, git: GitPlumbing, objects: ObjectReader): Promise<Snapshot> {
  const entries = new Map<string, Entry>();
  const [index, others] = await Promise.all([listIndex(git), git.run(["ls-files", "-t", "-o", "-d", "-m", "--exclude-standard", "-z"], { timeout: LISTING_TIMEOUT })]);
  const unnameable = new Map<string, string | null>();
  for (const { tag, path, shown, blob, mode } of index) {
    if (mode === SUBMODULE) continue;
    if (path === null) {
      unnameable.set(shown, blob);
      continue;
    }
    // A kept symbolic link may have become a file, so only the disk says what a file of the work tree is.
    const isSparse = tag === "S" || tag === "s";
    // Git compares nothing where it was told to assume that a file is unchanged (a tag in lower case).
    const isCompared = tag === "H" && mode !== SYMLINK;
    entries.set(path, { blob: isSparse || isCompared ? blob : null, isSymlink: isSparse && mode === SYMLINK, place: isSparse ? "objects" : "work-tree" });
  }
  for (const record of records(others)) {
    const path = utf8(record.subarray(2));
    if (path === null) {
      const shown = shownName(record.subarray(2));
      if (record[0] === UNTRACKED || record[0] === CHANGED) unnameable.set(shown, null);
      else unnameable.delete(shown);
      continue;
    }
    // A name that ends in a slash is another repository inside this one.
    if (path.endsWith("/")) continue;
    if (record[0] === UNTRACKED) entries.set(path, { blob: null, isSymlink: false, place: "work-tree" });
    else if (record[0] === CHANGED) setUnknown(entries, path);
    else entries.delete(path);
  }
  return new ListedSnapshot("worktree", entries, objects, root, unnameable);
}

/** What git calls changed: its content is not the index's. One that is deleted too is listed as such before or after. */
function setUnknown(entries: Map<string, Entry>, path: string): void {
  const entry = entries.get(path);
  if (entry?.place === "work-tree") entries.set(path, { ...entry, blob: null });
}

class ListedSnapshot implements Snapshot {
  readonly paths: readonly string[];

  constructor(
    readonly id: string,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly objects: ObjectReader,
    private readonly root: string | null,
    readonly unnameable: ReadonlyMap<string, string | null>,
  ) {
    this.paths = [...entries.keys()].sort();
  }

  has(path: string): boolean {
    return this.entries.has(path);
  }

  blobOf(path: string): string | null {
    return this.entries.get(path)?.blob ?? null;
  }

  async read(paths: readonly string[], maximumBytes = DEFAULT_MAXIMUM_BYTES): Promise<ReadonlyMap<string, FileContent>> {
    const result = new Map<string, FileContent>();
    const blobs = new Map<string, string>();
    const onDisk: string[] = [];
    for (const path of paths) {
      const entry = this.entries.get(path);
      if (entry === undefined) result.set(path, noContent("missing", null));
      else if (entry.isSymlink) result.set(path, noContent("symlink", entry.blob));
      else if (entry.place === "work-tree") onDisk.push(path);
      else if (entry.blob !== null) blobs.set(path, entry.blob);
    }
    if (this.root !== null && onDisk.length > 0) {
      for (const [path, content] of await new WorkTreeFiles(this.root).read(onDisk, maximumBytes)) result.set(path, content);
    }
    const stored = await this.objects.read(blobs.values(), maximumBytes);
    for (const [path, blob] of blobs) {
      const object = stored.get(blob);
      if (object === undefined) result.set(path, noContent("missing", blob));
      else if (object.bytes === null) result.set(path, noContent("too-large", blob, object.size));
      else result.set(path, contentOf(object.bytes, blob));
    }
    return result;
  }
}

interface IndexEntry {
  /** H cached, S left out of a sparse checkout, M unmerged; in lower case where git is to assume that it is unchanged. */
  readonly tag: string;
  readonly mode: string;
  readonly blob: string;
  /** Null where the name is not UTF-8; `shown` says it all the same. */
  readonly path: string | null;
  readonly shown: string;
}

async function listIndex(git: GitPlumbing): Promise<readonly IndexEntry[]> {
  const entries: IndexEntry[] = [];
  for (const record of records(await git.run(["ls-files", "-v", "-c", "-s", "-z"], { timeout: LISTING_TIMEOUT }))) {
    const { meta, path, shown } = split(record);
    const [tag, mode, blob] = meta.split(" ");
    if (tag !== undefined && mode !== undefined && blob !== undefined) entries.push({ tag, mode, blob, path, shown });
  }
  return entries;
}

function* records(output: Buffer): IterableIterator<Buffer> {
  let from = 0;
  for (let end = output.indexOf(0); end !== -1; end = output.indexOf(0, from)) {
    yield output.subarray(from, end);
    from = end + 1;
  }
}

function split(record: Buffer): { readonly meta: string; readonly path: string | null; readonly shown: string } {
  const tab = record.indexOf(9);
  const name = record.subarray(tab + 1);
  const path = utf8(name);
  return { meta: record.toString("latin1", 0, tab), path, shown: path ?? shownName(name) };
}

/** A name that is not UTF-8, in characters that a terminal can show. */
function shownName(name: Buffer): string {
  return [...name].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`)).join("");
}

/** A name that is not UTF-8 cannot be said in a record, so such a file is listed apart. */
function utf8(name: Buffer): string | null {
  return isUtf8(name) ? name.toString("utf8") : null;
}
