/** GitLab, Azure DevOps and Bitbucket: their variables say what is judged. */
import { addressOf, branchOf, commitOf, isRefName, optionalCommit, type Environment, type Pipeline } from "./pipeline";

/** GitLab CI/CD: merge request pipelines, merged results and merge trains, branch pipelines. Errors: `usage`. */
export function gitlabPipeline(environment: Environment): Pipeline {
  const project = addressOf(environment["CI_PROJECT_URL"]);
  const pages = project === null ? null : { repository: `${project.replace(/\/$/, "")}/-` };
  const commit = commitOf(environment["CI_COMMIT_SHA"], "CI_COMMIT_SHA");
  const number = Number(environment["CI_MERGE_REQUEST_IID"]);
  if (Number.isSafeInteger(number) && number > 0) {
    const source = addressOf(environment["CI_MERGE_REQUEST_SOURCE_PROJECT_URL"]);
    return {
      system: "gitlab",
      kind: environment["CI_MERGE_REQUEST_EVENT_TYPE"] === "merge_train" ? "merge-queue" : "pull-request",
      base: { branch: branchOf(environment["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"], "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"), commit: null },
      // In a merged results pipeline the commit is GitLab's own merge; what is judged is the branch.
      head: { commit: optionalCommit(environment["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"], "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") ?? commit, refs: [`refs/merge-requests/${number}/head`] },
      fork: source !== null && source !== project ? `${source}.git` : null,
      change: { number, author: null },
      pages,
    };
  }
  const branch = environment["CI_COMMIT_BRANCH"];
  const isDefault = branch !== undefined && branch === environment["CI_DEFAULT_BRANCH"];
  return {
    system: "gitlab",
    kind: "push",
    base: isDefault ? { branch: null, commit: optionalCommit(environment["CI_COMMIT_BEFORE_SHA"], "CI_COMMIT_BEFORE_SHA") } : { branch: branchOf(environment["CI_DEFAULT_BRANCH"], "CI_DEFAULT_BRANCH"), commit: null },
    head: { commit, refs: branch === undefined ? [] : [`refs/heads/${branchOf(branch, "CI_COMMIT_BRANCH")}`] },
    fork: null,
    change: null,
    pages,
  };
}

/** Azure Pipelines: pull requests; other builds don't say what they are measured from, so they need `--base`. Errors: `usage`. */
export function azurePipeline(environment: Environment): Pipeline {
  const target = environment["SYSTEM_PULLREQUEST_TARGETBRANCH"];
  const number = Number(environment["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER"] ?? environment["SYSTEM_PULLREQUEST_PULLREQUESTID"]);
  const source = environment["SYSTEM_PULLREQUEST_SOURCEBRANCH"] ?? "";
  const isPull = target !== undefined && target !== "";
  const head = isPull ? (optionalCommit(environment["SYSTEM_PULLREQUEST_SOURCECOMMITID"], "SYSTEM_PULLREQUEST_SOURCECOMMITID") ?? commitOf(environment["BUILD_SOURCEVERSION"], "BUILD_SOURCEVERSION")) : commitOf(environment["BUILD_SOURCEVERSION"], "BUILD_SOURCEVERSION");
  const isFork = environment["SYSTEM_PULLREQUEST_ISFORK"]?.toLowerCase() === "true";
  return {
    system: "azure",
    kind: isPull ? "pull-request" : "push",
    base: { branch: isPull ? branchOf(target, "SYSTEM_PULLREQUEST_TARGETBRANCH") : null, commit: null },
    head: { commit: head, refs: [...(isFork || !isRefName(source) ? [] : [source.startsWith("refs/") ? source : `refs/heads/${source}`]), ...(Number.isSafeInteger(number) && number > 0 ? [`refs/pull/${number}/merge`] : [])] },
    fork: isFork ? addressOf(environment["SYSTEM_PULLREQUEST_SOURCEREPOSITORYURI"]) : null,
    change: Number.isSafeInteger(number) && number > 0 ? { number, author: null } : null,
    pages: null,
  };
}

/** Bitbucket Pipelines: pull requests, which never come from a fork; other builds need `--base`. Errors: `usage`. */
export function bitbucketPipeline(environment: Environment): Pipeline {
  const target = environment["BITBUCKET_PR_DESTINATION_BRANCH"];
  const source = environment["BITBUCKET_BRANCH"];
  const number = Number(environment["BITBUCKET_PR_ID"]);
  const isPull = target !== undefined && target !== "";
  return {
    system: "bitbucket",
    kind: isPull ? "pull-request" : "push",
    base: { branch: isPull ? branchOf(target, "BITBUCKET_PR_DESTINATION_BRANCH") : null, commit: null },
    head: { commit: commitOf(environment["BITBUCKET_COMMIT"], "BITBUCKET_COMMIT"), refs: source === undefined || source === "" ? [] : [`refs/heads/${branchOf(source, "BITBUCKET_BRANCH")}`] },
    fork: null,
    change: Number.isSafeInteger(number) && number > 0 ? { number, author: null } : null,
    pages: null,
  };
}
