import { strict as assert } from "node:assert";
import { CountersignError } from "../../../src/core/model";
import { buildBatch, countsMatch, readBatch, recordsOf, type BatchPlace } from "../../../src/ledger/batches";
import { REPOSITORY, sampleVerdict, sha256 } from "./support";

const PLACE: BatchPlace = { repository: REPOSITORY, signer: "ann@example.com", key: `SHA256:${"A".repeat(43)}`, at: "2026-11-22T06:00:00Z", sequence: 0, previous: null, tool: "countersign/0.1.0" };

function lines(): string[] {
  return buildBatch([sampleVerdict(1)], PLACE).body.toString("utf8").split("\n");
}

function readLines(rows: readonly string[]) {
  return readBatch(Buffer.from(rows.join("\n")));
}

describe("batches", function () {
  this.timeout(30_000);
  it("writes the frozen v1 form", () => {
    const [header, record, end] = lines();
    assert.equal(header, `{"at":"2026-11-22T06:00:00Z","key":"${PLACE.key}","n":1,"prev":null,"repo":"${REPOSITORY}","seq":0,"signer":"ann@example.com","tool":"countersign/0.1.0","type":"batch","v":1}`);
    const verdict = sampleVerdict(1);
    assert.equal(
      record,
      `{"basis":"read","cid":"${verdict.contentId}","crit":["reviewed"],"ctx":"${verdict.context}","ev":{"agentEnv":[],"bulk":1,"method":"editor"},"kind":"edit","lines":3,"path":"src/file1.ts","risk":{"level":"high","rules":["error-swallowed"],"score":73},"seq":${JSON.stringify(verdict.sequence)},"tid":"${verdict.tokenId}","type":"signoff","v":1,"verdict":"approved","was":null}`,
    );
    assert.equal(end, "");
  });

  it("gives back what was written, with the line's sha256 as id", () => {
    const full = sampleVerdict(2, { type: "withdrawn", verdict: "withdrawn", of: sha256("x"), note: "böse \u{1f600}", reason: "why", removed: [sha256("r").slice(0, 32)], blob: "a".repeat(40), deadline: "2026-12-01T00:00:00Z", tokenId: null, was: `h1:${sha256("w")}` });
    const { body, batch } = buildBatch([full], PLACE);
    const [record] = recordsOf(batch, "key");
    const { risk, lines: count, evidence, ...expected } = full;
    const circumstances = { riskLevel: risk.level, rules: risk.rules, lines: count };
    assert.deepEqual(record, { ...expected, bulk: evidence.bulk, circumstances, id: sha256(body.toString("utf8").split("\n")[1] ?? ""), signer: PLACE.signer, key: PLACE.key, trust: "key", at: PLACE.at });
    assert.equal(batch.id, sha256(body));
  });

  it("rounds a fractional score, because the format has none", () => {
    const { body } = buildBatch([sampleVerdict(1, { risk: { level: "low", rules: [], score: 1.6 } })], PLACE);
    assert.match(body.toString("utf8"), /"score":2/);
  });

  for (const [what, change] of [
    ["a path that leaves the repository", { path: "../x" }],
    ["an absolute path", { path: "/etc/passwd" }],
    ["a drive letter", { path: "C:/x" }],
    ["a backslash climb", { path: "a\\..\\..\\x" }],
    ["a NUL in the path", { path: "a\0b" }],
    ["an empty part in the path", { path: "a//b" }],
    ["a line key that is none", { sequence: ["zz"] }],
    ["a content id that is none", { contentId: "h1:abc" }],
    ["a hunk id with its number", { contentId: `h1:${"a".repeat(64)}#2` }],
    ["a withdrawal of nothing", { type: "withdrawn", verdict: "withdrawn" }],
    ["a sign-off that says withdrawn", { verdict: "withdrawn" }],
    ["half a surrogate pair in the note", { note: "\ud800" }],
    ["a note longer than the limit", { note: "x".repeat(10_001) }],
  ] as const) {
    it(`refuses to build ${what}, before anything is signed`, () => {
      assert.throws(() => buildBatch([sampleVerdict(1, change)], PLACE), (error: unknown) => error instanceof CountersignError && error.code === "usage");
    });
  }

  it("refuses an empty batch and one over 8 MiB", () => {
    assert.throws(() => buildBatch([], PLACE), CountersignError);
    const long = sampleVerdict(1, { sequence: Array.from({ length: 60_000 }, (_, index) => sha256(String(index)).slice(0, 32)) });
    assert.throws(() => buildBatch([long, long, long, long, long], PLACE), /8388608/);
  });

  const broken: readonly (readonly [string, (rows: string[]) => string[], RegExp])[] = [
    ["no final newline", (rows) => rows.slice(0, -1), /no final newline/],
    ["CRLF", (rows) => rows.map((row, index) => (index < rows.length - 1 ? `${row}\r` : row)), /line 1: not in canonical form|not JSON/],
    ["an empty line", (rows) => [...rows, ""], /line 3: not JSON/],
    ["a byte order mark", (rows) => [`\ufeff${rows[0] ?? ""}`, ...rows.slice(1)], /line 1/],
    ["a blank inside", (rows) => [rows[0] ?? "", (rows[1] ?? "").replace('"crit":', '"crit": '), ""], /line 2: not in canonical form/],
    ["an unknown record version", (rows) => [rows[0] ?? "", (rows[1] ?? "").replace('"v":1', '"v":2'), ""], /unknown record version 2/],
    ["an unknown record type", (rows) => [rows[0] ?? "", (rows[1] ?? "").replace('"signoff"', '"blessing"'), ""], /unknown record type "blessing"/],
    ["an unknown batch version", (rows) => [(rows[0] ?? "").replace('"v":1', '"v":9'), ...rows.slice(1)], /line 1: unknown record version 9/],
    ["a field nobody knows", (rows) => [rows[0] ?? "", (rows[1] ?? "").replace(',"was":null', ',"was":null,"zoo":1'), ""], /line 2/],
    ["a missing field", (rows) => [rows[0] ?? "", (rows[1] ?? "").replace('"basis":"read",', ""), ""], /basis/],
    ["a date that does not exist", (rows) => [(rows[0] ?? "").replace("11-22", "02-30"), ...rows.slice(1)], /line 1: at/],
    ["a header that is a list", (rows) => ["[]", ...rows.slice(1)], /line 1: expected a record/],
  ];
  for (const [what, change, expected] of broken) {
    it(`refuses to read ${what}`, () => {
      const reading = readLines(change(lines()));
      assert.equal(reading.ok, false);
      assert.match(reading.ok ? "" : reading.why, expected);
    });
  }

  it("refuses bytes that are not UTF-8, too many bytes and too many lines", () => {
    assert.deepEqual(readBatch(Buffer.from([0xff, 0x0a])), { ok: false, why: "not UTF-8" });
    assert.match(JSON.stringify(readBatch(Buffer.alloc(8 * 1024 * 1024 + 1, 0x20))), /expected at most/);
    assert.match(JSON.stringify(readBatch(Buffer.from(`${lines()[0] ?? ""}\n${"{}\n".repeat(100_001)}`))), /more than 100000 lines/);
  });

  it("tells a header that counts wrong", () => {
    const [header = "", record = ""] = lines();
    const reading = readLines([header, record, record, ""]);
    assert.ok(reading.ok);
    assert.equal(countsMatch(reading.batch), false);
  });
});
