/** An attacked repository whose branch `work` is pull request 1 of a forge, and clones of it as CI systems make them. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AttackedRepository } from "./attacked-repository";
import { countersign, type Ran } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

/** Variables of every CI system that `--ci` knows, taken away: the tests may run in one. */
export const NO_PIPELINE: Readonly<Record<string, undefined>> = Object.fromEntries(["GITHUB_ACTIONS", "GITEA_ACTIONS", "FORGEJO_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_EVENT_PATH", "GITLAB_CI", "TF_BUILD", "BITBUCKET_BUILD_NUMBER", "BITBUCKET_COMMIT"].map((name) => [name, undefined]));

export interface PullRequest {
  readonly head: string;
  readonly merge: string;
  readonly base: string;
}

export class PipelineRepository extends AttackedRepository {
  private readonly folders: string[] = [];

  get server(): TemporaryRepository {
    return new TemporaryRepository({ initialise: false, folder: this.origin });
  }

  temporaryFolder(): string {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "countersign-pipeline-")));
    this.folders.push(folder);
    return folder;
  }

  /** Pushes the branch, as a forge knows it: head and merge refs of both GitHub and GitLab. */
  publish(): PullRequest {
    this.server.git("config", "uploadpack.allowFilter", "true");
    this.server.git("config", "uploadpack.allowAnySHA1InWant", "true");
    this.git("push", "-q", "-f", "origin", "work");
    const head = this.git("rev-parse", "work").trim();
    this.git("fetch", "-q", "origin");
    const base = this.git("rev-parse", "refs/remotes/origin/main").trim();
    const tree = this.git("merge-tree", "--write-tree", base, head).trim().split("\n")[0] ?? "";
    const merge = this.git("commit-tree", tree, "-p", base, "-p", head, "-m", `Merge ${head} into ${base}`).trim();
    this.git("push", "-q", "-f", "origin", `${head}:refs/pull/1/head`, `${merge}:refs/pull/1/merge`, `${head}:refs/merge-requests/1/head`);
    return { head, merge, base };
  }

  /** An empty repository with the remote, into which a runner fetches. */
  runnerFolder(): TemporaryRepository {
    const clone = new TemporaryRepository({ folder: this.temporaryFolder() });
    clone.git("remote", "add", "origin", `file://${this.origin}`);
    return clone;
  }

  /** actions/checkout: one commit of the merge ref, detached. */
  githubClone({ merge }: PullRequest, ...more: readonly string[]): TemporaryRepository {
    const clone = this.runnerFolder();
    clone.git("fetch", "-q", "--no-tags", "--prune", "--depth=1", ...more, "origin", `+${merge}:refs/remotes/pull/1/merge`);
    clone.git("checkout", "-q", "--force", "refs/remotes/pull/1/merge");
    return clone;
  }

  /** The event that GitHub writes for pull request 1, as far as anything reads it. */
  githubEvent({ head, base }: PullRequest, changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string | undefined>> {
    return this.githubEnvironment("pull_request", {
      action: "synchronize",
      number: 1,
      pull_request: {
        number: 1,
        user: { login: "ada", type: "User" },
        base: { ref: "main", sha: base, repo: { full_name: "shop/shop" } },
        head: { ref: "work", sha: head, repo: { full_name: "shop/shop", clone_url: `file://${this.origin}` } },
      },
      repository: { full_name: "shop/shop", default_branch: "main" },
      ...changes,
    });
  }

  githubEnvironment(name: string, event: object): Readonly<Record<string, string | undefined>> {
    const path = join(this.temporaryFolder(), "event.json");
    writeFileSync(path, JSON.stringify(event));
    return { ...NO_PIPELINE, CI: "true", GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: "shop/shop", GITHUB_SERVER_URL: "https://github.com" };
  }

  override dispose(): void {
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
    super.dispose();
  }
}

export interface Judged {
  readonly verdict: string;
  readonly exitCode: number;
  readonly base: string | null;
  readonly head: string;
  readonly hunks: readonly { readonly path: string; readonly state: string }[];
  readonly notChecked: readonly { readonly what: string; readonly why: string }[];
  readonly unclaimed: { readonly lines: number };
}

/** What `check --ci` decides; errors are given back as they were printed. */
export function judge(folder: string, environment: Readonly<Record<string, string | undefined>>, ...parameters: readonly string[]): Ran & { readonly document: Judged | null; readonly decided: string } {
  const ran = countersign(folder, ["check", "--ci", "--format", "json", ...parameters], "", environment);
  const parsed = ran.stdout.includes('"schema": "countersign/check/') ? (JSON.parse(ran.stdout) as Judged & { stats?: unknown }) : null;
  const { stats: _, ...decided } = parsed ?? {};
  return { ...ran, document: parsed, decided: JSON.stringify(decided) };
}
