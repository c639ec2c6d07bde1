import { strict as assert } from "node:assert";
import { SeenLines, type VisibleText } from "../../../../src/vscode/services/seen-lines";

const ONE = `h1:${"1".repeat(64)}`;
const TWO = `h1:${"2".repeat(64)}`;
const HUNKS = [
  { content: ONE, startLine: 10, endLine: 19 },
  { content: TWO, startLine: 40, endLine: 43 },
];
const shown = (...visible: readonly (readonly [number, number])[]): readonly VisibleText[] => [{ text: "a.ts 1", visible, hunks: HUNKS }];

describe("lines on the screen", () => {
  let seen: SeenLines;
  beforeEach(() => {
    seen = new SeenLines();
  });

  it("counts what two looks in a row show, by offset in the hunk, with the time between them", () => {
    seen.sample(0, shown([1, 12]));
    assert.deepEqual(seen.take(), [], "one look is no reading");
    seen.sample(500, shown([1, 12]));
    seen.sample(1000, shown([12, 45]));
    assert.deepEqual(seen.take(), [{ content: ONE, lines: 10, ranges: [[0, 2]], milliseconds: 1000 }], "scrolled past in between: only what stood still");
    seen.sample(1500, shown([12, 45]));
    assert.deepEqual(seen.take(), [
      { content: ONE, lines: 10, ranges: [[2, 9]], milliseconds: 500 },
      { content: TWO, lines: 4, ranges: [[0, 3]], milliseconds: 500 },
    ]);
    assert.deepEqual(seen.take(), [], "delivered once");
  });

  it("leaves folded lines out, and counts two views of one text as one time", () => {
    const both = [...shown([1, 11]), ...shown([15, 16])];
    seen.sample(0, both);
    seen.sample(500, both);
    assert.deepEqual(seen.take(), [{ content: ONE, lines: 10, ranges: [[0, 1], [5, 6]], milliseconds: 500 }]);
  });

  it("begins anew after a pause and when the text is another one, and counts no sleep", () => {
    seen.sample(0, shown([1, 50]));
    seen.pause();
    seen.sample(500, shown([1, 50]));
    assert.deepEqual(seen.take(), []);
    seen.sample(1000, [{ text: "a.ts 2", visible: [[1, 50]], hunks: HUNKS }]);
    assert.deepEqual(seen.take(), [], "an edit came between");
    seen.sample(3_600_000, [{ text: "a.ts 2", visible: [[1, 50]], hunks: HUNKS }]);
    assert.deepEqual(seen.take().map(({ milliseconds }) => milliseconds), [2000, 2000]);
  });
});
