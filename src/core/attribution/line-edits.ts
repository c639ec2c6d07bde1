/**
 * Which new line of a replaced block is an edit of which old line: similar enough by their tokens, and in order.
 */
import { reshapedPairs } from "./reshaped-pairs";
import { longestRising } from "./rising-pairs";

/** Token Dice below this is a rewrite, not an edit. */
const LEAST_SIMILARITY = 0.5;
/** Longer lines (minified code, data) are never said to be edits. */
const LONGEST_COMPARED_LINE = 1000;
const TOKENS = /[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu;
/** Largest number of line pairs that are compared for one block between two anchors. */
const MOST_PAIRS = 10_000;

/**
 * Share of characters that must be left before a changed line still counts as the other one. After VS Code's accepted and
 * retained characters (microsoft/vscode src/vs/base/common/editArcTracker.ts: of an accepted insertion, those that later
 * edits left alone), here told from the two texts alone, so that every clone gets the same answer.
 */
export const LEAST_RETAINED = 1 / 3;

interface TokenBag {
  readonly counts: ReadonlyMap<string, number>;
  readonly size: number;
  /** Text without blanks: lines that differ only in blanks are the same. */
  readonly key: string;
}

/**
 * For every new line the index of the old line that it edits, or -1. Pairs never cross. Lines that agree but for
 * blanks and are unique in both blocks are paired first; between these, the pairing with the highest sum of
 * similarities is taken. A line that is null (too long to keep) or blank is in no pair. Where both blocks say the same in another
 * form, a broken line is in several pairs.
 */
export function pairEdits(oldLines: readonly (string | null)[], newLines: readonly (string | null)[]): number[] {
  const old = oldLines.map(bagOf);
  const fresh = newLines.map(bagOf);
  const pairs = newLines.map(() => -1);
  let oldFrom = 0;
  let newFrom = 0;
  for (const [oldIndex, newIndex] of [...anchors(old, fresh), [old.length, fresh.length] as const]) {
    alignBlock(old, fresh, { oldFrom, oldTo: oldIndex, newFrom, newTo: newIndex }, pairs);
    if (newIndex < fresh.length) pairs[newIndex] = oldIndex;
    oldFrom = oldIndex + 1;
    newFrom = newIndex + 1;
  }
  return pairs.includes(-1) ? (reshapedPairs(oldLines, newLines) ?? pairs) : pairs;
}

/** Twice the common tokens through all tokens, 0 to 1; words are tokens, and so is each other character but blanks. */
export function tokenSimilarity(left: string, right: string): number {
  const one = bagOf(left);
  const other = bagOf(right);
  return one === null || other === null ? 0 : similarity(one, other);
}

/**
 * Characters of `original` that `today` still has, blanks aside: those of the longest common sequence of tokens, through
 * the characters of the shorter line, 0 to 1. The shorter one, because what is left of a line that was mostly deleted is
 * all its writer's. A line too long to compare has lost nothing.
 */
export function retainedShare(original: string, today: string): number {
  if (original.length > LONGEST_COMPARED_LINE || today.length > LONGEST_COMPARED_LINE) return 1;
  const one = original.match(TOKENS) ?? [];
  const other = today.match(TOKENS) ?? [];
  const size = (tokens: readonly string[]) => tokens.reduce((sum, token) => sum + token.length, 0);
  const shorter = Math.min(size(one), size(other));
  if (shorter === 0) return 0;
  let best = new Float64Array(other.length + 1);
  for (const token of one) {
    const next = new Float64Array(other.length + 1);
    other.forEach((candidate, column) => {
      next[column + 1] = Math.max(best[column + 1] ?? 0, next[column] ?? 0, candidate === token ? (best[column] ?? 0) + token.length : 0);
    });
    best = next;
  }
  return (best[other.length] ?? 0) / shorter;
}

/** Whether a changed line is still the writer's of `original`, edited: less than a third of the characters left is a rewrite. */
export function isRecognisable(original: string, today: string): boolean {
  return retainedShare(original, today) >= LEAST_RETAINED;
}

function bagOf(line: string | null): TokenBag | null {
  if (line === null || line.length > LONGEST_COMPARED_LINE) return null;
  const tokens = line.match(TOKENS);
  if (tokens === null) return null;
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return { counts, size: tokens.length, key: line.replace(/\s+/g, "") };
}

function isBag(bag: TokenBag | null | undefined): bag is TokenBag {
  return bag !== null && bag !== undefined;
}

function similarity(left: TokenBag, right: TokenBag): number {
  let common = 0;
  for (const [token, count] of left.counts) common += Math.min(count, right.counts.get(token) ?? 0);
  return (2 * common) / (left.size + right.size);
}

/** Unique equal lines of both blocks, as the longest list that rises in both. */
function anchors(old: readonly (TokenBag | null)[], fresh: readonly (TokenBag | null)[]): readonly (readonly [number, number])[] {
  const places = new Map<string, { old: number; fresh: number; count: number }>();
  for (const [index, bag] of old.entries()) {
    if (bag === null) continue;
    const place = places.get(bag.key);
    if (place === undefined) places.set(bag.key, { old: index, fresh: -1, count: 1 });
    else place.count = 2;
  }
  for (const [index, bag] of fresh.entries()) {
    const place = bag === null ? undefined : places.get(bag.key);
    if (place === undefined) continue;
    if (place.fresh !== -1) place.count = 2;
    place.fresh = index;
  }
  const candidates = [...places.values()].filter((place) => place.count === 1 && place.fresh !== -1).sort((left, right) => left.old - right.old);
  return longestRising(candidates.map((place) => [place.old, place.fresh] as const));
}

interface Block {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The best pairing inside one block, by dynamic programming; a block that is too large is a rewrite. */
function alignBlock(old: readonly (TokenBag | null)[], fresh: readonly (TokenBag | null)[], block: Block, pairs: number[]): void {
  const rows = block.oldTo - block.oldFrom;
  const columns = block.newTo - block.newFrom;
  if (rows <= 0 || columns <= 0 || rows * columns > MOST_PAIRS) return;
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const gain = new Float64Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const one = old[block.oldFrom + row];
      const other = fresh[block.newFrom + column];
      const score = isBag(one) && isBag(other) ? similarity(one, other) : 0;
      const at = row * width + column;
      gain[at] = score >= LEAST_SIMILARITY ? score : 0;
      best[at] = Math.max(best[at + 1] ?? 0, best[at + width] ?? 0, (gain[at] ?? 0) > 0 ? (gain[at] ?? 0) + (best[at + width + 1] ?? 0) : 0);
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    const at = row * width + column;
    const score = gain[at] ?? 0;
    if (score > 0 && best[at] === score + (best[at + width + 1] ?? 0)) pairs[block.newFrom + column++] = block.oldFrom + row++;
    else if (best[at] === best[at + width]) row++;
    else column++;
  }
}
