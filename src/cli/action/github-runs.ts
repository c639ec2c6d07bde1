/** Workflow runs of open pull requests: those that failed are started again once sign-offs were pushed. */
import { CountersignError } from "../../core/model";
import type { ForgeHttp } from "../../platform/forge-http";

interface Run {
  readonly id: number;
  readonly event: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly head_sha: string;
  readonly head_branch: string | null;
  readonly head_repository?: { readonly full_name?: string } | null;
  readonly pull_requests?: readonly { readonly number?: number }[] | null;
}

interface Pull {
  readonly number: number;
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name?: string } | null };
}

/** Events whose runs judge a pull request. */
const JUDGING = new Set(["pull_request", "pull_request_target", "pull_request_review"]);

/** Numbers of the pull requests whose newest run of this workflow had failed and was started again. Errors: `usage`, `refused`, `internal`. */
export async function rerunFailed(http: ForgeHttp, repository: string, ownRun: string): Promise<readonly number[]> {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^\d+$/.test(ownRun)) throw new CountersignError("usage", "GITHUB_REPOSITORY or GITHUB_RUN_ID is missing", { hint: "run this in a workflow" });
  const { workflow_id } = (await http.ask("GET", `/repos/${repository}/actions/runs/${ownRun}`)) as { workflow_id?: unknown };
  if (typeof workflow_id !== "number") throw new CountersignError("internal", "the forge's answer names no workflow", { path: `runs/${ownRun}` });
  const answer = (await http.ask("GET", `/repos/${repository}/actions/workflows/${workflow_id}/runs?per_page=100`)) as { workflow_runs?: unknown };
  const runs = (Array.isArray(answer.workflow_runs) ? answer.workflow_runs : []).filter(isRun).sort((one, other) => other.id - one.id);
  const pulls = (await http.list(`/repos/${repository}/pulls?state=open`)).filter(isPull);
  const started: number[] = [];
  for (const pull of pulls) {
    const newest = runs.find((run) => JUDGING.has(run.event) && isOf(run, pull));
    if (newest?.status !== "completed" || newest.conclusion !== "failure") continue;
    await http.ask("POST", `/repos/${repository}/actions/runs/${newest.id}/rerun`, {});
    started.push(pull.number);
  }
  return started;
}

/** A fork's runs name no pull request, and a run on the base's workflow may name the base's commit: the branch it came from tells. */
function isOf(run: Run, { number, head }: Pull): boolean {
  return run.head_sha === head.sha || run.pull_requests?.some((named) => named.number === number) === true || (run.head_branch === head.ref && head.repo?.full_name !== undefined && run.head_repository?.full_name === head.repo.full_name);
}

function isRun(value: unknown): value is Run {
  if (typeof value !== "object" || value === null) return false;
  const { id, event, status, head_sha } = value as Partial<Record<keyof Run, unknown>>;
  return typeof id === "number" && Number.isSafeInteger(id) && typeof event === "string" && typeof status === "string" && typeof head_sha === "string";
}

function isPull(value: unknown): value is Pull {
  if (typeof value !== "object" || value === null) return false;
  const { number, head } = value as { number?: unknown; head?: { sha?: unknown; ref?: unknown } };
  return typeof number === "number" && typeof head?.sha === "string" && typeof head.ref === "string";
}
