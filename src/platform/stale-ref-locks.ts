import { lstat, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "./missing";

/** Namespaces that only Countersign writes; a lock on any other ref is none of our business. */
const OWN = ["refs/countersign", "refs/countersign-remote"];
/** Milliseconds: git holds the lock of a ref for a few of them. */
const LONGEST_HOLD = 5_000;
const LOOK_AGAIN = 250;

/** Whether git was refused by a lock file on one of our own refs. */
export function namesOwnLock(words: string): boolean {
  return /refs\/countersign(?:-remote)?\/[^']*\.lock'?: File exists/.test(words);
}

/**
 * Waits till the locks on our own refs are gone. One that stands unchanged for five seconds was left by a process that
 * was killed while it moved the ref (git does not take such a lock away by itself): it is removed, the ref stays as it
 * is. Returns the refs that were freed in this way. `commonFolder` is the repository's common git folder.
 */
export async function freeOwnRefs(commonFolder: string): Promise<readonly string[]> {
  let held = await locksIn(commonFolder);
  for (let waited = 0; held.size > 0 && waited < LONGEST_HOLD; waited += LOOK_AGAIN) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    const now = await locksIn(commonFolder);
    held = new Map([...held].filter(([path, identity]) => now.get(path) === identity));
  }
  for (const path of held.keys()) await unlink(join(commonFolder, path)).catch(ignoreMissing);
  return [...held.keys()].map((path) => path.slice(0, -".lock".length));
}

/** Lock files by their path, each with what tells it from a later one of the same name. */
async function locksIn(commonFolder: string): Promise<ReadonlyMap<string, string>> {
  const locks = new Map<string, string>();
  for (const folder of OWN) {
    const names = await readdir(join(commonFolder, folder), { recursive: true }).catch(ignoreMissing);
    for (const name of names ?? []) {
      if (!name.endsWith(".lock")) continue;
      const path = `${folder}/${name.replaceAll("\\", "/")}`;
      const status = await lstat(join(commonFolder, path), { bigint: true }).catch(ignoreMissing);
      if (status?.isFile() === true) locks.set(path, `${status.ino} ${status.mtimeNs}`);
    }
  }
  return locks;
}

function ignoreMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}
