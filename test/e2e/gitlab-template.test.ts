/**
 * GitLab's template, as far as it can be run without GitLab: read as YAML, and each job's script run by sh in a clone as a GitLab runner makes it, with the job's
 * variables, curl, and a server that answers as GitLab documents (fields are *shape*, named after the documentation).
 */
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { recipeOf } from "../../src/cli/recipes";
import { APPROVAL_NAMESPACE } from "../../src/ledger/ssh/signature";
import { ANN, policyText } from "./attacked-repository";
import { NO_PIPELINE, PipelineRepository, type PullRequest } from "./pipeline-repository";
import { countersign, PROJECT } from "./supervised-repository";
import type { TemporaryRepository } from "./temporary-repository";
import { LOAD } from "./written-code";

const { loadAll } = createRequire(__filename)("js-yaml") as { readonly loadAll: (text: string) => unknown };

interface Job {
  readonly stage: string;
  readonly image: string;
  readonly rules: readonly { readonly if: string }[];
  readonly script: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly artifacts?: { readonly when: string; readonly reports: Readonly<Record<string, string>> };
  readonly resource_group?: string;
}

/** Keywords of a job in GitLab's CI/CD YAML reference that the template uses. */
const KEYWORDS = ["stage", "image", "rules", "script", "variables", "artifacts", "resource_group"];

