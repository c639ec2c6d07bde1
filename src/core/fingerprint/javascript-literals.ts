/**
 * Which lines of JavaScript or TypeScript start inside a template literal's text. Knows strings, comments, regular
 * expressions and `${…}` within templates: a quote or a backtick in any of them opens nothing.
 */

import { endOfString } from "./string-end";

/** After one of these words a slash begins a regular expression. */
const BEFORE_EXPRESSION = /^(return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|await|yield|default|extends)$/;
const WORD = /[\p{ID_Start}$_\d][\p{ID_Continue}$\u200c\u200d]*/uy;

/** What stands before a slash, as far as it matters: an operator (or nothing) or the end of a value. */
type Before = "operator" | "value";

/** 1 for each line (0-based) whose beginning is template text, else 0. Linear in the text. */
export function templateStarts(lines: readonly string[]): Uint8Array {
  const starts = new Uint8Array(lines.length);
  // Most files have none, and every edit of a file comes by here.
  if (!lines.some((line) => line.includes("`"))) return starts;
  const scanner = new Scanner();
  lines.forEach((line, index) => {
    if (scanner.isInTemplateText) starts[index] = 1;
    scanner.read(line);
  });
  return starts;
}

class Scanner {
  /** Open templates, innermost last: for each, how many braces are open in its expression; null while in its text. */
  private readonly templates: (number | null)[] = [];
  private isInComment = false;
  private before: Before = "operator";

  get isInTemplateText(): boolean {
    return !this.isInComment && this.templates.at(-1) === null;
  }

  read(line: string): void {
    let position = 0;
    while (position < line.length) position = this.isInComment ? this.comment(line, position) : this.isInTemplateText ? this.text(line, position) : this.code(line, position);
  }

  private comment(line: string, position: number): number {
    const end = line.indexOf("*/", position);
    if (end === -1) return line.length;
    this.isInComment = false;
    return end + 2;
  }

  private text(line: string, position: number): number {
    const character = line[position];
    if (character === "\\") return position + 2;
    if (character === "`") {
      this.templates.pop();
      this.before = "value";
    } else if (character === "$" && line[position + 1] === "{") {
      this.templates[this.templates.length - 1] = 0;
      this.before = "operator";
      return position + 2;
    }
    return position + 1;
  }

  private code(line: string, position: number): number {
    const character = line[position] ?? "";
    if (character === " " || character === "\t") return position + 1;
    if (character === "/") return this.slash(line, position);
    if (character === "`") {
      this.templates.push(null);
      return position + 1;
    }
    if (character === '"' || character === "'") {
      const end = endOfString(line, position);
      this.before = "value";
      // An unmatched quote (an apostrophe in markup) opens nothing.
      return end === -1 ? position + 1 : end + 1;
    }
    WORD.lastIndex = position;
    const word = WORD.exec(line)?.[0];
    if (word !== undefined) {
      this.before = BEFORE_EXPRESSION.test(word) ? "operator" : "value";
      return position + word.length;
    }
    const open = this.templates.at(-1);
    if (typeof open === "number" && character === "{") this.templates[this.templates.length - 1] = open + 1;
    if (typeof open === "number" && character === "}") this.templates[this.templates.length - 1] = open === 0 ? null : open - 1;
    // After a closing brace stands a statement more often than a division; after < a slash closes a tag.
    this.before = character === ")" || character === "]" || character === "<" ? "value" : "operator";
    return position + 1;
  }

  private slash(line: string, position: number): number {
    const next = line[position + 1];
    if (next === "/") return line.length;
    if (next === "*") {
      this.isInComment = true;
      return position + 2;
    }
    const end = this.before === "operator" ? endOfExpression(line, position) : -1;
    this.before = end === -1 ? "operator" : "value";
    return end === -1 ? position + 1 : end + 1;
  }
}

/** The slash that closes a regular expression on its line, or -1. */
function endOfExpression(line: string, start: number): number {
  let isInClass = false;
  for (let position = start + 1; position < line.length; position++) {
    const character = line[position];
    if (character === "\\") position += 1;
    else if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
    else if (character === "/" && !isInClass) return position;
  }
  return -1;
}
