import { strict as assert } from "node:assert";
import { jsonErrorOffset, placeOf } from "../../../src/sources/json-position";

describe("where a text stops being JSON", () => {
  const cases: [string, number][] = [
    ["", 0],
    ["{", 1],
    ['{"a" 1}', 5],
    ['{"a":1,}', 7],
    ["[1,]", 3],
    ["[1 2]", 3],
    ["nul", 0],
    ["[01]", 2],
    ['"a\nb"', 2],
    ['"\\x"', 2],
    ['"\\u12g4"', 2],
    ['{"a":[{"b":tru}]}', 11],
    ["{} {}", 3],
    ["{'a':1}", 1],
    ["]", 0],
  ];
  for (const [text, offset] of cases) it(JSON.stringify(text), () => assert.equal(jsonErrorOffset(text), offset));

  it("agrees with JSON.parse on what is whole", () => {
    const whole = JSON.stringify({ a: [1, -2.5e3, "x\"\\\n\u0001é🙂", true, false, null, {}, [], [[{}]]] }, null, 2);
    assert.equal(jsonErrorOffset(whole), whole.length);
    for (let length = 0; length < whole.length; length += 1) assert.ok(jsonErrorOffset(whole.slice(0, length)) <= length);
  });

  it("gives line and column from 1", () => {
    assert.deepEqual(placeOf("ab\ncd", 4), { line: 2, column: 2 });
    assert.deepEqual(placeOf("ab\ncd", 0), { line: 1, column: 1 });
    assert.deepEqual(placeOf("ab\ncd", 2), { line: 1, column: 3 });
  });
});