describe("GitLab's template", function () {
  this.timeout(240_000);
  const text = recipeOf("gitlab").files[0]?.text ?? "";
  const documents = loadAll(text) as readonly [{ readonly spec: { readonly inputs: Readonly<Record<string, { readonly default: string }>> } }, Readonly<Record<string, Job>>];
  const [header, jobs] = documents;

  let repository: PipelineRepository;
  let pull: PullRequest;
  let server: Server;
  let api = "";
  let tools = "";
  /** Path without query → answer; POST requests are listed. */
  let answers: Record<string, unknown> = {};
  let posted: string[] = [];
  let tokens = new Set<string>();

  before(async () => {
    repository = new PipelineRepository();
    repository.as("ci@example.org", "ci");
    repository.as(ANN, "ann");
    const policy = JSON.parse(policyText()) as { policy: object };
    repository.start({ "src/send.ts": "export const send = (cents: number) => cents;\n", ".countersign/config.jsonc": JSON.stringify({ ...policy, policy: { ...policy.policy, people: { "bob@example.org": ["@bob"] }, require: { high: { minTrust: "forge" } } } }), ".countersign/allowed_signers": repository.enrolment("ann") + repository.enrolment("ci", `namespaces="${APPROVAL_NAMESPACE}"`, "approvals") });
    repository.agentCommits("src/load.ts", LOAD);
    pull = repository.publish();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    // The runner's npx: this build instead of the registry's package.
    tools = repository.temporaryFolder();
    writeFileSync(join(tools, "npx"), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${join(PROJECT, "dist/main.js")}" "$@"\n`);
    chmodSync(join(tools, "npx"), 0o755);
    server = createServer((request, response) => {
      const path = (request.url ?? "").replace(/\?.*$/, "");
      tokens.add(String(request.headers["private-token"] ?? ""));
      if (request.method === "POST") posted.push(path);
      const answer = request.method === "POST" ? {} : answers[path];
      response.writeHead(answer === undefined ? 404 : 200, { "Content-Type": "application/json" }).end(JSON.stringify(answer ?? { message: "404 Not found" }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`;
  });
  after(async () => {
    await new Promise((done) => server.close(done));
    repository.dispose();
  });
  beforeEach(() => {
    posted = [];
    tokens = new Set();
    answers = {};
  });

  const run = async (job: string, folder: string, variables: Readonly<Record<string, string>>) => {
    const script = (jobs[job]?.script ?? []).join("\n");
    const child = spawn("sh", ["-e", "-c", script], {
      cwd: folder,
      env: { ...process.env, ...NO_PIPELINE, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", PATH: `${tools}:${process.env["PATH"] ?? ""}`, COUNTERSIGN_API_TOKEN: "", COUNTERSIGN_WRITE_TOKEN: "", GITLAB_CI: "true", CI: "true", CI_API_V4_URL: api, CI_PROJECT_ID: "3", CI_PROJECT_URL: "https://gitlab.example/shop/shop", CI_DEFAULT_BRANCH: "main", CI_REPOSITORY_URL: `file://${repository.origin}`, ...jobs[job]?.variables, ...variables },
    });
    let output = "";
    child.stdout.on("data", (part: Buffer) => (output += part.toString()));
    child.stderr.on("data", (part: Buffer) => (output += part.toString()));
    return { code: await new Promise<number>((done) => child.once("close", (status) => done(status ?? -1))), output };
  };

  const mergeRequestClone = (): TemporaryRepository => {
    const clone = repository.runnerFolder();
    clone.git("fetch", "-q", "--depth=20", "origin", "+refs/merge-requests/1/head:refs/pipelines/7");
    clone.git("checkout", "-q", "--detach", "refs/pipelines/7");
    return clone;
  };
  const mergeRequest = { CI_PIPELINE_SOURCE: "merge_request_event", CI_COMMIT_SHA: "", CI_MERGE_REQUEST_IID: "1", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", CI_MERGE_REQUEST_EVENT_TYPE: "detached", CI_MERGE_REQUEST_SOURCE_PROJECT_URL: "https://gitlab.example/shop/shop" };
  const approved = (commit: string): void => {
    const user = (id: number, username: string) => ({ id, username, name: username, state: "active", locked: false, avatar_url: "", web_url: `https://gitlab.example/${username}` });
    const change = "/api/v4/projects/3/merge_requests/1";
    answers = {
      ...answers,
      [change]: { id: 99, iid: 1, project_id: 3, state: "opened", target_branch: "main", source_branch: "work", author: user(1, "ada"), sha: commit },
      [`${change}/approvals`]: { id: 99, iid: 1, project_id: 3, state: "opened", approved: true, approvals_required: 1, approvals_left: 0, approved_by: [{ user: user(80, "bob"), approved_at: "2026-11-20T10:00:00.000Z" }] },
      [`${change}/versions`]: [{ id: 1, head_commit_sha: commit, base_commit_sha: pull.base, start_commit_sha: pull.base, created_at: "2026-11-20T09:00:00.000Z", merge_request_id: 99, state: "collected", real_size: "1" }],
    };
  };

  it("is YAML with inputs, whose jobs use GitLab's keywords, and what may write runs on protected branches alone", () => {
    assert.equal(documents.length, 2);
    assert.deepEqual(Object.keys(header), ["spec"]);
    assert.deepEqual(Object.keys(header.spec.inputs), ["stage", "image"]);
    assert.deepEqual(Object.keys(jobs), ["countersign", "countersign-again", "countersign-record"]);
    for (const [name, job] of Object.entries(jobs)) {
      for (const key of Object.keys(job)) assert.ok(KEYWORDS.includes(key), `${name}: ${key}`);
      assert.deepEqual([job.stage, job.image], ["$[[ inputs.stage ]]", "$[[ inputs.image ]]"]);
      assert.ok(job.script.every((line) => line.startsWith("set -e\n") && !line.includes("|| true")), "fails closed");
    }
    assert.deepEqual(jobs["countersign"]?.artifacts, { when: "always", reports: { codequality: "gl-code-quality-report.json", junit: "countersign-junit.xml" } });
    assert.ok(!/WRITE_TOKEN|FORGE_KEY/.test(JSON.stringify(jobs["countersign"])), "what a merge request starts knows no key");
    assert.deepEqual(jobs["countersign-record"]?.rules.map((rule) => rule.if), ['$COUNTERSIGN_RECORD == "true" && $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH']);
    assert.deepEqual(jobs["countersign-again"]?.rules.map((rule) => rule.if), ['$CI_PIPELINE_SOURCE == "trigger" && $COUNTERSIGN_AGAIN == "true"']);
  });

  it("the gate: fails without an approval, passes with one, writes both reports, and fails where GitLab does not answer", async () => {
    const variables = { ...mergeRequest, CI_COMMIT_SHA: pull.head };
    const clone = mergeRequestClone();
    const alone = await run("countersign", clone.folder, variables);
    assert.equal(alone.code, 1, alone.output);
    assert.match(readFileSync(join(clone.folder, "gl-code-quality-report.json"), "utf8"), /src\/load\.ts/);
    assert.match(readFileSync(join(clone.folder, "countersign-junit.xml"), "utf8"), /<testsuites/);
    const silent = await run("countersign", mergeRequestClone().folder, { ...variables, COUNTERSIGN_API_TOKEN: "read" });
    assert.notEqual(silent.code, 0);
    assert.match(silent.output, /404/);
    approved(pull.head);
    const passed = await run("countersign", mergeRequestClone().folder, { ...variables, COUNTERSIGN_API_TOKEN: "read" });
    assert.equal(passed.code, 0, passed.output);
    assert.deepEqual([...tokens], ["read"]);
  });

  it("again: an approval starts that merge request's pipeline, sign-offs start what had failed, other events nothing", async () => {
    const folder = repository.temporaryFolder();
    const payload = join(folder, "payload.json");
    const event = JSON.parse(readFileSync(join(PROJECT, "test/fixtures/forge/gitlab-approval-event.json"), "utf8")) as { object_attributes: object };
    const variables = { CI_PIPELINE_SOURCE: "trigger", COUNTERSIGN_AGAIN: "true", COUNTERSIGN_WRITE_TOKEN: "write", TRIGGER_PAYLOAD: payload };
    const started = async (body: object): Promise<readonly string[]> => {
      posted = [];
      writeFileSync(payload, JSON.stringify(body));
      const ran = await run("countersign-again", folder, variables);
      assert.equal(ran.code, 0, ran.output);
      return posted;
    };
    const changes = "/api/v4/projects/3/merge_requests";
    answers = { [changes]: [{ iid: 1 }, { iid: 2 }, { iid: 4 }], [`${changes}/1/pipelines`]: [{ id: 10, status: "failed" }], [`${changes}/2/pipelines`]: [{ id: 11, status: "success" }], [`${changes}/4/pipelines`]: [] };
    assert.deepEqual(await started(event), [`${changes}/1/pipelines`]);
    assert.deepEqual(await started({ ...event, object_attributes: { ...event.object_attributes, iid: 2, action: "unapproved" } }), [`${changes}/2/pipelines`], "whatever the last one said");
    for (const action of ["open", "update", "merge", "close", "$(touch x)"]) assert.deepEqual(await started({ ...event, object_attributes: { ...event.object_attributes, action } }), [], action);
    assert.deepEqual(await started({ object_kind: "push", ref: "refs/heads/countersign/synced" }), [`${changes}/1/pipelines`]);
    assert.deepEqual([...tokens], ["write"]);
    writeFileSync(payload, "no JSON");
    assert.notEqual((await run("countersign-again", folder, variables)).code, 0);
  });

  it("record: after the merge the approval stands in the ledger, at trust forge, and a second run writes nothing", async () => {
    const tree = repository.git("rev-parse", `${pull.head}^{tree}`).trim();
    const after = repository.git("commit-tree", tree, "-p", pull.base, "-m", "Load orders").trim();
    repository.git("push", "-q", "origin", `${after}:refs/heads/main`);
    repository.server.git("update-ref", "-d", "refs/heads/work");
    approved(pull.head);
    const one = { iid: 1, state: "merged", target_branch: "main", merge_commit_sha: null, squash_commit_sha: after, sha: pull.head };
    answers[`/api/v4/projects/3/repository/commits/${after}/merge_requests`] = [one, { ...one, iid: 2, squash_commit_sha: null }, { ...one, iid: 3, state: "opened" }];
    const record = async () => {
      const clone = repository.runnerFolder();
      clone.git("fetch", "-q", "origin", "+refs/heads/main:refs/remotes/origin/main");
      clone.git("checkout", "-q", "--detach", "refs/remotes/origin/main");
      copyFileSync(repository.keyFile("ci"), join(clone.folder, "key"));
      return run("countersign-record", clone.folder, { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main", CI_COMMIT_SHA: after, CI_COMMIT_BEFORE_SHA: pull.base, COUNTERSIGN_RECORD: "true", COUNTERSIGN_WRITE_TOKEN: "write", COUNTERSIGN_FORGE_KEY: join(clone.folder, "key") });
    };
    const first = await record();
    assert.equal(first.code, 0, first.output);
    assert.match(first.output, /Recorded: @bob \(bob@example\.org\) at [0-9a-f]{12}, 1 hunk/);
    const again = await record();
    assert.equal(again.code, 0, again.output);
    assert.match(again.output, /Recorded: @bob \(bob@example\.org\) at [0-9a-f]{12}, 0 hunks/);
    const clone = repository.runnerFolder();
    clone.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/countersign/*:refs/countersign-remote/origin/*");
    clone.git("checkout", "-q", "-B", "main", "refs/remotes/origin/main");
    const { hunks } = JSON.parse(countersign(clone.folder, ["check", "--all", "--format", "json"]).stdout) as { readonly hunks: readonly { readonly path: string; readonly state: string }[] };
    assert.deepEqual(hunks.map(({ path, state }) => `${path} ${state}`), ["src/load.ts signed-off"]);
  });
});
