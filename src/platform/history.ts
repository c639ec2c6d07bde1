import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CountersignError } from "../core/model";
import type { FileStates } from "../core/attribution/file-states";
import type { Progress, RangeHistory } from "../core/ports";
import { readCommits } from "./history-commits";
import { describeFiles } from "./history-files";
import { Beginnings } from "./history-replay";
import { addUncommitted } from "./history-uncommitted";
import { isMissing } from "./missing";
import { HistoryPlan, HistoryWalk, findDamage } from "./history-walk";
import type { Damage, WalkObserver, WalkStart } from "./history-walk";
import { emptyTreeOf } from "./history-types";
import type { HistoryRequest, HistorySource } from "./history-types";

/**
 * Who introduced each line of every file that the range touched: the commits' diffs are replayed on piece tables, in
 * one walk, with a handful of git processes whatever the number of commits and files.
 * Errors: CountersignError `interrupted`, `not-found` (objects are missing), `internal`.
 */
export async function readHistory(source: HistorySource, request: HistoryRequest, signal?: AbortSignal, progress?: Progress): Promise<RangeHistory> {
  const beginnings = new Beginnings();
  const grafts = await readGrafts(source.commonDirectory);
  const range = request.headCommit === null ? { commits: [], trees: new Map() } : await readCommits(source.git, request.base, request.headCommit, signal);
  const plan = new HistoryPlan(range, grafts, emptyTreeOf(source.objectFormat));
  const walked = await walkRange(source, request, plan, beginnings, signal, progress);
  let { states } = walked;
  if (request.uncommitted !== null) {
    states = states.fork();
    await addUncommitted(source, request, states, beginnings, signal);
  }
  const described = await describeFiles(source, request, states, beginnings, progress);
  const inRange = new Set(range.commits.map((commit) => commit.id));
  return {
    ...described,
    commits: new Map(range.commits.map(({ tree: _tree, committedAt: _committedAt, ...commit }) => [commit.id, commit])),
    grafts: [...grafts].filter((id) => inRange.has(id)),
    ...(walked.damaged === 0 ? {} : { damagedCommits: walked.damaged }),
  };
}

/** Walks the range; a second time with our own diffs where git failed because blobs are not in the clone. */
export async function walkRange(
  source: HistorySource, request: HistoryRequest, plan: HistoryPlan, beginnings: Beginnings, signal: AbortSignal | undefined, progress: Progress | undefined,
  observe?: WalkObserver, start?: WalkStart,
): Promise<{ readonly states: FileStates; readonly damaged: number }> {
  const walk = (damage: Damage | null) => new HistoryWalk(source, plan, request, beginnings, damage, signal, start).run(progress, observe);
  try {
    return { states: await walk(null), damaged: 0 };
  } catch (error) {
    const damage = isMissingObject(error) ? await findDamage(source, plan, signal) : null;
    if (damage === null) throw error;
    source.log.warn(`${damage.commits} commits touch objects that this clone does not have; the lines of these files are of unknown origin until they are fetched`);
    return { states: await walk(damage), damaged: damage.commits };
  }
}

function isMissingObject(error: unknown): boolean {
  return error instanceof CountersignError && error.code === "internal" && /unable to read|missing blob|bad object|could not get object|object .* is missing|not a valid object/i.test(error.message);
}

/** Commits that a shallow clone was cut at. */
export async function readGrafts(commonDirectory: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await readFile(join(commonDirectory, "shallow"), "utf8")).split("\n").filter((line) => line !== ""));
  } catch (error) {
    if (isMissing(error)) return new Set();
    throw error;
  }
}
