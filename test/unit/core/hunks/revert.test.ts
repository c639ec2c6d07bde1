import { strict as assert } from "node:assert";
import { lineChanges } from "../../../../src/core/hunks/line-changes";
import { planRevert } from "../../../../src/core/hunks/revert";

const hunk = (startLine: number, endLine: number) => ({ kind: "edit", startLine, endLine, replaced: null }) as const;

/** What the text is after the plan's edits, last first; null where there is no plan. */
function reverted(before: string, after: string, startLine: number, endLine: number): string | null {
  const plan = planRevert([...before], [...after], hunk(startLine, endLine));
  if (plan.kind !== "edits") return null;
  const lines = [...after];
  for (const { start, end, lines: put } of [...plan.edits].reverse()) lines.splice(start - 1, end - start + 1, ...put);
  return lines.join("");
}

describe("lineChanges", () => {
  it("tells insertions, replacements and deletions by their place at the head", () => {
    assert.deepEqual(lineChanges([..."abcdef"], [..."aXcdYZ"]), [
      { start: 2, end: 2, lines: ["b"] },
      { start: 5, end: 6, lines: ["e", "f"] },
    ]);
    assert.deepEqual(lineChanges([..."abc"], [..."ac"]), [{ start: 2, end: 1, lines: ["b"] }]);
    assert.deepEqual(lineChanges([..."ac"], [..."abc"]), [{ start: 2, end: 2, lines: [] }]);
    assert.deepEqual(lineChanges([..."abc"], [..."ab"]), [{ start: 3, end: 2, lines: ["c"] }]);
    assert.deepEqual(lineChanges([..."abc"], [..."abc"]), []);
  });
});

describe("planRevert", () => {
  it("puts back what an edit replaced, takes out what it added, and nothing else", () => {
    assert.equal(reverted("abc", "aXc", 2, 2), "abc");
    assert.equal(reverted("abc", "aXYbc", 2, 3), "abc");
    assert.equal(reverted("abc", "aXcZ", 2, 2), "abcZ");
    assert.equal(reverted("abcdefg", "abXYefQ", 3, 4), "abcdefQ");
  });

  it("takes a part out of lines that were only added", () => {
    assert.equal(reverted("ab", "aUVWb", 3, 3), "aUWb");
  });

  it("refuses to put back in part what was replaced as a whole", () => {
    assert.deepEqual(planRevert([..."abc"], [..."aXYc"], hunk(2, 2)), { kind: "shared", with: [{ start: 2, end: 3 }] });
  });

  it("brings back lines that went inside it, and leaves those at its edges to whoever took them", () => {
    assert.equal(reverted("abm", "aXmY", 2, 4), "abm");
    assert.equal(reverted("apb", "Xab", 1, 1), "ab");
  });

  it("puts the lines of a removal back where they were", () => {
    assert.deepEqual(planRevert([..."abc"], [..."ac"], { kind: "removal", startLine: 2, endLine: 2, replaced: ["b"] }), { kind: "edits", edits: [{ start: 2, end: 1, lines: ["b"] }] });
  });

  it("gives back the base when every hunk of an all-new file is reverted", () => {
    assert.equal(reverted("", "xyz", 1, 3), "");
  });

  it("never touches a line outside the hunk, whatever the texts are", () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 2_000; round++) {
      const text = (): string => Array.from({ length: random(9) }, () => "abcd"[random(4)] ?? "").join("");
      const [before, after] = [text(), text()];
      if (after === "") continue;
      const start = 1 + random(after.length);
      const end = start + random(after.length - start + 1);
      const result = reverted(before, after, start, end);
      if (result === null) continue;
      assert.ok(result.startsWith(after.slice(0, start - 1)) && result.endsWith(after.slice(end)), `${before} → ${after}, ${start}-${end}: ${result}`);
    }
  });
});
