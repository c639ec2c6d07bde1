/** The pull request on GitHub: who approved it, and the one comment that each run brings up to date. */
import { CountersignError } from "../../core/model";
import type { ForgeChange } from "../../core/forge-change";
import { readForgeChange } from "../../ledger/forge/forge-change";
import type { ForgeHttp } from "../../platform/forge-http";
import { COMMENT_MARK } from "../../report/check-markdown";

export class GithubPull {
  constructor(
    private readonly http: ForgeHttp,
    /** `owner/name`. */
    private readonly repository: string,
    private readonly number: number,
  ) {
    if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new CountersignError("usage", "GITHUB_REPOSITORY is not owner/name", { hint: "run this in a workflow" });
  }

  /** Errors: `refused`, `internal`. */
  async change(): Promise<ForgeChange> {
    const pull = `/repos/${this.repository}/pulls/${this.number}`;
    const [pull_request, reviews, commits] = await Promise.all([this.http.ask("GET", pull), this.http.list(`${pull}/reviews`), this.http.list(`${pull}/commits`)]);
    return readForgeChange(JSON.stringify({ pull_request, reviews, commits }), `${pull}/reviews`);
  }

  /** Writes the comment, or brings it up to date; a change that blocks nothing and was never commented on gets none. */
  async comment(text: string, isQuiet: boolean): Promise<"written" | "updated" | "not needed"> {
    const comments = `/repos/${this.repository}/issues/${this.number}/comments`;
    const own = (await this.http.list(comments)).find(isOwnComment);
    if (own !== undefined) {
      await this.http.ask("PATCH", `/repos/${this.repository}/issues/comments/${own.id}`, { body: text });
      return "updated";
    }
    if (isQuiet) return "not needed";
    await this.http.ask("POST", comments, { body: text });
    return "written";
  }
}

/** Pull requests that were merged by these commits, each once, in order. */
export async function mergedPulls(http: ForgeHttp, repository: string, commits: readonly string[]): Promise<readonly GithubPull[]> {
  const numbers = new Set<number>();
  for (const commit of commits) {
    for (const pull of await http.list(`/repos/${repository}/commits/${commit}/pulls`)) {
      const { number, merged_at, merge_commit_sha } = pull as { number?: unknown; merged_at?: unknown; merge_commit_sha?: unknown };
      // A commit may stand in other pull requests, too, that are open still or went elsewhere.
      if (typeof number === "number" && Number.isSafeInteger(number) && typeof merged_at === "string" && typeof merge_commit_sha === "string" && commits.includes(merge_commit_sha)) numbers.add(number);
    }
  }
  return [...numbers].map((number) => new GithubPull(http, repository, number));
}

/** Ours begins with the mark and was written by a token; anybody could write the mark into a comment of their own. */
function isOwnComment(value: unknown): value is { readonly id: number } {
  if (typeof value !== "object" || value === null) return false;
  const { id, body, user } = value as { id?: unknown; body?: unknown; user?: { type?: unknown } | null };
  return typeof id === "number" && typeof body === "string" && body.startsWith(COMMENT_MARK) && user?.type === "Bot";
}
