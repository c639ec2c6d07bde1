/**
 * Forges start nothing when a ref of the ledger moves. Where the remote has a branch by this name, somebody wants to be told by it: after sign-offs were
 * pushed it gets a new commit, which holds those workflows of the default branch that name it, and nothing else. (A workflow runs as it stands in
 * the pushed commit; every other one stays quiet.)
 */
import type { GitPlumbing, Log } from "../core/ports";
import type { LaneObjects } from "./lane-objects";

export const SIGNAL = "refs/heads/countersign/synced";

/** Folders of workflows: GitHub's, Gitea's, Forgejo's. GitLab is told by a webhook, which needs no file on the branch. */
const WORKFLOWS = [".github/workflows", ".gitea/workflows", ".forgejo/workflows"];
/** Milliseconds for one exchange with the remote. */
const LIMIT = 300_000;
/** How often the branch is tried again where another clone moved it meanwhile. */
const ROUNDS = 3;

export class SyncSignal {
  constructor(
    private readonly git: GitPlumbing,
    private readonly objects: LaneObjects,
    private readonly log: Log | null,
  ) {}

  /** Moves the branch where it exists. That nobody could be told costs nothing but a run by hand, so nothing is thrown. */
  async send(remote: string): Promise<void> {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const listed = await this.git.attempt(["ls-remote", "--quiet", remote, "HEAD", SIGNAL], { timeout: LIMIT });
      const rows = new Map(listed.stdout.toString("latin1").split("\n").map((row) => row.split("\t")).map(([id = "", ref = ""]) => [ref, id]));
      const tip = rows.get(SIGNAL);
      if (listed.code !== 0 || tip === undefined) return;
      const commit = await this.objects.writeCommit(await this.treeOf(remote, rows.get("HEAD")), [], new Date().toISOString(), `Sign-offs were pushed, after ${tip}`);
      // The branch holds nothing that does not stand on the default branch, so nothing can be lost; the lease keeps two signals apart.
      const result = await this.git.attempt(["push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no", `--force-with-lease=${SIGNAL}:${tip}`, remote, `+${commit}:${SIGNAL}`], { timeout: LIMIT });
      if (result.code === 0) return;
      this.log?.debug(`${SIGNAL} was not moved: ${result.stderr.trim().slice(0, 300)}`);
    }
    this.log?.warn(`${SIGNAL} of ${remote} could not be moved: checks there do not start again by themselves`);
  }

  private async treeOf(remote: string, tip: string | undefined): Promise<string> {
    if (tip === undefined || !/^[0-9a-f]{40,64}$/.test(tip)) return this.objects.writeEmptyTree();
    const isHere = (await this.git.attempt(["cat-file", "-e", `${tip}^{commit}`])).code === 0;
    if (!isHere) await this.git.attempt(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance", remote, "HEAD"], { timeout: LIMIT });
    const named = await this.git.attempt(["grep", "-lzF", "-e", SIGNAL.replace("refs/heads/", ""), tip, "--", ...WORKFLOWS]);
    const paths = new Set(named.stdout.toString("utf8").split("\0").map((entry) => entry.slice(tip.length + 1)));
    const listed = await this.git.attempt(["ls-tree", "-z", "--full-tree", tip, "--", ...WORKFLOWS.map((folder) => `${folder}/`)]);
    const files = listed.stdout.toString("utf8").split("\0").flatMap((row) => {
      const [, mode = "", id = "", path = ""] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(row) ?? [];
      return path !== "" && paths.has(path) ? [{ mode, id, path }] : [];
    });
    return files.length === 0 ? this.objects.writeEmptyTree() : this.objects.writeFiles(files);
  }
}
