import { strict as assert } from "node:assert";
import { CountersignError } from "../../../src/core/model";
import { isRevoked, parseRevocations } from "../../../src/ledger/revocations";

const KEY = `SHA256:${"A".repeat(43)}`;
const OTHER = `SHA256:${"B".repeat(43)}`;

describe("revocations", () => {
  it("revokes a key wholly, or from a second on", () => {
    const revocations = parseRevocations(JSON.stringify({ version: 1, keys: [{ key: KEY }, { key: OTHER, after: "2026-01-02T00:00:00Z" }], records: ["a".repeat(64)] }));
    assert.equal(isRevoked(revocations, KEY, "1999-01-01T00:00:00Z"), true);
    assert.equal(isRevoked(revocations, OTHER, "2026-01-01T23:59:59Z"), false);
    assert.equal(isRevoked(revocations, OTHER, "2026-01-02T00:00:00Z"), true);
    assert.equal(isRevoked(revocations, "SHA256:else", "2026-01-02T00:00:00Z"), false);
    assert.ok(revocations.records.has("a".repeat(64)));
  });

  it("takes the stricter of two entries for one key, in either order", () => {
    const early = { key: KEY, after: "2026-01-01T00:00:00Z" };
    const late = { key: KEY, after: "2026-02-01T00:00:00Z" };
    for (const keys of [[early, late], [late, early]]) assert.equal(parseRevocations(JSON.stringify({ version: 1, keys })).keys.get(KEY), early.after);
    for (const keys of [[early, { key: KEY }], [{ key: KEY }, early]]) assert.equal(parseRevocations(JSON.stringify({ version: 1, keys })).keys.get(KEY), null);
  });

  it("is empty where the base has none", () => {
    assert.equal(parseRevocations(null).keys.size, 0);
  });

  for (const text of ["", "{", "[]", '{"version":2}', '{"version":1,"keys":[{"key":"x"}]}', '{"version":1,"records":["x"]}', '{"version":1,"kyes":[]}', `{"version":1,"keys":[{"key":"${KEY}","after":"soon"}]}`]) {
    it(`fails closed on ${text || "an empty file"}`, () => {
      assert.throws(
        () => parseRevocations(text),
        (error: unknown) => error instanceof CountersignError && error.code === "policy" && error.details.path === ".countersign/revocations.json",
      );
    });
  }
});
