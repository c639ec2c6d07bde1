import { strict as assert } from "node:assert";
import { LiveRanges } from "../../../../src/core/attribution/live-ranges";
import type { LineChange } from "../../../../src/core/attribution/live-ranges";

const one = (startLine: number, endLine: number): LiveRanges => new LiveRanges([{ id: "h", startLine, endLine }]);

function after(ranges: LiveRanges, ...changes: LineChange[]) {
  for (const change of changes) {
    ranges.apply(change);
  }
  const range = ranges.find("h");
  assert.ok(range);
  return range;
}

describe("LiveRanges", () => {
  it("shifts by inserted and deleted lines above, and marks nothing", () => {
    const range = after(one(10, 14), { startLine: 3, endLine: 2, addedLines: 4 }, { startLine: 1, endLine: 1, addedLines: 0 });
    assert.deepEqual([range.startLine, range.endLine, range.edited, range.touched.length], [13, 17, false, 0]);
  });

  it("is not moved by edits below, nor grown by a line inserted right after it or right before it", () => {
    const range = after(one(10, 14), { startLine: 15, endLine: 14, addedLines: 1 }, { startLine: 20, endLine: 22, addedLines: 1 });
    assert.deepEqual([range.startLine, range.endLine, range.edited], [10, 14, false]);
    const pushed = after(one(10, 14), { startLine: 10, endLine: 9, addedLines: 2 });
    assert.deepEqual([pushed.startLine, pushed.endLine, pushed.edited], [12, 16, false]);
  });

  it("marks exactly the edited line", () => {
    const range = after(one(10, 14), { startLine: 12, endLine: 12, addedLines: 1 });
    assert.deepEqual([range.startLine, range.endLine], [10, 14]);
    assert.deepEqual(range.touched, [{ start: 12, end: 12 }]);
  });

  it("grows with lines typed inside and moves marks below them", () => {
    const range = after(one(10, 14), { startLine: 14, endLine: 14, addedLines: 1 }, { startLine: 11, endLine: 10, addedLines: 2 });
    assert.equal(range.endLine, 16);
    assert.deepEqual(range.touched, [
      { start: 11, end: 12 },
      { start: 16, end: 16 },
    ]);
  });

  it("shrinks with lines deleted inside, and is edited though no line is left to mark", () => {
    const range = after(one(10, 14), { startLine: 11, endLine: 12, addedLines: 0 });
    assert.deepEqual([range.startLine, range.endLine, range.edited, range.touched.length], [10, 12, true, 0]);
  });

  it("forgets a mark whose line was deleted", () => {
    const range = after(one(10, 14), { startLine: 12, endLine: 12, addedLines: 1 }, { startLine: 12, endLine: 12, addedLines: 0 });
    assert.deepEqual(range.touched, []);
  });

  it("collapses when all of it is deleted, and keeps its place through later edits", () => {
    const range = after(one(10, 14), { startLine: 8, endLine: 20, addedLines: 0 }, { startLine: 1, endLine: 0, addedLines: 3 });
    assert.deepEqual([range.collapsed, range.startLine, range.endLine], [true, 11, 10]);
  });

  it("keeps its own part when an edit runs over its end or its start", () => {
    const end = after(one(10, 14), { startLine: 13, endLine: 18, addedLines: 1 });
    assert.deepEqual([end.startLine, end.endLine, end.touched], [10, 13, [{ start: 13, end: 13 }]]);
    const start = after(one(10, 14), { startLine: 7, endLine: 11, addedLines: 3 });
    assert.deepEqual([start.startLine, start.endLine, start.touched], [8, 12, [{ start: 8, end: 9 }]]);
  });

  it("stays near its place when a formatter replaces the whole file", () => {
    const range = after(one(10, 14), { startLine: 1, endLine: 100, addedLines: 90 });
    assert.deepEqual([range.startLine, range.endLine, range.touched], [10, 14, [{ start: 10, end: 14 }]]);
    const short = after(one(10, 14), { startLine: 1, endLine: 100, addedLines: 3 });
    assert.deepEqual([short.startLine, short.endLine, short.collapsed], [3, 3, false]);
  });

  it("follows a removal, which stands between two lines", () => {
    const range = after(one(10, 9), { startLine: 2, endLine: 1, addedLines: 5 });
    assert.deepEqual([range.startLine, range.endLine, range.edited], [15, 14, false]);
  });

  it("agrees with following every line by itself, over random edits inside a document", () => {
    let seed = 7;
    const random = (limit: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % limit;
    };
    for (let round = 0; round < 200; round++) {
      // The oracle carries an owner on each line: an inserted line belongs to the hunk only strictly inside it.
      let lines: ("h" | "new" | "")[] = Array.from({ length: 40 }, (_, index) => (index >= 9 && index <= 19 ? "h" : ""));
      const ranges = one(10, 20);
      for (let step = 0; step < 6; step++) {
        const owned = lines.map((owner, index) => (owner === "" ? -1 : index + 1)).filter((line) => line > 0);
        const first = owned[0];
        const last = owned.at(-1);
        if (first === undefined || last === undefined || last - first < 4) {
          break;
        }
        const insideOnly = random(2) === 0;
        const start = insideOnly ? first + 1 + random(last - first - 2) : last + 2 + random(3);
        const count = Math.min(random(2), last - start);
        const removed = insideOnly ? Math.max(0, count) : 0;
        const added = random(3);
        lines = [...lines.slice(0, start - 1), ...Array.from({ length: added }, () => (insideOnly ? ("new" as const) : ("" as const))), ...lines.slice(start - 1 + removed)];
        ranges.apply({ startLine: start, endLine: start + removed - 1, addedLines: added });
        const range = ranges.find("h");
        assert.ok(range);
        const expected = lines.map((owner, index) => (owner === "" ? -1 : index + 1)).filter((line) => line > 0);
        assert.deepEqual([range.startLine, range.endLine], [expected[0], expected.at(-1)]);
        const touched = range.touched.flatMap((run) => Array.from({ length: run.end - run.start + 1 }, (_, index) => run.start + index));
        assert.deepEqual(touched, lines.map((owner, index) => (owner === "new" ? index + 1 : -1)).filter((line) => line > 0));
      }
    }
  });
});
