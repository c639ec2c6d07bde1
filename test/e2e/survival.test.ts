import { strict as assert } from "node:assert";
import { rmSync } from "node:fs";
import { check, countersign, SupervisedRepository, verdictOf } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const START = { "src/pay.ts": 'import { send } from "./send";\n\nexport const CURRENCY = "EUR";\n', "src/send.ts": "export const send = (n: number) => n;\n", "package.json": '{"name":"shop"}\n' };
const PAY = `${START["src/pay.ts"]}
export function charge(cents: number): number {
  if (cents < 0) throw new RangeError("negative");
  const receipt = send(cents);
  return receipt;
}
`;
const RISKY = `export async function load(database: { query(text: string): Promise<unknown> }, id: string): Promise<unknown> {
  return database.query("select * from orders where id = " + id);
}
`;

describe("what git does to sign-offs", function () {
  this.timeout(180_000);
  let repository: SupervisedRepository;
  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.start(START);
  });
  afterEach(() => repository.dispose());

  async function signedWork(): Promise<void> {
    repository.useSigningKey();
    repository.assistantWrites("src/pay.ts", PAY);
    repository.assistantWrites("src/load.ts", RISKY, "session-2", "cursor");
    assert.deepEqual(check(repository.folder).hunks.map((hunk) => [hunk.path, hunk.state]).sort(), [["src/load.ts", "unseen"], ["src/pay.ts", "unseen"]]);
    await repository.sign();
    repository.commit("pay and load");
  }

  function assertAllSigned(...parameters: string[]): void {
    const document = check(repository.folder, ...parameters);
    assert.deepEqual(document.hunks.map((hunk) => [hunk.path, hunk.state]).sort(), [["src/load.ts", "signed-off"], ["src/pay.ts", "signed-off"]]);
    assert.equal(document.verdict, "pass");
    assert.equal(document.debt.minutes, 0);
  }

  it("nothing, when nothing happens; and the gate fails before the signature", async () => {
    repository.assistantWrites("src/load.ts", RISKY);
    const before = check(repository.folder);
    assert.equal(before.verdict, "fail");
    assert.equal(countersign(repository.folder, ["check"]).code, 1);
    await signedWork();
    assertAllSigned();
  });

  it("amend and a rebase over other work keep them", async () => {
    await signedWork();
    repository.git("commit", "-q", "--amend", "-m", "better words");
    repository.git("checkout", "-q", "main");
    repository.write("src/pay.ts", `// House style.\n${START["src/pay.ts"]}`);
    repository.commit("style");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "work");
    repository.git("rebase", "-q", "main");
    assertAllSigned();
  });

  it("a squash merge and a cherry-pick keep them", async () => {
    await signedWork();
    repository.write("notes.txt", "more\n");
    repository.commit("second");
    const second = repository.git("rev-parse", "HEAD~1").trim();
    repository.git("checkout", "-q", "-b", "squashed", "main");
    repository.git("merge", "-q", "--squash", "work");
    repository.commit("squashed");
    assertAllSigned();
    repository.git("checkout", "-q", "-b", "picked", "main");
    repository.git("cherry-pick", second);
    assertAllSigned();
  });

  it("stash, reset, rename, gc and git clean keep them", async () => {
    await signedWork();
    repository.git("reset", "-q", "--soft", "main");
    repository.git("stash", "-q");
    repository.git("stash", "pop", "-q");
    assertAllSigned();
    repository.commit("again");
    repository.git("mv", "src/load.ts", "src/fetch.ts");
    repository.commit("rename");
    repository.git("gc", "-q", "--prune=now");
    repository.git("clean", "-q", "-fdx");
    assert.deepEqual(check(repository.folder).hunks.map((hunk) => [hunk.path, hunk.state]).sort(), [["src/fetch.ts", "signed-off"], ["src/pay.ts", "signed-off"]]);
  });

  it("a fresh clone with the refs fetched gives the same verdict, and without them it is debt again", async () => {
    await signedWork();
    repository.assistantWrites("src/pay.ts", PAY.replace('  if (cents < 0) throw new RangeError("negative");\n', ""));
    repository.commit("guard gone");
    repository.git("push", "-q", "origin", "work");
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    const here = check(repository.folder, "--base", "origin/main");
    assert.deepEqual(here.hunks.filter((hunk) => hunk.path === "src/pay.ts").map((hunk) => [hunk.state, hunk.staleReason, hunk.seams.length]), [["stale", "deleted", 1]]);
    const clone = new TemporaryRepository({ initialise: false });
    try {
      clone.git("clone", "-q", "-b", "work", repository.origin, ".");
      assert.equal(check(clone.folder, "--base", "origin/main").hunks.length, 0, "without the ledger's refs nobody's claims are known");
      clone.git("fetch", "-q", "--no-filter", "origin", "refs/countersign/*:refs/countersign-remote/origin/*");
      assert.deepEqual(verdictOf(check(clone.folder, "--base", "origin/main")), verdictOf(here));
    } finally {
      clone.dispose();
    }
  });

  it("deleting journal and refs empties the account", async () => {
    await signedWork();
    for (const ref of repository.git("for-each-ref", "--format=%(refname)", "refs/countersign").trim().split("\n")) repository.git("update-ref", "-d", ref);
    rmSync(`${repository.folder}/.git/countersign`, { recursive: true, force: true });
    assert.equal(check(repository.folder).hunks.length, 0);
  });
});

