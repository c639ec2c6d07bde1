/**
 * Whose the lines of a text are that was given another form: broken elsewhere, spaced, quoted or ended otherwise. By the words alone,
 * which a formatter keeps in their order; a line whose words are mostly one owner's is that owner's still.
 */
import { diffArrays } from "diff";
import { lineChanges } from "../hunks/line-changes";

/** 1-based, inclusive. */
export interface ReshapedRun<Owner> {
  readonly startLine: number;
  readonly endLine: number;
  readonly owner: Owner;
}

/** What the editor says of lines that were only given another form: whose they are the text before tells. */
export const RESHAPED_DETAIL = "reshaped";

/** Words of one changed place that are compared; a longer one is nobody's, as is one with more differences than `MOST_DIFFERENCES`. */
const MOST_WORDS = 20_000;
const MOST_DIFFERENCES = 1_000;
const WORD = /[\p{L}\p{N}_$]+/gu;

interface Word {
  readonly text: string;
  /** 0-based, in its own lines. */
  readonly line: number;
}

/** `ownerOf` a 1-based line of `before`, null for nobody's; `isAccounted`: 1-based lines of `after` of which something else is known. */
export function reshapedOwners<Owner>(before: readonly string[], after: readonly string[], ownerOf: (line: number) => Owner | null, isAccounted: (line: number) => boolean): readonly ReshapedRun<Owner>[] {
  const runs: ReshapedRun<Owner>[] = [];
  let shift = 0;
  for (const { start, end, lines } of lineChanges(before, after) ?? []) {
    const oldStart = start - shift;
    shift += end - start + 1 - lines.length;
    const owners = lines.map((_, index) => ownerOf(oldStart + index));
    if (owners.every((owner) => owner === null)) continue;
    const stood = new Set(lines.map((line) => line.trim()));
    const fresh = after.slice(start - 1, end);
    for (const [index, owner] of lineOwners(lines, fresh, owners).entries()) {
      const line = start + index;
      // What only stands elsewhere or deeper is known by its text already.
      if (owner === null || isAccounted(line) || stood.has(fresh[index]?.trim() ?? "")) continue;
      const last = runs.at(-1);
      if (last !== undefined && last.owner === owner && last.endLine === line - 1) runs[runs.length - 1] = { ...last, endLine: line };
      else runs.push({ startLine: line, endLine: line, owner });
    }
  }
  return runs;
}

/** The owner of each new line: of most of its letters, or, where it has no word, of both lines around it. */
function lineOwners<Owner>(old: readonly string[], fresh: readonly string[], owners: readonly (Owner | null)[]): readonly (Owner | null)[] {
  const [from, to] = [wordsOf(old), wordsOf(fresh)];
  if (from.length > MOST_WORDS || to.length > MOST_WORDS) return fresh.map(() => null);
  const difference = diffArrays(from, to, { comparator: (one, other) => one.text === other.text, maxEditLength: MOST_DIFFERENCES });
  if (difference === undefined) return fresh.map(() => null);
  const shares = fresh.map(() => new Map<Owner, number>());
  let [oldAt, newAt] = [0, 0];
  for (const { added, removed, count } of difference) {
    for (let step = 0; !added && !removed && step < count; step += 1) {
      const [was, is] = [from[oldAt + step], to[newAt + step]];
      const owner = was === undefined ? null : (owners[was.line] ?? null);
      const share = is === undefined ? undefined : shares[is.line];
      if (owner !== null && is !== undefined && share !== undefined) share.set(owner, (share.get(owner) ?? 0) + is.text.length);
    }
    oldAt += added ? 0 : count;
    newAt += removed ? 0 : count;
  }
  const letters = fresh.map(() => 0);
  for (const { line, text } of to) letters[line] = (letters[line] ?? 0) + text.length;
  const worded = shares.map((share, line) => [...share].find(([, count]) => count * 2 > (letters[line] ?? 0))?.[0] ?? null);
  return worded.map((owner, line) => {
    if (owner !== null || letters[line] !== 0 || fresh[line]?.trim() === "") return owner;
    const above = worded.slice(0, line).findLast((_, at) => letters[at] !== 0) ?? null;
    const below = worded.slice(line + 1).find((_, at) => letters[line + 1 + at] !== 0) ?? above;
    return above === below ? above : null;
  });
}

function wordsOf(lines: readonly string[]): Word[] {
  return lines.flatMap((text, line) => (text.match(WORD) ?? []).map((word) => ({ text: word, line })));
}
