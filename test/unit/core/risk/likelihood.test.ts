import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { ChangeHistory } from "../../../../src/core/risk/change-history";
import { likelihoodOf, type HunkContext } from "../../../../src/core/risk/likelihood";

const PLAIN: HunkContext = { lines: ["const a = read(b);", "return a;"], kind: "code", recentFixes: 0, changedTogether: 3, isCritical: false, tests: "unknown" };

function number(change: Partial<HunkContext>): number {
  return likelihoodOf({ ...PLAIN, ...change });
}

describe("how likely a hunk is to need a fix", () => {
  const higher: readonly (readonly [string, Partial<HunkContext>, Partial<HunkContext>])[] = [
    ["decisions over statements", { lines: ["if (a && b) return c ?? d;", "return a;"] }, {}],
    ["code over tests", {}, { kind: "test" }],
    ["tests over prose", { kind: "test" }, { kind: "prose" }],
    ["statements over names of types", {}, { lines: ["  name: string;", "  age: number;"] }],
    ["statements over imports of as many calls", { lines: ["const a = read(b);"] }, { lines: ["import a = read(b);"] }],
    ["a file that fixes touched over one that none did", { recentFixes: 1 }, {}],
    ["one that they touched more often", { recentFixes: 3 }, { recentFixes: 1 }],
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

  it("where nothing is known of the commit its reach lowers nothing", () => {
    assert.ok(number({ changedTogether: null }) > number({ changedTogether: 1 }));
  });

  it("statements count up to a limit, too", () => {
    const statements = (count: number) => Array.from({ length: count }, (_, index) => `call(${index});`);
    assert.equal(number({ lines: statements(100) }), number({ lines: statements(15) }));
    assert.ok(number({ lines: statements(15) }) > number({ lines: statements(14) }));
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

  it("counts the fixes that came before the change, by their subject", () => {
    assert.equal(history.recentFixesOf("a.ts"), 1);
    assert.equal(history.recentFixesOf("b.ts"), 0);
    assert.equal(history.recentFixesOf("new.ts"), 0);
    assert.equal(history.recentFixesOf(null), 0);
  });

  it("a fix weighs half after fifty commits; those of the change make none older", () => {
    const commits = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `d${index}`, subject: "feat: other", paths: ["b.ts"] }));
    const fix = { id: "f", subject: "fix: it", paths: ["a.ts"] };
    assert.equal(new ChangeHistory([...commits(50), fix], () => false).recentFixesOf("a.ts"), 0.5);
    assert.equal(new ChangeHistory([...commits(50), fix], (id) => id.startsWith("d")).recentFixesOf("a.ts"), 1);
    assert.equal(new ChangeHistory([fix, ...commits(50), fix], () => false).recentFixesOf("a.ts"), 1 + 0.5 ** (51 / 50));
    assert.equal(new ChangeHistory([fix], () => true).recentFixesOf("a.ts"), 0);
  });

  it("knows how far a commit reached, those of the change included", () => {
    assert.equal(history.filesOf("c3"), 2);
    assert.equal(history.filesOf("other"), null);
  });
});
