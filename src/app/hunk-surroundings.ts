/** What is known about a hunk besides its text: what its file went through before, how far its commit reached, how critical its place is. */
import type { Surroundings } from "../core/debt/fold";
import { CountersignError, type Hunk, type Scope } from "../core/model";
import type { Configuration } from "../core/policy/configuration-types";
import type { Git, Log } from "../core/ports";
import type { HunkTests } from "../core/reports/test-evidence";
import { ChangeHistory, type CommitFiles } from "../core/risk/change-history";
import { matcherOf } from "./path-filter";
import type { Provenance } from "./provenance";

/** Commits that are looked back on, the change's own included: older ones tell little, and a long history must not cost more. */
const COMMITS = 1_000;

interface Surrounded {
  readonly scope: Scope;
  readonly provenance: Provenance;
  readonly hunks: readonly Hunk[];
  readonly configuration: Configuration;
  readonly testsOf: (hunk: Hunk) => HunkTests;
}

/** Nothing later than the head is read. Where the history can't be read, hunks are ordered without it. */
export async function surroundingsOf({ git, log }: { readonly git: Git; readonly log: Log }, { scope, provenance, hunks, configuration, testsOf }: Surrounded): Promise<(hunk: Hunk) => Surroundings> {
  const commits = hunks.length === 0 ? [] : await changeLog(git, log, scope);
  const isCritical = matcherOf(configuration.debt.critical, true);
  const { history } = provenance;
  const past = commits.length === 0 ? null : new ChangeHistory(commits, (commit) => history.commits.has(commit));
  const uncommitted = new Set(hunks.filter(({ commit }) => commit === null).map(({ path }) => path)).size;
  return (hunk) => ({
    recentFixes: past?.recentFixesOf(history.files.get(hunk.path)?.basePath ?? null) ?? 0,
    changedTogether: hunk.commit === null ? uncommitted : (past?.filesOf(hunk.commit) ?? null),
    isCritical: isCritical(hunk.path),
    tests: testsOf(hunk),
  });
}

async function changeLog(git: Git, log: Log, { head }: Scope): Promise<readonly CommitFiles[]> {
  const tip = head === "worktree" || head === "index" ? await git.head() : head;
  if (tip === null) return [];
  try {
    return await git.changeLog(tip, COMMITS);
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === "interrupted") throw error;
    log.info(`the order of hunks knows no past: ${error.message}`);
    return [];
  }
}
