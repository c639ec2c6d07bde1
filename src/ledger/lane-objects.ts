/** Git objects of the ledger's lanes: read in a fixed number of processes, written without an index or temporary files. */
import { CountersignError } from "../core/model";
import type { GitPlumbing, GitRunOptions, Log } from "../core/ports";
import { parseTree, treeInput, type TreeEntry } from "./tree-objects";

/** One ref of the ledger and where it stands. */
export interface Lane {
  readonly ref: string;
  /** A commit, or a tree where the lane is mounted from a commit's own tree. */
  readonly tip: string;
  readonly isMounted?: boolean;
}

/** Where a tree carries an exported ledger, and its lanes below. */
const MOUNT = ".countersign/ledger";

/** The tree of a lane: two-digit folders with files. What has another shape is kept, counted and not read. */
export interface LaneTree {
  readonly root: readonly TreeEntry[];
  readonly folders: ReadonlyMap<string, readonly TreeEntry[]>;
  readonly strangers: number;
}

export interface LaneFile {
  readonly path: string;
  /** The 64 hex digits of its name. */
  readonly name: string;
  readonly extension: "jsonl" | "sig";
  readonly blob: string;
}

interface ObjectReading {
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Bytes that one `cat-file` answer may hold, so that a large ledger is read in parts. */
const READ_AT_ONCE = 64 * 1024 * 1024;
const FOLDER = /^[0-9a-f]{2}$/;
const FILE = /^([0-9a-f]{64})\.(jsonl|sig)$/;
const IDENTITY = { name: "Countersign", email: "ledger@countersign.invalid" };

export class LaneObjects {
  /** Trees by commit: both are content-addressed, so an entry never goes stale. */
  private trees = new Map<string, LaneTree | null>();

  constructor(
    private readonly git: GitPlumbing,
    private readonly log: Log | null = null,
  ) {}

