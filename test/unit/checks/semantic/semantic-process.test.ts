import { strict as assert } from "node:assert";
import { join } from "node:path";
import { CodeChecks } from "../../../../src/checks/code-checks";
import { SemanticClient } from "../../../../src/checks/semantic/semantic-client";
import type { StructureAnswer, StructureRequest } from "../../../../src/checks/semantic/structure-protocol";
import type { ChildRunner } from "../../../../src/core/ports";
import { ChildProcesses } from "../../../../src/platform/child-runner";
import { MemorySnapshot, realProcesses, SILENT } from "../memory-snapshot";

/** The real processes, whose requests and answers are counted. */
class CountedProcesses implements ChildRunner {
  readonly filesOfRequests: number[] = [];
  readonly processes = realProcesses();

  worker(name: "parser" | "semantic", limits: { memory: number; idle: number }) {
    const worker = this.processes.worker(name, limits);
    if (name !== "semantic") return worker;
    return {
      ask: (request: unknown, timeout: number, signal?: AbortSignal) => {
        const { files, context = [] } = request as { files: readonly unknown[]; context?: readonly unknown[] };
        this.filesOfRequests.push(files.length + context.length);
        return worker.ask(request, timeout, signal);
      },
      dispose: () => worker.dispose(),
    };
  }
}

describe("the semantic process", function () {
  this.timeout(120_000);

  it("holds fifty files at most at once, however many a change touches and import", async () => {
    const processes = new CountedProcesses();
    const checks = new CodeChecks({ processes, log: SILENT });
    try {
      const files = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`src/m${index}.ts`, `import { B${(index + 1) % 130} } from "./m${(index + 1) % 130}";\nimport { B${(index + 60) % 130} } from "./m${(index + 60) % 130}";\nexport class B${index} {}\nexport class C${index} extends B${(index + 60) % 130} {}\n`]));
      const { findings, notChecked } = await checks.run({ base: null, head: new MemorySnapshot(files), paths: Object.keys(files), basePaths: new Map() }, { architecture: { classes: { in: "src/**", named: "C*", extends: "src/m3.ts#B3" } }, risk: {} });
      assert.equal(findings.filter(({ rule }) => rule === "class-shape").length, 129);
      assert.deepEqual(notChecked, []);
      assert.ok(processes.filesOfRequests.length >= 13);
      assert.ok(Math.max(...processes.filesOfRequests) <= 50, String(Math.max(...processes.filesOfRequests)));
    } finally {
      checks.dispose();
    }
  });

  it("lets go of each request's files: a heap for a few of them is enough for twenty", async () => {
    const text = Array.from({ length: 400 }, (_, index) => `export function f${index}(value: number): string { return String(value > ${index} ? process.env.A${index} : value * ${index}); }`).join("\n");
    const request = (round: number): StructureRequest => ({
      kind: "structure",
      queries: [{ kind: "usage", symbols: [{ role: "value", module: null, files: [], path: ["process", "env"], written: "process.env" }] }, { kind: "leak", withImported: false }],
      files: [0, 1].map((index) => ({ path: `src/r${round}-${index}.ts`, text, grammar: null, links: [], asked: [0, 1] })),
      context: [],
      passing: [],
    });
    const scripts = join(__dirname, "../../../../src/checks");
    const processes = new ChildProcesses({ parser: join(scripts, "parser-process.js"), semantic: join(scripts, "semantic-process.js") }, SILENT);
    // What ts-morph itself takes, and a few of the requests.
    const worker = processes.worker("semantic", { memory: 90, idle: 0 });
    try {
      for (let round = 0; round < 20; round++) {
        const reply = await worker.ask(request(round), 60_000);
        assert.equal(reply.outcome, "answer", reply.outcome === "answer" ? "" : `round ${round}: ${reply.why}`);
        assert.ok(reply.outcome === "answer" && (reply.value as readonly StructureAnswer[]).every(({ found }) => found.length === 200));
      }
    } finally {
      worker.dispose();
    }
  });

  it("that takes too long is killed, what it was asked is not checked, and the rest is", async () => {
    const client = new SemanticClient(realProcesses(), 2_000);
    try {
      const naming = (matches: string) => ({ kind: "naming", of: ["class"], exported: null, styles: [], prefix: null, suffix: null, matches, only: { extending: [], implementing: [], decorated: [] } }) as const;
      const file = (path: string, name: string) => ({ path, text: `export class ${name} {}`, grammar: null, links: [], asked: [0] });
      const request = (files: readonly ReturnType<typeof file>[]): StructureRequest => ({ kind: "structure", queries: [naming("(a+)+b")], files, context: [], passing: [] });
      const files = [file("good.ts", "b"), file("slow.ts", "a".repeat(60)), file("fine.ts", "ab")];
      const answers = await client.inParts(files, request, (why): StructureAnswer => ({ found: [], wants: [], problem: why }));
      assert.equal(answers.length, 3);
      assert.deepEqual(answers.map(({ problem, found }) => (problem === null ? found.length : problem)), [1, "the semantic process took longer than 2 s", 0]);
    } finally {
      client.dispose();
    }
  });

  it("whose answer is missing makes the files not checked, each with the reason", async () => {
    const processes = realProcesses();
    const failing: ChildRunner = { worker: (name, limits) => (name === "parser" ? processes.worker(name, limits) : { ask: () => Promise.resolve({ outcome: "timed-out", why: "the semantic process took longer than 15 s" }), dispose: () => undefined }) };
    const checks = new CodeChecks({ processes: failing, log: SILENT });
    try {
      const files = { "src/a.ts": "export const a = process.env.A;", "src/b.ts": "export const b = process.env.B;", "src/c.ts": "export const c = 1;" };
      const { notChecked, findings } = await checks.run({ base: null, head: new MemorySnapshot(files), paths: Object.keys(files), basePaths: new Map() }, { architecture: { usage: { symbol: "process.env" } }, risk: {} });
      assert.deepEqual(findings.filter(({ rule }) => rule === "restricted-usage"), []);
      assert.deepEqual(notChecked, [
        { what: "semantic rules", why: "the semantic process took longer than 15 s", path: "src/a.ts" },
        { what: "semantic rules", why: "the semantic process took longer than 15 s", path: "src/b.ts" },
      ]);
    } finally {
      checks.dispose();
    }
  });
});
