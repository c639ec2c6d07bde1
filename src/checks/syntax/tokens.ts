import type { Tokens } from "../../core/fingerprint/tokens";
import { breakMatters, type TokenKind } from "./line-breaks";
import { lex } from "./lexer";
import { child, children, type SyntaxNode } from "./node";
import type { SourceFile } from "./source-file";

/** A stretch of text whose inside is not lexed, because only the parser knows what it is. */
interface Opaque {
  readonly kind: "literal" | "template" | "jsx-text" | "line-comment" | "block-comment";
  readonly start: number;
  readonly end: number;
}

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/;

/**
 * Tokens of a file in order, for token identity: two texts with the same tokens mean the same program. A token
 * `"\n"` stands where a line break could matter. Null where the file has syntax errors or anything is unclear.
 */
export function tokensOf(file: SourceFile): Tokens | null {
  if (file.syntaxError !== null) return null;
  const writer = new TokenWriter(file, harmlessGaps(file));
  let at = 0;
  for (const opaque of opaqueSpans(file)) {
    if (opaque.start < at) return null;
    if (!writer.lexed(at, opaque.start)) return null;
    writer.opaque(opaque);
    at = opaque.end;
  }
  return writer.lexed(at, file.text.length) ? writer.written() : null;
}

function opaqueSpans(file: SourceFile): readonly Opaque[] {
  const spans: Opaque[] = file.comments.map(({ type, start, end }) => ({ kind: type === "Line" ? "line-comment" : "block-comment", start, end }));
  // oxc gives a hashbang as a node, and as a comment besides in some versions.
  const hashbang = child(file.program, "hashbang");
  if (hashbang !== null && !spans.some((span) => span.start === hashbang.start)) spans.push({ kind: "line-comment", start: hashbang.start, end: hashbang.end });
  for (const { start, end } of file.nodes("Literal")) {
    // null, true, false and numbers are lexed like any word.
    if (/["'/]/.test(file.text.charAt(start))) spans.push({ kind: "literal", start, end });
  }
  for (const { start, end } of file.nodes("TemplateElement")) spans.push({ kind: "template", start, end });
  for (const { start, end } of file.nodes("JSXText")) spans.push({ kind: "jsx-text", start, end });
  // A directive's literal is found twice, a comment inside JSX text is none.
  const seen = new Set<number>();
  return spans.sort((a, b) => a.start - b.start || b.end - a.end).filter(({ start, end }) => end > start && !seen.has(start) && seen.add(start));
}

/** Offsets at the end of which a line break is harmless by the grammar of JSX: between the parts of an opening tag. */
function harmlessGaps(file: SourceFile): ReadonlySet<number> {
  const ends = new Set<number>();
  const add = (node: SyntaxNode | null) => {
    if (node !== null) ends.add(node.end);
  };
  for (const tag of file.nodes("JSXOpeningElement")) {
    add(child(tag, "name"));
    add(child(tag, "typeArguments"));
    children(tag, "attributes").forEach(add);
  }
  return ends;
}

class TokenWriter {
  private readonly starts: number[] = [];
  private readonly texts: string[] = [];
  private previous: { kind: TokenKind; text: string; end: number; line: number } | null = null;
  private pendingBreak = false;

  constructor(
    private readonly file: SourceFile,
    private readonly harmlessAfter: ReadonlySet<number>,
  ) {}

  /** Writes the tokens between two offsets; false where the text there is no sequence of tokens. */
  lexed(start: number, end: number): boolean {
    const lexemes = lex(this.file.text, start, end);
    if (lexemes === null) return false;
    for (const lexeme of lexemes) {
      if (lexeme.kind === "break") this.pendingBreak = true;
      else this.push(lexeme.kind, this.file.text.slice(lexeme.start, lexeme.end), lexeme.start, lexeme.end);
    }
    return true;
  }

  opaque({ kind, start, end }: Opaque): void {
    const source = this.file.text.slice(start, end);
    if (kind === "literal") this.pieces("literal", source, start, (piece) => piece);
    else if (kind === "template") this.pieces("literal", source, start, (piece) => piece);
    else if (kind === "jsx-text") this.jsxText(source, start);
    else if (kind === "line-comment") this.push("comment", source.trimEnd(), start, end);
    else this.pieces("comment", source, start, (piece, first) => (first ? piece.trimEnd() : piece.trim()));
  }

  /** One token a line, with the breaks between them, so that each token stands on its own line. */
  private pieces(kind: TokenKind, source: string, start: number, trim: (piece: string, first: boolean) => string): void {
    let offset = start;
    source.split("\n").forEach((piece, index) => {
      // A carriage return belongs to the line end, as it does in the value of a template.
      const text = trim(piece.endsWith("\r") ? piece.slice(0, -1) : piece, index === 0);
      if (index > 0) this.newline();
      if (text !== "" || index === 0) this.push(kind, text, offset, offset + piece.length);
      offset += piece.length + 1;
    });
    if (this.previous !== null) this.previous.end = start + source.length;
  }

  /** JSX drops white space that holds a line break, at both ends of each line. */
  private jsxText(source: string, start: number): void {
    const lines = source.split(LINE_BREAK);
    let offset = start;
    let written = false;
    lines.forEach((piece, index) => {
      const trimmedStart = index === 0 ? piece : piece.replace(/^[ \t]+/, "");
      const text = index === lines.length - 1 ? trimmedStart : trimmedStart.replace(/[ \t]+$/, "");
      if (text !== "") {
        if (written) this.newline();
        this.pendingBreak = false;
        this.push("jsx-text", text, offset, offset + piece.length);
        written = true;
      }
      const after = this.file.text.startsWith("\r\n", offset + piece.length) ? 2 : 1;
      offset += piece.length + after;
    });
    this.pendingBreak = false;
    if (this.previous !== null) this.previous.end = start + source.length;
  }

  written(): Tokens {
    let end = 0;
    return { lines: Int32Array.from(this.starts), ends: Int32Array.from(this.texts, (text) => (end += text.length)), text: this.texts.join("") };
  }

  private write(line: number, text: string): void {
    this.starts.push(line);
    this.texts.push(text);
  }

  private newline(): void {
    this.write(this.previous?.line ?? 0, "\n");
    this.pendingBreak = false;
  }

  private push(kind: TokenKind, text: string, start: number, end: number): void {
    const token = { kind, text, end, line: this.file.lines.lineOf(start) };
    if (this.pendingBreak && this.previous !== null && this.breakStays(this.previous, token)) this.newline();
    this.pendingBreak = false;
    this.write(token.line, text);
    this.previous = token;
  }

  private breakStays(before: { kind: TokenKind; text: string; end: number }, after: { kind: TokenKind; text: string }): boolean {
    if (before.kind === "jsx-text" || after.kind === "jsx-text") return false;
    if (this.harmlessAfter.has(before.end) && before.kind !== "comment" && after.kind !== "comment") return false;
    return breakMatters(before, after);
  }
}
