/** One file as the journal last knew it, and who each line is from. */
import type { FileKeys, KeyedLine } from "../core/fingerprint/lines";
import { keyText, type KeyedText } from "../core/fingerprint/keyed-text";
import { contextOf, isTooLong, keysOf, sliceKeys, splitLines } from "../core/fingerprint/lines";
import type { DiffLine } from "./line-diff";
import { diffLines, matchLines } from "./line-diff";
import { changedLines } from "./changed-lines";
import { changedPlaces, editsOf, survivors, type ChangedPlace, type ChangedText } from "./changed-text";
import { assistantLine, type Owner } from "./owners";

export interface OwnedText {
  readonly text: string;
  readonly owners: readonly Owner[];
  /** Keys of lines by others that assistants took out of the file: where one of them stands again, nobody edited what the assistant put there. */
  readonly displaced?: readonly string[];
}

/** What one change did, in keys alone. Claims are cut at this many lines, which changes no line's state. */
export interface Change {
  readonly next: OwnedText;
  readonly runs: readonly { readonly sequence: readonly string[]; readonly context: string }[];
  readonly removals: readonly { readonly removed: readonly string[]; readonly context: string }[];
  /** One of the texts is too long to be looked at line by line: of what changed only the beginning is told. */
  readonly isCut?: boolean;
}

/** Keys that are remembered of one file, the newest ones. */
const MOST_DISPLACED = 1000;

/** Lines of one claim, and of what is told of a change in a text that is too long. */
export const LONGEST_SEQUENCE = 4000;

/**
 * Goes from one text to the next on `owner`'s account. Lines that stayed or merely moved keep their owner; the others
 * become `owner`'s, but that an assistant's line stays its own, edited, while a person or nobody known changed it.
 * Removals are the lines that went without a similar line in their place and were not `owner`'s own, told of assistants alone.
 */
export function advance(path: string, from: OwnedText, text: string, owner: Owner): Change {
  if (text === from.text) return { next: from, runs: [], removals: [] };
  if (isTooLong(from.text) || isTooLong(text)) return advanceTooLong(path, from.text, text);
  const { keyed: { keys: oldKeys }, lines: old } = diffable(path, from.text);
  const { keyed: { keys: newKeys }, lines: fresh } = diffable(path, text);
  const kept = matchLines(old, fresh);
  const source = Int32Array.from(kept);
  followMoves(oldKeys, newKeys, old, fresh, source);
  const changed: ChangedText = { oldKeys, newKeys, old, fresh, kept, source, survives: survivors(old.length, source) };
  const isAssistants = assistantLine(owner) !== null;
  const edited = isAssistants ? null : changedLines(changed, from);
  const displaced = isAssistants ? displacedBy(changed, from) : from.displaced;
  const owners = Array.from(source, (oldIndex, newIndex) => (oldIndex === -1 ? (edited?.get(newIndex) ?? owner) : (from.owners[oldIndex] ?? null)));
  const isNew = Array.from(source, (oldIndex) => oldIndex === -1);
  return {
    next: { text, owners, ...(displaced === undefined ? {} : { displaced }) },
    runs: newRuns(newKeys, isNew),
    removals: isAssistants ? removals(changed, (index) => from.owners[index] === owner) : [],
  };
}

/**
 * The first lines that came and that went between what both texts begin and end with: enough for the path to be known as the
 * owner's, because such a file is refused as a whole wherever its lines are asked for. Whose its other lines are nobody knows then.
 */
