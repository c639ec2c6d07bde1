/**
 * The whole gate on a pull request of 50 files, beside what teams run today on the same: dependency-cruiser and fallow over the
 * repository, ESLint with its boundaries plugin over the 50 files. `--repo PATH` measures a public repository; without one, generated ones
 * of 5,000 and 20,000 files; `--ours` leaves the others out. Also the hooks on a usual change, and the command's own start.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { best, print, type GraphRow } from "./graph";

const CHANGED = 50;
/** From so many files on, a change with this many hunks is judged, too. */
const MONOREPO = 15_000;
const MANY = 2_000;
const PEERS = ["dependency-cruiser@18", "fallow@3", "eslint@9", "eslint-plugin-boundaries@5", "typescript-eslint@8", "typescript@5.9"];
const MARK = "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

export async function benchCheck(repository: string | null, withPeers: boolean): Promise<void> {
  if (repository !== null) await benchOne(repository, withPeers);
  else for (const files of [5_000, 20_000]) await benchOne(files, withPeers);
}

async function benchOne(source: string | number, withPeers: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-check-"));
  const git = (...args: readonly string[]) => execFileSync("git", ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", ...args], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  try {
    if (typeof source === "number") generate(folder, source);
    else git("clone", "-q", "--shared", source, ".");
    if (typeof source === "number") {
      git("init", "-q", "-b", "main");
      git("add", "-A");
      git("commit", "-q", "-m", "start");
    }
    const base = git("rev-parse", "HEAD").trim();
    const files = git("ls-files", "*.ts", "*.tsx").trim().split("\n").filter((path) => !path.endsWith(".d.ts"));
    const changed = Array.from({ length: CHANGED }, (_, index) => files[Math.floor((index * files.length) / CHANGED)] ?? "").filter((path) => path !== "");
    const extend = (paths: readonly string[]) => {
      for (const [index, path] of paths.entries()) appendFileSync(join(folder, path), `\nexport async function added${index}(values: readonly number[]): Promise<number> {\n  try {\n    return values.reduce((sum, value) => sum + value, 0);\n  } catch {\n    return 0;\n  }\n}\n`);
      git("add", "-A");
      git("commit", "-q", "-m", MARK);
    };
    git("checkout", "-q", "-B", "pull");
    extend(changed);
    const cli = resolve("dist/main.js");
    const run = (name: string, times: number, ...args: readonly string[]) => best(times, name, process.execPath, [cli, ...args], folder);
    const rows: GraphRow[] = [
      await run("countersign --version (start)", 3, "--version"),
      await run("countersign check, the first run", 1, "check", "--base", base, "--format", "github"),
      await run("countersign check, again", 2, "check", "--base", base, "--format", "github"),
    ];
    git("checkout", "-q", "-b", "usual", base);
    const [one = ""] = changed;
    writeFileSync(join(folder, one), `${git("show", `HEAD:${one}`)}\nexport const usual = 1;\n`);
    git("add", "-A");
    rows.push(await run("check --staged, one file", 3, "check", "--staged", "--format", "github"));
    if (files.length >= MONOREPO) {
      git("checkout", "-q", "-f", "-B", "many", base);
      extend(Array.from({ length: MANY }, (_, index) => files[Math.floor((index * files.length) / MANY)] ?? "").filter((path) => path !== ""));
      rows.push(await run(`check of ${MANY} AI hunks`, 1, "check", "--base", base, "--format", "json"));
    }
    git("checkout", "-q", "-f", "pull");
    if (withPeers) rows.push(...(await peers(folder, base, changed)));
    console.log(`${files.length} TypeScript files, ${changed.length} changed`);
    const [, first] = rows;
    if (first !== undefined) print(rows, first);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function peers(folder: string, base: string, changed: readonly string[]): Promise<readonly GraphRow[]> {
  const home = join(tmpdir(), "countersign-bench-check-peers");
  const bin = (name: string) => join(home, "node_modules/.bin", name);
  if (!existsSync(bin("fallow"))) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const installed = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--engine-strict=false", ...PEERS], { cwd: home, stdio: "ignore", shell: process.platform === "win32" });
    if (installed.status !== 0) return [{ name: "peers", seconds: null, peak: null, cpu: null, note: "could not be installed" }];
  }
  writeFileSync(join(home, "circular.cjs"), 'module.exports = { forbidden: [{ name: "no-circular", severity: "info", from: {}, to: { circular: true } }], options: { doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: true } };');
  writeFileSync(
    join(home, "eslint.config.js"),
    'import boundaries from "eslint-plugin-boundaries";\nimport tseslint from "typescript-eslint";\nexport default [{ files: ["**/*.{ts,tsx}"], languageOptions: { parser: tseslint.parser }, plugins: { boundaries }, settings: { "boundaries/elements": [{ type: "package", pattern: "packages/*" }, { type: "source", pattern: "src/*" }] }, rules: { "boundaries/element-types": ["error", { default: "allow" }] } }];\n',
  );
  const newest = join(__dirname, "../../../test/host/node_modules/node/bin/node");
  const cruise = existsSync(newest) ? newest : process.execPath;
  return [
    await best(1, "fallow audit", bin("fallow"), ["audit", "--base", base, "--format", "json", "--quiet"], folder),
    await best(1, "dependency-cruiser, circular", cruise, [join(home, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs"), "--config", join(home, "circular.cjs"), "--output-type", "null", "."], folder),
    await best(1, "eslint + boundaries, 50 files", process.execPath, [join(home, "node_modules/eslint/bin/eslint.js"), "--config", join(home, "eslint.config.js"), "--no-warn-ignored", ...changed], folder),
  ];
}

/** Files of the size that public repositories have, each importing a few earlier ones. */
function generate(folder: string, count: number): void {
  writeFileSync(join(folder, "package.json"), '{"name":"bench","type":"module"}\n');
  for (let index = 0; index < count; index += 1) {
    const path = join(folder, `src/part${index % 40}/file${index}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    const imports = [1, 7, 31].filter((step) => index >= step).map((step) => `import { value${index - step} } from "../part${(index - step) % 40}/file${index - step}";`);
    const body = Array.from({ length: 25 }, (_, line) => `export function step${line}(input: number): number {\n  return input * ${line} + value${index};\n}`);
    writeFileSync(path, `${imports.join("\n")}\nexport const value${index} = ${imports.length === 0 ? "1" : [1, 7, 31].filter((step) => index >= step).map((step) => `value${index - step}`).join(" + ")};\n${body.join("\n")}\n`);
  }
}
