import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { auc, foundEarly, spearman, type Ordered } from "../../bench/ordering";

function hunk(sortKey: number, isFixed: boolean, lines = 10): Ordered {
  return { lines, at: 0, level: "low", sortKey, isFixed, isInstruction: false };
}

describe("the measure of an ordering", () => {
  const number = ({ sortKey }: Ordered) => sortKey;

  it("is 1 where every fixed hunk comes first, 0 where it comes last, a half where nothing parts them", () => {
    assert.equal(auc([hunk(3, true), hunk(2, false), hunk(1, false)], number), 1);
    assert.equal(auc([hunk(1, true), hunk(2, false), hunk(3, false)], number), 0);
    assert.equal(auc([hunk(1, true), hunk(1, false), hunk(1, false)], number), 0.5);
  });

  it("counts what is found before a fifth of the lines is read", () => {
    const hunks = [hunk(4, true, 20), hunk(3, false, 40), hunk(2, true, 20), hunk(1, false, 20)];
    assert.equal(foundEarly(hunks, number), 0.5);
    assert.equal(foundEarly(hunks, ({ lines }) => lines), 0);
  });

  it("correlates ranks, not values", () => {
    const hunks = [hunk(1, false, 1), hunk(2, false, 100), hunk(3, false, 10_000)];
    assert.equal(spearman(hunks, number), 1);
    assert.equal(spearman(hunks, ({ sortKey }) => -sortKey), -1);
  });
});