  /** All lanes in order of their names. Errors: `ledger-unreadable` for a broken ref. */
  async lanes(): Promise<readonly Lane[]> {
    const result = await this.git.attempt(["for-each-ref", "--format=%(objectname) %(refname)", "refs/countersign/", "refs/countersign-remote/"]);
    const broken = /(?:broken ref|bad ref for|missing object \S+ for) '?([^\s']+)/.exec(result.stderr)?.[1];
    if (result.code !== 0 || broken !== undefined) {
      const where = broken ?? "refs/countersign/";
      throw unreadable(where, null, result.stderr.trim().slice(0, 300) || `git for-each-ref ended with ${result.code}`);
    }
    const lanes: Lane[] = [];
    for (const line of result.stdout.toString("utf8").split("\n")) {
      const blank = line.indexOf(" ");
      if (blank > 0) lanes.push({ tip: line.slice(0, blank), ref: line.slice(blank + 1) });
    }
    return lanes;
  }

  /** The lanes that these commits' trees carry, in one process; commits without any are left out. */
  async mounted(commits: readonly string[]): Promise<readonly Lane[]> {
    const names = commits.flatMap((commit) => ["s", "c"].map((kind) => `${commit}:${MOUNT}/${kind}`));
    if (names.length === 0) return [];
    const result = await this.git.attempt(["cat-file", "--batch-check=%(objectname) %(objecttype)"], { input: `${names.join("\n")}\n` });
    if (result.code !== 0) throw unreadable(names[0] ?? MOUNT, null, result.stderr.trim().slice(0, 300));
    const lanes = new Map<string, Lane>();
    result.stdout.toString("utf8").split("\n").forEach((row, index) => {
      const [, tip] = /^([0-9a-f]{40,64}) tree$/.exec(row) ?? [];
      const ref = names[index];
      // Base and head mostly carry the same tree: it is read once.
      if (tip !== undefined && ref !== undefined && !lanes.has(`${ref.at(-1) ?? ""} ${tip}`)) lanes.set(`${ref.at(-1) ?? ""} ${tip}`, { tip, ref, isMounted: true });
    });
    return [...lanes.values()];
  }

  /**
   * The trees of the lanes' tips; null for a ref that is no commit. Three processes for what is not known yet,
   * however many lanes there are. Errors: `ledger-unreadable`, naming the ref and the object.
   */
  async treesOf(lanes: readonly Lane[]): Promise<ReadonlyMap<string, LaneTree | null>> {
    const unknown = lanes.filter((lane) => !this.trees.has(lane.tip));
    if (unknown.length > 0) await this.load(unknown);
    // Only what the refs still need is kept.
    const needed = new Set(lanes.map(({ tip }) => tip));
    this.trees = new Map([...this.trees].filter(([tip]) => needed.has(tip)));
    return this.trees;
  }

  private async load(lanes: readonly Lane[]): Promise<void> {
    const tips = await this.read(lanes.map(({ tip, ref }) => ({ name: tip, ref })));
    const roots: { lane: Lane; tree: string }[] = [];
    for (const lane of lanes) {
      const object = tips.get(lane.tip);
      const tree = object?.type === "commit" ? /^tree ([0-9a-f]{40,64})\n/.exec(object.content.toString("latin1"))?.[1] : undefined;
      if (tree === undefined && lane.isMounted === true && object?.type === "tree") roots.push({ lane, tree: lane.tip });
      else if (tree === undefined) this.trees.set(lane.tip, null);
      else roots.push({ lane, tree });
    }
    const rootObjects = await this.read(roots.map(({ tree, lane }) => ({ name: tree, ref: lane.ref })));
    const entriesOf = (objects: ReadonlyMap<string, ObjectReading>, id: string, ref: string): readonly TreeEntry[] => {
      const object = objects.get(id);
      const entries = object?.type === "tree" ? parseTree(object.content, id.length / 2) : null;
      if (entries === null) throw unreadable(ref, id, "expected a tree");
      return entries;
    };
    const wanted: { name: string; ref: string }[] = [];
    const rootEntries = roots.map(({ tree, lane }) => entriesOf(rootObjects, tree, lane.ref));
    roots.forEach(({ lane }, index) => {
      for (const entry of rootEntries[index] ?? []) if (isFolder(entry)) wanted.push({ name: entry.id, ref: lane.ref });
    });
    const folderObjects = await this.read(wanted);
    roots.forEach(({ lane }, index) => {
      const root = rootEntries[index] ?? [];
      const folders = new Map<string, readonly TreeEntry[]>();
      for (const entry of root) if (isFolder(entry)) folders.set(entry.name, entriesOf(folderObjects, entry.id, lane.ref));
      this.trees.set(lane.tip, { root, folders, strangers: countStrangers(root, folders) });
    });
  }

  /**
   * Contents of blobs by id; null for one over `maximumBytes`, which is not read at all. `refs` says for each blob
   * which ref needs it. Errors: `ledger-unreadable`.
   */
  async blobs(refs: ReadonlyMap<string, string>, maximumBytes: number): Promise<ReadonlyMap<string, Buffer | null>> {
    const contents = new Map<string, Buffer | null>();
    if (refs.size === 0) return contents;
    const result = await this.git.attempt(["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"], { input: `${[...refs.keys()].join("\n")}\n` });
    const rows = result.stdout.toString("utf8").split("\n");
    let part: { name: string; ref: string }[] = [];
    let partBytes = 0;
    const flush = async (): Promise<void> => {
      for (const [name, object] of await this.read(part)) contents.set(name, object.content);
      part = [];
      partBytes = 0;
    };
    let row = 0;
    for (const [name, ref] of refs) {
      const [, type, size] = /^\S+ (\S+) (\d+)$/.exec(rows[row++] ?? "") ?? [];
      if (type !== "blob") throw unreadable(ref, name, type === undefined ? missing(result.stderr) : `expected a blob, found a ${type}`);
      if (Number(size) > maximumBytes) {
        contents.set(name, null);
        continue;
      }
      if (partBytes + Number(size) > READ_AT_ONCE) await flush();
      part.push({ name, ref });
      partBytes += Number(size);
    }
    await flush();
    return contents;
  }

  /** Full objects by id, in one process. Errors: `ledger-unreadable` for the first one that is missing or corrupt. */
  private async read(wanted: readonly { readonly name: string; readonly ref: string }[]): Promise<Map<string, ObjectReading>> {
    const objects = new Map<string, ObjectReading>();
    if (wanted.length === 0) return objects;
    const names = new Map(wanted.map(({ name, ref }) => [name, ref]));
    const result = await this.git.attempt(["cat-file", "--batch"], { input: `${[...names.keys()].join("\n")}\n` });
    let offset = 0;
    for (const [name, ref] of names) {
      const end = result.stdout.indexOf(10, offset);
      const [, id, type, size] = /^([0-9a-f]+) (\S+) (\d+)$/.exec(end < 0 ? "" : result.stdout.toString("latin1", offset, end)) ?? [];
      if (id === undefined || type === undefined || end + 1 + Number(size) > result.stdout.length) throw unreadable(ref, name, missing(result.stderr));
      objects.set(name, { id, type, content: result.stdout.subarray(end + 1, end + 1 + Number(size)) });
      offset = end + 2 + Number(size);
    }
    return objects;
  }

  async writeBlob(content: string | Uint8Array): Promise<string> {
    return this.word(["hash-object", "-w", "-t", "blob", "--stdin"], content);
  }

  async writeEmptyTree(): Promise<string> {
    return this.word(["hash-object", "-w", "-t", "tree", "--stdin"], "");
  }

  /** Writes a lane's tree with files added and removed; costs by what changes, not by the size of the ledger. */
  async writeTree(base: LaneTree | null, added: readonly LaneFile[], removed: ReadonlySet<string> = new Set()): Promise<string> {
    const touched = new Map<string, Map<string, TreeEntry>>();
    const folderOf = (path: string): Map<string, TreeEntry> => {
      const folder = path.slice(0, 2);
      const entries = touched.get(folder) ?? new Map((base?.folders.get(folder) ?? []).map((entry) => [entry.name, entry]));
      touched.set(folder, entries);
      return entries;
    };
    for (const path of removed) folderOf(path).delete(path.slice(3));
    for (const file of added) folderOf(file.path).set(file.path.slice(3), { mode: "100644", name: file.path.slice(3), id: file.blob });
    const filled = [...touched].filter(([, entries]) => entries.size > 0);
    const ids = await this.makeTrees(filled.map(([, entries]) => [...entries.values()]));
    const root = new Map((base?.root ?? []).map((entry) => [entry.name, entry]));
    for (const folder of touched.keys()) root.delete(folder);
    filled.forEach(([folder], index) => root.set(folder, { mode: "40000", name: folder, id: ids[index] ?? "" }));
    const [rootId] = await this.makeTrees([[...root.values()]]);
    return rootId ?? "";
  }

  /** Writes a tree of files that stand in any depth; their blobs exist already. */
  async writeFiles(files: readonly { readonly mode: string; readonly id: string; readonly path: string }[]): Promise<string> {
    const here = files.filter(({ path }) => !path.includes("/"));
    const below = new Map<string, { mode: string; id: string; path: string }[]>();
    for (const { mode, id, path } of files) {
      const slash = path.indexOf("/");
      if (slash > 0) below.set(path.slice(0, slash), [...(below.get(path.slice(0, slash)) ?? []), { mode, id, path: path.slice(slash + 1) }]);
    }
    const entries: TreeEntry[] = here.map(({ mode, id, path }) => ({ mode, id, name: Buffer.from(path).toString("latin1") }));
    for (const [folder, inside] of below) entries.push({ mode: "40000", name: Buffer.from(folder).toString("latin1"), id: await this.writeFiles(inside) });
    const [tree] = await this.makeTrees([entries]);
    return tree ?? "";
  }

  private async makeTrees(trees: readonly (readonly TreeEntry[])[]): Promise<readonly string[]> {
    if (trees.length === 0) return [];
    // --missing: in a partial clone git would otherwise fetch every blob that the tree names.
    const output = await this.git.run(["mktree", "-z", "--missing", "--batch"], { input: Buffer.concat(trees.map(treeInput)) });
    const ids = output.toString("latin1").trim().split("\n");
    if (ids.length !== trees.length) throw new CountersignError("internal", `git mktree wrote ${ids.length} trees: expected ${trees.length}`);
    return ids;
  }

  /** A commit with a fixed identity, so that it needs no configuration and tells nothing about the machine. */
  async writeCommit(tree: string, parents: readonly string[], at: string, message: string): Promise<string> {
    const date = `@${Math.max(0, Math.floor(Date.parse(at) / 1000))} +0000`;
    return this.word(["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-m", message], "", {
      GIT_AUTHOR_NAME: IDENTITY.name,
      GIT_AUTHOR_EMAIL: IDENTITY.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: IDENTITY.name,
      GIT_COMMITTER_EMAIL: IDENTITY.email,
      GIT_COMMITTER_DATE: date,
    });
  }

  /** Compare and swap: moves the ref only from `old` (null: it must not exist). Null when it moved, else git's words. */
  async moveRef(ref: string, tip: string, old: string | null): Promise<string | null> {
    const result = await attemptOnFreeRefs(this.git, ["update-ref", ref, tip, old ?? "0".repeat(tip.length)], {}, this.log);
    if (result.code === 0) return null;
    return result.stderr.trim().slice(0, 300) || `git update-ref ended with ${result.code}`;
  }

  private async word(args: readonly string[], input: string | Uint8Array, environment?: Readonly<Record<string, string>>): Promise<string> {
    const output = (await this.git.run(args, { input, ...(environment ? { environment } : {}) })).toString("latin1").trim();
    if (!/^[0-9a-f]{40,64}$/.test(output)) throw new CountersignError("internal", `git ${args[0] ?? ""} answered ${JSON.stringify(output.slice(0, 80))}: expected an object id`);
    return output;
  }
}

