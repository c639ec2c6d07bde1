/** Each CI system by its real variables and a real shape of clone: the same verdict, byte for byte, as in a whole clone. */
import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { ANN, policyText } from "./attacked-repository";
import { judge, NO_PIPELINE, PipelineRepository, type PullRequest } from "./pipeline-repository";
import { countersign } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";
import { SUM, FILES, LOAD } from "./written-code";

describe("check --ci", function () {
  this.timeout(240_000);
  let repository: PipelineRepository;
  let pull: PullRequest;
  let expected: string;

  before(async () => {
    repository = new PipelineRepository();
    repository.begin(FILES);
    repository.agentCommits("src/sum.ts", SUM);
    repository.agentCommits("src/load.ts", LOAD);
    await repository.sign((hunk) => hunk.path === "src/sum.ts");
    // More commits than a shallow clone gets at first.
    for (let index = 0; index < 60; index += 1) repository.git("commit", "-q", "--allow-empty", "-m", `step ${index}`);
    pull = repository.publish();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    const whole = repository.runnerFolder();
    whole.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/countersign/*:refs/countersign-remote/origin/*");
    whole.git("checkout", "-q", pull.head);
    const ran = countersign(whole.folder, ["check", "--base", pull.base, "--head", pull.head, "--format", "json"]);
    assert.equal(ran.code, 1, ran.stderr);
    const { stats: _, ...decided } = JSON.parse(ran.stdout) as { stats: unknown; hunks: { path: string; state: string }[] };
    assert.deepEqual(decided.hunks.map(({ path, state }) => [path, state]), [["src/load.ts", "unseen"], ["src/sum.ts", "signed-off"]]);
    expected = JSON.stringify(decided);
  });
  after(() => repository.dispose());

  const same = (clone: TemporaryRepository, environment: Readonly<Record<string, string | undefined>>): void => {
    const before = clone.git("status", "--porcelain=v1", "--branch");
    const ran = judge(clone.folder, environment);
    assert.equal(ran.code, 1, ran.stderr);
    assert.equal(ran.decided, expected);
    assert.equal(clone.git("status", "--porcelain=v1", "--branch"), before, "nothing was checked out");
  };

  it("GitHub Actions: the merge commit alone, one commit deep", () => {
    same(repository.githubClone(pull), repository.githubEvent(pull));
  });

  it("GitHub Actions: pull_request_target, with the base checked out", () => {
    const clone = repository.runnerFolder();
    clone.git("fetch", "-q", "--depth=1", "origin", `+${pull.base}:refs/remotes/origin/main`);
    clone.git("checkout", "-q", "-B", "main", "refs/remotes/origin/main");
    same(clone, { ...repository.githubEvent(pull), GITHUB_EVENT_NAME: "pull_request_target" });
  });

  it("GitHub Actions: a merge queue, and a push to the default branch", () => {
    const group = repository.githubEnvironment("merge_group", { action: "checks_requested", merge_group: { head_sha: pull.head, head_ref: "refs/heads/work", base_sha: pull.base, base_ref: "refs/heads/main" } });
    same(repository.githubClone(pull), group);
    const push = { ...repository.githubEnvironment("push", { ref: "refs/heads/main", before: pull.base, after: pull.head, repository: { default_branch: "main" } }), GITHUB_SHA: pull.head };
    same(repository.githubClone(pull), push);
  });

  it("GitLab: a merge request, twenty commits deep and detached", () => {
    const clone = repository.runnerFolder();
    clone.git("fetch", "-q", "--depth=20", "origin", "+refs/merge-requests/1/head:refs/pipelines/7");
    clone.git("checkout", "-q", "--detach", "refs/pipelines/7");
    same(clone, { ...NO_PIPELINE, GITLAB_CI: "true", CI_COMMIT_SHA: pull.head, CI_MERGE_REQUEST_IID: "1", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", CI_MERGE_REQUEST_EVENT_TYPE: "detached", CI_PROJECT_URL: "https://gitlab.example/shop/shop", CI_MERGE_REQUEST_SOURCE_PROJECT_URL: "https://gitlab.example/shop/shop", CI_DEFAULT_BRANCH: "main" });
  });

  it("GitLab: merged results, and a branch pipeline", () => {
    const merged = repository.githubClone(pull);
    same(merged, { ...NO_PIPELINE, GITLAB_CI: "true", CI_COMMIT_SHA: pull.merge, CI_MERGE_REQUEST_IID: "1", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", CI_MERGE_REQUEST_EVENT_TYPE: "merged_result", CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: pull.head, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: pull.base });
    const branch = repository.runnerFolder();
    branch.git("fetch", "-q", "--depth=20", "origin", "+refs/heads/work:refs/remotes/origin/work");
    branch.git("checkout", "-q", "--detach", "refs/remotes/origin/work");
    same(branch, { ...NO_PIPELINE, GITLAB_CI: "true", CI_COMMIT_SHA: pull.head, CI_COMMIT_BRANCH: "work", CI_DEFAULT_BRANCH: "main", CI_COMMIT_BEFORE_SHA: "0".repeat(40) });
  });

  it("Azure Pipelines: a pull request, one commit deep", () => {
    // The documentation has branches in their long form, semantic-release/env-ci (services/azure-pipelines.js at 58cd61f) saw short ones: one of each.
    same(repository.githubClone(pull), { ...NO_PIPELINE, TF_BUILD: "True", BUILD_REASON: "PullRequest", BUILD_SOURCEVERSION: pull.merge, SYSTEM_PULLREQUEST_PULLREQUESTID: "1", SYSTEM_PULLREQUEST_SOURCECOMMITID: pull.head, SYSTEM_PULLREQUEST_TARGETBRANCH: "main", SYSTEM_PULLREQUEST_SOURCEBRANCH: "refs/heads/work", SYSTEM_PULLREQUEST_ISFORK: "False" });
  });

  it("Bitbucket: a pull request, fifty commits of one branch", () => {
    const clone = new TemporaryRepository({ initialise: false, folder: repository.temporaryFolder() });
    clone.git("clone", "-q", "--branch=work", "--depth", "50", `file://${repository.origin}`, ".");
    same(clone, { ...NO_PIPELINE, BITBUCKET_BUILD_NUMBER: "9", BITBUCKET_COMMIT: pull.head, BITBUCKET_BRANCH: "work", BITBUCKET_PR_ID: "1", BITBUCKET_PR_DESTINATION_BRANCH: "main" });
  });

  it("partial clones: without blobs, without trees, and one commit deep besides", () => {
    for (const filter of [["--filter=blob:none"], ["--filter=tree:0"]]) {
      const clone = new TemporaryRepository({ initialise: false, folder: repository.temporaryFolder() });
      clone.git("clone", "-q", "--no-checkout", ...filter, `file://${repository.origin}`, ".");
      const ran = judge(clone.folder, repository.githubEvent(pull));
      assert.equal(ran.decided, expected, `${filter.join(" ")}: ${ran.stderr}`);
    }
    const clone = new TemporaryRepository({ initialise: false, folder: repository.temporaryFolder() });
    clone.git("clone", "-q", "--no-checkout", "--depth=1", "--filter=blob:none", "--branch=work", `file://${repository.origin}`, ".");
    assert.equal(judge(clone.folder, repository.githubEvent(pull)).decided, expected);
  });

  it("fails closed: no system, no head, no base, no remote, no ledger", () => {
    const clone = () => repository.githubClone(pull);
    const refused = (folder: string, environment: Readonly<Record<string, string | undefined>>, code: number, words: RegExp) => {
      const ran = judge(folder, environment);
      assert.equal(ran.code, code, ran.stdout + ran.stderr);
      assert.match(ran.stderr, words);
      assert.match(ran.stderr, /^countersign: [^\n]+\n$/, "one line that says what to do");
    };
    refused(clone().folder, NO_PIPELINE, 2, /found none of the CI systems/);
    refused(clone().folder, { ...repository.githubEvent(pull), GITHUB_EVENT_PATH: "/nowhere" }, 2, /GITHUB_SHA is not a full commit id/);
    refused(clone().folder, repository.githubEvent({ ...pull, head: "1".repeat(40) }), 3, /commit to judge, 1{40}\S* can't be fetched|commit to judge \(1{40}\) can't be fetched/);
    refused(clone().folder, repository.githubEnvironment("pull_request", { pull_request: { number: 1, base: { ref: "gone" }, head: { sha: pull.head } } }), 3, /base branch .*gone.* can't be fetched/);
    for (const ref of ["--upload-pack=touch /tmp/x", "main:refs/heads/x", "a b", "../x", "refs/../x", "*"]) {
      refused(clone().folder, repository.githubEnvironment("pull_request", { pull_request: { number: 1, base: { ref }, head: { sha: pull.head } } }), 2, /pull_request\.base\.ref is not the name of a branch/);
    }
    const cut = clone();
    cut.git("remote", "set-url", "origin", "file:///nowhere/at/all");
    refused(cut.folder, repository.githubEvent(pull), 3, /can't be fetched/);
    // Without --ci, a clone that is too shallow to know its base says so.
    const plain = countersign(clone().folder, ["check"], "", NO_PIPELINE);
    assert.equal(plain.code, 3);
    assert.match(plain.stderr, /shallow and has no remote branch to compare with: git fetch --unshallow/);
  });

  it("a ledger that is gone is no pass; an empty one is", () => {
    const bare = new PipelineRepository();
    try {
      bare.as(ANN, "ann");
      bare.start({ ...FILES, ".countersign/config.jsonc": policyText(), ".countersign/allowed_signers": bare.enrolment("ann") });
      bare.write("src/by-hand.ts", SUM);
      bare.commit("by hand");
      const request = bare.publish();
      const gone = judge(bare.githubClone(request).folder, bare.githubEvent(request));
      assert.deepEqual([gone.code, gone.document?.verdict], [3, "not-evaluated"]);
      assert.match(JSON.stringify(gone.document?.notChecked), /none is in this clone, though the base names one: run countersign sync/);
      assert.equal(countersign(bare.folder, ["sync"]).code, 0);
      const empty = judge(bare.githubClone(request).folder, bare.githubEvent(request));
      assert.deepEqual([empty.code, empty.document?.verdict, empty.document?.unclaimed.lines], [0, "pass", 5]);
    } finally {
      bare.dispose();
    }
  });

  it("a fork brings its own ledger, and neither its policy nor its keys", () => {
    const fork = new TemporaryRepository({ initialise: false, folder: repository.temporaryFolder() });
    fork.git("clone", "-q", "--bare", repository.origin, ".");
    fork.git("config", "uploadpack.allowAnySHA1InWant", "true");
    const lanes = repository.git("ls-remote", "origin", "refs/countersign/*").trim().split("\n").map((row) => row.split("\t"));
    const [signed] = lanes.filter(([, ref]) => ref?.startsWith("refs/countersign/s/"));
    assert.ok(signed !== undefined);
    const [tip = "", ref = ""] = signed;
    fork.git("fetch", "-q", repository.origin, `${ref}:${ref}`);
    // The sign-offs stand in the fork alone.
    repository.server.git("update-ref", "-d", ref);
    try {
      const event = repository.githubEnvironment("pull_request", {
        pull_request: { number: 1, user: { login: "eve" }, base: { ref: "main", repo: { full_name: "shop/shop" } }, head: { sha: pull.head, repo: { full_name: "eve/shop", clone_url: `file://${fork.folder}` } } },
      });
      const ran = judge(repository.githubClone(pull).folder, event);
      assert.equal(ran.decided, expected, ran.stderr);
      const unreachable = judge(repository.githubClone(pull).folder, repository.githubEnvironment("pull_request", { pull_request: { number: 1, base: { ref: "main", repo: { full_name: "shop/shop" } }, head: { sha: pull.head, repo: { full_name: "eve/shop", clone_url: "file:///nowhere" } } } }));
      assert.deepEqual(unreachable.document?.hunks.map(({ state }) => state), ["unseen", "unseen"], "what the fork alone signed is not there");
      assert.match(JSON.stringify(unreachable.document?.notChecked), /the fork's ledger/);
    } finally {
      repository.server.git("fetch", "-q", fork.folder, `${ref}:${ref}`);
      assert.equal(repository.server.git("rev-parse", ref).trim(), tip);
    }
  });

  it("a tag or a branch with the base's name does not become the base", () => {
    const weak = new PipelineRepository();
    try {
      weak.begin(FILES);
      weak.agentCommits("src/load.ts", LOAD);
      weak.write(".countersign/config.jsonc", policyText({ gate: { high: 99, errors: 99 } }));
      const tip = weak.commit("weaken");
      for (const ref of ["refs/tags/origin/main", "refs/heads/origin/main"]) {
        weak.git("update-ref", ref, tip);
        const ran = countersign(weak.folder, ["check", "--base", "origin/main", "--format", "json"]);
        assert.equal(ran.code, 1, `${ref}: ${ran.stderr}`);
        weak.git("update-ref", "-d", ref);
      }
    } finally {
      weak.dispose();
    }
  });

  it("the github format also leaves a summary, within its limit", () => {
    const clone = repository.githubClone(pull);
    const summary = `${repository.temporaryFolder()}/summary.md`;
    const event = { ...repository.githubEvent(pull), GITHUB_STEP_SUMMARY: summary };
    const ran = countersign(clone.folder, ["check", "--ci", "--format", "github"], "", event);
    assert.equal(ran.code, 1);
    assert.match(ran.stdout, /^::error file=src\/load\.ts,line=1,endLine=3,title=unverified-hunk::/m);
    assert.match(readFileSync(summary, "utf8"), /❌ Countersign: the gate fails[^]*src\/load\.ts/);
    writeFileSync(summary, "x".repeat(999_500));
    assert.equal(countersign(clone.folder, ["check", "--ci", "--format", "github"], "", event).code, 1);
    assert.equal(readFileSync(summary, "utf8").length, 999_500, "what would be too much stays away");
    const text = countersign(clone.folder, ["check", "--ci", "--format", "markdown"], "", event).stdout;
    assert.match(text, new RegExp(`https://github\\.com/shop/shop/blob/${pull.head}/src/load\\.ts#L1-L3`));
  });
});
