/** A forge's *Viewed* taken over as *viewed* (product promise 7): only when a person asks for it, and with the session that the editor was given. */
import type { ReviewSession } from "../app/review-session";
import { CountersignError } from "../core/model";
import { VIEWED_FILES_QUERY, githubProject, readViewedPage } from "../ledger/forge/viewed-files";
import type { ForgeHttp } from "../platform/forge-http";
import type { ForgeViewedAnswer } from "../protocol/messages";

/** 3,000 files: what GitHub shows of a pull request. */
const MOST_PAGES = 30;

/** Ticks the hunks of files that were ticked there and stand here as they stood there. Errors: `usage` for a remote elsewhere or no branch, and those of the forge. */
export async function takeForgeViewed(session: ReviewSession, http: Pick<ForgeHttp, "ask">): Promise<ForgeViewedAnswer> {
  const { remote, branch } = await session.forgePlace();
  const project = remote === null ? null : githubProject(remote);
  if (project === null) throw new CountersignError("usage", "origin is not on github.com", { hint: "only GitHub tells which files its reviewer viewed" });
  if (branch === null) throw new CountersignError("usage", "no branch is checked out", { hint: "check out the pull request's branch" });
  const paths: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = readViewedPage(await http.ask("POST", "/graphql", { query: VIEWED_FILES_QUERY, variables: { ...project, branch, after } }));
    if (page === null) return { number: null, files: 0, hunks: 0 };
    paths.push(...page.viewed);
    after = page.next;
    if (after === null) return { number: page.number, files: paths.length, hunks: await session.viewFilesOf(page.commit, paths) };
  }
  throw new CountersignError("usage", "the pull request has more files than GitHub shows");
}
