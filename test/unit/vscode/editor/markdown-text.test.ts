import { strict as assert } from "node:assert";
import { plainMarkdown } from "../../../../src/vscode/editor/markdown-text";

describe("plainMarkdown", () => {
  it("leaves nothing that Markdown would act on", () => {
    const hostile = "[x](command:workbench.action.quit) ![p](http://a) <img src=x onerror=1> `code` **b** # h | ~s~ &lt;b&gt;";
    const unescaped = plainMarkdown(hostile).replace(/\\./g, "").replace(/&amp;/g, "");
    assert.doesNotMatch(unescaped, /[\\`*_[\]~|<>&]/);
  });

  it("starts no list and no heading", () => {
    assert.equal(plainMarkdown("# one"), "\\# one");
    assert.equal(plainMarkdown("  + one"), "  \\+ one");
    assert.equal(plainMarkdown("- one"), "\\- one");
    assert.equal(plainMarkdown("1. one"), "1\\. one");
  });

  it("keeps words and spaces as they are", () => {
    assert.equal(plainMarkdown("catches and ignores an error, 3 times"), "catches and ignores an error, 3 times");
  });
});
