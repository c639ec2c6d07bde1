import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cache, Log } from "../core/ports";
import { isMissing } from "./missing";

/** A larger file is nobody's of ours. */
const LARGEST = 512 * 1024 * 1024;

/** `countersign/cache` in the common git directory: one file a name, replaced as a whole. */
export class FileCache implements Cache {
  private readonly folder: string;

  constructor(
    commonDirectory: string,
    private readonly log: Log,
    private readonly readOnly = false,
  ) {
    this.folder = join(commonDirectory, "countersign", "cache");
  }

  async read(name: string): Promise<string | null> {
    try {
      const file = this.fileOf(name);
      return (await stat(file)).size > LARGEST ? null : await readFile(file, "utf8");
    } catch (error) {
      if (!isMissing(error)) this.log.debug(`the cache ${name} cannot be read: ${String(error)}`);
      return null;
    }
  }

  async write(name: string, text: string): Promise<void> {
    if (this.readOnly) return;
    try {
      await mkdir(this.folder, { recursive: true });
      const draft = `${this.fileOf(name)}.${process.pid}.tmp`;
      await writeFile(draft, text, { mode: 0o600 });
      await rename(draft, this.fileOf(name));
    } catch (error) {
      this.log.warn(`the cache ${name} cannot be written: ${String(error)}`);
    }
  }

  private fileOf(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}
