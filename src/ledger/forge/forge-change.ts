/**
 * Approvals as forges tell them: webhook payloads and REST answers of GitHub and GitLab, told apart by their shape. What
 * is not a person's own standing approval at a known commit is left out, with the reason.
 */
import * as z from "zod";
import { CountersignError } from "../../core/model";
import type { ForgeApproval, ForgeChange } from "../../core/forge-change";

const commit = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const name = z.string().min(1).max(255).regex(/^[\w.[\]-]+$/);
const instant = z.string().max(40);

const githubUser = z.object({ login: name, type: z.string().max(40).optional() });
const githubReview = z.object({
  user: githubUser.nullable(),
  state: z.string().max(40),
  commit_id: commit.nullish(),
  submitted_at: instant.nullish(),
  author_association: z.string().max(40).optional(),
});
const githubPull = z.object({ user: githubUser.nullable() });
const githubCommit = z.object({ author: githubUser.partial({ login: true }).nullish(), committer: githubUser.partial({ login: true }).nullish() });

/** `pull_request_review` of a webhook or GITHUB_EVENT_PATH. */
const githubEvent = z.object({ review: githubReview, pull_request: githubPull });
/** What the action gathers: GET pulls/N, pulls/N/reviews and pulls/N/commits. */
const githubAnswers = z.object({ pull_request: githubPull, reviews: z.array(githubReview).max(10_000), commits: z.array(githubCommit).max(1_000) });

const gitlabUser = z.object({ id: z.number().int(), username: name });
/** Merge request events with `action` "approved" or "approval". */
const gitlabEvent = z.object({
  object_kind: z.literal("merge_request"),
  user: gitlabUser,
  object_attributes: z.object({ action: z.string().max(40).optional(), author_id: z.number().int(), last_commit: z.object({ id: commit }), updated_at: instant.optional() }),
});
/** GET merge_requests/N, …/approvals, …/versions and …/commits; GitLab dates an approval, and a version says what stood there then. */
const gitlabAnswers = z.object({
  merge_request: z.object({ author: gitlabUser }),
  approvals: z.object({ approved_by: z.array(z.object({ user: gitlabUser, approved_at: instant.nullish() })).max(1_000) }),
  versions: z.array(z.object({ head_commit_sha: commit, created_at: instant })).min(1).max(10_000),
});

/** People who may approve on GitHub; anybody may click on a public pull request. */
const MAY_APPROVE = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);

/** Errors: `usage` where the text is none of the known shapes; `path` is only said in them. */
export function readForgeChange(text: string, path: string): ForgeChange {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CountersignError("usage", `the approvals are not JSON (${error instanceof Error ? error.message : String(error)})`, { path }, { cause: error });
  }
  for (const read of [fromGithubAnswers, fromGithubEvent, fromGitlabAnswers, fromGitlabEvent]) {
    const change = read(value);
    if (change !== null) return change;
  }
  throw new CountersignError("usage", "the approvals have no shape that is known", { path, hint: "expected a pull_request_review or merge_request event, or the REST answers that the README names" });
}

type GithubReview = z.infer<typeof githubReview>;

function fromGithubAnswers(value: unknown): ForgeChange | null {
  const parsed = githubAnswers.safeParse(value);
  if (!parsed.success) return null;
  const { pull_request, reviews, commits } = parsed.data;
  // GitHub lists at most 250 commits of a pull request: whose the others are is not known.
  const unknown = commits.length >= 250 ? [null] : [];
  const authors = [accountOf(pull_request.user), ...commits.flatMap((one) => [accountOf(one.author), ...(isForgeItself(one.committer) ? [] : [accountOf(one.committer)])]), ...unknown];
  return changeOf(lastWords(reviews), authors);
}

function fromGithubEvent(value: unknown): ForgeChange | null {
  const parsed = githubEvent.safeParse(value);
  if (!parsed.success) return null;
  // An event says nothing of the commits, so somebody unknown may have written them.
  return changeOf([parsed.data.review], [accountOf(parsed.data.pull_request.user), null]);
}

/** A later review replaces an earlier one of the same person; a comment alone replaces nothing. */
function lastWords(reviews: readonly GithubReview[]): readonly GithubReview[] {
  const last = new Map<string, GithubReview>();
  const inOrder = [...reviews].sort((one, other) => compare(one.submitted_at ?? "", other.submitted_at ?? ""));
  for (const review of inOrder) if (review.user !== null && review.state.toUpperCase() !== "COMMENTED") last.set(review.user.login, review);
  return [...last.values()];
}

