import { strict as assert } from "node:assert";
import { lockedNames, lockedTargets } from "../../../src/checks/graph/project-files";
import { readFacts } from "../../../src/checks/read-facts";
import { MemorySnapshot } from "./memory-snapshot";

const manifest = (sections: object) => JSON.stringify({ name: "moor", ...sections }, null, 2);
const facts = (base: Readonly<Record<string, string>>, head: Readonly<Record<string, string>>) => readFacts(new MemorySnapshot(head), ["package.json"], new MemorySnapshot(base));
const pnpm = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      fen-v2:\n        specifier: npm:@bog/fen@2.0.0\n        version: '@bog/fen@2.0.0'\n\npackages:\n\n  '@bog/fen@2.0.0':\n    resolution: {}\n";

describe("what is known of the repository around changed files", () => {
  it("knows a package that stands under another name by its own", async () => {
    const base = { "package.json": manifest({ dependencies: { "@bog/fen": "2.0.0" } }) };
    const head = { "package.json": manifest({ dependencies: { "fen-v2": "npm:@bog/fen@2.0.0" } }), "pnpm-lock.yaml": pnpm };
    const { declaredBefore, locked, lockedBefore } = await facts(base, head);
    assert.deepEqual([declaredBefore, locked, lockedBefore], [["@bog/fen", "moor"], ["@bog/fen"], []]);
  });
  it("does not take the name for the package", async () => {
    const base = { "package.json": manifest({ dependencies: { fen: "npm:@bog/fen@2.0.0" } }) };
    const head = { "package.json": manifest({ dependencies: { fen: "1.0.0" } }), "pnpm-lock.yaml": pnpm };
    const { declaredBefore, locked } = await facts(base, head);
    assert.deepEqual([declaredBefore, locked], [["@bog/fen", "moor"], []]);
  });
  it("knows what the base's lockfile held of a package under another name", async () => {
    const base = { "package.json": manifest({}), "pnpm-lock.yaml": pnpm };
    const head = { "package.json": manifest({ dependencies: { "fen-v2": "npm:@bog/fen@2.0.0", peat: "npm:sedge@1" } }) };
    assert.deepEqual((await facts(base, head)).lockedBefore, ["@bog/fen"]);
  });
  it("reads each section's own version of a name", async () => {
    const base = { "package.json": manifest({ devDependencies: { fen: "npm:@bog/fen@2" }, peerDependencies: { fen: "1" }, bundledDependencies: ["fen"] }) };
    assert.deepEqual((await facts(base, base)).declaredBefore, ["@bog/fen", "fen", "moor"]);
  });
  it("reads what lockfiles say of packages under other names", () => {
    const targets = (text: string) => [...lockedTargets(text)];
    assert.deepEqual(targets('{\n  "packages": {\n    "node_modules/fen-v2": {\n      "name": "@bog/fen",\n      "version": "2.0.0"\n    },\n    "node_modules/peat": {\n      "version": "1.0.0"\n    }\n  }\n}\n'), ["@bog/fen"]);
    assert.deepEqual(targets('{\n  "dependencies": {\n    "fen-v2": {\n      "version": "npm:@bog/fen@2.0.0"\n    }\n  }\n}\n'), ["@bog/fen"]);
    assert.deepEqual(targets('fen-v2@npm:@bog/fen@2.0.0:\n  version "2.0.0"\n\n"peat-v1@npm:peat@^1.0.0":\n  version: 1.0.0\n\n"sedge@npm:^4.0.0":\n  version: 4.0.0\n'), ["@bog/fen", "peat"]);
    assert.deepEqual(targets('    "fen-v2": ["@bog/fen@2.0.0", "", {}],\n'), ["@bog/fen"]);
    assert.deepEqual([lockedNames(pnpm).has("@bog/fen"), targets(pnpm)], [true, []]);
  });
});
