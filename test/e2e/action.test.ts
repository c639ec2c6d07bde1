/** The action as a runner runs it: what it shows where, approvals on the forge, and the attack table of ledger.md 3.1 through it. */
import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assertSchema } from "../unit/report/schemas";
import { Forge, runAction, type ActionRan } from "./action-runner";
import { AGENT_KEY, ANN, policyText, type Policy } from "./attacked-repository";
import { PipelineRepository } from "./pipeline-repository";
import { countersign } from "./supervised-repository";
import { SUM, FILES, LOAD } from "./written-code";

const PEOPLE = { "ann@example.org": ["@ann"], "bob@example.org": ["@bob"] };
const WEAK = policyText({ gate: { high: 999, errors: 999 } });

describe("the action", function () {
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

  const begin = (policy: Policy & { readonly people?: object } = {}): void => {
    const { people, ...rest } = policy;
    const text = policyText(rest);
    repository.as(ANN, "ann");
    const configuration = people === undefined ? text : JSON.stringify({ ...(JSON.parse(text) as { policy: object }), policy: { ...(JSON.parse(text) as { policy: object }).policy, people } });
    repository.start({ ...FILES, ".countersign/config.jsonc": configuration, ".countersign/allowed_signers": repository.enrolment("ann") });
  };

  /** What the forge holds now, judged in a fresh clone. */
  const run = (inputs: Readonly<Record<string, string>> = {}, event: Readonly<Record<string, unknown>> = {}): Promise<ActionRan> => {
    const pull = repository.publish();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    const clone = repository.githubClone(pull);
    return runAction(clone.folder, repository.temporaryFolder(), { ...repository.githubEvent(pull, event), GITHUB_API_URL: forge.address }, { token: "t", ...inputs });
  };

  it("fails a pull request, says where, and passes it once it is signed", async () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    const failed = await run({ "sarif-file": "countersign.sarif", "json-file": "countersign.json", comment: "true" });
    assert.equal(failed.code, 1, failed.stderr);
    assert.deepEqual([failed.outputs["verdict"], failed.outputs["exit-code"], failed.outputs["unverified-hunks"], failed.outputs["high-risk-hunks"]], ["fail", "1", "1", "1"]);
    assert.match(failed.outputs["debt-minutes"] ?? "", /^\d+(\.\d+)?$/);
    assert.match(failed.stdout, /^::error file=src\/load\.ts,line=1,endLine=3,title=unverified-hunk::/m);
    assert.match(failed.summary, /❌ Countersign: the gate fails/);
    assert.ok((JSON.parse(readFileSync(failed.outputs["sarif-file"] ?? "", "utf8")) as { version: string }).version === "2.1.0");
    assertSchema("check", readFileSync(failed.outputs["json-file"] ?? "", "utf8"));
    assert.equal(forge.comments.length, 1);
    assert.match(forge.comments[0]?.body ?? "", /What blocks \(1\)[^]*https:\/\/github\.com\/shop\/shop\/blob\/[0-9a-f]{40}\/src\/load\.ts#L1-L3[^]*open in VS Code/);
    await repository.sign();
    const passed = await run({ comment: "true" });
    assert.deepEqual([passed.code, passed.outputs["verdict"]], [0, "pass"], passed.stdout);
    assert.equal(forge.comments.length, 1, "the same comment");
    assert.match(forge.comments[0]?.body ?? "", /✅ Countersign: the gate passes/);
  });

  it("is quiet on a change that owes nothing, and soft where it is told to be", async () => {
    begin();
    repository.write("README.md", "# Shop\n");
    repository.commit("by hand");
    repository.agentCommits("src/sum.ts", SUM);
    await repository.sign();
    const passed = await run({ comment: "true" });
    assert.equal(passed.code, 0, passed.stdout);
    assert.equal(forge.comments.length, 0);
    repository.agentCommits("src/load.ts", LOAD);
    const soft = await run({ informational: "true" });
    assert.deepEqual([soft.code, soft.outputs["verdict"]], [0, "fail"]);
    assert.match(soft.stdout, /the gate fails \(soft: not counted\)/);
  });

  it("a fork's token may only read: the verdict stands, the rest is said", async () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    forge.mayWrite = false;
    const ran = await run({ comment: "true" });
    assert.equal(ran.code, 1);
    assert.match(ran.stdout, /::notice title=Countersign::the comment was not written: the forge answered 403/);
    forge.mayRead = false;
    const blind = await run({ comment: "true" });
    assert.deepEqual([blind.code, blind.outputs["verdict"]], [1, "fail"]);
    assert.match(blind.stdout, /approvals on GitHub could not be read: the forge answered 403/);
    const without = await run({ token: "", comment: "true" });
    assert.equal(without.code, 1);
  });

  it("an author who signed and a colleague who clicked Approve reach green; nobody reads anything twice", async () => {
    begin({ people: PEOPLE, require: { high: { signers: 2, minTrust: "forge" } } });
    repository.agentCommits("src/load.ts", LOAD);
    await repository.sign();
    assert.equal((await run()).code, 1, "one signer of two");
    const shown = repository.git("rev-parse", "work").trim();
    forge.approve("bob", shown);
    const green = await run();
    assert.deepEqual([green.code, green.outputs["verdict"]], [0, "pass"], green.stdout);
    // A rebase and further commits: what was approved stays so, what is new does not.
    repository.git("checkout", "-q", "main");
    repository.write("src/other.ts", "export const other = 1;\n");
    repository.commit("meanwhile");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "work");
    repository.git("rebase", "-q", "main");
    assert.equal((await run()).code, 0, "rebased");
    repository.agentCommits("src/load.ts", LOAD.replace("orders", "customers"));
    await repository.sign();
    const changed = await run();
    assert.equal(changed.code, 1, "Bob saw another text");
    forge.approve("bob", repository.git("rev-parse", "work").trim());
    assert.equal((await run()).code, 0, "and approves this one");
  });

  it("approvals that count nothing: the author's login, a bot, a stranger, a dismissed one, one who isn't named, a commit nobody has", async () => {
    begin({ people: PEOPLE, require: { high: { minTrust: "forge" } } });
    repository.agentCommits("src/load.ts", LOAD);
    const commit = repository.git("rev-parse", "work").trim();
    forge.author = "bob";
    const refused = async (why: string, said: RegExp | null) => {
      const ran = await run();
      assert.deepEqual([ran.code, ran.outputs["verdict"]], [1, "fail"], why);
      if (said !== null) assert.match(ran.summary, said, why);
      forge.reviews.length = 0;
      forge.commits.length = 0;
    };
    forge.approve("bob", commit);
    await refused("an agent with the author's login", /approval by @​?bob: whoever wrote a part of the change/u);
    forge.author = "ada";
    forge.approve("bob", commit);
    forge.commits.push({ author: { login: "bob", type: "User" }, committer: { login: "web-flow", type: "User" } });
    await refused("whose commit is in it", /whoever wrote a part of the change/);
    forge.approve("bob", commit, { user: { login: "bob", type: "Bot" } });
    await refused("a bot", /it is a bot's/);
    forge.approve("bob", commit, { author_association: "NONE" });
    await refused("nobody of the project", /no member of the project/);
    forge.approve("bob", commit);
    forge.approve("bob", commit, { state: "DISMISSED" });
    await refused("dismissed", null);
    forge.approve("mallory", commit);
    await refused("an account that the base does not name", /does not name the account/);
    forge.approve("bob", "7".repeat(40));
    await refused("a commit that is nowhere", /is not in this clone/);
    // The author's e-mail address is the approver's: the account alone does not make another person.
    repository.git("config", "user.email", "bob@example.org");
    repository.agentCommits("src/load.ts", LOAD.replace("orders", "invoices"));
    repository.git("config", "user.email", ANN);
    forge.approve("bob", repository.git("rev-parse", "work").trim());
    await refused("the prompter's own address", null);
    repository.git("reset", "-q", "--hard", commit);
    forge.approve("bob", commit);
    assert.equal((await run()).code, 0, "but Bob's own does");
  });

  it("the policy says what an approval is worth", async () => {
    begin({ people: PEOPLE, require: { high: { minTrust: "key" } } });
    repository.agentCommits("src/load.ts", LOAD);
    forge.approve("bob", repository.git("rev-parse", "work").trim());
    const ran = await run();
    assert.equal(ran.code, 1);
    assert.match(ran.summary, /lacks a signature of trust key or more/);
  });

  it("without a token, the run's own review event tells of one approval", async () => {
    begin({ people: PEOPLE });
    repository.agentCommits("src/load.ts", LOAD);
    const pull = repository.publish();
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    const event = { review: { user: { login: "bob", type: "User" }, state: "approved", commit_id: pull.head, submitted_at: "2026-11-20T10:00:00Z", author_association: "MEMBER" } };
    const clone = repository.githubClone(pull);
    const environment = { ...repository.githubEvent(pull, event), GITHUB_EVENT_NAME: "pull_request_review" };
    assert.equal((await runAction(clone.folder, repository.temporaryFolder(), environment)).code, 0);
    assert.equal((await runAction(clone.folder, repository.temporaryFolder(), environment, { approvals: "false" })).code, 1);
  });

  it("attacks: each row of the table, the base's rules holding", async () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    const held = async (why: string) => {
      const ran = await run();
      assert.deepEqual([ran.code, ran.outputs["verdict"]], [1, "fail"], `${why}: ${ran.stdout}${ran.stderr}`);
    };
    await held("no sign-off");
    repository.as(ANN, AGENT_KEY);
    await repository.sign();
    await held("the agent's own key in Ann's name");
    repository.write(".countersign/allowed_signers", repository.enrolment("ann") + repository.enrolment(AGENT_KEY));
    repository.commit("enrol");
    await held("enrolled by the pull request itself");
    repository.write(".countersign/config.jsonc", WEAK);
    repository.commit("weaken");
    await held("a weaker policy");
    repository.git("rm", "-q", "-r", ".countersign");
    repository.commit("delete");
    await held("no policy at all");
    repository.write("src/load.ts", `// @generated\n${LOAD}`);
    repository.commit("generated, it says");
    await held("a generator's mark");
    repository.as(ANN, "ann");
    repository.git("checkout", "main", "--", ".countersign");
    repository.commit("the policy as it was");
    await repository.sign();
    assert.equal((await run()).code, 0, "Ann's own signature is what it takes");
  });

  it("runs nothing of the pull request", async () => {
    begin();
    const trap = join(repository.temporaryFolder(), "sprung");
    repository.agentCommits("src/load.ts", LOAD);
    for (const [path, text] of Object.entries({
      "package.json": JSON.stringify({ name: "shop", scripts: { preinstall: `touch ${trap}`, prepare: `touch ${trap}` } }),
      ".gitattributes": "* filter=trap diff=trap\n",
      ".gitconfig": `[filter "trap"]\n\tclean = touch ${trap}\n\tsmudge = touch ${trap}\n[core]\n\tfsmonitor = touch ${trap}\n`,
      "eslint.config.mjs": `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(trap)}, "");\n`,
      "tsconfig.json": JSON.stringify({ compilerOptions: { plugins: [{ name: "./trap.js" }] } }),
      "trap.js": `require("fs").writeFileSync(${JSON.stringify(trap)}, "");\n`,
      ".git-hooks/post-checkout": `#!/bin/sh\ntouch ${trap}\n`,
      "node_modules/oxc-parser/index.js": `require("fs").writeFileSync(${JSON.stringify(trap)}, "");\n`,
      "node_modules/ts-morph/index.js": `require("fs").writeFileSync(${JSON.stringify(trap)}, "");\n`,
    })) repository.write(path, text);
    repository.git("add", "-f", ".");
    repository.commit("traps");
    const ran = await run();
    assert.equal(ran.code, 1, ran.stderr);
    assert.ok(!existsSync(trap));
  });

  it("errors are said as annotations, and are never a pass", async () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    const cases: readonly [inputs: Readonly<Record<string, string>>, code: number, words: RegExp][] = [
      [{ "fail-on": "fatal" }, 2, /::error title=Countersign::countersign: the input fail-on is "fatal": expected error, warning or note/],
      [{ comment: "maybe" }, 2, /the input comment is "maybe"/],
      [{ "sarif-file": "../../x.sarif" }, 2, /leads out of the workspace/],
      [{ base: "no-such-branch" }, 3, /the base branch .*no-such-branch.* can't be fetched/],
      [{ "policy-ref": "no-such-revision" }, 3, /policy revision no-such-revision is not a commit here/],
    ];
    for (const [inputs, code, words] of cases) {
      const ran = await run(inputs);
      assert.deepEqual([ran.code, ran.outputs["verdict"], ran.outputs["exit-code"]], [code, "not-evaluated", String(code)], ran.stdout);
      assert.match(ran.stdout, words);
    }
  });
});
