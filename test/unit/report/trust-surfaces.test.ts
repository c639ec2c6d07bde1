/** Wherever a sign-off is shown in a text, what stands behind it is shown with it. The editor's surfaces: test/integration/trust.test.ts. */
import { strict as assert } from "node:assert";
import { trustCounts, trustOf } from "../../../src/core/debt/trust";
import { TRUST_ORDER, type DebtItem, type Trust, type VerdictRecord } from "../../../src/core/model";
import { checkHtml } from "../../../src/report/check-html";
import { checkMarkdown } from "../../../src/report/check-markdown";
import type { CheckReport } from "../../../src/report/check-report";
import { checkText } from "../../../src/report/check-text";
import { logJson } from "../../../src/report/log-json";
import { logText } from "../../../src/report/log-text";
import { PLAIN } from "../../../src/report/palette";
import { defaultConfiguration } from "../../../src/app/configuration";
import { auditOf } from "../../../src/report/panel/audit";
import { statusText } from "../../../src/report/status-text";
import { whyText } from "../../../src/report/why-text";
import { itemOf, recordOf, snapshotOf } from "./snapshot-fixture";

const WORDS: Readonly<Record<Trust, RegExp>> = { none: /unsigned/i, "self-declared": /self-declared/, forge: /on the forge/, key: /enrolled key/, "key+touch": /enrolled key with touch/ };
const LAYOUT = { palette: PLAIN, width: 100 };
const signed = (trust: Trust): DebtItem => itemOf({ state: "signed-off", hundredths: 0, records: [record(trust)] });
const record = (trust: Trust): VerdictRecord => recordOf({ trust, key: trust === "none" ? "" : "SHA256:abc" });

const reportOf = (trust: Trust): CheckReport => ({ snapshot: snapshotOf([signed(trust)]), exitCode: 0, soft: false, findingsOutsideHunks: false, excerpts: new Map(), version: "0.1.0" });

const LEDGER = { verdict: "intact" as const, enrolled: true, repository: null, lanes: [], keys: [], records: 0, claims: 0, problems: [], gaps: [] };

describe("trust is shown wherever a sign-off is shown", () => {
  const surfaces: Readonly<Record<string, (trust: Trust) => string>> = {
    "check --format text": (trust) => checkText(snapshotOf([signed(trust), itemOf()]), { ...LAYOUT, findingsOutsideHunks: false, soft: false, excerpts: new Map() }),
    "check --format markdown": (trust) => checkMarkdown(reportOf(trust)),
    "check --format html": (trust) => checkHtml(reportOf(trust)),
    "status": (trust) => statusText(snapshotOf([signed(trust)]), { ...LAYOUT, limit: 10 }),
    "status with debt": (trust) => statusText(snapshotOf([signed(trust), itemOf()]), { ...LAYOUT, limit: 10 }),
    "why": (trust) => whyText({ path: "src/pay.ts", line: 10, text: "x", origin: "ai", assistant: "claude-code", model: null, agentSession: null, evidence: [], commit: null, item: signed(trust), reasons: [], records: [record(trust)] }, LAYOUT),
    "log": (trust) => logText({ entries: [{ record: record(trust), trust, withdrawn: false }], problems: [], gaps: [] }, LAYOUT),
  };
  for (const [name, print] of Object.entries(surfaces)) {
    it(name, () => {
      for (const trust of TRUST_ORDER) assert.match(print(trust).replace(/\s+/g, " "), WORDS[trust], `${name}: ${trust}`);
    });
  }

  it("log --format json and the audit say it as the ledger does", () => {
    for (const trust of TRUST_ORDER) {
      assert.ok(logJson({ entries: [{ record: record(trust), trust, withdrawn: false }], problems: [], gaps: [] }).includes(`"trust": "${trust}"`));
      assert.deepEqual(auditOf({ snapshot: snapshotOf([signed(trust)]), ledger: LEDGER, require: defaultConfiguration().policy.require, policyChanges: [] }).hunks.flatMap(({ answers }) => answers.map((answer) => answer.trust)), [trust]);
    }
  });

  it("a hunk is worth what its weakest approval is; a rejection beside it counts nothing", () => {
    const mixed = itemOf({ state: "signed-off", records: [record("key"), record("self-declared"), recordOf({ trust: "none", key: "", verdict: "rejected" })] });
    assert.equal(trustOf(mixed), "self-declared");
    assert.equal(trustOf(itemOf()), null);
    assert.deepEqual(trustCounts([mixed, signed("key"), signed("key"), itemOf({ state: "stale", records: [record("none")] })]), [["self-declared", 1], ["key", 2]]);
  });
});
