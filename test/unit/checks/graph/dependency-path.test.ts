import { strict as assert } from "node:assert";
import { dependencyPath } from "../../../../src/checks/graph/dependency-path";
import { MemorySnapshot, realChecks } from "../memory-snapshot";

const FILES = {
  "src/a.ts": 'import { b } from "./b";\nexport const a = b;\n',
  "src/b.ts": '\nexport * from "./c";\nexport const b = 1;\n',
  "src/c.ts": 'import type { D } from "./d";\nexport const later = (d: D) => import("./e");\n',
  "src/d.ts": "export interface D { x: 1 }\n",
  "src/e.ts": 'require("./f.cjs");\nexport {};\n',
  "src/f.cjs": "module.exports = 1;\n",
  "src/alone.ts": "export {};\n",
};

describe("dependency path", () => {
  const checks = realChecks();
  after(() => checks.dispose());

  const steps = async (from: string, to: string) => dependencyPath(await checks.graph(new MemorySnapshot(FILES)), from, to)?.map((step) => `${step.path}:${step.line} ${step.kind} ${step.to}`) ?? null;

  it("tells each import of the shortest chain, of every kind", async () => {
    assert.deepEqual(await steps("src/a.ts", "src/f.cjs"), ["src/a.ts:1 value src/b.ts", "src/b.ts:2 re-export src/c.ts", "src/c.ts:2 dynamic src/e.ts", "src/e.ts:1 require src/f.cjs"]);
    assert.deepEqual((await steps("src/a.ts", "src/d.ts"))?.at(-1), "src/c.ts:1 type src/d.ts");
  });

  it("tells that there is none: against the imports, to a file apart, to itself, to what is no file", async () => {
    for (const [from, to] of [["src/f.cjs", "src/a.ts"], ["src/a.ts", "src/alone.ts"], ["src/a.ts", "src/a.ts"], ["src/a.ts", "src/nowhere.ts"]] as const) assert.equal(await steps(from, to), null);
  });

  it("names the files to choose from", async () => {
    const { files, steps: none } = await checks.dependencyPath(new MemorySnapshot(FILES), null);
    assert.deepEqual(files, Object.keys(FILES).sort());
    assert.equal(none, null);
  });
});
