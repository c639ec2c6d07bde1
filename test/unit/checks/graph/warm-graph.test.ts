import { strict as assert } from "node:assert";
import { parseArchitecture } from "../../../../src/checks/architecture/architecture-configuration";
import { ArchitectureRules, type JudgedGraph } from "../../../../src/checks/architecture/architecture-rules";
import { ParserClient } from "../../../../src/checks/parsing/parser-client";
import { GraphBuilder } from "../../../../src/checks/graph/build-graph";
import { ENGINE_VERSION, GraphFiles } from "../../../../src/checks/graph/graph-files";
import type { ImportGraph } from "../../../../src/checks/graph/import-graph";
import { ModuleCache } from "../../../../src/checks/graph/module-cache";
import type { CacheFolder } from "../../../../src/core/ports";
import { readFileSync } from "node:fs";
import { MemorySnapshot, realProcesses, SILENT } from "../memory-snapshot";

const CHANGES = 1_000;

/** A generator of its own, so that every run walks the same way (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const NAMES = Array.from({ length: 24 }, (_, index) => `${["src", "src/ui", "lib", "lib/deep"][index % 4] ?? ""}/m${index}${index % 7 === 0 ? ".vue" : index % 5 === 0 ? ".js" : index % 3 === 0 ? ".tsx" : ".ts"}`);

/** All that a graph says, in order. */
function bytesOf(graph: ImportGraph): string {
  return JSON.stringify({ ...graph.parts, licences: graph.parts.licences === null ? null : [...graph.parts.licences] });
}

class World {
  readonly files: Record<string, string> = { "package.json": "{}" };

  constructor(private readonly random: (below: number) => number) {
    for (const name of NAMES.slice(0, 12)) this.files[name] = this.module(name);
  }

  /** One edit, creation, move or deletion, now and then of a file that decides how specifiers resolve. */
  change(): void {
    const paths = Object.keys(this.files).filter((path) => path.includes("/m"));
    const path = paths[this.random(paths.length)] ?? "src/m1.ts";
    const other = NAMES[this.random(NAMES.length)] ?? "src/m2.ts";
    switch (this.random(12)) {
      case 0:
        Reflect.deleteProperty(this.files, path);
        break;
      case 1:
        this.files[other] = this.files[path] ?? "";
        Reflect.deleteProperty(this.files, path);
        break;
      case 2:
        this.files["tsconfig.json"] = ["{ broken", '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}', '{"compilerOptions":{"verbatimModuleSyntax":true,"paths":{"@/*":["./lib/*"]}}}', '{"extends":"./tsconfig.json"}'][this.random(4)] ?? "";
        break;
      case 3:
        this.files["package.json"] = ['{"name":"a","imports":{"#x":"./src/m1.ts"},"dependencies":{"zod":"1"}}', '{"name":"a","devDependencies":{"zod":"1"}}', "not json"][this.random(3)] ?? "";
        break;
      case 4:
        if (this.random(2) === 0) delete this.files["types.d.ts"];
        else this.files["types.d.ts"] = `declare module "virtual-${this.random(3)}" { }`;
        break;
      default:
        this.files[this.random(3) === 0 ? other : path] = this.module(path);
    }
  }

  private module(path: string): string {
    const body = Array.from({ length: this.random(5) }, () => this.statement(path)).join("\n");
    return path.endsWith(".vue") ? `<template/>\n<script lang="ts">\n${body}\n</script>` : this.random(40) === 0 ? "let = = ;" : body;
  }

  private statement(path: string): string {
    const target = NAMES[this.random(NAMES.length)] ?? "src/m1.ts";
    const up = "../".repeat(path.split("/").length - 1);
    const bare = this.random(2) === 0 ? target : target.replace(/\.\w+$/, "");
    const specifier = ["zod", "#x", `@/m${this.random(24)}`, `virtual-${this.random(3)}`, `${up}${bare}`, `${up}${bare}`, `${up}${bare}`][this.random(7)] ?? "zod";
    const name = ["T", "v", "U"][this.random(3)] ?? "T";
    return (
      [`import { ${name} } from "${specifier}";`, `import type { ${name} } from "${specifier}";`, `export * from "${specifier}";`, `export { ${name} } from "${specifier}";`, `import "${specifier}";`, `const x = import("${specifier}");`, `import { type ${name} } from "${specifier}";`, "export interface T {}", "export const v = 1;", "export class T {}", `/** @type {import("${specifier}").T} */ let y;`, `const z = require("${specifier}");`][this.random(12)] ?? ""
    );
  }
}

class MemoryFolder implements CacheFolder {
  readonly files = new Map<string, Uint8Array>();

  read(name: string): Uint8Array | null {
    return this.files.get(name) ?? null;
  }

  write(name: string, content: Uint8Array): void {
    this.files.delete(name);
    this.files.set(name, Uint8Array.from(content));
  }

  names(): readonly string[] {
    return [...this.files.keys()].reverse();
  }

