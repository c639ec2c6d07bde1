/** Small projects, rules and what they find: `RULE PATH:LINE SEVERITY new|old`, in order of path and line. */
export interface RuleCase {
  readonly name: string;
  readonly rules?: unknown;
  readonly files: Readonly<Record<string, string>>;
  readonly base?: Readonly<Record<string, string>>;
  /** New path to old path. */
  readonly renames?: Readonly<Record<string, string>>;
  readonly found: readonly string[];
  /** Part of the message, or of the reason, of the first finding. */
  readonly says?: RegExp;
  /** Related places of the first finding. */
  readonly chain?: readonly string[];
  readonly notChecked?: readonly RegExp[];
}

const json = (value: unknown) => JSON.stringify(value);
const FEATURES = { feature: "src/features/<feature>/**", shared: "src/shared" };
const across = { elements: FEATURES, forbid: { from: "feature", to: "feature", when: { feature: "different" }, because: "features stay apart" } };
const entry = { elements: FEATURES, publicEntry: { of: "feature", entry: "src/features/<feature>/index.ts" } };
const onion = { layers: { order: ["ui", ["api", "jobs"], "data"] }, elements: { ui: "ui", api: "api", jobs: "jobs", data: "data" } };
const reach = { reach: { from: "ui", to: "db", because: "the UI asks the API" } };
const CHAIN = { "ui/a.ts": `import "../api/b"`, "api/b.ts": `import "../db/c"`, "db/c.ts": "" };
const quiet = { acyclic: { scope: "file", severity: "off" } };

const LAYERS: readonly RuleCase[] = [
  { name: "layers: down is allowed, to any depth", rules: onion, files: { "ui/a.ts": `import "../data/b"; import "../jobs/c"`, "data/b.ts": "", "jobs/c.ts": "" }, found: [] },
  { name: "layers: up is not, not even for types", rules: onion, files: { "data/a.ts": `import type { B } from "../ui/b"`, "ui/b.ts": "" }, found: ["layer data/a.ts:1 error new"], says: /data may not import ui.*\(type\)/ },
  { name: "layers: only the kinds that count", rules: { ...onion, layers: { ...onion.layers, kinds: ["value", "side-effect"] } }, files: { "data/a.ts": `import type { B } from "../ui/b"\nimport "../ui/b"`, "ui/b.ts": "" }, found: ["layer data/a.ts:2 error new"] },
  { name: "layers: siblings may not import each other", rules: onion, files: { "api/a.ts": `import "../jobs/b"`, "jobs/b.ts": "" }, found: ["layer api/a.ts:1 error new"] },
  { name: "layers: siblings that are not independent may", rules: { ...onion, layers: { order: ["ui", { siblings: ["api", "jobs"], independent: false }, "data"] } }, files: { "api/a.ts": `import "../jobs/b"`, "jobs/b.ts": `import "../ui/c"`, "ui/c.ts": "" }, found: ["layer jobs/b.ts:1 error new"] },
  { name: "layers: a closed order lets nobody skip", rules: { ...onion, layers: { ...onion.layers, open: false } }, files: { "ui/a.ts": `import "../api/b"\nimport "../data/c"`, "api/b.ts": "", "data/c.ts": "" }, found: ["layer ui/a.ts:2 error new"] },
  { name: "layers: exhaustive, a file outside of all", rules: { ...onion, layers: { ...onion.layers, exhaustive: "**" } }, files: { "ui/a.ts": "", "odd/b.ts": "" }, found: ["layer odd/b.ts:1 error new"], says: /belongs to none of the layers/ },
  { name: "layers: exhaustive only in a folder", rules: { ...onion, layers: { ...onion.layers, exhaustive: ["src/**", "!src/main.ts"] } }, files: { "src/main.ts": "", "src/b.ts": "", "c.ts": "" }, found: ["layer src/b.ts:1 error new"] },
  { name: "layers: within each slice alone", rules: { elements: { view: "src/<slice>/view/**", model: "src/<slice>/model/**" }, layers: { order: ["view", "model"], when: { slice: "same" } } }, files: { "src/a/model/m.ts": `import "../view/v"\nimport "../../b/view/v"`, "src/a/view/v.ts": "", "src/b/view/v.ts": "" }, found: ["layer src/a/model/m.ts:1 error new"] },
  { name: "layers: off", rules: { ...onion, layers: { ...onion.layers, severity: "off" } }, files: { "data/a.ts": `import "../ui/b"`, "ui/b.ts": "" }, found: [] },
];

