import { strict as assert } from "node:assert";
import { hundredthsOf, roundedMinutes, type DebtInput } from "../../../../src/core/debt/minutes";
import { defaultConfiguration } from "../../../../src/core/policy/default-configuration";

const factors = defaultConfiguration().debt;
const hunk: DebtInput = { significantLines: 10, seams: 0, kind: "code", risk: "medium", tests: "unknown", generated: false };

describe("minutes", () => {
  it("follow product.md's formula, in hundredths", () => {
    assert.equal(hundredthsOf(hunk, factors), 350);
    assert.equal(hundredthsOf({ ...hunk, risk: "high" }, factors), 700);
    assert.equal(hundredthsOf({ ...hunk, risk: "low" }, factors), 175);
    assert.equal(hundredthsOf({ ...hunk, risk: "unrated" }, factors), 350);
    assert.equal(hundredthsOf({ ...hunk, kind: "test" }, factors), 175);
    assert.equal(hundredthsOf({ ...hunk, kind: "prose" }, factors), 70);
    assert.equal(hundredthsOf({ ...hunk, seams: 2 }, factors), 450);
    assert.equal(hundredthsOf({ ...hunk, tests: "executed" }, factors), 280);
    assert.equal(hundredthsOf({ ...hunk, tests: "notExecuted" }, factors), 420);
  });
  it("a seam without a new line owes", () => assert.equal(hundredthsOf({ ...hunk, significantLines: 0, seams: 1 }, factors), 100));
  it("generated code and nothing unverified owe nothing", () => {
    assert.equal(hundredthsOf({ ...hunk, generated: true }, factors), 0);
    assert.equal(hundredthsOf({ ...hunk, significantLines: 0 }, factors), 0);
  });
  it("are rounded for people", () => {
    assert.deepEqual([0, 40, 350, 2300, 7700, 18_200, 90_000].map(roundedMinutes), ["nothing", "under a minute", "about 4 min", "about 25 min", "about 75 min", "about 3 h", "about 15 h"]);
  });
});
