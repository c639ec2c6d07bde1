import { strict as assert } from "node:assert";
import { attribute } from "../../../../src/core/attribution/origins";
import { isRecognisable, LEAST_RETAINED, retainedShare } from "../../../../src/core/attribution/line-edits";
import { contextOf, keysOf, sliceKeys } from "../../../../src/core/fingerprint/lines";
import type { Attribution, Claim } from "../../../../src/core/model";
import type { LineRun } from "../../../../src/core/ports";

const FIRST = "c".repeat(40);
const SECOND = "d".repeat(40);
const MARK: Attribution = { assistant: "claude-code", agentSession: "", evidence: { source: "commit-mark", tier: 7, detail: "mark" } };

describe("accepted and retained characters", () => {
  it("are those of the tokens that stay, in order, through those of the shorter line", () => {
    assert.equal(retainedShare("const total = 1;", "const total = 1;"), 1);
    assert.equal(retainedShare("const total = 1;", "    const  total = 1 ;"), 1, "blanks are nobody's");
    assert.equal(retainedShare("abcd efgh", "abcd xxxx"), 0.5);
    assert.equal(retainedShare("abcd efgh", "efgh abcd"), 0.5, "what changed places is not retained twice");
    assert.equal(retainedShare("alpha beta", "gamma delta"), 0);
    assert.equal(retainedShare("return check(user) && check(order);", "return check(user);"), 1, "all that is left is the writer's");
    assert.equal(retainedShare("", "x"), 0);
    assert.equal(retainedShare("x".repeat(2_000), "y"), 1, "what is too long to compare has lost nothing");
  });

  it("make a line a rewrite below a third, exactly", () => {
    assert.equal(LEAST_RETAINED, 1 / 3);
    assert.equal(isRecognisable("aa bb cc", "aa xx yy"), true, "2 of 6");
    assert.equal(isRecognisable("aa bbb cc", "aa xxx yy"), false, "2 of 7");
  });

  const origins = (today: string, before: string, more: Partial<LineRun> = {}) => {
    const editOf = { introducedBy: FIRST, originalPath: "a.ts", originalStart: 1, text: before };
    const runs = [{ start: 1, length: 1, introducedBy: SECOND, originalStart: 1, originalPath: "a.ts", editOf, ...more }];
    return attribute([{ path: "a.ts", lines: [today], history: { path: "a.ts", basePath: "a.ts", runs, removals: [] }, tokens: null }], { claims: [], humanEdits: [], notes: new Map(), marks: new Map([[FIRST, MARK]]) })[0]?.origins[0]?.origin;
  };

  it("decide whether an edit of an assistant's line is mixed", () => {
    assert.equal(origins("aa xx yy", "aa bb cc"), "mixed");
    assert.equal(origins("aa xxx yy", "aa bbb cc"), "unknown");
  });

  const claimed = ["one();", "two();", "three();"];
  const place = (today: string, of: Partial<LineRun>, path = "a.ts") => {
    const keys = keysOf(path, claimed);
    const claim: Claim = { path, kind: "edit", sequence: sliceKeys(keys, 0, 3).map((line) => line.key), context: contextOf(keys, 0, 3), assistant: "claude-code", agentSession: "s", evidence: { source: "hook", tier: 1, detail: "Edit" }, at: "2026-11-22T06:00:00Z" };
    const run = (start: number, introducedBy: string, rest: Partial<LineRun> = {}): LineRun => ({ start, length: 1, introducedBy, originalStart: start, originalPath: path, ...rest });
    const runs = [run(1, FIRST), run(2, SECOND, of), run(3, FIRST)];
    return attribute([{ path, lines: ["one();", today, "three();"], history: { path, basePath: path, runs, removals: [] }, tokens: null }], { claims: [claim], humanEdits: [], notes: new Map(), marks: new Map() })[0]?.origins.map(({ origin }) => origin).join(" ");
  };

  it("decide for a claimed line that is gone, where history holds its text", () => {
    assert.equal(place("two(2);", { replaced: ["two();"] }), "ai mixed ai");
    assert.equal(place("lookUp[order]", { replaced: ["two();"] }), "ai unknown ai");
    assert.equal(place("two(2);", {}), "ai unknown ai", "a later change that replaced nothing stands for nothing");
    assert.equal(place("lookUp[order]", { introducedBy: FIRST }), "ai mixed ai", "what came together with its neighbours may be an edit: nobody can tell");
  });

  it("leave a person's line beside the claim alone while the claim's surroundings are what they were", () => {
    const lines = ["mine();", "two();", "three();"];
    const before = ["mine();", "one();", "two();", "three();"];
    const keys = keysOf("a.ts", before);
    const claim: Claim = { path: "a.ts", kind: "edit", sequence: sliceKeys(keys, 1, 4).map((line) => line.key), context: contextOf(keys, 1, 4), assistant: "claude-code", agentSession: "s", evidence: { source: "hook", tier: 1, detail: "Edit" }, at: "2026-11-22T06:00:00Z" };
    const runs = [{ start: 1, length: 3, introducedBy: "worktree", originalStart: 1, originalPath: "a.ts" }];
    const source = { path: "a.ts", lines, history: { path: "a.ts", basePath: "a.ts", runs, removals: [] }, tokens: null };
    assert.deepEqual(attribute([source], { claims: [claim], humanEdits: [], notes: new Map(), marks: new Map() })[0]?.origins.map(({ origin }) => origin), ["unknown", "ai", "ai"]);
  });
});
