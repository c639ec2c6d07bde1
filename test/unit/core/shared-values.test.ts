import { strict as assert } from "node:assert";
import { packShared, unpackShared } from "../../../src/core/shared-values";
import { randomSource } from "./random-values";

/** As it goes through a pipe. */
function sent<T>(value: T): T {
  return unpackShared(JSON.parse(JSON.stringify(packShared(value))) as ReturnType<typeof packShared<T>>);
}

describe("a value with each of its parts said once", () => {
  it("comes back as JSON would give it back, whatever it is", () => {
    const cases = [null, true, 0, -0, 1.5, Number.NaN, "", '"', "[0", "[-1,0", [], [[]], {}, { a: undefined, b: 1 }, [undefined], { "": "", a: { b: [{}, [], null, "null", 1, "1", true, "true"] } }, [{ a: 1, b: 2 }, { b: 2, a: 1 }], JSON.parse('{"__proto__":{"x":1},"constructor":2}')] as unknown[];
    for (const value of cases) assert.deepEqual(sent(value), JSON.parse(JSON.stringify(value)), JSON.stringify(value));
    const text = JSON.stringify(cases);
    assert.equal(JSON.stringify(sent(JSON.parse(text))), text, "keys keep their order");
  });

  it("comes back whole for a thousand random values", () => {
    const random = randomSource(7);
    for (let round = 0; round < 1_000; round++) {
      const value = random(4);
      assert.deepEqual(sent(value), value);
    }
  });

  it("holds equal parts once, and says them once", () => {
    const evidence = (): unknown => ({ source: "commit-mark", tier: 7, detail: "Co-Authored-By: Claude <noreply@anthropic.com>" });
    const value = Array.from({ length: 1_000 }, (_, line) => ({ path: "src/a.ts", line, evidence: evidence(), all: [evidence()] }));
    const back = sent(value);
    assert.deepEqual(back, value);
    assert.equal(back[0]?.evidence, back[999]?.evidence);
    assert.equal(back[0]?.all, back[999]?.all);
    assert.ok(JSON.stringify(packShared(value)).length * 5 < JSON.stringify(value).length);
  });

  it("refuses a part that stands nowhere", () => {
    for (const nodes of [[[-1, 0]], [1, [-1, 2]], [[-1, -1]], [[-1, 0.5]]]) assert.throws(() => unpackShared({ shapes: [], nodes }), RangeError);
  });
});
