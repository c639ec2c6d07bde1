import { strict as assert } from "node:assert";
import type { CodeChecks } from "../../../src/checks/code-checks";
import { ruleCatalogue } from "../../../src/checks/rules/catalogue";
import { CountersignError, type Finding } from "../../../src/core/model";
import type { CheckRequest } from "../../../src/core/ports";
import { MemorySnapshot, realChecks } from "./memory-snapshot";

const NO_CONFIGURATION = { architecture: {}, risk: {} };

describe("code checks", function () {
  // Processes start here, on machines that do other things too.
  this.timeout(60_000);
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
      "dead-code src/pay.ts:2 note new",
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
    const files = { "a.ts": "export const a: any = 1;\n", "b.ts": "let = ;\n", "c.zig": "x = 1\n" };
    const result = await checks.run(request(files, files), NO_CONFIGURATION);
    assert.deepEqual(shown(result.findings), ["type-escape a.ts:1 warning old"]);
    assert.deepEqual([...result.analysed], ["a.ts"]);
    assert.deepEqual([...new Set(result.notChecked.map(({ path }) => path))], ["b.ts"]);
  });

  it("tells what a change only moved into another file as a warning, and nothing else", async () => {
    const body = (inner: string) => `  const order = parse(text);\n  log("an order came in", order.id, order.customer, order.total);\n  try {\n    ${inner}\n  } catch {}\n  return order;\n`;
    const read = (name: string, inner = "store.put(order);") => `export function ${name}(text) {\n${body(inner)}}\n`;
    const rest = "export const rest = 1;\n";
    const told = async (base: Record<string, string>, head: Record<string, string>, risk: Record<string, "error"> = {}) =>
      (await checks.run(request(base, head, [...new Set([...Object.keys(base), ...Object.keys(head)])]), { architecture: {}, risk })).findings.filter(({ rule, introduced }) => rule === "error-swallowed" && introduced).map(({ path, severity, message }) => `${severity} ${path} ${message}`);
    const base = { "src/a.ts": read("take") + rest, "src/b.ts": "export const b = 1;\n" };
    const moved = { "src/a.ts": rest, "src/b.ts": `export const b = 1;\n${read("receive")}` };
    assert.deepEqual(await told(base, moved), ["warning src/b.ts catches and ignores an error, as it did in src/a.ts before"]);
    assert.deepEqual(await told(base, { "src/b.ts": moved["src/b.ts"] }), ["warning src/b.ts catches and ignores an error, as it did in src/a.ts before"], "out of a file that was deleted");
    const wide = moved["src/b.ts"].replace(/log\((.*)\);/, "log(\n    $1,\n  );");
    assert.deepEqual(await told(base, { ...moved, "src/b.ts": wide }), ["warning src/b.ts catches and ignores an error, as it did in src/a.ts before"], "laid out in another way");
    const error = ["error src/b.ts catches and ignores an error"];
    assert.deepEqual(await told(base, { ...moved, "src/b.ts": wide.replace("order.total,", "") }), error, "laid out in another way, with less");
    assert.deepEqual(await told(base, { ...moved, "src/a.ts": base["src/a.ts"] }), error, "a copy");
    assert.deepEqual(await told(base, { ...moved, "src/b.ts": `export const b = 1;\n${read("receive", "store.put(order, true);")}` }), error, "changed on the way");
    assert.deepEqual(await told(base, moved, { "error-swallowed": "error" }), error, "where the team decided");
    assert.deepEqual(await told({ ...base, "src/a.ts": `/*\n${read("take")}*/\n${rest}` }, moved), error, "out of a comment");
    assert.deepEqual(await told({ "docs/a.md": read("take"), "src/b.ts": base["src/b.ts"] }, { "docs/a.md": "", "src/b.ts": moved["src/b.ts"] }), error, "out of a text");
    const many = Array.from({ length: 101 }, (_, index) => read(`take${String(index)}`, `store.put(order, ${String(index)});`)).join("");
    assert.equal((await told({ "src/a.ts": many, "src/b.ts": "" }, { "src/a.ts": rest, "src/b.ts": many })).filter((line) => line.startsWith("error")).length, 101, "more than anybody moves");
    assert.deepEqual(await told({ "src/a.ts": "export function a() {\n  try { b(); } catch {}\n}\n", "src/b.ts": "" }, { "src/a.ts": "", "src/b.ts": "export function a() {\n  try { b(); } catch {}\n}\n" }), error, "a short one stands anywhere");
  });

  it("asks where moved code got its values from", async () => {
    const find = (head: string) => `export function ${head} {\n  const wanted = ["id", "customer", "total"].join(", ");\n  log("orders are looked for", wanted, id);\n  return db.query(\`SELECT \${wanted} FROM orders WHERE id = \${id}\`);\n}\n`;
    const told = async (before: string, now: string) => (await checks.run(request({ "src/a.ts": find(before), "src/b.ts": "" }, { "src/a.ts": "", "src/b.ts": find(now) }), NO_CONFIGURATION)).findings.filter(({ rule, path }) => rule === "sql-injection" && path === "src/b.ts").map(({ severity, message }) => `${severity} ${message}`);
    assert.deepEqual(await told("find(id: number)", "find({ query: { id } })"), ["error builds SQL from `id`"]);
    assert.deepEqual(await told("find({ query: { id } })", "findOrder({ query: { id } })"), ["warning builds SQL from `id`, as it did in src/a.ts before"]);
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
    assert.deepEqual(await run({ cycle: "off", "code-injection": { severity: "note" }, "type-escape": "error", "dead-code": "off" }), ["type-escape a.ts:2 error new", "code-injection b.ts:2 note new"]);
  });

  it("finds new exports that nobody takes, through modules that pass them on, and leaves those that somebody may take", async () => {
    const files = {
      "lib/shapes.ts": "export const used = 1;\nexport const spare = 2;\nexport function tested() {}\nexport const passed = 3;\nexport type Free = 1;\n",
      "lib/all.ts": `export * from "./shapes";\n`,
      "lib/whole.ts": "export const any1 = 1;\n",
      "lib/user.ts": `import { used } from "./shapes";\nimport * as whole from "./whole";\nimport { passed } from "./all";\nrun(used, whole, passed);\n`,
      "lib/shapes.test.ts": `import { tested } from "./shapes";\nit("a", () => { assert.ok(tested()); });\n`,
    };
    const { findings } = await checks.run(request({}, files, ["lib/shapes.ts", "lib/whole.ts"]), NO_CONFIGURATION);
    assert.deepEqual(findings.map(({ rule, startLine, message }) => `${rule} ${startLine} ${message}`), ["dead-code 2 nothing in this repository imports `spare`", "dead-code 3 only tests import `tested`: lib/shapes.test.ts"]);
    const again = await checks.run(request(files, files, ["lib/shapes.ts"]), NO_CONFIGURATION);
    assert.deepEqual(shown(again.findings), []);
  });

  it("knows what the base's manifests asked for, and which packages are the repository's own", async () => {
    const manifest = (name: string, dependencies: Record<string, string>) => JSON.stringify({ name, dependencies }, null, 1);
    const base = { "package.json": manifest("root", {}), "a/package.json": manifest("part-a", { plinket: "1" }), "node_modules/b/package.json": manifest("b", { tessel: "1" }) };
    const head = { ...base, "package.json": manifest("root", { plinket: "1", tessel: "1", "part-a": "*", "part-c": "*" }), "c/package.json": manifest("part-c", {}) };
    const taken = async (before: Record<string, string> | null) => (await checks.run(request(before, head, ["package.json"]), NO_CONFIGURATION)).findings.flatMap(({ message }) => /^takes in `([^`]+)`/.exec(message)?.[1] ?? []);
    assert.deepEqual(await taken(base), ["tessel"]);
    assert.deepEqual(await taken(null), []);
    assert.deepEqual(await taken({ "README.md": "x" }), []);
    const lock = (...names: readonly string[]) => JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: "1.0.0" }])) }, null, 1);
    const locked = async (before: string) => (await checks.run(request({ ...base, "package-lock.json": before }, { ...head, "package-lock.json": lock("plinket", "tessel") }, ["package.json"]), NO_CONFIGURATION)).findings.flatMap(({ severity, message }) => (message.startsWith("takes in") ? `${severity} ${message}` : []));
    assert.deepEqual(await locked(lock("tessel")), ["warning takes in `tessel`, which came only with other packages before: it runs with the program's rights"]);
    assert.deepEqual(await locked(lock("plinket")), ["error takes in `tessel`, which this repository did not use before: it runs with the program's rights"]);
  });

  it("compares a change with the whole repository: copies, lockfile, licence", async () => {
    const body = Array.from({ length: 14 }, (_, index) => `  const part${index} = load(input.field${index}, options.size) + part(${index});\n  log(part${index}, input.name);\n`).join("");
    const files = {
      LICENSE: "MIT License\n\nCopyright (c) 2020 Acme Works\n",
      "package.json": `{ "name": "x", "license": "MIT", "dependencies": { "known-thing": "1.0.0", "unknown-thing": "1.0.0", "own-part": "*" } }`,
      "package-lock.json": `{ "lockfileVersion": 3, "packages": { "node_modules/known-thing": { "license": "MIT" } } }`,
      "part/package.json": `{ "name": "own-part" }`,
      "src/old.ts": `export function first(input, options) {\n${body}}\n`,
      "src/new.ts": `// Copyright (c) 2021 Globex\nexport function second(input, options) {\n${body}}\n`,
      "src/ours.ts": "// Copyright (c) 2022 Acme Works\nexport const a = 1;\n",
    };
    const { findings } = await checks.run(request(null, files, ["package.json", "src/new.ts", "src/ours.ts"]), NO_CONFIGURATION);
    const told = findings.filter(({ rule }) => ["clone", "invented-package", "foreign-licence"].includes(rule));
    assert.deepEqual(told.map(({ rule, path, startLine, related }) => `${rule} ${path}:${startLine} ${related.map((one) => `${one.path}:${one.startLine}`).join()}`), ["invented-package package.json:1 ", "foreign-licence src/new.ts:1 ", "clone src/new.ts:2 src/old.ts:1"]);
    assert.match(told[0]?.message ?? "", /unknown-thing/);
    const off = await checks.run(request(null, files, ["package.json", "src/new.ts"]), { architecture: {}, risk: { clone: "off", "invented-package": "error" } });
    assert.deepEqual(off.findings.filter(({ rule }) => ["clone", "invented-package"].includes(rule)).map(({ rule, severity }) => `${rule} ${severity}`), ["invented-package error"]);
  });

  it("refuses an unknown rule and names the nearest", async () => {
    await assert.rejects(
      () => checks.run(request(null, {}), { architecture: {}, risk: { "eror-swallowed": "off" } }),
      (error) => error instanceof CountersignError && error.code === "configuration" && error.details.hint === 'did you mean "error-swallowed"?',
    );
  });

  it("gives outlines with tokens for what has a grammar, and empty ones for the rest", async () => {
    const outlines = await checks.outlines(new Map([["a.ts", "function f() {}\n"], ["b.zig", "fn f() void {}\n"], ["c.ts", "let = ;"]]));
    assert.deepEqual(outlines.get("a.ts")?.declarations, [{ name: "f", kind: "function", startLine: 1, endLine: 1 }]);
    assert.equal(outlines.get("a.ts")?.tokens?.lines.length, 6);
    assert.deepEqual(outlines.get("b.zig"), { declarations: [], tokens: null });
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
