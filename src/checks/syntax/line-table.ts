/** Lines of a text by offset. Lines end at `\n` only, as everywhere in Countersign. */
export class LineTable {
  private readonly starts: number[] = [0];

  constructor(private readonly source: string) {
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  get count(): number {
    const last = this.starts[this.starts.length - 1] ?? 0;
    return last === this.source.length && last > 0 ? this.starts.length - 1 : this.starts.length;
  }

  /** 0-based line of an offset. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Offset at which a 0-based line starts; the text's length for lines after the last. */
  startOf(line: number): number {
    return this.starts[line] ?? this.source.length;
  }

  /** 1-based line and column. */
  position(offset: number): { line: number; column: number } {
    const line = this.lineOf(offset);
    return { line: line + 1, column: offset - this.startOf(line) + 1 };
  }
}
