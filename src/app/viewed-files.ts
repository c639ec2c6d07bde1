import type { SessionDependencies } from "./dependencies";
import type { Evaluation } from "./evaluation";

/**
 * Unseen hunks in these files, as far as each file stands as it stood at a commit: what somebody looked at there is what
 * stands here. A commit that is not at hand, and a file that differs, give none.
 */
export async function hunksAsAt({ git }: SessionDependencies, { snapshot, contents }: Evaluation, commit: string, paths: readonly string[]): Promise<readonly string[]> {
  const known = await git.resolve(commit);
  if (known === null || snapshot.scope.head !== "worktree") return [];
  const wanted = new Set(paths);
  const open = snapshot.items.filter(({ state, hunk }) => state === "unseen" && wanted.has(hunk.path) && !hunk.generated);
  const there = await (await git.snapshot(known)).read([...new Set(open.map(({ hunk }) => hunk.path))]);
  return open.flatMap(({ hunk }) => {
    const content = there.get(hunk.path);
    return content?.kind === "text" && content.text === contents.get(hunk.path) ? [hunk.id] : [];
  });
}
