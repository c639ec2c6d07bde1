import { createHash } from "node:crypto";

/**
 * A file of numbers and strings, read back in the order in which they were written: a JSON head with the strings, each
 * once, and one column of 32-bit numbers. Reads several times faster than JSON of the same.
 */
export class ColumnWriter {
  private numbers = new Int32Array(1 << 14);
  private count = 0;
  private readonly strings = new Map<string, number>();

  constructor(private readonly meta: unknown) {}

  number(value: number): void {
    if (this.count === this.numbers.length) {
      const larger = new Int32Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.count++] = value;
  }

  string(value: string): void {
    let index = this.strings.get(value);
    if (index === undefined) this.strings.set(value, (index = this.strings.size));
    this.number(index);
  }

  bytes(): Uint8Array {
    const head = Buffer.from(JSON.stringify({ meta: this.meta, strings: [...this.strings.keys()] }), "utf8");
    const column = this.numbers.subarray(0, this.count);
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32LE(head.length, 0);
    lengths.writeUInt32LE(this.count, 4);
    return Buffer.concat([lengths, head, Buffer.from(column.buffer, column.byteOffset, column.byteLength)]);
  }
}

/** Errors: any, where the bytes are not what a `ColumnWriter` wrote; `unsealed` lets only such bytes through. */
export class ColumnReader {
  readonly meta: unknown;
  private readonly strings: readonly string[];
  private readonly numbers: Int32Array;
  private at = 0;

  constructor(body: Uint8Array) {
    const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const length = buffer.readUInt32LE(0);
    const count = buffer.readUInt32LE(4);
    const head = JSON.parse(buffer.toString("utf8", 8, 8 + length)) as { readonly meta: unknown; readonly strings: readonly string[] };
    this.meta = head.meta;
    this.strings = head.strings;
    // A copy, because a column may begin at any byte.
    this.numbers = new Int32Array(new Uint8Array(buffer.subarray(8 + length, 8 + length + count * 4)).buffer);
  }

  number(): number {
    return this.numbers[this.at++] ?? 0;
  }

  string(): string {
    return this.strings[this.number()] ?? "";
  }
}

const SEAL_BYTES = 32;

/** The body behind its checksum, which covers the version too. */
export function sealed(body: Uint8Array, version: string): Uint8Array {
  return Buffer.concat([sealOf(body, version), body]);
}

/** The body, or null where it is missing, damaged or of another version. */
export function unsealed(content: Uint8Array | null, version: string): Uint8Array | null {
  if (content === null || content.length <= SEAL_BYTES) return null;
  const body = content.subarray(SEAL_BYTES);
  return sealOf(body, version).equals(content.subarray(0, SEAL_BYTES)) ? body : null;
}

function sealOf(body: Uint8Array, version: string): Buffer {
  // Byte order is part of the version: the column is written as the machine has it.
  return createHash("sha256").update(`${version} ${new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? "le" : "be"}\0`).update(body).digest();
}
