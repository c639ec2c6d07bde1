/** GitHub Actions (and Forgejo's and Gitea's, which set the same variables): the event's payload says what is judged. */
import { CountersignError } from "../../core/model";
import { addressOf, branchOf, commitOf, optionalCommit, type Environment, type Pipeline } from "./pipeline";

/** As much of an event as is read; everything else in it is ignored. */
interface EventPayload {
  readonly pull_request?: {
    readonly number?: unknown;
    readonly user?: { readonly login?: unknown };
    readonly base?: { readonly ref?: unknown; readonly repo?: { readonly full_name?: unknown } | null };
    readonly head?: { readonly sha?: unknown; readonly repo?: { readonly full_name?: unknown; readonly clone_url?: unknown } | null };
  };
  readonly merge_group?: { readonly head_sha?: unknown; readonly head_ref?: unknown; readonly base_sha?: unknown; readonly base_ref?: unknown };
  readonly ref?: unknown;
  readonly before?: unknown;
  readonly repository?: { readonly default_branch?: unknown };
}

/** `event` is the text of the file that GITHUB_EVENT_PATH names, or null where it can't be read. Errors: `usage`. */
export function githubPipeline(environment: Environment, event: string | null): Pipeline {
  const payload = parsed(event);
  const repository = environment["GITHUB_REPOSITORY"] ?? "";
  const server = environment["GITHUB_SERVER_URL"] ?? "https://github.com";
  const pages = /^https?:\/\/[^\s/]+$/.test(server) && /^[\w.-]+\/[\w.-]+$/.test(repository) ? { repository: `${server}/${repository}` } : null;
  if (payload.pull_request !== undefined) return { ...pullRequest(payload.pull_request), pages };
  if (payload.merge_group !== undefined) {
    const group = payload.merge_group;
    const ref = typeof group.head_ref === "string" ? branchOf(group.head_ref, "merge_group.head_ref") : null;
    return {
      system: "github",
      kind: "merge-queue",
      base: { branch: branchOf(group.base_ref, "merge_group.base_ref"), commit: commitOf(group.base_sha, "merge_group.base_sha") },
      head: { commit: commitOf(group.head_sha, "merge_group.head_sha"), refs: ref === null ? [] : [`refs/heads/${ref}`] },
      fork: null,
      change: null,
      pages,
    };
  }
  const commit = commitOf(environment["GITHUB_SHA"], "GITHUB_SHA");
  const defaultBranch = branchOf(payload.repository?.default_branch, "repository.default_branch");
  const ref = typeof payload.ref === "string" ? payload.ref : (environment["GITHUB_REF"] ?? "");
  const isDefault = ref === `refs/heads/${defaultBranch}`;
  return {
    system: "github",
    kind: "push",
    // What was pushed is measured from what stood there before; a new branch from the default one.
    base: isDefault ? { branch: null, commit: optionalCommit(payload.before, "before") } : { branch: defaultBranch, commit: null },
    head: { commit, refs: /^refs\/heads\//.test(ref) ? [`refs/heads/${branchOf(ref, "ref")}`] : [] },
    fork: null,
    change: null,
    pages,
  };
}

function pullRequest(pull: NonNullable<EventPayload["pull_request"]>): Omit<Pipeline, "pages"> {
  const number = pull.number;
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) throw new CountersignError("usage", "the event's pull request has no number", { hint: "give --base and --head yourself" });
  const isFork = pull.head?.repo?.full_name !== pull.base?.repo?.full_name;
  return {
    system: "github",
    kind: "pull-request",
    base: { branch: branchOf(pull.base?.ref, "pull_request.base.ref"), commit: null },
    head: { commit: commitOf(pull.head?.sha, "pull_request.head.sha"), refs: [`refs/pull/${number}/head`] },
    fork: isFork ? addressOf(pull.head?.repo?.clone_url) : null,
    change: { number, author: typeof pull.user?.login === "string" ? pull.user.login : null },
  };
}

function parsed(event: string | null): EventPayload {
  if (event === null) return {};
  try {
    const value: unknown = JSON.parse(event);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new CountersignError("usage", `the event is not JSON (${error instanceof Error ? error.message : String(error)})`, { path: "GITHUB_EVENT_PATH" }, { cause: error });
  }
  throw new CountersignError("usage", "the event is not an object", { path: "GITHUB_EVENT_PATH" });
}