const SELECTION: readonly RuleCase[] = [
  { name: "captures: a line break in a name hides nobody", rules: across, files: { "src/features/a/x\ny.ts": `import "../b/z"`, "src/features/b/z.ts": "" }, found: ["forbidden-import src/features/a/x\ny.ts:1 error new"] },
  { name: "globs: a line break in a name hides nobody", rules: { forbid: { from: "src/**", to: "lib/**", because: "one way" } }, files: { "src/x\ny.ts": `import "../lib/z"`, "lib/z.ts": "" }, found: ["forbidden-import src/x\ny.ts:1 error new"] },
  { name: "captures: another feature is forbidden, one's own is not", rules: across, files: { "src/features/a/x.ts": `import "./y"\nimport "../b/z"`, "src/features/a/y.ts": "", "src/features/b/z.ts": "" }, found: ["forbidden-import src/features/a/x.ts:2 error new"], says: /features stay apart/ },
  { name: "captures: what is no feature is none of the rule's business", rules: across, files: { "src/features/a/x.ts": `import "../../shared/s"`, "src/shared/s.ts": `import "../features/a/x"` }, found: ["cycle src/shared/s.ts:1 warning new"] },
  { name: "captures: only the same one", rules: { forbid: { from: "src/<part>/api/**", to: "src/<part>/db/**", when: { part: "same" } } }, files: { "src/a/api/x.ts": `import "../db/y"\nimport "../../b/db/z"`, "src/a/db/y.ts": "", "src/b/db/z.ts": "" }, found: ["forbidden-import src/a/api/x.ts:1 error new"] },
  { name: "captures: two at once", rules: { forbid: { from: "src/<app>/<part>/**", to: "src/<app>/<part>/**", when: { app: "same", part: "different" } } }, files: { "src/a/p/x.ts": `import "../q/y"\nimport "../../b/q/z"`, "src/a/q/y.ts": "", "src/b/q/z.ts": "" }, found: ["forbidden-import src/a/p/x.ts:1 error new"] },
  { name: "captures: in a part of a name", rules: { forbid: { from: "src/<name>.service.ts", to: "src/<name>.controller.ts", when: { name: "same" } } }, files: { "src/user.service.ts": `import "./user.controller"\nimport "./shop.controller"`, "src/user.controller.ts": "", "src/shop.controller.ts": "" }, found: ["forbidden-import src/user.service.ts:1 error new"] },
  { name: "forbid: exclusions take out", rules: { forbid: { from: ["src", "!src/main.ts"], to: "src/db.ts" } }, files: { "src/a.ts": `import "./db"`, "src/main.ts": `import "./db"`, "src/db.ts": "" }, found: ["forbidden-import src/a.ts:1 error new"] },
  { name: "forbid: a package and its parts, by any kind of edge", rules: { forbid: { from: "**", to: "npm:lodash" } }, files: { "package.json": json({ dependencies: { lodash: "1", "lodash-es": "1" }, name: "x" }), "a.ts": `import "lodash/map"; import "lodash-es"`, "b.cjs": `require("lodash")`, "c.ts": `import("lodash")` }, found: ["forbidden-import a.ts:1 error new", "forbidden-import b.cjs:1 error new", "forbidden-import c.ts:1 error new"] },
  { name: "forbid: Node's modules with and without the prefix", rules: { forbid: { from: "core", to: ["node:fs", "node:fs/*"] } }, files: { "core/a.ts": `import "fs"\nimport "node:fs/promises"\nimport "path"` }, found: ["forbidden-import core/a.ts:1 error new", "forbidden-import core/a.ts:2 error new"] },
  { name: "forbid: only one kind", rules: { forbid: { from: "**", to: "b.ts", kind: "dynamic" } }, files: { "a.ts": `import "./b"; import("./b")`, "b.ts": "" }, found: ["forbidden-import a.ts:1 error new"], says: /\(dynamic\)/ },
  { name: "forbid: an import of types that the compiler erases is one of types", rules: { forbid: { from: "a.ts", to: "b.ts", kind: "value" } }, files: { "a.ts": `import { B } from "./b"`, "b.ts": "export interface B {}" }, found: [] },
  { name: "a rule that is no list", rules: { forbid: { from: "a.ts", to: "b.ts", severity: "note" } }, files: { "a.ts": `import "./b"`, "b.ts": "" }, found: ["forbidden-import a.ts:1 note new"] },
  { name: "allowOnly: what a part may import", rules: { allowOnly: { of: "core", imports: ["shared"] } }, files: { "core/a.ts": `import "./b"\nimport "../shared/c"\nimport "../app/d"\nimport "lodash"`, "core/b.ts": "", "shared/c.ts": "", "app/d.ts": "" }, found: ["restricted-import core/a.ts:3 error new"], says: /may import only shared, not app\/d\.ts/ },
  { name: "allowOnly: packages too, where one is named", rules: { allowOnly: { of: "core", imports: ["npm:diff", "node:crypto"] } }, files: { "package.json": json({ name: "x", dependencies: { diff: "1", zod: "1" } }), "core/a.ts": `import "diff"\nimport "node:crypto"\nimport "zod"\nimport "fs"` }, found: ["restricted-import core/a.ts:3 error new", "restricted-import core/a.ts:4 error new"] },
  { name: "allowOnly: who may import a part", rules: { allowOnly: { of: "db", importedBy: ["api"] } }, files: { "db/a.ts": "", "db/b.ts": `import "./a"`, "api/c.ts": `import "../db/a"`, "ui/d.ts": `import "../db/a"` }, found: ["restricted-import ui/d.ts:1 error new"], says: /imported only by api, not by ui\/d\.ts/ },
  { name: "allowOnly: by the same slice alone", rules: { allowOnly: { of: "src/<slice>/private/**", importedBy: "src/<slice>/**", when: { slice: "same" } } }, files: { "src/a/private/x.ts": "", "src/a/y.ts": `import "./private/x"`, "src/b/z.ts": `import "../a/private/x"` }, found: ["restricted-import src/b/z.ts:1 error new"] },
  { name: "allowOnly: only some kinds", rules: { allowOnly: { of: "db", importedBy: "api", kinds: ["value", "side-effect"] } }, files: { "db/a.ts": "", "ui/d.ts": `import type { A } from "../db/a"` }, found: [] },
  { name: "publicEntry: past the entry from outside", rules: entry, files: { "src/features/a/index.ts": `import "./deep"`, "src/features/a/deep.ts": "", "src/main.ts": `import "./features/a"\nimport "./features/a/deep"` }, found: ["deep-import src/main.ts:2 error new"], says: /no entry of a/ },
  { name: "publicEntry: from another part of the same kind", rules: entry, files: { "src/features/a/x.ts": `import "../b/y"\nimport "../b"`, "src/features/b/index.ts": "", "src/features/b/y.ts": "" }, found: ["deep-import src/features/a/x.ts:1 error new"] },
  { name: "publicEntry: tests of the part itself reach inside", rules: entry, files: { "src/features/a/index.ts": "", "src/features/a/deep.ts": "", "src/features/a/test/deep.test.ts": `import "../deep"` }, found: [] },
];

