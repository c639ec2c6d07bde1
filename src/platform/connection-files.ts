/** Reads and writes configuration files of assistants, below one folder: the work tree or the home folder. */
import { chmodSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { CountersignError } from "../core/model";

const MAXIMUM_BYTES = 5 * 1024 * 1024;

export class ConnectionFiles {
  /** @param mayLeave true for the home folder, where a settings file is often a link into a folder of dotfiles */
  constructor(
    readonly folder: string,
    private readonly mayLeave: boolean,
  ) {}

  /** Null where there is no such file. Errors: `configuration`, `refused`. */
  read(path: string): string | null {
    const file = this.target(path);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return null;
    if (!found.isFile() || found.size > MAXIMUM_BYTES) throw new CountersignError("configuration", "a plain file of at most 5 MiB was expected", { path, hint: "move it away, then run this again" });
    return readFileSync(file, "utf8");
  }

  /** Writes beside and renames; keeps the mode of a file that was there. */
  write(path: string, text: string, executable: boolean): void {
    const file = this.target(path);
    mkdirSync(dirname(file), { recursive: true });
    const mode = executable ? 0o755 : (statSync(file, { throwIfNoEntry: false })?.mode ?? 0o644) & 0o777;
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, text, { flag: "wx", mode });
    chmodSync(temporary, mode);
    renameSync(temporary, file);
  }

  /** Deletes a file, and the folders above it that are empty now. */
  remove(path: string): void {
    const file = this.target(path);
    rmSync(file, { force: true });
    for (let folder = dirname(join(this.folder, path)); folder.startsWith(this.folder + sep); folder = dirname(folder)) {
      try {
        rmdirSync(folder);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        // Others' files stand there.
        if (code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOTDIR") return;
        throw error;
      }
    }
  }

  /** The real file behind `path`. In a work tree a link that leads out of it is refused: a repository may hold any link. */
  private target(path: string): string {
    const parts = path.split("/");
    let file = realpathSync(this.folder);
    const root = file;
    for (const [index, part] of parts.entries()) {
      const next = join(file, part);
      const found = lstatSync(next, { throwIfNoEntry: false });
      file = found?.isSymbolicLink() === true ? realOf(next, path) : next;
      const inside = relative(root, file);
      if (!this.mayLeave && (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside))) {
        throw new CountersignError("refused", "a symbolic link leads out of the work tree", { path: parts.slice(0, index + 1).join("/"), hint: "make it a plain file or folder" });
      }
    }
    return file;
  }
}

function realOf(link: string, path: string): string {
  try {
    return realpathSync(link);
  } catch (error) {
    throw new CountersignError("configuration", "a symbolic link leads nowhere", { path, hint: "remove it, then run this again" }, { cause: error });
  }
}
