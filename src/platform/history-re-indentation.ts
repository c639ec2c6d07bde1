import { alignBlanks, isReindented } from "../core/attribution/re-indentation";
import type { TreeDiff } from "./history-diff-parser";
import type { ObjectReader } from "./object-reader";

const LARGEST_ALIGNED_FILE = 1024 * 1024;

/** The diff with hunks of re-indented code aligned by their text; only the files that need it are read. */
export async function withAlignedBlanks(objects: ObjectReader, diff: TreeDiff): Promise<TreeDiff> {
  const concerned = new Set(diff.changes.filter(({ hunks }) => isReindented(hunks)));
  if (concerned.size === 0) return diff;
  const stored = await objects.read([...concerned].map(({ oldId }) => oldId), LARGEST_ALIGNED_FILE);
  const changes = diff.changes.map((change) => {
    const bytes = concerned.has(change) ? stored.get(change.oldId)?.bytes : undefined;
    return bytes === undefined || bytes === null ? change : { ...change, hunks: [...alignBlanks(change.hunks, bytes.toString("utf8").split("\n"))] };
  });
  return { pair: diff.pair, changes };
}