describe("what is never falsely verified", function () {
  this.timeout(180_000);
  let repository: SupervisedRepository;
  beforeEach(async () => {
    repository = new SupervisedRepository();
    repository.start(START);
    repository.useSigningKey();
    repository.assistantWrites("src/pay.ts", PAY);
    await repository.sign();
  });
  afterEach(() => repository.dispose());

  const payHunks = () => check(repository.folder).hunks.filter((hunk) => hunk.path === "src/pay.ts");

  it("one line that the assistant changes is exactly one stale line", () => {
    repository.assistantWrites("src/pay.ts", PAY.replace("return receipt;", "return cents;"));
    assert.deepEqual(payHunks().map((hunk) => [hunk.state, hunk.staleLines]), [["stale", [8]]]);
  });
  it("a line that nobody saw coming inside the approved hunk is stale, of unknown origin", () => {
    repository.write("src/pay.ts", PAY.replace("  return receipt;", "  steal(cents);\n  return receipt;"));
    assert.deepEqual(payHunks().filter((hunk) => hunk.state !== "signed-off").map((hunk) => [hunk.state, hunk.staleReason, hunk.staleLines]), [["stale", "unknown-origin", [8]]]);
  });
  it("a person's edit of an approved line is stale until it is signed", () => {
    repository.personWrites("src/pay.ts", PAY.replace('RangeError("negative")', 'RangeError("below zero")'));
    assert.deepEqual(payHunks().map((hunk) => [hunk.state, hunk.staleReason, hunk.staleLines]), [["stale", "edited-by-signer", [6]]]);
  });
  it("a copy of an approved function elsewhere is not covered", () => {
    repository.assistantWrites("src/copy.ts", PAY.slice(START["src/pay.ts"].length));
    assert.deepEqual(check(repository.folder).hunks.map((hunk) => [hunk.path, hunk.state]).sort(), [["src/copy.ts", "unseen"], ["src/pay.ts", "signed-off"]]);
  });
  it("a rejection sticks, and withdrawing it brings the approval back", async () => {
    await (async () => {
      const session = await repository.session();
      const { items } = await session.open();
      const hunks = items.map((item) => item.hunk.id);
      await session.sign({ verdicts: [{ hunks, verdict: "rejected", basis: "read", reason: "wrong currency" }], method: "terminal" });
      assert.deepEqual(payHunks().map((hunk) => hunk.state), ["rejected"]);
      const result = await session.withdraw(hunks, "terminal");
      assert.ok(result.records.length >= 1);
      repository.release(session);
    })();
  });
  it("what was shown must be what is signed", async () => {
    const session = await repository.session();
    repository.assistantWrites("src/load.ts", RISKY);
    await session.settle();
    const { items } = await session.open();
    const hunk = items.find((item) => item.hunk.path === "src/load.ts")?.hunk.id ?? "";
    repository.assistantWrites("src/load.ts", RISKY.replace("orders", "users"));
    await session.settle();
    await assert.rejects(session.sign({ verdicts: [{ hunks: [hunk], verdict: "approved", basis: "read" }], method: "terminal" }), /text has changed/);
    repository.release(session);
  });
});
