/**
 * The import graph, cold and in a process of its own, beside reading the same files, dependency-cruiser and madge, in
 * one run. Prints a table; never fails by the clock. Peers are installed into a folder of the system's temp directory.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const OWN_FILES = 2_000;
const PEERS = ["dependency-cruiser@18", "madge@8", "typescript@5.9", "oxlint@1.94.0", "fallow@3.36.0"];
/** The measured runs as one bundle, as the command line is shipped. */
const MODES = join(__dirname, "graph-modes-bundle.js");

export interface GraphRow {
  readonly name: string;
  /** Wall time of the whole process; null where it did not run. */
  readonly seconds: number | null;
  /** Sum of the peaks of the process and its children in MiB; null where the system doesn't tell. */
  readonly peak: number | null;
  /** Processor time of the process and its children in seconds; on a busy machine it says more than the wall. */
  readonly cpu: number | null;
  readonly note: string;
  /** The last lines of what it printed. */
  readonly lines?: readonly string[];
}

/** Measures a repository, or 2,000 generated files. Returns the rows that it printed. */
export async function benchGraph(repository: string | null, peersToo = true): Promise<readonly GraphRow[]> {
  await build({ entryPoints: [join(__dirname, "graph-modes.js")], outfile: MODES, bundle: true, platform: "node", format: "cjs", target: "node20", external: ["ts-morph", "oxc-parser"], mainFields: ["module", "main"], logLevel: "warning" });
  const folder = repository ?? generate();
  const cache = mkdtempSync(join(tmpdir(), "countersign-bench-cache-"));
  try {
    const own = (name: string, mode: string, runs: number) => best(runs, name, process.execPath, [MODES, mode, folder, cache]);
    const floor = await own("read all files (floor)", "read", 3);
    const ours = await own("countersign, cold", "graph", 3);
    const rows = [floor, ours];
    if (existsSync(join(folder, ".git"))) {
      await own("countersign, fills the cache", "stored", 1);
      rows.push(await own("countersign, unchanged, stored graph", "stored", 3));
    }
    const edits = await own("countersign, edits in a warm engine", "edits", 1);
    rows.push(edits);
    if (peersToo) rows.push(await own("ts-morph 28", "ts-morph", 1), ...(await peers(folder)));
    print(rows, floor);
    console.log("one edit at a time in a warm engine, against a base that stays:");
    for (const line of edits.lines ?? []) console.log(`  ${line}`);
    return rows;
  } finally {
    rmSync(cache, { recursive: true, force: true });
    if (repository === null) rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the tools that are compared with are installed, by this bench alone. */
export function peersHome(): string {
  return join(tmpdir(), "countersign-bench-peers");
}

/** A Node that dependency-cruiser 18 runs on, or null. */
export function peerNode(): string | null {
  const newest = join(__dirname, "../../../test/host/node_modules/node/bin/node");
  return Number(process.versions.node.split(".")[0]) >= 22 ? process.execPath : existsSync(newest) ? newest : null;
}

async function peers(folder: string): Promise<readonly GraphRow[]> {
  const home = peersHome();
  const bin = (name: string) => join(home, "node_modules", name);
  if (!["dependency-cruiser", "madge", "oxlint", "fallow"].every((name) => existsSync(bin(name)))) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), JSON.stringify({ private: true }));
    // The engine check of dependency-cruiser concerns the Node it is run with, which is chosen below.
    const installed = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--engine-strict=false", ...PEERS], { cwd: home, stdio: "ignore", shell: process.platform === "win32" });
    if (installed.status !== 0) return PEERS.map((name) => ({ name, seconds: null, peak: null, cpu: null, note: "could not be installed" }));
  }
  const node = peerNode();
  const configuration = join(home, "circular.cjs");
  writeFileSync(configuration, `module.exports = { forbidden: [{ name: "no-circular", severity: "info", from: {}, to: { circular: true } }], options: { doNotFollow: { path: "node_modules" }, exclude: { path: "(^|/)node_modules/" }, tsPreCompilationDeps: true } };`);
  const cruiser: GraphRow =
    node === null
      ? { name: "dependency-cruiser", seconds: null, peak: null, cpu: null, note: "needs Node 22 or later" }
      : await best(1, "dependency-cruiser", node, [join(bin("dependency-cruiser"), "bin/dependency-cruiser.mjs"), "--config", configuration, "--output-type", "null", "."], folder);
  const madge = await best(1, "madge", process.execPath, [join(bin("madge"), "bin/cli.js"), "--circular", "--no-spinner", "--extensions", "ts,tsx,mts,cts,js,jsx,mjs,cjs", "--exclude", "(^|/)node_modules/", "."], folder);
  const oxlint = await best(1, "oxlint import/no-cycle", process.execPath, [join(bin("oxlint"), "bin/oxlint"), "-A", "all", "--import-plugin", "-D", "import/no-cycle", "--silent", "."], folder);
  const fallow = (name: string, parameters: readonly string[]) => best(1, name, join(home, "node_modules/.bin/fallow"), parameters, folder);
  return [cruiser, madge, oxlint, await fallow("fallow architecture", ["architecture", "--no-cache"]), await fallow("fallow dead-code (graph)", ["dead-code", "--circular-deps", "--summary", "--no-cache"])];
}

