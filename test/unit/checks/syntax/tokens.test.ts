import { strict as assert } from "node:assert";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { tokenAt } from "../../../../src/core/fingerprint/tokens";
import { tokensOf } from "../../../../src/checks/syntax/tokens";
import { loadParser, sourceFile } from "../parse";

describe("tokens", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const texts = (source: string, path = "src/a.ts") => {
    const tokens = tokensOf(sourceFile(parser, source, path));
    assert.ok(tokens !== null, `no tokens for ${source}`);
    return [...tokens.lines].map((_, position) => tokenAt(tokens, position));
  };

  const equal: readonly (readonly [string, string, string, string?])[] = [
    ["a break after the header of an if", `if (!u.ok) throw new Error("no");`, `if (!u.ok)\n  throw new Error("no");`],
    ["an argument list over several lines", `call(first, { a: 1 }, [2, 3]);`, `call(\n  first,\n  { a: 1 },\n  [2, 3]\n);`],
    ["&& at the end of a line", `const x = one && two && three;`, `const x =\n  one &&\n  two &&\n  three;`],
    ["&& at the beginning of a line", `const x = one && two;`, `const x = one\n  && two;`],
    ["a condition over lines", `const x = a ? b : c;`, `const x = a\n  ? b\n  : c;`],
    ["a chain over lines", `a.b().c();`, `a\n  .b()\n  .c();`],
    ["an optional chain over lines", `a?.b();`, `a\n  ?.b();`],
    ["a block's brace on the next line", `while (a) { b(); }`, `while (a)\n{ b(); }`],
    ["an arrow's body", `const f = (a: number) => a + 1;`, `const f = (a: number) =>\n  a + 1;`],
    ["a union of types", `type A = B | C;`, `type A =\n  B |\n  C;`],
    ["blank lines", `a();\nb();`, `a();\n\n\n\nb();`],
    ["indentation and blanks", `if (a) { b( c ) }`, `if(a){b(c)}`],
    ["carriage returns", `a()\nb()\n`, `a()\r\nb()\r\n`],
    ["attributes of JSX", `const x = <A b="1" c={2} d />;`, `const x = <A\n  b="1"\n  c={2}\n  d\n/>;`, "src/a.tsx"],
    ["children of JSX on lines of their own", `const x = <a><b/></a>;`, `const x = <a>\n  <b/>\n</a>;`, "src/a.tsx"],
    ["a closing bracket after a shorthand", `const x = { a, type };`, `const x = {\n  a,\n  type\n};`],
    ["blanks at the end of a comment", `a(); // why\n`, `a(); // why   \n`],
    ["a moved block comment's indentation", `/* a\n * b */\nx();`, `    /* a\n     * b */\n    x();`],
  ];
  for (const [name, one, other, path] of equal) it(`are equal for ${name}`, () => assert.deepEqual(texts(one, path), texts(other, path)));

  const different: readonly (readonly [string, string, string, string?])[] = [
    ["return and its value on two lines", `function f() { return\nx }`, `function f() { return x }`],
    ["++ that changes its side", `i\n++j`, `i++\nj`],
    ["blanks in a string after a regular expression with a quote", `const a = /"/.test(b); const c = "x  y";`, `const a = /"/.test(b); const c = "x y";`],
    ["a comment on another line", `a(); // why\nb();`, `a();\n// why\nb();`],
    ["throw and its value", `throw new Error()`, `throw new Error`],
    ["break and a label", `x: for (;;) { break x }`, `x: for (;;) { break\nx }`],
    ["a call that becomes two statements", `a\n(b)`, `a(b)`],
    ["an index that becomes a statement", `a\n[b]`, `a[b]`],
    ["a template on the next line", "a\n`b`", "a`b`"],
    ["a sign that becomes a statement", `a\n- b`, `a - b`],
    ["async and its generator", `class A { async\n*b() {} }`, `class A { async *b() {} }`],
    ["yield and its value", `function* f() { yield\na }`, `function* f() { yield a }`],
    ["a type that becomes a name", `type\nA\n= 1`, `type A = 1`],
    ["as after a bracket", `(a)\nas; x`, `(a) as x`],
    ["blanks in a template", "const a = `x  y`", "const a = `x y`"],
    ["a line break in a template", "const a = `x\ny`", "const a = `x y`"],
    ["a blank line in a template", "const a = `x\ny`", "const a = `x\n\ny`"],
    ["indentation in a template", "const a = `\n  x`", "const a = `\n    x`"],
    ["blanks in JSX text", `const x = <a>b {c}</a>;`, `const x = <a>b{c}</a>;`, "src/a.tsx"],
    ["a no-break space at the end of a JSX line", `const x = <a>b\u00a0\nc</a>;`, `const x = <a>b\nc</a>;`, "src/a.tsx"],
    ["a comment that swallows code", `a(); // x\nb();`, `a(); // x b();`],
    ["a directive in a comment", `// @ts-ignore\na();`, `// @ts-expect-error\na();`],
    ["members parted by a line", `interface A { a\n(): void }`, `interface A { a(): void }`],
    ["a word on the next line", `class A { static\nb }`, `class A { static b }`],
    ["a non-null assertion", `a!\nb`, `a\n!b`],
    ["blanks in JSX text between words", `const x = <a>b  c</a>;`, `const x = <a>b c</a>;`, "src/a.tsx"],
  ];
  for (const [name, one, other, path] of different) it(`differ for ${name}`, () => assert.notDeepEqual(texts(one, path), texts(other, path)));

  it("stand on their own lines, also inside of templates and comments", () => {
    const tokens = tokensOf(sourceFile(parser, "a();\nconst t = `x\n  y`;\n/* one\n two */ b();\n"));
    const lineOf = (text: string) => (tokens === null ? undefined : tokens.lines.find((_, position) => tokenAt(tokens, position) === text));
    assert.equal(lineOf("a"), 0);
    assert.equal(lineOf("`x"), 1);
    assert.equal(lineOf("  y`"), 2);
    assert.equal(lineOf("/* one"), 3);
    assert.equal(lineOf("two */"), 4);
    assert.equal(lineOf("b"), 4);
  });

  it("cover the whole text: nothing between them is lost", () => {
    const source = "#!/usr/bin/env node\nconst é = 0x1F_0n, s = 'a\\'b', r = /[/\"]/gu; // end\nlabel: for (const [k, v] of m) { z = a?.5:1; x ??= y?.[k] ?? v!; }\n";
    assert.equal(texts(source).join("").replace(/\s/g, ""), source.replace(/\s/g, ""));
  });

  it("are null where the file has a syntax error", () => assert.equal(tokensOf(sourceFile(parser, "let a = ;")), null));

  it("read old scripts, JSX in .js, and a top-level return", () => {
    assert.ok(texts("return 010;", "a.js").length > 0);
    assert.ok(texts("const x = <a/>;", "a.js").length > 0);
    assert.ok(texts("with (a) { b }", "a.js").length > 0);
  });
});