const CIRCLES: readonly RuleCase[] = [
  { name: "acyclic: a circle is told once, not once a path", files: { "a.ts": `import "./b"; import "./c"`, "b.ts": `import "./c"; import "./a"`, "c.ts": `import "./a"; import "./b"` }, found: ["cycle c.ts:1 warning new"], says: /3 files reach each other/ },
  { name: "acyclic: two circles are two", files: { "a.ts": `import "./b"`, "b.ts": `import "./a"`, "c.ts": `import "./d"`, "d.ts": `import "./c"` }, found: ["cycle b.ts:1 warning new", "cycle d.ts:1 warning new"] },
  { name: "acyclic: edges of types make none by default", files: { "a.ts": `import type { B } from "./b"`, "b.ts": `import { type A } from "./a"`, "c.ts": `import { D } from "./d"; export interface C {}`, "d.ts": `import { C } from "./c"; export interface D {}` }, found: [] },
  { name: "acyclic: verbatimModuleSyntax keeps the import of inline types, and with it the circle", files: { "tsconfig.json": json({ compilerOptions: { verbatimModuleSyntax: true } }), "a.ts": `import { type B } from "./b"`, "b.ts": `import "./a"; export type B = 1` }, found: ["cycle b.ts:1 warning new"] },
  { name: "acyclic: lazy imports make none by default", files: { "a.ts": `const b = () => import("./b")`, "b.ts": `import "./a"` }, found: [] },
  { name: "acyclic: through a barrel and itself", files: { "index.ts": `export * from "./a"; export * from "./b"`, "a.ts": "export const a = 1", "b.ts": `import { a } from "./index"; export const b = a` }, found: ["cycle index.ts:1 warning new"] },
  { name: "acyclic: a module that imports itself is no circle", files: { "a.ts": `import "./a"` }, found: [] },
  { name: "acyclic: of one folder's files alone", rules: { acyclic: { scope: "file", in: "src" } }, files: { "src/a.ts": `import "../lib/b"`, "lib/b.ts": `import "../src/a"` }, found: [] },
  { name: "acyclic: folders that import each other through different files", rules: { acyclic: { scope: "folder", severity: "error" } }, files: { "a/x.ts": `import "../b/y"`, "b/y.ts": "", "b/z.ts": `\nimport "../a/w"`, "a/w.ts": "" }, found: ["cycle b/z.ts:2 error new"], says: /cycle of folders: b → a → b/ },
  { name: "acyclic: packages of a workspace", rules: { acyclic: [{ scope: "package" }, { scope: "file", severity: "off" }] }, files: { "package.json": json({ workspaces: ["p/*"] }), "p/a/package.json": json({ name: "a" }), "p/a/index.ts": `import "b"`, "p/b/package.json": json({ name: "b" }), "p/b/index.ts": "", "p/b/other.ts": `import "a"` }, found: ["cycle p/b/other.ts:1 warning new"], says: /packages: p\/b → p\/a → p\/b/ },
  { name: "acyclic: a new edge in an old circle answers for itself, the old one stays old", base: { "a.ts": `import "./b"`, "b.ts": `import "./a"`, "c.ts": `import "./a"` }, files: { "a.ts": `import "./b"`, "b.ts": `import "./a"\nimport "./c"`, "c.ts": `import "./a"` }, found: ["cycle b.ts:1 warning old", "cycle b.ts:2 warning new"] },
  { name: "acyclic: the line that closed it, whichever end it is", base: { "a.ts": "", "b.ts": `import "./c"`, "c.ts": `import "./a"` }, files: { "a.ts": `const x = 1;\n\nimport "./b"`, "b.ts": `import "./c"`, "c.ts": `import "./a"` }, found: ["cycle a.ts:3 warning new"], chain: ["b.ts:1", "c.ts:1"] },
  { name: "acyclic: a type import that became a value one", base: { "a.ts": `import "./b"`, "b.ts": `import type { A } from "./a"` }, files: { "a.ts": `import "./b"`, "b.ts": `import { a } from "./a"` }, found: ["cycle b.ts:1 warning new"] },
  { name: "acyclic: a module whose types became values closes its importers' circle", base: { "a.ts": `import { b } from "./b"; export interface A {}`, "b.ts": `import { A } from "./a"; export const b = 1` }, files: { "a.ts": `import { b } from "./b"; export class A {}`, "b.ts": `import { A } from "./a"; export const b = 1` }, found: ["cycle b.ts:1 warning new"] },
  { name: "acyclic: a moved file brings its old circle along", base: { "a.ts": `import "./b"`, "b.ts": `import "./a"` }, files: { "lib/a.ts": `import "../b"`, "b.ts": `import "./lib/a"` }, renames: { "lib/a.ts": "a.ts" }, found: ["cycle lib/a.ts:1 warning old"] },
  { name: "acyclic: broken circles are gone", base: { "a.ts": `import "./b"`, "b.ts": `import "./a"` }, files: { "a.ts": `import "./b"`, "b.ts": "" }, found: [] },
];

