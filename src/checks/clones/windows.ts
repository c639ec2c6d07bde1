import type { CodeTokens } from "./code-tokens";

/** Tokens that must be alike before a copy is looked at closely. */
const WINDOW = 50;
/** Fewer names than this are a table, a list of markup or a signature. */
const LEAST_NAMES = 7;
/** More texts and numbers than this are data. */
const MOST_LITERALS = 10;

/** A fingerprint for each line on which a window begins: hash and 0-based line by turns. */
export type Fingerprints = Int32Array;

/** Hashes of the windows of a text; names count by the order in which they first come, so that a renamed copy is one. */
export function fingerprints(tokens: CodeTokens): Fingerprints {
  const { codes, lines, names } = tokens;
  const seen = new Int32Array(names.length).fill(-1);
  const order = new Int32Array(names.length);
  const found: number[] = [];
  for (let start = 0; start + WINDOW <= codes.length; start++) {
    if (start > 0 && lines[start] === lines[start - 1]) continue;
    let hash = 0;
    let count = 0;
    let literals = 0;
    for (let index = start; index < start + WINDOW; index++) {
      let code = codes[index] ?? 0;
      if (code < 0) {
        const name = -1 - code;
        if (seen[name] !== start) {
          seen[name] = start;
          order[name] = count++;
        }
        code = -1 - (order[name] ?? 0);
      } else if (code === 1 || code === 2) literals++;
      hash = (Math.imul(hash, 31) + code) | 0;
    }
    if (count >= LEAST_NAMES && literals <= MOST_LITERALS) found.push(hash, lines[start] ?? 0);
  }
  return Int32Array.from(found);
}

/** A stretch of one text that stands in another one too, names exchanged one for one. */
export interface Match {
  readonly tokens: number;
  /** 0-based, ends inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly otherStartLine: number;
  readonly otherEndLine: number;
  /** Share of different names that are the same in both, 0 to 1. */
  readonly sameNames: number;
}

/** The longest match that begins on the given lines of both; null where the windows only share a hash. */
export function matchAt(one: CodeTokens, line: number, other: CodeTokens, otherLine: number, isSameText: boolean): Match | null {
  const start = firstOn(one, line);
  const otherStart = firstOn(other, otherLine);
  if (start < 0 || otherStart < 0) return null;
  const there = new Map<number, number>();
  const back = new Map<number, number>();
  let length = 0;
  // Within one text a copy ends where the original begins.
  const most = isSameText ? Math.abs(start - otherStart) : Infinity;
  for (; length < most && start + length < one.codes.length && otherStart + length < other.codes.length; length++) {
    const code = one.codes[start + length] ?? 0;
    const otherCode = other.codes[otherStart + length] ?? 0;
    if (code >= 0 || otherCode >= 0) {
      if (code !== otherCode) break;
      continue;
    }
    const expected = there.get(code);
    const expectedBack = back.get(otherCode);
    if (expected === undefined && expectedBack === undefined) {
      there.set(code, otherCode);
      back.set(otherCode, code);
    } else if (expected !== otherCode || expectedBack !== code) break;
  }
  if (length < WINDOW) return null;
  let same = 0;
  for (const [code, otherCode] of there) if (one.names[-1 - code] === other.names[-1 - otherCode]) same++;
  const lineOf = (tokens: CodeTokens, index: number) => tokens.lines[index] ?? 0;
  return {
    tokens: length,
    startLine: line,
    endLine: lineOf(one, start + length - 1),
    otherStartLine: otherLine,
    otherEndLine: lineOf(other, otherStart + length - 1),
    sameNames: there.size === 0 ? 0 : same / there.size,
  };
}

/** Position of the first token on a line, or -1. */
function firstOn({ lines }: CodeTokens, line: number): number {
  let low = 0;
  for (let high = lines.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return lines[low] === line ? low : -1;
}
