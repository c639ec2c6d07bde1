/** Reads files at commits for settling: one `git cat-file --batch` for all of them. */
import { groupBy } from "../core/group-by";
import type { GitPlumbing } from "../core/ports";
import { decodeText } from "./journal-work-tree";

const MAXIMUM_BYTES = 20 * 1024 * 1024;
/** Paths with line breaks that are asked for; arguments of a process have a limit. */
const MAXIMUM_ODD = 200;

export type CommitFiles = readonly { readonly commit: string; readonly path: string }[];

/**
 * Texts keyed by `commit:path`: null where the commit has no such file, or not a text; absent where the commit itself is
 * missing or the path cannot be asked for. Sizes are looked up first, so that no huge blob is read.
 */
export async function readCommitTexts(git: GitPlumbing, files: CommitFiles): Promise<ReadonlyMap<string, string | null>> {
  const texts = new Map<string, string | null>();
  const askable = files.filter((file) => !file.path.includes("\0") && /^[0-9a-f]{40,64}$/.test(file.commit));
  if (askable.length === 0) return texts;
  const odd = await oddObjects(git, askable.filter(isOdd));
  const nameOf = (file: CommitFiles[number]) => (isOdd(file) ? (odd.get(`${file.commit}:${file.path}`) ?? NO_OBJECT) : `${file.commit}:${file.path}`);
  const commits = [...new Set(askable.map((file) => file.commit))];
  const names = [...commits.map((commit) => `${commit}^{commit}`), ...askable.map(nameOf)];
  const listing = (await git.run(["cat-file", "--batch-check=%(objecttype) %(objectsize)"], { input: names.map((name) => name + "\n").join("") })).toString("utf8").split("\n");
  const present = new Set(commits.filter((_, index) => listing[index]?.startsWith("commit ") === true));
  const wanted: { readonly key: string; readonly name: string }[] = [];
  askable.forEach((file, index) => {
    const [type, size] = (listing[commits.length + index] ?? "").split(" ");
    const key = `${file.commit}:${file.path}`;
    if (!present.has(file.commit)) return;
    if (type === "blob" && Number(size) <= MAXIMUM_BYTES) wanted.push({ key, name: nameOf(file) });
    else texts.set(key, null);
  });
  if (wanted.length === 0) return texts;
  const output = await git.run(["cat-file", "--batch=%(objecttype) %(objectsize)"], { input: wanted.map(({ name }) => name + "\n").join("") });
  let at = 0;
  for (const { key } of wanted) {
    const end = output.indexOf(10, at);
    const size = Number(/^blob (\d+)$/.exec(output.toString("utf8", at, end))?.[1]);
    if (end < 0 || !Number.isSafeInteger(size)) break;
    const text = decodeText(output.subarray(end + 1, end + 1 + size));
    texts.set(key, typeof text === "string" ? text : null);
    at = end + 1 + size + 1;
  }
  return texts;
}

/** An object that no repository has. */
const NO_OBJECT = "0".repeat(40);

/** `cat-file --batch` takes one name a line. */
function isOdd({ path }: CommitFiles[number]): boolean {
  return /[\n\r]/.test(path);
}

/** Objects of files whose paths hold line breaks, by `commit:path`: asked for as arguments, one process a commit. */
async function oddObjects(git: GitPlumbing, files: CommitFiles): Promise<ReadonlyMap<string, string>> {
  const objects = new Map<string, string>();
  for (const [commit, ofCommit] of groupBy(files.slice(0, MAXIMUM_ODD), (file) => file.commit)) {
    const listed = await git.attempt(["ls-tree", "-z", "--full-tree", commit, "--", ...ofCommit.map(({ path }) => path)]);
    for (const entry of listed.stdout.toString("utf8").split("\0")) {
      const [, object, path] = /^\d+ blob ([0-9a-f]+)\t([^]*)$/.exec(entry) ?? [];
      if (object !== undefined && path !== undefined) objects.set(`${commit}:${path}`, object);
    }
  }
  return objects;
}
