import { strict as assert } from "node:assert";
import { outlineDeclarations } from "../../../../src/checks/syntax/outline";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser, sourceFile } from "../parse";

describe("outline", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const of = (source: string, path?: string) => outlineDeclarations(sourceFile(parser, source, path)).map(({ kind, name, startLine, endLine }) => `${kind} ${name} ${startLine}-${endLine}`);

  it("names functions, classes with their methods, variables that hold functions, and types", () => {
    const source = [
      "export function charge(a: number) {",
      "  return a;",
      "}",
      "class Till {",
      "  open() {}",
      "  private close = () => {",
      "  };",
      "  count = 1;",
      "}",
      "export const retry = async () => {",
      "};",
      "const plain = 1;",
      "interface Shape { a: number }",
      "type Name = string;",
      "enum Kind { A }",
      "export default () => 1;",
    ].join("\n");
    assert.deepEqual(of(source), [
      "function charge 1-3",
      "class Till 4-9",
      "method Till.open 5-5",
      "method Till.close 6-7",
      "variable retry 10-11",
      "type Shape 13-13",
      "type Name 14-14",
      "type Kind 15-15",
      "function default 16-16",
    ]);
  });

  it("begins with decorators and export", () => {
    assert.deepEqual(of("@injectable()\nexport class A {\n  @get()\n  b() {}\n}"), ["class A 1-5", "method A.b 3-4"]);
  });

  it("names test blocks, methods of objects and wrapped functions", () => {
    const source = 'describe("till", () => {\n  it("opens", () => {\n  });\n});\nconst api = { get() {}, n: 1 };\nconst View = memo(() => null);';
    assert.deepEqual(of(source, "a.test.ts"), ["function describe till 1-4", "function it opens 2-3", "method get 5-5", "variable View 6-6"]);
  });
});
