import { strict as assert } from "node:assert";
import { budgetState } from "../../../src/core/debt/budget";
import { itemOf, snapshotOf } from "../report/snapshot-fixture";

describe("review budget", () => {
  const items = [itemOf({ hundredths: 950 }), itemOf({ hundredths: 175 })];
  const over = (budget: number | undefined) => budgetState(snapshotOf(items, { policy: { source: "base", version: 1, ...(budget === undefined ? {} : { budget }) } }))?.overHundredths;

  it("is off unless somebody set it", () => {
    assert.deepEqual([over(undefined), over(0)], [undefined, undefined]);
  });

  it("counts what is owed beyond it, to the hundredth, and is kept at the very limit", () => {
    assert.deepEqual([over(11.25), over(11.24), over(5), over(1_000_000)], [0, 1, 625, 0]);
  });
});
