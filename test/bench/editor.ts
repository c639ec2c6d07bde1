/** The editor's shell in the real workbench: activation, heap, size, and latencies with and without the extension in one run. Prints, never fails by the clock. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EditorSession } from "../ui/editor-session";
import { extensionHostsOf } from "../ui/engine-process";
import { projectRoot } from "../ui/host";
import { until } from "../ui/until";
import type { WorkbenchPage } from "../ui/workbench-page";
import { keystrokes } from "./keystrokes";
import { makeLargeRepository } from "./large-repository";

const MEGABYTE = 1024 * 1024;
/** Ours and the editor's own measure of a package for one platform. */
const LARGEST_PACKAGE = 12;
const FILE = "src/part-0/module-3.ts";

/** An extension that, on SIGUSR2, collects its host's garbage and says how much is left: the host takes no options of ours. */
const PROBE = `
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");
const { writeFileSync } = require("node:fs");
exports.activate = () => {
  process.on("SIGUSR2", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc");
    collect();
    collect();
    writeFileSync(__dirname + "/" + process.pid, String(process.memoryUsage().heapUsed));
  });
  writeFileSync(__dirname + "/ready-" + process.pid, "");
};
`;

export async function benchEditor(): Promise<void> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "countersign-bench-")));
  writeFileSync(join(directory, "main.js"), PROBE);
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "heap-probe", publisher: "countersign-tests", version: "0.0.1", engines: { vscode: "^1.90.0" }, main: "./main.js", activationEvents: ["*"], extensionKind: ["workspace"] }));
  const many = makeLargeRepository({ files: 5_000, touched: 500, hunks: 20 });
  const large = makeLargeRepository({ files: 50_000, touched: 20, hunks: 2 });
  const editor = await EditorSession.start({ others: [directory] });
  try {
    const { workbench } = editor;
    const heap = async (): Promise<number> => {
      const host = await until("the probe in the youngest extension host", () => {
        const youngest = extensionHostsOf(editor.serverProcess).at(-1);
        return Promise.resolve(youngest !== undefined && existsSync(join(directory, `ready-${youngest}`)) && youngest);
      });
      const file = join(directory, String(host));
      rmSync(file, { force: true });
      process.kill(host, "SIGUSR2");
      return Number(await until("the extension host's heap", () => Promise.resolve(existsSync(file) && readFileSync(file, "utf8")))) / MEGABYTE;
    };

    await workbench.page.goto(editor.addressWithout(many.folder));
    await workbench.page.locator(".monaco-workbench .part.statusbar").waitFor();
    await workbench.openFile(FILE);
    const without = { heap: await heap(), typing: await keystrokes(workbench) };

    const opened = performance.now();
    await workbench.open(many.folder);
    // So many hunks start with their files collapsed: the row of a level is the first to be there.
    await workbench.row(/ Risk: [\d]+ hunks/);
    const first = performance.now() - opened;
    await workbench.openFile(FILE);
    await workbench.lens(/^Unverified/);
    const typing = await keystrokes(workbench);
    await rest(workbench);
    const withUs = await heap();
    console.log(`activation: ${activations(editor.folder).map((milliseconds) => milliseconds.toFixed(1)).join(", ")} ms of our own code (budget 50 ms)`);
    console.log(`10,000 hunks in 5,000 files: first rows ${(first / 1000).toFixed(1)} s after the window began to load`);
    console.log(`extension host, heap after collection: ${without.heap.toFixed(1)} MB without, ${withUs.toFixed(1)} MB with the extension and 10,000 hunks: ${(withUs - without.heap).toFixed(1)} MB more`);
    console.log(`keystroke to paint: without p50 ${without.typing.p50.toFixed(1)} ms, p95 ${without.typing.p95.toFixed(1)} ms; with p50 ${typing.p50.toFixed(1)} ms, p95 ${typing.p95.toFixed(1)} ms; ratio of p50 ${(typing.p50 / without.typing.p50).toFixed(2)}`);

    for (const [grouping, row] of [["File", /^src\/part-0\/module-0\.ts, 20 hunks/], ["Age", /^Older than 30 Days/], ["Module", /^src\/part-0: /], ["Risk", /^(High|Medium|Low) Risk/]] as const) {
      const asked = performance.now();
      await workbench.choose("Countersign: Group By…", grouping);
      const chosen = performance.now();
      await workbench.row(row);
      console.log(`tree by ${grouping.toLowerCase()}: rows there ${(performance.now() - chosen).toFixed(0)} ms after the choice (which took ${(chosen - asked).toFixed(0)} ms by keyboard)`);
    }
    const times: number[] = [];
    for (let file = 10; file < 20; file++) {
      await workbench.openFile(`src/part-0/module-${file}.ts`);
      const shown = performance.now();
      await until("its lenses", async () => (await workbench.lenses()).some(({ text }) => text.startsWith("Unverified")));
      times.push(performance.now() - shown);
    }
    console.log(`lenses of a file with 20 hunks: ${median(times).toFixed(0)} ms after the tab is active (median of ${times.length})`);

    const started = performance.now();
    await workbench.open(large.folder);
    await workbench.row(/^hunk 1 of 40/);
    console.log(`50,000 files, 40 hunks: first rows ${((performance.now() - started) / 1000).toFixed(1)} s after the window began to load; notifications: ${(await workbench.notifications()).length}`);
    await rest(workbench);
    console.log(`extension host with 50,000 files open: ${(await heap()).toFixed(1)} MB of heap`);
  } finally {
    await editor.stop();
    for (const repository of [many, large]) repository.dispose();
    rmSync(directory, { recursive: true, force: true });
  }
  packageSize();
}

async function rest(workbench: WorkbenchPage): Promise<void> {
  await until("the engine to rest", async () => (await workbench.page.locator('[id="countersign.countersign.debt"] .codicon-sync').count()) === 0);
}

/** What the extension logged of each of its activations, in milliseconds. */
function activations(folder: string): readonly number[] {
  const logs = join(folder, "server/data/logs");
  const files = readdirSync(logs, { recursive: true, encoding: "utf8" }).filter((name) => /Countersign\.log$/.test(name));
  return files.flatMap((name) => [...readFileSync(join(logs, name), "utf8").matchAll(/activated in ([\d.]+) ms/g)].map((match) => Number(match[1])));
}

function packageSize(): void {
  const directory = mkdtempSync(join(tmpdir(), "countersign-vsix-"));
  try {
    const file = join(directory, "countersign.vsix");
    const made = spawnSync(process.execPath, [join(projectRoot, "node_modules/@vscode/vsce/vsce"), "package", "--no-dependencies", "--allow-unused-files-pattern", "--out", file], { cwd: projectRoot, encoding: "utf8" });
    if (made.status !== 0) throw new Error(`vsce ended with ${made.status ?? "a signal"}: ${made.stderr}`);
    console.log(`VSIX: ${(statSync(file).size / MEGABYTE).toFixed(2)} MB (at most ${LARGEST_PACKAGE})`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
