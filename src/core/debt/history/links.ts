/**
 * Which records could cover lines of which files: what the matcher (core/carry) may join, and nothing it may not. Records and
 * files that no link joins can be matched apart with the same result, so a day that changes three files costs three files.
 */
import type { CarryRecord } from "../../carry/placement";
import { CONTEXT_LINES, contextOf, type FileKeys, type KeyedLine } from "../../fingerprint/lines";

/** The matcher believes a run away from home from three significant lines on; see core/carry. */
const FOREIGN_RUN = 3;

type Linkable = Pick<CarryRecord, "path" | "sequence" | "context">;

interface KnownKey {
  readonly number: number;
  /** Path of the records with it; null: of several. */
  path: string | null;
  /** A record too short for a window begins with it. */
  beginsShort: boolean;
}

/** No further entry of a chain. */
const END = -1;

/** Records are known by their number, and lists of them are chains in flat arrays: there are hundreds of thousands of lines. */
export class RecordLinks<R extends Linkable> {
  private readonly records: readonly R[];
  /** Keys of the records: a line with another key is in none. */
  private readonly known = new Map<string, KnownKey>();
  /** Path → number of a key → first entry of the path's records with that line. */
  private readonly home = new Map<string, Map<number, number>>();
  private readonly homeRecord: Int32Array;
  private readonly homeNext: Int32Array;
  /** Three consecutive keys → first entry of the records with them. */
  private readonly windows = new Map<number, number>();
  private readonly windowRecord: Int32Array;
  private readonly windowOffset: Int32Array;
  private readonly windowNext: Int32Array;
  /** Records too short for a window, by their first key. */
  private readonly short = new Map<string, R[]>();

  constructor(records: Iterable<R>) {
    this.records = [...records];
    const lines = this.records.reduce((sum, { sequence }) => sum + sequence.length, 0);
    [this.homeRecord, this.homeNext, this.windowRecord, this.windowOffset, this.windowNext] = [new Int32Array(lines), new Int32Array(lines), new Int32Array(lines), new Int32Array(lines), new Int32Array(lines)];
    let homes = 0;
    let windows = 0;
    this.records.forEach((record, index) => {
      const { sequence, path } = record;
      const numbered = sequence.map((key) => this.numberOf(key, path));
      const ofPath = this.home.get(path) ?? new Map<number, number>();
      this.home.set(path, ofPath);
      for (const number of numbered) {
        const head = ofPath.get(number) ?? END;
        if (head !== END && this.homeRecord[head] === index) continue;
        this.homeRecord[homes] = index;
        this.homeNext[homes] = head;
        ofPath.set(number, homes++);
      }
      if (sequence.length < FOREIGN_RUN) this.addShort(record);
      for (let offset = 0; offset + FOREIGN_RUN <= sequence.length; offset++) {
        const window = windowOf(numbered[offset] ?? 0, numbered[offset + 1] ?? 0, numbered[offset + 2] ?? 0);
        this.windowRecord[windows] = index;
        this.windowOffset[windows] = offset;
        this.windowNext[windows] = this.windows.get(window) ?? END;
        this.windows.set(window, windows++);
      }
    });
  }

  get isEmpty(): boolean {
    return this.records.length === 0;
  }

  /** Records of this very file with at least one line that stands in it: the others cannot be placed. */
  atHome(path: string, keys: FileKeys): Set<R> {
    const found = new Set<R>();
    const ofPath = this.home.get(path);
    if (ofPath === undefined) return found;
    for (const { key } of keys.all) {
      const known = this.known.get(key);
      for (let entry = known === undefined ? END : (ofPath.get(known.number) ?? END); entry !== END; entry = this.homeNext[entry] ?? END) {
        const record = this.records[this.homeRecord[entry] ?? END];
        if (record !== undefined) found.add(record);
      }
    }
    return found;
  }

  /** Records of other files that the matcher might place in this one; with `part`, only those that some of its lines (positions of `keys.all`) have to do with. */
  foreign(path: string, keys: FileKeys, part: { readonly from: number; readonly to: number } = { from: 0, to: keys.all.length }): Set<R> {
    const found = new Set<R>();
    const { all } = keys;
    // Two keys that follow each other, as far as records of other files have them.
    let one: KnownKey | null = null;
    let two: KnownKey | null = null;
    const until = withNeighbours(all, part.to, 1);
    for (let position = withNeighbours(all, part.from, -1); position < until; position++) {
      const known = this.known.get(all[position]?.key ?? "");
      const three = known === undefined || known.path === path ? null : known;
      if (three?.beginsShort === true) this.findShort(path, keys, position, found);
      if (one !== null && two !== null && three !== null) this.findWindow(path, all, position - 2, windowOf(one.number, two.number, three.number), found);
      one = two;
      two = three;
    }
    return found;
  }

  private findShort(path: string, keys: FileKeys, position: number, found: Set<R>): void {
    for (const record of this.short.get(keys.all[position]?.key ?? "") ?? []) {
      if (record.path !== path && this.isShortHere(record, keys, position)) found.add(record);
    }
  }

  private findWindow(path: string, lines: readonly KeyedLine[], position: number, window: number, found: Set<R>): void {
    for (let entry = this.windows.get(window) ?? END; entry !== END; entry = this.windowNext[entry] ?? END) {
      const record = this.records[this.windowRecord[entry] ?? END];
      if (record !== undefined && record.path !== path && !found.has(record) && isBelievable(lines, position, record.sequence, this.windowOffset[entry] ?? 0)) found.add(record);
    }
  }

  private addShort(record: R): void {
    const [first] = record.sequence;
    if (first === undefined) return;
    const known = this.known.get(first);
    if (known !== undefined) known.beginsShort = true;
    append(this.short, first, record);
  }

  private numberOf(key: string, path: string): number {
    const present = this.known.get(key);
    if (present === undefined) {
      this.known.set(key, { number: this.known.size, path, beginsShort: false });
      return this.known.size - 1;
    }
    if (present.path !== path) present.path = null;
    return present.number;
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

/** From a place in a file past so many lines that whatever stands beyond them is neither context nor part of an unbelievable run. */
function withNeighbours(lines: readonly KeyedLine[], from: number, direction: 1 | -1): number {
  let place = from;
  for (let significant = 0; significant <= FOREIGN_RUN + CONTEXT_LINES && (direction === 1 ? place < lines.length : place > 0); place += direction) {
    if (lines[direction === 1 ? place : place - 1]?.trivial === false) significant += 1;
  }
  return place;
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

/** One small number for three keys; what collides is told apart by comparing the keys. */
function windowOf(one: number, two: number, three: number): number {
  return (one * 4_194_301 + two * 2_039 + three) % 1_073_741_789;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}
