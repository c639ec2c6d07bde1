import { strict as assert } from "node:assert";
import { CodeChecks } from "../../../../src/checks/code-checks";
import { SemanticClient } from "../../../../src/checks/semantic/semantic-client";
import { TypedCheck } from "../../../../src/checks/semantic/typed-check";
import type { ChildRunner, WorkerReply } from "../../../../src/core/ports";
import { MemorySnapshot, realChecks, realProcesses } from "../memory-snapshot";

const OTHERS = {
  "src/store.ts": `export async function save(value: number): Promise<void> { await Promise.resolve(value); }\nexport function count(): number { return 1; }\nexport function isOpen(): Promise<boolean> { return Promise.resolve(true); }\nexport type Step = "first" | "second" | "third";\nexport enum Mode { On, Off, Auto }\nexport class Box { async put(value: number): Promise<number> { return value; } take(): number { return 1; } }\nexport interface Task { readonly step: Step }\n`,
  "src/index.ts": `export * from "./store";\n`,
  "tsconfig.json": `{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }`,
};
const IMPORTS = `import { save, count, isOpen, Box, Mode, type Step, type Task } from "./store";\n`;

describe("type-aware rules", function () {
  this.timeout(120_000);
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  async function found(text: string, base: string | null = null, others: Record<string, string> = OTHERS): Promise<readonly string[]> {
    const before = base === null ? OTHERS : { ...OTHERS, "src/a.ts": base };
    const { findings, notChecked } = await checks.run({ base: new MemorySnapshot(before, "base"), head: new MemorySnapshot({ ...others, "src/a.ts": text }), paths: ["src/a.ts"], basePaths: new Map() }, { architecture: {}, risk: {} });
    assert.deepEqual(notChecked, []);
    return findings.filter(({ rule, introduced }) => introduced && (rule === "promise-misuse" || rule === "switch-not-exhaustive")).map(({ rule, startLine, severity, message }) => `${rule} ${startLine} ${severity} ${message}`);
  }

  const reports: readonly (readonly [string, string])[] = [
    ["export async function run() {\n  save(1);\n}", "promise-misuse 3 warning nobody waits for `save`"],
    ["export async function run() {\n  new Box().put(1);\n}", "promise-misuse 3 warning nobody waits for `new Box().put`"],
    ["export function run() {\n  save(1);\n}", "promise-misuse 3 note nobody waits for `save`"],
    ["export async function run() {\n  save(1).then(() => count());\n}", "promise-misuse 3 warning nobody waits for `save(1).then`"],
    ["export function run() {\n  if (isOpen()) count();\n}", "promise-misuse 3 warning takes the promise of `isOpen` for its answer"],
    ["export function run(ready: boolean) {\n  return ready && !isOpen() ? 1 : 2;\n}\nexport const other = (x: boolean) => (x || isOpen() ? 1 : 2);", "promise-misuse 3 warning takes the promise of `isOpen` for its answer"],
    ["export function run(list: number[]) {\n  list.forEach(save);\n}", "promise-misuse 3 warning `forEach` doesn't wait for `save`"],
    ["export async function run() {\n  fetch('x');\n}", "promise-misuse 3 warning nobody waits for `fetch`"],
    ["export function run(step: Step) {\n  switch (step) { case 'first': count(); break; case 'second': count(); break; }\n}", "switch-not-exhaustive 3 warning no case for `\"third\"`"],
    ["export function run(mode: Mode) {\n  switch (mode) { case Mode.On: count(); break; case Mode.Off: count(); break; }\n}", "switch-not-exhaustive 3 warning no case for `Mode.Auto`"],
    ["export function run(task: Task) {\n  switch (task.step) { case 'first': count(); break; case 'third': count(); break; }\n}", "switch-not-exhaustive 3 warning no case for `\"second\"`"],
  ];
  for (const [text, expected] of reports) {
    it(`reports ${text.replace(/\s+/g, " ")}`, async () => {
      const shown = await found(IMPORTS + text);
      assert.ok(shown[0]?.startsWith(expected) === true, `expected ${expected}\nfound    ${shown.join("\n")}`);
    });
  }

  const accepts: readonly string[] = [
    "export async function run() { await save(1); }",
    "export async function run() { void save(1); }",
    "export async function run() { save(1).catch(() => count()); }",
    "export async function run() { save(1).then(() => 1, () => 2); }",
    "export function run() { (async () => { await save(1); })(); }",
    "export async function run() { count(); new Box().take(); }",
    "export async function run() { if (await isOpen()) count(); }",
    "export async function run() { const waiting = save(1); await waiting; }",
    "export async function run(list: number[]) { await Promise.all(list.map(save)); }",
    "export async function run(step: Step) { switch (step) { case 'first': count(); break; case 'second': count(); break; default: count(); } }",
    "export async function run(step: Step) { switch (step) { case 'first': return 1; case 'second': return 2; } return 3; }",
    "import { mystery } from 'not-installed';\nexport async function run() { mystery(1); }",
    "export async function run(text: string) { switch (text) { case 'a': count(); break; case 'b': count(); break; } }",
  ];
  for (const text of accepts) it(`accepts ${text.replace(/\s+/g, " ")}`, async () => assert.deepEqual(await found(IMPORTS + text), []));

  it("follows an alias of tsconfig's and modules that pass on everything", async () => {
    assert.equal((await found(`import { save } from "~/index";\nexport async function run() {\n  save(1);\n}`)).length, 1);
  });

  it("reports an await that was taken away, and leaves a call that stood there before", async () => {
    assert.equal((await found(`${IMPORTS}export async function run() {\n  save(1);\n}`, `${IMPORTS}export async function run() {\n  await save(1);\n}`)).length, 1);
    assert.deepEqual(await found(`${IMPORTS}// note\nexport async function run() {\n  save(1);\n}`, `${IMPORTS}export async function run() {\n  save(1);\n}`), []);
  });

  it("reports a call that a change elsewhere made asynchronous", async () => {
    const base = { "a.ts": `import { step } from "./b";\nexport async function run() {\n  step();\n}\n`, "b.ts": "export function step(): void {}\n" };
    const head = { ...base, "a.ts": `${base["a.ts"]}export const x = 1;\n`, "b.ts": "export async function step(): Promise<void> {}\n" };
    const { findings } = await checks.run({ base: new MemorySnapshot(base, "base"), head: new MemorySnapshot(head), paths: ["a.ts", "b.ts"], basePaths: new Map() }, { architecture: {}, risk: {} });
    assert.deepEqual(findings.filter(({ rule }) => rule === "promise-misuse").map(({ path, startLine, introduced }) => `${path}:${startLine} ${String(introduced)}`), ["a.ts:3 true"]);
  });

  it("says so when the process is too slow, and every other rule still answers", async () => {
    const real = realProcesses();
    const slow: ChildRunner = {
      worker: (name, limits) => (name === "semantic" ? { ask: (): Promise<WorkerReply> => Promise.resolve({ outcome: "timed-out", why: "the semantic process took longer than 15 s" }), dispose: () => undefined } : real.worker(name, limits)),
    };
    const own = new CodeChecks({ processes: slow, log: { debug: () => undefined, info: () => undefined, warn: () => undefined } });
    try {
      const { findings, notChecked } = await own.run({ base: null, head: new MemorySnapshot({ "a.ts": "export async function f(a: any) { go(a); }\n" }), paths: ["a.ts"], basePaths: new Map() }, { architecture: {}, risk: {} });
      assert.ok(findings.some(({ rule }) => rule === "type-escape"));
      assert.deepEqual(notChecked, [{ what: "type-aware rules", why: "the semantic process took longer than 15 s", path: "a.ts" }]);
    } finally {
      own.dispose();
    }
  });

  it("has its process load while the graph is built, once", async () => {
    const asked: string[] = [];
    const real = realProcesses();
    const own = new CodeChecks({
      processes: {
        worker: (name, limits) => {
          const worker = real.worker(name, limits);
          const ask = (request: unknown, timeout: number, signal?: AbortSignal) => {
            asked.push(`${name} ${(request as { kind: string }).kind}`);
            return worker.ask(request, timeout, signal);
          };
          return { ask, dispose: () => worker.dispose() };
        },
      },
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    });
    try {
      const run = (path: string, text: string) => own.run({ base: new MemorySnapshot({ "a.ts": "export const a = 1;\n", "a.md": "" }), head: new MemorySnapshot({ [path]: text }), paths: [path], basePaths: new Map() }, { architecture: {}, risk: {} });
      await run("a.md", "#\n");
      await run("new.ts", "export const a = 1;\n");
      assert.deepEqual(asked.filter((one) => one.startsWith("semantic")), [], "nothing to compare");
      asked.length = 0;
      const { findings } = await run("a.ts", "export const b = 1;\n");
      assert.deepEqual(findings.map(({ rule }) => rule).filter((rule) => rule === "exported-api-changed"), ["exported-api-changed"]);
      assert.deepEqual(asked.slice(0, 2), ["parser surfaces", "semantic api"], "as soon as an export may have changed");
      await run("a.ts", "export const c = 1;\n");
      assert.equal(asked.filter((one) => one === "semantic api").length, 3, "one to load, and one a run");
    } finally {
      own.dispose();
    }
  });

  it("kills a process that does not answer in time, and can be asked again", async () => {
    const graph = await checks.graph(new MemorySnapshot({}));
    const client = new SemanticClient(realProcesses(), 1);
    const typed = new TypedCheck(client);
    try {
      const file = { path: "a.ts", text: "async function go() {}\ngo();\n", base: null, basePath: "a.ts" };
      const first = await typed.run([file], new MemorySnapshot({ "a.ts": file.text }), graph);
      assert.deepEqual(first.notChecked.map(({ what, path }) => `${what} ${path ?? ""}`), ["type-aware rules a.ts"]);
      const second = await typed.run([file], new MemorySnapshot({ "a.ts": file.text }), graph);
      assert.equal(second.notChecked.length, 1);
    } finally {
      client.dispose();
    }
  });
});
