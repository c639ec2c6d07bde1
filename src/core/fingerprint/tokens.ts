/** Token identity: what survives a formatter's re-wrapping, where the language's own lexer says what a token is. */
import { hash, indentationMatters } from "./lines";

/** One token of a file as the parser process gives it; `"\n"` where a line break could matter. */
export interface Token {
  /** 0-based line on which the token starts. */
  readonly line: number;
  readonly text: string;
}

/**
 * `t1:` and the sha256 of the tokens that start on lines `from` to `to` (0-based, exclusive), or null where no lexer
 * ran or indentation matters. Newline tokens at either end are left out: they belong to the neighbours.
 */
export function tokenIdOf(path: string, tokens: readonly Token[] | null, from: number, to: number): string | null {
  if (tokens === null || indentationMatters(path)) return null;
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.line ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  const texts: string[] = [];
  for (let position = low; position < tokens.length; position++) {
    const token = tokens[position];
    if (token === undefined || token.line >= to) break;
    texts.push(token.text);
  }
  while (texts[0] === "\n") texts.shift();
  while (texts[texts.length - 1] === "\n") texts.pop();
  return texts.length === 0 ? null : "t1:" + hash(texts.join("\0"));
}
