import { strict as assert } from "node:assert";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import { MemorySnapshot, realChecks } from "../memory-snapshot";

type Files = Readonly<Record<string, string>>;
const ENTRY = { publicEntry: { of: "lib/**", entry: "lib/index.ts" } };
const PART = { "lib/part.ts": "export const a = 1;\n" };

const CASES: readonly { readonly name: string; readonly base: Files; readonly head: Files; readonly rules?: object; readonly risk?: Readonly<Record<string, unknown>>; readonly found: readonly string[] }[] = [
  { name: "a name added to the entry itself", base: { "lib/index.ts": "export const a = 1;\n" }, head: { "lib/index.ts": "export const a = 1;\nexport function b() {}\n" }, found: ["lib/index.ts:2 `b` is a new name of the public entry lib/index.ts"] },
  { name: "a name of another module that the entry now lists", base: { ...PART, "lib/index.ts": "export {};\n" }, head: { ...PART, "lib/index.ts": `export {};\nexport { a as b } from "./part";\n` }, found: ["lib/index.ts:2 `b` is a new name of the public entry lib/index.ts"] },
  { name: "what a new star brings, at the star", base: { ...PART, "lib/index.ts": "export const x = 1;\n" }, head: { ...PART, "lib/index.ts": `export const x = 1;\nexport * from "./part";\n` }, found: ["lib/index.ts:2 `a` is a new name of the public entry lib/index.ts"] },
  { name: "a name added behind a star of the entry, two modules away", base: { ...PART, "lib/all.ts": `export * from "./part";\n`, "lib/index.ts": `export * from "./all";\n` }, head: { "lib/part.ts": "export const a = 1;\nexport const b = 2;\n", "lib/all.ts": `export * from "./part";\n`, "lib/index.ts": `export * from "./all";\n` }, found: ["lib/part.ts:2 `b` is a new name of the public entry lib/index.ts"] },
  { name: "all names of an entry that is new", base: { "lib/other.ts": "" }, head: { "lib/other.ts": "", "lib/index.ts": "export const a = 1;\nexport default 2;\n" }, found: ["lib/index.ts:1 `a` is a new name of the public entry lib/index.ts", "lib/index.ts:2 `default` is a new name of the public entry lib/index.ts"] },
  { name: "a name that moved behind the entry", base: { "lib/index.ts": "export const a = 1;\n" }, head: { ...PART, "lib/index.ts": `export * from "./part";\n` }, found: [] },
  { name: "a name added to a module that the entry takes only some of", base: { ...PART, "lib/index.ts": `export { a } from "./part";\n` }, head: { "lib/part.ts": "export const a = 1;\nexport const b = 1;\n", "lib/index.ts": `export { a } from "./part";\n` }, found: [] },
  { name: "a name added to what is no entry", base: { "src/a.ts": "export const a = 1;\n" }, head: { "src/a.ts": "export const a = 1;\nexport const b = 1;\n" }, found: [] },
  { name: "nothing without a configured entry", base: { "lib/index.ts": "export const a = 1;\n" }, head: { "lib/index.ts": "export const a = 1;\nexport const b = 1;\n" }, rules: {}, found: [] },
  { name: "nothing where the rule is off", base: { "lib/index.ts": "export const a = 1;\n" }, head: { "lib/index.ts": "export const a = 1;\nexport const b = 1;\n" }, risk: { "exported-api-added": "off" }, found: [] },
];

describe("names that a public entry gains", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  for (const { name, base, head, rules = ENTRY, risk = {}, found } of CASES) {
    it(`${found.length > 0 ? "notes" : "accepts"} ${name}`, async () => {
      const { findings } = await checks.run({ base: new MemorySnapshot(base, "base"), head: new MemorySnapshot(head), paths: Object.keys(head).filter((path) => head[path] !== base[path]), basePaths: new Map() }, { architecture: rules, risk });
      const added = findings.filter(({ rule }) => rule === "exported-api-added");
      assert.deepEqual(added.map(({ path, startLine, message }) => `${path}:${startLine} ${message}`).sort(), found);
      assert.ok(added.every(({ severity, introduced }) => severity === "note" && introduced));
    });
  }
});
