import { CountersignError } from "../../core/model";
import { githubPipeline } from "./github-pipeline";
import { azurePipeline, bitbucketPipeline, gitlabPipeline } from "./other-pipelines";
import type { Environment, Pipeline } from "./pipeline";

/**
 * Which CI system this process runs in and what it was started for. `readText` gives a file's text or null.
 * Errors: `usage` where no system is recognised, or what it says can't be used.
 */
export function detectPipeline(environment: Environment, readText: (path: string) => string | null): Pipeline {
  const isSet = (name: string) => (environment[name] ?? "") !== "" && environment[name] !== "false";
  if (isSet("GITHUB_ACTIONS") || isSet("GITEA_ACTIONS") || isSet("FORGEJO_ACTIONS")) {
    const path = environment["GITHUB_EVENT_PATH"];
    return githubPipeline(environment, path === undefined ? null : readText(path));
  }
  if (isSet("GITLAB_CI")) return gitlabPipeline(environment);
  if (isSet("TF_BUILD")) return azurePipeline(environment);
  if (isSet("BITBUCKET_BUILD_NUMBER") || isSet("BITBUCKET_COMMIT")) return bitbucketPipeline(environment);
  throw new CountersignError("usage", "--ci found none of the CI systems that it knows (GitHub Actions, GitLab, Azure Pipelines, Bitbucket)", { hint: "give --base REV instead, after git fetch of the base branch and of refs/countersign/*" });
}