const REACH: readonly RuleCase[] = [
  { name: "reach: through any number of modules, with the whole chain", rules: reach, files: CHAIN, found: ["transitive-import ui/a.ts:1 error new"], says: /ui\/a\.ts → api\/b\.ts → db\/c\.ts/, chain: ["ui/a.ts:1", "api/b.ts:1"] },
  { name: "reach: the line that completed the chain answers, far from both ends", rules: reach, base: { ...CHAIN, "api/b.ts": "" }, files: { ...CHAIN, "api/b.ts": `export const x = 1;\nimport "../db/c"` }, found: ["transitive-import api/b.ts:2 error new"], says: /completes a chain by which ui\/a\.ts reaches db\/c\.ts/, chain: ["ui/a.ts:1", "api/b.ts:2"] },
  { name: "reach: what stood before is old", rules: reach, base: CHAIN, files: CHAIN, found: ["transitive-import ui/a.ts:1 error old"] },
  { name: "reach: a chain of types reaches nothing, unless it is to", rules: reach, files: { ...CHAIN, "api/b.ts": `import type { C } from "../db/c"` }, found: [] },
  { name: "reach: types too, where they count", rules: { reach: { ...reach.reach, kinds: ["side-effect", "type"] } }, files: { ...CHAIN, "api/b.ts": `import type { C } from "../db/c"` }, found: ["transitive-import ui/a.ts:1 error new"] },
  { name: "reach: through a gate that is allowed", rules: { reach: { ...reach.reach, through: "api" } }, files: CHAIN, found: [] },
  { name: "reach: beside the gate", rules: { reach: { ...reach.reach, through: "api" } }, files: { ...CHAIN, "lib/d.ts": `import "../db/c"`, "ui/e.ts": `import "../lib/d"` }, found: ["transitive-import ui/e.ts:1 error new"] },
  { name: "reach: a package at the end of a chain", rules: { reach: { from: "core", to: "node:fs" } }, files: { "core/a.ts": `import "../lib/b"`, "lib/b.ts": `\nimport "fs"` }, found: ["transitive-import core/a.ts:1 error new"], says: /lib\/b\.ts → node:fs/ },
  { name: "reach: the import of the package completed it", rules: { reach: { from: "core", to: "node:fs" } }, base: { "core/a.ts": `import "../lib/b"`, "lib/b.ts": "" }, files: { "core/a.ts": `import "../lib/b"`, "lib/b.ts": `\nimport "fs"` }, found: ["transitive-import lib/b.ts:2 error new"] },
  { name: "reach: two halves in one change; the second one completes it", rules: reach, base: { "ui/a.ts": "", "api/b.ts": "", "db/c.ts": "" }, files: CHAIN, found: ["transitive-import ui/a.ts:1 error new"] },
  { name: "reach: one violation an end, not one a path", rules: reach, files: { "ui/a.ts": `import "../m/1"; import "../m/2"`, "m/1.ts": `import "../db/c"`, "m/2.ts": `import "../db/c"`, "db/c.ts": "" }, found: ["transitive-import ui/a.ts:1 error new"] },
];