/** Runs git; once more where the lock of a killed process was in its way, and has been taken away. */
export async function attemptOnFreeRefs(git: GitPlumbing, args: readonly string[], options: GitRunOptions, log: Log | null): ReturnType<GitPlumbing["attempt"]> {
  const result = await git.attempt(args, options);
  const freed = result.code === 0 ? null : await git.freed(result.stderr);
  if (freed === null) return result;
  for (const ref of freed) log?.warn(`${ref} was locked by a process that was killed; it is free again`);
  return git.attempt(args, options);
}

/** The ledger files of a lane; everything else in its tree is a stranger. */
export function filesOf(tree: LaneTree): readonly LaneFile[] {
  const files: LaneFile[] = [];
  for (const [folder, entries] of tree.folders) {
    for (const entry of entries) {
      const file = fileOf(folder, entry);
      if (file) files.push(file);
    }
  }
  return files;
}

export function laneFile(name: string, extension: "jsonl" | "sig", blob: string): LaneFile {
  return { path: `${name.slice(0, 2)}/${name}.${extension}`, name, extension, blob };
}

function fileOf(folder: string, entry: TreeEntry): LaneFile | null {
  const [, name, extension] = FILE.exec(entry.name) ?? [];
  if (name === undefined || !name.startsWith(folder) || entry.mode !== "100644") return null;
  return laneFile(name, extension === "sig" ? "sig" : "jsonl", entry.id);
}

function isFolder(entry: TreeEntry): boolean {
  return entry.mode === "40000" && FOLDER.test(entry.name);
}

function countStrangers(root: readonly TreeEntry[], folders: ReadonlyMap<string, readonly TreeEntry[]>): number {
  let strangers = root.filter((entry) => !isFolder(entry)).length;
  for (const [folder, entries] of folders) strangers += entries.filter((entry) => fileOf(folder, entry) === null).length;
  return strangers;
}

function missing(stderr: string): string {
  return stderr.trim().slice(0, 300) || "the object is missing";
}

function unreadable(ref: string, object: string | null, what: string): CountersignError {
  const place = object === null ? ref : `${ref}, object ${object}`;
  return new CountersignError("ledger-unreadable", `the ledger can't be read: ${place}: ${what}`, {
    hint: "run git fsck; then fetch the ref again (in a partial clone with --no-filter --refetch), or delete the local copy of it after a backup",
  });
}
