/**
 * The action on payloads that GitHub sent, from the runner's file to the verdict; only commit ids are replaced by those of the test's repository. What the
 * REST interface answers is *shape*, but for the pull request and the review, which are the recorded payload's own.
 */
import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { detectPipeline } from "../../src/cli/pipeline/detect-pipeline";
import { readForgeChange } from "../../src/ledger/forge/forge-change";
import { Forge, runAction, type ActionRan } from "./action-runner";
import { ANN, policyText } from "./attacked-repository";
import { NO_PIPELINE, PipelineRepository, type PullRequest } from "./pipeline-repository";
import { EDITIONS, recordedEvent, recordedEvents, type RecordedEvent } from "./recorded-events";
import { countersign } from "./supervised-repository";
import { LOAD } from "./written-code";

const HEAD = "1".repeat(40);

describe("recorded payloads of GitHub", function () {
  this.timeout(240_000);

  it("every recorded pull_request, pull_request_review, merge_group and push of six editions says what is judged", () => {
    const detect = (event: RecordedEvent) => detectPipeline({ GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: "event.json", GITHUB_REPOSITORY: event.repository.full_name, GITHUB_SHA: HEAD }, () => JSON.stringify(event));
    const seen: Record<string, number> = {};
    for (const edition of EDITIONS) {
      for (const name of ["pull_request", "pull_request_review"]) {
        for (const event of recordedEvents(name, edition)) {
          const { pull_request: pull } = event;
          assert.ok(pull !== undefined);
          const { kind, base, head, fork, change } = detect(event);
          assert.deepEqual([kind, base.branch, head.commit, fork, change], ["pull-request", pull.base.ref, pull.head.sha, null, { number: pull.number, author: pull.user.login }]);
          seen[name] = (seen[name] ?? 0) + 1;
        }
      }
      for (const event of recordedEvents("merge_group", edition)) {
        const { kind, base, head } = detect(event);
        assert.deepEqual([kind, base, head.commit, head.refs], ["merge-queue", { branch: "main", commit: event.merge_group?.base_sha }, event.merge_group?.head_sha, [event.merge_group?.head_ref]]);
        seen["merge_group"] = (seen["merge_group"] ?? 0) + 1;
      }
      for (const event of recordedEvents("push", edition)) {
        const { kind, base, head } = detect(event);
        const isDefault = event.ref === "refs/heads/master";
        assert.equal(kind, "push");
        assert.deepEqual(base, isDefault ? { branch: null, commit: null } : { branch: "master", commit: null }, "the branch was new");
        assert.deepEqual(head, { commit: HEAD, refs: isDefault ? ["refs/heads/master"] : [] });
        seen["push"] = (seen["push"] ?? 0) + 1;
      }
    }
    assert.ok((seen["pull_request"] ?? 0) >= 29 && (seen["pull_request_review"] ?? 0) >= 4 && (seen["merge_group"] ?? 0) >= 2 && (seen["push"] ?? 0) >= 7, JSON.stringify(seen));
  });

  it("a recorded pull request from a fork (its head's repository renamed) is fetched from there; a deleted fork from nowhere", () => {
    const event = recordedEvent("pull_request", "opened");
    const { pull_request: pull } = event;
    assert.ok(pull !== undefined);
    const fork = { ...event, pull_request: { ...pull, head: { ...pull.head, repo: { ...pull.head.repo, full_name: "eve/Hello-World", clone_url: "https://github.com/eve/Hello-World.git" } } } };
    const detect = (value: object) => detectPipeline({ GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: "event.json" }, () => JSON.stringify(value)).fork;
    assert.equal(detect(fork), "https://github.com/eve/Hello-World.git");
    assert.equal(detect({ ...event, pull_request: { ...pull, head: { ...pull.head, repo: null } } }), null);
  });

  it("every recorded review is read; none of them is an approval until its state says so, and then it is its author's own", () => {
    let reviews = 0;
    for (const edition of EDITIONS) {
      for (const event of recordedEvents("pull_request_review", edition)) {
        const change = readForgeChange(JSON.stringify(event), "event.json");
        assert.deepEqual([change.approvals, change.authors, change.refused], [[], ["@Codertocat", null], []]);
        reviews += 1;
        assert.ok(event.review !== undefined);
        event.review.state = "approved";
        assert.deepEqual(readForgeChange(JSON.stringify(event), "event.json").approvals, [{ account: "@Codertocat", commit: event.review.commit_id, at: event.review.submitted_at }]);
      }
    }
    assert.ok(reviews >= 4);
  });

  describe("through the action's entry", () => {
    let repository: PipelineRepository;
    let forge: Forge;
    let pull: PullRequest;

    beforeEach(async () => {
      repository = new PipelineRepository();
      forge = new Forge("Codertocat/Hello-World", 2);
      await forge.open();
      repository.as(ANN, "ann");
      const policy = JSON.parse(policyText()) as { policy: object };
      repository.start({ "src/send.ts": "export const send = (cents: number) => cents;\n", ".countersign/config.jsonc": JSON.stringify({ ...policy, policy: { ...policy.policy, require: { high: { minTrust: "forge" } } } }), ".countersign/allowed_signers": repository.enrolment("ann") });
      repository.agentCommits("src/load.ts", LOAD);
      pull = repository.publish();
      // As the recorded repository calls them.
      repository.git("push", "-q", "origin", `${pull.base}:refs/heads/master`, `${pull.head}:refs/pull/2/head`, `${pull.head}:refs/heads/gh-readonly-queue/main/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64`);
      assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    });
    afterEach(async () => {
      await forge.close();
      repository.dispose();
    });

    const run = (name: string, event: RecordedEvent, inputs: Readonly<Record<string, string>> = {}, variables: Readonly<Record<string, string>> = {}): Promise<ActionRan> => {
      const { pull_request: recorded, merge_group: group, review } = event;
      if (recorded !== undefined) {
        recorded.head.sha = pull.head;
        recorded.base.sha = pull.base;
        forge.recordedPull = recorded;
      }
      if (review !== undefined) review.commit_id = pull.head;
      if (group !== undefined) Object.assign(group, { head_sha: pull.head, base_sha: pull.base });
      if (event.after !== undefined) Object.assign(event, { before: pull.base, after: pull.head });
      const path = join(repository.temporaryFolder(), "event.json");
      writeFileSync(path, JSON.stringify(event));
      const environment = { ...NO_PIPELINE, CI: "true", GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: event.repository.full_name, GITHUB_SERVER_URL: "https://github.com", GITHUB_SHA: pull.head, GITHUB_API_URL: forge.address, ...variables };
      return runAction(repository.githubClone(pull).folder, repository.temporaryFolder(), environment, { token: "t", ...inputs });
    };
    const judged = (ran: ActionRan) => [ran.code, ran.outputs["verdict"], ran.outputs["high-risk-hunks"]];

    it("pull_request, pull_request_target, merge_group and push: one verdict", async () => {
      for (const [name, event] of [
        ["pull_request", recordedEvent("pull_request", "opened")],
        ["pull_request_target", recordedEvent("pull_request", "reopened")],
        ["merge_group", recordedEvent("merge_group")],
        ["push", recordedEvent("push", "refs/heads/master")],
      ] as const) {
        const ran = await run(name, event);
        assert.deepEqual(judged(ran), [1, "fail", "1"], `${name}: ${ran.stdout}${ran.stderr}`);
      }
    });

    it("pull_request_review: asked of REST with the recorded pull request and review, and from the event alone without a token", async () => {
      const own = recordedEvent("pull_request_review", "submitted");
      assert.ok(own.review !== undefined);
      own.review.state = "approved";
      forge.reviews.push(own.review);
      const refused = await run("pull_request_review", own, { comment: "true" });
      assert.deepEqual(judged(refused), [1, "fail", "1"], refused.stdout);
      assert.match(refused.summary, /whoever wrote a part of the change/);
      own.review.user.login = "hubot";
      const counted = await run("pull_request_review", own);
      assert.deepEqual(judged(counted), [0, "pass", "0"], counted.stdout + counted.stderr);
      assert.ok(forge.requests.includes("GET /repos/Codertocat/Hello-World/pulls/2/reviews"));
      // An event says nothing of who wrote the commits: where the base names nobody, it counts nothing.
      const blind = await run("pull_request_review", own, { token: "" });
      assert.deepEqual(judged(blind), [1, "fail", "1"]);
      assert.match(blind.summary, /nobody knows whether the account wrote a part of the change/);
    });

    it("after the merge: the recorded push brings the approval of the merged pull request into the ledger", async () => {
      repository.as("ci@example.org", "ci");
      repository.as(ANN, "ann");
      repository.git("checkout", "-q", "main");
      repository.write(".countersign/allowed_signers", repository.enrolment("ann") + repository.enrolment("ci", 'namespaces="approval.v1@countersign"', "approvals"));
      const base = repository.commit("enrol CI's key");
      const tree = repository.git("merge-tree", "--write-tree", base, pull.head).trim().split("\n")[0] ?? "";
      const after = repository.git("commit-tree", tree, "-p", base, "-m", "Load orders (#2)").trim();
      repository.git("push", "-q", "-f", "origin", `${after}:refs/heads/master`, `${base}:refs/heads/main`);
      const closed = recordedEvents("pull_request").find((event) => event.action === "closed");
      assert.ok(closed?.pull_request !== undefined);
      forge.pullsOf.set(after, [{ ...closed.pull_request, merged_at: "2019-05-15T15:20:40Z", merge_commit_sha: after }]);
      const review = recordedEvent("pull_request_review", "submitted").review;
      assert.ok(review !== undefined);
      Object.assign(review, { state: "APPROVED", commit_id: pull.head });
      review.user.login = "hubot";
      forge.reviews.push(review);
      const event = recordedEvent("push", "refs/heads/master");
      forge.recordedPull = closed.pull_request;
      const clone = repository.runnerFolder();
      clone.git("fetch", "-q", "--depth=1", "origin", `+${after}:refs/remotes/origin/master`);
      clone.git("checkout", "-q", "-B", "master", "refs/remotes/origin/master");
      Object.assign(event, { before: base, after });
      const path = join(repository.temporaryFolder(), "event.json");
      writeFileSync(path, JSON.stringify(event));
      const environment = { ...NO_PIPELINE, GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: event.repository.full_name, GITHUB_REF: "refs/heads/master", GITHUB_SHA: after, GITHUB_API_URL: forge.address };
      const ran = await runAction(clone.folder, repository.temporaryFolder(), environment, { token: "t", "forge-key": readFileSync(repository.keyFile("ci"), "utf8") });
      assert.deepEqual([ran.code, ran.outputs["recorded-hunks"]], [0, "1"], ran.stdout + ran.stderr);
      assert.match(ran.stdout, /Recorded @hubot's approval: 1 hunk/);
    });
  });
});
