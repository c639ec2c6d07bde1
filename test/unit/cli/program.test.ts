import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { CountersignError } from "../../../src/core/model";
import { VERSION } from "../../../src/cli/version";
import { assertSchema } from "../report/schemas";
import { findingOf, fullSnapshot, itemOf, snapshotOf } from "../report/snapshot-fixture";
import { run } from "./recorded-host";

const PASS = snapshotOf([]);
const FAIL = fullSnapshot();
const UNKNOWN = snapshotOf([], { verdict: "not-evaluated" });
const WARNED = snapshotOf([itemOf({ findings: [findingOf({ severity: "warning" })] })]);

describe("exit codes", () => {
  const cases: readonly [argv: string, snapshot: typeof PASS, exitCode: number][] = [
    ["check", PASS, 0],
    ["check", FAIL, 1],
    ["check --soft", FAIL, 0],
    ["check", UNKNOWN, 3],
    ["check --soft", UNKNOWN, 3],
    ["check --format json", FAIL, 1],
    ["check --fail-on error", WARNED, 0],
    ["check --fail-on warning", WARNED, 1],
    ["check --fail-on note", WARNED, 1],
    ["check --fail-on note --soft", WARNED, 0],
    ["check --fail-on warning", UNKNOWN, 3],
    ["check --fail-on fatal", PASS, 2],
    ["check --base main --staged", PASS, 2],
    ["check --all --since x", PASS, 2],
    ["check --policy-ref a --policy b", PASS, 2],
    ["check --format sarf", PASS, 2],
    ["check --format text --format json", PASS, 2],
    ["check --output a --output b", PASS, 2],
    ["check --only rsk", PASS, 2],
    ["check --base -x", PASS, 2],
    ["check ../outside", PASS, 2],
    ["status", FAIL, 0],
    ["status --limit 0", PASS, 2],
    ["status --format yaml", PASS, 2],
    ["why src/pay.ts", PASS, 2],
    ["why src/pay.ts:0", PASS, 2],
    ["why", PASS, 2],
    ["why src/pay.ts:3", PASS, 0],
    ["origins", PASS, 0],
    ["origins --x", PASS, 2],
    ["origins --as human", PASS, 2],
    ["origins --correct src/pay.ts --as human --note x", PASS, 2],
    ["origins --correct src/pay.ts:3 --as nobody --note x", PASS, 2],
    ["sync --upload-pack=x", PASS, 2],
    ["sync ext::sh", PASS, 2],
    ["log", PASS, 0],
    ["verify-ledger", FAIL, 0],
    ["verify-ledger --base -x", PASS, 2],
    ["export", PASS, 0],
    ["import", PASS, 0],
    ["import --upload-pack=x", PASS, 2],
    ["next", FAIL, 0],
    ["next --base a --all", FAIL, 2],
    ["chekc", PASS, 2],
    ["", PASS, 2],
    ["--help", PASS, 0],
    ["help sign", PASS, 0],
    ["check --help", PASS, 0],
    ["--version", PASS, 0],
    ["init", PASS, 2],
    ["init --yes", PASS, 0],
    ["sign src/pay.ts:10", FAIL, 2],
  ];
  for (const [argv, snapshot, exitCode] of cases) {
    it(`${exitCode}: countersign ${argv} (${snapshot.verdict})`, async () => {
      const ran = await run(argv === "" ? [] : argv.split(" "), { snapshot });
      assert.equal(ran.exitCode, exitCode, ran.out + ran.error);
      if (exitCode === 2) assert.match(ran.error, argv === "" ? /^Usage: [^]*\ncountersign: [^\n]+\n$/ : /^countersign: [^\n]+\n$/);
    });
  }

  it("3 for a crash, with nothing that could be read as a verdict", async () => {
    const ran = await run(["check", "--format", "json"], { snapshot: PASS, session: { open: () => Promise.reject(new TypeError("x is undefined")) } });
    assert.equal(ran.exitCode, 3);
    assert.match(ran.error, /^countersign: unexpected failure \(x is undefined\): .*COUNTERSIGN_LOG=debug/);
    const error = assertSchema("error", ran.out) as { code: string };
    assert.equal(error.code, "internal");
  });

  it("130 when interrupted, whatever the work says", async () => {
    const ran = await run(["check"], { snapshot: PASS, interrupt: true });
    assert.equal(ran.exitCode, 130);
    assert.equal(ran.out, "");
    assert.equal(ran.error, "countersign: interrupted\n");
  });

  it("disposes the session after an error, too", async () => {
    const ran = await run(["check"], { snapshot: PASS, session: { open: () => Promise.reject(new CountersignError("no-base", "no base")) } });
    assert.equal(ran.exitCode, 3);
    assert.equal(ran.calls[ran.calls.length - 1], "dispose []");
  });
});

describe("errors", () => {
  it("go to standard error in one line, and as JSON to standard output where JSON was asked for", async () => {
    const failing = { snapshot: PASS, openSession: () => Promise.reject(new CountersignError("no-repository", "this is not a git repository", { path: "/x", hint: "run git init" })) };
    const text = await run(["status"], failing);
    assert.deepEqual([text.exitCode, text.out, text.error], [2, "", "countersign: this is not a git repository: /x: run git init\n"]);
    const json = await run(["status", "--format", "json"], failing);
    assert.equal(json.error, text.error);
    assert.deepEqual(assertSchema("error", json.out), { schema: "countersign/error/1", code: "no-repository", message: "this is not a git repository", path: "/x", hint: "run git init" });
    assertSchema("error", (await run(["chekc", "--format=json"], failing)).out);
  });

  it("suggests what may have been meant", async () => {
    assert.match((await run(["chekc"], { snapshot: PASS })).error, /unknown command 'chekc': Did you mean check\?/);
    assert.match((await run(["check", "--sofft"], { snapshot: PASS })).error, /Did you mean --soft\?/);
    assert.match((await run(["check", "--format", "jsn"], { snapshot: PASS })).error, /did you mean "json"\?/);
    assert.match((await run(["check", "--only", "rsk"], { snapshot: PASS })).error, /Did you mean "risk"\?/);
  });

  it("shows the stack only with COUNTERSIGN_LOG=debug", async () => {
    const failing = { snapshot: PASS, session: { open: () => Promise.reject(new TypeError("deep")) } };
    assert.ok(!(await run(["check"], failing)).error.includes("\n    at "));
    assert.match((await run(["check"], { ...failing, environment: { COUNTERSIGN_LOG: "debug" } })).error, /TypeError: deep\n +at /);
  });
});

