import { strict as assert } from "node:assert";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import type { KnownViolation } from "../../../../src/core/model";
import { CountersignError } from "../../../../src/core/model";
import type { NestedRules } from "../../../../src/core/ports";
import { MemorySnapshot, realChecks } from "../memory-snapshot";

const FILES = {
  "src/ui/page.ts": "export const page = 1;\n",
  "src/data/table.ts": 'import "../ui/page";\nexport const table = 1;\n',
  "packages/shop/src/ui/page.ts": 'import "../data/table";\nexport const page = 1;\n',
  "packages/shop/src/data/table.ts": 'import "../ui/page";\nimport "../../../../src/ui/page";\n',
};
const UPWARD = { elements: { ui: "**/ui/**", data: "**/data/**" }, layers: { order: ["ui", "data"] }, acyclic: { scope: "file", severity: "off" } };

describe("nested configurations", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  const run = async (nested: readonly NestedRules[], root: unknown = UPWARD, known: readonly KnownViolation[] = []) => {
    const result = await checks.run({ base: null, head: new MemorySnapshot(FILES), paths: [], basePaths: new Map(), known }, { architecture: root, risk: {}, nested });
    return { found: result.findings.map(({ rule, path, startLine, configuredAt }) => `${rule} ${path}:${startLine} ${configuredAt?.path ?? ""} ${(configuredAt?.place ?? []).join(".")}`), stale: result.staleKnown ?? [], violations: result.violations ?? [] };
  };
  const shop = (architecture: unknown): NestedRules => ({ path: "packages/shop/.countersign/config.jsonc", folder: "packages/shop", architecture });
  const ROOT = ".countersign/config.jsonc architecture.layers";

  it("judge the files below them, and nobody else's", async () => {
    assert.deepEqual((await run([])).found, [`layer packages/shop/src/data/table.ts:1 ${ROOT}`, `layer packages/shop/src/data/table.ts:2 ${ROOT}`, `layer src/data/table.ts:1 ${ROOT}`]);
    assert.deepEqual((await run([shop({ acyclic: { scope: "file", severity: "off" } })])).found, [`layer src/data/table.ts:1 ${ROOT}`]);
  });

  it("begin their globs in their folder; a leading / is the repository's root", async () => {
    const own = { elements: { page: "src/ui/page.ts", table: "src/data/**", outside: "/src/**" }, acyclic: { scope: "file", severity: "off" } };
    const at = "packages/shop/.countersign/config.jsonc architecture.forbid";
    assert.deepEqual((await run([shop({ ...own, forbid: [{ from: "page", to: "table" }] })])).found, [`forbidden-import packages/shop/src/ui/page.ts:1 ${at}.0`, `layer src/data/table.ts:1 ${ROOT}`]);
    assert.deepEqual((await run([shop({ ...own, forbid: { from: "table", to: "outside" } })])).found, [`forbidden-import packages/shop/src/data/table.ts:2 ${at}`, `layer src/data/table.ts:1 ${ROOT}`]);
  });

  it("leave the root's section where they have none, and the nearest of several counts", async () => {
    const outer: NestedRules = { path: "packages/.countersign/config.jsonc", folder: "packages", architecture: { acyclic: { scope: "file", severity: "off" } } };
    assert.equal((await run([{ path: "packages/shop/.countersign/config.jsonc", folder: "packages/shop", risk: {} }])).found.length, 3);
    assert.deepEqual((await run([outer, shop(UPWARD)])).found.map((one) => one.split(" ")[2]), ["packages/shop/.countersign/config.jsonc", ".countersign/config.jsonc"]);
    assert.deepEqual((await run([outer])).found, [`layer src/data/table.ts:1 ${ROOT}`]);
  });

  it("report a circle once, by the configuration of the file that closes it", async () => {
    const circle = { acyclic: { scope: "file", severity: "error" } };
    assert.deepEqual((await run([shop(circle)], { acyclic: { scope: "file", severity: "note" } })).found, ["cycle packages/shop/src/ui/page.ts:1 packages/shop/.countersign/config.jsonc architecture.acyclic"]);
  });

  it("share one list of what is known; an entry is stale where no configuration finds it", async () => {
    const first = await run([shop(UPWARD)]);
    const gone = { rule: "layer", path: "src/gone.ts", target: "src/ui/page.ts" };
    assert.deepEqual((await run([shop(UPWARD)], UPWARD, [...first.violations, gone])).stale, [gone]);
  });

  it("name their own file in an error", async () => {
    await assert.rejects(run([shop({ layer: {} })]), (error) => error instanceof CountersignError && error.details.path === "packages/shop/.countersign/config.jsonc" && error.details.place?.join(".") === "architecture.layer");
    await assert.rejects(run([{ path: "a/.countersign/config.jsonc", folder: "a", risk: { "error-swalowed": "off" } }]), (error) => error instanceof CountersignError && error.details.path === "a/.countersign/config.jsonc" && (error.details.hint ?? "").includes("error-swallowed"));
  });

  it("set the risk rules of their files", async () => {
    const files = { "a.ts": "try { f(); } catch {}\n", "packages/shop/b.ts": "try { f(); } catch {}\n" };
    const of = async (nested: readonly NestedRules[]) => {
      const { findings } = await checks.run({ base: new MemorySnapshot({}), head: new MemorySnapshot(files), paths: Object.keys(files), basePaths: new Map() }, { architecture: {}, risk: {}, nested });
      return findings.filter(({ rule }) => rule === "error-swallowed").map(({ path, severity }) => `${path} ${severity}`);
    };
    const usual = await of([]);
    assert.equal(usual.length, 2);
    assert.deepEqual(await of([{ path: "packages/shop/.countersign/config.jsonc", folder: "packages/shop", risk: { "error-swallowed": "off" } }]), [usual[0]]);
    assert.deepEqual(await of([{ path: "packages/shop/.countersign/config.jsonc", folder: "packages/shop", risk: { "error-swallowed": "note" } }]), [usual[0], "packages/shop/b.ts note"]);
  });
});
