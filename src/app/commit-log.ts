/** The commits of a history are kept with their head, so that the next head asks git for what came since. */
import type { CommitInfo, DayWalk, Git, KnownCommits } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import { readSealed, writeSealed } from "./sealed-cache";

/** Changes with the meaning of what is kept. */
const FORMAT = "history-commits-1";

interface KeptLog {
  readonly base: string | null;
  readonly head: string;
  readonly commits: readonly CommitInfo[];
  readonly grafts: readonly string[];
  readonly ends: readonly (readonly [commit: string, day: string])[];
}

/** As `Git.commits`. */
export async function readCommitLog({ cache, log, git }: Pick<SessionDependencies, "cache" | "log"> & { readonly git: Pick<Git, "commits"> }, base: string | null, head: string, signal?: AbortSignal): Promise<DayWalk> {
  const kept = (await readSealed(cache, log, FORMAT)) as KeptLog | null;
  const known: KnownCommits | undefined = kept === null || kept.base !== base ? undefined : { head: kept.head, commits: new Map(kept.commits.map((commit) => [commit.id, commit])), grafts: kept.grafts, ends: new Map(kept.ends) };
  const walk = await git.commits(base, head, signal, known);
  if (kept?.head !== head || kept.base !== base) {
    const file: KeptLog = { base, head, commits: [...walk.commits.values()], grafts: walk.grafts, ends: [...walk.ends] };
    await writeSealed(cache, FORMAT, file);
  }
  return walk;
}
