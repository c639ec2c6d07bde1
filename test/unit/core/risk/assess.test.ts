import { strict as assert } from "node:assert";
import type { Finding, Hunk } from "../../../../src/core/model";
import { assessRisk, compareRisk } from "../../../../src/core/risk/assess";

const hunk = (path: string, replaced: readonly string[] | null = []) => ({ path, codeKind: "code", kind: "edit", replaced }) as unknown as Hunk;
const finding = (rule: string, severity: Finding["severity"], introduced = true) => ({ rule, severity, introduced, message: rule, startLine: 1 }) as unknown as Finding;
const assess = (path: string, lines: readonly string[], findings: readonly Finding[] = [], replaced: readonly string[] | null = [], analysed = true) =>
  assessRisk(hunk(path, replaced), findings, analysed, { lines, kind: "code", past: null, changedTogether: null, isCritical: false, tests: "unknown" });

describe("risk of a hunk", () => {
  it("takes the level from the worst finding", () => {
    assert.equal(assess("a.ts", ["x"]).level, "low");
    assert.equal(assess("a.ts", ["x"], [finding("a", "note"), finding("b", "warning")]).level, "medium");
    assert.equal(assess("a.ts", ["x"], [finding("a", "error"), finding("b", "warning")]).level, "high");
    assert.equal(assess("a.ts", ["x"], [finding("a", "error", false)]).level, "low");
    assert.equal(assess("a.zig", ["x"], [], [], false).level, "unrated");
  });
  it("calls what instructs agents high, and what only describes to them medium", () => {
    assert.equal(assess("CLAUDE.md", ["Use tabs."]).level, "high");
    assert.equal(assess("CLAUDE.md", ["# Layout"]).level, "medium");
    assert.equal(assess("CLAUDE.md", ["# Layout"], [finding("hidden-character", "error")]).level, "high");
    assert.deepEqual(assess("CLAUDE.md", ["# Layout"]).reasons, [{ rule: "powerful-file", message: "steers what agents do from now on" }]);
  });
  it("calls a description high that stands in place of an instruction, or of what nobody can read", () => {
    assert.equal(assess("CLAUDE.md", ["# Layout"], [], ["Never push."]).level, "high");
    assert.equal(assess("CLAUDE.md", ["# Layout"], [], null).level, "high");
    assert.equal(assess("CLAUDE.md", ["# Layout"], [], ["# Folders"]).level, "medium");
  });
  it("sorts a powerful line before a line of a powerful file", () => {
    const line = assess("a.yml", ["x"], [finding("powerful-file", "error")]);
    const place = assess("a.yml", ["x"], [finding("powerful-file", "warning")]);
    assert.ok(compareRisk(line, place) < 0 && line.sortKey > place.sortKey);
  });
});
