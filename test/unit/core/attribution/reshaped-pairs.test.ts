import { strict as assert } from "node:assert";
import { isReshaped, reshapedPairs } from "../../../../src/core/attribution/reshaped-pairs";

describe("lines that were given another form", () => {
  it("a broken line is each of its parts, a line without a letter is none", () => {
    assert.deepEqual(reshapedPairs(["const total = sum(items, rates)", "print(total)"], ["const total = sum(", "  items,", "  rates,", ");", "print(total);"]), [0, 0, 0, -1, 1]);
  });

  it("joined lines are the one that gave most", () => {
    assert.deepEqual(reshapedPairs(["call(", "  one,", "  longerThanOthers,", ");", "next();"], ["call(one, longerThanOthers);", "next();"]), [2, 4]);
  });

  it("lines broken elsewhere, and blank ones in between", () => {
    assert.deepEqual(reshapedPairs(["a + b + c", "+ de"], ["a + b", "", "+ c + de"]), [0, -1, 1]);
    assert.deepEqual(reshapedPairs(["'x'", "y"], ['"x"', "y;"]), [0, 1]);
  });

  it("an operator, a word or a number more is no form", () => {
    for (const [from, to] of [["a + b", "a - b"], ["isOpen", "!isOpen"], ["f(1)", "f(10)"], ["a.b", "a?.b"], ["[a]", "a"]] as const) {
      assert.equal(reshapedPairs([from], [to]), null, `${from} ${to}`);
      assert.equal(isReshaped([from], [to]), false);
    }
    assert.equal(isReshaped(["f(a)", "g"], ["f( a );", "g"]), true);
  });

  it("a line that is too long to be kept says nothing", () => {
    assert.equal(reshapedPairs([null], ["a"]), null);
    assert.equal(reshapedPairs(["a", null], ["a"]), null);
  });

  it("follows every letter of random texts, whatever form they are given", () => {
    let seed = 7;
    const random = (most: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
    for (let round = 0; round < 300; round++) {
      const words = Array.from({ length: 1 + random(12) }, (_, index) => String.fromCharCode(97 + (index % 26)).repeat(1 + random(4)));
      const broken = () => {
        const lines = [""];
        for (const word of words) {
          if (random(3) === 0) lines.push("");
          const last = lines.length - 1;
          lines[last] = `${lines[last] ?? ""}${[" ", ", ", "; ", "("][random(4)] ?? ""}${word}`;
        }
        return lines;
      };
      const [from, to] = [broken(), broken()];
      const pairs = reshapedPairs(from, to);
      assert.ok(pairs !== null);
      to.forEach((line, index) => {
        const letters = new Set(line.replace(/[^a-z]/g, ""));
        const old = pairs[index] ?? -1;
        if (letters.size === 0) assert.equal(old, -1);
        else assert.ok([...letters].some((letter) => from[old]?.includes(letter)), `${JSON.stringify(from)} ${JSON.stringify(to)}`);
      });
      const found = pairs.filter((old) => old !== -1);
      assert.deepEqual(found, [...found].sort((one, other) => one - other));
    }
  });
});
