import type { LineHunk } from "../core/attribution/line-table";
import { ByteScanner } from "./byte-scanner";
import { unexpected } from "./history-diff-parser";

/** One side of a file that a merge changed against every parent. */
export interface ParentSide {
  /** A where this parent has no such file. */
  readonly status: string;
  readonly path: string;
  readonly mode: string;
  readonly hunks: LineHunk[];
}

export interface CombinedChange {
  readonly path: string;
  readonly mode: string;
  readonly parents: readonly ParentSide[];
  binary: boolean;
  /** A blob of the change is not in the clone: nothing is known of its lines. */
  readonly lost?: boolean;
}

export interface CombinedDiff {
  readonly commit: string;
  readonly changes: readonly CombinedChange[];
}

const COLON = 58;
const NUL = 0;
const DASH = 45;
const PLUS = 43;
const BACKSLASH = 92;
const ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Reads what `git diff-tree --stdin -r -c -p --raw -z -M -U0 --combined-all-paths` prints for merges, and gives each
 * parent's hunks as a plain diff against that parent would: a `-` in a parent's column is a line that only it had, a
 * `+` one that it did not have.
 */
export class CombinedParser {
  private readonly scanner = new ByteScanner();
  private readonly ready: CombinedDiff[] = [];
  private mode: "header" | "raw" | "patch" | "body" = "header";
  private commit = "";
  private changes: CombinedChange[] = [];
  private ids: string[] = [];
  private section = 0;
  private change: CombinedChange | null = null;
  private body: CombinedBody | null = null;

  /** `idLength` is 40 or 64. */
  constructor(
    private readonly idLength: number,
    private readonly withTexts: boolean,
  ) {}

  push(chunk: Buffer): CombinedDiff[] {
    this.scanner.push(chunk);
    while (this.step());
    return this.ready.splice(0);
  }

  /** Errors: `internal` when the stream ended in the middle. */
  end(): CombinedDiff[] {
    if (this.mode === "body" || this.scanner.available > 0) throw unexpected("the output of git diff-tree -c ended early");
    if (this.mode !== "header") this.finishDiff();
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
      case "body":
        return this.readBody();
    }
  }

  private readHeader(): boolean {
    const token = this.scanner.token(NUL);
    if (token === null) return false;
    const commit = token.toString("latin1");
    if (!ID.test(commit)) throw unexpected(`git diff-tree -c printed ${JSON.stringify(commit.slice(0, 100))} where a commit was expected`);
    this.commit = commit;
    this.changes = [];
    this.ids = [];
    this.mode = "raw";
    return true;
  }

  private finishDiff(): void {
    this.ready.push({ commit: this.commit, changes: this.changes });
    this.change = null;
    this.mode = "header";
  }

  private readRaw(): boolean {
    const first = this.scanner.peek();
    if (first === -1) return false;
    if (first === NUL) {
      this.scanner.skip(1);
      this.section = 0;
      this.mode = "patch";
      return true;
    }
    if (first !== COLON) {
      this.finishDiff();
      return true;
    }
    const parentsOf = (meta: string) => /^:*/.exec(meta)?.[0].length ?? 0;
    if (this.scanner.lengthOfTokens((meta) => parentsOf(meta) + 2) === null) return false;
    const token = () => (this.scanner.token(NUL) ?? Buffer.alloc(0)).toString("utf8");
    const meta = token();
    const count = parentsOf(meta);
    const words = meta.slice(count).split(" ");
    const modes = words.slice(0, count + 1);
    const status = words[2 * (count + 1)] ?? "";
    const parents = Array.from({ length: count }, (_, index) => ({ status: status[index] ?? "M", path: token(), mode: modes[index] ?? "", hunks: [] }));
    this.changes.push({ path: token(), mode: modes[count] ?? "", parents, binary: false });
    const ids = words.slice(count + 1, 2 * (count + 1));
    this.ids.push(`index ${ids.slice(0, count).join(",")}..${ids[count] ?? ""}`);
    return true;
  }

  private readPatch(): boolean {
    const { scanner } = this;
    // The next commit is announced by its id and a NUL, in the place of a line.
    if (ID.test(scanner.ahead(this.idLength))) {
      if (scanner.peek(this.idLength) === NUL) {
        this.finishDiff();
        return true;
      }
      if (scanner.peek(this.idLength) === -1) return false;
    } else if (scanner.available < this.idLength && !scanner.ahead(this.idLength).includes("\n")) {
      return false;
    }
    const raw = scanner.line();
    if (raw === null) return false;
    const line = raw.toString("utf8");
    if (line.startsWith("diff --c")) this.change = null;
    else if (line.startsWith("index ")) this.findSection(line);
    else if (line.startsWith("Binary files ") && this.change !== null) this.change.binary = true;
    else if (line.startsWith("@@@")) this.startBody(line);
    return true;
  }

  /** Sections come in the order of the raw entries; one without a change of lines may be left out. */
  private findSection(line: string): void {
    while (this.section < this.changes.length) {
      const index = this.section++;
      if (this.ids[index] !== line) continue;
      this.change = this.changes[index] ?? null;
      return;
    }
    throw unexpected(`git diff-tree -c printed a patch without its file in merge ${this.commit}`);
  }

  private startBody(line: string): void {
    const ranges = [...line.matchAll(/ [-+](\d+)(?:,(\d+))?/g)].map((match) => ({ start: Number(match[1]), count: Number(match[2] ?? 1) }));
    const change = this.change;
    if (change === null || ranges.length < change.parents.length + 1) throw unexpected(`a combined hunk in merge ${this.commit} has no file`);
    this.body = new CombinedBody(change.parents, ranges.slice(0, change.parents.length + 1), this.withTexts);
    this.mode = "body";
  }

  private readBody(): boolean {
    const { body } = this;
    if (body === null || body.isComplete) {
      body?.finish();
      this.body = null;
      this.mode = "patch";
      return true;
    }
    const line = this.scanner.line();
    if (line === null) return false;
    if (line[0] !== BACKSLASH) body.accept(line, this.scanner.truncated);
    return true;
  }
}