describe("commands", () => {
  it("check hands its options to the session", async () => {
    const ran = await run(["check", "src", "--base", "main", "--assume-ai", "--policy-ref", "v1", "--only", "risk,debt"], { snapshot: PASS });
    assert.equal(ran.calls[1], 'open [{"base":"main","paths":["src"],"assumeAi":true,"policyRef":"v1","only":["risk","debt"]}]');
    assert.equal(ran.calls[0], "settle []");
  });

  it("check without paths asks for no restriction, and folds no private marks", async () => {
    assert.equal((await run(["check", "."], { snapshot: PASS })).calls[1], "open [{}]");
    assert.equal((await run(["status"], { snapshot: PASS })).calls[1], 'open [{"viewedMarks":true}]');
  });

  it("check --format json counts findings outside hunks only on request", async () => {
    const rules = async (...more: string[]) => (assertSchema("check", (await run(["check", "--format", "json", ...more], { snapshot: FAIL })).out) as { findings: unknown[] }).findings.length;
    assert.deepEqual([await rules(), await rules("--all-findings"), await rules("--assume-ai")], [2, 4, 4]);
  });

  it("status adds the history, unless all of it is counted anyway", async () => {
    assert.match((await run(["status"], { snapshot: PASS })).out, /History: 7 lines/);
    assert.ok(!(await run(["status", "--all"], { snapshot: PASS })).out.includes("History:"));
    assertSchema("status", (await run(["status", "--format", "json"], { snapshot: FAIL })).out);
  });

  it("why, origins, log and sync hand over their arguments and print documents", async () => {
    const why = await run(["why", "src/a:b.ts:12", "--format", "json"], { snapshot: PASS });
    assert.equal(why.calls[2], 'why ["src/a:b.ts",12]');
    assertSchema("why", why.out);
    const origins = await run(["origins", "HEAD~1", "--files", "src/a.ts", "./src/b.ts", "--format", "json"], { snapshot: PASS });
    assert.ok(origins.calls.some((call) => call.startsWith('origins ["HEAD~1",["src/a.ts","src/b.ts"]')), origins.calls.join("\n"));
    assertSchema("origins", origins.out);
    assertSchema("log", (await run(["log", "--format", "json"], { snapshot: PASS })).out);
    const sync = await run(["sync", "--format", "json"], { snapshot: PASS });
    assert.ok(sync.calls.includes('sync ["origin"]'));
    assertSchema("sync", sync.out);
    assert.equal((await run(["sync", "upstream"], { snapshot: PASS })).out, "Fetched 1 ref from upstream, pushed 2 refs.\n");
  });

  it("help names every command of contract.md's main job, and the exit codes", async () => {
    const { out } = await run(["--help"], { snapshot: PASS });
    for (const command of "check status why origins hook sign reject withdraw init log sync connect disconnect doctor".split(" ")) assert.match(out, new RegExp(`^ {2}${command} `, "m"));
    assert.match(out, /130 interrupted/);
  });

  it("has package.json's version", async () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    assert.equal(VERSION, manifest.version);
    assert.equal((await run(["--version"], { snapshot: PASS })).out, "1.2.3\n");
  });
});

describe("init", () => {
  it("--yes asks nothing, and enrols", async () => {
    const ran = await run(["init", "--yes", "--format", "json"], { snapshot: PASS });
    assert.deepEqual(ran.questions, []);
    assert.ok(ran.calls.includes('applyInit [{"enrol":true,"informational":false,"architecture":{"kind":"proposal"}}]'), ran.calls.join());
    assertSchema("init", ran.out);
  });
  it("in an agent's environment writes, but never enrols a key", async () => {
    const ran = await run(["init", "--yes"], { snapshot: PASS, environment: { CLAUDECODE: "1" } });
    assert.equal(ran.exitCode, 0);
    assert.ok(ran.calls.includes('applyInit [{"enrol":false,"informational":false,"architecture":{"kind":"proposal"}}]'));
    assert.match(ran.out, /No signing key was enrolled, because CLAUDECODE/);
    const asked = await run(["init", "--yes", "--enrol"], { snapshot: PASS, environment: { CLAUDECODE: "1" } });
    assert.deepEqual([asked.exitCode, asked.calls], [2, []]);
  });
  it("shows the plan and asks on a terminal; anything but yes writes nothing", async () => {
    const no = await run(["init", "--informational"], { snapshot: PASS, answers: ["n", "nein"] });
    assert.equal(no.exitCode, 2);
    assert.match(no.error, /config\.jsonc/);
    assert.ok(!no.calls.some((call) => call.startsWith("applyInit")));
    const yes = await run(["init", "--informational"], { snapshot: PASS, answers: ["n", "y"] });
    assert.ok(yes.calls.includes('applyInit [{"enrol":false,"informational":true,"architecture":{"kind":"proposal"}}]'), yes.calls.join());
  });
});
