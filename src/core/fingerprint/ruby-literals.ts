/**
 * Which lines of Ruby start inside a string, a here-document or a literal with a percent sign, where blanks are data. Knows
 * interpolation, regular expressions, character literals and block comments. What follows `__END__` is data.
 */

type Context =
  | { readonly kind: "code"; braces: number }
  | { readonly kind: "text"; readonly opening: string | null; readonly closing: string; readonly interpolates: boolean; depth: number };

interface HereDocument {
  readonly word: string;
  readonly indented: boolean;
}

const HERE_DOCUMENT = /<<([-~]?)(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n]+)`|([A-Z_]\w*))/y;
const PERCENT = /%([qQwWiIrsx]?)([^\w\s])/y;
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };
/** After one of these words a slash or a percent sign begins a literal. */
const BEFORE_EXPRESSION = /(^|[^\w.@$])(return|if|unless|and|or|not|when|while|until|in|then|do|else|elsif|puts|p|raise|yield|case)$/;

/** 1 for each line (0-based) that starts inside a literal. Linear in the text. */
export function rubyStarts(lines: readonly string[]): Uint8Array {
  const starts = new Uint8Array(lines.length);
  const scanner = new RubyScanner();
  lines.forEach((line, index) => {
    if (scanner.isInText) starts[index] = 1;
    scanner.read(line.endsWith("\r") ? line.slice(0, -1) : line);
  });
  return starts;
}

class RubyScanner {
  private readonly contexts: Context[] = [{ kind: "code", braces: 0 }];
  private readonly waiting: HereDocument[] = [];
  private isInHereDocument = false;
  private isInComment = false;
  private isAtEnd = false;

  /** A block comment counts as well: its end is known only at the beginning of a line. */
  get isInText(): boolean {
    return this.isAtEnd || this.isInHereDocument || this.isInComment || this.top.kind === "text";
  }

  private get top(): Context {
    return this.contexts.at(-1) ?? { kind: "code", braces: 0 };
  }

  read(line: string): void {
    if (this.isAtEnd) return;
    if (this.isInHereDocument) {
      const [open] = this.waiting;
      if (open !== undefined && (open.indented ? line.trimStart() : line) === open.word) this.waiting.shift();
    } else if (this.isInComment) {
      if (/^=end(\s|$)/.test(line)) this.isInComment = false;
    } else if (this.top.kind === "code" && line === "__END__") {
      this.isAtEnd = true;
    } else if (this.top.kind === "code" && /^=begin(\s|$)/.test(line)) {
      this.isInComment = true;
    } else {
      let position = 0;
      while (position < line.length) position = this.top.kind === "text" ? this.text(line, position, this.top) : this.code(line, position, this.top);
    }
    this.isInHereDocument = this.waiting.length > 0;
  }

  private text(line: string, position: number, top: Context & { kind: "text" }): number {
    const character = line[position];
    if (character === "\\") return position + 2;
    if (top.interpolates && character === "#" && line[position + 1] === "{") return this.open({ kind: "code", braces: 0 }, position + 2);
    if (character === top.closing) {
      if (top.depth === 0) this.contexts.pop();
      else top.depth -= 1;
    } else if (character === top.opening) top.depth += 1;
    return position + 1;
  }

  private code(line: string, position: number, top: Context & { kind: "code" }): number {
    const character = line[position] ?? "";
    if (character === "#") return line.length;
    if (character === '"' || character === "`") return this.open({ kind: "text", opening: null, closing: character, interpolates: true, depth: 0 }, position + 1);
    if (character === "'") return this.open({ kind: "text", opening: null, closing: "'", interpolates: false, depth: 0 }, position + 1);
    // `?"` is a character, `a ?"x" : …` hardly ever written without a blank.
    if (character === "?" && /^\?\\?["'`/#%]/.test(line.slice(position)) && !/[\w)\]]/.test(line[position - 1] ?? "") && !/\w/.test(line[position + 2] ?? "")) return position + (line[position + 1] === "\\" ? 3 : 2);
    if (character === "$" && /["'`/]/.test(line[position + 1] ?? "")) return position + 2;
    if (character === "<" && line[position + 1] === "<") return this.hereDocument(line, position);
    if (character === "/" && beginsLiteral(line, position)) return this.open({ kind: "text", opening: null, closing: "/", interpolates: true, depth: 0 }, position + 1);
    if (character === "%" && beginsLiteral(line, position)) return this.percent(line, position);
    if (character === "{") top.braces += 1;
    if (character === "}") {
      if (top.braces === 0 && this.contexts.length > 1) this.contexts.pop();
      else top.braces -= 1;
    }
    return position + 1;
  }

  private percent(line: string, position: number): number {
    PERCENT.lastIndex = position;
    const found = PERCENT.exec(line);
    if (found === null) return position + 1;
    const opening = found[2] ?? "";
    const closing = CLOSING[opening];
    return this.open({ kind: "text", opening: closing === undefined ? null : opening, closing: closing ?? opening, interpolates: !/[qwis]/.test(found[1] ?? ""), depth: 0 }, PERCENT.lastIndex);
  }

  private hereDocument(line: string, position: number): number {
    HERE_DOCUMENT.lastIndex = position;
    const found = HERE_DOCUMENT.exec(line);
    // `list <<ITEM` may as well append a constant: without a mark it is a here-document only where a value is expected.
    if (found === null || (found[1] === "" && /[\w)\]]$/.test(line.slice(0, position)))) return position + 2;
    this.waiting.push({ word: found[2] ?? found[3] ?? found[4] ?? found[5] ?? "", indented: found[1] !== "" });
    return HERE_DOCUMENT.lastIndex;
  }

  private open(context: Context, next: number): number {
    this.contexts.push(context);
    return next;
  }
}

/** Whether a slash or a percent sign opens a literal here: behind an operator, a bracket or a word such as `if`, or as an argument without brackets. */
function beginsLiteral(line: string, position: number): boolean {
  const before = line.slice(Math.max(0, position - 40), position);
  const trimmed = before.trimEnd();
  if (trimmed === "" || /[=(,[{|&!~<>+*:;?-]$/.test(trimmed) || BEFORE_EXPRESSION.test(trimmed)) return true;
  return before !== trimmed && /[a-z_]\w*$/.test(trimmed) && !/[\s=]/.test(line[position + 1] ?? " ");
}
