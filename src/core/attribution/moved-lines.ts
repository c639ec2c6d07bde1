/** Lines that one change took from one place of a file and put in another, as `git blame -M` follows them; copies are no moves. */
import type { LineHunk } from "./line-table";

/** Letters and digits that a moved run needs before it is told from chance: git blame's own threshold. */
const LEAST_CHARACTERS = 20;
const LETTERS = /[\p{L}\p{N}]/gu;

/** A line of a change: which hunk's, and which of its old or new lines (0-based). */
export interface LinePlace {
  readonly hunk: number;
  readonly line: number;
}

/**
 * Per hunk: new line (0-based) → where it was taken from. `pairs` holds for every hunk's new lines the old line of the same hunk that
 * they edit, or -1; these neither move nor are moved from. A run is known by a line that went from one place only and came to one
 * place only: in repetitive text, where many go and come, nothing says which is which.
 */
export function movedLines(hunks: readonly LineHunk[], pairs: readonly (readonly number[])[]): readonly ReadonlyMap<number, LinePlace>[] {
  const moved = hunks.map(() => new Map<number, LinePlace>());
  const old = new FreeLines(hunks.map(({ oldLines }) => oldLines ?? []), pairs.map((lines) => new Set(lines)));
  if (old.isEmpty) return moved;
  const fresh = new FreeLines(hunks.map(({ newLines }) => newLines ?? []), pairs.map((lines) => new Set(lines.flatMap((from, line) => (from === -1 ? [] : [line])))));
  for (const [key, to] of fresh.single) {
    const from = old.single.get(key);
    if (from === undefined || fresh.keyAt(to, 0) === null || old.keyAt(from, 0) === null) continue;
    const repeats = (offset: number) => {
      const line = fresh.keyAt(to, offset);
      return line !== null && line === old.keyAt(from, offset);
    };
    let first = 0;
    let last = 0;
    while (repeats(first - 1)) first -= 1;
    while (repeats(last + 1)) last += 1;
    let characters = 0;
    for (let offset = first; offset <= last; offset++) characters += fresh.keyAt(to, offset)?.match(LETTERS)?.length ?? 0;
    if (characters < LEAST_CHARACTERS) continue;
    for (let offset = first; offset <= last; offset++) {
      moved[to.hunk]?.set(to.line + offset, { hunk: from.hunk, line: from.line + offset });
      fresh.take(to, offset);
      old.take(from, offset);
    }
  }
  return moved;
}

/** One side of a change: its lines without blanks, but for those that are spoken for. */
class FreeLines {
  private readonly keys: (string | null)[][];
  /** Lines with something in them that come once → where. */
  readonly single = new Map<string, LinePlace>();

  constructor(lines: readonly (readonly (string | null)[])[], taken: readonly ReadonlySet<number>[]) {
    this.keys = lines.map((texts, hunk) => texts.map((text, line) => (text === null || taken[hunk]?.has(line) === true ? null : text.replace(/\s+/g, ""))));
    const several = new Set<string>();
    this.keys.forEach((keys, hunk) => keys.forEach((key, line) => {
      if (key === null || key === "") return;
      if (this.single.has(key)) several.add(key);
      this.single.set(key, { hunk, line });
    }));
    for (const key of several) this.single.delete(key);
  }

  get isEmpty(): boolean {
    return this.single.size === 0;
  }

  /** Null where the line is taken, too long to keep, or not there. */
  keyAt({ hunk, line }: LinePlace, offset: number): string | null {
    return this.keys[hunk]?.[line + offset] ?? null;
  }

  take({ hunk, line }: LinePlace, offset: number): void {
    const keys = this.keys[hunk];
    if (keys !== undefined) keys[line + offset] = null;
  }
}
