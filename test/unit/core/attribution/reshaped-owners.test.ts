/** Owners through a formatter: written as before and after, one letter a line for whose it is. */
import { strict as assert } from "node:assert";
import { reshapedOwners } from "../../../../src/core/attribution/reshaped-owners";
import { splitLines } from "../../../../src/core/fingerprint/lines";

/** `|` ends a line; owners: one letter a line, `.` for nobody. `accounted`: 1-based lines after. Answer: as many letters, `.` where nothing is said. */
function reshape(before: string, owners: string, after: string, accounted: readonly number[] = []): string {
  const [old, fresh] = [before, after].map((text) => splitLines(text.replaceAll("|", "\n")));
  const letters = (fresh ?? []).map(() => ".");
  for (const { startLine, endLine, owner } of reshapedOwners(old ?? [], fresh ?? [], (line) => (owners[line - 1] === "." ? null : (owners[line - 1] ?? null)), (line) => accounted.includes(line))) {
    for (let line = startLine; line <= endLine; line += 1) letters[line - 1] = owner;
  }
  return letters.join("");
}

describe("lines that were given another form", () => {
  it("stay whose they were when blanks come between their words", () => {
    assert.equal(reshape("const a=1;|const b=2;", "AA", "const a = 1;|const b = 2;"), "AA");
    assert.equal(reshape("const a=1;|const b=2;|const c=3;", "A.B", "const a = 1;|const b = 2;|const c = 3;"), "A.B");
  });

  it("stay whose they were when one becomes several, brackets of their own included", () => {
    assert.equal(reshape("function total(prices){let sum=0;for(const price of prices){sum+=price}return sum}", "A", "function total(prices) {|  let sum = 0;|  for (const price of prices) {|    sum += price;|  }|  return sum;|}"), "AAAAAAA");
    assert.equal(reshape("mine(one);|call(first,second,third);|mine(two);", ".A.", "mine(one);|call(|  first,|  second,|  third,|);|mine(two);"), ".AAAAA.");
  });

  it("stay whose they were when several become one, and nobody's where no owner has most of it", () => {
    assert.equal(reshape("call(|  first,|  second|);", "AAAA", "call(first, second);"), "A");
    assert.equal(reshape("call(|  first,|  second|);", "AABB", "call(first, second);"), "A");
    assert.equal(reshape("both(|  first,|  other|);", ".A..", "both(first, other);"), ".");
  });

  it("go with imports that are put in order", () => {
    assert.equal(reshape('import{b}from"b"|import{a}from"a"', ".A", 'import { a } from "a";|import { b } from "b";'), "..", "what moved and changed at once is nobody's");
    assert.equal(reshape('import {b, a} from "b"', "A", 'import { a, b } from "b";'), "A");
  });

  it("say nothing of what is known otherwise, stands as it stood, or was written anew", () => {
    assert.equal(reshape("const a=1;|const b=2;", "AA", "const a = 1;|const b = 2;", [2]), "A.");
    assert.equal(reshape("a();|b();", "AA", "  a();|  b();"), "..", "its text is the same");
    assert.equal(reshape("const total=sum(items);", "A", "return lookUp(customer, price);"), ".");
    assert.equal(reshape("const a=1;", ".", "const a = 1;"), ".");
    assert.equal(reshape("const a=1;", "A", "const a=1;"), ".");
  });

  it("are left alone where a text is too long or too different to compare", function () {
    this.timeout(30_000);
    const lines = (separator: string) => Array.from({ length: 2_500 }, (_, index) => `word${index}${separator}= ${index};`).join("|");
    assert.match(reshape(lines(""), "A".repeat(2_500), lines(" ")), /^\.+$/);
    const one = Array.from({ length: 30_000 }, (_, index) => `w${index}`).join(",");
    assert.equal(reshape(one, "A", one.replaceAll(",", ", ")), ".");
  });
});
