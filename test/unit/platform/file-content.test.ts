/** What a file's bytes are, at the edges of what is looked at line by line. */
import { strict as assert } from "node:assert";
import { MOST_LINES } from "../../../src/core/fingerprint/lines";
import { DEFAULT_MAXIMUM_BYTES, contentOf } from "../../../src/platform/file-content";

describe("the content of a file", function () {
  this.timeout(30_000);
  const kindOf = (text: string, encoding: BufferEncoding = "utf8") => contentOf(Buffer.from(text, encoding), null).kind;

  it("is no text where it has more lines than are looked at, in either encoding; the longest one is", () => {
    assert.equal(kindOf("x\n".repeat(MOST_LINES)), "text");
    assert.equal(kindOf("x\n".repeat(MOST_LINES + 1)), "too-large");
    assert.equal(kindOf(`\ufeff${"x\n".repeat(MOST_LINES + 1)}`, "utf16le"), "too-large");
    assert.deepEqual(contentOf(Buffer.from("\n".repeat(MOST_LINES + 1)), "abc"), { kind: "too-large", blob: "abc", bytes: MOST_LINES + 1 });
  });

  it("is not counted in lines where the caller reads larger files, as records of Agent Trace are", () => {
    assert.equal(kindOf(`${"record\n".repeat(MOST_LINES)}${"x".repeat(DEFAULT_MAXIMUM_BYTES)}\n`), "text");
  });
});
