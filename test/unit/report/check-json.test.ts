import { strict as assert } from "node:assert";
import { checkDocument, checkJson } from "../../../src/report/check-json";
import { statusDocument, statusJson } from "../../../src/report/status-json";
import { assertSchema } from "./schemas";
import { fullSnapshot, itemOf, snapshotOf } from "./snapshot-fixture";

const OPTIONS = { exitCode: 1, findingsOutsideHunks: false };

describe("checkJson", () => {
  it("is contract.md's document", () => {
    assertSchema("check", checkJson(fullSnapshot(), OPTIONS));
    assertSchema("check", checkJson(fullSnapshot(), { ...OPTIONS, findingsOutsideHunks: true }));
    assertSchema("check", checkJson(snapshotOf([]), { exitCode: 0, findingsOutsideHunks: false }));
  });

  it("has contract.md's keys in contract.md's order", () => {
    assert.deepEqual(Object.keys(checkDocument(fullSnapshot(), OPTIONS)), [
      "schema", "verdict", "exitCode", "base", "head", "policy", "debt", "unclaimed", "originKnown", "gate", "hunks", "findings", "notChecked", "stats",
    ]); // prettier-ignore
  });

  it("counts open hunks; viewed is unseen, signed-off and generated ones owe nothing", () => {
    const { debt } = checkDocument(fullSnapshot(), OPTIONS);
    assert.deepEqual(debt.byState, { unseen: 4, stale: 1, rejected: 1, "signed-off": 1 });
    assert.deepEqual(debt.byRisk, { high: 2, medium: 2, low: 1, unrated: 1 });
    assert.equal(debt.hunks, 6);
    // 5 low + 5 charge + 3 removed + 3 stale + 5 rejected + 5 viewed
    assert.equal(debt.lines, 26);
    assert.equal(debt.minutes, 20.45);
  });

  it("lists hunks riskiest first, with minutes from hundredths and no viewed mark", () => {
    const { hunks } = checkDocument(fullSnapshot(), OPTIONS);
    assert.deepEqual(
      hunks.map((hunk) => `${hunk.path} ${hunk.state} ${hunk.minutes}`),
      [
        "src/admin.ts unseen 2.8",
        "src/pay.ts unseen 9.5",
        "src/cart.ts rejected 3.5",
        "src/cart.ts stale 1.9",
        "dist/bundle.js unseen 0",
        "src/signed.ts signed-off 0",
        "src/seen.py unseen 2",
        "src/low.ts unseen 0.75",
      ],
    );
  });

  it("numbers findings by place, and ties them to their hunks", () => {
    const document = checkDocument(fullSnapshot(), OPTIONS);
    assert.deepEqual(
      document.findings.map((finding) => [finding.id, finding.rule]),
      [
        ["f1", "guard-removed"],
        ["f2", "error-swallowed"],
      ],
    );
    const pay = document.hunks.find((hunk) => hunk.path === "src/pay.ts");
    assert.deepEqual(pay?.findings, ["f2"]);
    assert.equal(document.findings[1]?.hunk, pay?.id);
  });

  it("lists findings outside hunks only on request", () => {
    const rules = (outside: boolean) => checkDocument(fullSnapshot(), { ...OPTIONS, findingsOutsideHunks: outside }).findings.map((finding) => finding.rule);
    assert.deepEqual(rules(false), ["guard-removed", "error-swallowed"]);
    assert.deepEqual(rules(true), ["layer-violation", "guard-removed", "error-swallowed", "error-swallowed"]);
  });

  it("gives the same bytes whatever the order of arrival", () => {
    const snapshot = fullSnapshot();
    const shuffled = { ...snapshot, items: [...snapshot.items].reverse(), findings: [...snapshot.findings].reverse() };
    const options = { ...OPTIONS, findingsOutsideHunks: true };
    assert.equal(checkJson(shuffled, options), checkJson(snapshot, options));
    assert.equal(checkJson(snapshot, options), checkJson(snapshot, options));
  });

  it("never has a minute with more than two decimals", () => {
    const items = Array.from({ length: 300 }, (_, index) => itemOf({ hunk: { startLine: index + 1 }, hundredths: index * 7 + 1 }));
    const { debt, hunks } = checkDocument(snapshotOf(items), OPTIONS);
    for (const minutes of [debt.minutes, ...hunks.map((hunk) => hunk.minutes)]) assert.match(String(minutes), /^\d+(\.\d{1,2})?$/);
  });
});

describe("statusJson", () => {
  it("is check's document with viewed, scope, history and signing", () => {
    const text = statusJson(fullSnapshot(), OPTIONS);
    assertSchema("status", text);
    const document = statusDocument(fullSnapshot(), OPTIONS);
    assert.deepEqual(document.debt.byState, { unseen: 3, viewed: 1, stale: 1, rejected: 1, "signed-off": 1 });
    assert.equal(document.debt.minutes, checkDocument(fullSnapshot(), OPTIONS).debt.minutes);
    assert.equal(document.hunks.find((hunk) => hunk.path === "src/seen.py")?.state, "viewed");
    assert.deepEqual(document.history, { lines: 182_000, files: 912 });
    assert.deepEqual(document.scope, { label: "merge base with origin/main", branch: "feature", all: false });
  });
});
