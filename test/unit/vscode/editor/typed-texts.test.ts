import { strict as assert } from "node:assert";
import { TypedTexts } from "../../../../src/vscode/editor/typed-texts";

const nothing = (): boolean => false;

describe("what a person typed, through a formatter", () => {
  const typed = (...lines: readonly string[]): TypedTexts => {
    const texts = new TypedTexts();
    for (const [line, text] of lines.entries()) {
      texts.note(line, text);
    }
    return texts;
  };
  const linesOf = (texts: TypedTexts, before: readonly string[], after: readonly string[], isAccounted: (line: number) => boolean = nothing): readonly number[] => texts.runsIn(before, after, isAccounted).map(({ startLine }) => startLine);

  it("is found again by its words, spaced, ended, broken or moved", () => {
    assert.deepEqual(linesOf(typed("const mine=1+2"), ["a();"], ["a();", "const mine = 1 + 2;"]), [2]);
    assert.deepEqual(linesOf(typed("call(one,two)"), ["a();"], ["call(", "  one,", "  two,", ");", "a();"]), [1, 2, 3, 4]);
    assert.deepEqual(linesOf(typed("const mine = 1;"), ["a();"], ["  const mine = 1;", "a();"]), [1]);
  });

  it("is not what stood there, what is known otherwise, and what has other words", () => {
    assert.deepEqual(linesOf(typed("const mine=1"), ["const mine = 1;"], ["const mine = 1;", "b();"]), []);
    assert.deepEqual(linesOf(typed("const mine=1"), ["a();"], ["a();", "const mine = 1;"], (line) => line === 2), []);
    assert.deepEqual(linesOf(typed("const mine=1"), ["a();"], ["a();", "return pasted(from, elsewhere);"]), []);
    assert.deepEqual(linesOf(typed("", "  "), ["a();"], ["a();", "b();"]), []);
  });

  it("is each line as it was left, not as it grew", () => {
    const texts = typed();
    for (const text of ["r", "re", "return", "return o", "return one"]) {
      texts.note(3, text);
    }
    texts.note(4, "const two=2");
    assert.deepEqual(linesOf(texts, [], ["re", "return one;", "const two = 2;"]), [2, 3]);
  });

  it("is forgotten with the save", () => {
    const texts = typed("const mine=1");
    texts.clear();
    assert.deepEqual(linesOf(texts, [], ["const mine = 1;"]), []);
  });
});