function changeOf(reviews: readonly GithubReview[], authors: readonly (string | null)[]): ForgeChange {
  const approvals: ForgeApproval[] = [];
  const refused: { account: string; why: string }[] = [];
  for (const { user, state, commit_id, submitted_at, author_association } of reviews) {
    if (user === null || state.toUpperCase() !== "APPROVED") continue;
    const account = `@${user.login}`;
    const why = isBot(user) ? "it is a bot's" : author_association !== undefined && !MAY_APPROVE.has(author_association) ? `the account is no member of the project (${author_association.toLowerCase()})` : commit_id === null || commit_id === undefined ? "it names no commit" : null;
    if (why === null) approvals.push({ account, commit: commit_id ?? "", at: momentOf(submitted_at) });
    else refused.push({ account, why });
  }
  return inOrder(approvals, authors, refused);
}

function fromGitlabEvent(value: unknown): ForgeChange | null {
  const parsed = gitlabEvent.safeParse(value);
  if (!parsed.success) return null;
  const { user, object_attributes: change } = parsed.data;
  if (change.action !== "approved" && change.action !== "approval") return inOrder([], [null], []);
  const account = `@${user.username}`;
  const why = isGitlabBot(user.username) ? "it is a bot's" : user.id === change.author_id ? "the account opened the merge request" : null;
  return inOrder(why === null ? [{ account, commit: change.last_commit.id, at: momentOf(change.updated_at) }] : [], [null], why === null ? [] : [{ account, why }]);
}

function fromGitlabAnswers(value: unknown): ForgeChange | null {
  const parsed = gitlabAnswers.safeParse(value);
  if (!parsed.success) return null;
  const { merge_request, approvals, versions } = parsed.data;
  const found: ForgeApproval[] = [];
  const refused: { account: string; why: string }[] = [];
  for (const { user, approved_at } of approvals.approved_by) {
    const account = `@${user.username}`;
    const at = momentOf(approved_at);
    // The newest version that stood when the approval was given; an approval without a date may be of any.
    const shown = [...versions].sort((one, other) => compare(momentOf(other.created_at), momentOf(one.created_at))).find(({ created_at }) => momentOf(created_at) <= at);
    const why = isGitlabBot(user.username) ? "it is a bot's" : user.id === merge_request.author.id ? "the account opened the merge request" : approved_at === null || approved_at === undefined ? "it has no date, so nobody knows what it was given for" : shown === undefined ? "it is older than every version" : null;
    if (why === null && shown !== undefined) found.push({ account, commit: shown.head_commit_sha, at });
    else if (why !== null) refused.push({ account, why });
  }
  // GitLab names the commits' authors by e-mail address alone.
  return inOrder(found, [`@${merge_request.author.username}`, null], refused);
}

function inOrder(approvals: readonly ForgeApproval[], authors: readonly (string | null)[], refused: ForgeChange["refused"]): ForgeChange {
  return { approvals: [...approvals].sort((one, other) => compare(one.account, other.account) || compare(one.at, other.at)), authors: [...new Set(authors)], refused };
}

function accountOf(user: { readonly login?: string | undefined } | null | undefined): string | null {
  return user?.login === undefined ? null : `@${user.login}`;
}

/** The committer of what was made in the browser. */
function isForgeItself(user: { readonly login?: string | undefined } | null | undefined): boolean {
  return user?.login === "web-flow";
}

function isBot(user: { readonly login: string; readonly type?: string | undefined }): boolean {
  return user.type === "Bot" || user.login.endsWith("[bot]");
}

/** Users of project and group access tokens, and GitLab's own. */
function isGitlabBot(username: string): boolean {
  return /^(?:(?:project|group)_\d+_bot|service_account)|(?:^|[-_])bot$|\[bot\]$/i.test(username);
}

/** Any form of date as UTC with seconds; what can't be read is the beginning of time. */
function momentOf(text: string | null | undefined): string {
  const time = Date.parse(text?.replace(" UTC", "Z").replace(/^(\d{4}-\d\d-\d\d) /, "$1T") ?? "");
  return new Date(Number.isNaN(time) ? 0 : time).toISOString().replace(/\.\d+Z$/, "Z");
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
