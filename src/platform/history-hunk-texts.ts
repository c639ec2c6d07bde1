import type { ByteScanner } from "./byte-scanner";

/** Bytes of changed lines that are kept of one file in one commit; after that only their number. */
const MOST_TEXT_OF_A_FILE = 4 * 1024 * 1024;

/** Collects the lines of hunks within a limit, or only counts them. */
export class HunkTexts {
  private wanted = false;
  private budget = 0;
  private oldLines: (string | null)[] = [];
  private newLines: (string | null)[] = [];

  constructor(private readonly enabled: boolean) {}

  startFile(wanted: boolean): void {
    this.wanted = this.enabled && wanted;
    this.budget = MOST_TEXT_OF_A_FILE;
  }

  forgetFile(): void {
    this.wanted = false;
  }

  startHunk(): void {
    this.oldLines = [];
    this.newLines = [];
  }

  /** Takes at most `count` lines of the hunk's old or new side, each after its sign; returns how many there were. */
  take(scanner: ByteScanner, count: number, side: "old" | "new"): number {
    if (!this.wanted) return scanner.skipLines(count);
    let taken = 0;
    while (taken < count) {
      const line = scanner.line();
      if (line === null) break;
      taken++;
      this.keep(side, line, scanner.truncated);
    }
    return taken;
  }

  private keep(side: "old" | "new", line: Buffer, truncated: boolean): void {
    this.budget -= line.length;
    const text = truncated || this.budget < 0 ? null : line.toString("utf8", 1);
    (side === "old" ? this.oldLines : this.newLines).push(text);
  }

  finish(): { readonly oldLines?: readonly (string | null)[]; readonly newLines?: readonly (string | null)[] } {
    return this.wanted ? { oldLines: this.oldLines, newLines: this.newLines } : {};
  }
}
