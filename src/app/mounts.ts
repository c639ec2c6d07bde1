import type { Git } from "../core/ports";
import type { ResolvedScope } from "./scope";

/** Base and head, whose trees may carry an exported ledger: records are signed and content-keyed, so both are read and united. */
export async function mountsOf(git: Git, { scope, policyRevision }: ResolvedScope): Promise<readonly string[]> {
  const head = scope.head === "worktree" || scope.head === "index" ? await git.head() : scope.head;
  return [policyRevision, scope.base, head].filter((commit): commit is string => commit !== null);
}
