import { lstat, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { CountersignError } from "../core/model";
import type { ProjectFiles } from "../core/ports";

/** A configuration file is a few KiB; more than this is something else. */
const MAXIMUM_BYTES = 5 * 1024 * 1024;

/** The few files of `.countersign/` in the work tree. Symbolic links are refused: they could point anywhere. */
export class ProjectFolder implements ProjectFiles {
  constructor(private readonly workTree: string | null) {}

  async read(path: string): Promise<string | null> {
    // A policy may be tried from anywhere, in a bare repository, too: `--policy` gives an absolute path.
    if (this.workTree === null && !isAbsolute(path)) return null;
    const file = this.workTree === null ? path : resolve(this.workTree, path);
    const status = await this.statusOf(file);
    if (status === null) return null;
    if (!status.isFile()) throw new CountersignError("configuration", "a plain file was expected", { path, hint: "links and folders are not followed here" });
    if (status.size > MAXIMUM_BYTES) throw new CountersignError("configuration", "the file is larger than 5 MiB", { path, hint: "this can't be a configuration" });
    return readFile(file, "utf8");
  }

  async write(path: string, text: string): Promise<void> {
    if (this.workTree === null) throw new CountersignError("usage", "a bare repository has no work tree to write to", { path, hint: "run it in a clone" });
    const file = join(this.workTree, path);
    for (let folder = dirname(file); folder.startsWith(this.workTree + sep); folder = dirname(folder)) {
      if ((await this.statusOf(folder))?.isSymbolicLink() === true) throw new CountersignError("refused", "the folder is a symbolic link", { path, hint: "make it a plain folder" });
    }
    await mkdir(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, file);
  }

  private async statusOf(file: string) {
    try {
      return await lstat(file);
    } catch (error) {
      if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null;
      throw error;
    }
  }
}
