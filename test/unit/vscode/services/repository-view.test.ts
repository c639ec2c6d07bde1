import { strict as assert } from "node:assert";
import { budgetState } from "../../../../src/core/debt/budget";
import { NamedRepositoryPaths, RepositoryPaths } from "../../../../src/vscode/services/repository-paths";
import { mergeDebt, ownId, viewId } from "../../../../src/vscode/services/repository-view";
import { snapshotOf } from "../snapshots";

const id = `h1:${"b".repeat(64)}`;

describe("several repositories shown as one", () => {
  it("tells equal texts apart by their repository, and finds the way back", () => {
    for (const ordinal of [0, 1, 12]) {
      for (const own of [id, `${id}#2`, `${id}#4711`]) {
        const shown = viewId({ name: "x", ordinal }, own);
        assert.deepEqual(ownId(shown), { ordinal, id: own });
        assert.match(shown, /^h1:[0-9a-f]{64}(#\d{1,9})?$/);
      }
    }
    assert.equal(viewId({ name: "x", ordinal: 0 }, id), id, "the first is as git has it");
  });

  it("lists every hunk under its repository's name, and adds up what is owed", () => {
    const merged = mergeDebt([
      { name: "front", ordinal: 0, snapshot: snapshotOf([{ id, path: "src/a.ts", hundredths: 100 }], { unclaimed: { lines: 2, policy: "report", files: [{ path: "b.ts", ranges: [] }] }, originKnown: 0.9, verdict: "pass" }) },
      { name: "back", ordinal: 1, snapshot: snapshotOf([{ id, path: "src/a.ts", hundredths: 200 }], { history: { lines: 5, files: 1 }, originKnown: 0.4, verdict: "fail", unclaimed: { lines: 9, policy: "ignore", files: [{ path: "c.ts", ranges: [] }] } }) },
    ]);
    assert.ok(merged);
    assert.deepEqual(merged.items.map(({ hunk }) => hunk.path), ["front/src/a.ts", "back/src/a.ts"]);
    assert.equal(new Set(merged.items.map(({ hunk }) => hunk.id)).size, 2);
    assert.deepEqual(merged.unclaimed, { lines: 2, policy: "report", files: [{ path: "front/b.ts", ranges: [] }] });
    assert.deepEqual([merged.history, merged.originKnown, merged.verdict, merged.scope.branch], [{ lines: 5, files: 1 }, 0.4, "fail", null]);
  });

  it("hides no budget behind another", () => {
    const part = (name: string, ordinal: number, hundredths: number, budget?: number) => ({ name, ordinal, snapshot: snapshotOf([{ id, hundredths }], { policy: { source: "base", version: 1, ...(budget === undefined ? {} : { budget }) } }) });
    const over = (parts: Parameters<typeof mergeDebt>[0]): number | undefined => budgetState(mergeDebt(parts) ?? assert.fail())?.overHundredths;
    assert.equal(over([part("a", 0, 1500, 10), part("b", 1, 100, 60)]), 500, "the room of one is not the other's");
    assert.equal(over([part("a", 0, 900, 10), part("b", 1, 100_000)]), 0, "who set none is over none");
    assert.equal(over([part("a", 0, 900), part("b", 1, 100_000)]), undefined);
  });

  it("names the files of each, and gives a repository within another its own", () => {
    const paths = new NamedRepositoryPaths([
      { name: "all", paths: new RepositoryPaths("/w/all", "/w/all", "linux") },
      { name: "inner", paths: new RepositoryPaths("/w/all/inner", "/w/all/inner", "linux") },
    ]);
    assert.equal(paths.toRepositoryPath("/w/all/src/a.ts"), "all/src/a.ts");
    assert.equal(paths.toRepositoryPath("/w/all/inner/src/a.ts"), "inner/src/a.ts");
    assert.equal(paths.toRepositoryPath("/w/other/a.ts"), null);
    for (const path of ["/w/all/src/a.ts", "/w/all/inner/src/a.ts"]) assert.equal(paths.toUriPath(paths.toRepositoryPath(path) ?? ""), path);
    assert.equal(paths.toUriPath("src/a.ts"), "/w/all/src/a.ts");
  });
});
