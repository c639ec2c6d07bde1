import { strict as assert } from "node:assert";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import { ruleCatalogue } from "../../../../src/checks/rules/catalogue";
import { MemorySnapshot, realChecks } from "../memory-snapshot";
import { STRUCTURE_CASES } from "./structure-cases";

const RULES: ReadonlySet<string> = new Set(["restricted-usage", "class-shape", "naming", "default-export", "concrete-dependency", "private-type-leak"]);

describe("table of rules about symbols, classes and names", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  for (const { name, rules, files, base, renames, found, says } of STRUCTURE_CASES) {
    it(name, async () => {
      const request = { base: base === undefined ? null : new MemorySnapshot(base), head: new MemorySnapshot(files), paths: Object.keys(files), basePaths: new Map(Object.entries(renames ?? {})) };
      const result = await checks.run(request, { architecture: { elements: { src: "src/**", pages: "pages/**" }, ...(rules as object) }, risk: {} });
      const findings = result.findings.filter(({ rule }) => RULES.has(rule));
      assert.deepEqual(findings.map(({ rule, path, startLine, introduced }) => `${rule} ${path}:${startLine} ${introduced ? "new" : "old"}`), found);
      if (says !== undefined) assert.match(`${findings[0]?.message ?? ""}\n${findings[0]?.why ?? ""}`, says);
      assert.deepEqual(result.notChecked.filter(({ what }) => what !== "imports" && what !== "risk rules"), []);
    });
  }

  it("has at least six cases of each rule, some finding something and some nothing", () => {
    for (const rule of RULES) {
      const prefix = { "restricted-usage": "usage", "class-shape": "classes", naming: "naming", "default-export": "default exports", "concrete-dependency": "concrete", "private-type-leak": "leaks" }[rule] ?? "";
      const cases = STRUCTURE_CASES.filter(({ name }) => name.startsWith(`${prefix}:`));
      assert.ok(cases.length >= 6, `${rule}: ${cases.length}`);
      assert.ok(cases.filter(({ found }) => found.length > 0).length >= 3 && cases.some(({ found }) => found.length === 0), rule);
      assert.ok(ruleCatalogue().some(({ id }) => id === rule), rule);
    }
  });
});
