/**
 * A cache that CI keeps between runs, outside of the repository. Whoever can write there could put words into the parser's mouth, so each file
 * carries a seal made with a secret, over its name and content: without the right one it is a miss, and computed anew.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { CacheFolder, Log } from "../core/ports";
import { O_NOFOLLOW, readRegularFile } from "./journal-files";

const MAXIMUM_BYTES = 512 * 1024 * 1024;
const SEAL_BYTES = 32;

export class SealedCacheFolder implements CacheFolder {
  /** `key` is any secret text; not empty. */
  constructor(
    private readonly directory: string,
    private readonly key: string,
    private readonly log: Log,
  ) {}

  read(name: string): Uint8Array | null {
    const file = this.tried("read", () => readRegularFile(path.join(this.directory, name), MAXIMUM_BYTES)) ?? null;
    if (file === null) return null;
    const content = file.subarray(SEAL_BYTES);
    if (file.length >= SEAL_BYTES && timingSafeEqual(file.subarray(0, SEAL_BYTES), this.seal(name, content))) return content;
    this.log.warn(`${name} in the cache folder was not written with this key, or is damaged: it is computed anew`);
    return null;
  }

  write(name: string, content: Uint8Array): void {
    this.tried("written", () => {
      fs.mkdirSync(this.directory, { recursive: true, mode: 0o700 });
      const temporary = path.join(this.directory, `${name}-${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
      const descriptor = fs.openSync(temporary, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL | O_NOFOLLOW, 0o600);
      try {
        fs.writeFileSync(descriptor, Buffer.concat([this.seal(name, content), content]));
      } finally {
        fs.closeSync(descriptor);
      }
      fs.renameSync(temporary, path.join(this.directory, name));
    });
  }

  names(): readonly string[] {
    const dated = this.tried("listed", () =>
      (fs.existsSync(this.directory) ? fs.readdirSync(this.directory) : []).flatMap((name) => {
        const status = fs.lstatSync(path.join(this.directory, name), { throwIfNoEntry: false });
        return status?.isFile() === true ? [{ name, at: status.mtimeMs }] : [];
      }),
    );
    return (dated ?? []).sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
  }

  remove(name: string): void {
    this.tried("removed", () => fs.rmSync(path.join(this.directory, name), { force: true }));
  }

  private seal(name: string, content: Uint8Array): Buffer {
    return createHmac("sha256", this.key).update(`${name}\0`).update(content).digest();
  }

  private tried<T>(what: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.log.debug(`the cache folder could not be ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}
