/** Standard input of the hook process, read without loading streams: those alone cost 7 % of an empty Node process. */
import * as fs from "node:fs";

const CHUNK_BYTES = 256 * 1024;
/** How long a non-blocking standard input may stay silent. */
const SILENCE_MILLISECONDS = 5000;
/** A host that never closes the pipe must not hold us: a whole object is enough. Tried this often, then only the end counts. */
const MAXIMUM_ATTEMPTS = 20;

/**
 * All of standard input, or one whole JSON object where the host keeps the pipe open after it. More than `limit` bytes
 * are read to their end and dropped but for one, which marks the payload as too long, so that the host's write does not
 * fail. Empty on a terminal.
 */
export function readStandardInput(limit: number): Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  let attempts = 0;
  let silence = 0;
  // Nobody types a payload; /dev/null is such a device, too.
  if (fs.fstatSync(0).isCharacterDevice()) return Buffer.alloc(0);
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let read: number;
    try {
      read = fs.readSync(0, chunk, 0, CHUNK_BYTES, null);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EOF") break;
      if (code !== "EAGAIN" || silence > SILENCE_MILLISECONDS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      silence += 2;
      continue;
    }
    if (read === 0) break;
    silence = 0;
    const room = limit + 1 - length;
    if (room > 0) chunks.push(chunk.subarray(0, Math.min(read, room)));
    length += read;
    if (length > limit || chunk[lastVisible(chunk, read)] !== 0x7d || attempts >= MAXIMUM_ATTEMPTS) continue;
    attempts += 1;
    if (isWholeObject(Buffer.concat(chunks))) break;
  }
  return Buffer.concat(chunks);
}

function lastVisible(bytes: Buffer, length: number): number {
  let at = length - 1;
  while (at > 0 && (bytes[at] ?? 0) <= 0x20) at -= 1;
  return at;
}

function isWholeObject(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString("utf8"));
    return true;
  } catch {
    // Not yet, or never: the end of the input decides.
    return false;
  }
}
