import { strict as assert } from "node:assert";
import { indexDebt, neighbour } from "../../../../src/vscode/services/debt-index";
import { snapshotOf } from "../snapshots";

const ids = (items: readonly { readonly hunk: { readonly id: string } }[]): string[] => items.map((item) => item.hunk.id);

describe("indexDebt", () => {
  it("orders open hunks by risk, then files by their riskiest hunk, then hunks within the file", () => {
    const index = indexDebt(
      snapshotOf([
        { id: "low", level: "low", sortKey: 9 },
        { id: "unrated", level: "unrated", sortKey: 0 },
        { id: "b2", level: "high", path: "b.ts", sortKey: 1, startLine: 30 },
        { id: "a1", level: "high", path: "a.ts", sortKey: 5 },
        { id: "b1", level: "high", path: "b.ts", sortKey: 8, startLine: 60 },
        { id: "medium", level: "medium", sortKey: 2 },
      ]),
    );
    assert.deepEqual(ids(index.open), ["b1", "b2", "a1", "medium", "unrated", "low"]);
  });

  it("counts neither signed-off nor generated hunks as open, and generated ones not at all", () => {
    const index = indexDebt(snapshotOf([{ id: "open" }, { id: "done", state: "signed-off", hundredths: 0 }, { id: "made", generated: true, hundredths: 0 }]));
    assert.deepEqual([ids(index.open), index.total, index.hundredths], [["open"], 2, 100]);
    assert.deepEqual(index.signedOff.flatMap((file) => ids(file.items)), ["done"]);
    assert.deepEqual(index.generated.flatMap((file) => ids(file.items)), ["made"]);
  });

  it("lists a file's hunks in order of lines, whatever their risk", () => {
    const index = indexDebt(snapshotOf([{ id: "second", startLine: 20, level: "high" }, { id: "first", startLine: 3 }, { id: "signed", startLine: 9, state: "signed-off" }]));
    assert.deepEqual(ids(index.byPath.get("src/a.ts") ?? []), ["first", "signed", "second"]);
  });
});

describe("neighbour", () => {
  const index = indexDebt(snapshotOf([{ id: "one", sortKey: 3 }, { id: "two", sortKey: 2 }, { id: "three", sortKey: 1 }]));

  it("goes on and back, and wraps at both ends", () => {
    assert.equal(neighbour(index, "one", 1)?.hunk.id, "two");
    assert.equal(neighbour(index, "three", 1)?.hunk.id, "one");
    assert.equal(neighbour(index, "one", -1)?.hunk.id, "three");
  });

  it("starts at the riskiest, or at the last when going back", () => {
    assert.equal(neighbour(index, null, 1)?.hunk.id, "one");
    assert.equal(neighbour(index, null, -1)?.hunk.id, "three");
  });

  it("goes on from the place of a hunk that is gone", () => {
    assert.equal(neighbour(index, "gone", 1, 0)?.hunk.id, "two");
    assert.equal(neighbour(index, "gone", -1, 1)?.hunk.id, "one");
  });

  it("finds nothing where nothing is open", () => {
    assert.equal(neighbour(indexDebt(snapshotOf([])), null, 1), null);
  });
});
