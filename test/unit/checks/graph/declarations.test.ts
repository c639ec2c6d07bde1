import { strict as assert } from "node:assert";
import { ts } from "ts-morph";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import { MemorySnapshot, realChecks } from "../memory-snapshot";
import { edgeWords } from "./edge-words";

const json = (value: unknown) => JSON.stringify(value);

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly from: string;
  readonly specifier: string;
  /** What TypeScript reads, and where an import that loads leads. */
  readonly read: string;
  readonly loaded: string;
}

const PACKAGE = { name: "a", type: "module" };
const SCRIPT = { "src/main.mjs": "export const cruise = 1" };

/** Shapes in which declarations stand beside scripts; the first is dependency-cruiser's own. */
const CASES: readonly Case[] = [
  { name: "exports that name the types first", files: { "package.json": json({ ...PACKAGE, exports: { ".": { types: "./types/main.d.mts", import: "./src/main.mjs" } } }), "types/main.d.mts": "export declare const cruise: 1; export interface Options { a: 1 }", ...SCRIPT, "test/a.mts": "" }, from: "test/a.mts", specifier: "a", read: "types/main.d.mts", loaded: "src/main.mjs" },
  { name: "a declaration beside its script", files: { "package.json": json(PACKAGE), "src/main.d.mts": "export declare const cruise: 1; export interface Options { a: 1 }", ...SCRIPT, "test/a.mts": "" }, from: "test/a.mts", specifier: "../src/main.mjs", read: "src/main.d.mts", loaded: "src/main.mjs" },
  { name: "an inner name with conditions", files: { "package.json": json({ ...PACKAGE, imports: { "#main": { types: "./types/main.d.mts", default: "./src/main.mjs" } } }), "types/main.d.mts": "export declare const cruise: 1; export interface Options { a: 1 }", ...SCRIPT, "test/a.mts": "" }, from: "test/a.mts", specifier: "#main", read: "types/main.d.mts", loaded: "src/main.mjs" },
  { name: "a declaration without a script", files: { "package.json": json(PACKAGE), "src/main.d.mts": "export declare const cruise: 1; export interface Options { a: 1 }", "test/a.mts": "" }, from: "test/a.mts", specifier: "../src/main.mjs", read: "src/main.d.mts", loaded: "src/main.d.mts" },
  { name: "a source, which is both", files: { "package.json": json({ ...PACKAGE, exports: "./src/main.mts" }), "src/main.mts": "export const cruise = 1; export interface Options { a: 1 }", "test/a.mts": "" }, from: "test/a.mts", specifier: "a", read: "src/main.mts", loaded: "src/main.mts" },
];

function byTypescript({ files, from, specifier }: Case): string | undefined {
  const paths = new Set(Object.keys(files).map((path) => `/${path}`));
  const isFolder = (name: string) => [...paths].some((path) => path.startsWith(`${name.replace(/\/$/, "")}/`));
  const host: ts.ModuleResolutionHost = { fileExists: (name) => paths.has(name), readFile: (name) => files[name.slice(1)], directoryExists: isFolder, getCurrentDirectory: () => "/" };
  const options: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, allowJs: true };
  return ts.resolveModuleName(specifier, `/${from}`, options, host, undefined, undefined, ts.ModuleKind.ESNext).resolvedModule?.resolvedFileName.slice(1);
}

describe("declarations and the scripts they describe", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  for (const one of CASES) {
    it(`${one.name}: types are read where TypeScript reads them, and what is loaded is the script`, async () => {
      const { files, from, specifier, read, loaded } = one;
      assert.equal(byTypescript(one), read);
      const text = `import type { Options } from "${specifier}"\nimport { Options as O } from "${specifier}"\nimport { cruise } from "${specifier}"\nimport "${specifier}"\nexport const x = import("${specifier}")`;
      const graph = await checks.graph(new MemorySnapshot({ ...files, [from]: text }));
      // An import of names that are types over there is erased, and nothing of it is loaded.
      assert.deepEqual(edgeWords(graph).filter((edge) => edge.startsWith(from)), [`type ${read}`, `type ${read}`, `value ${loaded}`, `side-effect ${loaded}`, `dynamic ${loaded}`].map((edge) => `${from} ${edge}`));
    });
  }
});
