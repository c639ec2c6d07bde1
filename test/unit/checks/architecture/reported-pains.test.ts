import { strict as assert } from "node:assert";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import type { KnownViolation } from "../../../../src/core/model";
import { MemorySnapshot, realChecks } from "../memory-snapshot";

type Files = Readonly<Record<string, string>>;

interface Pain {
  /** What users of other tools report, with where. */
  readonly name: string;
  readonly rules?: object;
  readonly files: Files;
  readonly base?: Files;
  readonly renames?: Readonly<Record<string, string>>;
  readonly known?: readonly KnownViolation[];
  readonly found: readonly string[];
  readonly stale?: readonly string[];
}

const json = (value: unknown) => JSON.stringify(value);
const ONE_WAY = { forbid: { from: "lib/**", to: "ui/**" } };
const FAR = { reach: { from: "ui/**", to: "db/**" } };
const ring = (size: number): Files => Object.fromEntries(Array.from({ length: size }, (_, index) => [`src/m${index}.ts`, `export * from "./m${(index + 1) % size}"`]));

/** Each is one that people found in another tool's tracker or repository: a false alarm, or a finding that was lost. */
const PAINS: readonly Pain[] = [
  { name: "type imports are no circle (madge 217, 225, 231, 232, 240)", files: { "a.ts": 'import type { B } from "./b"; export interface A { b: B }', "b.ts": 'import type { A } from "./a"; export interface B { a: A }' }, found: [] },
  { name: "nor between a .ts and a .tsx (madge 293)", files: { "a.tsx": 'import type { B } from "./b"; export const A = (b: B) => <i>{b.x}</i>', "b.ts": 'import { A } from "./a"; export interface B { x: string }\nA({ x: "" })' }, found: [] },
  { name: "an import of inline types is erased (madge 445)", files: { "a.ts": 'import { type B } from "./b"; export const a = 1', "b.ts": 'import { a } from "./a"; export interface B { x: typeof a }' }, found: [] },
  { name: "and is not with verbatimModuleSyntax (madge 445)", files: { "tsconfig.json": json({ compilerOptions: { verbatimModuleSyntax: true } }), "a.ts": 'import { type B } from "./b"; export const a = 1', "b.ts": 'import { a } from "./a"; export interface B { x: typeof a }' }, found: ["cycle b.ts:1 new"] },
  { name: "an import whose names are all types, without the word (madge 445)", files: { "a.ts": 'import { B } from "./b"; export const a = 1', "b.ts": 'import { a } from "./a"; export interface B { x: typeof a }' }, found: [] },
  { name: "types that SvelteKit generates are not missing (fallow 54)", files: { "package.json": json({ name: "x" }), "svelte.config.js": "", "src/routes/+page.ts": 'import type { PageLoad } from "./$types"; import { page } from "$app/state"; import "$lib/x"', "src/lib/x.ts": "" }, found: [] },
  { name: "a workspace without a tsconfig at its root (knip 719), each project with aliases of its own (one tsconfig a run: dependency-cruiser)", files: { "p/tsconfig.json": json({ compilerOptions: { paths: { "@/*": ["./src/*"] } } }), "q/tsconfig.json": json({ compilerOptions: { paths: { "@/*": ["./lib/*"] } } }), "p/a.ts": 'import "@/x"', "p/src/x.ts": "", "q/a.ts": 'import "@/x"', "q/lib/x.ts": "" }, found: [] },
  { name: "a lazy route is no circle", files: { "a.ts": 'export const page = () => import("./b")', "b.ts": 'import { page } from "./a"; page()' }, found: [] },
  { name: "a long circle through barrels is found (AFFiNE 7580), once and not once a path (978 findings for two circles)", files: { ...ring(80), "src/in1.ts": 'import "./m3"', "src/in2.ts": 'import "./m3"; import "./in1"' }, found: ["cycle src/m9.ts:1 new"] },
  { name: "what is on the list stays quiet after its file moved (dependency-cruiser 1080)", rules: ONE_WAY, base: { "lib/old.ts": 'import "../ui/a"', "ui/a.ts": "" }, files: { "lib/deep/new.ts": 'import "../../ui/a"', "ui/a.ts": "" }, renames: { "lib/deep/new.ts": "lib/old.ts" }, known: [{ rule: "forbidden-import", path: "lib/old.ts", target: "ui/a.ts" }], found: ["forbidden-import lib/deep/new.ts:1 old"], stale: [] },
  { name: "an entry that nothing answers to is told (dependency-cruiser 1080)", rules: ONE_WAY, files: { "lib/a.ts": 'import "../ui/a"', "ui/a.ts": "" }, known: [{ rule: "forbidden-import", path: "lib/a.ts", target: "ui/a.ts" }, { rule: "forbidden-import", path: "lib/gone.ts", target: "ui/a.ts" }], found: ["forbidden-import lib/a.ts:1 old"], stale: ["lib/gone.ts"] },
  { name: "a chain can be on the list too (dependency-cruiser 998)", rules: FAR, files: { "ui/a.ts": 'import "../mid"', "mid.ts": 'import "./db/c"', "db/c.ts": "" }, known: [{ rule: "transitive-import", path: "ui/a.ts", target: "db/c.ts" }], found: ["transitive-import ui/a.ts:1 old"], stale: [] },
  { name: "and so can a circle, whichever of its imports stands for it", files: { "a.ts": 'import "./b"', "b.ts": 'import "./a"' }, known: [{ rule: "cycle", path: "a.ts", target: "b.ts" }], found: ["cycle b.ts:1 old"], stale: [] },
  { name: "one more among many old ones is told apart (dependency-cruiser 493, 1078)", rules: ONE_WAY, base: { "lib/a.ts": 'import "../ui/a"', "lib/b.ts": "", "ui/a.ts": "" }, files: { "lib/a.ts": '\nimport "../ui/a"', "lib/b.ts": 'import "../ui/a"', "ui/a.ts": "" }, found: ["forbidden-import lib/a.ts:2 old", "forbidden-import lib/b.ts:1 new"] },
  { name: "256 of them are 256 (exit codes that count)", rules: ONE_WAY, files: { "ui/a.ts": "", ...Object.fromEntries(Array.from({ length: 256 }, (_, index) => [`lib/m${String(index).padStart(3, "0")}.ts`, 'import "../ui/a"'])) }, found: Array.from({ length: 256 }, (_, index) => `forbidden-import lib/m${String(index).padStart(3, "0")}.ts:1 new`) },
];

