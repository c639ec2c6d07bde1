import type { FollowedRange, LiveRange } from "../../core/attribution/live-ranges";
import { contentIdOf, keysOf, sliceKeys, splitLines } from "../../core/fingerprint/lines";
import type { DebtItem } from "../../core/model";

/** A hunk that lost more lines than this is looked for by the next fold, not here. */
const MOST_LOST = 60;
const LONGEST_DOCUMENT = 20_000;

/** Edited hunks whose very text stands again at their place: known by content, so that undo, redo and typing it again are the same. */
export function restoredRanges(path: string, textOf: () => string, items: readonly DebtItem[], ranges: readonly LiveRange[]): readonly FollowedRange[] {
  const edited = items.flatMap((item, index) => {
    const range = ranges[index];
    return range?.edited === true && item.hunk.kind === "edit" ? [{ item, range }] : [];
  });
  const lines = edited.length === 0 ? [] : splitLines(textOf());
  if (lines.length === 0 || lines.length > LONGEST_DOCUMENT) {
    return [];
  }
  const keys = keysOf(path, lines);
  return edited.flatMap(({ item, range }) => {
    const length = item.hunk.endLine - item.hunk.startLine + 1;
    const lost = length - (range.endLine - range.startLine + 1);
    const wanted = item.hunk.id.replace(/#\d+$/, "");
    // Lines that came back above its first one have pushed the range down.
    for (let back = 0; lost >= 0 && back <= Math.min(lost, MOST_LOST); back++) {
      const startLine = range.startLine - back;
      const endLine = startLine + length - 1;
      if (startLine >= 1 && endLine <= lines.length && contentIdOf(sliceKeys(keys, startLine - 1, endLine)) === wanted) {
        return [{ id: item.hunk.id, startLine, endLine }];
      }
    }
    return [];
  });
}
