import { strict as assert } from "node:assert";
import { parseArchitecture } from "../../../../src/checks/architecture/architecture-configuration";
import { ArchitectureRules } from "../../../../src/checks/architecture/architecture-rules";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import type { Snapshot } from "../../../../src/core/ports";
import { MemorySnapshot, realChecks } from "../memory-snapshot";
import { EDGE_CASES, type EdgeCase } from "./edge-cases";
import { edgeWords } from "./edge-words";

const json = (value: unknown) => JSON.stringify(value);

const CASES: readonly EdgeCase[] = [
  { name: "a relative file without its extension", files: { "src/a.ts": `import { b } from "./b"`, "src/b.ts": "" }, edges: ["src/a.ts value src/b.ts"] },
  { name: "an index file", files: { "a.ts": `import "./lib"; import "./lib/"; import "."`, "lib/index.tsx": "", "index.ts": "" }, edges: ["a.ts side-effect lib/index.tsx", "a.ts side-effect lib/index.tsx", "a.ts side-effect index.ts"] },
  { name: "a .js that is a .ts", files: { "a.ts": `import b from "./b.js"; import c from "./c.mjs"; import d from "./d.jsx"`, "b.ts": "", "c.mts": "", "d.tsx": "" }, edges: ["a.ts value b.ts", "a.ts value c.mts", "a.ts value d.tsx"] },
  { name: "the source before the script built beside it", files: { "a.ts": `import b from "./b.js"`, "b.ts": "", "b.js": "" }, edges: ["a.ts value b.ts"] },
  { name: "a file before a folder of the same name", files: { "a.ts": `import b from "./b"`, "b.ts": "", "b/index.ts": "" }, edges: ["a.ts value b.ts"] },
  { name: "a name with a dot", files: { "a.ts": `import b from "./b.service"`, "b.service.ts": "" }, edges: ["a.ts value b.service.ts"] },
  { name: "JSON and other assets", files: { "a.ts": `import d from "./d.json"; import "./e.css"; import t from "./f.txt?raw"`, "d.json": "{}", "e.css": "", "f.txt": "" }, edges: ["a.ts value d.json", "a.ts side-effect e.css", "a.ts value f.txt"] },
  { name: "a declaration file", files: { "a.ts": `import type { B } from "./b"`, "b.d.ts": "" }, edges: ["a.ts type b.d.ts"] },
  { name: "a path above the repository", files: { "a.ts": `import b from "../b"` }, edges: ["a.ts value unresolved ../b"] },
  { name: "a file that is not there", files: { "a.ts": `import b from "./b"` }, edges: ["a.ts value unresolved ./b"] },
  { name: "type edges", files: { "a.ts": `import type { B } from "./b"; import { type C } from "./b"; export type { D } from "./b"; type E = import("./b").E`, "b.ts": "" }, edges: ["a.ts type b.ts", "a.ts type b.ts", "a.ts type b.ts", "a.ts type b.ts"] },
  {
    name: "verbatimModuleSyntax, which keeps an import of types for its side effects",
    files: { "tsconfig.json": json({ compilerOptions: { verbatimModuleSyntax: true } }), "a.ts": `import { type B } from "./b"; import type { C } from "./b"`, "b.ts": "" },
    edges: ["a.ts type b.ts", "a.ts side-effect b.ts", "a.ts type b.ts"],
  },
  {
    name: "the nearest tsconfig, not the root's",
    files: { "tsconfig.json": json({ compilerOptions: { paths: { "@/*": ["./one/*"] } } }), "p/tsconfig.json": json({ compilerOptions: { paths: { "@/*": ["./two/*"] } } }), "a.ts": `import "@/x"`, "p/b.ts": `import "@/x"`, "one/x.ts": "", "p/two/x.ts": "" },
    edges: ["a.ts side-effect one/x.ts", "p/b.ts side-effect p/two/x.ts"],
  },
  {
    name: "paths with baseUrl, exact and by the longest prefix, with a fallback",
    files: {
      "tsconfig.json": `{ // comment\n "compilerOptions": { "baseUrl": "src", "paths": { "x": ["x/main.ts"], "lib/*": ["old/*", "new/*"], "lib/deep/*": ["deep/*"], }, }, }`,
      "src/a.ts": `import "x"; import "lib/n"; import "lib/deep/d"; import "plain/p"`,
      "src/x/main.ts": "",
      "src/new/n.ts": "",
      "src/deep/d.ts": "",
      "src/plain/p.ts": "",
    },
    edges: ["src/a.ts side-effect src/x/main.ts", "src/a.ts side-effect src/new/n.ts", "src/a.ts side-effect src/deep/d.ts", "src/a.ts side-effect src/plain/p.ts"],
  },
  {
    name: "extends, with paths relative to the file that has them",
    files: { "config/base.json": "{}", "config/tsconfig.base.json": json({ compilerOptions: { baseUrl: "..", paths: { "~/*": ["src/*"] } } }), "app/tsconfig.json": json({ extends: "../config/tsconfig.base.json" }), "app/a.ts": `import "~/b"`, "src/b.ts": "" },
    edges: ["app/a.ts side-effect src/b.ts"],
  },
  {
    name: "several extends, the last one wins",
    files: { "tsconfig.a.json": json({ compilerOptions: { paths: { "#x": ["./a.ts"] } } }), "tsconfig.b.json": json({ compilerOptions: { paths: { "#x": ["./b.ts"] } } }), "tsconfig.json": json({ extends: ["./tsconfig.a", "./tsconfig.b.json"] }), "c.ts": `import "#x"`, "a.ts": "", "b.ts": "" },
    edges: ["c.ts side-effect b.ts"],
  },
  {
    name: "a solution with references",
    files: { "tsconfig.json": json({ files: [], references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }] }), "tsconfig.node.json": json({ include: ["vite.config.ts"] }), "tsconfig.app.json": json({ include: ["src"], compilerOptions: { paths: { "@/*": ["./src/*"] } } }), "src/a.ts": `import "@/b"`, "src/b.ts": "" },
    edges: ["src/a.ts side-effect src/b.ts"],
  },
  {
    name: "a package.json's imports",
    files: { "package.json": json({ name: "a", imports: { "#db": "./src/db.js", "#lib/*": { types: "./src/lib/*.d.ts", default: "./src/lib/*.js" }, "#fs": "node:fs" } }), "src/a.ts": `import "#db"; import "#lib/x"; import "#fs"; import "#none"`, "src/db.ts": "", "src/lib/x.ts": "" },
    edges: ["src/a.ts side-effect src/db.ts", "src/a.ts side-effect src/lib/x.ts", "src/a.ts side-effect external node:fs", "src/a.ts side-effect unresolved #none"],
  },
  {
    name: "workspaces of npm with exports that point to what is built",
    files: {
      "package.json": json({ name: "root", workspaces: ["packages/*", "!packages/old"] }),
      "packages/ui/package.json": json({ name: "@x/ui", exports: { ".": "./dist/index.js", "./button": { import: "./dist/button.js" }, "./icons/*": "./src/icons/*.ts" } }),
      "packages/ui/src/index.ts": "",
      "packages/ui/src/button.ts": "",
      "packages/ui/src/icons/plus.ts": "",
      "packages/app/package.json": json({ name: "app" }),
      "packages/app/a.ts": `import "@x/ui"; import "@x/ui/button"; import "@x/ui/icons/plus"; import "app/a"`,
    },
    edges: ["packages/app/a.ts side-effect packages/ui/src/index.ts", "packages/app/a.ts side-effect packages/ui/src/button.ts", "packages/app/a.ts side-effect packages/ui/src/icons/plus.ts", "packages/app/a.ts side-effect packages/app/a.ts"],
  },
  {
    name: "workspaces of pnpm",
    files: { "pnpm-workspace.yaml": "packages:\n  # all\n  - 'libs/*'\n  - \"apps/**\"\ncatalog:\n  a: 1\n", "libs/core/package.json": json({ name: "core", main: "lib/main.js" }), "libs/core/src/main.ts": "", "apps/x/y/package.json": json({ name: "y" }), "apps/x/y/a.ts": `import "core"` },
    edges: ["apps/x/y/a.ts side-effect libs/core/src/main.ts"],
  },
  {
    name: "packages: declared here, in an ancestor, as types, by engines, elsewhere, nowhere",
    files: {
      "package.json": json({ name: "root", devDependencies: { tool: "1" } }),
      "p/package.json": json({ name: "p", dependencies: { dep: "1" }, peerDependencies: { "@s/peer": "1" }, optionalDependencies: { opt: "1" }, devDependencies: { "@types/estree": "1" }, engines: { vscode: "1" } }),
      "q/package.json": json({ name: "q", dependencies: { other: "1" } }),
      "package-lock.json": json({ packages: { "node_modules/deep": {}, "node_modules/a/node_modules/@n/deeper": {} } }),
      "p/a.ts": ["dep/sub", "@s/peer", "opt", "tool", "estree", "vscode", "other", "deep", "@n/deeper", "invented-name"].map((name) => `import "${name}";`).join("\n"),
    },
    edges: ["external dep", "external @s/peer", "external opt", "external tool", "external estree", "external vscode", "phantom other", "phantom deep", "phantom @n/deeper", "undeclared invented-name"].map((target) => `p/a.ts side-effect ${target}`),
  },
  {
    name: "lockfiles of yarn, pnpm and bun",
    files: {
      "package.json": json({ name: "root" }),
      "yarn.lock": `"@babel/core@^7.0.0", "@babel/core@^7.1.0":\n  version "7"\nleft-pad@^1.0.0:\n  version "1"\n`,
      "pnpm-lock.yaml": "packages:\n\n  /old-style@1.0.0:\n    x: 1\n\n  '@new/style@2.0.0':\n    x: 1\n",
      "bun.lock": `{\n  "packages": {\n    "bun-dep": ["bun-dep@1.0.0", {}],\n  }\n}`,
      "a.ts": `import "@babel/core"; import "left-pad"; import "old-style"; import "@new/style"; import "bun-dep"; import "nowhere-at-all"`,
    },
    edges: ["phantom @babel/core", "phantom left-pad", "phantom old-style", "phantom @new/style", "phantom bun-dep", "undeclared nowhere-at-all"].map((target) => `a.ts side-effect ${target}`),
  },
  { name: "Node's own modules and names with a scheme", files: { "package.json": json({ name: "a" }), "a.ts": `import "fs"; import "fs/promises"; import "node:test"; import "bun:sqlite"; import "https://x.test/a.js"; import "virtual:x"` }, edges: ["fs", "fs/promises", "node:test", "bun:sqlite", "https://x.test/a.js", "virtual:x"].map((name) => `a.ts side-effect external ${name}`) },
  { name: "a repository without a package.json, where nothing can be undeclared", files: { "a.ts": `import "react"` }, edges: ["a.ts side-effect external react"] },
  { name: "modules that a declaration gives a meaning", files: { "package.json": json({ name: "a" }), "types.d.ts": `declare module "*.svg" { }\ndeclare module "made-up";`, "a.ts": `import x from "./x.svg"; import "made-up"` }, edges: ["a.ts value external ./x.svg", "a.ts side-effect external made-up"] },
  { name: "an alias that only a bundler knows", files: { "package.json": json({ name: "a" }), "a.ts": `import "@/x"` }, edges: ["a.ts side-effect unresolved @/x"] },
  { name: "require and dynamic imports", files: { "a.cjs": `const b = require("./b"); import("./c.mjs")`, "b.cjs": "", "c.mjs": "" }, edges: ["a.cjs require b.cjs", "a.cjs dynamic c.mjs"] },
  { name: "rootDirs", files: { "tsconfig.json": json({ compilerOptions: { rootDirs: ["src", "generated"] } }), "src/a.ts": `import "./b"`, "generated/b.ts": "" }, edges: ["src/a.ts side-effect generated/b.ts"] },
  { name: "installed packages that were committed, which are left out", files: { "node_modules/x/index.js": `import "./y"`, "a.ts": "" }, edges: [] },
];

