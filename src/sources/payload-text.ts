/**
 * From the bytes on a hook's standard input to a JSON value. Tolerates what real hosts send: a UTF-8 BOM, UTF-16LE
 * with or without a BOM (PowerShell), and raw control characters inside strings (Windsurf); provenance.md 1.5.
 */

import { jsonErrorOffset, placeOf } from "./json-position";

/** Bytes of a payload that are read; more is refused, not cut. */
export const MAXIMUM_PAYLOAD_BYTES = 64 * 1024 * 1024;

export type PayloadResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

function decodePayload(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length >= 2 && buffer[0] === 0xff && buffer[1] === 0xfe) return buffer.toString("utf16le", 2);
  // JSON starts with an ASCII character: a zero as second byte is UTF-16LE without a BOM.
  if (buffer.length >= 2 && buffer[0] !== 0 && buffer[1] === 0) return buffer.toString("utf16le");
  if (buffer.length >= 3 && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return buffer.toString("utf8", 3);
  return buffer.toString("utf8");
}

export function parsePayload(bytes: Uint8Array): PayloadResult {
  if (bytes.byteLength > MAXIMUM_PAYLOAD_BYTES) return { ok: false, problem: "payload: more than 64 MiB, nothing was recorded" };
  const text = decodePayload(bytes);
  if (text.trim() === "") return { ok: false, problem: "payload: expected JSON on standard input, found nothing" };
  const strict = tryParse(text);
  if (strict.ok) return strict;
  const escaped = escapeControlCharacters(text);
  if (escaped === text) return strict;
  const lenient = tryParse(escaped);
  return lenient.ok ? lenient : strict;
}

function tryParse(text: string): PayloadResult {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: `payload: not JSON: ${located(text)}` };
  }
}

/** A place is enough: the payload's own text is not repeated, it may hold what must not stand in a log. */
function located(text: string): string {
  const offset = jsonErrorOffset(text);
  const { line, column } = placeOf(text, offset);
  return offset >= text.length ? `it ends too early, after line ${line}, column ${column - 1}` : `unexpected character at line ${line}, column ${column}`;
}

function escapeControlCharacters(text: string): string {
  const pattern = /[\u0000-\u001f]/;
  if (!pattern.test(text)) return text;
  const parts: string[] = [];
  let inString = false;
  let kept = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (!inString) {
      if (code === 0x22) inString = true;
      continue;
    }
    if (code === 0x5c) index += 1;
    else if (code === 0x22) inString = false;
    else if (code < 0x20) {
      parts.push(text.slice(kept, index), "\\u" + code.toString(16).padStart(4, "0"));
      kept = index + 1;
    }
  }
  parts.push(text.slice(kept));
  return parts.join("");
}
