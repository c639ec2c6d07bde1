/**
 * Which line breaks between two tokens can be dropped without changing what a program means. A break may go only
 * where no two valid programs differ by it: where automatic semicolon insertion can't happen and no grammar rule
 * forbids a line terminator (ECMAScript 12.10, and TypeScript's contextual keywords). Everything unsure keeps it.
 */

/** Nothing can end here, so no semicolon can be inserted after it. */
const SAFE_AFTER = new Set([
  "(", "[", "{", ",", ";", ":", "?", ".", "?.", "...", "=>",
  "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", "&=", "|=", "^=", "&&=", "||=", "??=",
  "&&", "||", "??", "==", "!=", "===", "!==", "<=", "<<", "&", "|", "^", "*", "**", "%", "/", "+", "-", "<",
]);

/** No statement, class member or type member starts with it, so a semicolon before it would be an error. */
const SAFE_BEFORE = new Set([
  ".", "?.", "=>", "?", ":",
  "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", "&=", "|=", "^=", "&&=", "||=", "??=",
  "&&", "||", "??", "==", "!=", "===", "!==", "<=", "&", "|", "^", "*", "**", "%",
]);

/** A break before these is harmless after any token: a semicolon is inserted there with or without it, or never. */
const CLOSING = new Set([")", "]", "}", ",", ";"]);

/** After these a break can begin another statement or member, whatever follows. */
const RESTRICTED_WORDS = new Set([
  "return", "throw", "break", "continue", "yield", "async", "await", "type", "interface", "namespace", "module", "declare", "global",
  "abstract", "accessor", "static", "get", "set", "readonly", "public", "private", "protected", "override", "let", "using", "of",
  "as", "is", "asserts", "satisfies", "infer", "keyof", "unique", "out", "in", "enum", "debugger", "export", "import", "from", "defer", "source",
]);

/** Words that continue what `)` ended only while on the same line. */
const SAME_LINE_WORDS = new Set(["as", "satisfies", "is", "asserts"]);

export type TokenKind = "word" | "number" | "punctuator" | "literal" | "comment" | "jsx-text";

/** Whether the line break between two neighbouring tokens can matter. */
export function breakMatters(before: { kind: TokenKind; text: string }, after: { kind: TokenKind; text: string }): boolean {
  if (before.kind === "comment" || after.kind === "comment") return true;
  if (after.kind === "punctuator" && CLOSING.has(after.text)) return false;
  if (before.kind === "word" && RESTRICTED_WORDS.has(before.text)) return true;
  if (before.kind === "punctuator" && SAFE_AFTER.has(before.text)) return false;
  if (after.kind === "punctuator" && SAFE_BEFORE.has(after.text)) return false;
  if (before.kind === "punctuator" && before.text === ")") {
    if (after.kind === "word") return SAME_LINE_WORDS.has(after.text);
    return !(after.kind === "punctuator" && after.text === "{");
  }
  return true;
}
