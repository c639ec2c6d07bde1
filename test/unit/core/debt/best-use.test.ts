import { strict as assert } from "node:assert";
import { bestUse } from "../../../../src/core/debt/best-use";
import type { DebtItem } from "../../../../src/core/model";
import { itemOf } from "../../vscode/snapshots";

const ids = (items: readonly DebtItem[]): string[] => items.map((item) => item.hunk.id);

describe("bestUse", () => {
  const open = [
    itemOf({ id: "long", level: "high", hundredths: 1_400, sortKey: 9 }),
    itemOf({ id: "short", level: "high", hundredths: 300, sortKey: 5 }),
    itemOf({ id: "medium", level: "medium", hundredths: 500 }),
    itemOf({ id: "low", level: "low", hundredths: 100 }),
  ];

  it("takes as many risky hunks as fit, then fills up with what is less risky", () => {
    assert.deepEqual(ids(bestUse(open, 1_500)), ["short", "medium", "low"]);
    assert.deepEqual(ids(bestUse(open, 1_700)), ["long", "short"]);
    assert.deepEqual(ids(bestUse(open, 100)), ["low"]);
  });

  it("never takes more than the time there is, but for one hunk that alone is longer", () => {
    for (let hundredths = 0; hundredths < 2_600; hundredths += 50) {
      const chosen = bestUse(open, hundredths);
      assert.ok(chosen.length === 1 || chosen.reduce((sum, item) => sum + item.hundredths, 0) <= hundredths, String(hundredths));
    }
    assert.deepEqual(ids(bestUse(open, 10)), ["long"], "better begun than nothing");
    assert.deepEqual(bestUse([], 1_500), []);
  });
});
