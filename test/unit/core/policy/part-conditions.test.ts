import { strict as assert } from "node:assert";
import { NO_CONDITIONS, defaultConfiguration } from "../../../../src/core/policy/default-configuration";
import { evaluateGate } from "../../../../src/core/policy/gate";
import { itemOf } from "../../vscode/snapshots";

describe("conditions of a part of the tree", () => {
  it("know the time as those of the whole do, so that an age can fail", () => {
    const configuration = defaultConfiguration();
    const paths = [{ name: "payments", files: ["src/pay/**"], patch: { ...NO_CONDITIONS, age: 5 }, require: {} }];
    const item = itemOf({ id: "h1:old" });
    const items = [{ ...item, hunk: { ...item.hunk, areas: ["payments"], writtenAt: "2026-01-01T00:00:00Z" } }];
    const gate = (reference: string) => evaluateGate("patch", { items, findings: [], unclaimedLines: 0, reference }, { ...configuration, policy: { ...configuration.policy, paths } }).find(({ condition }) => condition === "patch.age (payments)");
    assert.deepEqual([gate("2026-01-04T00:00:00Z")?.pass, gate("2026-02-01T00:00:00Z")?.pass], [true, false]);
  });
});
