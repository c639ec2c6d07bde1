/** What TypeScript's own scanner and parser say of a text: the oracle of the carry fuzz, which must not ask our lexer. */
import ts from "typescript";

export interface Syntax {
  /** Tokens and comments with a mark where a line break stands before one. */
  readonly withBreaks: string;
  /** The same without line breaks. */
  readonly tokens: string;
  /** The shape of the syntax tree, comments beside it: what a moved line break may not change. */
  readonly shape: string;
}

/** Blanks at the ends of a comment's lines are nobody's code. */
function commentText(text: string): string {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").join("\n");
}

export function syntaxOf(text: string): Syntax {
  const source = ts.createSourceFile("a.ts", text.replace(/\r\n/g, "\n"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const full = source.text;
  const tokens: string[] = [];
  const breaks: string[] = [];
  const shape: string[] = [];
  let end = 0;
  const trivia = (from: number, to: number): boolean => {
    const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, full.slice(from, to));
    let broken = false;
    for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
      if (kind === ts.SyntaxKind.NewLineTrivia) broken = true;
      if (kind !== ts.SyntaxKind.SingleLineCommentTrivia && kind !== ts.SyntaxKind.MultiLineCommentTrivia) continue;
      const comment = commentText(scanner.getTokenText());
      tokens.push(comment);
      breaks.push(broken ? "\n" : "", comment);
      // A comment that moves to another token says something else.
      shape.push(`#${tokens.length} ${comment}`);
      broken = kind === ts.SyntaxKind.SingleLineCommentTrivia;
    }
    return broken;
  };
  const visit = (node: ts.Node): void => {
    // JSDoc is a comment here, whatever tree it has.
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = node.getChildren(source).filter((child) => child.kind < ts.SyntaxKind.FirstJSDocNode || child.kind > ts.SyntaxKind.LastJSDocNode);
    if (children.length > 0) {
      shape.push(`(${node.kind}`);
      for (const child of children) visit(child);
      shape.push(")");
      return;
    }
    const start = node.getStart(source, false);
    const broken = trivia(end, start);
    if (start < node.end) {
      tokens.push(full.slice(start, node.end));
      breaks.push(broken ? "\n" : "", full.slice(start, node.end));
      shape.push(`${node.kind}:${full.slice(start, node.end)}`);
    }
    end = Math.max(end, node.end);
  };
  visit(source);
  if (breaks[0] === "\n") breaks[0] = "";
  return { withBreaks: breaks.join("\0"), tokens: tokens.join("\0"), shape: shape.join(" ") };
}

/** Whether a text ends inside a template literal or a comment: what follows it then reads differently. */
export function leavesOpen(text: string): boolean {
  const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true, fileName: "a.ts" });
  return (diagnostics ?? []).some(({ code }) => code === UNTERMINATED_TEMPLATE || code === UNTERMINATED_COMMENT);
}

const UNTERMINATED_COMMENT = 1010;
const UNTERMINATED_TEMPLATE = 1160;
