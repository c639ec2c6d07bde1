/**
 * Which lines start inside a multi-line literal. Blanks at such a line's ends are data, so its normal form is the
 * line itself. This is a scanner of delimiters, not a lexer: where it is unsure it says "inside" no more often
 * than the file's own literals can explain, and a wrong "inside" only makes a re-indented line stale.
 */

import { templateStarts } from "./javascript-literals";
import { rubyStarts } from "./ruby-literals";
import { shellStarts } from "./shell-literals";
import { endOfString } from "./string-end";

interface Delimiters {
  /** Opening → closing text of literals that may span lines, longest first. */
  readonly multiLine: readonly (readonly [string, string])[];
  /** Quotes of literals that end with their line. */
  readonly singleLine: string;
  /** Starts of comments that run to the end of the line. */
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  /** `<<WORD` … `WORD`. */
  readonly heredocs: boolean;
}

const C_LIKE_COMMENTS = { lineComments: ["//"], blockComments: [["/*", "*/"]] as const };

const PYTHON: Delimiters = { multiLine: [['"""', '"""'], ["'''", "'''"]], singleLine: "\"'", lineComments: ["#"], blockComments: [], heredocs: false };
const GO: Delimiters = { multiLine: [["`", "`"]], singleLine: '"', ...C_LIKE_COMMENTS, heredocs: false };
const JAVA_LIKE: Delimiters = { multiLine: [['"""', '"""']], singleLine: "\"'", ...C_LIKE_COMMENTS, heredocs: false };
const RUST: Delimiters = { multiLine: [['r##"', '"##'], ['r#"', '"#'], ['r"', '"'], ['"', '"']], singleLine: "", ...C_LIKE_COMMENTS, heredocs: false };
const PHP: Delimiters = { multiLine: [['"', '"'], ["'", "'"]], singleLine: "", lineComments: ["//", "#"], blockComments: [["/*", "*/"]], heredocs: true };
const SQL: Delimiters = { multiLine: [["'", "'"], ["$$", "$$"]], singleLine: "", lineComments: ["--"], blockComments: [["/*", "*/"]], heredocs: false };
const ANY: Delimiters = { multiLine: [['"""', '"""'], ["'''", "'''"], ["`", "`"]], singleLine: "\"'", lineComments: ["//", "#"], blockComments: [], heredocs: false };

const JAVASCRIPT = /\.([cm]?[jt]sx?|vue|svelte|astro)$/;
const SHELL = /\.(sh|bash|zsh|ksh|bats)$|(^|\/)\.(bashrc|bash_profile|profile|zshrc|zshenv|envrc)$/;
const RUBY = /\.(rb|rake|gemspec|ru)$|(^|\/)(Rakefile|Gemfile|Guardfile|Vagrantfile|Brewfile)$/;

const BY_EXTENSION: readonly (readonly [RegExp, Delimiters])[] = [
  [/\.pyi?$/, PYTHON],
  [/\.go$/, GO],
  [/\.(java|kt|kts|scala|swift|cs|groovy|gradle)$/, JAVA_LIKE],
  [/\.rs$/, RUST],
  [/\.php$/, PHP],
  [/\.sql$/, SQL],
];

function delimitersOf(path: string): Delimiters {
  return BY_EXTENSION.find(([pattern]) => pattern.test(path))?.[1] ?? ANY;
}

/** 1 for each line (0-based) that starts inside a multi-line literal, else 0. Linear in the text. */
export function literalStarts(path: string, lines: readonly string[]): Uint8Array {
  if (JAVASCRIPT.test(path)) return templateStarts(lines);
  if (SHELL.test(path)) return shellStarts(lines);
  if (RUBY.test(path)) return rubyStarts(lines);
  const delimiters = delimitersOf(path);
  const starts = new Uint8Array(lines.length);
  let closing: string | null = null;
  let isComment = false;
  lines.forEach((line, index) => {
    if (closing !== null && !isComment) starts[index] = 1;
    const heredoc = closing?.startsWith("\n") === true ? closing.slice(1) : null;
    if (heredoc !== null) {
      if (line.trim() === heredoc) closing = null;
      return;
    }
    let position = 0;
    while (position < line.length) {
      if (closing !== null) {
        if (!isComment && line[position] === "\\") position += 2;
        else if (line.startsWith(closing, position)) {
          position += closing.length;
          closing = null;
          isComment = false;
        } else position += 1;
        continue;
      }
      const rest = position;
      const opened: readonly [string, string] | undefined = delimiters.multiLine.find(([open]) => line.startsWith(open, rest));
      if (opened !== undefined) {
        closing = opened[1];
        position += opened[0].length;
        continue;
      }
      const comment = delimiters.blockComments.find(([open]) => line.startsWith(open, rest));
      if (comment !== undefined) {
        closing = comment[1];
        isComment = true;
        position += comment[0].length;
        continue;
      }
      if (delimiters.lineComments.some((start) => line.startsWith(start, rest))) break;
      const character = line[position] ?? "";
      if (delimiters.singleLine.includes(character)) {
        const end = endOfString(line, position);
        // An unmatched quote (an apostrophe in prose, a lifetime) opens nothing.
        position = end === -1 ? position + 1 : end + 1;
        continue;
      }
      if (delimiters.heredocs && line.startsWith("<<", position)) {
        const word = /^<<[-~]?\s*["']?([A-Za-z_]\w*)["']?/.exec(line.slice(position));
        if (word?.[1] !== undefined) {
          closing = "\n" + word[1];
          break;
        }
      }
      position += 1;
    }
  });
  return starts;
}
