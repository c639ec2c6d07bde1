import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { contentIdOf, contextOf, isTrivial, keysOf, normalLine, sliceKeys, splitLines } from "../../../../src/core/fingerprint/lines";
import { literalStarts } from "../../../../src/core/fingerprint/literals";

const sha = (text: string) => createHash("sha256").update(text).digest("hex");

describe("lines of a file", () => {
  it("are split at LF, a final one makes no line", () => {
    assert.deepEqual(splitLines(""), []);
    assert.deepEqual(splitLines("a\nb\n"), ["a", "b"]);
    assert.deepEqual(splitLines("a\r\n\n"), ["a\r", ""]);
  });
  it("have a normal form without end of line and indentation, where indentation means nothing", () => {
    assert.equal(normalLine("a.ts", "\t  x  =  1; \r"), "x  =  1;");
    assert.equal(normalLine("a.py", "\tx = 1  \r"), "    x = 1");
    assert.equal(normalLine("Makefile", "\tcc a.c"), "    cc a.c");
  });
  it("are trivial when only brackets or a word such as else stand there", () => {
    for (const text of ["}", "});", "{", "else", "", "try {", "end"]) assert.ok(isTrivial(text), text);
    for (const text of ["return;", "else if (a) {", "x", "0"]) assert.ok(!isTrivial(text), text);
  });
  it("have 128-bit keys, and a hunk's id is the sha256 of its normal forms", () => {
    const keys = keysOf("a.ts", ["  one();", "", "\ttwo();"]);
    assert.deepEqual(keys.all.map((line) => line.key), [sha("one();").slice(0, 32), sha("two();").slice(0, 32)]);
    assert.equal(contentIdOf(keys.all), "h1:" + sha("one();\ntwo();\n"));
    assert.deepEqual(sliceKeys(keys, 1, 3).map((line) => line.index), [2]);
  });
  it("have a context of three significant neighbours on each side, wherever they stand", () => {
    const lines = ["a();", "b();", "c();", "}", "HUNK", "d();"];
    const moved = ["// more", "more();", "", ...lines];
    assert.equal(contextOf(keysOf("a.ts", lines), 4, 5), contextOf(keysOf("a.ts", moved), 7, 8));
    assert.notEqual(contextOf(keysOf("a.ts", lines), 4, 5), contextOf(keysOf("a.ts", ["x();", ...lines.slice(1)]), 4, 5));
  });
});

describe("multi-line literals", () => {
  const starts = (path: string, text: string) => [...literalStarts(path, text.split("\n"))].join("");
  it("make the lines that start inside them verbatim", () => {
    assert.equal(starts("a.ts", "const q = `\n  a\n`;\nf();"), "0110");
    assert.equal(starts("a.py", 'x = """\n  a\n"""\ny'), "0110");
    assert.equal(starts("a.sh", "cat <<END\n  a\nEND\necho"), "0110");
    assert.equal(starts("a.go", "x := `\na\n`"), "011");
  });
  it("are not opened by quotes in strings, comments and regular expressions", () => {
    assert.equal(starts("a.ts", 'const a = "`";\nb();'), "00");
    assert.equal(starts("a.ts", "// it's `open\nb();"), "00");
    assert.equal(starts("a.ts", "const a = /`/.test(b);\nc();"), "00");
    assert.equal(starts("a.ts", "/* ` */\nc();"), "00");
    assert.equal(starts("a.rs", "fn f<'a>(x: &'a str) {}\ng();"), "00");
  });
  it("go on after an expression inside a template", () => {
    assert.equal(starts("a.ts", "const a = `${b({ c: `d` })}\n  e`;\nf();"), "010");
  });
});
