/**
 * Which records could cover lines of which files: what the matcher (core/carry) may join, and nothing it may not. Records and
 * files that no link joins can be matched apart with the same result, so a day that changes three files costs three files.
 */
import type { CarryRecord } from "../../carry/carry";
import { contextOf, type FileKeys, type KeyedLine } from "../../fingerprint/lines";

/** The matcher believes a run away from home from three significant lines on; see core/carry. */
const FOREIGN_RUN = 3;

type Linkable = Pick<CarryRecord, "path" | "sequence" | "context">;

interface KnownKey {
  readonly number: number;
  /** Path of the records with it; null: of several. */
  path: string | null;
}

interface Place<R> {
  readonly record: R;
  readonly offset: number;
}

export class RecordLinks<R extends Linkable> {
  /** Path → key → the path's records with that line. */
  private readonly home = new Map<string, Map<string, R[]>>();
  /** Keys of the records that have windows: a line with another key begins no window. */
  private readonly known = new Map<string, KnownKey>();
  /** Three consecutive keys → path of the records with them → their places. */
  private readonly windows = new Map<number, Map<string, Place<R>[]>>();
  /** Records too short for a window, by their first key. */
  private readonly short = new Map<string, R[]>();

  constructor(records: Iterable<R>) {
    for (const record of records) {
      const { sequence } = record;
      const lines = this.home.get(record.path) ?? new Map<string, R[]>();
      this.home.set(record.path, lines);
      for (const key of new Set(sequence)) append(lines, key, record);
      if (sequence.length < FOREIGN_RUN) {
        const [first] = sequence;
        if (first !== undefined) append(this.short, first, record);
        continue;
      }
      const numbered = sequence.map((key) => this.numberOf(key, record.path));
      for (let offset = 0; offset + FOREIGN_RUN <= sequence.length; offset++) {
        const window = windowOf(numbered[offset], numbered[offset + 1], numbered[offset + 2]);
        const byPath = this.windows.get(window) ?? new Map<string, Place<R>[]>();
        this.windows.set(window, byPath);
        append(byPath, record.path, { record, offset });
      }
    }
  }

  get isEmpty(): boolean {
    return this.home.size === 0;
  }

  /** Records of this very file with at least one line that stands in it: the others cannot be placed. */
  atHome(path: string, keys: FileKeys): Set<R> {
    const found = new Set<R>();
    const lines = this.home.get(path);
    if (lines === undefined) return found;
    for (const { key } of keys.all) for (const record of lines.get(key) ?? []) found.add(record);
    return found;
  }

  /** Records of other files that the matcher might place in this one. */
  foreign(path: string, keys: FileKeys): Set<R> {
    const found = new Set<R>();
    const { all } = keys;
    const known = all.map((line) => this.known.get(line.key));
    all.forEach((line, position) => {
      for (const record of this.short.get(line.key) ?? []) {
        if (record.path !== path && this.isShortHere(record, keys, position)) found.add(record);
      }
      const [one, two, three] = [known[position], known[position + 1], known[position + 2]];
      if (one === undefined || two === undefined || three === undefined || one.path === path || two.path === path || three.path === path) return;
      const byPath = this.windows.get(windowOf(one.number, two.number, three.number));
      if (byPath === undefined) return;
      for (const [home, places] of byPath) {
        if (home === path) continue;
        for (const { record, offset } of places) if (!found.has(record) && isBelievable(all, position, record.sequence, offset)) found.add(record);
      }
    });
    return found;
  }

  private numberOf(key: string, path: string): number {
    const known = this.known.get(key) ?? { number: this.known.size, path };
    if (known.path !== path) known.path = null;
    this.known.set(key, known);
    return known.number;
  }

  /** One or two lines are believed elsewhere only between the same neighbours (a renamed file). */
  private isShortHere(record: R, keys: FileKeys, position: number): boolean {
    const lines = keys.all.slice(position, position + record.sequence.length);
    const [first] = lines;
    const last = lines[lines.length - 1];
    if (first === undefined || last === undefined || !record.sequence.every((key, offset) => lines[offset]?.key === key)) return false;
    return contextOf(keys, first.index, last.index + 1) === record.context;
  }
}

/** Whether the longest common run through both places has three significant lines, or is the whole record. */
function isBelievable(lines: readonly KeyedLine[], position: number, sequence: readonly string[], offset: number): boolean {
  // A run is looked at where it begins; from there on it would only be found again.
  if (position > 0 && offset > 0 && lines[position - 1]?.key === sequence[offset - 1]) return false;
  let length = 0;
  let significant = 0;
  while (offset + length < sequence.length) {
    const line = lines[position + length];
    if (line === undefined || line.key !== sequence[offset + length]) break;
    if (!line.trivial) significant += 1;
    length += 1;
  }
  return significant >= FOREIGN_RUN || length === sequence.length;
}

/** One number for three keys; what collides is told apart by comparing the keys. -1: no record has one of them. */
function windowOf(one: number | undefined, two: number | undefined, three: number | undefined): number {
  return one === undefined || two === undefined || three === undefined ? -1 : one * 4_194_301 + two * 2_039 + three;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}
