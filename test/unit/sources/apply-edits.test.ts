import { strict as assert } from "node:assert";
import { applyPatch, applyReplacements, reversePatch, revertReplacements } from "../../../src/sources/apply-edits";
import type { PatchHunk } from "../../../src/sources/journal-event";
import { cpuMilliseconds } from "./cpu-time";

const hunk = (oldStart: number, oldLines: number, newStart: number, newLines: number, ...lines: string[]): PatchHunk => ({ oldStart, oldLines, newStart, newLines, lines });

describe("structured patches", () => {
  const text = "a\nb\nc\nd\ne\n";
  const cases: [string, PatchHunk[], string | null][] = [
    ["replaces", [hunk(2, 2, 2, 1, "-b", "-c", "+x")], "a\nx\nd\ne\n"],
    ["keeps context", [hunk(1, 3, 1, 4, " a", "-b", "+x", "+y", " c")], "a\nx\ny\nc\nd\ne\n"],
    ["inserts after the old start when it has no old lines", [hunk(2, 0, 3, 1, "+x")], "a\nb\nx\nc\nd\ne\n"],
    ["deletes", [hunk(4, 2, 3, 0, "-d", "-e")], "a\nb\nc\n"],
    ["applies several hunks", [hunk(1, 1, 1, 1, "-a", "+A"), hunk(5, 1, 5, 1, "-e", "+E")], "A\nb\nc\nd\nE\n"],
    ["ignores the note on a missing newline", [hunk(5, 1, 5, 1, "-e", "+E", "\\ No newline at end of file")], "a\nb\nc\nd\nE\n"],
    ["refuses another text", [hunk(2, 1, 2, 1, "-B", "+x")], null],
    ["refuses hunks out of order", [hunk(5, 1, 5, 1, "-e", "+E"), hunk(1, 1, 1, 1, "-a", "+A")], null],
    ["refuses a place behind the end", [hunk(50, 1, 50, 1, "-a", "+A")], null],
    ["refuses a line without a sign", [hunk(1, 1, 1, 1, "xa")], null],
  ];
  for (const [name, hunks, expected] of cases) {
    it(name, () => {
      assert.equal(applyPatch(text, hunks), expected);
      if (expected !== null && expected.length === text.length) assert.equal(applyPatch(expected, reversePatch(hunks)), text);
    });
  }

  it("reverses what it applied", () => {
    const hunks = [hunk(2, 2, 2, 3, "-b", "-c", "+x", "+y", "+z")];
    const after = applyPatch(text, hunks);
    assert.equal(after, "a\nx\ny\nz\nd\ne\n");
    assert.equal(applyPatch(after, reversePatch(hunks)), text);
  });
});

describe("replacements", () => {
  it("apply in order, the first occurrence or all", () => {
    assert.equal(applyReplacements("a b a", [{ oldText: "a", newText: "c" }]), "c b a");
    assert.equal(applyReplacements("a b a", [{ oldText: "a", newText: "c", all: true }]), "c b c");
    assert.equal(applyReplacements("a", [{ oldText: "a", newText: "b" }, { oldText: "b", newText: "c" }]), "c");
    assert.equal(applyReplacements("", [{ oldText: "", newText: "new" }]), "new");
    assert.equal(applyReplacements("x\ny", [{ oldText: "x\r\ny", newText: "z\r\n" }]), "z\n");
    assert.equal(applyReplacements("$a", [{ oldText: "$a", newText: "$& $1" }]), "$& $1");
  });

  it("refuse what is not there, what is not unique when asked to, and an unknown place", () => {
    assert.equal(applyReplacements("a", [{ oldText: "b", newText: "c" }]), null);
    assert.equal(applyReplacements("a a", [{ oldText: "a", newText: "c" }], true), null);
    assert.equal(applyReplacements("a", [{ oldText: "", newText: "c" }]), null);
    assert.equal(applyReplacements("a", [{ newText: "c" }]), null);
  });

  it("make no text that nobody would read: doubled forty times, and back", () => {
    const doubling = Array.from({ length: 40 }, () => ({ oldText: "a", newText: "aa", all: true }));
    assert.equal(applyReplacements("a", doubling), null);
    assert.equal(applyReplacements("a", doubling.slice(0, 10)), "a".repeat(1024));
    assert.equal(revertReplacements("a", doubling.map(({ oldText, newText, all }) => ({ oldText: newText, newText: oldText, all }))), null);
    const started = cpuMilliseconds();
    const long = "ab".repeat(5_000_000);
    assert.equal(applyReplacements(long, Array.from({ length: 20_000 }, () => ({ oldText: "zz", newText: "z", all: true }))), null, "not there");
    assert.equal(applyReplacements(long, Array.from({ length: 20_000 }, (_, index) => (index % 2 === 0 ? { oldText: "ab", newText: "cd" } : { oldText: "cd", newText: "ab" }))), null, "too much to look through");
    assert.ok(cpuMilliseconds() - started < 10_000);
  });

  it("are taken back only where the new text is unique", () => {
    assert.equal(revertReplacements("x new y", [{ oldText: "old", newText: "new" }]), "x old y");
    assert.equal(revertReplacements("new new", [{ oldText: "old", newText: "new" }]), null);
    assert.equal(revertReplacements("new new", [{ oldText: "old", newText: "new", all: true }]), "old old");
    assert.equal(revertReplacements("x", [{ oldText: "old", newText: "" }]), null);
    assert.equal(revertReplacements("c", [{ oldText: "a", newText: "b" }, { oldText: "b", newText: "c" }]), "a");
  });
});
