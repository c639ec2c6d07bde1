import { strict as assert } from "node:assert";
import { CountersignError } from "../../../src/core/model";
import { selectHunks } from "../../../src/cli/hunk-arguments";
import { fileAndLine } from "../../../src/cli/options";
import { itemOf, snapshotOf } from "../report/snapshot-fixture";

const A = `h1:abcdef01${"0".repeat(56)}`;
const B = `h1:abcdef02${"0".repeat(56)}`;
const snapshot = snapshotOf([
  itemOf({ hunk: { id: B, path: "b.ts", startLine: 5, endLine: 9 } }),
  itemOf({ hunk: { id: A, path: "a.ts", startLine: 1, endLine: 3 } }),
  itemOf({ hunk: { id: `${A}#2`, path: "a.ts", startLine: 11, endLine: 13 } }),
  itemOf({ hunk: { id: `h1:${"9".repeat(64)}`, kind: "removal", path: "a.ts", startLine: 12, endLine: 11 } }),
]);

function select(...hunks: readonly string[]): readonly string[] {
  return selectHunks(snapshot, { hunks, files: [] }, (path) => path).map((item) => item.hunk.id);
}

describe("hunk arguments", () => {
  it("takes whole ids, unambiguous prefixes with or without h1:, and FILE:LINE, each hunk once and in order", () => {
    assert.deepEqual(select(B, "b.ts:7", "abcdef02", "h1:abcdef02"), [B]);
    assert.deepEqual(select(B, A), [A, B]);
    assert.deepEqual(select(`${A}#2`), [`${A}#2`]);
    assert.deepEqual(select("abcdef01#2"), [`${A}#2`]);
    assert.deepEqual(select("ABCDEF02"), [B]);
  });

  const wrong: readonly [string, string, RegExp][] = [
    ["abcde", "usage", /too short/],
    ["h1:", "usage", /too short/],
    ["abcdef", "usage", /3 hunks have an id/],
    ["abcdef01", "usage", /2 hunks have an id/],
    ["ffffff", "not-found", /no hunk has the id/],
    ["a.ts:99", "not-found", /no hunk stands/],
    ["a.ts:12", "usage", /added and removed here/],
    ["a.ts", "usage", /neither/],
    ["a.ts:0", "usage", /neither/],
  ];
  for (const [argument, code, message] of wrong) {
    it(`refuses ${argument}`, () => {
      assert.throws(() => select(argument), (error) => error instanceof CountersignError && error.code === code && message.test(error.message));
    });
  }

  it("names both places where an id is ambiguous", () => {
    assert.throws(() => select("abcdef01"), (error) => error instanceof CountersignError && /a\.ts:1, a\.ts:11/.test(error.details.hint ?? ""));
  });

  it("splits FILE:LINE at the last colon", () => {
    assert.deepEqual(fileAndLine("C:\\a.ts:3"), { file: "C:\\a.ts", line: 3 });
    assert.equal(fileAndLine("a.ts:"), null);
    assert.equal(fileAndLine(":3"), null);
    assert.equal(fileAndLine("a.ts:1e3"), null);
  });
});
