import { strict as assert } from "node:assert";
import { parseArchitecture } from "../../../../src/checks/architecture/architecture-configuration";
import { ArchitectureRules } from "../../../../src/checks/architecture/architecture-rules";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import { CountersignError, type Finding } from "../../../../src/core/model";
import { MemorySnapshot, realChecks } from "../memory-snapshot";

type Files = Readonly<Record<string, string>>;

describe("architecture rules", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  const findings = async (architecture: unknown, head: Files, base: Files | null = null, basePaths: ReadonlyMap<string, string> = new Map()): Promise<readonly Finding[]> =>
    new ArchitectureRules(parseArchitecture(architecture)).findings({ graph: await checks.graph(new MemorySnapshot(head)), globals: new Map() }, base === null ? null : { graph: await checks.graph(new MemorySnapshot(base)), globals: new Map() }, basePaths).findings;
  const shown = (found: readonly Finding[]) => found.map(({ rule, path, startLine, severity, introduced }) => `${rule} ${path}:${startLine} ${severity} ${introduced ? "new" : "old"}`);

  describe("cycle", () => {
    const a = `import "./b"`;
    it("reports a component once, with its whole chain, at the line of the import", async () => {
      const found = await findings({}, { "a.ts": a, "b.ts": `\nimport "./c"`, "c.ts": `import "./a"` });
      assert.deepEqual(shown(found), ["cycle c.ts:1 warning new"]);
      assert.match(found[0]?.message ?? "", /: c\.ts → a\.ts → b\.ts → c\.ts/);
      assert.deepEqual(found[0]?.related.map(({ path, startLine }) => `${path}:${startLine}`), ["a.ts:1", "b.ts:2"]);
    });
    it("leaves out edges of types, and dynamic ones, unless they are asked for", async () => {
      const files = { "a.ts": `import type { B } from "./b"`, "b.ts": `import "./a"`, "c.ts": `import("./d")`, "d.ts": `import "./c"` };
      assert.deepEqual(await findings({}, files), []);
      assert.deepEqual(shown(await findings({ acyclic: { scope: "file", kinds: ["value", "side-effect", "type"], severity: "note" } }, files)), ["cycle b.ts:1 note new"]);
      assert.deepEqual(shown(await findings({ acyclic: [{ scope: "file", kinds: ["dynamic", "side-effect"] }] }, files)), ["cycle d.ts:1 warning new"]);
    });
    it("blames the edge that closed it since the base, and only that", async () => {
      const base = { "a.ts": a, "b.ts": `import "./c"`, "c.ts": "" };
      assert.deepEqual(shown(await findings({}, { ...base, "c.ts": `\n\nimport "./a"` }, base)), ["cycle c.ts:3 warning new"]);
    });
    it("blames an import that was of types before", async () => {
      const base = { "a.ts": a, "b.ts": `import type { A } from "./a"` };
      assert.deepEqual(shown(await findings({}, { ...base, "b.ts": `import { A } from "./a"` }, base)), ["cycle b.ts:1 warning new"]);
    });
    it("keeps what stood before as old, beside a new edge in the same component", async () => {
      const base = { "a.ts": a, "b.ts": `import "./a"` };
      const head = { "a.ts": `import "./c"\n${a}`, "b.ts": `import "./a"`, "c.ts": `import "./b"` };
      assert.deepEqual(shown(await findings({}, base, base)), ["cycle b.ts:1 warning old"]);
      assert.deepEqual(shown(await findings({}, head, base)), ["cycle b.ts:1 warning old", "cycle c.ts:1 warning new"]);
    });
    it("follows a renamed file", async () => {
      const base = { "old.ts": `import "./b"`, "b.ts": `import "./old"` };
      assert.deepEqual(shown(await findings({}, { "new.ts": `import "./b"`, "b.ts": `import "./new"` }, base, new Map([["new.ts", "old.ts"]]))), ["cycle new.ts:1 warning old"]);
    });
    it("takes an import of itself for no cycle", async () => assert.deepEqual(await findings({}, { "a.ts": `import "./a"` }), []));
    it("can be switched off", async () => assert.deepEqual(await findings({ acyclic: { scope: "file", severity: "off" } }, { "a.ts": a, "b.ts": `import "./a"` }), []));
  });

  describe("layer", () => {
    const elements = { ui: "src/ui/**", api: "src/api", data: ["src/data/**", "!src/data/public/**"], jobs: "src/jobs" };
    const order = { elements, layers: [{ order: ["ui", ["api", "jobs"], "data"], because: "the UI must be replaceable" }] };
    it("forbids an import against the order, with the reason", async () => {
      const found = await findings(order, { "src/data/a.ts": `\nimport { b } from "../ui/b"`, "src/ui/b.ts": `import "../data/a"`.replace("../data/a", "./c"), "src/ui/c.ts": "" });
      assert.deepEqual(shown(found), ["layer src/data/a.ts:2 error new"]);
      assert.equal(found[0]?.why, "the UI must be replaceable");
      assert.equal(found[0]?.class, "architecture");
    });
    it("forbids siblings each other", async () => assert.deepEqual(shown(await findings(order, { "src/api/a.ts": `import "../jobs/b"`, "src/jobs/b.ts": "" })), ["layer src/api/a.ts:1 error new"]));
    it("lets a layer import all below it, and itself", async () => {
      assert.deepEqual(await findings(order, { "src/ui/a.ts": `import "../data/b"; import "./c"; import "../api/d"`, "src/data/b.ts": "", "src/ui/c.ts": "", "src/api/d.ts": "" }), []);
    });
    it("lets a closed layer import only the next one", async () => {
      const closed = { elements, layers: [{ order: ["ui", "api", "data"], open: false, severity: "warning" }] };
      assert.deepEqual(shown(await findings(closed, { "src/ui/a.ts": `import "../data/b"`, "src/data/b.ts": "" })), ["layer src/ui/a.ts:1 warning new"]);
    });
    it("takes out what an element excludes", async () => assert.deepEqual(await findings(order, { "src/data/public/a.ts": `import "../../ui/b"`, "src/ui/b.ts": "" }), []));
    it("marks what the base had as old, wherever it stands by now", async () => {
      const files = (lines: string) => ({ "src/data/a.ts": `${lines}import "../ui/b"`, "src/ui/b.ts": "" });
      assert.deepEqual(shown(await findings(order, files("\n\n\n"), files(""))), ["layer src/data/a.ts:4 error old"]);
    });
  });

  describe("forbidden-import", () => {
    const forbid = (rule: object) => ({ elements: { core: "core/**", app: "app/**" }, forbid: [{ because: "why", ...rule }] });
    it("forbids by glob and by kind", async () => {
      const files = { "src/a.ts": `import type { X } from "./b"\nimport "./b"`, "src/b.ts": "" };
      assert.deepEqual(shown(await findings(forbid({ from: "src/a.ts", to: "src/b.ts", kind: "type" }), files)), ["forbidden-import src/a.ts:1 error new"]);
      assert.deepEqual(shown(await findings(forbid({ from: "src/**", to: "src/b.ts", kind: ["value", "side-effect"] }), files)), ["forbidden-import src/a.ts:2 error new"]);
    });
    it("forbids all but some, and packages", async () => {
      const files = { "package.json": `{"name":"a","dependencies":{"lodash":"1","diff":"1"}}`, "core/a.ts": `import "./b"; import "../app/c"\nimport "lodash/map"; import "diff"\nimport "node:fs/promises"`, "core/b.ts": "", "app/c.ts": `import "lodash"` };
      assert.deepEqual((await findings(forbid({ from: "core", to: ["!core"] }), files)).map(({ message }) => message), ["core/a.ts may not import app/c.ts (side-effect)"]);
      assert.deepEqual((await findings(forbid({ from: "core", to: ["npm:*", "npm:*/**", "!npm:diff"] }), files)).map(({ message }) => message), ["core/a.ts may not import npm:lodash (side-effect)"]);
      assert.deepEqual(shown(await findings(forbid({ from: "!app", to: "node:fs" }), files)), ["forbidden-import core/a.ts:3 error new"]);
    });
  });

  describe("external", () => {
    const files = { "package.json": `{"name":"a"}`, "yarn.lock": `deep@^1:\n  version "1"\n`, "a.ts": `import "./none"\nimport "deep"\nimport "invented"\nimport "@/alias"\nimport type { X } from "types-only"` };
    it("reports what leads nowhere; a package that nobody knows is an error", async () => {
      assert.deepEqual(shown(await findings({}, files)), ["unresolved-import a.ts:1 warning new", "phantom-package a.ts:2 warning new", "undeclared-package a.ts:3 error new", "unresolved-import a.ts:4 note new", "undeclared-package a.ts:5 warning new"]);
    });
    it("takes the configured severities, and off", async () => {
      assert.deepEqual(shown(await findings({ external: { undeclared: "off", phantom: "off", unresolved: "error" } }, files)), ["unresolved-import a.ts:1 error new", "unresolved-import a.ts:4 error new"]);
    });
    it("sees that a deleted file leaves its importers behind", async () => {
      const base = { "a.ts": `import "./b"`, "b.ts": "" };
      assert.deepEqual(shown(await findings({}, { "a.ts": base["a.ts"] }, base)), ["unresolved-import a.ts:1 warning new"]);
    });
  });

  describe("configuration", () => {
    const errors: readonly (readonly [unknown, RegExp, RegExp])[] = [
      [{ layer: [] }, /architecture: unknown key "layer"/, /did you mean "layers"/],
      [{ layers: [{ ordre: ["a", "b"] }] }, /architecture\.layers\[0\]/, /order/],
      [{ forbid: [{ from: "src/**", to: "x/**", becuase: "x" }] }, /architecture\.forbid\[0\]: unknown key "becuase"/, /because/],
      [{ acyclic: { scope: "file", kind: ["value"] } }, /architecture\.acyclic: unknown key "kind"/, /kinds/],
      [{ external: { undeclared: "fatal" } }, /architecture\.external\.undeclared/, /error/],
      [{ elements: { data: "src/data/**" }, layers: [{ order: ["dta", "src/ui/**"] }] }, /"dta" is no element/, /did you mean "data"/],
      [{ forbid: [{ from: "core", to: "ui" }] }, /"core" is no element/, /core\/\*\*/],
      [[], /architecture/, /./],
    ];
    for (const [value, message, hint] of errors) {
      it(`refuses ${JSON.stringify(value)}`, () => {
        assert.throws(
          () => parseArchitecture(value),
          (error) => error instanceof CountersignError && error.code === "configuration" && message.test(error.message) && hint.test(error.details.hint ?? ""),
        );
      });
    }
    it("takes nothing for the defaults", () => assert.deepEqual(parseArchitecture(undefined), {}));
  });
});