function advanceTooLong(path: string, from: string, text: string): Change {
  const limit = Math.min(from.length, text.length);
  let head = 0;
  while (head < limit && from.charCodeAt(head) === text.charCodeAt(head)) head += 1;
  head = head === 0 ? 0 : text.lastIndexOf("\n", head - 1) + 1;
  let tail = 0;
  while (tail < limit - head && from.charCodeAt(from.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail += 1;
  const [old, fresh] = [from, text].map((whole) => whole.slice(head, lineEnd(whole, whole.length - tail)).split("\n"));
  const came = firstKeys(path, fresh ?? [], new Set(old));
  const went = firstKeys(path, old ?? [], new Set(fresh));
  const context = contextOf(keysOf(path, []), 0, 0);
  return { next: { text, owners: [] }, isCut: true, runs: came.length === 0 ? [] : [{ sequence: came, context }], removals: went.length === 0 ? [] : [{ removed: went, context }] };
}

/** The place of the line end at or after `at`, or the end of the text. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

/** Keys of the first lines that do not stand among the others. */
function firstKeys(path: string, lines: readonly string[], others: ReadonlySet<string>): string[] {
  const first: string[] = [];
  for (const line of lines) {
    if (first.length === LONGEST_SEQUENCE) break;
    if (!others.has(line)) first.push(line);
  }
  return keysOf(path, first).all.map((line) => line.key);
}

interface DiffableText {
  readonly keyed: KeyedText;
  readonly lines: readonly DiffLine[];
}

/** Lines of the texts that are kept with their keys: an edit mostly starts from what the one before it left. */
const KEPT_LINES = 100_000;
const newest = new Map<string, DiffableText>();
let keptLines = 0;

/** A text's lines and keys; made from what the newest text of that path had. */
function diffable(path: string, text: string): DiffableText {
  const known = newest.get(path);
  if (known?.keyed.text === text) return known;
  const keyed = keyText(path, text, known?.keyed ?? null);
  const made = { keyed, lines: diffLines(keyed.keys, keyed.lines) };
  keptLines += made.lines.length - (known?.lines.length ?? 0);
  newest.delete(path);
  newest.set(path, made);
  for (const [oldest, forgotten] of newest) {
    if (keptLines <= KEPT_LINES || oldest === path) break;
    newest.delete(oldest);
    keptLines -= forgotten.lines.length;
  }
  return made;
}

/** A text whose lines are all one owner's. */
export function ownedBy(text: string, owner: Owner): OwnedText {
  return { text, owners: isTooLong(text) ? [] : splitLines(text).map(() => owner) };
}

/** Runs of new lines, blank ones absorbed, as claims know them. */
function newRuns(keys: FileKeys, isNew: readonly boolean[]): Change["runs"] {
  const runs: { sequence: string[]; context: string }[] = [];
  let run: KeyedLine[] = [];
  const close = () => {
    for (let at = 0; at < run.length; at += LONGEST_SEQUENCE) {
      const part = run.slice(at, at + LONGEST_SEQUENCE);
      const first = part[0];
      const last = part.at(-1);
      if (first !== undefined && last !== undefined) runs.push({ sequence: part.map((line) => line.key), context: contextOf(keys, first.index, last.index + 1) });
    }
    run = [];
  };
  for (const line of keys.all) {
    if (isNew[line.index] === true) run.push(line);
    else close();
  }
  close();
  return runs;
}

/**
 * Finds lines that were taken away in one place and put in another. Only a line that stands as often in the new text
 * as in the old one has merely moved; the brackets around it follow it.
 */
function followMoves(oldKeys: FileKeys, newKeys: FileKeys, old: readonly DiffLine[], fresh: readonly DiffLine[], source: Int32Array): void {
  const isTaken = new Uint8Array(old.length);
  for (const oldIndex of source) if (oldIndex !== -1) isTaken[oldIndex] = 1;
  const free = new Map<string, number[]>();
  for (const line of oldKeys.significant) if (isTaken[line.index] === 0) addTo(free, line.key, line.index);
  if (!newKeys.significant.some((line) => source[line.index] === -1 && free.has(line.key))) return;
  const balance = new Map<string, number>();
  for (const line of oldKeys.significant) if (free.has(line.key)) balance.set(line.key, (balance.get(line.key) ?? 0) + 1);
  for (const line of newKeys.significant) if (free.has(line.key)) balance.set(line.key, (balance.get(line.key) ?? 0) - 1);
  const moved: number[] = [];
  for (const line of newKeys.significant) {
    if (source[line.index] !== -1 || balance.get(line.key) !== 0) continue;
    const oldIndex = free.get(line.key)?.shift();
    if (oldIndex === undefined) continue;
    source[line.index] = oldIndex;
    isTaken[oldIndex] = 1;
    moved.push(line.index);
  }
  for (const start of moved) {
    for (const step of [-1, 1]) {
      let newIndex = start + step;
      let oldIndex = (source[start] ?? 0) + step;
      while (source[newIndex] === -1 && isTaken[oldIndex] === 0 && fresh[newIndex]?.key === old[oldIndex]?.key) {
        source[newIndex] = oldIndex;
        isTaken[oldIndex] = 1;
        newIndex += step;
        oldIndex += step;
      }
    }
  }
  if (moved.length > 0) followBrackets(oldKeys, newKeys, source, isTaken);
}

/** Brackets of moved blocks that the diff gave to a neighbour: one that follows a kept line takes the one left over. */
function followBrackets(oldKeys: FileKeys, newKeys: FileKeys, source: Int32Array, isTaken: Uint8Array): void {
  const free = new Map<string, number[]>();
  for (const line of oldKeys.all) if (line.trivial && isTaken[line.index] === 0) addTo(free, line.key, line.index);
  newKeys.all.forEach((line, position) => {
    const before = newKeys.all[position - 1];
    if (!line.trivial || source[line.index] !== -1 || before === undefined || source[before.index] === -1) return;
    const oldIndex = free.get(line.key)?.shift();
    if (oldIndex === undefined) return;
    source[line.index] = oldIndex;
    isTaken[oldIndex] = 1;
  });
}

function addTo(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [index]);
  else list.push(index);
}

function displacedBy({ oldKeys, survives }: ChangedText, { owners, displaced }: OwnedText): readonly string[] | undefined {
  const fresh = oldKeys.significant.filter((line) => survives[line.index] === 0 && assistantLine(owners[line.index]) === null).map((line) => line.key);
  return fresh.length === 0 ? displaced : [...new Set([...(displaced ?? []), ...fresh])].slice(-MOST_DISPLACED);
}

function removals(changed: ChangedText, isOwn: (oldIndex: number) => boolean): Change["removals"] {
  return changedPlaces(changed).flatMap((place) => removalsOfPlace(changed, place, isOwn));
}

/** The lines of one changed place that went for good, in runs. */
function removalsOfPlace(changed: ChangedText, place: ChangedPlace, isOwn: (oldIndex: number) => boolean): { removed: string[]; context: string }[] {
  const { oldKeys, newKeys, survives } = changed;
  if (sliceKeys(oldKeys, place.oldFrom, place.oldTo).every((line) => survives[line.index] === 1 || isOwn(line.index))) return [];
  const { gone, pairs } = editsOf(changed, place);
  const edited = new Set(pairs.map(([line]) => line));
  const context = contextOf(newKeys, place.newFrom, place.newFrom);
  const result: { removed: string[]; context: string }[] = [];
  let run: KeyedLine[] = [];
  const close = () => {
    // Brackets alone went with something else that changed.
    if (run.some((line) => !line.trivial)) {
      for (let from = 0; from < run.length; from += LONGEST_SEQUENCE) result.push({ removed: run.slice(from, from + LONGEST_SEQUENCE).map((line) => line.key), context });
    }
    run = [];
  };
  for (const line of gone) {
    if (survives[line.index] === 1 || isOwn(line.index) || edited.has(line)) close();
    else run.push(line);
  }
  close();
  return result;
}
