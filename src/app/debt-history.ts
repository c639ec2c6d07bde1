/** The history of the debt, replayed from git and the ledger: what any clone with the same refs computes for the same commit. */
import type { Log, Progress } from "../core/ports";
import type { NotChecked, VerdictRecord } from "../core/model";
import { acceptedCorrections } from "../core/attribution/corrections";
import { DebtReplay } from "../core/debt/history/replay";
import type { DebtHistory } from "../core/debt/history/span";
import type { Configuration } from "../core/policy/configuration-types";
import { matcherOf, wantedPaths } from "./path-filter";
import { assume, readTraces, sharedEvidence, type Evidenced } from "./provenance";

export interface HistoryRequest {
  /** Full id; lines from before it are not counted. Null: from the beginning. */
  readonly base: string | null;
  /** Full id of a commit. */
  readonly head: string;
  readonly configuration: Configuration;
  readonly records: readonly VerdictRecord[];
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface HistoryAnswer {
  readonly history: DebtHistory;
  readonly notChecked: readonly NotChecked[];
}

const FIX = /^(fix|hotfix|bugfix|revert)\b/i;

/** Errors: those of git; `interrupted`. */
export async function replayHistory(dependencies: Evidenced & { readonly log: Log }, request: HistoryRequest): Promise<HistoryAnswer> {
  const { git } = dependencies;
  const { base, head, configuration } = request;
  const notChecked: NotChecked[] = [];
  const { commits, grafts } = await git.commits(base, head, request.signal);
  const shared = await sharedEvidence(dependencies, commits, configuration, notChecked);
  const snapshot = await git.snapshot(head);
  const hasTraces = snapshot.has(dependencies.commitEvidence.tracesPath);
  const traces = hasTraces ? await readTraces(dependencies, await git.history(base, head), snapshot, request, notChecked) : undefined;
  const isSupervised = wantedPaths(configuration, undefined);
  const isGenerated = matcherOf(configuration.debt.generated);
  const policy = { assumeAi: false, configuration };
  const replay = new DebtReplay({
    evidence: {
      ...shared,
      ...(traces === undefined ? {} : { traces }),
      corrections: acceptedCorrections(request.records, configuration.policy.require, (commit) => commits.get(commit)?.authorEmail ?? null),
    },
    records: request.records,
    isWanted: (path) => isSupervised(path) && !isGenerated(path),
    assume: (file) => assume(file, policy),
    assumesAi: configuration.policy.unclaimed === "assume-ai",
    overrule: configuration.policy.overrule,
    isFix: (commit) => FIX.test(commits.get(commit)?.message ?? ""),
  });
  const decided = [...replay.verdictDays];
  const { damagedCommits } = await git.days(
    base,
    head,
    ({ day, files }) => {
      while (decided[0] !== undefined && decided[0] < day) replay.step(decided.shift() ?? day, []);
      replay.step(day, files);
    },
    { ...(request.signal === undefined ? {} : { signal: request.signal }), ...(request.progress === undefined ? {} : { progress: request.progress }) },
  );
  for (const day of decided) replay.step(day, []);
  for (const graft of grafts) notChecked.push({ what: "history", why: `it ends at ${graft.slice(0, 12)}: the clone is shallow, and what came before is not evaluated` });
  if (damagedCommits > 0) notChecked.push({ what: "history", why: `${damagedCommits} commit(s) touch files whose text is missing from this clone (partial clone): fetch them with git fetch --refetch` });
  return { history: replay.finish(), notChecked };
}
