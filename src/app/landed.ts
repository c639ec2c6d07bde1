import type { Git } from "../core/ports";

/** A longer line is told by its newest end. */
const MOST_LANDED = 250;

/** Commits of the first-parent line from `before` (left out) to `after`, newest first; at most 250. Errors: those of git. */
export async function landedCommits(git: Pick<Git, "commits">, before: string, after: string): Promise<readonly string[]> {
  const { commits } = await git.commits(before, after);
  const line: string[] = [];
  for (let commit = commits.get(after); commit !== undefined && line.length < MOST_LANDED; commit = commits.get(commit.parents[0] ?? "")) line.push(commit.id);
  return line;
}
