/** What `npm publish` would send, installed and used as a stranger would; and the library's types, example and errors. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertSchema } from "../unit/report/schemas";
import { PROJECT, SupervisedRepository } from "./supervised-repository";

interface Packed {
  readonly files: readonly { readonly path: string; readonly mode: number }[];
  readonly size: number;
}

describe("the npm package", function () {
  this.timeout(180_000);
  let work: string;
  let packed: Packed;
  let installed: string;

  before(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), "countersign-package-")));
    // A copy, so that the build under test stays as it is; what is installed here stands beside it.
    const project = join(work, "project");
    mkdirSync(project);
    for (const name of ["package.json", "package-lock.json", "README.md", "CHANGELOG.md", "LICENSE", "package.nls.json", "media", "src", "dist", "tsconfig.json", "esbuild.config.mjs"]) cpSync(join(PROJECT, name), join(project, name), { recursive: true });
    symlinkSync(join(PROJECT, "node_modules"), join(project, "node_modules"));
    const types = spawnSync(process.execPath, ["esbuild.config.mjs", "--types"], { cwd: project, encoding: "utf8" });
    assert.equal(types.status, 0, types.stdout + types.stderr);
    const ran = spawnSync("npm", ["pack", "--json", "--ignore-scripts", "--offline"], { cwd: project, encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
    const [first] = JSON.parse(ran.stdout) as (Packed & { readonly filename: string })[];
    assert.ok(first !== undefined);
    packed = first;
    const consumer = join(work, "consumer");
    installed = join(consumer, "node_modules/countersign");
    mkdirSync(installed, { recursive: true });
    assert.equal(spawnSync("tar", ["-xzf", join(project, first.filename), "--strip-components=1", "-C", installed]).status, 0);
    // Its dependencies, as npm would put them beside it.
    const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { dependencies: Record<string, string> };
    for (const name of Object.keys(dependencies)) {
      mkdirSync(join(consumer, "node_modules", name, ".."), { recursive: true });
      symlinkSync(join(PROJECT, "node_modules", name), join(consumer, "node_modules", name));
    }
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  it("holds the command line, the library, its types and the schemas, and nothing of the editor's or the tests'", () => {
    const paths = packed.files.map(({ path }) => path);
    for (const wanted of ["dist/main.js", "dist/cli.js", "dist/hook.js", "dist/parser.js", "dist/semantic.js", "dist/library.js", "dist/types/engine/library.d.ts", "media/schemas/check.schema.json", "README.md", "LICENSE", "CHANGELOG.md", "package.json"]) {
      assert.ok(paths.includes(wanted), `${wanted} is missing`);
    }
    const strange = paths.filter((path) => /node_modules|\.map$|^(?:src|test|out|shared|\.)|engine\.js$|action\.js$/.test(path));
    assert.deepEqual(strange, []);
    assert.ok(packed.size < 3_000_000, `${packed.size} bytes`);
    assert.ok(((packed.files.find(({ path }) => path === "dist/main.js")?.mode ?? 0) & 0o111) !== 0 || readFileSync(join(installed, "dist/main.js"), "utf8").startsWith("#!/usr/bin/env node"), "npm makes the bin executable");
  });

  it("needs no package that it does not name", () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { dependencies: Record<string, string> };
    assert.deepEqual(Object.keys(dependencies), ["@vscode/tree-sitter-wasm", "oxc-parser", "ts-morph", "zod"], "what can be bundled is: npx downloads parsers, ts-morph, and zod, which the declarations name");
    for (const bundle of ["main", "cli", "hook", "uninstall", "library", "parser", "semantic"]) {
      const text = readFileSync(join(installed, `dist/${bundle}.js`), "utf8");
      for (const [, name = ""] of text.matchAll(/\brequire\("([^".][^"]*)"\)/g)) {
        const isBuiltIn = name.startsWith("node:") || /^(?:fs|path|os|url|util|events|child_process|crypto|net|tty|process|assert|stream|module|worker_threads|perf_hooks|string_decoder|vscode)$/.test(name.split("/")[0] ?? "");
        assert.ok(isBuiltIn || Object.keys(dependencies).some((known) => name === known || name.startsWith(`${known}/`)), `dist/${bundle}.js requires ${name}`);
      }
    }
  });

  it("is ready for provenance: repository, licence, engines, public access", () => {
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { repository: { type: string; url: string }; license: string; engines: { node: string }; publishConfig: object; bin: object; files: string[] };
    assert.deepEqual(manifest.publishConfig, { access: "public", provenance: true });
    assert.deepEqual([manifest.repository.type, manifest.license, manifest.bin], ["git", "MIT", { countersign: "dist/main.js" }]);
    assert.match(manifest.repository.url, /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\.git$/);
    assert.match(manifest.engines.node, /^>=20\.\d+/);
    assert.ok(manifest.files.length > 0);
  });

  it("runs, and judges a repository", () => {
    const repository = new SupervisedRepository();
    try {
      repository.start({ "src/a.ts": "export const a = 1;\n", "package.json": '{"name":"a"}\n' });
      repository.assistantWrites("src/load.ts", 'export async function load(database: { query(text: string): Promise<unknown> }, id: string): Promise<unknown> {\n  return database.query("select * from orders where id = " + id);\n}\n');
      const ran = spawnSync(process.execPath, [join(installed, "dist/main.js"), "check", "--format", "json"], { cwd: repository.folder, encoding: "utf8", env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" } });
      assert.equal(ran.status, 1, ran.stderr);
      const { notChecked, hunks } = assertSchema("check", ran.stdout) as { notChecked: unknown[]; hunks: { risk: { level: string } }[] };
      assert.deepEqual([notChecked, hunks.map(({ risk }) => risk.level)], [[], ["high"]], "the parsers are found");

      const consumer = join(work, "consumer");
      cpSync(join(PROJECT, "test/fixtures/library/example.cjs"), join(consumer, "example.cjs"));
      const example = spawnSync(process.execPath, ["example.cjs", repository.folder], { cwd: consumer, encoding: "utf8", env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" } });
      assert.equal(example.status, 0, example.stderr);
      assert.match(example.stdout, /^fail: 1 open hunk, about \d+(?:\.\d+)? minutes\n### ❌ Countersign: the gate fails\nno-base: /);
    } finally {
      repository.dispose();
    }
  });

  it("is typed: the example type checks, and a wrong use does not", () => {
    const consumer = join(work, "consumer");
    symlinkSync(join(PROJECT, "node_modules/@types"), join(consumer, "node_modules/@types"));
    writeFileSync(join(consumer, "right.ts"), 'import { check, CountersignError, type CheckReport } from "countersign";\nexport async function minutes(): Promise<number> {\n  const report: CheckReport = await check(".", { base: "origin/main", allFindings: true });\n  return report.document.debt.minutes + report.exitCode + report.render("sarif").length;\n}\nexport const code = (error: unknown) => (error instanceof CountersignError ? error.code : null);\n');
    writeFileSync(join(consumer, "wrong.ts"), 'import { check } from "countersign";\nexport const report = check(".", { bsae: "main" });\n');
    const tsc = (file: string) => spawnSync(process.execPath, [join(PROJECT, "node_modules/typescript/bin/tsc"), "--ignoreConfig", "--noEmit", "--strict", "--skipLibCheck", "false", "--module", "nodenext", "--target", "es2022", "--types", "node", file], { cwd: consumer, encoding: "utf8" });
    assert.ok(existsSync(join(installed, "dist/types/engine/library.d.ts")));
    const right = tsc("right.ts");
    assert.equal(right.status, 0, right.stdout);
    const wrong = tsc("wrong.ts");
    assert.match(wrong.stdout, /'bsae' does not exist/);
  });
});
