/** Exact lexing of the text between what the parser already delimited (literals, templates, JSX text, comments). */

/** Longest first. `>` stands alone: whether `>>` closes two type arguments or shifts, the token texts are the same. */
const PUNCTUATORS = [
  "...", "===", "!==", "**=", "<<=", "&&=", "||=", "??=",
  "=>", "==", "!=", "<=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**", "<<",
  "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "=", ".", "@", "#",
] as const;

const BY_FIRST = new Map<string, readonly string[]>();
for (const punctuator of PUNCTUATORS) {
  const first = punctuator.charAt(0);
  BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), punctuator]);
}

const WORD = /#?(?:[\p{ID_Start}$_]|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]+\})(?:[\p{ID_Continue}$\u200c\u200d]|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]+\})*/uy;
const NUMBER = /0[xX][0-9a-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y;
/** White space of ECMAScript without line terminators. */
const BLANK = /[\t\v\f \u00a0\ufeff\p{Zs}]+/uy;

export type Lexeme =
  | { readonly kind: "word" | "number" | "punctuator"; readonly start: number; readonly end: number }
  | { readonly kind: "break"; readonly start: number; readonly end: number };

/** Lexemes of `source` from `start` to `end`; null where something stands there that is no token. */
export function lex(source: string, start: number, end: number): Lexeme[] | null {
  const lexemes: Lexeme[] = [];
  for (let at = start; at < end; ) {
    const character = source.charAt(at);
    if (character === "\n" || character === "\r" || character === "\u2028" || character === "\u2029") {
      const next = character === "\r" && source.charAt(at + 1) === "\n" ? at + 2 : at + 1;
      lexemes.push({ kind: "break", start: at, end: next });
      at = next;
      continue;
    }
    const blank = match(BLANK, source, at);
    if (blank > 0) {
      at += blank;
      continue;
    }
    const word = match(WORD, source, at);
    if (word > 0) {
      lexemes.push({ kind: "word", start: at, end: at + word });
      at += word;
      continue;
    }
    const number = /[\d.]/.test(character) ? match(NUMBER, source, at) : 0;
    if (number > 0) {
      lexemes.push({ kind: "number", start: at, end: at + number });
      at += number;
      continue;
    }
    const length = punctuatorAt(source, at);
    if (length === 0) return null;
    lexemes.push({ kind: "punctuator", start: at, end: at + length });
    at += length;
  }
  const last = lexemes[lexemes.length - 1];
  // A token that runs into a delimited one was not lexed as the parser did.
  return last !== undefined && last.end > end ? null : lexemes;
}

function match(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex - at : 0;
}

function punctuatorAt(source: string, at: number): number {
  for (const punctuator of BY_FIRST.get(source.charAt(at)) ?? []) {
    if (!source.startsWith(punctuator, at)) continue;
    // `a?.5:b` is a condition.
    if (punctuator === "?." && /\d/.test(source.charAt(at + 2))) continue;
    return punctuator.length;
  }
  return 0;
}
