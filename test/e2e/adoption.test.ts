/** `countersign init` on repositories that have an order already: what it proposes, presets, and other tools' rules. */
import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfiguration } from "../../src/app/configuration";
import { check, countersign, type Ran } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const CONFIGURATION = ".countersign/config.jsonc";
const KNOWN = ".countersign/known-violations.json";
const CLAUDE = "x\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

describe("adoption on the command line", function () {
  this.timeout(180_000);
  let repository: TemporaryRepository;
  beforeEach(() => {
    repository = new TemporaryRepository();
    repository.write("package.json", '{"name":"shop","dependencies":{"pg":"1"}}\n');
  });
  afterEach(() => repository.dispose());

  const init = (...parameters: readonly string[]): Ran => countersign(repository.folder, ["init", "--yes", "--no-enrol", ...parameters]);
  const read = (path: string): string => readFileSync(join(repository.folder, path), "utf8");
  const architecture = (path = CONFIGURATION) => parseConfiguration(read(path), path).architecture as { elements?: Record<string, unknown>; layers?: { order: unknown; severity: string; because: string }[]; forbid?: { from: unknown; to: unknown; because: string }[]; preset?: string } | null;
  const violations = (): readonly { readonly rule: string; readonly path: string; readonly target: string }[] => (JSON.parse(read(KNOWN)) as { violations: { rule: string; path: string; target: string }[] }).violations;
  const words = ({ stdout }: Ran) => stdout.replaceAll(/\s+/g, " ");

  /** Five pages over four services over three stores; each store opens the database. */
  const layered = (): void => {
    for (let page = 0; page < 5; page++) repository.write(`src/pages/p${page}.ts`, [0, 1, 2, 3].map((one) => `import "../services/s${one}";\n`).join(""));
    for (let service = 0; service < 4; service++) repository.write(`src/services/s${service}.ts`, [0, 1, 2].map((one) => `import "../stores/t${one}";\n`).join(""));
    for (let store = 0; store < 3; store++) repository.write(`src/stores/t${store}.ts`, 'import "pg";\n');
    repository.write("src/services/s0.test.ts", 'import "../pages/p0";\n');
  };

  it("proposes the layers that the imports keep to, with their numbers; a new import against them is found", () => {
    layered();
    repository.commit("start");
    const said = init();
    assert.equal(said.code, 0, said.stderr);
    assert.match(words(said), /Proposed layers of folders of src: pages > services > stores: covers 32 imports, none against it\./);
    assert.match(words(said), /Proposed only stores imports npm:pg: covers 3 imports, none against it\./);
    assert.deepEqual(architecture()?.layers, [{ order: ["pages", "services", "stores"], severity: "warning", because: "Proposed by countersign init: all 32 imports that it covers obeyed it." }]);
    assert.deepEqual(architecture()?.elements, { pages: "src/pages/**", services: ["src/services/**", "!**/*{.,_,-}{test,spec,e2e,cy}.*"], stores: "src/stores/**" });
    assert.equal(existsSync(join(repository.folder, KNOWN)), false);
    const text = read(CONFIGURATION);
    const again = init();
    assert.match(again.stdout, /Kept \.countersign\/config\.jsonc as it was/);
    assert.equal(read(CONFIGURATION), text);
    const base = repository.commit("rules");
    repository.write("src/stores/t3.ts", 'import "../pages/p0";\nimport "pg";\n');
    repository.commit(CLAUDE);
    assert.deepEqual(check(repository.folder, "--base", base).findings.map(({ rule, path }) => `${rule} ${path}`).filter((one) => one.startsWith("layer")), ["layer src/stores/t3.ts"]);
  });

  it("what is against a proposed rule today is listed as known, and many against it are no rule", () => {
    layered();
    repository.write("src/stores/t2.ts", 'import "pg";\nimport "../pages/p4";\n');
    const base = repository.commit("start");
    const said = init();
    assert.match(words(said), /pages > services > stores: covers 33 imports, 1 against it\./);
    // The import closes circles as well, which are known from the first day like everything else.
    assert.deepEqual(violations().filter(({ rule }) => rule === "layer"), [{ rule: "layer", path: "src/stores/t2.ts", target: "src/pages/p4.ts" }]);
    repository.commit("rules");
    assert.deepEqual((JSON.parse(countersign(repository.folder, ["baseline", "--format", "json"]).stdout) as { unlisted: unknown[] }).unlisted, []);
    // Half of them upwards: no order is claimed.
    repository.git("checkout", "-q", "-b", "other", base);
    for (let store = 0; store < 3; store++) repository.write(`src/stores/t${store}.ts`, [0, 1, 2, 3, 4].map((one) => `import "../pages/p${one}";\n`).join(""));
    repository.commit("circles");
    assert.match(words(init()), /folders of src import each other in circles: no order of layers is proposed/);
    assert.deepEqual(architecture(), {});
  });

  it("proposes packages of a workspace, and folders that stay apart", () => {
    repository.write("package.json", '{"name":"root","workspaces":["packages/*"]}\n');
    for (const name of ["web", "api", "model"]) repository.write(`packages/${name}/package.json`, `{"name":"@shop/${name}","dependencies":{"@shop/api":"1","@shop/model":"1"}}\n`);
    for (let one = 0; one < 6; one++) {
      repository.write(`packages/web/src/w${one}.ts`, 'import "@shop/api/src/index";\nimport "@shop/model/src/index";\n');
      repository.write(`packages/api/src/a${one}.ts`, 'import "@shop/model/src/index";\n');
    }
    for (const name of ["api", "model"]) repository.write(`packages/${name}/src/index.ts`, "export {};\n");
    for (const feature of ["cart", "login", "search"]) for (let one = 0; one < 3; one++) repository.write(`packages/web/src/features/${feature}/f${one}.ts`, 'import "@shop/model/src/index";\nimport "../../w0";\n');
    repository.commit("start");
    const said = words(init());
    assert.match(said, /Proposed layers of packages: web > api > model: covers \d+ imports, none against it/);
    assert.match(said, /the 3 folders in packages\/web\/src\/features do not import each other: covers \d+ imports, none against it/);
  });

  it("says where there is too little to propose from; --no-architecture proposes nothing; --architecture adds to a configuration", () => {
    repository.write("src/a.ts", 'import "./b";\n');
    repository.write("src/b.ts", "");
    repository.commit("start");
    assert.match(words(init()), /too few imports between folders/);
    assert.deepEqual(architecture(), {});
    layered();
    assert.doesNotMatch(words(init()), /Proposed/);
    assert.deepEqual(architecture(), {});
    repository.write(CONFIGURATION, read(CONFIGURATION).replace("{", "{\n  // mine\n"));
    assert.match(words(init("--architecture")), /Proposed layers/);
    assert.match(read(CONFIGURATION), /\/\/ mine/);
    assert.equal(architecture()?.layers?.length, 1);
    repository.remove(".countersign");
    assert.doesNotMatch(words(init("--no-architecture")), /Proposed/);
  });

  it("a preset says which of its elements are here, and lists what breaks it", () => {
    layered();
    repository.write("src/domain/d.ts", 'import "../services/s0";\n');
    repository.commit("start");
    const said = init("--preset", "layered");
    assert.match(words(said), /presentation matches 5 file\(s\), such as src\/pages\/p0\.ts.*The preset's infrastructure matches no file here/);
    assert.deepEqual(architecture(), { preset: "layered" });
    assert.deepEqual(violations().map(({ rule, path }) => `${rule} ${path}`), ["layer src/domain/d.ts"]);
    assert.equal(init("--preset", "layered").code, 2);
    assert.equal(init("--preset", "onion").code, 2);
  });

  it("another tool's rules are carried over, to the package that they stand in, and what can't be is named", () => {
    layered();
    repository.write(".dependency-cruiser.cjs", 'module.exports = {\n  forbidden: [\n    { name: "down", comment: "stores are low", severity: "error", from: { path: "^src/stores" }, to: { path: "^src/pages" } },\n    { name: "odd", severity: "warn", from: {}, to: { moreUnstable: true } },\n  ],\n  options: { tsPreCompilationDeps: true },\n};\nrequire("node:fs").writeFileSync("executed", "x");\n');
    repository.write("web/package.json", '{"name":"web"}\n');
    repository.write("web/eslint.config.mjs", 'export default [{ settings: { "boundaries/elements": [{ type: "ui", pattern: "src/ui" }, { type: "db", pattern: "src/db" }] }, rules: { "boundaries/element-types": ["error", { default: "allow", rules: [{ from: "db", disallow: ["ui"] }] }] } }];\n');
    repository.write("web/src/db/a.ts", 'import "../ui/b";\n');
    repository.write("web/src/ui/b.ts", "");
    repository.commit("start");
    const said = init("--from", ".dependency-cruiser.cjs");
    assert.match(words(said), /Carried over 1 of 2 rules of dependency-cruiser.*Not carried over: forbidden\[1\] \(odd\) \(\.dependency-cruiser\.cjs:4\): to\.moreUnstable has no counterpart/);
    assert.equal(existsSync(join(repository.folder, "executed")), false);
    assert.equal(architecture()?.forbid?.[0]?.because, "stores are low");
    const nested = init("--from", "web/eslint.config.mjs");
    assert.equal(nested.code, 0, nested.stderr);
    assert.match(nested.stdout, /Wrote web\/\.countersign\/config\.jsonc/);
    assert.equal(architecture("web/.countersign/config.jsonc")?.forbid?.length, 1);
    assert.ok(violations().some(({ rule, path }) => rule === "forbidden-import" && path === "web/src/db/a.ts"));
    assert.deepEqual([init("--from", "nowhere.js").code, init("--from", "src/pages/p0.ts").code, init("--from", "package.json").code], [2, 2, 2]);
  });
});
