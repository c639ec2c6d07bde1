/**
 * Normal forms of lines and the identities built on them. A key is 128 bits of sha256: 64 would let the author of
 * the code find a collision (2^32 work), and the author is who the ledger guards against.
 */
import * as crypto from "node:crypto";
import { literalStarts } from "./literals";

/** A line of a file, known by its content; blank only inside a multi-line literal or behind a backslash. */
export interface KeyedLine {
  /** First 32 hex digits of sha256 of the normal form. */
  readonly key: string;
  readonly normal: string;
  /** 0-based line in the file. */
  readonly index: number;
  /** Only brackets, separators or a word such as `else`: never evidence by itself. */
  readonly trivial: boolean;
}

/** The keys of one file, computed once with the lexer state of the whole file. */
export interface FileKeys {
  readonly path: string;
  /** All lines but blank ones outside of literals, in order. */
  readonly all: readonly KeyedLine[];
  /** The non-trivial ones. */
  readonly significant: readonly KeyedLine[];
}

/** How many significant neighbours on each side make a hunk's context. */
export const CONTEXT_LINES = 3;

/** Files whose indentation is part of their meaning: it stays in the normal form, tabs as four blanks. */
const INDENTATION_MATTERS = /\.(py|pyi|pyx|ya?ml|mk|make|haml|pug|jade|slim|sass|styl|nim|fs|fsx|hs|lhs|coffee|md|markdown|rst|elm|purs|gd|feature|ipynb)$|(^|\/)(GNU)?[Mm]akefile$/;

