/** Where debt starts (product.md), and which revision the policy is read from. */
import { CountersignError, type Scope } from "../core/model";
import type { Git } from "../core/ports";
import type { OpenOptions } from "./session-types";

export interface ResolvedScope {
  readonly scope: Scope;
  /** Commit whose `.countersign` holds policy and signers; null: there is none. */
  readonly policyRevision: string | null;
}

/** Errors: `no-base` where a given base does not exist or shares no history, `usage` for options that exclude each other. */
export async function resolveScope(git: Git, options: OpenOptions, baseline: (revision: string) => Promise<string | null>): Promise<ResolvedScope> {
  if ([options.base, options.since, options.all === true ? "all" : undefined].filter((given) => given !== undefined).length > 1) {
    throw new CountersignError("usage", "--base, --since and --all exclude each other", { hint: "give one of them" });
  }
  if (options.staged === true && options.head !== undefined) {
    throw new CountersignError("usage", "--staged and a head revision exclude each other", { hint: "give one of them" });
  }
  const branch = await git.branch();
  const tip = options.head === undefined ? await git.head() : await resolved(git, options.head, "head");
  const head = options.head !== undefined && tip !== null ? tip : options.staged === true ? "index" : git.workTree === null && tip !== null ? tip : "worktree";
  const usual = await usualBase(git, tip, branch, baseline);
  const policyRevision = options.policyRef === undefined ? null : await resolved(git, options.policyRef, "policy revision");
  const at = (base: string | null, baseLabel: string): ResolvedScope => ({
    scope: { base, baseLabel, head, branch, all: options.all === true },
    policyRevision: policyRevision ?? usual.policyRevision,
  });
  if (options.all === true) return at(null, "whole history");
  if (options.base !== undefined) {
    const other = await resolved(git, options.base, "base");
    const base = tip === null ? other : await git.mergeBase(tip, other);
    if (base === null) {
      const hint = git.isShallow ? "deepen the clone: git fetch --unshallow, or --deepen with the branch's length" : "give a base that shares history with HEAD";
      throw new CountersignError("no-base", `no merge base of HEAD and ${options.base}`, { hint });
    }
    // The branch's tip, not the merge base: a change that starts at an old commit must not bring the old rules back.
    return { ...at(base, `merge base with ${/^[0-9a-f]{40,64}$/.test(options.base) ? options.base.slice(0, 12) : options.base}`), policyRevision: policyRevision ?? other };
  }
  if (options.since !== undefined) {
    if (tip === null) return at(null, "no commits");
    const commit = await git.resolve(options.since);
    if (commit !== null) return at(commit, `since ${options.since}`);
    return at(await git.commitBefore(options.since, tip), `since ${options.since}`);
  }
  if (git.isShallow && usual.label === NO_REMOTE) {
    throw new CountersignError("no-base", "this clone is shallow and has no remote branch to compare with", { hint: "git fetch --unshallow, or give --base; in a CI job, --ci fetches what is missing" });
  }
  return at(usual.base, usual.label);
}

async function resolved(git: Git, revision: string, what: string): Promise<string> {
  // A tag that bears a branch's name comes before it for git: anybody who may push could choose the base with one.
  const isName = revision !== "HEAD" && !/^[0-9a-f]{40,64}$/.test(revision);
  const branch = isName ? ((await git.resolve(`refs/remotes/${revision}`)) ?? (await git.resolve(`refs/heads/${revision}`))) : null;
  const commit = branch ?? (await git.resolve(revision));
  if (commit === null) {
    throw new CountersignError("no-base", `the ${what} ${revision} is not a commit here`, { hint: git.isShallow ? "the clone is shallow: fetch it first" : `git fetch, then check the name` });
  }
  return commit;
}

const NO_REMOTE = "HEAD (no remote branch to compare with)";

interface UsualBase {
  readonly base: string | null;
  readonly policyRevision: string | null;
  readonly label: string;
}

async function usualBase(git: Git, tip: string | null, branch: string | null, baseline: (revision: string) => Promise<string | null>): Promise<UsualBase> {
  if (tip === null) return { base: null, policyRevision: null, label: "no commits yet" };
  const remoteDefault = await git.defaultBranch();
  if (remoteDefault !== null) {
    const name = remoteDefault.replace(/^refs\/remotes\//, "");
    const base = await git.mergeBase(tip, remoteDefault);
    if (base !== null) {
      const isDefaultItself = branch !== null && name.endsWith(`/${branch}`);
      return { base, policyRevision: (await git.resolve(remoteDefault)) ?? base, label: isDefaultItself ? `last push of ${name}` : `merge base with ${name}` };
    }
  }
  const started = await baseline(tip);
  if (started !== null) {
    const commit = await git.resolve(started);
    if (commit === null) {
      throw new CountersignError("no-base", `the baseline commit ${started.slice(0, 12)} is not in this clone`, { path: ".countersign/config.jsonc", hint: `git fetch origin ${started}` });
    }
    // The policy that names the baseline was committed after it; without a remote there is no branch but this one to read it from.
    if ((await git.mergeBase(tip, commit)) === commit) return { base: commit, policyRevision: tip, label: "baseline" };
  }
  return { base: tip, policyRevision: tip, label: NO_REMOTE };
}
