import { createHash } from "node:crypto";
import type { CacheFolder, Snapshot } from "../../core/ports";
import { ColumnReader, ColumnWriter, sealed, unsealed } from "../graph/column-file";
import { codeTokens, mayHoldClones } from "./code-tokens";
import { fingerprints, type Fingerprints } from "./windows";

/** Changes whenever tokens or windows could come out otherwise for the same text. */
const VERSION = "clones 1";
const FILE = "clones";
const READ_FILES = 300;
/** Larger texts are generated, or data. */
const MAXIMUM_TEXT = 400_000;
const MAXIMUM_FILES = 30_000;
const WORTH_WRITING = 20;
const MAXIMUM_ENTRIES = 40_000;

/** Fingerprints of every file of a snapshot, by content; kept in the cache folder under git's ids. */
export class CloneIndex {
  private readonly known = new Map<string, Fingerprints>();
  private hasLoaded = false;

  constructor(private readonly folder: CacheFolder | null) {}

  /** Calls back for each file that may hold copies; false where there are too many files to look at. Errors: `interrupted`. */
  async each(snapshot: Snapshot, found: (path: string, prints: Fingerprints) => void, signal?: AbortSignal): Promise<boolean> {
    const files = snapshot.paths.filter(mayHoldClones);
    if (files.length > MAXIMUM_FILES) return false;
    this.load();
    const unread: string[] = [];
    for (const path of files) {
      const blob = snapshot.blobOf?.(path) ?? null;
      const prints = blob === null ? undefined : this.known.get(keyOf(path, blob));
      if (prints === undefined) unread.push(path);
      else found(path, prints);
    }
    let added = 0;
    for (let at = 0; at < unread.length; at += READ_FILES) {
      signal?.throwIfAborted();
      for (const [path, content] of await snapshot.read(unread.slice(at, at + READ_FILES), MAXIMUM_TEXT)) {
        if (content.kind !== "text") continue;
        const key = keyOf(path, content.blob ?? createHash("sha1").update(content.text).digest("hex"));
        let prints = this.known.get(key);
        if (prints === undefined) {
          prints = fingerprints(codeTokens(path, content.text));
          this.known.set(key, prints);
          added++;
        }
        found(path, prints);
      }
    }
    // A warm engine's edits are not worth writing all of them again.
    if (added >= WORTH_WRITING) this.keep();
    return true;
  }

  private load(): void {
    if (this.hasLoaded) return;
    this.hasLoaded = true;
    const body = unsealed(this.folder?.read(FILE) ?? null, VERSION);
    if (body === null) return;
    const reader = new ColumnReader(body);
    for (const key of reader.meta as readonly string[]) {
      const count = reader.number();
      this.known.set(key, Int32Array.from({ length: count }, () => reader.number()));
    }
  }

  private keep(): void {
    if (this.folder === null) return;
    for (const old of [...this.known.keys()].slice(0, Math.max(0, this.known.size - MAXIMUM_ENTRIES))) this.known.delete(old);
    const writer = new ColumnWriter([...this.known.keys()]);
    for (const prints of this.known.values()) {
      writer.number(prints.length);
      for (const number of prints) writer.number(number);
    }
    this.folder.write(FILE, sealed(writer.bytes(), VERSION));
  }
}

/** What a comment is depends on the language, so the same text is another under another ending. */
function keyOf(path: string, blob: string): string {
  return `${path.slice(path.lastIndexOf(".") + 1)}:${blob}`;
}