describe("import graph", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  for (const { name, files, edges } of [...CASES, ...EDGE_CASES]) {
    it(`resolves ${name}`, async () => {
      const graph = await checks.graph(new MemorySnapshot(files));
      const shown = edgeWords(graph);
      assert.deepEqual(shown, edges);
      assert.deepEqual(graph.notChecked, []);
    });
  }

  it("says so when extends is circular, a tsconfig is broken, or a file does not parse, and reads the rest", async () => {
    const graph = await checks.graph(
      new MemorySnapshot({
        "tsconfig.json": json({ extends: "./tsconfig.other.json" }),
        "tsconfig.other.json": json({ extends: "./tsconfig.json" }),
        "p/tsconfig.json": "{\n nonsense",
        "a.ts": `import "./b"`,
        "b.ts": "",
        "p/c.ts": `import "../a"`,
        "d.ts": "\nlet = = ;",
      }),
    );
    assert.deepEqual(
      graph.edges.map(({ from, to }) => `${from} ${to}`),
      ["a.ts b.ts", "p/c.ts a.ts"],
    );
    const said = graph.notChecked.map(({ path, why }) => `${path}: ${why}`);
    assert.ok(said.some((one) => one.startsWith("tsconfig.json: circular extends: tsconfig.json → tsconfig.other.json → tsconfig.json")), said.join("\n"));
    assert.ok(said.some((one) => one.startsWith("p/tsconfig.json: not valid JSON on line 2")));
    assert.ok(said.some((one) => one.startsWith("d.ts: syntax error on line 2: ")));
    assert.equal(said.length, 3);
  });

  it("reads ten thousand files of one folder", async () => {
    const count = 10_000;
    const files: Record<string, string> = {};
    for (let index = 0; index < count; index++) files[`src/f${index}.ts`] = `import { f } from "./f${(index + 1) % count}";\nexport const f${index} = f;\n`;
    const graph = await checks.graph(new MemorySnapshot(files));
    assert.equal(graph.edges.filter(({ to }) => to !== null).length, count);
    // A circle as long as that is one finding, found without recursion.
    const { findings } = new ArchitectureRules(parseArchitecture({})).findings({ graph, globals: new Map() }, null, new Map());
    assert.deepEqual(findings.map(({ rule }) => rule), ["cycle"]);
    assert.match(findings[0]?.message ?? "", /f0\.ts → /);
    assert.ok((findings[0]?.related.length ?? 0) <= 60);
  }).timeout(60_000);

  it("says so when a file is deleted, or turns into something else, while the graph is built", async () => {
    const files = { "a.ts": `import "./b"; import "./c"`, "b.ts": `import "./c"`, "c.ts": "", "link.ts": "a.ts" };
    const whole = new MemorySnapshot(files);
    const vanishing: Snapshot = {
      id: "worktree",
      paths: whole.paths,
      has: (path) => whole.has(path),
      read: async (paths) => {
        const contents = new Map(await whole.read(paths));
        if (contents.has("b.ts")) contents.set("b.ts", { kind: "missing", blob: null, bytes: 0 });
        if (contents.has("c.ts")) contents.set("c.ts", { kind: "binary", blob: null, bytes: 3 });
        if (contents.has("link.ts")) contents.set("link.ts", { kind: "symlink", blob: null, bytes: 4 });
        return contents;
      },
    };
    const graph = await checks.graph(vanishing);
    assert.deepEqual(edgeWords(graph), ["a.ts side-effect b.ts", "a.ts side-effect c.ts"]);
    assert.deepEqual(graph.notChecked.map(({ path, why }) => `${path ?? ""}: ${why}`), ["b.ts: not there when it was read: deleted meanwhile, or missing from a partial clone", "c.ts: not readable as text (binary)"]);
    // What was gone for a moment is read when it is back.
    assert.deepEqual(edgeWords(await checks.graph(whole)), ["a.ts side-effect b.ts", "a.ts side-effect c.ts", "b.ts side-effect c.ts"]);
  });

  it("resolves without any installed package, and needs none", async () => {
    const graph = await checks.graph(new MemorySnapshot({ "package.json": json({ name: "x", dependencies: { zod: "1" } }), "a.ts": `import "zod"; import "zod/v4"` }));
    assert.deepEqual(edgeWords(graph), ["a.ts side-effect external zod", "a.ts side-effect external zod"]);
    assert.deepEqual(graph.notChecked, []);
  });

  it("does not parse a file that is too large or has a line that is too long, and says so", async () => {
    const graph = await checks.graph(new MemorySnapshot({ "large.ts": "a();\n".repeat(1_200_000), "wide.ts": `const a = "${"x".repeat(1_100_000)}";`, "b.ts": `import "./large"` }));
    assert.deepEqual(
      graph.edges.map(({ to }) => to),
      ["large.ts"],
    );
    assert.deepEqual(graph.notChecked.map(({ path }) => path).sort(), ["large.ts", "wide.ts"]);
  });
});
