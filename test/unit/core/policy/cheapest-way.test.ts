import { strict as assert } from "node:assert";
import type { AttachedFinding, DebtItem, RiskLevel } from "../../../../src/core/model";
import { cheapestWay } from "../../../../src/core/policy/cheapest-way";
import type { Configuration, Gate } from "../../../../src/core/policy/configuration-types";
import { defaultConfiguration } from "../../../../src/core/policy/default-configuration";
import { evaluateGate, type GateInput } from "../../../../src/core/policy/gate";
import { itemOf } from "../../report/snapshot-fixture";

function policyOf(limits: Partial<Gate>): Configuration {
  const configuration = defaultConfiguration();
  const { gates } = configuration.policy;
  return { ...configuration, policy: { ...configuration.policy, gates: { ...gates, patch: { ...gates.patch, high: null, errors: null, ...limits } } } };
}

function item(index: number, level: RiskLevel, hundredths: number, change: Partial<DebtItem> = {}): DebtItem {
  const made = itemOf();
  return { ...made, hunk: { ...made.hunk, id: `h1:${index.toString(16).padStart(64, "0")}`, path: `src/file${index}.ts` }, state: "unseen", risk: { level, reasons: [], sortKey: 0 }, hundredths, records: [], ...change };
}

const inputOf = (items: readonly DebtItem[], findings: readonly AttachedFinding[] = []): GateInput => ({ items, findings, unclaimedLines: 0 });

/** The gate after the given items were signed. */
function passesWithout(items: readonly DebtItem[], signed: ReadonlySet<DebtItem>, configuration: Configuration): boolean {
  const left = items.filter((one) => !signed.has(one));
  return evaluateGate("patch", inputOf(left), configuration).every((condition) => condition.pass);
}

describe("the cheapest way through the gate", () => {
  it("is nothing where the gate passes", () => {
    assert.deepEqual(cheapestWay(inputOf([item(1, "high", 100)]), policyOf({ high: 1 })), { steps: [], hundredths: 0, beyond: [] });
  });

  it("takes the cheapest of one risk, and only as many as are needed", () => {
    const items = [item(1, "high", 900), item(2, "high", 100), item(3, "low", 10), item(4, "high", 300)];
    const way = cheapestWay(inputOf(items), policyOf({ high: 1 }));
    assert.deepEqual(way.steps.map(({ item: { hunk }, towards }) => [hunk.path, towards]), [["src/file2.ts", ["patch.high"]], ["src/file4.ts", ["patch.high"]]]);
    assert.equal(way.hundredths, 400);
  });

  it("never costs more than twice the best there is, makes the gate pass, and holds no needless step (every subset tried)", () => {
    let state = 11;
    const random = (below: number) => ((state = (state * 1103515245 + 12345) & 0x7fffffff) >>> 8) % below;
    let best = 0;
    const rounds = 300;
    for (let round = 0; round < rounds; round++) {
      const items = Array.from({ length: 2 + random(8) }, (_, index) => item(index, (["high", "medium", "low", "unrated"] as const)[random(4)] ?? "low", 50 + random(2000), { state: random(4) === 0 ? "stale" : "unseen" }));
      const configuration = policyOf({ high: random(2), medium: random(3), hunks: random(5), minutes: random(20), stale: random(2) });
      const way = cheapestWay(inputOf(items), configuration);
      const signed = new Set(way.steps.map((step) => step.item));
      assert.ok(passesWithout(items, signed, configuration), `round ${round}`);
      for (const one of signed) assert.ok(!passesWithout(items, new Set([...signed].filter((other) => other !== one)), configuration), `needless in round ${round}`);
      let cheapest = Infinity;
      for (let bits = 0; bits < 1 << items.length; bits++) {
        const subset = new Set(items.filter((_, index) => (bits >> index) & 1));
        const cost = [...subset].reduce((sum, one) => sum + one.hundredths, 0);
        if (cost < cheapest && passesWithout(items, subset, configuration)) cheapest = cost;
      }
      assert.ok(way.hundredths <= cheapest * 2, `${way.hundredths} where ${cheapest} is enough, round ${round}`);
      if (way.hundredths === cheapest) best += 1;
    }
    assert.ok(best / rounds > 0.8, `the very best in ${best} of ${rounds}`);
  });

  it("says what no sign-off can do: a rejection, lines of unknown origin, a finding in a rejected hunk", () => {
    const rejected = item(1, "high", 100, { state: "rejected" });
    const way = cheapestWay({ items: [rejected, item(2, "high", 100)], findings: [], unclaimedLines: 4 }, policyOf({ high: 0, rejected: 0, unclaimed: 0 }));
    assert.deepEqual(way.steps.map((step) => step.item.hunk.path), ["src/file2.ts"]);
    assert.deepEqual(way.beyond.map(({ condition }) => condition), ["patch.high", "patch.rejected", "patch.unclaimed"]);
  });
});
