import { strict as assert } from "node:assert";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import { MemorySnapshot, realChecks } from "../memory-snapshot";

type Files = Readonly<Record<string, string>>;
interface Case {
  readonly name: string;
  readonly base: Files;
  readonly head: Files;
  /** `PATH:LINE SEVERITY MESSAGE` of each change of an API. */
  readonly found: readonly string[];
}

const USER = { "user.ts": `import { a } from "./lib";\n` };
const ONE = { "lib.ts": "export const a = 1;\nexport interface T { x: number }\nexport class C {}\n" };
const PARTS = { "part.ts": "export const a = 1;\n", "types.ts": "export interface T { x: number }\nexport class C {}\n" };

const CASES: readonly Case[] = [
  { name: "a module that was split and passes on its parts", base: { ...USER, ...ONE }, head: { ...USER, ...PARTS, "lib.ts": `export * from "./part";\nexport * from "./types";\n` }, found: [] },
  { name: "a part that is passed on through two more modules", base: { ...USER, "lib.ts": "export const a = 1;\n" }, head: { ...USER, "lib.ts": `export * from "./one";\n`, "one.ts": `export * from "./two";\n`, "two.ts": "export const a = 1;\n" }, found: [] },
  { name: "parts in folders, by their index and with the written extension", base: { ...USER, "lib.ts": "export const a = 1;\nexport const b = 1;\n" }, head: { ...USER, "lib.ts": `export * from "./parts";\nexport * from "./other.js";\n`, "parts/index.ts": "export const a = 1;\n", "other.ts": "export const b = 1;\n" }, found: [] },
  { name: "parts by an alias of tsconfig", base: { ...USER, "lib.ts": "export const a = 1;\n", "tsconfig.json": `{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}` }, head: { ...USER, "lib.ts": `export * from "@/part";\n`, "src/part.ts": "export const a = 1;\n", "tsconfig.json": `{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}` }, found: [] },
  { name: "parts that pass each other on in a circle", base: { ...USER, "lib.ts": "export const a = 1;\nexport const b = 1;\n" }, head: { ...USER, "lib.ts": `export * from "./one";\n`, "one.ts": `export * from "./two";\nexport const a = 1;\n`, "two.ts": `export * from "./one";\nexport * from "./lib";\nexport const b = 1;\n` }, found: [] },
  { name: "a part that passes the name on by name", base: { ...USER, "lib.ts": "export const a = 1;\n" }, head: { ...USER, "lib.ts": `export * from "./one";\n`, "one.ts": `export { inner as a } from "./two";\n`, "two.ts": "export const inner = 1;\n" }, found: [] },
  { name: "types passed on as types", base: { ...USER, ...ONE }, head: { ...USER, ...PARTS, "lib.ts": `export * from "./part";\nexport type * from "./types";\nexport { C } from "./types";\n` }, found: [] },
  { name: "a name that the module itself still has beside the star", base: { ...USER, "lib.ts": "export const a = 1;\nexport const b = 1;\n" }, head: { ...USER, "lib.ts": `export const a = 1;\nexport * from "./part";\n`, "part.ts": "export const b = 1;\n" }, found: [] },
  { name: "a star that names were written out of", base: { ...USER, ...PARTS, "lib.ts": `export * from "./part";\nexport * from "./types";\n` }, head: { ...USER, ...PARTS, "lib.ts": `export { a } from "./part";\nexport { C, type T } from "./types";\n` }, found: [] },
  { name: "a star that leads elsewhere now, to the same names", base: { ...USER, "lib.ts": `export * from "./old";\n`, "old.ts": "export const a = 1;\n" }, head: { ...USER, "lib.ts": `export * from "./new";\n`, "new.ts": "export const a = 1;\n" }, found: [] },
  { name: "a star that became the module's own names", base: { ...USER, "lib.ts": `export * from "./part";\n`, "part.ts": "export const a = 1;\n" }, head: { ...USER, "lib.ts": "export const a = 1;\n" }, found: [] },
  { name: "a name that moved between the parts of a barrel", base: { "part.ts": "export const a = 1;\nexport const b = 2;\n", "other.ts": "", "lib.ts": `export * from "./part";\nexport * from "./other";\n`, ...USER }, head: { "part.ts": "export const b = 2;\n", "other.ts": "export const a = 1;\n", "lib.ts": `export * from "./part";\nexport * from "./other";\n`, ...USER }, found: ["part.ts:1 note no longer exports `a`; nobody in this repository imports it"] },
  { name: "a renamed module that was split as well", base: { "old.ts": "export const a = 1;\n" }, head: { "lib.ts": `export * from "./part";\n`, "part.ts": "export const a = 1;\n" }, found: [] },
  { name: "a name that no part has", base: { ...USER, "lib.ts": "export const a = 1;\nexport const b = 1;\n" }, head: { ...USER, "lib.ts": `export * from "./part";\n`, "part.ts": "export const b = 1;\n" }, found: ["lib.ts:1 error no longer exports `a`; 1 module import it"] },
  { name: "a default export, which no star passes on", base: { "user.ts": `import lib from "./lib";\n`, "lib.ts": "export default function lib() {}\n" }, head: { "user.ts": `import lib from "./lib";\n`, "lib.ts": `export * from "./part";\n`, "part.ts": "export default function lib() {}\n" }, found: ["lib.ts:1 error no longer exports `default`; 1 module import it"] },
  { name: "a value that is passed on as a type only", base: { ...USER, "lib.ts": "export const a = 1;\n" }, head: { ...USER, "lib.ts": `export type * from "./part";\n`, "part.ts": "export const a = 1;\n" }, found: ["lib.ts:1 warning `a` is exported as a type only; 1 module import it"] },
  { name: "a type-only star further down the chain", base: { ...USER, "lib.ts": "export const a = 1;\n" }, head: { ...USER, "lib.ts": `export * from "./one";\n`, "one.ts": `export type * from "./part";\n`, "part.ts": "export const a = 1;\n" }, found: ["lib.ts:1 warning `a` is exported as a type only; 1 module import it"] },
  { name: "a class that is exported by `export type`", base: { "lib.ts": "class C {}\nexport { C };\n" }, head: { "lib.ts": "class C {}\nexport type { C };\n" }, found: ["lib.ts:1 note `C` is exported as a type only; nobody in this repository imports it"] },
  { name: "a star that is gone, name by name with who uses it", base: { ...USER, ...PARTS, "lib.ts": `export * from "./part";\nexport * from "./types";\n` }, head: { ...USER, ...PARTS, "lib.ts": `export type { T } from "./types";\n` }, found: ["lib.ts:1 error no longer exports `a`, which it passed on from ./part; 1 module import it", "lib.ts:1 note no longer exports `C`, which it passed on from ./types; nobody in this repository imports it"] },
  { name: "a star of a package that is gone", base: { "lib.ts": `export * from "pkg";\n` }, head: { "lib.ts": "" }, found: ["lib.ts:1 note no longer passes on what pkg exports; nobody in this repository imports it"] },
  { name: "a package that may bring the name, said as what is not known", base: { ...USER, "lib.ts": "export const a = 1;\n" }, head: { ...USER, "lib.ts": `export * from "pkg";\n` }, found: ["lib.ts:1 note no longer exports `a`; unless pkg brings it, whose names are not known here; 1 module import it"] },
  { name: "a part that is not there", base: { ...USER, "lib.ts": "export const a = 1;\nexport const b = 1;\n" }, head: { ...USER, "lib.ts": `export * from "./nowhere";\n` }, found: ["lib.ts:1 note no longer exports `a`; unless ./nowhere brings it, whose names are not known here; 1 module import it", "lib.ts:1 note no longer exports `b`; unless ./nowhere brings it, whose names are not known here; nobody in this repository imports it"] },
];

describe("exports of modules that were split", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  for (const { name, base, head, found } of CASES) {
    it(`${found.length > 0 ? "sees" : "accepts"} ${name}`, async () => {
      const renamed: readonly (readonly [string, string])[] = "old.ts" in base && !("old.ts" in head) && !("lib.ts" in base) ? [["lib.ts", "old.ts"]] : [];
      const paths = Object.keys(head).filter((path) => path !== "user.ts");
      const { findings } = await checks.run({ base: new MemorySnapshot(base, "base"), head: new MemorySnapshot(head), paths, basePaths: new Map(renamed) }, { architecture: {}, risk: {} });
      assert.deepEqual(findings.filter(({ rule }) => rule === "exported-api-changed").map(({ path, startLine, severity, message }) => `${path}:${startLine} ${severity} ${message}`).sort(), [...found].sort());
    });
  }
});
