/** The keys of a file's next version: what stands between unchanged lines above and below is looked at, the rest is known. */
import { fileKeys, keyedLine, type FileKeys, type KeyedLine } from "../../fingerprint/lines";
import { literalStarts } from "../../fingerprint/literals";
import { ownCopy } from "../../own-copy";

export interface KeyedText {
  readonly lines: readonly string[];
  /** 1 for each line that begins inside a multi-line literal. */
  readonly inside: Uint8Array;
  readonly keys: FileKeys;
}

/** `part`: positions of `keys.all` that are not as they were. */
export interface NextText extends KeyedText {
  readonly part: { readonly from: number; readonly to: number };
}

/** Equal to `keysOf` of the lines. `before`: the version that it follows, of the same path. */
export function nextText(path: string, lines: readonly string[], before: KeyedText | null, keyOf: (normal: string) => string): NextText {
  const inside = literalStarts(path, lines);
  const above = before === null ? 0 : unchangedAbove(lines, inside, before);
  const below = before === null ? 0 : unchangedBelow(lines, inside, before, above);
  const [all, known] = [[] as KeyedLine[], before?.keys.all ?? []];
  for (const line of known) {
    if (line.index >= above) break;
    all.push(line);
  }
  const from = all.length;
  for (let index = above; index < lines.length - below; index++) {
    const line = keyedLine(path, lines, index, inside, keyOf);
    if (line !== null) all.push({ ...line, normal: ownCopy(line.normal) });
  }
  const to = all.length;
  const shift = lines.length - (before?.lines.length ?? 0);
  const first = known.length - countFrom(known, (before?.lines.length ?? 0) - below);
  for (let position = first; position < known.length; position++) {
    const line = known[position];
    if (line !== undefined) all.push(shift === 0 ? line : { key: line.key, normal: line.normal, index: line.index + shift, trivial: line.trivial });
  }
  return { lines, inside, keys: fileKeys(path, all), part: { from, to } };
}

/** A line's key depends on itself, on the line before it, and on whether it and the next one begin in a literal. */
function unchangedAbove(lines: readonly string[], inside: Uint8Array, before: KeyedText): number {
  const most = Math.min(lines.length, before.lines.length);
  let count = 0;
  while (count < most && lines[count] === before.lines[count] && inside[count] === before.inside[count] && inside[count + 1] === before.inside[count + 1]) count++;
  return count;
}

function unchangedBelow(lines: readonly string[], inside: Uint8Array, before: KeyedText, above: number): number {
  const most = Math.min(lines.length, before.lines.length) - above;
  const isSame = (count: number) => lines[lines.length - 1 - count] === before.lines[before.lines.length - 1 - count] && inside[lines.length - 1 - count] === before.inside[before.lines.length - 1 - count];
  let count = 0;
  while (count < most && isSame(count)) count++;
  // The topmost of them stands below another line than before.
  return Math.max(0, count - 1);
}

/** How many entries stand at or after a line. */
function countFrom(entries: readonly KeyedLine[], line: number): number {
  let count = 0;
  while (count < entries.length && (entries[entries.length - 1 - count]?.index ?? -1) >= line) count++;
  return count;
}
