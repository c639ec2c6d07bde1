import { isUtf8 } from "node:buffer";
import { isTooLong } from "../core/fingerprint/lines";
import type { FileContent } from "../core/ports";

/** Default limit of a file that is read as text, in bytes. */
export const DEFAULT_MAXIMUM_BYTES = 5 * 1024 * 1024;

/** As many first bytes as git looks at for a NUL, which makes a file binary. */
const BINARY_PROBE = 8000;

/**
 * What a file's bytes are: text in UTF-8 (a BOM and CRLF stay as they are), text in UTF-16 with a BOM (decoded without
 * it), binary (a NUL in the first 8,000 bytes), not UTF-8, or of so many lines that nobody looks at each of them.
 */
export function contentOf(bytes: Buffer, blob: string | null): FileContent {
  const text = decodeUtf16(bytes);
  if (text !== null) return textOf(text, bytes, blob);
  if (bytes.subarray(0, BINARY_PROBE).includes(0)) return { kind: "binary", blob, bytes: bytes.length };
  if (!isUtf8(bytes)) return { kind: "not-utf8", blob, bytes: bytes.length };
  return textOf(bytes.toString("utf8"), bytes, blob);
}

/** What may be larger than a file by the caller's own limit is not counted in lines: records of Agent Trace. */
function textOf(text: string, bytes: Buffer, blob: string | null): FileContent {
  return bytes.length <= DEFAULT_MAXIMUM_BYTES && isTooLong(text) ? noContent("too-large", blob, bytes.length) : { kind: "text", text, blob };
}

/** A file that has no text to give. */
export function noContent(kind: "binary" | "too-large" | "symlink" | "submodule" | "missing" | "not-utf8", blob: string | null, bytes = 0): FileContent {
  return { kind, blob, bytes };
}

function decodeUtf16(bytes: Buffer): string | null {
  if (bytes.length < 2 || bytes.length % 2 !== 0) return null;
  const mark = bytes.readUInt16BE(0);
  if (mark === 0xfffe) return bytes.toString("utf16le", 2);
  if (mark === 0xfeff) return Buffer.from(bytes.subarray(2)).swap16().toString("utf16le");
  return null;
}

/** Lines of a text as git counts them: a last line without a line feed is one too. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return text === "" || text.endsWith("\n") ? count : count + 1;
}
