import { strict as assert } from "node:assert";
import { movedLines } from "../../../../src/core/attribution/moved-lines";
import type { LineHunk } from "../../../../src/core/attribution/line-table";

function hunk(oldLines: readonly (string | null)[], newLines: readonly (string | null)[], at: number): LineHunk {
  return { oldStart: at, oldCount: oldLines.length, newStart: at, newCount: newLines.length, oldLines, newLines };
}

const BLOCK = ["function total(order) {", "  return sum(order.lines);", "}"];

describe("lines moved by one change", () => {
  it("are followed from one hunk to another, brackets and blank lines with them", () => {
    const moved = movedLines([hunk([...BLOCK, ""], [], 10), hunk([], ["", ...BLOCK], 40)], [[], [-1, -1, -1, -1]]);
    assert.deepEqual([...(moved[1] ?? [])].map(([line, from]) => `${line}<-${from.hunk}:${from.line}`), ["1<-0:0", "2<-0:1", "3<-0:2"]);
  });

  it("are told from chance by twenty letters or digits, as git blame has it", () => {
    assert.equal(movedLines([hunk(["x = 1;"], [], 1), hunk([], ["x = 1;"], 9)], [[], [-1]])[1]?.size, 0);
    assert.equal(movedLines([hunk(["const total = sumOfAll(order);"], [], 1), hunk([], ["  const total = sumOfAll(order);"], 9)], [[], [-1]])[1]?.size, 1);
  });

  it("are no copies: what went once comes once, and text that comes twice says nothing", () => {
    const line = "const total = sumOfAll(order);";
    assert.equal(movedLines([hunk([line], [], 1), hunk([], [line], 5), hunk([], [line], 9)], [[], [-1], [-1]]).reduce((sum, lines) => sum + lines.size, 0), 0);
  });

  it("leave out what is an edit of a line beside it, and lines too long to keep", () => {
    const line = "const total = sumOfAll(order);";
    assert.equal(movedLines([hunk([line], ["const total = sumOfAll(orders);"], 1), hunk([], [line], 9)], [[0], [-1]])[1]?.size, 0);
    assert.equal(movedLines([hunk([null], [], 1), hunk([], [null], 9)], [[], [-1]])[1]?.size, 0);
  });
});
