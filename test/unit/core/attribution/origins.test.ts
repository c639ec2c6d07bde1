import { strict as assert } from "node:assert";
import type { EvidenceBase, Note, SourceFile } from "../../../../src/core/attribution/evidence";
import { attribute } from "../../../../src/core/attribution/origins";
import { contextOf, keysOf, sliceKeys } from "../../../../src/core/fingerprint/lines";
import type { Attribution, Claim } from "../../../../src/core/model";
import type { FileHistory, LineRun } from "../../../../src/core/ports";

const NOTHING: EvidenceBase = { claims: [], humanEdits: [], notes: new Map(), marks: new Map() };
const COMMIT = "c".repeat(40);

const MARK: Attribution = { assistant: "claude-code", agentSession: "", evidence: { source: "commit-mark", tier: 7, detail: "Co-Authored-By: Claude <noreply@anthropic.com>" } };
const NOTED: Attribution = { assistant: "cursor", agentSession: "s1", evidence: { source: "note", tier: 3, detail: "git-ai note" } };

function run(start: number, length: number, introducedBy: string, more: Partial<LineRun> = {}): LineRun {
  return { start, length, introducedBy, originalStart: start, originalPath: "a.ts", ...more };
}

function source(lines: readonly string[], runs: readonly LineRun[], removals: FileHistory["removals"] = []): SourceFile {
  return { path: "a.ts", lines, history: { path: "a.ts", basePath: "a.ts", runs, removals }, tokens: null };
}

function claimOf(lines: readonly string[], from: number, to: number, overrides: Partial<Claim> = {}): Claim {
  const keys = keysOf("a.ts", lines);
  return {
    path: "a.ts",
    kind: "edit",
    sequence: sliceKeys(keys, from, to).map((line) => line.key),
    context: contextOf(keys, from, to),
    assistant: "claude-code",
    agentSession: "s-hook",
    evidence: { source: "hook", tier: 1, detail: "Edit toolu_1" },
    at: "2026-11-22T06:00:00Z",
    ...overrides,
  };
}

function origins(file: SourceFile, evidence: Partial<EvidenceBase>): string[] {
  const [attributed] = attribute([file], { ...NOTHING, ...evidence });
  return (attributed?.origins ?? []).map((line) => line.origin);
}

const LINES = ["const a = 1;", "const b = 2;", "const c = 3;", "const d = 4;"];

