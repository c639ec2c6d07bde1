/** What a pre-push hook is told: git's lines on standard input, or pre-commit's variables, which says it instead. */
import { CountersignError } from "../core/model";
import type { Environment } from "./pipeline/pipeline";

/** Commits that would become tips of branches, once each. Deleted branches, tags and the ledger's own refs are nobody's code. */
export function pushedCommits(input: string, environment: Environment): readonly string[] {
  const commit = environment["PRE_COMMIT_TO_REF"];
  const branch = environment["PRE_COMMIT_REMOTE_BRANCH"];
  const lines = commit !== undefined && branch !== undefined ? [`- ${commit} ${branch} -`] : input.split("\n").filter((line) => line.trim() !== "");
  const commits = lines.flatMap((line): readonly string[] => {
    const [, local = "", remote = ""] = line.split(" ");
    if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(local)) throw new CountersignError("usage", "standard input has no line as git gives it to a pre-push hook", { hint: "run it from a pre-push hook: LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID" });
    return remote.startsWith("refs/heads/") && !/^0+$/.test(local) ? [local] : [];
  });
  return [...new Set(commits)];
}
