import { strict as assert } from "node:assert";
import type { Claim } from "../../../src/core/model";
import { readClaimLine, toInstant, writeClaimLines } from "../../../src/ledger/claim-records";
import { sampleClaim, sha256 } from "./support";

function roundTrip(claim: Claim): Claim {
  const [stored, ...more] = writeClaimLines(claim) ?? [];
  assert.ok(stored);
  assert.equal(more.length, 0);
  const reading = readClaimLine(stored.line);
  assert.ok(reading.ok);
  assert.equal(reading.claim.id, sha256(stored.line));
  return reading.claim.claim;
}

describe("claim records", function () {
  this.timeout(30_000);
  it("writes the frozen form", () => {
    const [stored] = writeClaimLines(sampleClaim(1)) ?? [];
    const claim = sampleClaim(1);
    assert.equal(
      stored?.line,
      `{"agentSession":"session-1","assistant":"claude-code","at":"2026-11-22T06:00:00Z","ctx":"${claim.context}","evidence":{"detail":"Edit toolu_1","source":"hook","tier":1},"kind":"edit","model":"model-x","path":"src/file1.ts","seq":${JSON.stringify(claim.sequence)},"type":"claim","v":1}`,
    );
  });

  it("gives back edits and removals as they were", () => {
    const edit = sampleClaim(1, { tokenId: `t1:${sha256("t")}` });
    assert.deepEqual(roundTrip(edit), edit);
    const { model: _model, ...removal } = sampleClaim(2, { kind: "removal", sequence: [], removed: [sha256("gone").slice(0, 32)] });
    assert.deepEqual(roundTrip(removal), removal);
  });

  it("cuts long names and mends half surrogates instead of losing the claim", () => {
    const claim = roundTrip(sampleClaim(1, { assistant: "a".repeat(5000), agentSession: "\ud800x", evidence: { source: "hook", tier: 1, detail: "\u{1f600}".repeat(3000) }, at: "yesterday" }));
    assert.equal(claim.assistant.length, 200);
    assert.equal(claim.agentSession, "\ufffdx");
    assert.ok(claim.evidence.detail.length <= 1000);
    assert.equal(claim.at, "1970-01-01T00:00:00Z");
    assert.equal(roundTrip(sampleClaim(1, { assistant: "" })).assistant, "unknown");
  });

  it("cuts a sequence over the limit into several claims that cover every line", () => {
    const sequence = Array.from({ length: 230_000 }, (_, index) => sha256(String(index)).slice(0, 32));
    const stored = writeClaimLines(sampleClaim(1, { sequence, tokenId: `t1:${sha256("t")}` })) ?? [];
    assert.equal(stored.length, 3);
    assert.deepEqual(stored.flatMap(({ claim }) => claim.sequence), sequence);
    assert.ok(stored.every(({ claim }) => claim.tokenId === undefined));
  });

  it("takes edited lines in version 2 alone, with a key of what each was", () => {
    const { sequence } = sampleClaim(1);
    const claim = sampleClaim(1, { editOf: sequence.map((key) => sha256(key).slice(0, 32)) });
    assert.deepEqual(roundTrip(claim), claim);
    assert.deepEqual(roundTrip({ ...claim, isReshaped: true }), { ...claim, isReshaped: true });
    const line = writeClaimLines(claim)?.[0]?.line ?? "";
    assert.match(line, /"v":2}$/);
    assert.equal(readClaimLine(line.replace('"v":2', '"v":1')).ok, false, "an older reader must not take it for the assistant's own words");
    assert.match(JSON.stringify(readClaimLine(line.replace(/"of":\["[0-9a-f]{32}",?/, '"of":['))), /as many keys/);
    assert.equal(readClaimLine(line.replace(/"of":\[[^\]]*\],/, "")).ok, false);
    const long = writeClaimLines(sampleClaim(1, { sequence: Array.from({ length: 150_000 }, (_, index) => sha256(String(index)).slice(0, 32)), editOf: Array.from({ length: 150_000 }, (_, index) => sha256(`was ${index}`).slice(0, 32)) })) ?? [];
    assert.deepEqual(long.map(({ claim: part }) => [part.sequence.length, part.editOf?.length]), [[100_000, 100_000], [50_000, 50_000]]);
  });

  it("takes no path that can't be a file of a repository", () => {
    for (const path of ["", "/abs", "../up", "a/../b", "a/./b", "C:\\x", "a\0b", "a//b", "a/", "\\\\host\\x", "x".repeat(5000), "\ud800"]) {
      assert.equal(writeClaimLines(sampleClaim(1, { path })), null, JSON.stringify(path.slice(0, 20)));
    }
    assert.ok(writeClaimLines(sampleClaim(1, { path: "a b/ü..x/.y" })));
  });

  it("keeps times in UTC with whole seconds", () => {
    assert.equal(toInstant("2026-11-22T06:00:00.123Z"), "2026-11-22T06:00:00Z");
    assert.equal(toInstant("2026-11-22T08:00:00+02:00"), "2026-11-22T06:00:00Z");
    assert.equal(toInstant("+275760-09-13T00:00:00Z"), "1970-01-01T00:00:00Z");
  });

  it("reports an unknown version or type", () => {
    const [stored] = writeClaimLines(sampleClaim(1)) ?? [];
    const line = stored?.line ?? "";
    for (const version of ["0", "3", "\"1\"", "null"]) assert.match(JSON.stringify(readClaimLine(line.replace('"v":1', `"v":${version}`))), /unknown record version .*reads version 1 to 2/);
    assert.match(JSON.stringify(readClaimLine(line.replace('"claim"', '"boast"'))), /unknown record type/);
  });
});
