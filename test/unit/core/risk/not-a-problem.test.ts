import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Finding, Hunk, VerdictRecord } from "../../../../src/core/model";
import { defaultConfiguration } from "../../../../src/core/policy/default-configuration";
import type { Policy } from "../../../../src/core/policy/configuration-types";
import { notAProblemCriteria, ruleNotAProblem, statementsAgainst } from "../../../../src/core/risk/not-a-problem";

const FINDING: Finding = { rule: "error-swallowed", class: "reliability", severity: "warning", path: "a.ts", startLine: 3, startColumn: 1, endLine: 3, endColumn: 9, message: "m", why: "w", fix: "f", introduced: true, contentKey: `error-swallowed:${"0".repeat(32)}`, related: [] };
const HUNK = { path: "a.ts", prompters: ["bob@example.org"] } as unknown as Hunk;

function said(change: Partial<VerdictRecord> = {}): VerdictRecord {
  return { id: change.signer ?? "1", type: "correction", verdict: "approved", contentId: "h1:x", tokenId: null, sequence: [], context: "", path: "a.ts", kind: "edit", basis: "read", criteria: notAProblemCriteria(FINDING), reason: "a probe", signer: "ann@example.org", key: "SHA256:ann", trust: "key", at: "2026-01-01T00:00:00Z", ...change };
}

function holds(records: readonly VerdictRecord[], demand: Partial<Policy["require"]["high"]> = {}, finding: Finding = FINDING, contentId: string | null = "h1:x", hunk: Hunk | null = HUNK, reference: string | null = "2026-01-11T00:00:00Z"): boolean {
  const { policy } = defaultConfiguration();
  const require = { ...policy.require, high: { ...policy.require.high, ...demand } };
  return statementsAgainst(records, { policy: { require, paths: [] }, contentIdOf: () => contentId, hunkOf: () => hunk, reference })(finding).length > 0;
}

describe("a statement that a finding is no problem", () => {
  it("holds against that finding on that text", () => assert.ok(holds([said()])));

  const not: readonly (readonly [string, boolean])[] = [
    ["unsigned", holds([said({ key: "", trust: "none" })])],
    ["of less trust than a sign-off of high risk needs", holds([said({ trust: "self-declared" })], { minTrust: "key" })],
    ["by fewer people than that needs", holds([said(), said({ id: "2" })], { signers: 2 })],
    ["by the prompter alone, where another is asked for", holds([said({ signer: "bob@example.org" })], { notPrompter: true })],
    ["while nobody knows who prompted, where another is asked for", holds([said()], { notPrompter: true }, FINDING, "h1:x", null)],
    ["where a security review is asked for and the finding is an error", holds([said()], { criteria: ["reviewed", "security-reviewed"] }, { ...FINDING, severity: "error" })],
    ["where an owner must sign and the finding is an error", holds([said()], { owner: true }, { ...FINDING, severity: "error" })],
    ["of another rule at the same place", holds([said()], {}, { ...FINDING, rule: "secret", contentKey: `secret:${"0".repeat(32)}` })],
    ["of another text", holds([said()], {}, { ...FINDING, contentKey: `error-swallowed:${"1".repeat(32)}` })],
    ["when its line changed around it", holds([said()], {}, FINDING, "h1:y")],
    ["when its line can't be read", holds([said()], {}, FINDING, null)],
    ["in another file", holds([said()], {}, { ...FINDING, path: "b.ts" })],
    ["taken back by the same key", holds([said(), said({ id: "2", type: "withdrawn", verdict: "withdrawn", of: "1", signer: "ann@example.org" })].map((record, index) => (index === 0 ? { ...record, id: "1" } : record)))],
    ["that is a sign-off with the same words", holds([said({ type: "signoff" })])],
    ["when it is older than a sign-off may be", holds([said()], { maximumAgeDays: 9 })],
    ["when nothing says how old it is", holds([said()], { maximumAgeDays: 30 }, FINDING, "h1:x", HUNK, null)],
    ["when it was said too soon after the lines were written", holds([said()], { coolDownHours: 24 }, FINDING, "h1:x", { ...HUNK, writtenAt: "2025-12-31T12:00:00Z" })],
    ["while its lines are not committed, where time must pass", holds([said()], { coolDownHours: 24 })],
    ["about who wrote it", holds([said({ criteria: ["not-ai"] })])],
  ];
  for (const [name, isHolding] of not) it(`does not hold: ${name}`, () => assert.equal(isHolding, false));

  it("holds by two people where two are asked for, and by another than the prompter", () => {
    assert.ok(holds([said(), said({ signer: "eve@example.org", key: "SHA256:eve" })], { signers: 2 }));
    assert.ok(holds([said()], { notPrompter: true }));
  });

  it("holds while it is young enough, and when enough time had passed", () => {
    assert.ok(holds([said()], { maximumAgeDays: 10 }));
    assert.ok(holds([said()], { coolDownHours: 24 }, FINDING, "h1:x", { ...HUNK, writtenAt: "2025-12-30T12:00:00Z" }));
  });

  it("names its rule; an external rule's long name is cut alike on both sides", () => {
    const long = { ...FINDING, rule: `semgrep/${"a.".repeat(100)}b`, contentKey: `semgrep/x:${"2".repeat(32)}` };
    assert.equal(ruleNotAProblem(said()), "error-swallowed");
    assert.equal(ruleNotAProblem(said({ criteria: ["not-ai"] })), null);
    assert.ok(notAProblemCriteria(long).every((criterion) => criterion.length <= 100));
    assert.ok(holds([said({ criteria: notAProblemCriteria(long) })], {}, long));
  });
});
