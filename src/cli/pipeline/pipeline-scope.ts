/** `--ci`: from the CI system's variables to what is judged, with a clone that has all of it. */
import type { OpenOptions } from "../../app/session-types";
import type { NotChecked } from "../../core/model";
import { readTextFile } from "../../platform/command-files";
import { prepareClone } from "../../platform/pipeline-clone";
import { uriComponent, type ReportLinks } from "../../report/check-report";
import type { CommandContext } from "../command-context";
import { revision } from "../options";
import { detectPipeline } from "./detect-pipeline";
import { branchOf, commitOf, type Pipeline } from "./pipeline";

export interface PipelineScope {
  readonly pipeline: Pipeline;
  readonly scope: Pick<OpenOptions, "base" | "head" | "policyRef">;
  readonly notChecked: readonly NotChecked[];
  readonly links: ReportLinks | undefined;
}

/** Most bytes of an event; GitHub's own limit for one is 25 MB. */
const MAXIMUM_EVENT = 32 * 1024 * 1024;
const REMOTE = "origin";

/** `shown` are further commits worth having, such as those that approvals name. `given.base` and `given.head` outrank what the system says. Errors: `usage`, `no-base`, `ledger-unreadable`. */
export async function pipelineScope(context: CommandContext, given: { readonly base?: string; readonly head?: string }, shown: readonly string[] = []): Promise<PipelineScope> {
  const { host } = context;
  const found = detectPipeline(host.environment, (path) => readTextFile(path, MAXIMUM_EVENT));
  const pipeline: Pipeline = {
    ...found,
    ...(given.base === undefined ? {} : { base: baseOf(revision(given.base)) }),
    ...(given.head === undefined ? {} : { head: { commit: commitOf(given.head, "--head"), refs: [] } }),
  };
  context.progress.report("fetching base, head and ledger", 0, 0);
  const prepared = await prepareClone(host.directory, { remote: REMOTE, base: pipeline.base, head: pipeline.head, fork: pipeline.fork, further: shown }, context.log, context.signal);
  context.stopIfInterrupted();
  return {
    pipeline,
    scope: { base: prepared.base, head: prepared.head, policyRef: prepared.policy },
    notChecked: prepared.notChecked,
    links: linksOf(pipeline),
  };
}

/** `--base` as a person writes it: a commit, `origin/main` or `main`. */
function baseOf(base: string): Pipeline["base"] {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(base) ? { branch: null, commit: base } : { branch: branchOf(base.replace(new RegExp(`^${REMOTE}/`), ""), "--base"), commit: null };
}

function linksOf({ system, pages, head }: Pipeline): ReportLinks | undefined {
  if (pages === null) return undefined;
  const lines = system === "gitlab" ? (start: number, end: number) => `#L${start}-${end}` : (start: number, end: number) => `#L${start}-L${end}`;
  return { toFile: (path, start, end) => `${pages.repository}/blob/${head.commit}/${path.split("/").map(uriComponent).join("/")}${start === end ? `#L${start}` : lines(start, end)}` };
}
