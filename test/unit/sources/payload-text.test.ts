import { strict as assert } from "node:assert";
import { MAXIMUM_PAYLOAD_BYTES, parsePayload } from "../../../src/sources/payload-text";

const VALUE = { session: "s", text: "größe 漢字 🙂" };
const JSON_TEXT = JSON.stringify(VALUE);

function value(bytes: Uint8Array): unknown {
  const result = parsePayload(bytes);
  assert.ok(result.ok, result.ok ? "" : result.problem);
  return result.value;
}

function problem(bytes: Uint8Array): string {
  const result = parsePayload(bytes);
  assert.equal(result.ok, false);
  return result.ok ? "" : result.problem;
}

describe("payload text", () => {
  it("reads UTF-8 with and without a BOM", () => {
    assert.deepEqual(value(Buffer.from(JSON_TEXT)), VALUE);
    assert.deepEqual(value(Buffer.from("\ufeff" + JSON_TEXT)), VALUE);
  });

  it("reads UTF-16LE with and without a BOM", () => {
    assert.deepEqual(value(Buffer.from("\ufeff" + JSON_TEXT, "utf16le")), VALUE);
    assert.deepEqual(value(Buffer.from(JSON_TEXT, "utf16le")), VALUE);
  });

  it("accepts raw control characters inside strings, and only there", () => {
    assert.deepEqual(value(Buffer.from('{"a":"one\ntwo\tthree\u0001 \\"four\\" \\\\"}')), { a: 'one\ntwo\tthree\u0001 "four" \\' });
    assert.match(problem(Buffer.from('{"a":\u0001 1}')), /line 1, column 6$/);
  });

  it("names line and column of what is not JSON, without repeating it", () => {
    const text = problem(Buffer.from('{\n "secret": "s3cr3t",\n "b": oops\n}'));
    assert.match(text, /line 3, column 7/);
    assert.doesNotMatch(text, /s3cr3t|oops/);
  });

  it("refuses truncated, empty and too long payloads with a reason", () => {
    assert.match(problem(Buffer.from('{"a":"b')), /ends too early, after line 1, column 7$/);
    for (let length = 1; length < JSON_TEXT.length; length += 1) assert.match(problem(Buffer.from(JSON_TEXT).subarray(0, length)), /^payload: /);
    assert.match(problem(Buffer.alloc(0)), /found nothing/);
    assert.match(problem(Buffer.from(" \n")), /found nothing/);
    assert.match(problem(Buffer.alloc(MAXIMUM_PAYLOAD_BYTES + 1, 0x20)), /more than 64 MiB/);
  });

  it("survives deep nesting", function () {
    this.timeout(20_000);
    const depth = 1_000_000;
    const result = parsePayload(Buffer.from('{"a":' + "[".repeat(depth) + "]".repeat(depth) + "}"));
    assert.equal(typeof result.ok, "boolean");
    assert.equal(parsePayload(Buffer.from("[".repeat(depth))).ok, false);
  });

  it("answers any bytes without throwing", function () {
    this.timeout(20_000);
    let seed = 7;
    const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
    for (let round = 0; round < 3000; round += 1) {
      const bytes = Buffer.from(JSON_TEXT);
      for (let change = 0; change < 1 + (next() % 4); change += 1) bytes[next() % bytes.length] = next() % 256;
      const result = parsePayload(bytes);
      if (!result.ok) assert.ok(result.problem.length < 300);
    }
  });
});
