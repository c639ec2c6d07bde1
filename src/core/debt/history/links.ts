/**
 * Which records could cover lines of which files: what the matcher (core/carry) may join, and nothing it may not. Records and
 * files that no link joins can be matched apart with the same result, so a day that changes three files costs three files.
 */
import type { CarryRecord } from "../../carry/carry";
import { contextOf, type FileKeys, type KeyedLine } from "../../fingerprint/lines";

/** The matcher believes a run away from home from three significant lines on; see core/carry. */
const FOREIGN_RUN = 3;

type Linkable = Pick<CarryRecord, "path" | "sequence" | "context">;

export class RecordLinks<R extends Linkable> {
  private readonly home = new Map<string, R[]>();
  /** Hash of three consecutive keys → the last place of it; `next` chains the others. */
  private readonly windows = new Map<number, number>();
  private readonly next: number[] = [];
  private readonly places: { readonly record: R; readonly offset: number }[] = [];
  /** Records too short for a window, by their first key. */
  private readonly short = new Map<string, R[]>();

  constructor(records: Iterable<R>) {
    for (const record of records) {
      append(this.home, record.path, record);
      const { sequence } = record;
      if (sequence.length < FOREIGN_RUN) {
        const [first] = sequence;
        if (first !== undefined) append(this.short, first, record);
        continue;
      }
      for (let offset = 0; offset + FOREIGN_RUN <= sequence.length; offset++) {
        const hash = hashOf(sequence[offset], sequence[offset + 1], sequence[offset + 2]);
        this.next.push(this.windows.get(hash) ?? -1);
        this.windows.set(hash, this.places.length);
        this.places.push({ record, offset });
      }
    }
  }

  get isEmpty(): boolean {
    return this.home.size === 0;
  }

  /** Records of this very file with at least one line that stands in it: the others cannot be placed. */
  atHome(path: string, keys: FileKeys): readonly R[] {
    const records = this.home.get(path);
    if (records === undefined) return [];
    const present = new Set(keys.all.map((line) => line.key));
    return records.filter((record) => record.sequence.some((key) => present.has(key)));
  }

  /** Records of other files that the matcher might place in this one. */
  foreign(path: string, keys: FileKeys): Set<R> {
    const found = new Set<R>();
    const { all } = keys;
    all.forEach((line, position) => {
      for (const record of this.short.get(line.key) ?? []) {
        if (record.path !== path && this.isShortHere(record, keys, position)) found.add(record);
      }
      const hash = hashOf(line.key, all[position + 1]?.key, all[position + 2]?.key);
      for (let place = this.windows.get(hash) ?? -1; place !== -1; place = this.next[place] ?? -1) {
        const entry = this.places[place];
        if (entry === undefined || entry.record.path === path || found.has(entry.record)) continue;
        if (isBelievable(all, position, entry.record.sequence, entry.offset)) found.add(entry.record);
      }
    });
    return found;
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

/** 48 bits of three keys; what collides is told apart by comparing the keys. */
function hashOf(one: string | undefined, two: string | undefined, three: string | undefined): number {
  if (one === undefined || two === undefined || three === undefined) return -1;
  return (Number.parseInt(one.slice(0, 8), 16) * 65_599 + Number.parseInt(two.slice(0, 8), 16) * 257 + Number.parseInt(three.slice(0, 8), 16)) % 281_474_976_710_597;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}
