import { strict as assert } from "node:assert";
import { sessionMap } from "../../../../src/core/hunks/session-map";
import type { DebtItem, Hunk } from "../../../../src/core/model";
import { itemOf } from "../../vscode/snapshots";

const hunk = (id: string, more: Partial<Hunk> = {}): DebtItem => {
  const item = itemOf({ id });
  return { ...item, hunk: { ...item.hunk, ...more } };
};
const ids = (items: readonly DebtItem[]): string[] => items.map((item) => item.hunk.id);

describe("sessionMap", () => {
  it("pairs what went with what came, equal, elsewhere", () => {
    const map = sessionMap([hunk("h1:m", { kind: "removal", path: "a.ts" }), hunk("h1:m#2", { path: "b.ts" }), hunk("h1:x")]);
    assert.deepEqual(map.moves.map(({ from, to }) => [from.hunk.path, to.hunk.path]), [["a.ts", "b.ts"]]);
    assert.deepEqual(ids(map.rest), ["h1:x"]);
  });

  it("finds the same edit in several places, and the place where it came out otherwise", () => {
    const before = { replaced: ["  old();"] };
    const map = sessionMap([hunk("h1:n", before), hunk("h1:n#2", { replaced: ["old();"] }), hunk("h1:n#3", before), hunk("h1:odd", before), hunk("h1:else", { replaced: ["other();"] })]);
    assert.deepEqual(map.repeated.map(({ items, oddOnesOut }) => [ids(items), ids(oddOnesOut)]), [[["h1:n", "h1:n#2", "h1:n#3"], ["h1:odd"]]]);
    assert.deepEqual(ids(map.rest), ["h1:else"]);
  });

  it("calls nothing odd that replaced nothing", () => {
    const map = sessionMap([hunk("h1:n", { replaced: [] }), hunk("h1:n#2", { replaced: [] }), hunk("h1:new", { replaced: [] })]);
    assert.deepEqual([map.repeated.length, map.repeated[0]?.oddOnesOut.length, ids(map.rest)], [1, 0, ["h1:new"]]);
  });

  it("keeps tests and generated files apart, each hunk in one part", () => {
    const items = [hunk("h1:t", { codeKind: "test" }), hunk("h1:g", { generated: true }), hunk("h1:c"), hunk("h1:d", { codeKind: "test" }), hunk("h1:d#2", { codeKind: "test" })];
    const map = sessionMap(items);
    assert.deepEqual([ids(map.tests), ids(map.generated), ids(map.rest), ids(map.repeated.flatMap((edit) => edit.items))], [["h1:t"], ["h1:g"], ["h1:c"], ["h1:d", "h1:d#2"]]);
  });
});