const TRIVIAL = /^[\])}>;,({[]+$/;
const TRIVIAL_WORD = /^(else|try|do|end|begin|fi|done|then|esac)\b[\s:{]*$/;

/** A file beyond either is not looked at line by line, by no source of evidence and by no check: UTF-16 units, and lines. */
const MOST_CHARACTERS = 5 * 1024 * 1024;
export const MOST_LINES = 250_000;

/** Whether a text has more characters or lines than anything here looks at one by one. */
export function isTooLong(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return true;
  if (text.length <= MOST_LINES) return false;
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1 && lines <= MOST_LINES; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines > MOST_LINES;
}

/** Splits at LF; a CR before it stays with the line (the normal form drops it). A final newline makes no extra line. */
export function splitLines(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

export function indentationMatters(path: string): boolean {
  return INDENTATION_MATTERS.test(path);
}

/**
 * The normal form of a line that does not start inside a multi-line literal. Interior blanks are kept: they may stand in
 * a string; so are those at the end of a line on which a literal is left open.
 */
export function normalLine(path: string, line: string, leavesLiteralOpen = false): string {
  const withoutReturn = line.endsWith("\r") ? line.slice(0, -1) : line;
  const withoutEnd = leavesLiteralOpen ? withoutReturn : withoutReturn.slice(0, endOfText(withoutReturn));
  if (!indentationMatters(path)) return withoutEnd.slice(startOfText(withoutEnd));
  return withoutEnd.replace(/^[ \t]+/, (blanks) => blanks.replace(/\t/g, "    "));
}

/** Only these two are blanks in every language: to a shell a no-break space is a letter. */
function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

function startOfText(line: string): number {
  let position = 0;
  while (isBlank(line[position])) position += 1;
  return position;
}

function endOfText(line: string): number {
  let position = line.length;
  while (isBlank(line[position - 1])) position -= 1;
  return position;
}

export function isTrivial(normal: string): boolean {
  const text = normal.slice(startOfText(normal), endOfText(normal));
  return text === "" || TRIVIAL.test(text) || TRIVIAL_WORD.test(text);
}

const TRIVIAL_CHARACTERS = "])}>;,({[";
const TRIVIAL_WORDS = ["else", "try", "do", "end", "begin", "fi", "done", "then", "esac"];
/** Longer runs of brackets are not listed; that many closers can't be taken away without breaking the file. */
const LISTED_LENGTH = 4;
const LISTED_INDENTATION = 48;

/** Keys of trivial lines as written, without indentation and with it; made when first asked for. */
let trivialKeys: ReadonlySet<string> | null = null;
let indentedTrivialKeys: ReadonlySet<string> | null = null;

/** Whether a key, of which the text is gone, is that of a line that `isTrivial` would call so. */
export function isPossiblyTrivial(path: string, key: string): boolean {
  if (!indentationMatters(path)) return (trivialKeys ??= new Set(trivialTexts(LISTED_LENGTH).map(lineKey))).has(key);
  indentedTrivialKeys ??= new Set(trivialTexts(2).flatMap((text) => Array.from({ length: LISTED_INDENTATION + 1 }, (_, blanks) => lineKey(" ".repeat(blanks) + text))));
  return indentedTrivialKeys.has(key);
}

function trivialTexts(length: number): string[] {
  const runs: string[] = [""];
  for (let from = 0, size = 1; size <= length; size++) {
    const until = runs.length;
    for (const run of runs.slice(from, until)) for (const character of TRIVIAL_CHARACTERS) runs.push(run + character);
    from = until;
  }
  return [...runs.slice(1), ...TRIVIAL_WORDS.flatMap((word) => ["", "{", " {", ":", " :"].map((end) => word + end))];
}

/** One call instead of an object for each line: twice and a half as fast, and nothing to collect. VS Code's Node has it since 20.12 (1.92). */
const inOneCall: typeof crypto.hash | undefined = crypto.hash;

/** The sha256 of a text's UTF-8, in hex. */
export const hash: (text: string) => string = inOneCall === undefined ? hashInSteps : (text) => inOneCall("sha256", text);

/** The same where the runtime has no hash in one call. */
export function hashInSteps(text: string): string {
  return crypto.createHash("sha256").update(text).digest("hex");
}

/** The key of one normal form. */
export function lineKey(normal: string): string {
  return hash(normal).slice(0, 32);
}

/** Whether a line ends in a backslash that is not itself escaped: in many languages the next line then belongs to it. */
function joinsNext(line: string): boolean {
  let end = line.endsWith("\r") ? line.length - 1 : line.length;
  let joins = false;
  for (; line[end - 1] === "\\"; end -= 1) joins = !joins;
  return joins;
}

/** Whether blanks at the end of a line stand behind a backslash, which then joins nothing. */
function undoesJoin(line: string): boolean {
  const length = line.endsWith("\r") ? line.length - 1 : line.length;
  if (!isBlank(line[length - 1])) return false;
  let end = length;
  while (isBlank(line[end - 1])) end -= 1;
  return line[end - 1] === "\\";
}

/** Ruby: a call that goes on with a dot on the next line is cut off by a blank line between. */
const RUBY = /\.(rb|rake|gemspec|ru)$|(^|\/)(Rakefile|Gemfile)$/;
const LEADING_DOT = /^[ \t]*&?\.[^.]/;

/** What stands for the line break before a joined line that has no indentation, where a blank would separate words. */
const JOINED = "\\\n";

/**
 * Keys of every line that is not blank or stands in a multi-line literal, where blanks and empty lines are data: such a line is taken
 * verbatim. Behind a backslash at the end of a line a blank line ends what was to go on, no indentation joins two words, and blanks
 * after the backslash undo it: these are kept as well. `keyOf`: `lineKey`, or a memory of it.
 */
export function keysOf(path: string, lines: readonly string[], keyOf: (normal: string) => string = lineKey): FileKeys {
  const inside = literalStarts(path, lines);
  return fileKeys(path, lines.map((_, index) => keyedLine(path, lines, index, inside, keyOf)));
}

/**
 * Null for a blank line outside of literals. `inside` says for each line whether it starts in a multi-line literal. Depends on the line
 * itself, the one before it and `inside` of this and the next.
 */
export function keyedLine(path: string, lines: readonly string[], index: number, inside: Uint8Array, keyOf: (normal: string) => string = lineKey): KeyedLine | null {
  const line = lines[index] ?? "";
  const before = index === 0 ? null : (lines[index - 1] ?? "");
  const isData = inside[index] === 1;
  const isJoined = !isData && before !== null && joinsNext(before);
  const endsInBlanks = inside[index + 1] === 1 || undoesJoin(line);
  const plain = isData ? line.replace(/\r$/, "") : normalLine(path, line, endsInBlanks);
  const isCutOff = before !== null && /^[ \t]*\r?$/.test(before) && LEADING_DOT.test(line) && RUBY.test(path);
  const normal = isCutOff || (isJoined && !/^[ \t]+[^ \t\r]/.test(line)) ? JOINED + plain.slice(startOfText(plain)) : plain;
  return !isData && startOfText(normal) === normal.length ? null : { key: keyOf(normal), normal, index, trivial: isTrivial(normal) };
}

export function fileKeys(path: string, keyed: readonly (KeyedLine | null)[]): FileKeys {
  const all = keyed.filter((line) => line !== null);
  return { path, all, significant: all.filter((line) => !line.trivial) };
}

/** Position of the first entry whose line is at or after `line`. */
function lowerBound(entries: readonly KeyedLine[], line: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.index ?? Infinity) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The keyed lines from `from` up to but not including `to` (0-based lines). */
export function sliceKeys(keys: FileKeys, from: number, to: number): readonly KeyedLine[] {
  return keys.all.slice(lowerBound(keys.all, from), lowerBound(keys.all, to));
}

/** `h1:` and the sha256 of the normal forms: over the text, not over the truncated keys. */
export function contentIdOf(lines: readonly KeyedLine[]): string {
  return "h1:" + hash(lines.map((line) => line.normal).join("\n") + "\n");
}

/** `c1:` and 32 hex of the three significant keys before and after the lines `from` to `to` (0-based, exclusive). */
export function contextOf(keys: FileKeys, from: number, to: number): string {
  const { significant } = keys;
  const start = lowerBound(significant, from);
  const end = lowerBound(significant, to);
  const join = (lines: readonly KeyedLine[]) => lines.map((line) => line.key).join(",");
  return "c1:" + hash(join(significant.slice(Math.max(0, start - CONTEXT_LINES), start)) + "|" + join(significant.slice(end, end + CONTEXT_LINES))).slice(0, 32);
}
