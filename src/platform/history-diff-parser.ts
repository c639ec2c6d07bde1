import { CountersignError } from "../core/model";
import type { LineHunk } from "../core/attribution/line-table";
import { ByteScanner } from "./byte-scanner";
import { HunkTexts } from "./history-hunk-texts";

/** What a commit did to one file. */
export interface FileChange {
  /** A, M, D, R, C, T or U. */
  readonly status: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldId: string;
  readonly newId: string;
  /** Path after the change (before it, when deleted). */
  readonly path: string;
  readonly oldPath: string;
  /** Git calls one side binary: there are no hunks. */
  binary: boolean;
  /** A blob of the change is not in the clone: nothing is known of its lines. */
  readonly lost?: boolean;
  readonly hunks: LineHunk[];
}

/** One diff of a `diff-tree --stdin` stream, or the whole of a `diff`. */
export interface TreeDiff {
  /** The two ids that git repeats, or "" for a diff without them. */
  readonly pair: string;
  readonly changes: readonly FileChange[];
}

const COLON = 58;
const NUL = 0;
const BACKSLASH = 92;
const PAIR = /^[0-9a-f]{40,64} [0-9a-f]{40,64}$/;
const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const INDEX = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/;

type Mode = "header" | "raw" | "patch" | "old" | "afterOld" | "new";

/**
 * Reads what `git diff-tree --stdin -r --raw -z -p -U0 --full-index` prints, as it comes. Names are taken from the raw
 * part, where they are exact; the patch's sections follow in the same order, and each is held against the ids of
 * its raw entry. The lines of a hunk are counted, never recognised, so no content can pass for a header.
 */
export class DiffParser {
  private readonly scanner = new ByteScanner();
  private readonly texts: HunkTexts;
  private readonly ready: TreeDiff[] = [];
  private mode: Mode;
  private pair = "";
  private changes: FileChange[] = [];
  private section = 0;
  private sectionsLeft = 0;
  private change: FileChange | null = null;
  private hunk: { readonly oldStart: number; readonly oldCount: number; readonly newStart: number; readonly newCount: number } | null = null;
  private left = 0;

  /** `single`: the output of one `git diff`, without a line that names the pair. */
  constructor(
    private readonly options: { readonly single: boolean; readonly texts: boolean },
  ) {
    this.mode = options.single ? "raw" : "header";
    this.texts = new HunkTexts(options.texts);
  }

  /** Takes a chunk; returns the diffs that are complete now. */
  push(chunk: Buffer): TreeDiff[] {
    this.scanner.push(chunk);
    while (this.step());
    return this.ready.splice(0);
  }

  /** The diff that only the end of the stream completes. Errors: `internal` when the stream ended in the middle. */
  end(): TreeDiff[] {
    if (this.hunk !== null || this.scanner.available > 0) throw unexpected("the output of git diff ended early");
    if (this.options.single || this.mode !== "header") this.finishDiff();
    return this.ready.splice(0);
  }

  private step(): boolean {
    switch (this.mode) {
      case "header":
        return this.readHeader();
      case "raw":
        return this.readRaw();
      case "patch":
        return this.readPatch();
      case "old":
      case "new":
        return this.readBody(this.mode);
      case "afterOld":
        return this.readAfterOld();
    }
  }

  private readHeader(): boolean {
    const line = this.scanner.line();
    if (line === null) return false;
    this.startDiff(line.toString("latin1"));
    return true;
  }

  private startDiff(header: string): void {
    if (!PAIR.test(header)) throw unexpected(`git diff-tree printed ${JSON.stringify(header.slice(0, 100))} where a pair of ids was expected`);
    this.pair = header;
    this.changes = [];
    this.section = 0;
    this.mode = "raw";
  }

  private finishDiff(): void {
    this.ready.push({ pair: this.pair, changes: this.changes });
    this.changes = [];
    this.change = null;
    this.texts.forgetFile();
    this.mode = "header";
  }

  private readRaw(): boolean {
    const first = this.scanner.peek();
    if (first === -1) return false;
    if (first === NUL) {
      this.scanner.skip(1);
      this.section = 0;
      this.sectionsLeft = 0;
      this.mode = "patch";
      return true;
    }
    if (first !== COLON) {
      if (this.options.single) throw unexpected("git diff printed no raw entries");
      this.finishDiff();
      return true;
    }
    const entry = readRawEntry(this.scanner);
    if (entry === null) return false;
    this.changes.push(entry);
    return true;
  }

