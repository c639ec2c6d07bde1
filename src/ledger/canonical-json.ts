import { CountersignError } from "../core/model";

/** The subset of JSON that ledger lines are made of: no floats, because their text form is where implementations differ. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Deepest nesting of a ledger line; the frozen records need three levels. */
const MAXIMUM_DEPTH = 16;
/** Longest ledger line in UTF-16 code units; a sequence of 100,000 line keys takes 3.5 million. */
const MAXIMUM_LINE_LENGTH = 8 * 1024 * 1024;

/**
 * RFC 8785 text of a value: keys in order of UTF-16 code units, no blanks, shortest escapes, and no Unicode
 * normalisation (the RFC forbids it). A property that is `undefined` is left out.
 * Errors: `internal` for what the subset has no text for: a number that is no safe integer, a lone surrogate,
 * nesting deeper than 16.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > MAXIMUM_DEPTH) throw unwritable(`nested deeper than ${MAXIMUM_DEPTH}`);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw unwritable(`${value} is no safe integer`);
    return String(value);
  }
  if (typeof value === "string") return writeString(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`;
  if (typeof value !== "object") throw unwritable(`a ${typeof value}`);
  const members = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(members);
  // What is read back stands in order already, and asking is cheaper than sorting.
  if (!keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") < key)) keys.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  let text = "";
  for (const key of keys) {
    const item = members[key];
    if (item !== undefined) text += `${text === "" ? "" : ","}${writeString(key)}:${write(item, depth + 1)}`;
  }
  return `{${text}}`;
}

/** Printable ASCII without the two characters that JSON escapes: nearly all that a ledger holds. */
const PLAIN = /^[ !#-[\]-~]*$/;

function writeString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  // JSON.stringify would escape a lone surrogate and so write something the RFC calls an error.
  if (!isWellFormed(text)) throw unwritable("a string with half a surrogate pair");
  return JSON.stringify(text);
}

function isWellFormed(text: string): boolean {
  // Nearly all text has no surrogates at all, and that is quick to see.
  if (!/[\ud800-\udfff]/.test(text)) return true;
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function unwritable(what: string): CountersignError {
  return new CountersignError("internal", `a ledger line can't hold ${what}: expected safe integers, well-formed strings, lists and objects`);
}

export type CanonicalReading = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string };

/**
 * Reads one line that must be its own canonical form, so that the text which was hashed and signed has one meaning:
 * duplicate keys, other spellings, floats and extra blanks are all refused. Never throws.
 */
export function readCanonicalLine(line: string): CanonicalReading {
  if (line.length > MAXIMUM_LINE_LENGTH) return { ok: false, why: `line longer than ${MAXIMUM_LINE_LENGTH} characters` };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { ok: false, why: `not JSON: ${error instanceof Error ? error.message.slice(0, 120) : "unreadable"}` };
  }
  try {
    if (canonicalJson(value) !== line) return { ok: false, why: "not in canonical form (RFC 8785)" };
  } catch (error) {
    if (error instanceof CountersignError) return { ok: false, why: error.message };
    throw error;
  }
  return { ok: true, value: value as Json };
}
