import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as library from "../../src/engine/library";
import { markedCommits } from "./agreement";

export interface Commit {
  readonly id: string;
  readonly parent: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** A session that writes nothing, and the commits that an assistant is marked on; null where no repository is named, and it says so. */
export async function openMarked(repository: string | null): Promise<{ readonly session: Awaited<ReturnType<typeof library.createSession>>; readonly commits: readonly Commit[] } | null> {
  if (repository === null) {
    console.log("needs --repo PATH, a repository with AI-marked commits");
    return null;
  }
  const { createSession } = createRequire(__filename)(join(__dirname, "../../../dist/library.js")) as typeof library;
  const marked = markedCommits(repository);
  const session = await createSession(repository, { log: { debug: () => undefined, info: () => undefined, warn: () => undefined }, readOnly: true });
  return { session, commits: commitsOf(repository).filter(({ id }) => marked.has(id)) };
}

/** Commits with a parent that are no merges, oldest first. */
function commitsOf(folder: string): readonly Commit[] {
  const { stdout } = spawnSync("git", ["log", "--no-merges", "--reverse", "--format=%H %ct %P", "HEAD"], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  return stdout.split("\n").flatMap((line) => {
    const [id = "", at = "", parent] = line.split(" ");
    return parent === undefined || parent === "" ? [] : [{ id, parent, at: Number(at) }];
  });
}