  private readPatch(): boolean {
    const raw = this.scanner.line();
    if (raw === null) return false;
    const line = raw.toString("utf8");
    if (line.startsWith("diff --git ")) this.startSection();
    else if (line.startsWith("@@ ")) this.startHunk(line);
    else if (line.startsWith("index ")) this.verify(line);
    else if (line.startsWith("Binary files ") && this.change !== null) this.change.binary = true;
    else if (!this.options.single && PAIR.test(line)) {
      this.finishDiff();
      this.startDiff(line);
    }
    return true;
  }

  private startSection(): void {
    if (this.sectionsLeft > 0) {
      this.sectionsLeft--;
      return;
    }
    // An unmerged path has a line of its own instead of a section.
    while (this.changes[this.section]?.status === "U") this.section++;
    const change = this.changes[this.section++];
    if (change === undefined) throw unexpected("git diff printed more patches than files");
    this.change = change;
    this.texts.startFile(change.status !== "A" && change.status !== "D");
    // A change of type is printed as a deletion and a creation.
    if (change.status === "T") this.sectionsLeft = 1;
  }

  private verify(line: string): void {
    const change = this.change;
    if (change === null || change.status === "T") return;
    const match = INDEX.exec(line);
    if (match?.[1] === change.oldId && (match[2] === change.newId || this.options.single)) return;
    throw unexpected(`git diff printed the patch of another file where ${JSON.stringify(change.path)} was expected`);
  }

  private startHunk(line: string): void {
    const match = HUNK.exec(line);
    if (match === null || this.change === null) throw unexpected(`git diff printed ${JSON.stringify(line.slice(0, 100))} where a hunk was expected`);
    const hunk = { oldStart: Number(match[1]), oldCount: Number(match[2] ?? 1), newStart: Number(match[3]), newCount: Number(match[4] ?? 1) };
    this.hunk = hunk;
    this.texts.startHunk();
    this.left = hunk.oldCount;
    this.mode = "old";
  }

  private readBody(mode: "old" | "new"): boolean {
    this.left -= this.texts.take(this.scanner, this.left, mode);
    if (this.left > 0) return false;
    if (mode === "old") this.mode = "afterOld";
    else this.finishHunk();
    return true;
  }

  /** Between old and new lines git may say that there was no line feed at the end. */
  private readAfterOld(): boolean {
    const hunk = this.hunk;
    if (hunk === null) throw unexpected("a hunk was expected");
    if (hunk.newCount > 0) {
      const next = this.scanner.peek();
      if (next === -1) return false;
      if (next === BACKSLASH) {
        if (this.scanner.line() === null) return false;
      }
    }
    this.left = hunk.newCount;
    this.mode = "new";
    return true;
  }

  private finishHunk(): void {
    const { hunk, change } = this;
    if (hunk !== null && change !== null) change.hunks.push({ ...hunk, ...this.texts.finish() });
    this.hunk = null;
    this.mode = "patch";
  }
}

/** One `:oldmode newmode oldid newid status` entry with its one or two names, or null while it is not complete. */
function readRawEntry(scanner: ByteScanner): FileChange | null {
  // The whole entry must be there before anything of it is taken.
  const length = scanner.lengthOfTokens((meta) => (/ [RC]\d*$/.test(meta) ? 3 : 2));
  if (length === null) return null;
  const [oldMode = "", newMode = "", oldId = "", newId = "", status = ""] = (scanner.token(NUL) ?? Buffer.alloc(0)).toString("latin1").slice(1).split(" ");
  const oldPath = (scanner.token(NUL) ?? Buffer.alloc(0)).toString("utf8");
  const path = /^[RC]/.test(status) ? (scanner.token(NUL) ?? Buffer.alloc(0)).toString("utf8") : oldPath;
  return { status: status.slice(0, 1), oldMode, newMode, oldId, newId, path, oldPath, binary: false, hunks: [] };
}

export function unexpected(what: string): CountersignError {
  return new CountersignError("internal", `reading the history: ${what}`, { hint: "please report this with the output of git --version" });
}
