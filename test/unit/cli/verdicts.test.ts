import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentIdOf, keysOf, sliceKeys, splitLines } from "../../../src/core/fingerprint/lines";
import { assertSchema } from "../report/schemas";
import { itemOf, recordOf, snapshotOf } from "../report/snapshot-fixture";
import { run } from "./recorded-host";

const TEXT = ["export function charge() {", "  try {", "    pay();", "  } catch {}", "}", "", "export const tail = 1;", ""].join("\n");

function contentId(start: number, end: number): string {
  return contentIdOf(sliceKeys(keysOf("src/pay.ts", splitLines(TEXT)), start - 1, end));
}

describe("sign, reject, withdraw and view", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "countersign-verdicts-"));
    mkdirSync(join(root, "src"));
    writeFileSync(join(root, "src/pay.ts"), TEXT);
    symlinkSync("/etc/hostname", join(root, "src/link.ts"));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const charge = itemOf({ hunk: { id: contentId(1, 5), startLine: 1, endLine: 5, replaced: ["old();"] } });
  const tail = itemOf({ hunk: { id: contentId(7, 7), startLine: 7, endLine: 7, symbol: null }, state: "signed-off", hundredths: 0, records: [recordOf()] });
  const removal = itemOf({ hunk: { kind: "removal", path: "src/admin.ts", startLine: 30, endLine: 29, replaced: ["guard();"] } });
  const snapshot = snapshotOf([charge, tail, removal]);
  const id = charge.hunk.id;

  function signed(calls: readonly string[]): unknown {
    const call = calls.find((one) => one.startsWith("sign "));
    return call === undefined ? null : (JSON.parse(call.slice("sign ".length)) as unknown[])[0];
  }

  it("shows the very text, asks, and signs exactly what was shown", async () => {
    const ran = await run(["sign", "src/pay.ts:3", "--note", "looked twice", "--basis", "tested", "--criteria", "reviewed,security-reviewed", "--format", "json"], { snapshot, root, answers: ["y"] });
    assert.equal(ran.exitCode, 0, ran.error);
    assert.match(ran.error, / {2}- old\(\);\n1 \+ export function charge\(\) \{\n2 \+ {3}try \{\n3 \+ {5}pay\(\);\n4 \+ {3}\} catch \{\}\n5 \+ \}\n/);
    assert.deepEqual(ran.questions, ["Approve 1 hunk as ann@example.com (basis: tested)? [y/N] "]);
    assert.deepEqual(signed(ran.calls), {
      verdicts: [{ hunks: [id], verdict: "approved-with-notes", basis: "tested", criteria: ["reviewed", "security-reviewed"], note: "looked twice" }],
      method: "terminal",
      shown: { [id]: id },
    });
    assertSchema("records", ran.out);
  });

  for (const answer of ["", "n", "no", "yep", "Y E S", "1"]) {
    it(`signs nothing when the answer is ${JSON.stringify(answer)}`, async () => {
      const ran = await run(["sign", "src/pay.ts:3"], { snapshot, root, answers: [answer] });
      assert.equal(ran.exitCode, 2);
      assert.equal(signed(ran.calls), null);
      assert.match(ran.error, /nothing was done/);
    });
  }

  it("signs nothing when input ends", async () => {
    assert.equal((await run(["sign", "src/pay.ts:3"], { snapshot, root, answers: [] })).exitCode, 2);
  });

  for (const command of ["sign", "reject", "withdraw", "view"]) {
    it(`${command} refuses without a terminal, and says how to do it`, async () => {
      const ran = await run([command, "src/pay.ts:3", "--format", "json"], { snapshot, root });
      assert.equal(ran.exitCode, 2);
      assert.match(ran.error, /there is no terminal[^\n]*in the editor/);
      assert.equal((assertSchema("error", ran.out) as { code: string }).code, "refused");
      assert.deepEqual(ran.calls, []);
    });
    it(`${command} refuses inside an agent's environment, naming the variable`, async () => {
      const ran = await run([command, "src/pay.ts:3"], { snapshot, root, answers: ["y"], environment: { CURSOR_AGENT: "1" } });
      assert.equal(ran.exitCode, 2);
      assert.match(ran.error, /CURSOR_AGENT says that cursor runs this shell[^\n]*in the editor/);
      assert.deepEqual([ran.calls, ran.questions], [[], []]);
    });
    it(`${command} works in an assistant's editor, which people use, too`, async () => {
      const ran = await run([command, "src/pay.ts:7"], { snapshot, root, answers: ["y"], environment: { CURSOR_TRACE_ID: "x" } });
      assert.equal(ran.exitCode, 0, ran.error);
    });
    it(`${command} needs a hunk`, async () => {
      const ran = await run([command], { snapshot, root, answers: ["y"] });
      assert.deepEqual([ran.exitCode, ran.questions], [2, []]);
      assert.match(ran.error, /no hunk was named/);
    });
  }

  it("corrects who wrote lines: shows them with their numbers, asks, and passes on exactly what was shown", async () => {
    const ran = await run(["origins", "--correct", "src/pay.ts:2-4", "--as", "human", "--note", " typed ", "--format", "json"], { snapshot, root, answers: ["y"] });
    assert.equal(ran.exitCode, 0, ran.error);
    assert.match(ran.error, /src\/pay\.ts:2\n2 {5}try \{\n3 {7}pay\(\);\n4 {5}\} catch \{\}\n/);
    assert.deepEqual(ran.questions, ["State as ann@example.com that no assistant wrote 3 lines of src/pay.ts? [y/N] "]);
    assert.ok(ran.calls.includes(`correct ${JSON.stringify([{ path: "src/pay.ts", says: "not-ai", reason: "typed", method: "terminal", kind: "edit", startLine: 2, endLine: 4, shown: contentId(2, 4) }])}`), ran.calls.join("\n"));
    assertSchema("records", ran.out);
    const ai = await run(["origins", "--correct", "src/pay.ts:7", "--as", "ai", "--note", "from a chat"], { snapshot, root, answers: ["y"] });
    assert.match(ai.questions.join(), /that an assistant wrote 1 line of/);
    const removed = await run(["origins", "--correct", "src/admin.ts:30", "--as", "human", "--note", "mine"], { snapshot, root, answers: ["y"] });
    assert.match(removed.error, /- guard\(\);/);
    assert.match(removed.questions.join(), /no assistant wrote the removal before line 30 of src\/admin\.ts/);
  });

  for (const [why, parameters, options] of [
    ["says nothing without a yes", ["--as", "human", "--note", "x"], { answers: ["n"] }],
    ["needs a terminal", ["--as", "human", "--note", "x"], {}],
    ["is not an agent's to do", ["--as", "human", "--note", "x"], { answers: ["y"], environment: { CLAUDECODE: "1" } }],
    ["needs a reason", ["--as", "human"], { answers: ["y"] }],
    ["needs to be told whose", ["--note", "x"], { answers: ["y"] }],
    ["is about the work tree", ["HEAD", "--as", "human", "--note", "x"], { answers: ["y"] }],
  ] as const) {
    it(`a correction ${why}`, async () => {
      const ran = await run(["origins", "--correct", "src/pay.ts:3", ...parameters], { snapshot, root, ...options });
      assert.equal(ran.exitCode, 2, ran.error);
      assert.equal(ran.calls.some((call) => call.startsWith("correct ")), false);
    });
  }

  it("withdraws a correction where no hunk stands, and by the id that log shows", async () => {
    const record = recordOf({ id: "ab12cd".padEnd(64, "0"), type: "correction", criteria: ["not-ai"] });
    const why = { path: "src/pay.ts", line: 6, text: "", origin: "human" as const, assistant: null, model: null, agentSession: null, evidence: [], commit: null, item: null, reasons: [], records: [record] };
    const session = { why: () => Promise.resolve(why), log: () => Promise.resolve({ entries: [{ record, trust: record.trust, withdrawn: false }], problems: [], gaps: [] }) };
    for (const argument of ["src/pay.ts:6", "ab12cd"]) {
      const ran = await run(["withdraw", argument], { snapshot, root, answers: ["y"], session });
      assert.equal(ran.exitCode, 0, ran.error);
      assert.ok(ran.calls.includes(`withdrawRecords ${JSON.stringify([[record.id], "terminal"])}`), ran.calls.join("\n"));
      assert.match(ran.questions.join(), /Withdraw your 1 correction of who wrote it\?/);
    }
    assert.equal((await run(["withdraw", "src/pay.ts:6"], { snapshot, root, answers: ["n"], session })).exitCode, 2);
    assert.equal((await run(["withdraw", "fefefe"], { snapshot, root, answers: ["y"], session })).exitCode, 2);
  });

  it("reject gives the note as its reason", async () => {
    const ran = await run(["reject", id.slice(0, 12), "--note", "drops errors"], { snapshot, root, answers: ["yes"] });
    assert.equal(ran.exitCode, 0, ran.error);
    assert.deepEqual((signed(ran.calls) as { verdicts: unknown[] }).verdicts, [{ hunks: [id], verdict: "rejected", basis: "read", criteria: ["reviewed"], reason: "drops errors" }]);
  });

  it("shows a removal's removed text", async () => {
    const ran = await run(["sign", "src/admin.ts:30"], { snapshot, root, answers: ["y"] });
    assert.equal(ran.exitCode, 0, ran.error);
    assert.match(ran.error, /- guard\(\);/);
  });

  it("refuses a removal whose text nobody can read", async () => {
    const blind = snapshotOf([itemOf({ hunk: { kind: "removal", path: "src/admin.ts", startLine: 30, replaced: null } })]);
    const ran = await run(["sign", "src/admin.ts:30"], { snapshot: blind, root, answers: ["y"] });
    assert.deepEqual([ran.exitCode, signed(ran.calls)], [2, null]);
    assert.match(ran.error, /the removed text is not at hand: src\/admin\.ts:30|the removed text is not at hand/);
  });

  it("refuses text that is not the hunk's any more, and files that are not the repository's own", async () => {
    const drifted = snapshotOf([itemOf({ hunk: { id: `h1:${"0".repeat(64)}`, startLine: 1, endLine: 5 } })]);
    const ran = await run(["sign", "src/pay.ts:3"], { snapshot: drifted, root, answers: ["y"] });
    assert.deepEqual([ran.exitCode, signed(ran.calls), ran.questions], [2, null, []]);
    assert.match(ran.error, /changed while it was being read: src\/pay\.ts:1/);
    const linked = snapshotOf([itemOf({ hunk: { path: "src/link.ts", startLine: 1, endLine: 1 } })]);
    assert.equal((await run(["sign", "src/link.ts:1"], { snapshot: linked, root, answers: ["y"] })).exitCode, 2);
  });

  it("--file takes the open hunks of a file; withdraw takes those with a verdict", async () => {
    const sign = await run(["sign", "--file", "src/pay.ts"], { snapshot, root, answers: ["y"] });
    assert.deepEqual((signed(sign.calls) as { verdicts: { hunks: string[] }[] }).verdicts[0]?.hunks, [id]);
    const withdraw = await run(["withdraw", "--file", "src/pay.ts"], { snapshot, root, answers: ["y"] });
    assert.ok(withdraw.calls.includes(`withdraw ${JSON.stringify([[tail.hunk.id], "terminal"])}`), withdraw.calls.join("\n"));
  });

  it("says plainly that there is no key, and creates one only when told to", async () => {
    const keyless = snapshotOf([charge], { signing: { signer: "ann@example.com", key: null, trust: "none", unsigned: 0 } });
    const create = await run(["sign", id], { snapshot: keyless, root, answers: ["c", "y"] });
    assert.equal((signed(create.calls) as { createKey?: boolean }).createKey, true);
    assert.match(create.error, /no SSH signing key/);
    const unsigned = await run(["sign", id], { snapshot: keyless, root, answers: ["u", "y"] });
    assert.equal((signed(unsigned.calls) as { createKey?: boolean }).createKey, undefined);
    assert.match(unsigned.questions[1] ?? "", /as ann@example\.com, without a signature/);
    const stopped = await run(["sign", id], { snapshot: keyless, root, answers: [""] });
    assert.deepEqual([stopped.exitCode, signed(stopped.calls)], [2, null]);
  });

  it("refuses where git knows nobody, and in a bare repository", async () => {
    const nobody = snapshotOf([charge], { signing: { signer: null, key: null, trust: "none", unsigned: 0 } });
    assert.match((await run(["sign", id], { snapshot: nobody, root, answers: ["y"] })).error, /git does not know who you are/);
    assert.match((await run(["sign", id], { snapshot, root: null, answers: ["y"] })).error, /bare repository/);
  });

  it("view ticks without a question, and takes the tick away", async () => {
    const ran = await run(["view", "src/pay.ts:1", "--format", "json"], { snapshot, root, answers: [] });
    assert.deepEqual([ran.exitCode, ran.questions], [0, []]);
    assert.ok(ran.calls.includes(`view ${JSON.stringify([[id], true])}`));
    assertSchema("viewed", ran.out);
    assert.ok((await run(["view", "src/pay.ts:1", "--undo"], { snapshot, root, answers: [] })).calls.includes(`view ${JSON.stringify([[id], false])}`));
  });
});