describe("what users of other tools report", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  const run = (files: Files, { rules = {}, base, renames = {}, known = [] }: Omit<Pain, "name" | "files" | "found">) => checks.run({ base: base === undefined ? null : new MemorySnapshot(base), head: new MemorySnapshot(files), paths: [], basePaths: new Map(Object.entries(renames)), known }, { architecture: rules, risk: {} });

  for (const { name, files, found, stale, ...rest } of PAINS) {
    it(name, async () => {
      const { findings, staleKnown = [], notChecked } = await run(files, rest);
      assert.deepEqual(findings.map(({ rule, path, startLine, introduced }) => `${rule} ${path}:${startLine} ${introduced ? "new" : "old"}`), found);
      assert.deepEqual(staleKnown.map(({ path }) => path), stale ?? []);
      assert.deepEqual(notChecked, []);
    });
  }

  it("the same findings whatever the order in which files are listed, and from run to run (oxlint 9077)", async () => {
    const files: Files = { ...ring(12), "src/m3.ts": 'import "./m4"; import "./m9"; import "./m0"', "src/m7.ts": 'import "./m8"; import "./m2"' };
    const expected = (await run(files, {})).findings;
    assert.ok(expected.length > 0);
    for (const turn of [1, 5, 9]) {
      const names = Object.keys(files);
      const turned = Object.fromEntries([...names.slice(turn), ...names.slice(0, turn)].reverse().map((name) => [name, files[name] ?? ""]));
      const other = realChecks();
      try {
        assert.deepEqual((await other.run({ base: null, head: new MemorySnapshot(turned), paths: [], basePaths: new Map() }, { architecture: {}, risk: {} })).findings, expected);
      } finally {
        other.dispose();
      }
    }
  });
});