describe("origin of a line", () => {
  it("is unknown where nobody said anything", () => {
    assert.deepEqual(origins(source(LINES, [run(1, 4, COMMIT)]), {}), ["unknown", "unknown", "unknown", "unknown"]);
  });
  it("is not asked for lines that stood at the base, whatever claims say", () => {
    const [file] = attribute([source(LINES, [run(1, 4, "base")])], { ...NOTHING, claims: [claimOf(LINES, 0, 4)] });
    assert.ok(file?.origins.every((line) => !line.changed && line.attribution === null));
  });
  it("follows the commit's mark", () => {
    assert.deepEqual(origins(source(LINES, [run(1, 2, COMMIT), run(3, 2, "d".repeat(40))]), { marks: new Map([[COMMIT, MARK]]) }), ["ai", "ai", "unknown", "unknown"]);
  });
  it("a note that says less corrects the mark of the same commit", () => {
    const note: Note = new Map([["a.ts", [{ start: 2, end: 2, attribution: NOTED }, { start: 3, end: 3, attribution: null }]]]);
    assert.deepEqual(origins(source(LINES, [run(1, 4, COMMIT)]), { marks: new Map([[COMMIT, MARK]]), notes: new Map([[COMMIT, note]]) }), ["unknown", "ai", "human", "unknown"]);
  });
  it("reads a note by the line's number in its own commit", () => {
    const note: Note = new Map([["old.ts", [{ start: 11, end: 12, attribution: NOTED }]]]);
    const moved = source(LINES, [run(1, 4, COMMIT, { originalStart: 10, originalPath: "old.ts" })]);
    assert.deepEqual(origins(moved, { notes: new Map([[COMMIT, note]]) }), ["unknown", "ai", "ai", "unknown"]);
  });
  it("a hook's claim is found by content, and outranks the mark", () => {
    const [file] = attribute([source(LINES, [run(1, 4, COMMIT)])], { ...NOTHING, claims: [claimOf(LINES, 1, 3)], marks: new Map([[COMMIT, MARK]]) });
    assert.deepEqual(file?.origins.map((line) => line.attribution?.evidence.source), ["commit-mark", "hook", "hook", "commit-mark"]);
    assert.deepEqual(file?.origins[1]?.further.map((evidence) => evidence.source), ["commit-mark"]);
  });
  it("human-edit evidence gives human only where no claim covers the line", () => {
    const human = { path: "a.ts", sequence: claimOf(LINES, 0, 2).sequence, context: "c1:x", at: "2026-11-22T06:00:00Z" };
    assert.deepEqual(origins(source(LINES, [run(1, 4, "worktree")]), { claims: [claimOf(LINES, 1, 3)], humanEdits: [human] }), ["human", "ai", "ai", "unknown"]);
  });
  it("a line changed inside a claim stays the assistant's, mixed", () => {
    const edited = ["const a = 1;", "const b = 22;", "const c = 3;", "const d = 4;"];
    assert.deepEqual(origins(source(edited, [run(1, 4, "worktree")]), { claims: [claimOf(LINES, 0, 3)] }), ["ai", "mixed", "ai", "unknown"]);
  });
  it("a line inserted inside a claim is nobody's", () => {
    const edited = ["const a = 1;", "steal();", "const b = 2;", "const c = 3;"];
    assert.deepEqual(origins(source(edited, [run(1, 4, "worktree")]), { claims: [claimOf(LINES, 0, 3)] }), ["ai", "unknown", "ai", "ai"]);
  });
  it("a similar line that replaced a marked commit's line is mixed", () => {
    const editOf = { introducedBy: COMMIT, originalPath: "a.ts", originalStart: 1, text: "const a = 1;" };
    assert.deepEqual(origins(source(["const a = 9;"], [run(1, 1, "worktree", { editOf })]), { marks: new Map([[COMMIT, MARK]]) }), ["mixed"]);
    assert.deepEqual(origins(source(["const a = 9;"], [run(1, 1, "worktree", { editOf })]), {}), ["unknown"]);
  });
  it("an edit of an edit is still the assistant's line, mixed", () => {
    const first = { introducedBy: COMMIT, originalPath: "a.ts", originalStart: 1, text: "const a = 1;" };
    const editOf = { introducedBy: "d".repeat(40), originalPath: "a.ts", originalStart: 1, text: "const a = 2;", editOf: first };
    assert.deepEqual(origins(source(["const a = 9;"], [run(1, 1, "worktree", { editOf })]), { marks: new Map([[COMMIT, MARK]]) }), ["mixed"]);
  });
  it("a change of form alone makes nobody the writer: neither who indents an assistant's line nor an assistant that indents", () => {
    const other = "d".repeat(40);
    const edited = (introducedBy: string, text: string) => ({ introducedBy, originalPath: "a.ts", originalStart: 1, text });
    const [indented] = attribute([source(["    const a = 1;"], [run(1, 1, other, { editOf: edited(COMMIT, "const a = 1;") })])], { ...NOTHING, marks: new Map([[COMMIT, MARK]]) });
    assert.deepEqual([indented?.origins[0]?.origin, indented?.origins[0]?.commit], ["ai", COMMIT]);
    assert.deepEqual(origins(source(["    const a = 1;"], [run(1, 1, COMMIT, { editOf: edited(other, "const a = 1;") })]), { marks: new Map([[COMMIT, MARK]]) }), ["unknown"]);
    const [base] = attribute([source(["    const a = 1;"], [run(1, 1, COMMIT, { editOf: edited("base", "const a = 1;") })])], { ...NOTHING, marks: new Map([[COMMIT, MARK]]) });
    assert.deepEqual([base?.origins[0]?.origin, base?.origins[0]?.changed], ["unknown", false]);
    const inPython = { ...source(["    a = 1"], [run(1, 1, COMMIT, { editOf: edited("base", "a = 1") })]), path: "a.py" };
    assert.deepEqual(origins(inPython, { marks: new Map([[COMMIT, MARK]]) }), ["ai"], "where indentation is meaning, to indent is to write");
  });
  it("a blank line between a session's lines is that session's, unless another commit brought it", () => {
    const lines = ["const a = 1;", "", "const b = 2;"];
    assert.deepEqual(origins(source(lines, [run(1, 3, "worktree")]), { claims: [claimOf(lines, 0, 3)] }), ["ai", "ai", "ai"]);
    assert.deepEqual(origins(source(lines, [run(1, 1, COMMIT), run(2, 1, "d".repeat(40)), run(3, 1, COMMIT)]), { marks: new Map([[COMMIT, MARK]]) }), ["ai", "unknown", "ai"]);
  });
  it("two sessions that claim the same lines do not take them from each other", () => {
    const [file] = attribute([source(LINES, [run(1, 4, "worktree")])], { ...NOTHING, claims: [claimOf(LINES, 0, 4), claimOf(LINES, 0, 4, { agentSession: "other", assistant: "cursor" })] });
    assert.equal(file?.origins[0]?.further.length, 1);
  });
});

describe("removals", () => {
  const removal = { before: 2, removedBy: COMMIT, lines: ["if (!user.admin) throw new Forbidden();"] };
  it("of a marked commit are the assistant's", () => {
    const [file] = attribute([source(LINES, [run(1, 4, "base")], [removal])], { ...NOTHING, marks: new Map([[COMMIT, MARK]]) });
    assert.equal(file?.removals.length, 1);
    assert.deepEqual(file?.removals[0]?.removedLines, removal.lines);
  });
  it("of nobody known are not counted", () => {
    assert.equal(attribute([source(LINES, [run(1, 4, "base")], [removal])], NOTHING)[0]?.removals.length, 0);
  });
  it("claimed by a hook are the assistant's, uncommitted", () => {
    const keys = keysOf("a.ts", removal.lines).all.map((line) => line.key);
    const claim = claimOf(LINES, 0, 0, { kind: "removal", sequence: [], removed: keys });
    const [file] = attribute([source(LINES, [run(1, 4, "base")], [{ ...removal, removedBy: "worktree" }])], { ...NOTHING, claims: [claim] });
    assert.equal(file?.removals[0]?.attribution.evidence.source, "hook");
  });
  it("of lines that were put back elsewhere in the file, or of brackets, are none", () => {
    const moved = { ...removal, lines: ["const c = 3;", "}"] };
    const removals = (...runs: Parameters<typeof source>[1]) => attribute([source(LINES, runs, [moved])], { ...NOTHING, marks: new Map([[COMMIT, MARK]]) })[0]?.removals.length;
    assert.equal(removals(run(1, 2, "base"), run(3, 1, COMMIT), run(4, 1, "base")), 0);
    assert.equal(removals(run(1, 4, "base")), 1, "one that stood there all along is another one");
    const twice = attribute([source(LINES, [run(1, 2, "base"), run(3, 1, COMMIT), run(4, 1, "base")], [moved, { ...moved, before: 4 }])], { ...NOTHING, marks: new Map([[COMMIT, MARK]]) });
    assert.equal(twice[0]?.removals.length, 1, "one line put back stands for one that went");
  });
});
