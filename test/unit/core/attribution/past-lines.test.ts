import { strict as assert } from "node:assert";
import { PastLines } from "../../../../src/core/attribution/past-lines";
import { lineKey, normalLine } from "../../../../src/core/fingerprint/lines";
import type { FileHistory } from "../../../../src/core/ports";

const keyOf = (text: string) => lineKey(normalLine("a.ts", text));
const AT = { introducedBy: "c1", originalPath: "a.ts", originalStart: 1 };

describe("what history holds of the lines before", () => {
  const history: FileHistory = {
    path: "a.ts",
    basePath: "a.ts",
    runs: [
      { start: 1, length: 1, ...AT, editOf: { ...AT, text: "  first();", editOf: { ...AT, text: "oldest();" } } },
      { start: 2, length: 2, ...AT, replaced: ["second();"] },
    ],
    removals: [{ before: 3, removedBy: "c2", lines: ["gone();"] }],
  };
  const past = new PastLines("a.ts", history);

  it("what a line is an edit of, through all edits", () => {
    assert.deepEqual(["first();", "oldest();", "second();"].map((text) => past.holds(0, keyOf(text))), [true, true, false]);
  });

  it("what a change put lines in place of, for all of its lines", () => {
    assert.deepEqual([1, 2, 3].map((line) => past.holds(line, keyOf("second();"))), [true, true, false]);
  });

  it("what was taken away, anywhere in the file", () => {
    assert.deepEqual([0, 2, 9].map((line) => past.holds(line, keyOf("gone();"))), [true, true, true]);
    assert.equal(past.holds(0, keyOf("never();")), false);
  });

  it("nothing where there is no history", () => {
    assert.equal(new PastLines("a.ts", null).holds(0, keyOf("first();")), false);
  });
});
