import { strict as assert } from "node:assert";
import { reshapedLines } from "../../../../src/vscode/editor/reshaped-lines";

const nothing = (): boolean => false;
const BEFORE = ['import { b } from "./b";', 'import { a } from "./a";', "", "export function run(x: number) {", "  return call('x', x)", "}"];

describe("lines that a save only reshaped", () => {
  it("a formatter's lines, and no other", () => {
    const after = [...BEFORE.slice(0, 4), '  return call("x", x)', "}"];
    assert.deepEqual(reshapedLines("src/a.ts", BEFORE, after, nothing), [{ startLine: 5, endLine: 5 }]);
    assert.deepEqual(reshapedLines("src/a.ts", BEFORE, [...BEFORE.slice(0, 4), '  return call("y", x)', "}"], nothing), []);
    assert.deepEqual(reshapedLines("src/a.ts", BEFORE, BEFORE, nothing), []);
  });

  it("imports put in order, of which one line moved", () => {
    const after = [BEFORE[1] ?? "", BEFORE[0] ?? "", ...BEFORE.slice(2)];
    const lines = reshapedLines("src/a.ts", BEFORE, after, nothing);
    assert.equal(lines.length, 1);
    assert.deepEqual(reshapedLines("src/a.ts", BEFORE, ['import { evil } from "./b";', ...BEFORE.slice(1)], nothing), []);
  });

  it("beside what was typed only what is complete by itself", () => {
    const after = [...BEFORE.slice(0, 3), "export function run(x: string) {", '  return call("x", x)', "}"];
    assert.deepEqual(reshapedLines("src/a.ts", BEFORE, after, (line) => line === 4), [], "one change with the typed line");
    const apart = ['import { b, evil } from "./b";', ...BEFORE.slice(1, 4), '  return call("x", x)', "}"];
    assert.deepEqual(reshapedLines("src/a.ts", BEFORE, apart, (line) => line === 1), [{ startLine: 5, endLine: 5 }]);
  });

  it("never a re-wrap where indentation has a meaning, nor a text that is another one", () => {
    assert.deepEqual(reshapedLines("a.py", ["if a:", "    b(c,", "      d)"], ["if a:", "    b(c, d)"], nothing), []);
    assert.deepEqual(reshapedLines("a.ts", Array.from({ length: 3000 }, (_, index) => `a${index}`), Array.from({ length: 3000 }, (_, index) => `b${index}`), nothing), []);
  });
});
