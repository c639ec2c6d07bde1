import * as fs from "node:fs";
import * as path from "node:path";
import { randomBytes } from "node:crypto";
import type { CacheFolder, Log } from "../core/ports";
import { ensureDirectory, O_NOFOLLOW, readRegularFile } from "./journal-files";

const MAXIMUM_BYTES = 512 * 1024 * 1024;

/** `<git-common-dir>/countersign/cache/`: what can be computed again. Nothing here ever fails a command. */
export class GitCacheFolder implements CacheFolder {
  constructor(
    private readonly commonDirectory: string,
    private readonly log: Log,
    private readonly readOnly = false,
  ) {}

  read(name: string): Uint8Array | null {
    return this.tried("read", () => readRegularFile(this.path(name), MAXIMUM_BYTES)) ?? null;
  }

  write(name: string, content: Uint8Array): void {
    if (this.readOnly) return;
    this.tried("written", () => {
      const directory = ensureDirectory(this.commonDirectory, "countersign", "cache");
      const temporary = path.join(directory, `${name}-${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
      const descriptor = fs.openSync(temporary, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL | O_NOFOLLOW, 0o600);
      try {
        fs.writeFileSync(descriptor, content);
      } finally {
        fs.closeSync(descriptor);
      }
      fs.renameSync(temporary, path.join(directory, name));
    });
  }

  names(): readonly string[] {
    const dated = this.tried("listed", () => {
      const directory = path.join(this.commonDirectory, "countersign", "cache");
      if (!fs.existsSync(directory)) return [];
      return fs.readdirSync(directory).flatMap((name) => {
        const status = fs.lstatSync(path.join(directory, name), { throwIfNoEntry: false });
        return status?.isFile() === true ? [{ name, at: status.mtimeMs }] : [];
      });
    });
    return (dated ?? []).sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
  }

  remove(name: string): void {
    if (this.readOnly) return;
    this.tried("removed", () => fs.rmSync(this.path(name), { force: true }));
  }

  private path(name: string): string {
    return path.join(this.commonDirectory, "countersign", "cache", name);
  }

  private tried<T>(what: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.log.debug(`the cache could not be ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}
