/** Approvals that outlive the squash merge: recorded by CI with a key of its own, which can do nothing else; and checks that start again. */
import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recipeOf } from "../../src/cli/recipes";
import { APPROVAL_NAMESPACE, SIGNOFF_NAMESPACE } from "../../src/ledger/ssh/signature";
import { assertSchema } from "../unit/report/schemas";
import { Forge, runAction } from "./action-runner";
import { ANN, forged, linesOf, policyText } from "./attacked-repository";
import { PipelineRepository } from "./pipeline-repository";
import { countersign, PROJECT } from "./supervised-repository";
import { LOAD } from "./written-code";

const APPROVALS = `namespaces="${APPROVAL_NAMESPACE}"`;

describe("approvals on the forge, recorded", function () {
  this.timeout(240_000);
  let repository: PipelineRepository;
  let forge: Forge;

  beforeEach(async () => {
    repository = new PipelineRepository();
    forge = new Forge();
    await forge.open();
  });
  afterEach(async () => {
    await forge.close();
    repository.dispose();
  });

  const key = (name: string) => readFileSync(repository.keyFile(name), "utf8");

  /** A base that enrols Ann for sign-offs and CI's key as given; a change by an assistant that Bob approves. */
  const begin = (enrolment = (): string => repository.enrolment("ci", APPROVALS, "approvals"), require: object = { high: { minTrust: "forge" } }): void => {
    repository.as("ci@example.org", "ci");
    repository.as(ANN, "ann");
    const policy = JSON.parse(policyText()) as { policy: object };
    const configuration = { ...policy, policy: { ...policy.policy, people: { "bob@example.org": ["@bob"] }, require } };
    repository.start({ "src/send.ts": "export const send = (cents: number) => cents;\n", "package.json": '{"name":"shop"}\n', ".countersign/config.jsonc": JSON.stringify(configuration), ".countersign/allowed_signers": repository.enrolment("ann") + enrolment() });
    repository.agentCommits("src/load.ts", LOAD);
  };

  interface Merged {
    readonly before: string;
    readonly after: string;
    readonly approved: string;
  }

  /** The forge squashes the pull request onto main; its branch is deleted. */
  const squash = (): Merged => {
    const { head, base } = repository.publish();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    forge.approve("bob", head);
    const tree = repository.git("rev-parse", `${head}^{tree}`).trim();
    const after = repository.git("commit-tree", tree, "-p", base, "-m", "Load orders (#1)").trim();
    repository.git("push", "-q", "origin", `${after}:refs/heads/main`);
    repository.server.git("update-ref", "-d", "refs/heads/work");
    forge.pullsOf.set(after, [{ number: 1, merged_at: "2026-11-20T11:00:00Z", merge_commit_sha: after }, { number: 2, merged_at: null, merge_commit_sha: after }]);
    return { before: base, after, approved: head };
  };

  const record = async ({ before, after }: Merged, inputs: Readonly<Record<string, string>> = {}, name = "push") => {
    const clone = repository.runnerFolder();
    clone.git("fetch", "-q", "--depth=1", "origin", `+${after}:refs/remotes/origin/main`);
    clone.git("checkout", "-q", "-B", "main", "refs/remotes/origin/main");
    const environment = { ...repository.githubEnvironment(name, { ref: "refs/heads/main", before, after, repository: { full_name: "shop/shop", default_branch: "main" } }), GITHUB_SHA: after, GITHUB_REF: "refs/heads/main", GITHUB_API_URL: forge.address };
    return runAction(clone.folder, repository.temporaryFolder(), environment, { token: "t", "forge-key": key("ci"), ...inputs });
  };

  /** What a fresh clone of main says of everything in it. */
  const wholeState = () => {
    const clone = repository.runnerFolder();
    clone.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/countersign/*:refs/countersign-remote/origin/*");
    clone.git("checkout", "-q", "-B", "main", "refs/remotes/origin/main");
    const ran = countersign(clone.folder, ["check", "--all", "--format", "json"]);
    const document = JSON.parse(ran.stdout) as { readonly verdict: string; readonly hunks: readonly { readonly path: string; readonly state: string }[] };
    const log = JSON.parse(countersign(clone.folder, ["log", "--format", "json"]).stdout) as { readonly records: readonly { readonly signer: string; readonly note?: string; readonly at: string; readonly trust: string }[] };
    return { clone, states: document.hunks.map(({ path, state }) => `${path} ${state}`), log: log.records.map(({ signer, note, at, trust }) => [signer, trust, at, note]) };
  };

  it("survives the squash merge: signed off by who clicked Approve, at trust forge, in every clone", async () => {
    begin();
    const merged = squash();
    assert.deepEqual(wholeState().states, ["src/load.ts unseen"], "without a record, nobody answers for it on main");
    const ran = await record(merged);
    assert.deepEqual([ran.code, ran.outputs["recorded-hunks"]], [0, "1"], ran.stdout + ran.stderr);
    assert.match(ran.stdout, /Recorded @bob's approval: 1 hunk/);
    const after = wholeState();
    assert.deepEqual(after.states, ["src/load.ts signed-off"]);
    assert.deepEqual(after.log, [["bob@example.org", "forge", "2026-11-20T10:00:00Z", `Approved on the forge by @bob at ${merged.approved}`]]);
    const again = await record(merged);
    assert.deepEqual([again.code, again.outputs["recorded-hunks"]], [0, "0"], "a second run writes nothing");
    assert.equal(wholeState().log.length, 1);
  });

  it("stands until the base takes CI's key back: wholly, or from a time on that the approval's is not before", async () => {
    begin();
    assert.equal((await record(squash())).code, 0);
    const { fingerprint } = repository.privateKey("ci").publicKey;
    repository.git("checkout", "-q", "-f", "-B", "main", "origin/main");
    repository.git("pull", "-q", "origin", "main");
    for (const [entry, state] of [
      [{ key: fingerprint, after: "2026-11-20T10:00:01Z" }, "signed-off"],
      [{ key: fingerprint, after: "2026-11-20T10:00:00Z" }, "unseen"],
      [{ key: fingerprint, reason: "it was printed in a log" }, "unseen"],
    ] as const) {
      repository.write(".countersign/revocations.json", JSON.stringify({ version: 1, keys: [entry] }));
      repository.commit("revoke");
      repository.git("push", "-q", "-f", "origin", "main");
      const { states, clone } = wholeState();
      assert.deepEqual(states, [`src/load.ts ${state}`], JSON.stringify(entry));
      const audit = countersign(clone.folder, ["verify-ledger"]);
      if (state === "unseen") assert.match(audit.stdout, /Taken back[^]*its key for\s+approvals is revoked/);
      else assert.doesNotMatch(audit.stdout, /revoked/);
    }
  });

  it("is worth what the base's policy says, and nothing of what the change showed later", async () => {
    begin(undefined, { high: { minTrust: "key" } });
    const merged = squash();
    assert.equal((await record(merged)).code, 0);
    const clone = repository.runnerFolder();
    clone.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/countersign/*:refs/countersign-remote/origin/*");
    clone.git("checkout", "-q", "-B", "main", "refs/remotes/origin/main");
    assert.equal(countersign(clone.folder, ["check", "--base", merged.before]).code, 1, "trust key is asked for");
  });

  it("needs a key that the base enrols for approvals by name, and that nobody took back", async () => {
    for (const [enrolment, why] of [
      [() => "", "not at all"],
      [() => repository.enrolment("ci", "", "approvals"), "for everything"],
      [() => repository.enrolment("ci", 'namespaces="*"', "approvals"), "by a pattern"],
      [() => repository.enrolment("ci", `namespaces="${SIGNOFF_NAMESPACE}"`, "approvals"), "for sign-offs"],
    ] as const) {
      repository.dispose();
      repository = new PipelineRepository();
      begin(enrolment);
      const ran = await record(squash());
      assert.equal(ran.code, 2, why);
      assert.match(ran.stdout, /the base does not enrol this key for approvals.*add this line on the base branch: approvals namespaces="approval\.v1@countersign" ssh-ed25519/, why);
      assert.deepEqual(wholeState().states, ["src/load.ts unseen"], why);
    }
  });

  it("the key can't sign off, an agent can't record, and no other run gets to use the key", async () => {
    begin();
    const merged = squash();
    const honest = await record(merged);
    assert.equal(honest.code, 0, honest.stdout);
    const [batch] = new PlantedLane(repository).batches();
    assert.ok(batch, "there is a record to copy");
    const lane = "refs/countersign/s/0123456789abcdef";
    const attempts: readonly [string, () => ReturnType<typeof forged>][] = [
      ["CI's key signs a sign-off in Ann's name", () => forged(renamed(batch.body, ANN), repository.privateKey("ci"))],
      ["a person's key records an approval", () => forged(keyed(batch.body, repository.privateKey("ann").publicKey.fingerprint), repository.privateKey("ann"), APPROVAL_NAMESPACE)],
      ["an unsigned approval", () => forged(linesOf(batch.body), null)],
      ["a record of another kind under the approvals' namespace", () => forged(otherKind(batch.body), repository.privateKey("ci"), APPROVAL_NAMESPACE)],
    ];
    repository.server.git("for-each-ref", "--format=%(refname)", "refs/countersign/s").trim().split("\n").forEach((ref) => repository.server.git("update-ref", "-d", ref));
    for (const [why, make] of attempts) {
      repository.plant(lane, [make()]);
      repository.git("push", "-q", "-f", "origin", `${lane}:${lane}`);
      assert.deepEqual(wholeState().states, ["src/load.ts unseen"], why);
    }
    for (const name of ["pull_request_target", "pull_request_review", "merge_group"]) {
      const ran = await record(merged, {}, name);
      assert.deepEqual([ran.code, /forge-key is for pushes to the default branch alone/.test(ran.stdout)], [2, true], name);
    }
    const damaged = await record(merged, { "forge-key": "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----" });
    assert.deepEqual([damaged.code, /the key for approvals can't be used/.test(damaged.stdout)], [2, true]);
    assert.ok(!damaged.stdout.includes("AAAA"), "no part of a key is printed");
  });

  it("records GitLab's approvals from its REST answers on the command line, or shows what they are worth", () => {
    begin();
    const merged = squash();
    const clone = repository.runnerFolder();
    clone.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/merge-requests/*:refs/remotes/mr/*", "+refs/countersign/*:refs/countersign-remote/origin/*");
    clone.git("checkout", "-q", "-B", "main", "refs/remotes/origin/main");
    const answers = JSON.parse(readFileSync(join(PROJECT, "test/fixtures/forge/gitlab-answers.json"), "utf8")) as { approvals: { approved_by: { user: { id: number; username: string }; approved_at: string }[] }; versions: { head_commit_sha: string; created_at: string }[] };
    const approval = { user: { id: 9, username: "bob" }, approved_at: "2026-11-20T10:00:00Z" };
    const file = join(clone.folder, "answers.json");
    writeFileSync(file, JSON.stringify({ ...answers, approvals: { approved_by: [approval] }, versions: [{ head_commit_sha: merged.approved, created_at: "2026-11-20T09:00:00Z" }] }));
    writeFileSync(join(clone.folder, "key"), key("ci"));
    const shown = countersign(clone.folder, ["approvals", "answers.json", "--base", merged.before, "--format", "json"]);
    assert.equal(shown.code, 0, shown.stderr);
    const document = assertSchema("approvals", shown.stdout) as { readonly written: boolean; readonly recorded: readonly { readonly hunks: number; readonly signer: string }[] };
    assert.deepEqual([document.written, document.recorded.map(({ hunks, signer }) => [hunks, signer])], [false, [[1, "bob@example.org"]]]);
    assert.deepEqual(clone.git("for-each-ref", "refs/countersign/s").trim(), "", "showing writes nothing");
    const recorded = countersign(clone.folder, ["approvals", "answers.json", "--record", "--key", "key", "--base", merged.before]);
    assert.equal(recorded.code, 0, recorded.stderr);
    assert.match(recorded.stdout, /Recorded: @bob \(bob@example\.org\) at [0-9a-f]{12}, 1 hunk/);
    assert.equal(countersign(clone.folder, ["sync"]).code, 0);
    assert.deepEqual(wholeState().states, ["src/load.ts signed-off"]);
    for (const [parameters, words] of [
      [["approvals", "answers.json"], /give --base REV, or --ci/],
      [["approvals", "answers.json", "--record", "--base", merged.before], /--record and --key go together/],
      [["approvals", "nowhere.json", "--base", merged.before], /can't be read/],
    ] as const) {
      const refused = countersign(clone.folder, parameters);
      assert.deepEqual([refused.code, words.test(refused.stderr)], [2, true], refused.stderr);
    }
  });

  it("sync moves the branch that starts checks again, where the remote has it, and the action starts what had failed", async () => {
    begin();
    const signal = "refs/heads/countersign/synced";
    const { head } = repository.publish();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    assert.equal(repository.server.git("for-each-ref", signal), "", "nobody asked for it");
    repository.git("push", "-q", "origin", `HEAD:${signal}`);
    const tip = () => repository.server.git("rev-parse", signal).trim();
    const before = tip();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    assert.equal(tip(), before, "nothing was pushed, so nothing is said");
    await repository.sign();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    assert.notEqual(tip(), before);
    assert.equal(repository.server.git("ls-tree", signal), "", "no workflow of the default branch names it");
    // A workflow runs as it stands in the pushed commit: the one that names the branch is there, and no other.
    repository.git("checkout", "-q", "main");
    for (const { path, text } of recipeOf("github").files) repository.write(path, text);
    repository.write(".github/workflows/test.yml", "on: push\n");
    repository.commit("workflows");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "work");
    repository.agentCommits("src/more.ts", LOAD);
    await repository.sign();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    assert.equal(repository.server.git("ls-tree", "-r", "--name-only", signal).trim(), ".github/workflows/countersign.yml");
    assert.equal(repository.server.git("rev-parse", `${signal}:.github/workflows/countersign.yml`), repository.server.git("rev-parse", "main:.github/workflows/countersign.yml"), "as the default branch has it");

    const run = (id: number, changes: object) => ({ id, event: "pull_request_target", status: "completed", conclusion: "failure", head_sha: "f".repeat(40), head_branch: "work", head_repository: { full_name: "shop/shop" }, pull_requests: [], ...changes });
    forge.openPulls = [1, 2, 3, 4].map((number) => ({ number, head: { sha: number === 1 ? head : String(number).repeat(40), ref: `work-${number}`, repo: { full_name: number === 3 ? "fork/shop" : "shop/shop" } } }));
    forge.runs = [
      run(10, { head_sha: head, head_branch: "work-1" }),
      run(11, { pull_requests: [{ number: 2 }] }),
      run(12, { pull_requests: [{ number: 2 }], conclusion: "success" }),
      run(13, { head_branch: "work-3", head_repository: { full_name: "fork/shop" } }),
      run(14, { head_branch: "work-4", head_repository: { full_name: "shop/shop" }, status: "in_progress", conclusion: null }),
      run(15, { event: "push", head_sha: head }),
    ];
    const environment = { ...repository.githubEnvironment("push", { ref: signal, repository: { full_name: "shop/shop", default_branch: "main" } }), GITHUB_RUN_ID: "77", GITHUB_API_URL: forge.address };
    const again = await runAction(repository.temporaryFolder(), repository.temporaryFolder(), environment, { token: "t", rerun: "true" });
    assert.deepEqual([again.code, again.outputs["rerun-pulls"]], [0, "1 3"], again.stdout + again.stderr);
    assert.deepEqual(forge.requests.filter((request) => request.startsWith("POST")), ["POST /repos/shop/shop/actions/runs/10/rerun", "POST /repos/shop/shop/actions/runs/13/rerun"]);
  });
});

/** The lanes as the remote has them. */
class PlantedLane {
  constructor(private readonly repository: PipelineRepository) {}

  batches() {
    this.repository.git("fetch", "-q", "origin", "+refs/countersign/s/*:refs/heads-of-lanes/s/*");
    return this.repository.batches("refs/heads-of-lanes/s");
  }
}

function changed(body: string, header: object, record: object = {}) {
  const [first = {}, ...rest] = linesOf(body);
  return [{ ...first, ...header }, ...rest.map((line) => ({ ...line, ...record }))];
}

const renamed = (body: string, signer: string) => changed(body, { signer });
const keyed = (body: string, fingerprint: string) => changed(body, { key: fingerprint });
const otherKind = (body: string) => changed(body, {}, { ev: { agentEnv: [], bulk: 1, method: "editor" } });
