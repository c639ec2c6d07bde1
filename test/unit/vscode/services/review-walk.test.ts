import { strict as assert } from "node:assert";
import { DebtStore } from "../../../../src/vscode/services/debt-store";
import { ReviewWalk } from "../../../../src/vscode/services/review-walk";
import type { Memory } from "../../../../src/vscode/services/review-walk";
import { snapshotOf } from "../snapshots";

class MapMemory implements Memory {
  readonly values = new Map<string, unknown>();
  get(key: string): unknown {
    return this.values.get(key);
  }
  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, structuredClone(value));
    return Promise.resolve();
  }
}

const three = [{ id: "one", sortKey: 3 }, { id: "two", sortKey: 2 }, { id: "three", sortKey: 1 }];

function walkOver(parts: readonly { readonly id: string; readonly sortKey: number }[], memory = new MapMemory()) {
  const store = new DebtStore();
  const walk = new ReviewWalk(store, memory);
  store.setSnapshot(snapshotOf(parts));
  return { store, walk, memory };
}

describe("ReviewWalk", () => {
  it("starts at the riskiest hunk, or at the given one, and marks nothing by itself", () => {
    const { walk } = walkOver(three);
    assert.equal(walk.start(null)?.hunk.id, "one");
    assert.equal(walk.start("two")?.hunk.id, "two");
    assert.deepEqual(walk.marks, []);
  });

  it("marks outside a walk nothing", () => {
    const { walk } = walkOver(three);
    walk.mark("approved");
    assert.deepEqual(walk.marks, []);
  });

  it("takes a person's own edits in at once, and leaves marks that stand", () => {
    const { walk } = walkOver(three);
    walk.start(null);
    const current = walk.current?.hunk.id ?? "";
    walk.mark("rejected", "no");
    assert.equal(walk.markEdited([current, "h1:other"]), 1);
    assert.deepEqual([walk.markOf(current)?.verdict, walk.markOf("h1:other")?.verdict], ["rejected", "edited"]);
  });

  it("goes on to hunks without a mark, and back to any", () => {
    const { walk } = walkOver(three);
    walk.start(null);
    walk.mark("approved");
    assert.equal(walk.move(1)?.hunk.id, "two");
    assert.equal(walk.move(1)?.hunk.id, "three");
    assert.equal(walk.move(1)?.hunk.id, "two", "wraps past the marked one");
    assert.equal(walk.move(-1)?.hunk.id, "one");
  });

  it("takes the last mark back and goes to its hunk, once for each mark, the one made last first", () => {
    const { walk } = walkOver(three);
    assert.equal(walk.unmark(), null, "nothing outside a walk");
    walk.start(null);
    walk.mark("approved");
    walk.move(1);
    walk.mark("rejected", "no test");
    walk.goTo("one");
    walk.mark("rejected", "on second thoughts");
    walk.goTo("three");
    assert.deepEqual(walk.unmark(), { hunk: "one", verdict: "rejected", reason: "on second thoughts" });
    assert.equal(walk.current?.hunk.id, "one");
    assert.equal(walk.unmark()?.hunk, "two");
    assert.deepEqual([walk.unmark(), walk.marks], [null, []]);
  });

  it("counts at its end what was decided and what was looked at in vain, until the next one begins", () => {
    const { walk } = walkOver(three);
    assert.equal(walk.lastTally, null);
    walk.start(null);
    walk.mark("approved");
    walk.move(1);
    walk.mark("rejected", "no test");
    walk.move(1);
    walk.close(walk.marks);
    assert.deepEqual(walk.lastTally, { approved: 1, rejected: 1, edited: 0, undecided: 1 });
    assert.deepEqual(walk.marks, []);
    walk.start(null);
    assert.equal(walk.lastTally, null);
    walk.close([]);
    assert.deepEqual(walk.lastTally, { approved: 0, rejected: 0, edited: 0, undecided: 1 });
  });

  it("ends when every hunk has its mark, the last mark of a hunk counting", () => {
    const { walk } = walkOver(three);
    walk.start(null);
    for (let step = 0; step < 3; step++) {
      walk.mark("approved");
      walk.move(1);
    }
    assert.equal(walk.move(1), null);
    walk.goTo("two");
    walk.mark("rejected", "swallows the error");
    assert.deepEqual(walk.markOf("two"), { hunk: "two", verdict: "rejected", reason: "swallows the error" });
    assert.equal(walk.marks.length, 3);
  });

  it("drops the mark of a hunk whose text changed, says so, and goes on from its place", () => {
    const { walk, store } = walkOver(three);
    const lost: number[] = [];
    walk.onLostVerdicts((count) => lost.push(count));
    walk.start("two");
    walk.mark("approved");
    store.setSnapshot(snapshotOf([three[0], { id: "other", sortKey: 0 }].flatMap((part) => (part === undefined ? [] : [part]))));
    assert.deepEqual([lost, walk.marks], [[1], []]);
    assert.equal(walk.current, null);
    assert.equal(walk.move(1)?.hunk.id, "other");
  });

  it("drops the mark of a hunk somebody signed off meanwhile", () => {
    const { walk, store } = walkOver(three);
    walk.start("one");
    walk.mark("approved");
    store.setSnapshot(snapshotOf([{ id: "one", sortKey: 3, state: "signed-off" }, { id: "two", sortKey: 2 }]));
    assert.deepEqual(walk.marks, []);
  });

  it("keeps marks and basis over a reload, and forgets them when discarded", () => {
    const first = walkOver(three);
    first.walk.start("two");
    first.walk.mark("rejected", "no test");
    first.walk.basis = "tested";
    const second = walkOver(three, first.memory);
    assert.deepEqual(second.walk.marks, [{ hunk: "two", verdict: "rejected", reason: "no test" }]);
    assert.equal(second.walk.basis, "tested");
    second.walk.end(true);
    assert.deepEqual(walkOver(three, first.memory).walk.marks, []);
  });

  it("takes no rubbish from memory", () => {
    const memory = new MapMemory();
    memory.values.set("walk.marks", [{ hunk: 3, verdict: "approved" }, "x", null, { hunk: "one", verdict: "withdrawn" }]);
    memory.values.set("walk.basis", "guessed");
    const { walk } = walkOver(three, memory);
    assert.deepEqual([walk.marks, walk.basis], [[], "read"]);
  });
});
