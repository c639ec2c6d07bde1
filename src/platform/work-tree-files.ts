import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { join } from "node:path";
import type { FileContent } from "../core/ports";
import { contentOf, noContent } from "./file-content";

const READS_AT_ONCE = 32;
/** Not there on Windows, where git does not make symbolic links by default either. */
const NO_FOLLOW = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads files of a work tree. No symbolic link is followed, neither a file's nor a folder's on its path. */
export class WorkTreeFiles {
  /** Whether a folder is a real one, for the duration of one read. */
  private readonly folders = new Map<string, Promise<"folder" | "symlink" | "missing">>();

  constructor(private readonly root: string) {}

  async read(paths: readonly string[], maximumBytes: number): Promise<Map<string, FileContent>> {
    this.folders.clear();
    const result = new Map<string, FileContent>();
    let next = 0;
    const worker = async () => {
      for (let path = paths[next++]; path !== undefined; path = paths[next++]) result.set(path, await this.readOne(path, maximumBytes));
    };
    await Promise.all(Array.from({ length: Math.min(READS_AT_ONCE, paths.length) }, worker));
    return result;
  }

  private async readOne(path: string, maximumBytes: number): Promise<FileContent> {
    const folder = await this.folderKind(parentOf(path));
    if (folder !== "folder") return noContent(folder, null);
    const absolute = join(this.root, path);
    try {
      const status = await lstat(absolute);
      if (status.isSymbolicLink()) return noContent("symlink", null, status.size);
      if (!status.isFile()) return noContent("missing", null);
      if (status.size > maximumBytes) return noContent("too-large", null, status.size);
      return await readRegular(absolute, maximumBytes);
    } catch (error) {
      // The file vanished, or may not be read: for us it is not there.
      if (isFileError(error)) return noContent(error.code === "ELOOP" ? "symlink" : "missing", null);
      throw error;
    }
  }

  private folderKind(path: string): Promise<"folder" | "symlink" | "missing"> {
    if (path === "") return Promise.resolve("folder");
    const known = this.folders.get(path);
    if (known !== undefined) return known;
    const found = this.findFolderKind(path);
    this.folders.set(path, found);
    return found;
  }

  private async findFolderKind(path: string): Promise<"folder" | "symlink" | "missing"> {
    const above = await this.folderKind(parentOf(path));
    if (above !== "folder") return above;
    try {
      const status = await lstat(join(this.root, path));
      return status.isSymbolicLink() ? "symlink" : status.isDirectory() ? "folder" : "missing";
    } catch (error) {
      if (isFileError(error)) return "missing";
      throw error;
    }
  }
}

async function readRegular(absolute: string, maximumBytes: number): Promise<FileContent> {
  const file = await open(absolute, constants.O_RDONLY | NO_FOLLOW);
  try {
    const status = await file.stat();
    if (!status.isFile()) return noContent("missing", null);
    if (status.size > maximumBytes) return noContent("too-large", null, status.size);
    return contentOf(await file.readFile(), null);
  } finally {
    await file.close();
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string";
}
