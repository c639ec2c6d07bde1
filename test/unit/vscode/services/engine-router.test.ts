import { strict as assert } from "node:assert";
import type { SignResult } from "../../../../src/app/session-types";
import type { PanelFacts } from "../../../../src/core/debt/panel/facts";
import type { EngineQuestion } from "../../../../src/vscode/services/engine";
import { EngineRouter, type EngineRoute } from "../../../../src/vscode/services/engine-router";
import { EngineError } from "../../../../src/vscode/services/engine-error";
import { viewId } from "../../../../src/vscode/services/repository-view";
import { twoPlaces } from "../../core/debt/two-places";
import { snapshotOf } from "../snapshots";

const id = `h1:${"a".repeat(64)}`;
const signing = { signer: null, key: null, trust: "none", unsigned: 0 } as const;
const result = (record: string): SignResult => ({ records: [{ id: record } as SignResult["records"][number]], signing, repositoryIdIsNew: false });

/** Answers from a table, and keeps what it was asked. */
function route(name: string, ordinal: number, answers: Partial<Record<EngineQuestion, unknown>>): EngineRoute & { readonly asked: (readonly [EngineQuestion, unknown])[] } {
  const asked: (readonly [EngineQuestion, unknown])[] = [];
  return {
    name,
    ordinal,
    asked,
    snapshot: snapshotOf([{ id, path: "src/a.ts" }]),
    engine: {
      request: (method, parameters) => {
        asked.push([method, parameters]);
        return Promise.resolve(answers[method] as never);
      },
    },
  };
}

describe("EngineRouter", () => {
  const front = () => route("front", 0, { sign: result("r-front"), withdrawRecords: result("w-front"), view: null, why: { path: "src/a.ts", item: null, records: [] }, askAgent: '{"debt":1}' });
  const back = () => route("back", 1, { sign: result("r-back"), withdrawRecords: result("w-back"), view: null, why: { path: "src/a.ts", item: null, records: [] }, askAgent: '{"debt":2}' });

  it("asks one repository alone in its own words", async () => {
    const only = route("front", 3, { view: null });
    await new EngineRouter(() => [only], () => only).request("view", { hunks: [id], viewed: true });
    assert.deepEqual(only.asked, [["view", { hunks: [id], viewed: true }]]);
  });

  it("makes one batch in each ledger of one batch for both, with what was shown of each", async () => {
    const [one, other] = [front(), back()];
    const router = new EngineRouter(() => [one, other], () => one);
    const theirs = viewId(other, `${id}#2`);
    const { records } = await router.request("sign", { verdicts: [{ hunks: [id, theirs], verdict: "approved", basis: "read" }], shown: { [id]: id, [theirs]: id }, method: "editor" });
    assert.deepEqual(records.map((record) => record.id), ["r-front", "r-back"]);
    assert.deepEqual(one.asked, [["sign", { verdicts: [{ hunks: [id], verdict: "approved", basis: "read" }], shown: { [id]: id }, method: "editor" }]]);
    assert.deepEqual(other.asked, [["sign", { verdicts: [{ hunks: [`${id}#2`], verdict: "approved", basis: "read" }], shown: { [`${id}#2`]: id }, method: "editor" }]]);

    await router.request("withdrawRecords", { ids: ["r-back"], method: "editor" });
    assert.deepEqual(other.asked.at(-1), ["withdrawRecords", { ids: ["r-back"], method: "editor" }]);
    assert.equal(one.asked.length, 1);
  });

  it("takes the same record back in each ledger that it was written to in one deed", async () => {
    const answers = { sign: result("r-same"), withdrawRecords: result("w") };
    const [one, other] = [route("front", 0, answers), route("back", 1, answers)];
    const router = new EngineRouter(() => [one, other], () => one);
    const { records } = await router.request("sign", { verdicts: [{ hunks: [id, viewId(other, id)], verdict: "approved", basis: "read" }], method: "editor" });
    await router.request("withdrawRecords", { ids: records.map((record) => record.id), method: "editor" });
    for (const { asked } of [one, other]) assert.deepEqual(asked.at(-1), ["withdrawRecords", { ids: ["r-same"], method: "editor" }]);
  });

  it("asks about a file where it stands, and answers with the path that was asked", async () => {
    const [one, other] = [front(), back()];
    const router = new EngineRouter(() => [one, other], () => one);
    assert.equal((await router.request("why", { path: "back/src/a.ts", line: 1 })).path, "back/src/a.ts");
    assert.deepEqual(other.asked, [["why", { path: "src/a.ts", line: 1 }]]);
    assert.deepEqual(one.asked, []);
  });

  it("asks the chosen one about a repository as a whole, and all of them for an agent", async () => {
    const [one, other] = [front(), back()];
    const router = new EngineRouter(() => [one, other], () => other);
    await router.request("branches", {});
    assert.deepEqual([one.asked.length, other.asked.length], [0, 1]);
    assert.deepEqual(JSON.parse(await router.request("askAgent", { name: "debt", input: {} })), { repositories: [{ name: "front", answer: { debt: 1 } }, { name: "back", answer: { debt: 2 } }] });
  });

  it("adds up what the panel is computed from, under the tree's names and ids, and says which repository could not be read", async () => {
    const facts = (path: string): PanelFacts => {
      const both = twoPlaces();
      const repository = both.repositories.slice(0, 1);
      const [item] = both.items.filter((each) => each.repository === 0);
      assert.ok(item);
      return { ...both, repositories: repository, items: [{ ...item, id, path }], spans: [], added: [], verdicts: [] };
    };
    const [one, other] = [route("front", 0, { panelFacts: facts("src/a.ts") }), route("back", 1, { panelFacts: facts("src/a.ts") })];
    const broken: EngineRoute = { ...route("gone", 2, {}), engine: { request: () => Promise.reject(new EngineError("no-base", "It has no commits.")) } };
    const all = await new EngineRouter(() => [one, other, broken], () => other).request("panelFacts", { names: false });
    assert.deepEqual(all.repositories.map(({ name }) => name), ["front", "back"]);
    assert.deepEqual(all.items.map(({ repository, path }) => [repository, path]), [[0, "front/src/a.ts"], [1, "back/src/a.ts"]]);
    assert.deepEqual(all.items.map((item) => item.id), [id, viewId(other, id)]);
    assert.deepEqual(all.repositories[0]?.notChecked.map(({ what, why }) => [what, why]).slice(0, 1), [["gone", "It has no commits."]]);
    await assert.rejects(new EngineRouter(() => [broken, { ...broken, ordinal: 3 }], () => null).request("panelFacts", { names: false }), /no commits/);
  });

  it("refuses what belongs to no repository, and everything where there is none", async () => {
    const [one, other] = [front(), back()];
    const router = new EngineRouter(() => [one, other], () => null);
    for (const asking of [router.request("why", { path: "src/a.ts", line: 1 }), router.request("planRevert", { hunk: viewId({ name: "gone", ordinal: 7 }, id) })]) {
      await assert.rejects(asking, (error: unknown) => error instanceof EngineError && error.code === "not-found");
    }
    await assert.rejects(router.request("branches", {}), (error: unknown) => error instanceof EngineError && error.code === "unavailable");
    await assert.rejects(new EngineRouter(() => [], () => null).request("log", {}), (error: unknown) => error instanceof EngineError && error.code === "unavailable");
  });
});
