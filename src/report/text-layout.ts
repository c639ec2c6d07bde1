import { INVISIBLE, quotedPath } from "../core/quoted-path";

/** Words on a terminal: what is printable, how wide it is, and where a line may break. */

const UNPRINTABLE = new RegExp(INVISIBLE, "gu");
/** CI systems obey these anywhere in a line of the log (GitHub, Azure Pipelines) or at its start (TeamCity). */
const COMMANDS = /##(?=\[|vso\[|teamcity\[)/gi;

/** The text with everything that a terminal or a CI system would obey, or a reader not see, written out as `\u{…}`; tabs become two blanks. */
export function printable(text: string): string {
  return text
    .replace(/\t/g, "  ")
    .replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(COMMANDS, "\\u{23}#");
}

/** A path as text output shows it, on one line and in at most `width` columns: quoted as git quotes where it must be. */
export function shownPath(path: string, width = Number.POSITIVE_INFINITY): string {
  return fitPath(quotedPath(path), width);
}

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{M}/u;

/** Terminal columns of a printable text without colours: 2 for East Asian wide characters, 0 for combining ones. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** At most `width` columns; what is cut off is shown as `…`. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let result = "";
  let used = 0;
  for (const character of text) {
    const columns = displayWidth(character);
    if (used + columns > width - 1) break;
    result += character;
    used += columns;
  }
  return width > 0 ? `${result}…` : "";
}

/** Like `fit`, but keeps the end: a path's file name matters more than its first folders. */
export function fitPath(path: string, width: number): string {
  if (displayWidth(path) <= width) return path;
  let result = "";
  let used = 0;
  for (const character of Array.from(path).reverse()) {
    const columns = displayWidth(character);
    if (used + columns > width - 1) break;
    result = character + result;
    used += columns;
  }
  return width > 0 ? `…${result}` : "";
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Breaks at blanks so that no line is wider than `width`, indentation included; a longer word is cut into pieces. */
export function wrap(text: string, width: number, indent = ""): readonly string[] {
  const room = Math.max(10, width - displayWidth(indent));
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(/ +/).filter((part) => part !== "").flatMap((part) => pieces(withoutCommand(part, room), room))) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > room) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(indent + line);
  return lines;
}

/** GitHub's runner obeys a line that begins with `::`, blanks before it or not. */
function withoutCommand(word: string, room: number): string {
  return word.replace(displayWidth(word) > room ? /::/g : /^::/, "\\u{3a}:");
}

function pieces(word: string, room: number): readonly string[] {
  if (displayWidth(word) <= room) return [word];
  const result: string[] = [];
  let piece = "";
  for (const character of word) {
    if (displayWidth(piece) + displayWidth(character) > room) {
      result.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...result, piece];
}
