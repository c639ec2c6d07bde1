// Runs every test: `node test/run.mjs [types|lint|unit|e2e|integration|ui …]`, all of them by default.
// The last line is `N passed, N failed[, N skipped]`; the exit code is 1 when anything failed or nothing ran.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const artifacts = join(root, "test/.artifacts");
const totals = { passed: 0, failed: 0, skipped: 0 };

function add(result) {
  for (const key of Object.keys(totals)) totals[key] += result[key] ?? 0;
}

function command(title, executable, parameters) {
  console.log(`\n— ${title}`);
  const started = Date.now();
  const { status } = spawnSync(executable, parameters, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  console.log(`  ${status === 0 ? "ok" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return status === 0;
}

const binary = (name) => join(root, "node_modules/.bin", name);

function countAsTest(title, executable, parameters) {
  add(command(title, executable, parameters) ? { passed: 1 } : { failed: 1 });
}

/** Mocha in a process of its own; the counts come from a file, so a crash can't pass for a success. */
function mocha(title, folder, extra = []) {
  const results = join(artifacts, `${title.replace(/\W+/g, "-")}.json`);
  rmSync(results, { force: true });
  const ok = command(title, process.execPath, [binary("mocha").replace(/\.bin\/mocha$/, "mocha/bin/mocha.js"), "--reporter", join(root, "test/reporter.cjs"), "--reporter-option", `output=${results}`, ...extra, `${folder}/**/*.test.js`]);
  const counted = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : { passed: 0, failed: 1, skipped: 0 };
  if (!ok && counted.failed === 0) counted.failed = 1;
  if (counted.passed === 0) counted.failed = Math.max(1, counted.failed);
  add(counted);
}

/** A desktop VS Code instead of the embedded workbench: see CONTRIBUTING in the README. */
function usesDesktop() {
  return process.env.VSCODE_PATH !== undefined || process.env.COUNTERSIGN_TEST_ELECTRON === "1";
}

const stages = {
  types: () => {
    for (const [title, project] of [["type check", "tsconfig.json"], ["type check of the panel's page", "src/webview/tsconfig.json"]]) countAsTest(title, process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", project]);
  },
  lint: () => countAsTest("lint", process.execPath, [join(root, "node_modules/eslint/bin/eslint.js"), "--max-warnings", "0", "src", "test"]),
  unit: () => mocha("unit tests", "out/test/unit", ["--timeout", "60000"]),
  e2e: () => mocha("end-to-end tests", "out/test/e2e", ["--timeout", "300000", "--parallel", "--jobs", String(Math.min(4, availableParallelism()))]),
  integration: async () => {
    console.log("\n— integration tests, in a real extension host");
    if (!usesDesktop()) await (await import("./host/install.mjs")).ensureHost();
    const { runIntegrationTests } = await import("./integration-stage.mjs");
    add(await runIntegrationTests(root));
  },
  ui: async () => {
    if (process.platform !== "linux") {
      console.log("\n— user interface tests: skipped, the embedded workbench runs on Linux only");
      add({ skipped: 1 });
      return;
    }
    await (await import("./host/install.mjs")).ensureHost();
    // A browser on a busy machine: one second try, which the reporter tells.
    mocha("user interface tests", "out/test/ui", ["--timeout", "240000", "--retries", "1"]);
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`countersign: unknown test stage ${unknown.join(", ")}: expected ${Object.keys(stages).join(", ")}`);
  process.exit(2);
}
mkdirSync(artifacts, { recursive: true });
if (!existsSync(join(root, "src")) || readdirSync(join(root, "src")).length === 0) throw new Error("no sources");
const built = command("build", process.execPath, ["esbuild.config.mjs", "--package"]) && command("build tests", process.execPath, ["esbuild.config.mjs", "--tests"]);
if (!built) totals.failed += 1;
else {
  for (const [name, stage] of Object.entries(stages)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    try {
      await stage();
    } catch (error) {
      console.error(error);
      totals.failed += 1;
    }
  }
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
