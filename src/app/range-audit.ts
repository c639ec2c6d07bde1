/** What an auditor asks of a range besides its hunks: whether the ledger holds, by which rules it was judged, and what became of these. */
import { CountersignError, type DebtSnapshot, type RiskLevel } from "../core/model";
import type { Git, Progress } from "../core/ports";
import type { Requirement } from "../core/policy/configuration-types";
import { MOST_DIFFERENCES, lineDifferences, valueDifferences, type PolicyFileChange } from "../core/policy/policy-changes";
import { CONFIGURATION_PATH, parseConfiguration } from "./configuration";
import type { SessionDependencies } from "./dependencies";
import { evaluate } from "./evaluation";
import { auditLedger } from "./ledger-audit";
import type { LedgerAudit } from "./ledger-answers";
import type { OutlineCache } from "./outline-cache";

export interface RangeAudit {
  readonly snapshot: DebtSnapshot;
  readonly ledger: LedgerAudit;
  /** What the base's policy asked of a sign-off. */
  readonly require: Readonly<Record<RiskLevel, Requirement>>;
  readonly policyChanges: readonly PolicyFileChange[];
}

/** Commits that are looked through for changes of the rules. */
const MOST_COMMITS = 20_000;
const LONGEST_DIFFERENCE = 300;
const FOLDER = ".countersign/";
/** Records, no rules; `verify-ledger` speaks of them. */
const RECORDS = `${FOLDER}ledger/`;

/** Errors: as `open` and `verifyLedger`. */
export async function auditRange(dependencies: SessionDependencies, base: string, head: string, outlines: OutlineCache, progress?: Progress, signal?: AbortSignal): Promise<RangeAudit> {
  const { snapshot, policy } = await evaluate(dependencies, { base, head }, outlines, progress, signal);
  const ledger = await auditLedger(dependencies, base);
  const { scope } = snapshot;
  const policyChanges = scope.base === null ? [] : await changesOfRules(dependencies.git, scope.base, scope.head, signal);
  return { snapshot, ledger, require: policy.configuration.policy.require, policyChanges };
}

/** Files that say how code is judged: our own, and CODEOWNERS, which the policy may ask for. */
function isRule(path: string): boolean {
  return (path.startsWith(FOLDER) && !path.startsWith(RECORDS)) || path.endsWith(`/${CONFIGURATION_PATH}`) || /^(?:\.github\/|docs\/)?CODEOWNERS$/.test(path);
}

async function changesOfRules(git: Git, base: string, head: string, signal: AbortSignal | undefined): Promise<readonly PolicyFileChange[]> {
  const { commits } = await git.commits(base, head, signal);
  const touching = (await git.changeLog(head, MOST_COMMITS)).filter(({ id, paths }) => commits.has(id) && paths.some(isRule));
  const [before, after] = [await git.snapshot(base), await git.snapshot(head)];
  const paths = [...new Set([...before.paths, ...after.paths, ...touching.flatMap(({ paths: changed }) => changed)].filter(isRule))].sort();
  const [old, now] = [await textsOf(before, paths), await textsOf(after, paths)];
  return paths.flatMap((path): PolicyFileChange[] => {
    const own = touching.filter(({ paths: changed }) => changed.includes(path)).map(({ id, subject }) => ({ commit: id, author: commits.get(id)?.authorName ?? "", at: commits.get(id)?.authoredAt ?? "", subject }));
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is) return own.length === 0 ? [] : [{ path, change: "restored", differences: [], commits: own }];
    const differences = differencesOf(path, was ?? "", is ?? "").slice(0, MOST_DIFFERENCES).map((words) => (words.length > LONGEST_DIFFERENCE ? `${words.slice(0, LONGEST_DIFFERENCE)}…` : words));
    return [{ path, change: was === undefined ? "added" : is === undefined ? "removed" : "changed", differences, commits: own }];
  });
}

/** A configuration is told by its values, so that what only a comment says is none of them; all else by its lines. */
function differencesOf(path: string, was: string, is: string): string[] {
  if (!path.endsWith(CONFIGURATION_PATH)) return lineDifferences(was, is);
  try {
    const [one, other] = [was, is].map((text) => parseConfiguration(text === "" ? "{}" : text, path));
    return valueDifferences(one, other);
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    return [`one side cannot be read: ${error.message}`, ...lineDifferences(was, is)];
  }
}

async function textsOf(snapshot: Awaited<ReturnType<Git["snapshot"]>>, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const [path, content] of await snapshot.read(paths.filter((wanted) => snapshot.has(wanted)))) texts.set(path, content.kind === "text" ? content.text : `(${content.kind})`);
  return texts;
}
