/** Whose the lines of a text are that somebody else put in place of an assistant's: the assistant's still, while they can be recognised. */
import { isRecognisable, retainedShare } from "../core/attribution/line-edits";
import { reshapedOwners } from "../core/attribution/reshaped-owners";
import { isReshaped } from "../core/attribution/reshaped-pairs";
import { changedPlaces, editsOf, type ChangedPlace, type ChangedText } from "./changed-text";
import type { OwnedText } from "./owned-text";
import { assistantLine, changedOwner, ownerOf, type AssistantLine, type LineChange, type Owner } from "./owners";

/** Old lines, nearest to the same height of a changed place, that are held against a new one for which of them it came from. */
const MOST_COMPARED = 20;

/** New lines by their 0-based index that are an assistant's, in other words or in another form. */
export function changedLines(changed: ChangedText, known: OwnedText): ReadonlyMap<number, Owner> {
  const found = new Map<number, Owner>();
  const displaced = new Set(known.displaced);
  const places = changedPlaces(changed).flatMap((place) => {
    const lost = lostLines(changed, known, place);
    return lost.length === 0 ? [] : [{ place, lost, change: changeOf(changed, place) }];
  });
  const put = (newIndex: number, { line, key, text }: LostLine, change: LineChange): void => {
    if (displaced.has(changed.fresh[newIndex]?.key ?? "")) return;
    const was = line.was === undefined ? { change, key, text } : { ...line.was, change: line.was.change === "edited" ? "edited" : change };
    if (isRecognisable(was.text, changed.fresh[newIndex]?.raw ?? "")) found.set(newIndex, changedOwner(line, was));
  };
  for (const { place, lost, change } of places) {
    const byIndex = new Map(lost.map((line) => [line.index, line]));
    for (const [old, newIndex] of editsOf(changed, place).pairs) {
      const line = old.trivial ? undefined : byIndex.get(old.index);
      if (line !== undefined) put(newIndex, line, change);
    }
  }
  if (places.some(({ place }) => arrivedIn(changed, place).some((index) => !found.has(index)))) {
    for (const { index, owner } of brokenLines(changed, known, found)) {
      const at = places.find(({ place }) => index >= place.newFrom && index < place.newTo);
      if (at === undefined) continue;
      const height = (index - at.place.newFrom) / (at.place.newTo - at.place.newFrom);
      const line = nearest(at.lost.filter(({ line: lost }) => ownerOf(lost) === owner), height, changed.fresh[index]?.raw ?? "");
      if (line !== null) put(index, line, at.change);
    }
  }
  return found;
}

/** A line of an assistant's that is gone. */
interface LostLine {
  readonly line: AssistantLine;
  /** 0-based, in the text before. */
  readonly index: number;
  readonly key: string;
  readonly text: string;
}

function lostLines({ old, survives }: ChangedText, { owners }: OwnedText, place: ChangedPlace): LostLine[] {
  const lost: LostLine[] = [];
  for (let index = place.oldFrom; index < place.oldTo; index++) {
    const line = survives[index] === 1 ? null : assistantLine(owners[index]);
    const text = old[index];
    if (line !== null && text !== undefined && text.key !== "") lost.push({ line, index, key: text.key, text: text.raw });
  }
  return lost;
}

function arrivedIn({ source, fresh }: ChangedText, place: ChangedPlace): number[] {
  const arrived: number[] = [];
  for (let index = place.newFrom; index < place.newTo; index++) if (source[index] === -1 && fresh[index]?.key !== "") arrived.push(index);
  return arrived;
}

/** Whether a place says the same as before, in another form. */
function changeOf(changed: ChangedText, place: ChangedPlace): LineChange {
  const before: string[] = [];
  for (let index = place.oldFrom; index < place.oldTo; index++) if (changed.survives[index] === 0) before.push(changed.old[index]?.raw ?? "");
  const after = arrivedIn(changed, place).map((index) => changed.fresh[index]?.raw ?? "");
  return isReshaped(before, after) ? "reshaped" : "edited";
}

/** Lines that were broken or joined: the owner is whose most of their words are. */
function brokenLines(changed: ChangedText, { owners }: OwnedText, found: ReadonlyMap<number, Owner>): { readonly index: number; readonly owner: string }[] {
  const ownerAt = (line: number): string | null => {
    const owner = changed.survives[line - 1] === 1 ? null : assistantLine(owners[line - 1]);
    return owner === null ? null : ownerOf(owner);
  };
  const isAccounted = (line: number): boolean => changed.source[line - 1] !== -1 || found.has(line - 1);
  const runs = reshapedOwners(changed.old.map(({ raw }) => raw), changed.fresh.map(({ raw }) => raw), ownerAt, isAccounted);
  return runs.flatMap(({ startLine, endLine, owner }) => Array.from({ length: endLine - startLine + 1 }, (_, at) => ({ index: startLine - 1 + at, owner })));
}

/** The line that a new one has most of; `height`: where in its place the new one stands, 0 to 1. */
function nearest(lost: readonly LostLine[], height: number, text: string): LostLine | null {
  const from = Math.max(0, Math.min(lost.length - MOST_COMPARED, Math.round(height * lost.length) - MOST_COMPARED / 2));
  let best: LostLine | null = null;
  let most = -1;
  for (const line of lost.slice(from, from + MOST_COMPARED)) {
    const share = retainedShare(line.text, text);
    if (share > most) [best, most] = [line, share];
  }
  return best;
}
