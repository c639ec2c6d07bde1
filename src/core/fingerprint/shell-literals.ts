/**
 * Which lines of a shell script start inside quoted text or a here-document, where blanks are data. Knows both kinds of quotes,
 * expansions within them, comments, and several here-documents on one line. Where it can't be sure (a `case` within a command
 * substitution), all that follows counts as inside: such lines are then taken as they stand.
 */

type Context =
  /** Commands: at the top, or within `$(…)`, a subshell or backticks. */
  | { readonly kind: "code"; readonly closing: ")" | "`" | null; depth: number }
  | { readonly kind: "single" | "ansi" | "double" }
  /** `${…}`: quotes count in it, blanks are data. */
  | { readonly kind: "expansion"; depth: number };

interface HereDocument {
  readonly word: string;
  readonly tabs: boolean;
}

const HERE_DOCUMENT = /<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([A-Za-z_][\w.-]*))/y;
const CASE = /case[ \t]/y;
/** What a comment's `#` may stand behind. */
const WORD_START = /[\s;&|()`]/;

/** 1 for each line (0-based) that starts inside quoted text or a here-document. Linear in the text. */
export function shellStarts(lines: readonly string[]): Uint8Array {
  const starts = new Uint8Array(lines.length);
  const scanner = new ShellScanner();
  lines.forEach((line, index) => {
    if (scanner.isInText) starts[index] = 1;
    scanner.read(line.endsWith("\r") ? line.slice(0, -1) : line);
  });
  return starts;
}

class ShellScanner {
  private readonly contexts: Context[] = [{ kind: "code", closing: null, depth: 0 }];
  private readonly waiting: HereDocument[] = [];
  private isUnsure = false;
  private isInHereDocument = false;

  get isInText(): boolean {
    return this.isUnsure || this.isInHereDocument || this.top.kind !== "code";
  }

  private get top(): Context {
    return this.contexts.at(-1) ?? { kind: "code", closing: null, depth: 0 };
  }

  read(line: string): void {
    if (this.isInHereDocument) {
      const [open] = this.waiting;
      if (open !== undefined && (open.tabs ? line.replace(/^\t+/, "") : line) === open.word) this.waiting.shift();
    } else {
      let position = 0;
      while (position < line.length) position = this.step(line, position);
    }
    // Here-documents begin with the next line, one after another.
    this.isInHereDocument = this.waiting.length > 0;
  }

  private step(line: string, position: number): number {
    const { top } = this;
    switch (top.kind) {
      case "single":
        return this.closeAt(line, line.indexOf("'", position));
      case "ansi":
        if (line[position] === "\\") return position + 2;
        if (line[position] === "'") this.contexts.pop();
        return position + 1;
      case "double":
        return this.quoted(line, position, '"');
      case "expansion":
        return this.expansion(line, position, top);
      case "code":
        return this.code(line, position, top);
    }
  }

  private closeAt(line: string, at: number): number {
    if (at === -1) return line.length;
    this.contexts.pop();
    return at + 1;
  }

  private quoted(line: string, position: number, closing: string): number {
    if (line[position] === "\\") return position + 2;
    if (line[position] === closing) {
      this.contexts.pop();
      return position + 1;
    }
    return this.substitution(line, position) ?? position + 1;
  }

  private expansion(line: string, position: number, top: Context & { kind: "expansion" }): number {
    if (line[position] === "\\") return position + 2;
    if (line[position] === "}") {
      this.contexts.pop();
      return position + 1;
    }
    const isQuoted = this.contexts.at(-2)?.kind === "double";
    if (line[position] === "'" && !isQuoted) return this.open({ kind: "single" }, position + 1);
    if (line[position] === '"') return this.open({ kind: "double" }, position + 1);
    if (line[position] === "{") top.depth += 1;
    return this.substitution(line, position) ?? position + 1;
  }

  private code(line: string, position: number, top: Context & { kind: "code" }): number {
    const character = line[position];
    if (character === "\\") return position + 2;
    if (character === "#" && (position === 0 || WORD_START.test(line[position - 1] ?? ""))) return line.length;
    if (character === "$" && line[position + 1] === "'") return this.open({ kind: "ansi" }, position + 2);
    if (character === "'") return this.open({ kind: "single" }, position + 1);
    if (character === '"') return this.open({ kind: "double" }, position + 1);
    if (line.startsWith("<<<", position)) return position + 3;
    if (character === "<" && line[position + 1] === "<") return this.hereDocument(line, position);
    if (character === top.closing && (character === "`" || top.depth === 0)) {
      this.contexts.pop();
      return position + 1;
    }
    if (character === "(") top.depth += 1;
    if (character === ")") top.depth -= 1;
    CASE.lastIndex = position;
    if (top.closing === ")" && CASE.test(line) && (position === 0 || WORD_START.test(line[position - 1] ?? ""))) this.isUnsure = true;
    return this.substitution(line, position) ?? position + 1;
  }

  /** `$((…))`, `$(…)`, `${…}` and backticks, wherever an expansion may stand; null where none begins. */
  private substitution(line: string, position: number): number | null {
    if (line[position] === "`") return this.open({ kind: "code", closing: "`", depth: 0 }, position + 1);
    if (line[position] !== "$") return null;
    if (line.startsWith("((", position + 1)) {
      const end = line.indexOf("))", position + 3);
      if (end !== -1 && !/["'`]/.test(line.slice(position, end))) return end + 2;
    }
    if (line[position + 1] === "(") return this.open({ kind: "code", closing: ")", depth: 0 }, position + 2);
    if (line[position + 1] === "{") return this.open({ kind: "expansion", depth: 0 }, position + 2);
    // `$#` and the like are no comment.
    return position + (/[#?$!@*-]/.test(line[position + 1] ?? "") ? 2 : 1);
  }

  private hereDocument(line: string, position: number): number {
    HERE_DOCUMENT.lastIndex = position;
    const found = HERE_DOCUMENT.exec(line);
    if (found === null) {
      // A shift in arithmetic, which stands on this line, or a word we can't read: then nobody knows where it ends.
      if (!/^<<=?[ \t]*[\d$(]/.test(line.slice(position))) this.isUnsure = true;
      return position + 2;
    }
    this.waiting.push({ word: found[2] ?? found[3] ?? found[4] ?? "", tabs: found[1] === "-" });
    return HERE_DOCUMENT.lastIndex;
  }

  private open(context: Context, next: number): number {
    this.contexts.push(context);
    return next;
  }
}