const LIMITS: readonly RuleCase[] = [
  { name: "limit: fan-out, at the import that went past it", rules: { limit: { of: "a.ts", fanOut: 1 } }, base: { "a.ts": `import "./b"`, "b.ts": "", "c.ts": "" }, files: { "a.ts": `import "./b"\nimport "./c"`, "b.ts": "", "c.ts": "" }, found: ["limit-exceeded a.ts:2 warning new"], says: /imports 2 files, at most 1 allowed \(1 before\)/ },
  { name: "limit: fan-in, at the importer that went past it", rules: { limit: { of: "a.ts", fanIn: 1 } }, base: { "a.ts": "", "b.ts": `import "./a"`, "c.ts": "" }, files: { "a.ts": "", "b.ts": `import "./a"`, "c.ts": `import "./a"` }, found: ["limit-exceeded c.ts:1 warning new"] },
  { name: "limit: what was beyond it and did not grow is old", rules: { limit: { of: "a.ts", fanOut: 0 } }, base: { "a.ts": `import "./b"`, "b.ts": "" }, files: { "a.ts": `\nimport "./b"`, "b.ts": "" }, found: ["limit-exceeded a.ts:1 warning old"] },
  { name: "limit: what was beyond it and grew is new", rules: { limit: { of: "a.ts", fanOut: 0 } }, base: { "a.ts": `import "./b"`, "b.ts": "", "c.ts": "" }, files: { "a.ts": `import "./b"\nimport "./c"`, "b.ts": "", "c.ts": "" }, found: ["limit-exceeded a.ts:2 warning new"] },
  { name: "limit: two imports of one file count once, types not at all", rules: { limit: { of: "a.ts", fanOut: 1 } }, files: { "a.ts": `import "./b"\nimport { b } from "./b"\nimport type { C } from "./c"`, "b.ts": "", "c.ts": "" }, found: [] },
  { name: "limit: instability of a folder", rules: { limit: { of: "core", per: "folder", instability: 0.5 } }, files: { "core/a.ts": `import "../x/1"; import "../x/2"`, "x/1.ts": "", "x/2.ts": "", "y.ts": `import "./core/a"` }, found: ["limit-exceeded core/a.ts:1 warning new"], says: /core has an instability of 0\.67/ },
  { name: "limit: distance from the main sequence", rules: { limit: { of: "core", per: "folder", distance: 0.3 } }, files: { "core/a.ts": "export const a = 1; export const b = 2", "y.ts": `import "./core/a"` }, found: ["limit-exceeded core/a.ts:1 warning new"], says: /distance from the main sequence of 1/ },
  { name: "limit: a stable folder of abstractions is on the main sequence", rules: { limit: { of: "core", per: "folder", distance: 0.3 } }, files: { "core/a.ts": "export interface A {} export abstract class B {}", "y.ts": `import { B } from "./core/a"` }, found: [] },
  { name: "limit: the size of a circle", rules: { ...quiet, limit: { of: "a.ts", cycleSize: 2 } }, files: { "a.ts": `import "./b"`, "b.ts": `import "./c"`, "c.ts": `import "./a"` }, found: ["limit-exceeded a.ts:1 warning new"], says: /circle of 3 files/ },
  { name: "limit: packages that too many others import", rules: { limit: { of: "p/a/**", per: "package", fanIn: 1 } }, files: { "package.json": json({ workspaces: ["p/*"] }), "p/a/package.json": json({ name: "a" }), "p/a/index.ts": "", "p/b/package.json": json({ name: "b" }), "p/b/i.ts": `import "a"`, "p/c/package.json": json({ name: "c" }), "p/c/i.ts": `import "a"` }, found: ["limit-exceeded p/b/i.ts:1 warning new"], says: /p\/a is imported by 2 packages/ },
];

const shop = (more: object) => ({ "package.json": json({ name: "shop", dependencies: { zod: "1" }, devDependencies: { vitest: "1", "@types/node": "1" }, ...more }) });
const LOCK = json({ lockfileVersion: 3, packages: { "node_modules/zod": { version: "1.0.0", license: "MIT" }, "node_modules/left-pad": { license: "WTFPL" }, "node_modules/gpl": { license: "(MIT OR GPL-3.0)" }, "node_modules/both": { license: "MIT AND GPL-3.0" }, "node_modules/nested": { license: "(MIT OR Apache-2.0) AND GPL-3.0" } } });
const dev = { external: { devInProduction: "error" } };

