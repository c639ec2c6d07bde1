/** Token identity: what survives a formatter's re-wrapping, where the language's own lexer says what a token is. */
import { hash, indentationMatters } from "./lines";

/**
 * The tokens of one file in order, as the parser process gives them. Parallel lists: a change of thousands of files would
 * else hold millions of objects, though few of its tokens are ever asked for.
 */
export interface Tokens {
  /** 0-based line on which each token starts, ascending. */
  readonly lines: Int32Array;
  /** Where each token's text ends in `text`; it begins where the one before ends. */
  readonly ends: Int32Array;
  /** The texts one behind the other; `"\n"` where a line break could matter. */
  readonly text: string;
}

/** Text of the token at a position, empty past the end. */
export function tokenAt({ ends, text }: Tokens, position: number): string {
  return text.slice(position === 0 ? 0 : (ends[position - 1] ?? text.length), ends[position] ?? text.length);
}

/**
 * `t1:` and the sha256 of the tokens that start on lines `from` to `to` (0-based, exclusive), or null where no lexer
 * ran or indentation matters. Newline tokens at either end are left out: they belong to the neighbours.
 */
export function tokenIdOf(path: string, tokens: Tokens | null, from: number, to: number): string | null {
  if (tokens === null || indentationMatters(path)) return null;
  const { lines } = tokens;
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  const texts: string[] = [];
  for (let position = low; position < lines.length && (lines[position] ?? Infinity) < to; position++) texts.push(tokenAt(tokens, position));
  while (texts[0] === "\n") texts.shift();
  while (texts[texts.length - 1] === "\n") texts.pop();
  return texts.length === 0 ? null : "t1:" + hash(texts.join("\0"));
}
