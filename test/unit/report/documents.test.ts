import { ruleCatalogue } from "../../../src/checks/rules/catalogue";
import { explainJson, ruleRecordText, ruleText } from "../../../src/report/explain-text";
import { PLAIN } from "../../../src/report/palette";
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { CountersignError, type ErrorCode } from "../../../src/core/model";
import { baselineJson } from "../../../src/report/baseline-json";
import { baselineText } from "../../../src/report/baseline-text";
import { errorJson } from "../../../src/report/error-json";
import { errorText } from "../../../src/report/error-text";
import { initJson } from "../../../src/report/init-json";
import { logJson } from "../../../src/report/log-json";
import { originsJson } from "../../../src/report/origins-json";
import { recordsJson } from "../../../src/report/records-json";
import { syncJson } from "../../../src/report/sync-json";
import { viewedJson } from "../../../src/report/viewed-json";
import { whyJson } from "../../../src/report/why-json";
import { assertSchema } from "./schemas";
import { BASE, itemOf, recordOf } from "./snapshot-fixture";

describe("JSON documents", () => {
  it("records", () => {
    const text = recordsJson({ records: [recordOf(), recordOf({ key: "", trust: "none", note: "n" })], signing: { signer: "a", key: null, trust: "none", unsigned: 1 }, repositoryIdIsNew: true });
    const document = assertSchema("records", text) as { records: { key: string | null; lines: number }[] };
    assert.deepEqual(document.records.map((record) => [record.key, record.lines]), [["SHA256:abc", 3], [null, 3]]);
  });

  it("log", () => {
    const text = logJson({
      entries: [{ record: recordOf({ kind: "removal", removed: ["a"], sequence: [] }), trust: "key", withdrawn: true }],
      problems: [{ batch: "b", ref: "r", why: "w" }],
      gaps: [{ key: "k", sequence: 1, what: "fork" }],
    });
    const document = assertSchema("log", text) as { records: { trust: string; withdrawn: boolean; lines: number }[] };
    assert.deepEqual(document.records.map(({ trust, withdrawn, lines }) => [trust, withdrawn, lines]), [["key", true, 1]]);
  });

  it("why, with and without a hunk", () => {
    const answer = { path: "a.ts", line: 3, text: "x", origin: "ai", assistant: "codex", model: null, agentSession: "", evidence: [{ source: "note", tier: 3, detail: "n" }], commit: "base", item: itemOf(), reasons: [{ rule: "r", message: "m" }], records: [recordOf()] } as const;
    const document = assertSchema("why", whyJson(answer)) as { hunk: { minutes: number } };
    assert.equal(document.hunk.minutes, 3.5);
    assertSchema("why", whyJson({ ...answer, item: null, commit: null, origin: "unknown", assistant: null, agentSession: null }));
  });

  it("origins", () => {
    const text = originsJson({ schema: "countersign/origins/1", rev: BASE, files: [{ path: "a.ts", blob: BASE, lines: 2, ranges: [{ commit: null, origin: "ai", end: 2, start: 1, assistant: "codex", evidence: "hook", model: "m", agentSession: "s" }, { start: 1, end: 1, origin: "unknown", commit: BASE }] }] });
    assertSchema("origins", text);
    assert.match(text, /"start": 1,\s+"end": 2,\s+"origin": "ai",\s+"assistant": "codex"/);
  });

  it("init, sync and viewed", () => {
    assertSchema("init", initJson({ files: [{ path: "a", text: "t", exists: false }], baseline: null, repositoryId: "r", notes: [] }, true));
    assertSchema("sync", syncJson("origin", { fetched: 2, pushed: 0 }));
    const record = { fired: 1, signedOff: 0, approved: 2, rejected: 3, setting: "off", notAProblem: [recordOf({ type: "correction", criteria: ["not-a-problem", "secret", "0"] })] };
    for (const rule of ruleCatalogue()) {
      assertSchema("explain", explainJson(rule, record));
      const text = ruleText(rule, { palette: PLAIN, width: 80 });
      assert.equal(text.includes("not reported:\n    "), rule.example !== null, text);
    }
    assert.match(ruleRecordText(record, { palette: PLAIN, width: 80 }), /^\nSet to +"off" here\nHere +1 finding introduced in this scope, 0 of them/);
    assertSchema("viewed", viewedJson([`h1:${"a".repeat(64)}#2`], false));
  });

  it("baseline, with and without anything to say", () => {
    const entry = { rule: "layer", path: "a.ts", target: "b.ts" };
    const answer = { path: ".countersign/known-violations.json", created: false, written: true, kept: [entry], removed: [entry], unlisted: [entry], notChecked: [{ what: "imports", why: "syntax error", path: "c.ts" }] };
    assertSchema("baseline", baselineJson(answer));
    const said = baselineText(answer, 80);
    assert.match(said, /Took 1 mended violation out of .*; 1 stay\.\nMended:\n {2}layer {2}a\.ts → b\.ts\nNot on the list[^\n]*\n {2}layer {2}a\.ts → b\.ts\n1 file could not be checked, first c\.ts: syntax error\.\n$/);
    assertSchema("baseline", baselineJson({ ...answer, created: true, removed: [], unlisted: [], notChecked: [] }));
    assert.match(baselineText({ ...answer, created: true, removed: [], unlisted: [], notChecked: [] }, 200), /^Wrote \.countersign\/known-violations\.json with 1 violation\.\nCommit it: /);
  });

  it("errors of every code, in both forms", () => {
    const source = readFileSync("src/core/model.ts", "utf8");
    const list = /export type ErrorCode =([^;]+);/.exec(source)?.[1] ?? "";
    const codes = [...list.matchAll(/"([a-z-]+)"/g)].map((match) => match[1] as ErrorCode);
    assert.ok(codes.length >= 14);
    for (const code of codes) assertSchema("error", errorJson(new CountersignError(code, "m", { path: "p", line: 2, hint: "h" })));
    assertSchema("error", errorJson(new CountersignError("usage", "m")));
    assert.equal(errorText(new CountersignError("usage", "what\nhappened\u001b", { path: "a.ts", line: 2, hint: "do this" })), "countersign: what happened\\u{1b}: a.ts:2: do this\n");
    assert.equal(errorText(new CountersignError("usage", "what", { hint: "do this" })), "countersign: what: do this\n");
  });

  it("refuses what contract.md does not know", () => {
    assert.throws(() => assertSchema("error", '{"schema":"countersign/error/1","code":"strange","message":"m"}'), /enum/);
    assert.throws(() => assertSchema("sync", '{"schema":"countersign/sync/2","remote":"o","fetched":0,"pushed":0}'), /const/);
  });
});
