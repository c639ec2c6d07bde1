import { strict as assert } from "node:assert";
import { stricterPolicy } from "../../../../src/core/policy/stricter";
import { daysAfter, daysBetween, laterOf } from "../../../../src/core/policy/time";
import { waiverRefusal } from "../../../../src/core/policy/waivers";
import type { Policy } from "../../../../src/core/policy/configuration-types";
import { defaultConfiguration } from "../../../../src/core/policy/default-configuration";
import { recordOf } from "../../report/snapshot-fixture";

const BASE = defaultConfiguration().policy;

function policy(change: Partial<Policy>): Policy {
  return { ...BASE, ...change };
}

const LOOSE = policy({
  unclaimed: "ignore",
  marks: "report",
  gates: { patch: { ...BASE.gates.patch, high: 9, errors: null, informational: true }, project: BASE.gates.project },
  require: { ...BASE.require, high: { criteria: [], signers: 1, notPrompter: false, minTrust: "none", maximumAgeDays: null, coolDownHours: 0, owner: false } },
  overrule: ["ann", "bo"],
  waivers: { signers: ["ann", "bo"], maximumDays: 90, risk: "high", minTrust: "none" },
  bulk: { hunks: null, risk: "high" },
});
const STRICT = policy({
  unclaimed: "assume-ai",
  gates: { patch: { ...BASE.gates.patch, high: 0, hunks: 0, age: 30 }, project: { ...BASE.gates.project, high: 5 } },
  require: { ...BASE.require, high: { criteria: ["reviewed"], signers: 2, notPrompter: true, minTrust: "key+touch", maximumAgeDays: 90, coolDownHours: 24, owner: true } },
  overrule: ["bo"],
  waivers: { signers: ["bo"], maximumDays: 7, risk: "medium", minTrust: "key" },
  bulk: { hunks: 5, risk: "low" },
});

describe("a head's policy", () => {
  it("makes each rule stricter and none looser, whichever side it stands on", () => {
    for (const [base, head] of [[LOOSE, STRICT], [STRICT, LOOSE]] as const) {
      const { version: _version, ...made } = stricterPolicy(base, head);
      const { version: _ours, ...strict } = STRICT;
      assert.deepEqual(made, { ...strict, marks: "gate", gates: { ...STRICT.gates, patch: { ...STRICT.gates.patch, informational: false } } });
    }
  });

  it("keeps the base's version, and a policy with itself is itself", () => {
    assert.equal(stricterPolicy(policy({ version: 3 }), policy({ version: 7 })).version, 3);
    for (const one of [BASE, LOOSE, STRICT]) assert.deepEqual(stricterPolicy(one, one), one);
  });
});

describe("waivers under a policy", () => {
  const waivers: Policy = policy({ waivers: { signers: ["ann@example.org"], maximumDays: 7, risk: "medium", minTrust: "key" } });
  const waiver = recordOf({ type: "waiver", signer: "ann@example.org", trust: "key", at: "2026-11-01T00:00:00Z", deadline: "2026-11-08T00:00:00Z", reason: "down" });

  it("count to the very second of their end, and not after", () => {
    assert.equal(waiverRefusal(waiver, "medium", waivers, "2026-11-08T00:00:00Z"), null);
    assert.match(waiverRefusal(waiver, "medium", waivers, "2026-11-08T00:00:01Z") ?? "", /ran out on 2026-11-08/);
  });

  it("say what is missing", () => {
    const refusal = (change: Partial<typeof waiver>, risk: "high" | "medium" = "medium", reference: string | null = "2026-11-02T00:00:00Z") => waiverRefusal({ ...waiver, ...change }, risk, waivers, reference) ?? "";
    assert.match(refusal({ signer: "Ann@example.org" }), /does not let Ann@example\.org/);
    assert.match(refusal({ trust: "self-declared" }), /trust key or more/);
    assert.match(refusal({}, "high"), /up to medium/);
    assert.match(refusal({ deadline: "2026-11-08T00:00:01Z" }), /longer than the 7/);
    assert.match(refusal({ reason: "  " }), /no reason/);
    assert.match(refusal({}, "medium", null), /no commit/);
    assert.match(waiverRefusal(waiver, "low", BASE, "2026-11-02T00:00:00Z") ?? "", /lets nobody waive/);
  });
});

describe("times of commits and records", () => {
  it("are reckoned in days without a clock, and stay in range", () => {
    assert.equal(daysAfter("2026-02-28T12:00:00Z", 1), "2026-03-01T12:00:00Z");
    assert.equal(daysAfter("2026-02-28T12:00:00Z", 0.5), "2026-03-01T00:00:00Z");
    assert.equal(daysAfter("9999-12-31T00:00:00Z", 400), "9999-12-31T23:59:59Z");
    assert.equal(daysAfter("", 3), "");
    assert.deepEqual([daysBetween("2026-01-01T00:00:00Z", "2026-01-02T23:59:59Z"), daysBetween("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z")], [1, 0]);
    assert.deepEqual([laterOf(null, "a"), laterOf("b", "a"), laterOf(null, null)], ["a", "b", null]);
  });
});
