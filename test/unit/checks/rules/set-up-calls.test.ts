import { strict as assert } from "node:assert";
import { calledIn } from "../../../../src/checks/rules/set-up-calls";

describe("the call that a text begins with", () => {
  it("is the last one of those that are joined", () => {
    const named: readonly (readonly [text: string, name: string | null])[] = [
      ["insert(a)", "insert"],
      [" db.exec(a, b(c))", "exec"],
      ["db.writer().exec(a)", "exec"],
      ["db.writer(one(two)).exec(ctx,", "exec"],
      ["db.writer(one(two),", "writer"],
      ["call[Request, Response](h)", "call"],
      ["insert(a) + other(b)", "insert"],
      ["db.last().rows", "last"],
      ["make(a).\n\trun(b)", "run"],
      ["failure", null],
      ["!insert(a)", null],
      ["", null],
    ];
    for (const [text, name] of named) assert.equal(calledIn(text), name, text);
  });
});