interface OpenHunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly oldLines: (string | null)[];
  readonly newLines: (string | null)[];
  oldCount: number;
  newCount: number;
}

/** The lines of one combined hunk, split into each parent's hunks. */
class CombinedBody {
  private readonly next: number[];
  private readonly left: number[];
  private nextNew: number;
  private leftNew: number;
  private readonly open: (OpenHunk | null)[];

  constructor(
    private readonly parents: readonly ParentSide[],
    ranges: readonly { readonly start: number; readonly count: number }[],
    private readonly withTexts: boolean,
  ) {
    const own = ranges[parents.length] ?? { start: 1, count: 0 };
    this.next = parents.map((_, index) => ranges[index]?.start ?? 1);
    this.left = parents.map((_, index) => ranges[index]?.count ?? 0);
    this.nextNew = own.start;
    this.leftNew = own.count;
    this.open = parents.map(() => null);
  }

  get isComplete(): boolean {
    return this.leftNew <= 0 && this.left.every((count) => count <= 0);
  }

  accept(line: Buffer, truncated: boolean): void {
    const width = this.parents.length;
    const text = this.withTexts && !truncated ? line.toString("utf8", width) : null;
    const isLost = line.subarray(0, width).includes(DASH);
    for (let index = 0; index < width; index++) {
      const sign = line[index];
      if (isLost) {
        if (sign === DASH) this.takeOld(index, text);
      } else if (sign === PLUS) {
        const hunk = this.openHunk(index);
        hunk.newCount++;
        hunk.newLines.push(text);
      } else {
        this.close(index);
        this.advance(index);
      }
    }
    if (!isLost) {
      this.nextNew++;
      this.leftNew--;
    }
  }

  finish(): void {
    for (const index of this.parents.keys()) this.close(index);
  }

  private takeOld(index: number, text: string | null): void {
    const hunk = this.openHunk(index);
    hunk.oldCount++;
    hunk.oldLines.push(text);
    this.advance(index);
  }

  private advance(index: number): void {
    this.next[index] = (this.next[index] ?? 0) + 1;
    this.left[index] = (this.left[index] ?? 0) - 1;
  }

  private openHunk(index: number): OpenHunk {
    const open = this.open[index] ?? { oldStart: this.next[index] ?? 1, newStart: this.nextNew, oldLines: [], newLines: [], oldCount: 0, newCount: 0 };
    this.open[index] = open;
    return open;
  }

  /** A side without lines is named by the line before it, as in a plain diff. */
  private close(index: number): void {
    const hunk = this.open[index] ?? null;
    if (hunk === null) return;
    this.open[index] = null;
    this.parents[index]?.hunks.push({
      oldStart: hunk.oldCount === 0 ? Math.max(0, hunk.oldStart - 1) : hunk.oldStart,
      oldCount: hunk.oldCount,
      newStart: hunk.newCount === 0 ? hunk.newStart - 1 : hunk.newStart,
      newCount: hunk.newCount,
      ...(this.withTexts ? { oldLines: hunk.oldLines, newLines: hunk.newLines } : {}),
    });
  }
}