const PACKAGES: readonly RuleCase[] = [
  { name: "external: a package that nobody knows is an error, as a type a warning", files: { ...shop({}), "a.ts": `import "invented"\nimport type { X } from "made-up"` }, found: ["undeclared-package a.ts:1 error new", "undeclared-package a.ts:2 warning new"] },
  { name: "external: a picture or a style in a folder is found by a bundler's alias", files: { ...shop({}), "a.ts": `import "@made/up/a.riv"\nimport b from "made/up/b.svg?raw"\nimport "@made/c.css"\nexport { default as d } from "@made/up2/d.WOFF2"` }, found: ["undeclared-package a.ts:1 warning new", "undeclared-package a.ts:2 warning new", "undeclared-package a.ts:3 warning new", "undeclared-package a.ts:4 warning new"] },
  { name: "external: a package that is called like a style, code in a folder, a picture in a query, and one that is run", files: { ...shop({}), "a.ts": `import "made-up.css"\nimport "@made/up/a.js"\nimport "@made/up2/a.js?b=/c.png"\nimport "@made/up3/a.wasm"\nrequire("@made/up4/a.png")` }, found: ["undeclared-package a.ts:1 error new", "undeclared-package a.ts:2 error new", "undeclared-package a.ts:3 error new", "undeclared-package a.ts:4 error new", "undeclared-package a.ts:5 error new"] },
  { name: "external: code of a package behind a picture and a type of it", files: { ...shop({}), "a.ts": `import "@made/up/a.svg"\nimport type { A } from "made-up"\nimport "@made/up/a.js"\nimport { b } from "made-up"\nimport "made-up/c"` }, found: ["undeclared-package a.ts:3 error new", "undeclared-package a.ts:4 error new"] },
  { name: "external: a phantom, there only because something else brings it", files: { ...shop({}), "package-lock.json": LOCK, "a.ts": `import "left-pad"` }, found: ["phantom-package a.ts:1 warning new"] },
  { name: "external: phantoms as errors", rules: { external: { phantom: "error" } }, files: { ...shop({}), "package-lock.json": LOCK, "a.ts": `import "left-pad"` }, found: ["phantom-package a.ts:1 error new"] },
  { name: "external: a specifier that leads nowhere, and an alias that only a bundler knows", files: { ...shop({}), "a.ts": `import "./none"\nimport "@/x"` }, found: ["unresolved-import a.ts:1 warning new", "unresolved-import a.ts:2 note new"] },
  { name: "external: a path in another case, which a Mac finds and the build server does not", files: { "a.ts": `import "./events/RabbitMQ/Bus"\nimport "./Events"`, "events/RabbitMq/Bus.ts": "", "events/index.ts": "" }, found: ["unresolved-import a.ts:1 warning new", "unresolved-import a.ts:2 warning new"], says: /events\/RabbitMq\/Bus\.ts differs in upper and lower case/ },
  { name: "external: devDependencies in production, off by default", files: { ...shop({}), "src/a.ts": `import "vitest"` }, found: [] },
  { name: "external: devDependencies in production", rules: dev, files: { ...shop({}), "src/a.ts": `import "zod"\nimport "vitest"\nimport type { X } from "vitest"` }, found: ["dev-package src/a.ts:2 error new"] },
  { name: "external: tests, scripts, stories and configuration are not production", rules: dev, files: { ...shop({}), "src/a.test.ts": `import "vitest"`, "scripts/b.ts": `import "vitest"`, "vitest.config.ts": `import "vitest"`, "src/c.stories.tsx": `import "vitest"`, "test/d.ts": `import "vitest"` }, found: [] },
  { name: "external: production, but for what the build bundles", rules: { external: { devInProduction: { in: "src/**", bundled: ["vite*"], severity: "error" } } }, files: { ...shop({}), "src/a.ts": `import "vitest"` }, found: [] },
  { name: "external: production as the rule says it", rules: { external: { devInProduction: { in: ["lib", "!lib/dev.ts"], severity: "warning", because: "shipped" } } }, files: { ...shop({}), "lib/a.ts": `import "vitest"`, "lib/dev.ts": `import "vitest"`, "src/b.ts": `import "vitest"` }, found: ["dev-package lib/a.ts:1 warning new"], says: /shipped/ },
  { name: "external: peer and optional dependencies are there in production", rules: dev, files: { ...shop({ peerDependencies: { react: "1" }, optionalDependencies: { fsevents: "1" } }), "src/a.ts": `import "react"; import "fsevents"` }, found: [] },
  { name: "external: declared in both fields counts as declared for production", rules: dev, files: { ...shop({ dependencies: { vitest: "1" } }), "src/a.ts": `import "vitest"` }, found: [] },
  { name: "external: banned, with what to use instead", rules: { external: { banned: [{ package: ["moment", "lodash*"], instead: "date-fns", because: "size" }] } }, files: { ...shop({ dependencies: { moment: "1", "lodash-es": "1", zod: "1" } }), "a.ts": `import "moment"\nimport "lodash-es"\nimport "zod"` }, found: ["banned-package a.ts:1 error new", "banned-package a.ts:2 error new"], says: /use date-fns/ },
  { name: "external: licences that are allowed, and one that is not", rules: { external: { licence: { allow: ["MIT"] } } }, files: { ...shop({ dependencies: { zod: "1", "left-pad": "1", gpl: "1", both: "1" } }), "package-lock.json": LOCK, "a.ts": `import "zod"\nimport "left-pad"\nimport "gpl"\nimport "both"` }, found: ["licence a.ts:2 error new", "licence a.ts:4 error new"], says: /WTFPL/ },
  { name: "external: licences that no lockfile states are not checked, and it is said", rules: { external: { licence: { allow: ["MIT"] } } }, files: { ...shop({}), "pnpm-lock.yaml": "packages:\n\n  zod@1.0.0:\n    x: 1\n", "a.ts": `import "zod"` }, found: [], notChecked: [/licences: no lockfile of this repository states licences.*: zod; write what you know under architecture\.external\.licence\.known/] },
  { name: "external: licences of a pnpm, yarn or bun project as a person wrote them down", rules: { external: { licence: { allow: ["MIT"], known: { zod: "MIT", gpl: "GPL-3.0" } } } }, files: { ...shop({ dependencies: { zod: "1", gpl: "1" } }), "bun.lock": `{"lockfileVersion": 1, "packages": {\n    "zod": ["zod@1.0.0"]}}`, "a.ts": `import "zod"\nimport "gpl"` }, found: ["licence a.ts:2 error new"], says: /under GPL-3\.0/ },
  { name: "external: licences of a yarn project that imports no package are no question", rules: { external: { licence: { allow: ["MIT"] } } }, files: { ...shop({}), "yarn.lock": `zod@1:\n  version "1.0.0"\n`, "a.ts": `import "node:fs"` }, found: [] },
  { name: "external: a package whose licence is missing in the lockfile", rules: { external: { licence: { allow: ["MIT"], except: ["vitest"] } } }, files: { ...shop({ dependencies: { zod: "1", other: "1" } }), "package-lock.json": LOCK, "a.ts": `import "zod"; import "other"; import "vitest"` }, found: [], notChecked: [/licence of other; write/] },
  { name: "external: packages above, in a workspace's root", files: { "package.json": json({ name: "root", workspaces: ["p/*"], dependencies: { zod: "1" } }), "p/a/package.json": json({ name: "a" }), "p/a/i.ts": `import "zod"` }, found: [] },
  { name: "external: off", rules: { external: { undeclared: "off", phantom: "off", unresolved: "off" } }, files: { ...shop({}), "package-lock.json": LOCK, "a.ts": `import "invented"; import "left-pad"; import "./none"` }, found: [] },
];

