import { strict as assert } from "node:assert";
import { moduleReferences } from "../../../../src/checks/parsing/module-record";
import { parseNative, type NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";

describe("module record", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const of = (source: string, path = "a.ts") => {
    const result = parseNative(parser, path, source);
    assert.ok(result !== null);
    return moduleReferences(source, result);
  };
  const kinds = (source: string, path?: string) => of(source, path).map(({ kind, specifier }) => `${kind} ${specifier}`);

  const cases: readonly (readonly [string, readonly string[], string?])[] = [
    [`import a from "x"`, ["value x"]],
    [`import * as a from "x"`, ["value x"]],
    [`import a, { type B } from "x"`, ["value x"]],
    [`import type { A } from "x"`, ["type x"]],
    [`import type A from "x"`, ["type x"]],
    [`import { type A, type B } from "x"`, ["inline-type x"]],
    [`import type from "x"`, ["value x"]],
    [`import "x"`, ["side-effect x"]],
    [`export * from "x"`, ["re-export x"]],
    [`export * as n from "x"`, ["re-export x"]],
    [`export { a } from "x"`, ["re-export x"]],
    [`export type { A } from "x"`, ["type x"]],
    [`export type * from "x"`, ["type x"]],
    [`export { type A, b } from "x"`, ["re-export x"]],
    [`const a = await import("x")`, ["dynamic x"]],
    ["const a = await import(`x`)", ["dynamic x"]],
    ["const a = await import(`x${b}`)", []],
    [`type A = import("x").B`, ["type x"]],
    [`import a = require("x")`, ["require x"]],
    [`import type a = require("x")`, ["type x"]],
    [`const a = require("x"); const b = require(c)`, ["require x"], "a.js"],
    [`require.resolve("x")`, ["require x"], "a.cjs"],
    [`// require("x")\nconst s = 'require("y")'`, [], "a.js"],
    [`export const a = 1; export default a`, []],
  ];
  for (const [source, expected, path] of cases) it(`reads ${source}`, () => assert.deepEqual(kinds(source, path), expected));

  it("gives the place of the whole statement, also after characters beyond the basic plane", () => {
    const [reference] = of(`const s = "😀";\n  import {\n  a,\n} from "x";`);
    assert.deepEqual(reference && [reference.startLine, reference.startColumn, reference.endLine], [2, 3, 4]);
  });

  it("reads a bundle's require as text, without its comments", () => {
    const bundle = `const a = require("x");\n/* require("y") */\n${"a();\n".repeat(100_000)}`;
    assert.deepEqual(kinds(bundle, "dist/a.js"), ["require x"]);
  });

  it("needs no tree for JSDoc, and finds a type import beside it", () => {
    assert.deepEqual(kinds(`/** @type {import("j").A} */\nlet a: import("x").B;`), ["type x"]);
  });

  it("gives the names that are taken", () => {
    assert.deepEqual(of(`import d, { a, b as c } from "x"; import * as n from "y"; export { e as f } from "z"; export * from "w"`).map(({ names, star }) => [names, star]), [
      [["default", "a", "b"], false],
      [["*"], false],
      [["e"], false],
      [["*"], true],
    ]);
  });
});
