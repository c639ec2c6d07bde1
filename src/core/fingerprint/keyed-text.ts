/** A text with the keys of its lines, made from the text before it: an edit leaves most lines as they were. */
import { fileKeys, keyedLine, splitLines, type FileKeys, type KeyedLine } from "./lines";
import { literalStarts } from "./literals";

export interface KeyedText {
  readonly text: string;
  readonly lines: readonly string[];
  readonly keys: FileKeys;
  /** Per line; null where it is blank. */
  readonly keyed: readonly (KeyedLine | null)[];
  /** Per line 1 where it starts inside a multi-line literal. */
  readonly inside: Uint8Array;
}

/** The same keys as `keysOf` gives. `previous` is any text of the same path; its common beginning and end are taken over. */
export function keyText(path: string, text: string, previous: KeyedText | null): KeyedText {
  const lines = splitLines(text);
  const inside = literalStarts(path, lines);
  const old = previous?.lines ?? [];
  const limit = Math.min(old.length, lines.length);
  let head = 0;
  while (head < limit && old[head] === lines[head]) head += 1;
  let tail = 0;
  while (tail < limit - head && old[old.length - 1 - tail] === lines[lines.length - 1 - tail]) tail += 1;
  const shift = lines.length - old.length;
  const keyed = lines.map((_, index) => {
    const oldIndex = index < head ? index : index >= lines.length - tail ? index - shift : -1;
    // A line's key depends on the end of the line before it as well.
    const isSame = previous !== null && oldIndex !== -1 && previous.inside[oldIndex] === inside[index] && (previous.inside[oldIndex + 1] ?? 0) === (inside[index + 1] ?? 0) && old[oldIndex - 1] === lines[index - 1];
    if (!isSame) return keyedLine(path, lines, index, inside);
    const known = previous.keyed[oldIndex] ?? null;
    return known === null || oldIndex === index ? known : { ...known, index };
  });
  return { text, lines, keys: fileKeys(path, keyed), keyed, inside };
}
