/** What became of the rules themselves between two commits: the files that say who may answer, and for what. */

export interface PolicyFileChange {
  readonly path: string;
  /** `restored`: changed in between, and at the end as it was. */
  readonly change: "added" | "removed" | "changed" | "restored";
  /** In words, in order; cut after `MOST_DIFFERENCES`. */
  readonly differences: readonly string[];
  /** Newest first; merges left out. */
  readonly commits: readonly { readonly commit: string; readonly author: string; readonly at: string; readonly subject: string }[];
}

export const MOST_DIFFERENCES = 200;

/** `policy.require.high.signers: 1 → 2`, value by value; lists are compared whole. */
export function valueDifferences(before: unknown, after: unknown, name = ""): string[] {
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => valueDifferences(before[key], after[key], name === "" ? key : `${name}.${key}`));
  }
  const [one, other] = [said(before), said(after)];
  return one === other ? [] : [`${name}: ${one} → ${other}`];
}

/** `+ line` and `− line`, as often as each; order does not matter in these files. */
export function lineDifferences(before: string, after: string): string[] {
  const left = countLines(before);
  const right = countLines(after);
  const more = (of: ReadonlyMap<string, number>, than: ReadonlyMap<string, number>, sign: string) => [...of].flatMap(([line, count]) => Array<string>(Math.max(0, count - (than.get(line) ?? 0))).fill(`${sign} ${line}`));
  return [...more(left, right, "−"), ...more(right, left, "+")];
}

function countLines(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split(/\r?\n/)) if (line.trim() !== "") counts.set(line.trim(), (counts.get(line.trim()) ?? 0) + 1);
  return counts;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function said(value: unknown): string {
  return value === undefined ? "not said" : JSON.stringify(value);
}
