import { strict as assert } from "node:assert";
import { CountersignError } from "../../../src/core/model";
import { canonicalJson, readCanonicalLine } from "../../../src/ledger/canonical-json";

describe("canonical JSON", function () {
  this.timeout(30_000);
  it("orders keys by UTF-16 code units, as RFC 8785 section 3.2.3 shows", () => {
    // The example's order, with integers for its values.
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
    assert.equal(canonicalJson(value), '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
  });

  it("escapes as the RFC says and normalises nothing", () => {
    assert.equal(canonicalJson("\u20ac$\u000f\nA'B\"\\\\\"/"), '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
    assert.notEqual(canonicalJson("\u00e9"), canonicalJson("e\u0301"));
  });

  it("leaves out what is undefined and writes nested lists", () => {
    assert.equal(canonicalJson({ b: [1, null, { z: false, a: true }], a: undefined }), '{"b":[1,null,{"a":true,"z":false}]}');
  });

  for (const [what, value] of [
    ["a float", 1.5],
    ["a number that is not safe", 2 ** 53],
    ["not a number", NaN],
    ["half a surrogate pair", "a\ud800b"],
    ["half a surrogate pair in a key", { "\udc00": 1 }],
    ["a function", () => 1],
    ["undefined in a list", [undefined]],
  ] as const) {
    it(`refuses to write ${what}`, () => {
      assert.throws(() => canonicalJson(value), (error: unknown) => error instanceof CountersignError && error.code === "internal");
    });
  }

  it("refuses to write what is nested too deep", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 17; level += 1) deep = [deep];
    assert.throws(() => canonicalJson(deep), CountersignError);
  });

  it("reads only what is its own canonical form", () => {
    assert.deepEqual(readCanonicalLine('{"a":1,"b":["x"]}'), { ok: true, value: { a: 1, b: ["x"] } });
    for (const line of ['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', '{"a":1.0}', '{"a":1e3}', '{"a":-0}', '{"a":"\\u0041"}', '{"a":"\\/"}', ' {"a":1}', '\ufeff{"a":1}', '{"a":1}\r', '{"a":9007199254740993}', '{"a":"\\ud800"}']) {
      const reading = readCanonicalLine(line);
      assert.equal(reading.ok, false, line);
    }
    assert.match(JSON.stringify(readCanonicalLine('{"a":1')), /not JSON/);
  });

  it("reads a key named __proto__ as data, not as a prototype", () => {
    const reading = readCanonicalLine('{"__proto__":{"admin":true}}');
    assert.equal(reading.ok, true);
    assert.equal(({} as { admin?: unknown }).admin, undefined);
  });

  it("answers for 200,000 brackets without running out of stack", () => {
    assert.equal(readCanonicalLine("[".repeat(200_000) + "]".repeat(200_000)).ok, false);
    assert.equal(readCanonicalLine("[".repeat(200_000)).ok, false);
  });
});
