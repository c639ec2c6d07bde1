const LINE_FEED = 10;
/** Of a longer line only this many bytes are kept; the rest is passed over without being stored. */
const LONGEST_KEPT_LINE = 64 * 1024;

/** Cuts a byte stream into lines and NUL-terminated tokens as chunks come in, in bounded memory. */
export class ByteScanner {
  private data: Buffer = Buffer.alloc(0);
  private position = 0;
  /** First bytes of a line that was too long to keep, while its end is still to come. */
  private longHead: Buffer | null = null;
  /** Whether the last line was longer than what was given back. */
  truncated = false;

  push(chunk: Buffer): void {
    this.data = this.position === this.data.length ? chunk : Buffer.concat([this.data.subarray(this.position), chunk]);
    this.position = 0;
  }

  /** Bytes that wait. */
  get available(): number {
    return this.data.length - this.position;
  }

  /** The byte `offset` places ahead, or -1 where none has come yet. */
  peek(offset = 0): number {
    return this.data[this.position + offset] ?? -1;
  }

  skip(count: number): void {
    this.position += count;
  }

  /** The next `count` bytes as text without taking them. */
  ahead(count: number): string {
    return this.data.toString("latin1", this.position, this.position + count);
  }

  /** Bytes before the next `terminator`, which is passed over, or null while it has not come. */
  token(terminator: number): Buffer | null {
    const end = this.data.indexOf(terminator, this.position);
    if (end === -1) return null;
    const token = this.data.subarray(this.position, end);
    this.position = end + 1;
    return token;
  }

  /**
   * Whether a group of NUL-terminated tokens is here in full; `count` says how many there are from the first one.
   * Returns their length in bytes, or null while more must come.
   */
  lengthOfTokens(count: (first: string) => number): number | null {
    const firstEnd = this.data.indexOf(0, this.position);
    if (firstEnd === -1) return null;
    let end = firstEnd;
    for (let left = count(this.data.toString("latin1", this.position, firstEnd)) - 1; left > 0; left--) {
      end = this.data.indexOf(0, end + 1);
      if (end === -1) return null;
    }
    return end + 1 - this.position;
  }

  /** The next line without its line feed, cut at LONGEST_KEPT_LINE bytes, or null while its end has not come. */
  line(): Buffer | null {
    const end = this.data.indexOf(LINE_FEED, this.position);
    if (end === -1) {
      if (this.longHead !== null) this.position = this.data.length;
      else if (this.available > LONGEST_KEPT_LINE) {
        this.longHead = Buffer.from(this.data.subarray(this.position, this.position + LONGEST_KEPT_LINE));
        this.position = this.data.length;
      }
      return null;
    }
    let line = this.longHead ?? this.data.subarray(this.position, end);
    this.truncated = this.longHead !== null || line.length > LONGEST_KEPT_LINE;
    if (line.length > LONGEST_KEPT_LINE) line = line.subarray(0, LONGEST_KEPT_LINE);
    this.longHead = null;
    this.position = end + 1;
    return line;
  }

  /** Passes over at most `count` whole lines; returns how many. */
  skipLines(count: number): number {
    let skipped = 0;
    while (skipped < count) {
      const end = this.data.indexOf(LINE_FEED, this.position);
      if (end === -1) {
        // What is here of an unfinished line is of no use; its first byte is remembered by the caller's count.
        if (this.available > LONGEST_KEPT_LINE) {
          this.longHead = Buffer.alloc(0);
          this.position = this.data.length;
        }
        break;
      }
      this.position = end + 1;
      this.longHead = null;
      skipped++;
    }
    return skipped;
  }
}
