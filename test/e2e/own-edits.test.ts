/** product.md's promise 3: a person's own edit of what they approved is theirs by one signed `edited` record, and nothing else is. */
import { strict as assert } from "node:assert";
import type { ReviewSession } from "../../src/app/review-session";
import { check, countersign, SupervisedRepository, verdictOf } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const START = { "src/pay.ts": 'import { send } from "./send";\n', "src/send.ts": "export const send = (n: number) => n;\n", "package.json": '{"name":"shop"}\n' };
const PAY = `${START["src/pay.ts"]}
export function charge(cents: number): number {
  const fee = 1;
  const receipt = send(cents + fee);
  return receipt;
}
`;
const LOAD = `export async function load(database: { query(text: string): Promise<unknown> }, id: string): Promise<unknown> {
  const text = "select * from orders where id = " + id;
  return database.query(text);
}
`;

describe("a person's own edits after their sign-off", function () {
  this.timeout(180_000);
  let repository: SupervisedRepository;
  let session: ReviewSession;

  beforeEach(async () => {
    repository = new SupervisedRepository();
    repository.start(START);
    repository.useSigningKey();
    repository.assistantWrites("src/pay.ts", PAY);
    repository.assistantWrites("src/load.ts", LOAD);
    await repository.sign();
    session = await repository.session();
  });
  afterEach(() => {
    repository.release(session);
    repository.dispose();
  });

  async function item(path: string) {
    await session.settle();
    const found = (await session.open()).items.find((candidate) => candidate.hunk.path === path);
    assert.ok(found !== undefined);
    return found;
  }
  const signEdited = async (path: string) => session.sign({ verdicts: [{ hunks: [(await item(path)).hunk.id], verdict: "approved", basis: "read", edited: true }], method: "terminal" });

  it("are stale until they are signed as edited, and then covered in every clone", async () => {
    repository.personWrites("src/pay.ts", PAY.replace("fee = 1", "fee = 2"));
    const edited = await item("src/pay.ts");
    assert.deepEqual([edited.state, edited.staleReason, edited.staleLines], ["stale", "edited-by-signer", [4]]);
    const { records } = await signEdited("src/pay.ts");
    assert.deepEqual(records.map(({ type, verdict, trust }) => [type, verdict, trust]), [["edited", "approved", "self-declared"]]);
    assert.deepEqual([(await item("src/pay.ts")).state, check(repository.folder).verdict], ["signed-off", "pass"]);
    const listed = (...filter: readonly string[]) => (JSON.parse(countersign(repository.folder, ["log", "--format", "json", ...filter]).stdout) as { records: { type: string }[] }).records.map(({ type }) => type);
    assert.deepEqual(listed(), ["edited", "signoff", "signoff"]);
    assert.deepEqual([listed("--path", "src/load.ts").length, listed("--signer", "nobody@").length, listed("--trust", "key").length, listed("--since", "2099").length, listed("--verdict", "approved").length], [1, 0, 0, 0, 3]);
    assert.equal(countersign(repository.folder, ["log", "--since", "yesterday"]).code, 2);
    repository.commit("pay");
    repository.git("push", "-q", "origin", "work");
    await session.sync("origin");
    const clone = new TemporaryRepository({ initialise: false });
    try {
      clone.git("clone", "-q", "-b", "work", repository.origin, ".");
      clone.git("fetch", "-q", "--no-filter", "origin", "refs/countersign/*:refs/countersign-remote/origin/*");
      assert.deepEqual(verdictOf(check(clone.folder, "--base", "origin/main")), verdictOf(check(repository.folder, "--base", "origin/main")));
      assert.equal(check(clone.folder, "--base", "origin/main").verdict, "pass");
    } finally {
      clone.dispose();
    }
  });

  it("an assistant's change is not the person's, whoever asks", async () => {
    repository.assistantWrites("src/pay.ts", PAY.replace("fee = 1", "fee = 2"));
    await assert.rejects(signEdited("src/pay.ts"), /more than your own edits/);
    assert.equal((await item("src/pay.ts")).state, "stale");
  });

  it("neither is a line that nobody saw coming beside the person's own", async () => {
    repository.personWrites("src/pay.ts", PAY.replace("fee = 1", "fee = 2"));
    await session.settle();
    repository.write("src/pay.ts", PAY.replace("fee = 1", "fee = 2").replace("  return receipt", "  send(9);\n  return receipt"));
    assert.notEqual((await item("src/pay.ts")).staleReason, "edited-by-signer");
    await assert.rejects(signEdited("src/pay.ts"), /more than your own edits/);
  });

  it("nor a deletion, of which nothing says who made it", async () => {
    repository.personWrites("src/pay.ts", PAY.replace("  const fee = 1;\n", "").replace("return receipt", "return receipt + 0"));
    assert.ok((await item("src/pay.ts")).seams.length > 0);
    await assert.rejects(signEdited("src/pay.ts"), /more than your own edits/);
  });

  it("a hunk of high risk is signed off whole", async () => {
    repository.personWrites("src/load.ts", LOAD.replace("from orders", "from users"));
    const edited = await item("src/load.ts");
    assert.deepEqual([edited.staleReason, edited.risk.level], ["edited-by-signer", "high"]);
    await assert.rejects(signEdited("src/load.ts"), (error: unknown) => error instanceof Error && /more than your own edits/.test(error.message));
  });

  it("what another key approved is not theirs to extend", async () => {
    repository.personWrites("src/pay.ts", PAY.replace("fee = 1", "fee = 2"));
    repository.useSigningKey("id_other", "other@example.org");
    await assert.rejects(signEdited("src/pay.ts"), /more than your own edits/);
  });

  it("what was on the screen stays here, unless the base policy asks for a coarse part of it", async () => {
    const { hunk } = await item("src/load.ts");
    const content = hunk.id.replace(/#\d+$/, "");
    assert.deepEqual(await session.reading([hunk.id]), [{ hunk: hunk.id, percent: 0, active: 0 }]);
    await session.noteSeen([{ content, lines: 4, ranges: [[0, 1]], milliseconds: 1500 }]);
    await session.noteSeen([{ content, lines: 4, ranges: [[1, 2]], milliseconds: 500 }]);
    assert.deepEqual(await session.reading([hunk.id]), [{ hunk: hunk.id, percent: 75, active: 2000 }]);
    const sign = async () => (await session.sign({ verdicts: [{ hunks: [hunk.id], verdict: "approved", basis: "read" }], method: "editor" })).records.map(({ seen }) => seen);
    assert.deepEqual(await sign(), [undefined]);
    repository.git("checkout", "-q", "main");
    repository.write(".countersign/config.jsonc", '{ "policy": { "version": 1, "seen": true } }\n');
    repository.git("add", ".countersign");
    repository.git("commit", "-q", "-m", "ask");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "work");
    repository.git("fetch", "-q", "origin");
    assert.deepEqual(await sign(), ["most"]);
    assert.deepEqual((await session.sign({ verdicts: [{ hunks: [hunk.id], verdict: "approved", basis: "read" }], method: "terminal" })).records.map(({ seen }) => seen), [undefined], "a terminal does not know");
  });
});
