import { strict as assert } from "node:assert";
import { suppressionDeletion } from "../../../../src/vscode/editor/safe-fixes";

const RULE = "suppression-added";

/** What is left of a line, null where it goes as a whole, undefined where no fix is offered. */
function after(line: string, rule = RULE): string | null | undefined {
  const deletion = suppressionDeletion(rule, line);
  return deletion === null ? undefined : deletion.wholeLine ? null : line.slice(0, deletion.start) + line.slice(deletion.end);
}

describe("safe fixes", () => {
  it("take a suppression comment away, with its line where it stands alone", () => {
    assert.equal(after("    // @ts-ignore"), null);
    assert.equal(after("// eslint-disable-next-line no-console -- we log here"), null);
    assert.equal(after("  run(one, 2);   // eslint-disable-line no-undef"), "  run(one, 2);");
    assert.equal(after("// biome-ignore lint/suspicious/noExplicitAny: later"), null);
  });

  it("are not offered where a comment is not certain, or the finding is another one", () => {
    for (const line of ['const text = "a // @ts-ignore";', "const text = `// @ts-ignore`;", "const pattern = /a// @ts-ignore", "/* eslint-disable */", "code(); // see @ts-ignore", "# noqa", "", "<a href=\"//x\"> // eslint-disable-line"]) {
      assert.equal(after(line), undefined, line);
    }
    assert.equal(after("// @ts-ignore", "error-swallowed"), undefined);
  });
});
