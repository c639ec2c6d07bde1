import { strict as assert } from "node:assert";
import { parseSync } from "oxc-parser";
import { parseNative, SourceFile } from "../../../../src/checks/syntax/source-file";
import { tokensOf } from "../../../../src/checks/syntax/tokens";
import { approve, file, summary, type TestFile } from "./fixtures";

function withTokens(path: string, text: string): TestFile {
  const made = file(path, text);
  const source = made.lines.join("\n") + "\n";
  const result = parseNative({ parseSync }, path, source);
  return { ...made, tokens: result === null ? null : tokensOf(new SourceFile(path, source, result)) };
}

const hunk = (...lines: string[]) => withTokens("a.ts", [" import x from 'x';", ...lines.map((line) => "+" + line), " const end = 1;"].join("\n"));

/** What carry makes of `after` when `before` was approved. */
function carried(before: readonly string[], after: readonly string[]): string {
  const source = hunk(...before);
  return summary([hunk(...after)], [approve(source, 1, 1 + before.length)])[0] ?? "nothing";
}

describe("re-wrapped code", () => {
  it("stays verified where the lexer says that the line breaks carry no meaning", () => {
    assert.equal(carried(["export function pay(u, n) {", '  if (!u.ok) throw new Error("no");', "  return n;", "}"], ["export function pay(u, n) {", "  if (!u.ok)", '    throw new Error("no");', "  return n;", "}"]), "verified");
    assert.equal(carried(["const sum = add(first, second, third);", "use(sum);"], ["const sum = add(", "  first,", "  second,", "  third", ");", "use(sum);"]), "verified");
    assert.equal(carried(["const both = left && right && more;"], ["const both =", "  left &&", "  right &&", "  more;"]), "verified");
  });
  const falselyVerifiedOnce: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["a break after return", ["function f() {", "  return x;", "}"], ["function f() {", "  return", "  x;", "}"]],
    ["a break moved around ++", ["i", "++j"], ["i++", "j"]],
    ["blanks in a string after a regular expression that holds a quote", ["const a = /'/.test(s) ? 'x  y' : z;", "use(a);"], ["const a = /'/.test(s) ?", "  'x y' : z;", "use(a);"]],
    ["a comment that swallows the next line", ["check(a); // done", "charge(a);"], ["check(a); // done charge(a);"]],
    ["a break before a template literal", ["tag", "`x`.run();"], ["tag`x`.run();"]],
    ["a break after throw's operand list", ["a = b", "(c).d()"], ["a = b(c).d()"]],
  ];
  for (const [name, before, after] of falselyVerifiedOnce) {
    it(`is stale: ${name}`, () => assert.notEqual(carried(before, after), "verified"));
  }
  it("is stale in languages without a lexer of their own here: a shell join, a Ruby comment join", () => {
    const shell = (text: string) => file("run.sh", text);
    assert.notEqual(summary([shell("+rm -rf build tmp")], [approve(shell("+rm -rf build\n+tmp"), 0, 2)])[0], "verified");
    const ruby = (text: string) => file("a.rb", text);
    assert.notEqual(summary([ruby("+check # ok charge")], [approve(ruby("+check # ok\n+charge"), 0, 2)])[0], "verified");
  });
});
