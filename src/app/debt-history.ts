/** The history of the debt, replayed from git and the ledger: what any clone with the same refs computes for the same commit. */
import type { Log, Progress } from "../core/ports";
import type { NotChecked, VerdictRecord } from "../core/model";
import { acceptedCorrections } from "../core/attribution/corrections";
import { DebtReplay } from "../core/debt/history/replay";
import type { DebtHistory } from "../core/debt/history/span";
import type { Configuration } from "../core/policy/configuration-types";
import type { Checkpoint, HistoryCheckpoints } from "./history-checkpoints";
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
  /** This clone holds all that the history rests on. */
  readonly isWhole: boolean;
}

/** Days with commits that come after a checkpoint: one for the next commit, one for verdicts that arrive late. */
const DAYS_LEFT_AT_CHECKPOINT: readonly number[] = [1, 15];

const FIX = /^(fix|hotfix|bugfix|revert)\b/i;

/** With `checkpoints`, only the days since the last one that still holds are folded. Errors: those of git; `interrupted`. */
export async function replayHistory(dependencies: Evidenced & { readonly log: Log }, request: HistoryRequest, checkpoints?: HistoryCheckpoints): Promise<HistoryAnswer> {
  const { git } = dependencies;
  const { base, head, configuration } = request;
  const notChecked: NotChecked[] = [];
  const { commits, grafts, ends } = await (checkpoints === undefined ? git.commits(base, head, request.signal) : checkpoints.commits(git, base, head, request.signal));
  const shared = await sharedEvidence(dependencies, commits, configuration, notChecked);
  const snapshot = await git.snapshot(head);
  const hasTraces = snapshot.has(dependencies.commitEvidence.tracesPath);
  const traces = hasTraces ? await readTraces(dependencies, await git.history(base, head), snapshot, request, notChecked) : undefined;
  const isSupervised = wantedPaths(configuration, undefined);
  const isGenerated = matcherOf(configuration.debt.generated);
  const policy = { assumeAi: false, configuration };
  const evidence = {
    ...shared,
    ...(traces === undefined ? {} : { traces }),
    corrections: acceptedCorrections(request.records, configuration.policy.require, (commit) => commits.get(commit)?.authorEmail ?? null),
  };
  const lastDay = [...ends.values(), ...request.records.map(({ at }) => at.slice(0, 10))].reduce((last, day) => (day > last ? day : last), "");
  const replay = new DebtReplay({
    evidence,
    records: request.records,
    isWanted: (path) => isSupervised(path) && !isGenerated(path),
    assume: (file) => assume(file, policy),
    assumesAi: configuration.policy.unclaimed === "assume-ai",
    overrule: configuration.policy.overrule,
    isFix: (commit) => FIX.test(commits.get(commit)?.message ?? ""),
    lastDay,
  });
  const circumstances = { base, configuration, records: request.records, evidence, commits, grafts, ends, lastDay };
  const checkpoint = (await checkpoints?.latest(circumstances)) ?? null;
  const decided = replay.statedDays.filter((day) => checkpoint === null || day > checkpoint.state.day);
  const kept: Checkpoint[] = checkpoint === null ? [] : [checkpoint];
  const { damagedCommits } = await git.days(
    base,
    head,
    ({ day, commit, files, left, save }) => {
      if (commit === checkpoint?.commit) {
        replay.resume(checkpoint.state, files);
        return;
      }
      while (decided[0] !== undefined && decided[0] < day) replay.step(decided.shift() ?? day, []);
      if (decided[0] === day) decided.shift();
      replay.step(day, files);
      if (checkpoints !== undefined && DAYS_LEFT_AT_CHECKPOINT.includes(left)) kept.push({ commit, state: replay.state(day), walk: save() });
    },
    { ...(checkpoint === null ? {} : { from: checkpoint.commit, saved: { walk: checkpoint.walk, day: checkpoint.state.day, commits } }), ...(request.signal === undefined ? {} : { signal: request.signal }), ...(request.progress === undefined ? {} : { progress: request.progress }) },
  );
  for (const day of decided) replay.step(day, []);
  for (const graft of grafts) notChecked.push({ what: "history", why: `it ends at ${graft.slice(0, 12)}: the clone is shallow, and what came before is not evaluated` });
  if (damagedCommits > 0) notChecked.push({ what: "history", why: `${damagedCommits} commit(s) touch files whose text is missing from this clone (partial clone): fetch them with git fetch --refetch` });
  else await checkpoints?.keep(circumstances, kept);
  return { history: replay.finish(), notChecked, isWhole: grafts.length === 0 && damagedCommits === 0 };
}
