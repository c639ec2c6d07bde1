/**
 * *This Is Not AI* and *This Is AI* against real git and real keys: who may say it, how it is taken back, and what an
 * agent with a shell can do with it (product.md, promise 5).
 */
import { strict as assert } from "node:assert";
import { cpSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { CorrectionRequest, OriginRange, SignResult } from "../../src/app/session-types";
import { AGENT_KEY, AttackedRepository, forged, linesOf } from "./attacked-repository";
import { check, countersign, type CheckDocument } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const FILES = { "src/pay.ts": 'import { send } from "./send";\n', "src/send.ts": "export const send = (cents: number) => cents;\n", "package.json": '{"name":"shop"}\n' };
const PAY = `${FILES["src/pay.ts"]}
export function charge(cents: number): number {
  if (cents < 0) throw new RangeError("negative");
  const receipt = send(cents);
  return receipt;
}
`;
const LINES = { path: "src/pay.ts", kind: "edit", startLine: 3, endLine: 7 } as const;

describe("corrections", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  beforeEach(() => {
    repository = new AttackedRepository();
    repository.begin(FILES);
  });
  afterEach(() => repository.dispose());

  const correct = async (says: CorrectionRequest["says"], place: Partial<CorrectionRequest> = {}): Promise<SignResult> => {
    const session = await repository.session();
    await session.settle();
    const result = await session.correct({ ...LINES, says, reason: "I typed it", method: "terminal", ...place });
    repository.release(session);
    return result;
  };
  const openIn = (document: CheckDocument): string[] => document.hunks.map((hunk) => `${hunk.path}:${hunk.startLine}-${hunk.endLine} ${hunk.state}`);
  const snapshot = async () => {
    const session = await repository.session();
    await session.settle();
    const result = await session.open({ base: "origin/main", only: ["debt"] });
    repository.release(session);
    return result;
  };
  const open = async (): Promise<string[]> => (await snapshot()).items.map(({ hunk, state }) => `${hunk.path}:${hunk.startLine}-${hunk.endLine} ${state}`).sort();
  const log = (): { records: { type: string; criteria: string[]; reason: string; withdrawn: boolean; id: string }[]; problems: { why: string }[] } => JSON.parse(countersign(repository.folder, ["log", "--format", "json"]).stdout) as ReturnType<typeof log>;
  const origins = (folder: string, path: string): string => {
    const ran = countersign(folder, ["origins", "--files", path, "--format", "json"]);
    const { files } = JSON.parse(ran.stdout) as { files: { ranges: OriginRange[] }[] };
    return (files[0]?.ranges ?? []).flatMap((range) => Array<string>(range.end - range.start + 1).fill(range.origin[0] ?? "")).join("");
  };

  it("takes a hunk from an assistant's account, and gives it back, visibly", async () => {
    repository.agentCommits("src/pay.ts", PAY);
    assert.deepEqual(await open(), ["src/pay.ts:3-7 unseen"]);
    const { records } = await correct("not-ai");
    assert.deepEqual(records.map((record) => [record.type, record.criteria, record.trust]), [["correction", ["not-ai"], "key"]]);
    assert.deepEqual(await open(), []);
    assert.equal(origins(repository.folder, "src/pay.ts"), "uuhhhhh");
    assert.equal((await snapshot()).unclaimed.lines, 0, "a signed statement is knowledge");
    const why = JSON.parse(countersign(repository.folder, ["why", "src/pay.ts:4", "--format", "json"]).stdout) as { origin: string; records: { type: string; reason: string }[] };
    assert.deepEqual([why.origin, why.records.map(({ type, reason }) => [type, reason])], ["human", [["correction", "I typed it"]]]);
    assert.match(countersign(repository.folder, ["why", "src/pay.ts:4"]).stdout, /says that no assistant wrote by ann@example\.org/);
    assert.match(countersign(repository.folder, ["log"]).stdout, /says that no assistant wrote/);

    const session = await repository.session();
    await session.withdrawRecords(records.map(({ id }) => id), "terminal");
    repository.release(session);
    assert.deepEqual(await open(), ["src/pay.ts:3-7 unseen"]);
    assert.deepEqual(log().records.map(({ type, withdrawn }) => [type, withdrawn]).sort(), [["correction", true], ["withdrawn", false]]);
  });

  it("survives amend, rebase, squash merge and a fresh clone", async () => {
    repository.agentCommits("src/pay.ts", PAY);
    await correct("not-ai");
    repository.git("commit", "-q", "--amend", "-m", "pay\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    repository.git("checkout", "-q", "main");
    repository.write("notes.txt", "main\n");
    repository.commit("main goes on");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "work");
    repository.git("rebase", "-q", "main");
    assert.deepEqual(await open(), [], "rebased, and now marked as well");
    repository.git("checkout", "-q", "-b", "squashed", "main");
    repository.git("merge", "-q", "--squash", "work");
    repository.git("commit", "-q", "-m", "work (#1)\n\n---------\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    repository.git("push", "-q", "origin", "squashed");
    const sync = countersign(repository.folder, ["sync"]);
    assert.equal(sync.code, 0, sync.stderr);
    const clone = `${repository.folder}-clone`;
    repository.git("clone", "-q", "-b", "squashed", repository.origin, clone);
    assert.equal(countersign(clone, ["sync"]).code, 0);
    assert.deepEqual(openIn(check(clone, "--base", "origin/main")), []);
    assert.equal(origins(clone, "src/pay.ts"), "uahhhhh", "the mark claims the blank line too, of which nobody spoke");
    new TemporaryRepository({ initialise: false, folder: clone }).dispose();
  });

  it("answers for the lines it was given alone: what an assistant changes, adds or takes away there is debt again", async () => {
    repository.agentCommits("src/pay.ts", PAY);
    await correct("not-ai");
    repository.agentCommits("src/pay.ts", PAY.replace("  if (cents < 0)", "  audit(cents);\n  if (cents < -1)"));
    assert.deepEqual(await open(), ["src/pay.ts:4-5 unseen"]);
  });

  it("This Is AI makes debt of lines that nobody claimed", async () => {
    repository.write("src/pay.ts", PAY);
    repository.commit("from a chat in the browser");
    assert.deepEqual([await open(), (await snapshot()).unclaimed.lines], [[], 5]);
    await correct("ai", { assistant: "chatgpt" });
    const document = repository.gate();
    assert.deepEqual([openIn(document), document.unclaimed.lines, document.hunks[0]?.assistant], [["src/pay.ts:3-7 unseen"], 0, "chatgpt"]);
    assert.match(countersign(repository.folder, ["why", "src/pay.ts:4"]).stdout, /manual \(tier 1\): ann@example\.org says so: I typed it/);
  });

  it("takes a removal from an assistant's account", async () => {
    repository.write("src/pay.ts", PAY);
    repository.git("checkout", "-q", "main");
    repository.write("src/pay.ts", PAY);
    repository.commit("pay");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "-B", "work", "main");
    repository.agentCommits("src/pay.ts", PAY.replace('  if (cents < 0) throw new RangeError("negative");\n', ""));
    assert.deepEqual(await open(), ["src/pay.ts:4-4 unseen"]);
    await correct("not-ai", { kind: "removal", startLine: 4, endLine: 4 });
    assert.deepEqual(await open(), []);
  });

  it("refuses what is not there, what has changed since it was shown, and a signature it can't make", async () => {
    repository.agentCommits("src/pay.ts", PAY);
    await assert.rejects(correct("not-ai", { startLine: 1, endLine: 1 }), { code: "not-found" });
    await assert.rejects(correct("ai"), { code: "not-found" });
    await assert.rejects(correct("not-ai", { shown: `h1:${"0".repeat(64)}` }), { code: "drifted" });
    await assert.rejects(correct("not-ai", { path: "src/send.ts", startLine: 1, endLine: 1 }), { code: "not-found" });
    repository.git("config", "--unset", "user.signingkey");
    await assert.rejects(correct("not-ai"), { code: "refused" });
    assert.deepEqual([await open(), log().records], [["src/pay.ts:3-7 unseen"], []]);
  });

  describe("an agent with a shell", () => {
    beforeEach(() => repository.agentCommits("src/pay.ts", PAY));

    it("is refused by the command line, with and without a terminal", async () => {
      const parameters = ["origins", "--correct", "src/pay.ts:3-7", "--as", "human", "--note", "not mine"];
      for (const environment of [{}, { CLAUDECODE: "1" }]) {
        const ran = countersign(repository.folder, parameters, "y\n", environment);
        assert.equal(ran.code, 2);
        assert.match(ran.stderr, /an assistant can't say who wrote code|no terminal/);
      }
      assert.deepEqual(await open(), ["src/pay.ts:3-7 unseen"]);
    });

    it("signs with a key of its own: signed, not enrolled, and nothing more", async () => {
      repository.as("agent@example.org", AGENT_KEY);
      await correct("not-ai");
      assert.deepEqual(await open(), ["src/pay.ts:3-7 unseen"]);
      assert.match(JSON.stringify(log().problems), /signed, not enrolled/);
    });

    it("plants a correction without a signature, with its own, and under Ann's name", async () => {
      await correct("not-ai");
      const [batch] = repository.batches();
      assert.ok(batch);
      repository.git("update-ref", "-d", repository.refs("refs/countersign/s")[0] ?? "");
      assert.deepEqual(await open(), ["src/pay.ts:3-7 unseen"], "with the ref the word is gone");
      repository.as("agent@example.org", AGENT_KEY);
      const lines = linesOf(batch.body);
      for (const planted of [forged(lines, null), forged(lines, repository.privateKey(AGENT_KEY)), { body: batch.body.replace("not-ai", "ai\",\"x"), signature: batch.signature }]) {
        repository.plant("refs/countersign/s/0123456789abcdef", [planted]);
        assert.deepEqual(await open(), ["src/pay.ts:3-7 unseen"]);
      }
      repository.plant("refs/countersign/s/0123456789abcdef", [{ body: batch.body, signature: batch.signature }]);
      assert.deepEqual(await open(), [], "Ann's own words hold wherever they are kept");
    });

    it("replays Ann's correction from another repository", async () => {
      await correct("not-ai");
      const [batch] = repository.batches();
      assert.ok(batch);
      const [header = {}, ...records] = linesOf(batch.body);
      repository.git("update-ref", "-d", repository.refs("refs/countersign/s")[0] ?? "");
      repository.plant("refs/countersign/s/0123456789abcdef", [forged([{ ...header, repo: "1b9f64f2-6f0c-4f3f-8d9d-3d1a5f1f0a99" }, ...records], repository.privateKey("ann"))]);
      assert.deepEqual(await open(), ["src/pay.ts:3-7 unseen"]);
      assert.match(JSON.stringify(log().problems), /another repository/);
    });

    it("replays it onto other text: a copy, another file, an edit, and the same text written again later", async () => {
      await correct("not-ai");
      assert.deepEqual(await open(), []);
      const body = PAY.slice(FILES["src/pay.ts"].length);
      repository.agentCommits("src/pay.ts", PAY + body.replace("charge", "charge2"));
      assert.deepEqual(await open(), ["src/pay.ts:9-13 unseen"], "a copy in the same file");
      repository.agentCommits("src/refund.ts", body.trimStart());
      assert.deepEqual(await open(), ["src/pay.ts:9-13 unseen", "src/refund.ts:1-5 unseen"], "a copy in another file");
      repository.agentCommits("src/pay.ts", FILES["src/pay.ts"]);
      // Whole seconds stand in records: a claim of the same second is not later.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      repository.agentCommits("src/pay.ts", PAY);
      assert.deepEqual(await open(), ["src/pay.ts:3-7 unseen", "src/refund.ts:1-5 unseen"], "the same text, written again");
    });

    it("moves the corrected text to a file of its own", async () => {
      await correct("not-ai");
      mkdirSync(join(repository.folder, "lib"));
      repository.write("src/pay.ts", FILES["src/pay.ts"]);
      repository.write("lib/charge.ts", `// elsewhere\n${PAY.slice(FILES["src/pay.ts"].length).trimStart()}`);
      repository.commit("move");
      assert.deepEqual(await open(), ["lib/charge.ts:2-6 unseen"], "another place is another text, until a person says so again");
      cpSync(join(repository.folder, "lib/charge.ts"), join(repository.folder, "keep.ts"));
      repository.git("reset", "-q", "--hard", "HEAD~1");
      renameSync(join(repository.folder, "src/pay.ts"), join(repository.folder, "src/charge.ts"));
      repository.commit("rename");
      assert.deepEqual(await open(), [], "a renamed file is the same text");
    });
  });
});
