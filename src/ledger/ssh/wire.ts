import { CountersignError } from "../../core/model";

/** What is not the SSH format it should be; the message says what was expected. */
export class SshFormatError extends CountersignError {
  constructor(message: string) {
    super("configuration", message);
    this.name = "SshFormatError";
  }
}

/** Longest string field we read: an RSA key of 16,384 bits takes 2 KiB, a comment a little more. */
const MAXIMUM_FIELD = 64 * 1024;

/** Reads the SSH wire encoding (RFC 4251, section 5) with limits. Errors: `SshFormatError`. */
export class WireReader {
  private offset = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly what: string,
  ) {}

  get left(): number {
    return this.bytes.length - this.offset;
  }

  raw(length: number): Buffer {
    if (length > this.left) throw new SshFormatError(`${this.what} ends too early: expected ${length} more bytes, found ${this.left}`);
    const part = this.bytes.subarray(this.offset, this.offset + length);
    this.offset += length;
    return part;
  }

  byte(): number {
    return this.raw(1).readUInt8(0);
  }

  uint32(): number {
    return this.raw(4).readUInt32BE(0);
  }

  string(): Buffer {
    const length = this.uint32();
    if (length > MAXIMUM_FIELD) throw new SshFormatError(`${this.what} holds a field of ${length} bytes: expected at most ${MAXIMUM_FIELD}`);
    return this.raw(length);
  }

  /** A string of printable ASCII: names of types, curves, hashes and namespaces. */
  name(): string {
    const text = this.string().toString("latin1");
    if (!/^[\x20-\x7e]*$/.test(text)) throw new SshFormatError(`${this.what} holds a name that is not printable ASCII`);
    return text;
  }

  /** A non-negative integer as its shortest big-endian bytes, without the sign byte. */
  mpint(): Buffer {
    const bytes = this.string();
    const first = bytes[0];
    if (first === undefined) return bytes;
    if (first >= 0x80) throw new SshFormatError(`${this.what} holds a negative number`);
    if (first !== 0) return bytes;
    if ((bytes[1] ?? 0) < 0x80) throw new SshFormatError(`${this.what} holds a number with leading zeros`);
    return bytes.subarray(1);
  }

  end(): void {
    if (this.left > 0) throw new SshFormatError(`${this.what} has ${this.left} bytes too many`);
  }
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function wireString(content: string | Uint8Array): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** A non-negative big-endian integer as an mpint. */
export function wireMpint(integer: Uint8Array): Buffer {
  let start = 0;
  while (start < integer.length && integer[start] === 0) start += 1;
  const shortest = integer.subarray(start);
  const needsSign = (shortest[0] ?? 0) >= 0x80;
  return wireString(needsSign ? Buffer.concat([Buffer.from([0]), shortest]) : shortest);
}

/** Big-endian bytes on the left to a fixed length. Errors: `SshFormatError` when the number is longer. */
export function padded(integer: Buffer, length: number, what: string): Buffer {
  if (integer.length > length) throw new SshFormatError(`${what} is ${integer.length} bytes long: expected at most ${length}`);
  return Buffer.concat([Buffer.alloc(length - integer.length), integer]);
}

/** Base64 with nothing but its alphabet and correct padding; Node's own decoder skips what it does not know. */
export function strictBase64(text: string, what: string): Buffer {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new SshFormatError(`${what} is not base64`);
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw new SshFormatError(`${what} is not canonical base64`);
  return bytes;
}
