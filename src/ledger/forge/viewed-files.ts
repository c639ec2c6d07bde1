/** Which files of a pull request its reviewer ticked as *Viewed* on GitHub: the question, and the answer's shape. */
import * as z from "zod";
import { CountersignError } from "../../core/model";

/** GitHub gives a hundred files at a time. */
export const VIEWED_FILES_QUERY = `query($owner: String!, $name: String!, $branch: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(headRefName: $branch, states: OPEN, first: 2) {
      nodes { number headRefOid files(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { path viewerViewedState } } }
    }
  }
}`;

const file = z.object({ path: z.string().min(1).max(4_096), viewerViewedState: z.string().max(40) });
const pull = z.object({
  number: z.number().int().positive(),
  headRefOid: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/),
  files: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().max(1_000).nullable() }), nodes: z.array(file).max(100) }).nullable(),
});
const answer = z.object({ data: z.object({ repository: z.object({ pullRequests: z.object({ nodes: z.array(pull).max(2) }) }).nullable() }) });

/** GraphQL refuses with status 200, and may give half an answer beside it. */
const refusal = z.object({ errors: z.array(z.object({ type: z.string().max(200).optional(), message: z.string().max(10_000) })).min(1) });
/** What another token, or another remote, would mend. */
const REFUSED = new Set(["NOT_FOUND", "FORBIDDEN", "INSUFFICIENT_SCOPES", "SAML_FAILURE"]);

export interface ViewedPage {
  readonly number: number;
  /** Full id of the commit that the pull request shows. */
  readonly commit: string;
  readonly viewed: readonly string[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** Null where the branch has no open pull request. Errors: `refused` where the token sees no such repository, `internal` for an answer of another shape, `usage` where there are two. */
export function readViewedPage(value: unknown): ViewedPage | null {
  const [error] = refusal.safeParse(value).data?.errors ?? [];
  if (error !== undefined) throw new CountersignError(REFUSED.has(error.type ?? "") ? "refused" : "internal", `GitHub answered: ${error.message.slice(0, 300)}`, { hint: "check the remote origin, and that the account you signed in with may read it" });
  const parsed = answer.safeParse(value);
  if (!parsed.success) throw new CountersignError("internal", "GitHub's answer about viewed files has no shape that is known");
  const [found, second] = parsed.data.data.repository?.pullRequests.nodes ?? [];
  if (found === undefined) return null;
  if (second !== undefined) throw new CountersignError("usage", `this branch has two open pull requests, ${found.number} and ${second.number}`, { hint: "close one of them" });
  const { pageInfo, nodes } = found.files ?? { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
  // DISMISSED: ticked, and changed since.
  return { number: found.number, commit: found.headRefOid, viewed: nodes.flatMap(({ path, viewerViewedState }) => (viewerViewedState === "VIEWED" ? [path] : [])), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

/** Owner and name of a repository on github.com; null for a remote elsewhere. */
export function githubProject(remote: string): { readonly owner: string; readonly name: string } | null {
  const [, owner, name] = /^(?:https:\/\/(?:[^@/\s]+@)?github\.com\/|ssh:\/\/git@github\.com\/|git@github\.com:)([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(remote) ?? [];
  return owner === undefined || name === undefined ? null : { owner, name };
}
