/** What a change did to a text: which lines of it stand on, which places changed, and which new line is an edit of which old one. */
import { pairEdits } from "../core/attribution/line-edits";
import type { FileKeys, KeyedLine } from "../core/fingerprint/lines";
import { sliceKeys } from "../core/fingerprint/lines";
import type { DiffLine } from "./line-diff";

/** Two texts and which line of the one is which of the other. */
export interface ChangedText {
  readonly oldKeys: FileKeys;
  readonly newKeys: FileKeys;
  readonly old: readonly DiffLine[];
  readonly fresh: readonly DiffLine[];
  /** New line → old line without moves: tells the place of what went. */
  readonly kept: Int32Array;
  /** New line → old line with moves: tells what went at all. */
  readonly source: Int32Array;
  /** 1 for an old line that still stands somewhere. */
  readonly survives: Uint8Array;
}

/** One changed place: lines of both texts, 0-based, ends exclusive. */
export interface ChangedPlace {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

export function survivors(lines: number, source: Int32Array): Uint8Array {
  const survives = new Uint8Array(lines);
  for (const oldIndex of source) if (oldIndex !== -1) survives[oldIndex] = 1;
  return survives;
}

/** The places where old lines stood that are not kept there. */
export function changedPlaces({ old, fresh, kept }: ChangedText): ChangedPlace[] {
  const places: ChangedPlace[] = [];
  let oldAt = 0;
  let newAt = 0;
  const close = (oldTo: number, newTo: number) => {
    if (oldTo > oldAt) places.push({ oldFrom: oldAt, oldTo, newFrom: newAt, newTo });
    oldAt = oldTo + 1;
    newAt = newTo + 1;
  };
  kept.forEach((oldIndex, newIndex) => {
    if (oldIndex !== -1) close(oldIndex, newIndex);
  });
  close(old.length, fresh.length);
  return places;
}

/** The lines of one place that are an edit of one another: [old, new] by their indexes in the files. */
export function editsOf({ oldKeys, old, fresh, source, survives }: ChangedText, place: ChangedPlace): { readonly gone: readonly KeyedLine[]; readonly pairs: readonly (readonly [KeyedLine, number])[] } {
  const gone = sliceKeys(oldKeys, place.oldFrom, place.oldTo);
  const arrived = Array.from({ length: place.newTo - place.newFrom }, (_, offset) => place.newFrom + offset).filter((index) => source[index] === -1);
  const paired = pairEdits(gone.map((line) => (survives[line.index] === 1 ? null : (old[line.index]?.raw ?? null))), arrived.map((index) => fresh[index]?.raw ?? null));
  const pairs = arrived.flatMap((newIndex, at): (readonly [KeyedLine, number])[] => {
    const line = gone[paired[at] ?? -1];
    return line === undefined ? [] : [[line, newIndex]];
  });
  return { gone, pairs };
}
