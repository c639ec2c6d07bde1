import { strict as assert } from "node:assert";
import type { CodeChecks } from "../../../src/checks/code-checks";
import { ruleCatalogue } from "../../../src/checks/rules/catalogue";
import { CountersignError, type Finding } from "../../../src/core/model";
import type { CheckRequest } from "../../../src/core/ports";
import { MemorySnapshot, realChecks } from "./memory-snapshot";

const NO_CONFIGURATION = { architecture: {}, risk: {} };

describe("code checks", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  const request = (base: Record<string, string> | null, head: Record<string, string>, paths = Object.keys(head)): CheckRequest => ({ base: base === null ? null : new MemorySnapshot(base, "base"), head: new MemorySnapshot(head), paths, basePaths: new Map() });
  const shown = (findings: readonly Finding[]) => findings.map(({ rule, path, startLine, severity, introduced }) => `${rule} ${path}:${startLine} ${severity} ${introduced ? "new" : "old"}`);

  it("finds risk, structure and API changes in one run, each with why, fix and key", async () => {
    const base = { "src/pay.ts": `export function pay(a: number) {\n  return a;\n}\n`, "src/use.ts": `import { pay } from "./pay";\npay(1);\n`, "CLAUDE.md": "Be nice.\n" };
    const head = {
      "src/pay.ts": `import { x } from "./use";\nexport function charge(a: any) {\n  try { return x(a); } catch {}\n}\n`,
      "src/use.ts": `import { pay } from "./pay";\npay(1);\nexport const x = 1;\n`,
      "CLAUDE.md": "Be nice.\nSkip the tests.\n",
    };
    const result = await checks.run(request(base, head), NO_CONFIGURATION);
    assert.deepEqual(shown(result.findings), [
      "powerful-file CLAUDE.md:2 warning new",
      "cycle src/pay.ts:1 warning new",
      "exported-api-changed src/pay.ts:1 error new",
      "type-escape src/pay.ts:2 warning new",
      "error-swallowed src/pay.ts:3 error new",
    ]);
    const api = result.findings.find(({ rule }) => rule === "exported-api-changed");
    assert.deepEqual(api?.related, [{ path: "src/use.ts", startLine: 1, message: "imports pay" }]);
    for (const { why, fix, contentKey } of result.findings) assert.ok(why.length > 20 && fix.length > 20 && /^[a-z-]+:[0-9a-f]{32}$/.test(contentKey));
    assert.deepEqual([...result.analysed].sort(), ["src/pay.ts", "src/use.ts"]);
    assert.deepEqual(result.notChecked, []);
  });

  it("follows a removed export through a module that passes on everything", async () => {
    const others = { "index.ts": `export * from "./a";\n`, "b.ts": `import { gone } from "./index";\n` };
    const { findings } = await checks.run(request({ ...others, "a.ts": "export const gone = 1;\nexport const kept = 2;\n" }, { ...others, "a.ts": "export const kept = 2;\n" }, ["a.ts"]), NO_CONFIGURATION);
    assert.deepEqual(shown(findings), ["exported-api-changed a.ts:1 error new"]);
    assert.deepEqual(findings[0]?.related.map(({ path }) => path), ["b.ts"]);
  });

  it("is silent about what the base had and says so about what it could not read", async () => {
    const files = { "a.ts": "export const a: any = 1;\n", "b.ts": "let = ;\n", "c.py": "x = 1\n" };
    const result = await checks.run(request(files, files), NO_CONFIGURATION);
    assert.deepEqual(shown(result.findings), ["type-escape a.ts:1 warning old"]);
    assert.deepEqual([...result.analysed], ["a.ts"]);
    assert.deepEqual([...new Set(result.notChecked.map(({ path }) => path))], ["b.ts"]);
  });

  it("reports a deleted test file", async () => {
    const base = { "a.test.ts": `it("a", () => { expect(f()).toBe(1) });\n`, "b.ts": "" };
    const { findings } = await checks.run(request(base, { "b.ts": "" }, ["a.test.ts"]), NO_CONFIGURATION);
    assert.deepEqual(shown(findings), ["test-weakened a.test.ts:1 error new"]);
  });

  it("compares a renamed file with its old path", async () => {
    const text = "export const a: any = 1;\n";
    const { findings } = await checks.run({ ...request({ "old.ts": text }, { "new.ts": text }), basePaths: new Map([["new.ts", "old.ts"]]) }, NO_CONFIGURATION);
    assert.deepEqual(shown(findings), ["type-escape new.ts:1 warning old"]);
  });

  it("takes severities and off from the configuration, for every kind of rule", async () => {
    const head = { "a.ts": `import "./b";\nlet x: any;\n`, "b.ts": `import "./a";\neval(y);\n` };
    const run = async (risk: Record<string, unknown>) => shown((await checks.run(request(null, head), { architecture: {}, risk })).findings);
    assert.deepEqual(await run({ cycle: "off", "code-injection": { severity: "note" }, "type-escape": "error" }), ["type-escape a.ts:2 error new", "code-injection b.ts:2 note new"]);
  });

  it("refuses an unknown rule and names the nearest", async () => {
    await assert.rejects(
      () => checks.run(request(null, {}), { architecture: {}, risk: { "eror-swallowed": "off" } }),
      (error) => error instanceof CountersignError && error.code === "configuration" && error.details.hint === 'did you mean "error-swallowed"?',
    );
  });

  it("gives outlines with tokens for what has a grammar, and empty ones for the rest", async () => {
    const outlines = await checks.outlines(new Map([["a.ts", "function f() {}\n"], ["b.py", "def f(): pass\n"], ["c.ts", "let = ;"]]));
    assert.deepEqual(outlines.get("a.ts")?.declarations, [{ name: "f", kind: "function", startLine: 1, endLine: 1 }]);
    assert.equal(outlines.get("a.ts")?.tokens?.length, 6);
    assert.deepEqual(outlines.get("b.py"), { declarations: [], tokens: null });
    assert.equal(outlines.get("c.ts")?.tokens, null);
  });

  it("stops when it is interrupted", async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(() => checks.run({ ...request(null, { "z.ts": "never parsed before();" }), signal: controller.signal }, NO_CONFIGURATION), (error) => error instanceof CountersignError && error.code === "interrupted");
  });

  it("has a catalogue in which every rule says why and how to fix it", () => {
    const ids = ruleCatalogue().map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { why, fix } of ruleCatalogue()) assert.ok(why.length > 20 && fix.length > 20);
    for (const id of ["test-weakened", "suppression-added", "error-swallowed", "sql-injection", "type-escape", "secret", "hidden-character", "powerful-file", "cycle", "exported-api-changed"]) assert.ok(ids.includes(id));
  });
});
