/** Cutting at the limits of those who read a report. */

/** As many of the first as fit into `maximum` bytes. */
export function withinBytes<T>(list: readonly T[], bytesOf: (one: T) => number, maximum: number): readonly T[] {
  let used = 0;
  const end = list.findIndex((one) => (used += bytesOf(one)) > maximum);
  return end === -1 ? list : list.slice(0, end);
}

/** Bytes of a value that `jsonText` prints `depth` levels deep in a document. */
export function jsonBytes(value: object, depth: number): number {
  const text = JSON.stringify(value, null, 2);
  return Buffer.byteLength(text) + text.split("\n").length * (2 * depth + 1);
}

/** At most `maximum` UTF-16 code units; what is cut off is shown as `…`, and no character is halved. */
export function cutText(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  return `${text.slice(0, maximum - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
