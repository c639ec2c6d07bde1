/** Names of files as git prints them where a line, a terminal or a CI system would take them for something else (`quote.c`, core.quotePath off). */

/**
 * Control characters (a terminal would obey them), bidirectional overrides and invisible characters (a reader would be deceived by them),
 * and halves of characters, which have no bytes.
 */
export const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u{e0000}-\u{e01ef}]|\p{Surrogate}/u;
/** What CI systems obey: `::…` at a line's start (GitHub), `##[…]` and `##vso[…]` anywhere (GitHub, Azure Pipelines), `##teamcity[…]`. */
const COMMAND = /^::|##(?=\[|vso\[|teamcity\[)/i;

const SHORT: Readonly<Record<string, string>> = { "\u0007": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
const LONG = new Map(Object.entries(SHORT).map(([character, escape]) => [escape.charAt(1), character]));

/** The path, in double quotes with C's escapes where git would quote it or a reader or a CI system be deceived; letters of any script stay as they are. */
export function quotedPath(path: string): string {
  if (!INVISIBLE.test(path) && !COMMAND.test(path) && !/["\\]/.test(path)) return path;
  const escaped = Array.from(path, (character) => SHORT[character] ?? (INVISIBLE.test(character) ? octal(character) : character)).join("");
  return `"${escaped.replace(/#(?=#)/g, "\\043")}"`;
}

/** What `quotedPath` or git made a quoted name of, with its quotes; null where it is no such name. */
export function unquotedPath(text: string): string | null {
  return /^".*"$/s.test(text) && text.length > 1 ? unescapedPath(text.slice(1, -1)) : null;
}

/** As `unquotedPath` for a name whose quotes a shell took away; null where an escape is none. */
export function unescapedPath(text: string): string | null {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [part] of text.matchAll(/[^\\]+|\\[0-3][0-7]{2}|\\?./gsu)) {
    const meant = part.startsWith("\\") ? LONG.get(part.slice(1)) : part;
    if (/^\\\d{3}$/.test(part)) bytes.push(Number.parseInt(part.slice(1), 8));
    else if (meant === undefined) return null;
    else bytes.push(...encoder.encode(meant));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Each byte in UTF-8 as `\ooo`; half a character as the replacement character. */
function octal(character: string): string {
  return Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
