import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ParserClient } from "../../src/checks/parsing/parser-client";
import { ChildProcesses } from "../../src/platform/child-runner";
import { MemorySnapshot, realChecks, realProcesses, SILENT } from "../unit/checks/memory-snapshot";

/** Far beyond the few thousand levels at which oxc runs out of stack, so that the size of a stack changes nothing. */
const DEEP = `${"if(a){".repeat(60_000)}${"}".repeat(60_000)}`;

describe("a file that crashes the native parser", function () {
  this.timeout(60_000);

  it("really does crash it: without a process of its own this would end the test run", () => {
    const script = `import("oxc-parser").then((o) => o.parseSync("a.ts", ${JSON.stringify("if(a){")}.repeat(60000) + "}".repeat(60000)))`;
    const { status, signal } = spawnSync(process.execPath, ["-e", script], { cwd: __dirname, stdio: "ignore" });
    assert.ok(signal !== null || status !== 0, `ended with ${status}`);
  });

  it("is found among many, alone is not checked, and the others are answered", async () => {
    const files: Record<string, string> = {};
    for (let index = 0; index < 120; index++) files[`src/f${index}.ts`] = `import "./f${(index + 1) % 120}";\nexport function f${index}() {}\n`;
    files["src/deep.ts"] = DEEP;
    const checks = realChecks();
    try {
      const graph = await checks.graph(new MemorySnapshot(files));
      assert.equal(graph.edges.length, 120);
      assert.deepEqual(graph.notChecked.map(({ path }) => path), ["src/deep.ts"]);
      assert.match(graph.notChecked[0]?.why ?? "", /the parser crashed on this file/);
      const outlines = await checks.outlines(new Map(Object.entries(files)));
      assert.equal(outlines.get("src/f7.ts")?.declarations[0]?.name, "f7");
      assert.deepEqual(outlines.get("src/deep.ts"), { declarations: [], tokens: null });
    } finally {
      checks.dispose();
    }
  });

  it("is still read as text, is not analysed, and the run ends", async () => {
    const token = "AKIA" + "QYLPMN5HFIQR7XYA";
    const checks = realChecks();
    try {
      const head = new MemorySnapshot({ "deep.ts": `// ${token}\n${DEEP}`, "b.ts": "let b: any;\n" });
      const { findings, analysed, notChecked } = await checks.run({ base: null, head, paths: ["deep.ts", "b.ts"], basePaths: new Map() }, { architecture: {}, risk: {} });
      assert.deepEqual(findings.map(({ rule, path }) => `${rule} ${path}`), ["type-escape b.ts", "secret deep.ts"]);
      assert.deepEqual([...analysed], ["b.ts"]);
      assert.ok(notChecked.some(({ path }) => path === "deep.ts"));
    } finally {
      checks.dispose();
    }
  });

  it("crashes it once: the same text is not parsed again", async () => {
    let crashes = 0;
    const client = new ParserClient(realProcesses({ ...SILENT, debug: () => { crashes++; } }), SILENT);
    try {
      await client.modules([{ path: "deep.ts", text: DEEP }]);
      const after = crashes;
      const { problems } = await client.modules([{ path: "deep.ts", text: DEEP }]);
      assert.ok(after > 0);
      assert.equal(crashes, after);
      assert.match(problems.get("deep.ts") ?? "", /crashed/);
    } finally {
      client.dispose();
    }
  });
});

describe("worker processes", function () {
  this.timeout(30_000);
  let directory = "";
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "countersign-worker-"));
    writeFileSync(
      join(directory, "worker.cjs"),
      `const answer = (m) => {
        if (m.kind === "hang") for (;;);
        if (m.kind === "exit") process.exit(7);
        if (m.kind === "fail") return process.send({ failure: "no" });
        if (m.kind === "fill") { const a = []; for (;;) a.push(new Array(1e6).fill(1.5)); }
        process.send({ value: { echo: m, pid: process.pid } });
      };
      // Takes longer to load than one of the requests may take: that time is not the request's.
      const loading = new Promise((done) => setTimeout(done, 400)).then(() => process.send({ ready: true }));
      process.on("message", (m) => loading.then(() => answer(m)));`,
    );
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  const worker = (script = "worker.cjs") => new ChildProcesses({ parser: join(directory, script), semantic: join(directory, script) }, SILENT).worker("parser", { memory: 64, idle: 0 });

  it("answers, in order, also after a crash, a time-out and a failure", async () => {
    const subject = worker();
    try {
      const replies = await Promise.all([subject.ask({ kind: "a" }, 5_000), subject.ask({ kind: "exit" }, 5_000), subject.ask({ kind: "fail" }, 5_000), subject.ask({ kind: "hang" }, 300), subject.ask({ kind: "b" }, 5_000)]);
      assert.deepEqual(replies.map(({ outcome }) => outcome), ["answer", "crashed", "failed", "timed-out", "answer"]);
      assert.match(replies[1]?.outcome === "crashed" ? replies[1].why : "", /exit code 7/);
    } finally {
      subject.dispose();
    }
  });

  it("keeps one process for many requests", async () => {
    const subject = worker();
    try {
      const pids = new Set<unknown>();
      for (let index = 0; index < 3; index++) {
        const reply = await subject.ask({ kind: "a" }, 5_000);
        pids.add(reply.outcome === "answer" ? (reply.value as { pid: number }).pid : null);
      }
      assert.equal(pids.size, 1);
    } finally {
      subject.dispose();
    }
  });

  it("ends a process that takes too much memory", async () => {
    const subject = worker();
    try {
      assert.equal((await subject.ask({ kind: "fill" }, 20_000)).outcome, "crashed");
    } finally {
      subject.dispose();
    }
  });

  it("stops at an interruption and goes on with the next request", async () => {
    const subject = worker();
    const controller = new AbortController();
    try {
      const hanging = subject.ask({ kind: "hang" }, 20_000, controller.signal);
      setTimeout(() => controller.abort(), 100);
      await assert.rejects(hanging, /interrupted/);
      assert.equal((await subject.ask({ kind: "a" }, 5_000)).outcome, "answer");
    } finally {
      subject.dispose();
    }
  });

  it("takes many requests under one signal, without a warning of Node's", async () => {
    const subject = worker();
    const warnings: string[] = [];
    const hear = (warning: Error) => warnings.push(warning.message);
    process.on("warning", hear);
    try {
      const { signal } = new AbortController();
      await Promise.all(Array.from({ length: 30 }, () => subject.ask({ kind: "a" }, 5_000, signal)));
      await new Promise((done) => setImmediate(done));
      assert.deepEqual(warnings, []);
    } finally {
      process.off("warning", hear);
      subject.dispose();
    }
  });

  it("says so when its script is missing, and after it was ended", async () => {
    const missing = worker("none.cjs");
    assert.equal((await missing.ask({ kind: "a" }, 5_000)).outcome, "crashed");
    missing.dispose();
    assert.equal((await missing.ask({ kind: "a" }, 5_000)).outcome, "crashed");
  });
});
