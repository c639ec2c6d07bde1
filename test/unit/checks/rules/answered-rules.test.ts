import { strict as assert } from "node:assert";
import { CodeReader } from "../../../../src/checks/languages/code-reader";
import { answerRules } from "../../../../src/checks/rules/run-rules";
import type { ChangedText } from "../../../../src/checks/parsing/protocol";
import { RULES } from "../../../../src/checks/rules/catalogue";
import { firstLineEnd } from "../../../../src/checks/syntax/first-line";
import { SourceFile, type NativeParser } from "../../../../src/checks/syntax/source-file";
import { View } from "../../../../src/checks/rules/view";
import { loadParser } from "../parse";

describe("what the rules answer about one file", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const eval1 = "export const f = (x) => eval(x);\n";
  const answer = (file: Partial<ChangedText> & { text: string }, settings = {}) => answerRules(parser, { path: "src/a.ts", base: null, basePath: file.path ?? "src/a.ts", ...file }, settings);

  it("says a syntax error and runs the rules of text all the same", () => {
    const { problem, parsed, findings } = answer({ text: "export const = 1;\n// \u202e hidden\n" });
    assert.notEqual(problem, null);
    assert.equal(parsed, false);
    assert.deepEqual(findings.map(({ rule }) => rule), ["hidden-character"]);
  });
  it("uses the tree that the parser made in spite of an error", () => {
    const { problem, findings } = answer({ text: "export function f(x) { await x; return eval(x); }\n" });
    assert.notEqual(problem, null);
    assert.ok(findings.some(({ rule }) => rule === "code-injection"));
  });
  it("ends a line before its carriage return", () => {
    const view = new View("a.txt", "one\r\n\r\ntwo", null);
    assert.deepEqual([...view.eachLine()], [{ text: "one", offset: 0 }, { text: "", offset: 5 }, { text: "two", offset: 7 }]);
  });
  it("reads a file without statements, and one that must not be parsed, as text", () => {
    assert.deepEqual(answer({ text: "// only a comment\n" }), { findings: [], parsed: true, problem: null });
    assert.deepEqual(answer({ text: eval1, withoutTree: true }).findings, []);
    assert.deepEqual(answer({ text: eval1, base: "export const f = 1;\n", withoutTree: true }).findings, []);
  });
  it("reads no language of a file that must not be parsed", async () => {
    const reader = new CodeReader();
    await reader.prepare([{ path: "a.py", text: "" }]);
    const parsed = (withoutTree: boolean) => answerRules(parser, { path: "a.py", basePath: "a.py", base: null, text: "x = 1\n", withoutTree }, {}, undefined, reader).parsed;
    assert.deepEqual([parsed(false), parsed(true)], [true, false]);
  });
  it("calls nothing introduced where the base is the head, and compares a renamed one with its old path", () => {
    assert.deepEqual(answer({ text: eval1, base: eval1 }).findings.filter(({ introduced }) => introduced), []);
    assert.equal(answer({ text: "", path: "docs/a.ts", base: eval1, basePath: "src/a.ts" }).problem, null);
    const hook = "runs: anything\n";
    assert.deepEqual(answer({ text: hook, base: hook, path: ".github/workflows/a.yml", basePath: "a.yml" }).findings.map(({ rule, introduced }) => [rule, introduced]), [["powerful-file", true]]);
  });
  it("offers new exports, unless the rule is off or nothing changed", () => {
    assert.deepEqual(answer({ text: eval1 }).offered?.length, 1);
    assert.equal("offered" in answer({ text: eval1 }, { "dead-code": "off" }), false);
    assert.equal("offered" in answer({ text: eval1, base: eval1 }), false);
    assert.equal("offered" in answer({ text: "use(1);\n" }), false);
    assert.equal("offered" in answer({ text: "key: 1\n", path: "a.yml" }), false);
  });
  it("names a rule that fails, with its error or what it threw, and goes on with the others", () => {
    const [first, second] = RULES;
    if (first === undefined || second === undefined) throw new Error("no rules");
    const finds = [first.find, second.find];
    try {
      Object.assign(first, { find: () => { throw new Error("broken"); } });
      Object.assign(second, { find: () => (function* () { yield 1; })().throw("odd") });
      const { problem, findings } = answer({ text: eval1 });
      assert.equal(problem, `rules failed: ${first.id}: broken; ${second.id}: odd`);
      assert.ok(findings.some(({ rule }) => rule === "code-injection"));
    } finally {
      Object.assign(first, { find: finds[0] });
      Object.assign(second, { find: finds[1] });
    }
  });
  it("ends a long node with its first line, and a short one with itself", () => {
    const ends = (text: string) => {
      const tree = SourceFile.parse(parser, "a.ts", text);
      const [node] = tree?.nodes("ExpressionStatement") ?? [];
      return tree === null || node === undefined ? null : firstLineEnd(tree, node);
    };
    assert.deepEqual(["f(1);", "f(\n1);\n", "f(1); g();\n"].map(ends), [5, 2, 5]);
  });
});
