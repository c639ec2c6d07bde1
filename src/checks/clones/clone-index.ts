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
  private loaded: Map<string, Fingerprints> | null = null;

  constructor(private readonly folder: CacheFolder | null) {}

  /** Calls back for each file that may hold copies; false where there are too many files to look at. Errors: `interrupted`. */
  async each(snapshot: Snapshot, found: (path: string, prints: Fingerprints) => void, signal?: AbortSignal): Promise<boolean> {
    const files = snapshot.paths.filter(mayHoldClones);
    if (files.length > MAXIMUM_FILES) return false;
    const known = (this.loaded ??= this.load());
    const unread: string[] = [];
    for (const path of files) {
      // Nothing is kept under an empty id.
      const prints = known.get(keyOf(path, snapshot.blobOf?.(path) ?? ""));
      if (prints === undefined) unread.push(path);
      else found(path, prints);
    }
    let added = 0;
    for (let at = 0; at < unread.length; at += READ_FILES) {
      signal?.throwIfAborted();
      for (const [path, content] of await snapshot.read(unread.slice(at, at + READ_FILES), MAXIMUM_TEXT)) {
        if (content.kind !== "text") continue;
        const key = keyOf(path, content.blob ?? createHash("sha1").update(content.text).digest("hex"));
        let prints = known.get(key);
        if (prints === undefined) {
          prints = fingerprints(codeTokens(path, content.text));
          known.set(key, prints);
          added++;
        }
        found(path, prints);
      }
    }
    // A warm engine's edits are not worth writing all of them again.
    if (added >= WORTH_WRITING) this.keep(known);
    return true;
  }

  private load(): Map<string, Fingerprints> {
    const known = new Map<string, Fingerprints>();
    const body = unsealed(this.folder?.read(FILE) ?? null, VERSION);
    if (body === null) return known;
    const reader = new ColumnReader(body);
    for (const key of reader.meta as readonly string[]) {
      const count = reader.number();
      known.set(key, Int32Array.from({ length: count }, () => reader.number()));
    }
    return known;
  }

  private keep(known: Map<string, Fingerprints>): void {
    if (this.folder === null) return;
    for (const old of [...known.keys()].slice(0, Math.max(0, known.size - MAXIMUM_ENTRIES))) known.delete(old);
    const writer = new ColumnWriter([...known.keys()]);
    for (const prints of known.values()) {
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