const pure = { pure: { in: "core", allow: ["node:crypto"] } };
const FILES: readonly RuleCase[] = [
  { name: "pure: modules of Node, but what is allowed and types", rules: pure, files: { "core/a.ts": `import "node:fs"\nimport "node:crypto"\nimport type { X } from "node:path"\nimport "os"`, "b.ts": `import "fs"` }, found: ["impure-module core/a.ts:1 error new", "impure-module core/a.ts:4 error new"] },
  { name: "pure: globals of Node and of a page", rules: pure, files: { "core/a.ts": "export const a = process.env.X;\nexport const b = window.innerWidth;\nexport const c = Buffer.from('');" }, found: ["impure-module core/a.ts:1 error new", "impure-module core/a.ts:2 error new", "impure-module core/a.ts:3 error new"], says: /`process`, a global of Node/ },
  { name: "pure: names that only look like globals", rules: pure, files: { "core/a.ts": "export const f = (o: any, process: number) => o.window + o.process.document + process;\nexport type W = Window; export type T = typeof window;\nexport const o = { location: 1, document: 2 };\nconst isPage = typeof document !== 'undefined';\nclass C { history = 1; alert() {} }\nimport { navigator } from './n';\nnavigator();", "core/n.ts": "export const navigator = () => 1" }, found: [] },
  { name: "pure: a page's globals where Node is allowed", rules: { pure: { in: "core", node: false } }, files: { "core/a.ts": `import "fs"; process.exit();\ndocument.title` }, found: ["impure-module core/a.ts:2 error new"] },
  { name: "pure: what was there before is old", rules: pure, base: { "core/a.ts": "process.exit()" }, files: { "core/a.ts": "// more\nprocess.exit()" }, found: ["impure-module core/a.ts:2 error old"] },
  { name: "pure: a file that does not parse is not checked", rules: pure, files: { "core/a.ts": "let = = ;" }, found: [], notChecked: [/core\/a\.ts/, /core\/a\.ts/] },
  { name: "orphan: a file that nothing imports", rules: { orphan: { in: "src", except: ["src/main.ts"] } }, files: { "src/main.ts": `import "./used"`, "src/used.ts": "", "src/dead.ts": `import "./used"` }, found: ["orphan-file src/dead.ts:1 warning new"] },
  { name: "orphan: entry points, tests, declarations and configuration by default", rules: { orphan: { in: "**" } }, files: { "src/index.ts": "", "main.js": "", "a.test.ts": "", "b.d.ts": "", "vite.config.ts": "", "test/c.ts": "", "x.ts": "" }, found: ["orphan-file x.ts:1 warning new"] },
  { name: "orphan: a lazy import or one of types is one", rules: { orphan: { in: "src", except: "src/main.ts" } }, files: { "src/main.ts": `import("./a"); import type { B } from "./b"`, "src/a.ts": "", "src/b.ts": "" }, found: [] },
  { name: "orphan: who took the last import away made it one", rules: { orphan: { in: "src", except: "src/main.ts" } }, base: { "src/main.ts": `import "./a"`, "src/a.ts": "" }, files: { "src/main.ts": "", "src/a.ts": "" }, found: ["orphan-file src/a.ts:1 warning new"] },
];

