/**
 * Real TypeScript packages: installs each into a project of its shape, says which compiler answers there, and runs the
 * semantic rules; the findings must be the same with each. Prints a table; a difference ends it with an error.
 */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemporaryRepository } from "../e2e/temporary-repository";
import { BROKEN, checkShape, inWords, SHAPES, type Shape } from "../e2e/typescript-shapes";

/** Runs every shape with what its manifest names. Errors: a package that can't be installed; findings that differ. */
export function benchTypescript(): void {
  for (const shape of SHAPES) {
    const repository = new TemporaryRepository();
    try {
      let compilers = "";
      const document = checkShape(repository, shape, () => {
        compilers = install(repository.folder, shape);
      });
      assert.deepEqual(inWords(document), BROKEN, shape.name);
      assert.deepEqual(document.notChecked.filter(({ what }) => what !== "risk rules"), [], shape.name);
      console.log(`  ${shape.name.padEnd(70)} ${compilers.padEnd(52)} ${document.findings.length} findings, the same`);
    } finally {
      repository.dispose();
    }
  }
}

/** Installs the TypeScript packages of the shape's manifest and asks each compiler for its version. */
function install(folder: string, { dependencies }: Shape): string {
  // The compilers alone, beside the work tree: what else the manifest names is none of this bench's business.
  const beside = mkdtempSync(join(tmpdir(), "countersign-bench-typescript-"));
  const packages = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`);
  writeFileSync(join(beside, "package.json"), JSON.stringify({ private: true }));
  const installed = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages], { cwd: beside, encoding: "utf8", shell: process.platform === "win32" });
  assert.equal(installed.status, 0, installed.stderr);
  appendFileSync(join(folder, ".git/info/exclude"), "node_modules\n");
  cpSync(join(beside, "node_modules"), join(folder, "node_modules"), { recursive: true, verbatimSymlinks: true });
  rmSync(beside, { recursive: true, force: true });
  return Object.keys(dependencies)
    .map((name) => {
      const home = join(folder, "node_modules", name);
      const { version, bin } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { readonly version: string; readonly bin?: Readonly<Record<string, string>> };
      const script = Object.values(bin ?? {})[0];
      assert.ok(script !== undefined, `${name} has no compiler`);
      const asked = spawnSync(process.execPath, [join(home, script), "--version"], { encoding: "utf8" });
      return `${name} ${version} (${asked.stdout.trim() || asked.stderr.trim().split("\n")[0]})`;
    })
    .join(", ");
}