/** The fastest of several runs: on a busy machine the others measure the neighbours. */
export async function best(runs: number, name: string, executable: string, args: readonly string[], cwd?: string): Promise<GraphRow> {
  let fastest: GraphRow | null = null;
  for (let run = 0; run < runs; run++) {
    const row = await measure(name, executable, args, cwd);
    if (fastest === null || (row.seconds !== null && row.seconds < (fastest.seconds ?? Infinity))) fastest = row;
  }
  return fastest ?? { name, seconds: null, peak: null, cpu: null, note: "did not run" };
}

function measure(name: string, executable: string, args: readonly string[], cwd = process.cwd()): Promise<GraphRow> {
  return new Promise((done) => {
    const start = process.hrtime.bigint();
    const child = spawn(executable, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const usage = new Map<number, Usage>();
    const sampler = setInterval(() => sample(child.pid ?? 0, usage), 20);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output = (output + chunk.toString("utf8")).slice(-4_000)));
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString("utf8")).slice(-300)));
    child.on("error", (error) => (errors = error.message));
    child.on("close", (code, signal) => {
      clearInterval(sampler);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      const peak = [...usage.values()].reduce((sum, one) => sum + one.peak, 0);
      const cpu = [...usage.values()].reduce((sum, one) => sum + one.cpu, 0);
      const note = signal !== null ? `ended with ${signal}` : code !== 0 && output.trim() === "" ? `exit ${code ?? ""}: ${errors.trim().split("\n").pop() ?? ""}` : (output.trim().split("\n").pop() ?? "");
      done({ name, seconds, peak: peak > 0 ? peak : null, cpu: cpu > 0 ? cpu : null, note: note.slice(0, 80), lines: output.trim().split("\n") });
    });
  });
}

interface Usage {
  readonly peak: number;
  readonly cpu: number;
}

/** Memory and processor time of a process and its children, from /proc; other systems don't tell without a tool. */
function sample(pid: number, usage: Map<number, Usage>): void {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const ticks = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()?.split(" ") ?? [];
    const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
    // A tick is a hundredth of a second on every Linux that Node runs on.
    const cpu = (Number(ticks[11] ?? 0) + Number(ticks[12] ?? 0)) / 100;
    const before = usage.get(pid);
    usage.set(pid, { peak: Math.max(before?.peak ?? 0, peak), cpu: Math.max(before?.cpu ?? 0, cpu) });
    for (const inner of readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")) if (inner !== "") sample(Number(inner), usage);
  } catch (error) {
    // The process ended between two samples, or there is no /proc.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" && (error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export function print(rows: readonly GraphRow[], floor: GraphRow): void {
  console.log("whole process; ratios of wall and of processor time to the floor, peak memory of the process and its children");
  const ratio = (value: number | null, of: number | null) => (value === null || of === null ? "–" : `${(value / of).toFixed(1)} x`).padStart(8);
  for (const { name, seconds, peak, cpu, note } of rows) {
    console.log(`  ${name.padEnd(38)} ${(seconds === null ? "–" : `${seconds.toFixed(2)} s`).padStart(9)} ${ratio(seconds, floor.seconds)} ${(cpu === null ? "–" : `cpu ${cpu.toFixed(2)} s`).padStart(12)} ${ratio(cpu, floor.cpu)} ${(peak === null ? "–" : `${Math.round(peak)} MiB`).padStart(9)}  ${note}`);
  }
}

/** Layers of modules that import earlier ones, with types, re-exports and one cycle in a hundred. */
function generate(): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-graph-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", dependencies: { lib: "1" } }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { module: "esnext", moduleResolution: "bundler", paths: { "@/*": ["./src/*"] } } }));
  for (let index = 0; index < OWN_FILES; index++) {
    const directory = join(folder, "src", `d${index % 40}`);
    mkdirSync(directory, { recursive: true });
    const target = (step: number) => (index + OWN_FILES - step) % OWN_FILES;
    const imports = [3, 17, 101].filter((step) => step <= index).map((step, position) => (position === 0 ? `import { f${target(step)} } from "../d${target(step) % 40}/m${target(step)}";` : position === 1 ? `import type { T${target(step)} } from "@/d${target(step) % 40}/m${target(step)}";` : `export { f${target(step)} as g } from "../d${target(step) % 40}/m${target(step)}.js";`));
    if (index % 100 === 50) imports.push(`import "../d${(index + 3) % 40}/m${index + 3}";`);
    const body = Array.from({ length: 30 }, (_, line) => `export function f${index}${line === 0 ? "" : `_${line}`}(value: number): number {\n  return value > ${line} ? value * ${index} : value + ${line};\n}`);
    writeFileSync(join(directory, `m${index}.ts`), `${imports.join("\n")}\nimport lib from "lib";\nexport interface T${index} { readonly id: string; count: number }\n${body.join("\n")}\nlib();\n`);
  }
  return folder;
}

if (require.main === module) void benchGraph(process.argv[2] === undefined ? null : resolve(process.argv[2]));