const INTRODUCED: readonly RuleCase[] = [
  { name: "introduced: moved lines are old", rules: onion, base: { "data/a.ts": `import "../ui/b"`, "ui/b.ts": "" }, files: { "data/a.ts": `\n\n\nimport "../ui/b"`, "ui/b.ts": "" }, found: ["layer data/a.ts:4 error old"] },
  { name: "introduced: a renamed file keeps its violations", rules: onion, base: { "data/a.ts": `import "../ui/b"`, "ui/b.ts": "" }, files: { "data/z.ts": `import "../ui/b"`, "ui/b.ts": "" }, renames: { "data/z.ts": "data/a.ts" }, found: ["layer data/z.ts:1 error old"] },
  { name: "introduced: a renamed target as well", rules: onion, base: { "data/a.ts": `import "../ui/b"`, "ui/b.ts": "" }, files: { "data/a.ts": `import "../ui/c"`, "ui/c.ts": "" }, renames: { "ui/c.ts": "ui/b.ts" }, found: ["layer data/a.ts:1 error old"] },
  { name: "introduced: another target is new", rules: onion, base: { "data/a.ts": `import "../ui/b"`, "ui/b.ts": "", "ui/c.ts": "" }, files: { "data/a.ts": `import "../ui/b"\nimport "../ui/c"`, "ui/b.ts": "", "ui/c.ts": "" }, found: ["layer data/a.ts:1 error old", "layer data/a.ts:2 error new"] },
  { name: "introduced: a second import of the same target is one finding, and old", rules: onion, base: { "data/a.ts": `import "../ui/b"`, "ui/b.ts": "" }, files: { "data/a.ts": `import "../ui/b"\nimport { x } from "../ui/b"`, "ui/b.ts": "" }, found: ["layer data/a.ts:1 error old"] },
  { name: "introduced: a file that took over the place of the old one", rules: onion, base: { "data/a.ts": `import "../ui/b"`, "ui/b.ts": "" }, files: { "data/n.ts": `import "../ui/b"`, "ui/b.ts": "" }, found: ["layer data/n.ts:1 error new"] },
  { name: "introduced: a module that was deleted leaves its importers behind", base: { "a.ts": `import "./b"`, "b.ts": "" }, files: { "a.ts": `import "./b"` }, found: ["unresolved-import a.ts:1 warning new"] },
  { name: "introduced: an alias that a changed tsconfig leads elsewhere", rules: onion, base: { "tsconfig.json": json({ compilerOptions: { paths: { "@b": ["./data/b.ts"] } } }), "data/a.ts": `import "@b"`, "data/b.ts": "", "ui/b.ts": "" }, files: { "tsconfig.json": json({ compilerOptions: { paths: { "@b": ["./ui/b.ts"] } } }), "data/a.ts": `import "@b"`, "data/b.ts": "", "ui/b.ts": "" }, found: ["layer data/a.ts:1 error new"] },
];

export const RULE_CASES: readonly RuleCase[] = [...LAYERS, ...SELECTION, ...CIRCLES, ...REACH, ...LIMITS, ...PACKAGES, ...FILES, ...INTRODUCED];
