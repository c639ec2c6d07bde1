import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GitProcess } from "./git-process";

/** Git for Windows knows this name, too. */
const NOTHING = "/dev/null";

/** Blobs above this are binary to git's diff, so that one giant file costs neither memory nor time. */
export const LARGEST_DIFFED_FILE = 10 * 1024 * 1024;

const PREFIX = "countersign-objects-";
/** Milliseconds after which nobody runs git in the directory of a process that ended. */
const LONG_AGO = 24 * 60 * 60 * 1000;

/** Directories of this process. */
const inUse = new Set<string>();
let swept: Promise<void> | null = null;

/**
 * Git over a repository's objects and nothing else of it: an empty git directory of our own that borrows the object
 * store. Neither the repository's configuration and attributes nor the user's can then change what a diff says, no
 * filter or text converter runs, and a missing object of a partial clone is missing instead of fetched one by one,
 * with every version of git.
 */
export class SealedGit {
  private readonly directory: string;
  readonly git: GitProcess;

  /** `objects` is the absolute path of the object store; `format` is "sha1" or "sha256". */
  constructor(objects: string, format: string, executable = "git") {
    this.directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
    swept ??= removeForsaken(tmpdir()).catch(() => undefined);
    mkdirSync(join(this.directory, "refs"));
    mkdirSync(join(this.directory, "objects"));
    writeFileSync(join(this.directory, "HEAD"), "ref: refs/heads/none\n");
    writeFileSync(join(this.directory, "config"), configuration(format));
    this.git = new GitProcess(this.directory, executable, {
      GIT_DIR: this.directory,
      GIT_OBJECT_DIRECTORY: objects,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: NOTHING,
      GIT_CONFIG_COUNT: undefined,
      GIT_CONFIG_PARAMETERS: undefined,
      GIT_ATTR_NOSYSTEM: "1",
      GIT_ATTR_SOURCE: undefined,
      GIT_WORK_TREE: undefined,
      GIT_INDEX_FILE: undefined,
      GIT_COMMON_DIR: undefined,
      GIT_NAMESPACE: undefined,
      GIT_EXTERNAL_DIFF: undefined,
      GIT_DIFF_OPTS: undefined,
    });
    // One listener for all: a report may have many repositories open.
    if (inUse.size === 0) process.once("exit", removeAll);
    inUse.add(this.directory);
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
    inUse.delete(this.directory);
    if (inUse.size === 0) process.removeListener("exit", removeAll);
  }
}

function removeAll(): void {
  for (const directory of inUse) {
    try {
      rmSync(directory, { recursive: true, force: true });
    } catch {
      // Another one may be removable; this one is swept in a day.
    }
  }
}

/** Removes what killed processes left in a folder: directories that name a process which is no more, a day old at least, as processes of other machines and containers may share the folder. */
export async function removeForsaken(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = name.startsWith(PREFIX) ? Number(/^(\d+)-/.exec(name.slice(PREFIX.length))?.[1] ?? Number.NaN) : Number.NaN;
    if (Number.isNaN(owner) || isRunning(owner)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    // Somebody else's can't be removed, and is theirs to remove.
    if (Date.now() - mtimeMs > LONG_AGO) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function configuration(format: string): string {
  const version = format === "sha1" ? 0 : 1;
  const extension = format === "sha1" ? "" : `[extensions]\n\tobjectFormat = ${format}\n`;
  return (
    `[core]\n\trepositoryFormatVersion = ${version}\n\tbare = true\n\tattributesFile = ${NOTHING}\n` +
    `\tbigFileThreshold = ${LARGEST_DIFFED_FILE}\n${extension}`
  );
}
