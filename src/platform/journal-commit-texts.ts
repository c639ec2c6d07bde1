/** Reads files at commits for settling: one `git cat-file --batch` for all of them. */
import type { GitPlumbing } from "../core/ports";
import { decodeText } from "./journal-work-tree";

const MAXIMUM_BYTES = 20 * 1024 * 1024;

export type CommitFiles = readonly { readonly commit: string; readonly path: string }[];

/**
 * Texts keyed by `commit:path`: null where the commit has no such file, or not a text; absent where the commit itself is
 * missing or the path cannot be asked for. Sizes are looked up first, so that no huge blob is read.
 */
export async function readCommitTexts(git: GitPlumbing, files: CommitFiles): Promise<ReadonlyMap<string, string | null>> {
  const texts = new Map<string, string | null>();
  const askable = files.filter((file) => !/[\n\r\0]/.test(file.path) && /^[0-9a-f]{40,64}$/.test(file.commit));
  if (askable.length === 0) return texts;
  const commits = [...new Set(askable.map((file) => file.commit))];
  const names = [...commits.map((commit) => `${commit}^{commit}`), ...askable.map((file) => `${file.commit}:${file.path}`)];
  const listing = (await git.run(["cat-file", "--batch-check=%(objecttype) %(objectsize)"], { input: names.map((name) => name + "\n").join("") })).toString("utf8").split("\n");
  const present = new Set(commits.filter((_, index) => listing[index]?.startsWith("commit ") === true));
  const wanted: string[] = [];
  askable.forEach((file, index) => {
    const [type, size] = (listing[commits.length + index] ?? "").split(" ");
    const key = `${file.commit}:${file.path}`;
    if (!present.has(file.commit)) return;
    if (type === "blob" && Number(size) <= MAXIMUM_BYTES) wanted.push(key);
    else texts.set(key, null);
  });
  if (wanted.length === 0) return texts;
  const output = await git.run(["cat-file", "--batch=%(objecttype) %(objectsize)"], { input: wanted.map((name) => name + "\n").join("") });
  let at = 0;
  for (const key of wanted) {
    const end = output.indexOf(10, at);
    const size = Number(/^blob (\d+)$/.exec(output.toString("utf8", at, end))?.[1]);
    if (end < 0 || !Number.isSafeInteger(size)) break;
    const text = decodeText(output.subarray(end + 1, end + 1 + size));
    texts.set(key, typeof text === "string" ? text : null);
    at = end + 1 + size + 1;
  }
  return texts;
}
