import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { ChangeHistory } from "../../../../src/core/risk/change-history";
import { likelihoodOf, type HunkContext } from "../../../../src/core/risk/likelihood";

const PLAIN: HunkContext = { lines: ["const a = read(b);", "return a;"], kind: "code", past: { changes: 5, fixes: 0 }, changedTogether: 3, isCritical: false, tests: "unknown" };

function number(change: Partial<HunkContext>): number {
  return likelihoodOf({ ...PLAIN, ...change });
}

describe("how likely a hunk is to need a fix", () => {
  const higher: readonly (readonly [string, Partial<HunkContext>, Partial<HunkContext>])[] = [
    ["decisions over statements", { lines: ["if (a && b) return c ?? d;", "return a;"] }, {}],
    ["code over tests", {}, { kind: "test" }],
    ["tests over prose", { kind: "test" }, { kind: "prose" }],
    ["a new file over a settled one", { past: { changes: 0, fixes: 0 } }, {}],
    ["a file that was mended often over one that never was", { past: { changes: 5, fixes: 4 } }, {}],
    ["a change of its own over one of a sweep", { changedTogether: 1 }, { changedTogether: 60 }],
    ["a critical place over another", { isCritical: true }, {}],
    ["what no test executes over what is not known", { tests: "notExecuted" }, {}],
    ["what is not known over what a test executes", {}, { tests: "executed" }],
    ["what others may call over what is inside", { lines: ["export const a = read(b);", "return a;"] }, {}],
  ];
  for (const [name, one, other] of higher) it(name, () => assert.ok(number(one) > number(other)));

  it("a hundred branches weigh no more than the first dozen: it does not measure size", () => {
    const branches = (count: number) => Array.from({ length: count }, (_, index) => `if (a${index}) call(${index});`);
    assert.equal(number({ lines: branches(100) }), number({ lines: branches(20) }));
    assert.ok(number({ lines: branches(4) }) > number({ lines: Array.from({ length: 100 }, () => "  name: string;") }));
  });

  it("without any past at hand nothing is taken for new", () => {
    assert.ok(number({ past: null }) < number({ past: { changes: 0, fixes: 0 } }));
  });

  it("an empty text and a line of data are numbers, too", () => {
    assert.ok(number({ lines: [] }) > 0);
    assert.equal(number({ lines: ["x".repeat(100_000)] }), number({ lines: [] }));
  });
});

describe("what commits did to files", () => {
  const history = new ChangeHistory(
    [
      { id: "c3", subject: "feat: more", paths: ["a.ts", "b.ts"] },
      { id: "c2", subject: "fix(parser): wrong end", paths: ["a.ts"] },
      { id: "c1", subject: "prefix and fixtures", paths: ["a.ts", "b.ts", "c.ts"] },
    ],
    (id) => id === "c3",
  );

  it("counts what came before the change, and fixes by their subject", () => {
    assert.deepEqual(history.pastOf("a.ts"), { changes: 2, fixes: 1 });
    assert.deepEqual(history.pastOf("b.ts"), { changes: 1, fixes: 0 });
    assert.deepEqual(history.pastOf("new.ts"), { changes: 0, fixes: 0 });
    assert.deepEqual(history.pastOf(null), { changes: 0, fixes: 0 });
  });

  it("knows how far a commit reached, those of the change included", () => {
    assert.equal(history.filesOf("c3"), 2);
    assert.equal(history.filesOf("other"), null);
  });
});