  remove(name: string): void {
    this.files.delete(name);
  }
}

describe("a warm graph", function () {
  this.timeout(120_000);
  const parser = new ParserClient(realProcesses(), SILENT);
  after(() => parser.dispose());
  const cold = (files: Readonly<Record<string, string>>, modules = new ModuleCache(), folder: CacheFolder | null = null) => new GraphBuilder(parser, modules, folder === null ? null : new GraphFiles(folder)).build(new MemorySnapshot({ ...files }));

  it(`equals a cold one byte for byte after each of ${CHANGES} random edits, renames, moves and deletes`, async () => {
    const world = new World(randomNumbers(20261122));
    const warm = new GraphBuilder(parser, new ModuleCache(), null);
    // What parsing gives depends on the content alone; everything else of the cold graph is made anew each time.
    const parsed = new ModuleCache();
    let edges = 0;
    for (let step = 0; step < CHANGES; step++) {
      world.change();
      const graph = await warm.build(new MemorySnapshot({ ...world.files }));
      const expected = bytesOf(await cold(world.files, parsed));
      assert.equal(bytesOf(graph), expected, `after ${step + 1} changes`);
      edges += graph.edges.length;
    }
    assert.ok(edges > CHANGES * 5, `${edges} edges were compared`);
    assert.equal(bytesOf(await warm.build(new MemorySnapshot({ ...world.files }))), bytesOf(await cold(world.files)));
  });

  it(`is judged after each of ${CHANGES} such changes by rules that remember as by rules that know nothing, against a base that moves now and then`, async () => {
    const world = new World(randomNumbers(31));
    const builder = new GraphBuilder(parser, new ModuleCache(), null);
    const section = { layers: { order: ["src/ui/**", "src/**", "lib/**"], exhaustive: "**", severity: "warning" }, acyclic: [{ scope: "file" }, { scope: "folder", kinds: ["value", "type"] }], forbid: { from: "lib/**", to: "npm:zod" }, orphan: { in: "lib/**" }, limit: { of: "**", fanOut: 2, cycleSize: 3 }, reach: { from: "src/ui/**", to: ["lib/deep/**", "npm:zod"] } };
    const remembering = new ArchitectureRules(parseArchitecture(section));
    let base: JudgedGraph | null = null;
    const found = new Map<string, number>();
    for (let step = 0; step < CHANGES; step++) {
      world.change();
      const head: JudgedGraph = { graph: await builder.build(new MemorySnapshot({ ...world.files })), globals: new Map() };
      const warm = remembering.findings(head, base, new Map());
      assert.deepEqual(warm, new ArchitectureRules(parseArchitecture(section)).findings(head, base, new Map()), `after ${step + 1} changes`);
      for (const { rule } of warm.findings) found.set(rule, (found.get(rule) ?? 0) + 1);
      if (step % 60 === 20) base = head;
    }
    for (const rule of ["cycle", "layer", "forbidden-import", "orphan-file", "limit-exceeded", "transitive-import"]) assert.ok((found.get(rule) ?? 0) > 20, `${found.get(rule) ?? 0} of ${rule} were compared`);
  });

  it("equals the stored one, and a stored one that was damaged, cut short or of another version is made anew", async () => {
    const world = new World(randomNumbers(7));
    for (let step = 0; step < 40; step++) world.change();
    const expected = bytesOf(await cold(world.files));
    const folder = new MemoryFolder();
    assert.equal(bytesOf(await cold(world.files, new ModuleCache(), folder)), expected);
    const stored = new Map(folder.files);
    assert.deepEqual([...stored.keys()].map((name) => name.replace(/-.*/, "")).sort(), ["graph", "modules"]);
    assert.equal(bytesOf(await cold(world.files, new ModuleCache(), folder)), expected);
    for (const damage of [(bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1), (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === 40 ? byte ^ 1 : byte)), () => new Uint8Array(0), () => new Uint8Array(100)]) {
      for (const [name, bytes] of stored) folder.files.set(name, damage(bytes));
      assert.equal(bytesOf(await cold(world.files, new ModuleCache(), folder)), expected);
    }
    // Another content has another name: the stored graph is not taken for it.
    world.files["src/m1.ts"] = `import "./m2"; export const changed = 1;`;
    assert.equal(bytesOf(await cold(world.files, new ModuleCache(), folder)), bytesOf(await cold(world.files)));
  });

  it("stores at most six graphs", async () => {
    const folder = new MemoryFolder();
    for (let index = 0; index < 9; index++) await cold({ "a.ts": `import "./b${index}"` }, new ModuleCache(), folder);
    assert.equal(folder.names().filter((name) => name.startsWith("graph-")).length, 6);
  });

  it("is stored under the version of the parser that made it", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Readonly<Record<string, string>> };
    assert.ok(ENGINE_VERSION.endsWith(` oxc-parser@${dependencies["oxc-parser"] ?? ""}`));
  });
});
