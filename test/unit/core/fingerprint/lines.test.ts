import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { MOST_LINES, contentIdOf, contextOf, hash, hashInSteps, isTooLong, isTrivial, keysOf, normalLine, sliceKeys, splitLines } from "../../../../src/core/fingerprint/lines";
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
  it("have the same hash in one call and in steps, half letters and NUL included", () => {
    for (const text of ["", "a", "ä€😀", "half \ud83d and \ude00 half", "a\0b", "x".repeat(70_000)]) {
      assert.equal(hash(text), sha(text), JSON.stringify(text.slice(0, 20)));
      assert.equal(hashInSteps(text), sha(text), JSON.stringify(text.slice(0, 20)));
    }
  });
  it("are too many beyond a quarter of a million, or beyond five mebibytes", () => {
    assert.equal(isTooLong("x\n".repeat(MOST_LINES)), false);
    assert.equal(isTooLong("x\n".repeat(MOST_LINES + 1)), true);
    assert.equal(isTooLong("x".repeat(5 * 1024 * 1024)), false);
    assert.equal(isTooLong("x".repeat(5 * 1024 * 1024 + 1)), true);
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

describe("lines that a backslash joins, and blanks that are none", () => {
  const differ = (path: string, one: readonly string[], other: readonly string[]) => assert.notEqual(contentIdOf(keysOf(path, one).all), contentIdOf(keysOf(path, other).all), JSON.stringify([one, other]));
  const same = (path: string, one: readonly string[], other: readonly string[]) => assert.equal(contentIdOf(keysOf(path, one).all), contentIdOf(keysOf(path, other).all), JSON.stringify([one, other]));
  it("tell a continuation from a command of its own", () => {
    differ("a.sh", ["rm a \\", "  b"], ["rm a \\", "", "  b"]);
    differ("a.sh", ["rm a \\", "  b"], ["rm a \\ ", "  b"]);
    differ("a.sh", ["rm a\\", "b"], ["rm a\\", " b"]);
    same("a.sh", ["rm a \\", "  b"], ["rm a \\\r", "\tb"]);
    same("a.sh", ["rm a \\\\", "b"], ["rm a \\\\", "", " b"]);
  });
  it("keep a no-break space, which is a letter to a shell", () => {
    differ("a.sh", ["rm a"], ["rm a\u00a0"]);
    differ("a.sh", ["rm a"], ["rm a", "\u00a0"]);
  });
  it("tell a Ruby call that goes on with a dot from one that a blank line cut off", () => {
    differ("a.rb", ["orders", "  .first"], ["orders", "", "  .first"]);
    same("a.rb", ["orders", "first"], ["orders", "", "first"]);
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
  it("are told apart in a shell, whatever stands around the quotes", () => {
    assert.equal(starts("a.sh", "[ $# -gt 1 ] && x=\"a\n  b\"\nc"), "010");
    assert.equal(starts("a.sh", "x='a\\'\ny=\"b\n c\"\nd"), "0010");
    assert.equal(starts("a.sh", "f <<ONE <<-'TWO'\n a\nONE\n b\n\tTWO\ng"), "011110");
    assert.equal(starts("a.sh", "x=\"$(f \"a\" <<< 'b')\"\n c"), "00");
    assert.equal(starts("a.sh", "x=$(( a << 2 ))\n c\n# it's \"\n d"), "0000");
    assert.equal(starts("a.sh", "x=${#a}\n y=a#\"b\n c\""), "001");
    assert.equal(starts("a.sh", "x=$(case a in\n b) c ;;\nesac)\n d"), "0111");
  });
  it("are told apart in Ruby, whatever stands around the quotes", () => {
    assert.equal(starts("a.rb", "x =~ /\"/\n y = ?\"\n z"), "000");
    assert.equal(starts("a.rb", "x = %Q(a\n \"b)\n y"), "010");
    assert.equal(starts("a.rb", "f(<<~ONE, <<-TWO)\n a\n ONE\n b\n TWO\ng"), "011110");
    assert.equal(starts("a.rb", "x = \"#{a[\"b\"]}\n c\"\nd"), "010");
    assert.equal(starts("a.rb", "=begin\n it's\n=end\nx = 4 / 2 # it's\ny"), "01100");
    assert.equal(starts("a.rb", "x = a << b\nlist <<ITEM\nc\n__END__\n \""), "00111");
  });
  it("go on after an expression inside a template", () => {
    assert.equal(starts("a.ts", "const a = `${b({ c: `d` })}\n  e`;\nf();"), "010");
  });
});
