import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { neededTypes } from "../../../../src/checks/semantic/needed-types";

/** Read with this test's own eyes: the types that a browser's library declares, what they extend, and who of them speaks of promises. */
class BrowserLibrary {
  readonly text = readFileSync(require.resolve("typescript/lib/lib.dom.d.ts"), "utf8");
  private readonly bodies = new Map<string, string>();
  private readonly parents = new Map<string, string[]>();

  constructor() {
    for (const [, name = "", heritage = "", body = ""] of this.text.matchAll(/^interface (\w+)(?:<[^>{]*>)?(?: extends ([^{]+))? \{([\s\S]*?)^\}/gm)) {
      this.bodies.set(name, (this.bodies.get(name) ?? "") + body);
      this.parents.set(name, [...(this.parents.get(name) ?? []), ...heritage.split(",").map((one) => one.trim().replace(/<.*/, "")).filter((one) => one !== "")]);
    }
  }

  withPromises(): readonly string[] {
    return [...this.bodies.keys()].filter((name) => this.speaksOfPromises(name));
  }

  /** Global variables and functions, with their declarations. */
  globals(): readonly (readonly [name: string, declaration: string])[] {
    return [...this.text.matchAll(/^declare (?:var|const|let|function) (\w+)(.*)$/gm)].map(([, name = "", rest = ""]) => [name, rest] as const);
  }

  private speaksOfPromises(name: string, seen = new Set<string>()): boolean {
    if (seen.has(name)) return false;
    seen.add(name);
    return /Promise</.test(this.bodies.get(name) ?? "") || (this.parents.get(name) ?? []).some((parent) => this.speaksOfPromises(parent, seen));
  }
}

describe("types that a program needs", () => {
  const library = new BrowserLibrary();

  it("are a browser's where a type is named that has a promise in it", () => {
    const names = library.withPromises().filter((name) => !/^Promise/.test(name));
    assert.ok(names.length > 200, `${names.length} types`);
    assert.deepEqual(names.filter((name) => neededTypes([`export const first = (value: ${name}) => value.go();`]) !== "browser"), []);
  });

  it("are a browser's where a global is named that is such a type, or answers with a promise", () => {
    const promising = new Set(library.withPromises());
    const leads = (declaration: string) => {
      const type = declaration.slice(declaration.lastIndexOf("):") + 1);
      return /Promise</.test(type) || [...type.matchAll(/[A-Z]\w+/g)].some(([name]) => promising.has(name) && name !== "Window");
    };
    // A variable with a type written out is a class; that is a type's name.
    const called = new Set(library.globals().filter(([name, declaration]) => !/^(?:name|on\w+)$/.test(name) && !declaration.startsWith(": {") && leads(declaration)).map(([name]) => name));
    assert.ok(["document", "fetch", "navigator", "caches"].every((name) => called.has(name)), [...called].join(" "));
    assert.deepEqual([...called].filter((name) => neededTypes([`${name}.go();`]) !== "browser"), []);
  });

  it("are the language's where a promise can come from, or a switch is", () => {
    for (const text of ["async function f() {}", "const p = Promise.resolve(1);", "import('./a');", "export const g = (gen: AsyncGenerator<number>) => gen.next();", "switch (a) {}", "/** @returns {Promise<void>} */"]) assert.equal(neededTypes([text]), "language", text);
  });

  it("are none where neither can be", () => {
    assert.equal(neededTypes(["export function sum(values: readonly number[]): number {\n  return values.reduce((a, b) => a + b, 0);\n}\n", 'import { sum } from "./sum";\nconsole.log(sum([1]));\nsetTimeout(() => sum([2]), 10);\n']), "none");
    assert.equal(neededTypes([]), "none");
  });

  it("count over all files of the program: a call's promise is declared elsewhere", () => {
    assert.equal(neededTypes(["go();", "export async function go() {}"]), "language");
  });
});
