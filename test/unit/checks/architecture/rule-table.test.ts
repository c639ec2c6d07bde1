import { strict as assert } from "node:assert";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import { ruleCatalogue } from "../../../../src/checks/rules/catalogue";
import { EDGE_KINDS } from "../../../../src/checks/graph/import-graph";
import { EDGE_CASES } from "../graph/edge-cases";
import { MemorySnapshot, realChecks } from "../memory-snapshot";
import { RULE_CASES } from "./rule-cases";

const RULES: ReadonlySet<string> = new Set("cycle layer forbidden-import restricted-import deep-import transitive-import limit-exceeded impure-module orphan-file unresolved-import undeclared-package phantom-package dev-package banned-package licence".split(" "));

/** Folders that the cases call by their names alone. */
const FOLDERS = Object.fromEntries("src lib ui api jobs data db core shared app".split(" ").map((name) => [name, `${name}/**`]));

describe("table of architecture cases", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  for (const { name, rules, files, base, renames, found, says, chain, notChecked } of RULE_CASES) {
    it(name, async () => {
      const request = { base: base === undefined ? null : new MemorySnapshot(base), head: new MemorySnapshot(files), paths: [], basePaths: new Map(Object.entries(renames ?? {})) };
      const result = await checks.run(request, { architecture: withFolders(rules), risk: {} });
      const findings = result.findings.filter(({ rule }) => RULES.has(rule));
      assert.deepEqual(findings.map(({ rule, path, startLine, severity, introduced }) => `${rule} ${path}:${startLine} ${severity} ${introduced ? "new" : "old"}`), found);
      if (says !== undefined) assert.match(`${findings[0]?.message ?? ""}\n${findings[0]?.why ?? ""}`, says);
      if (chain !== undefined) assert.deepEqual(findings[0]?.related.map(({ path, startLine }) => `${path}:${startLine}`), chain);
      const said = result.notChecked.map(({ what, why, path }) => `${what}: ${why}${path === undefined ? "" : ` ${path}`}`);
      assert.equal(said.length, notChecked?.length ?? 0, said.join("\n"));
      (notChecked ?? []).forEach((pattern, index) => assert.match(said[index] ?? "", pattern));
    });
  }

  it("has every rule, at least once finding something and once finding nothing", () => {
    for (const rule of RULES) assert.ok(RULE_CASES.some(({ found }) => found.some((one) => one.startsWith(`${rule} `))), rule);
    for (const rule of RULES) assert.ok(ruleCatalogue().some(({ id }) => id === rule), rule);
    assert.ok(RULE_CASES.filter(({ found }) => found.length === 0).length >= 20);
  });

  it("is 120 cases or more, with every kind of edge and every section of the vocabulary among them", () => {
    assert.ok(RULE_CASES.length >= 120 - EDGE_CASES.length && EDGE_CASES.length >= 40, `${RULE_CASES.length} + ${EDGE_CASES.length}`);
    for (const kind of EDGE_KINDS) assert.ok(EDGE_CASES.some(({ edges }) => edges.some((edge) => edge.includes(` ${kind} `))), kind);
    for (const section of ["layers", "forbid", "allowOnly", "publicEntry", "acyclic", "reach", "limit", "external", "pure", "orphan"]) assert.ok(RULE_CASES.some(({ rules }) => Object.hasOwn(rules ?? {}, section)), section);
    for (const measure of ["fanIn", "fanOut", "instability", "distance", "cycleSize"]) assert.ok(RULE_CASES.some(({ rules }) => JSON.stringify(rules ?? {}).includes(`"${measure}"`)), measure);
    for (const external of ["undeclared", "phantom", "devInProduction", "banned", "licence"]) assert.ok(RULE_CASES.some(({ rules }) => JSON.stringify(rules ?? {}).includes(`"${external}"`)), external);
  });
});

function withFolders(rules: unknown): unknown {
  const given = (rules ?? {}) as { readonly elements?: object };
  return { ...given, elements: { ...FOLDERS, ...given.elements } };
}
