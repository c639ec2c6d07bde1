import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import picomatch from "picomatch";
import { GlobWork } from "../core/glob-work";
import type { ReportFile, ReportFiles } from "../core/ports";

/** Past this a report is not read: it would cost more memory than the whole check. */
const MAXIMUM_BYTES = 50 * 1024 * 1024;
/** Entries of folders that a glob may make us look at. */
const MAXIMUM_ENTRIES = 20_000;
const NEVER = new Set([".git", "node_modules"]);

/** Reports in the work tree, ignored files included; no symbolic link is followed. */
export class WorkTreeReports implements ReportFiles {
  constructor(readonly root: string | null) {}

  async find(globs: readonly string[]): Promise<readonly ReportFile[]> {
    const found: ReportFile[] = [];
    for (const glob of globs) {
      if (isAbsolute(glob)) found.push(...(await this.readOne(glob, glob)));
      else if (this.root !== null) for (const path of await this.named(this.root, glob.replace(/^\.\//, ""))) found.push(...(await this.readOne(join(this.root, path), path)));
    }
    const byPath = new Map(found.map((file) => [file.path, file]));
    return [...byPath.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  async modifiedAt(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const times = new Map<string, number>();
    for (const path of this.root === null ? [] : paths) {
      const status = await statusOf(join(this.root ?? "", path));
      if (status?.isFile() === true) times.set(path, status.mtimeMs);
    }
    return times;
  }

  /** Only folders below the glob's fixed beginning are looked at. */
  private async named(root: string, glob: string): Promise<readonly string[]> {
    const { base, isGlob } = picomatch.scan(glob);
    if (!isGlob) return [glob];
    if (base.split("/").includes("..")) return [];
    const matches = picomatch(glob, { dot: true });
    const work = new GlobWork(glob);
    const paths: string[] = [];
    const waiting = [base];
    for (let folder = waiting.pop(), seen = 0; folder !== undefined && seen < MAXIMUM_ENTRIES; folder = waiting.pop()) {
      for (const entry of await entriesOf(join(root, folder))) {
        seen += 1;
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory() && !NEVER.has(entry.name)) waiting.push(path);
        else if (entry.isFile() && !work.isTooMuch(path) && matches(path)) paths.push(path);
      }
    }
    return paths;
  }

  private async readOne(absolute: string, path: string): Promise<readonly ReportFile[]> {
    const status = await statusOf(absolute);
    if (status === null) return [];
    const unread = (problem: string): readonly ReportFile[] => [{ path, text: null, problem, modifiedAt: status.mtimeMs }];
    if (!status.isFile()) return unread("is no plain file");
    if (status.size > MAXIMUM_BYTES) return unread(`is larger than ${MAXIMUM_BYTES / 1024 / 1024} MiB`);
    const file = await open(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      return [{ path, text: await file.readFile("utf8"), problem: null, modifiedAt: status.mtimeMs }];
    } finally {
      await file.close();
    }
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function statusOf(file: string) {
  try {
    return await lstat(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EACCES");
}
