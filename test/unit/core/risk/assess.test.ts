import { strict as assert } from "node:assert";
import type { Finding, Hunk } from "../../../../src/core/model";
import { assessRisk, compareRisk } from "../../../../src/core/risk/assess";

const hunk = (path: string) => ({ path, codeKind: "code", kind: "edit", replaced: [] }) as unknown as Hunk;
const finding = (rule: string, severity: Finding["severity"], introduced = true) => ({ rule, severity, introduced, message: rule, startLine: 1 }) as unknown as Finding;
const assess = (path: string, lines: readonly string[], findings: readonly Finding[] = [], analysed = true) =>
  assessRisk(hunk(path), findings, analysed, { lines, kind: "code", recentFixes: 0, changedTogether: null, isCritical: false, tests: "unknown" });

describe("risk of a hunk", () => {
  it("takes the level from the worst finding", () => {
    assert.equal(assess("a.ts", ["x"]).level, "low");
    assert.equal(assess("a.ts", ["x"], [finding("a", "note"), finding("b", "warning")]).level, "medium");
    assert.equal(assess("a.ts", ["x"], [finding("a", "error"), finding("b", "warning")]).level, "high");
    assert.equal(assess("a.ts", ["x"], [finding("a", "error", false)]).level, "low");
    assert.equal(assess("a.zig", ["x"], [], false).level, "unrated");
  });
  it("calls each line that agents read as instructions high, a mere description, too", () => {
    assert.equal(assess("CLAUDE.md", ["Use tabs."]).level, "high");
    assert.equal(assess("CLAUDE.md", ["# Layout"]).level, "high");
    assert.deepEqual(assess("CLAUDE.md", ["# Layout"]).reasons, [{ rule: "powerful-file", message: "steers what agents do from now on" }]);
    assert.equal(assess("README.md", ["# Layout"]).level, "low");
  });
  it("sorts a powerful line before a line of a powerful file", () => {
    const line = assess("a.yml", ["x"], [finding("powerful-file", "error")]);
    const place = assess("a.yml", ["x"], [finding("powerful-file", "warning")]);
    assert.ok(compareRisk(line, place) < 0 && line.sortKey > place.sortKey);
  });
});
