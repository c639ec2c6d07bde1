/** The editor's shell in the real workbench: activation, heap, size, and latencies with and without the extension in one run. Prints, never fails by the clock. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
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

/** Rounds of typing without and with the extension, by turns, after one that nobody counts. */
const ROUNDS = 2;

/**
 * An extension that, on SIGUSR2, collects its host's garbage and says how much is left (the host takes no options of ours),
 * and that notes when its host began, when ours was active and when it had something to show.
 */
const PROBE = `
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");
const { writeFileSync } = require("node:fs");
const { extensions } = require("vscode");
exports.activate = () => {
  process.on("SIGUSR2", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc");
    collect();
    collect();
    writeFileSync(__dirname + "/" + process.pid, String(process.memoryUsage().heapUsed));
  });
  const timer = setInterval(async () => {
    const ours = extensions.getExtension("countersign.countersign");
    if (ours?.isActive !== true) return;
    clearInterval(timer);
    const active = Date.now();
    await ours.exports.ready;
    writeFileSync(__dirname + "/timeline-" + process.pid, JSON.stringify({ host: performance.timeOrigin, active, ready: Date.now(), activation: ours.exports.activationMilliseconds }));
  }, 5);
  writeFileSync(__dirname + "/ready-" + process.pid, "");
};
`;

/** Milliseconds since the epoch, but `activation`, which is how long our own code took. */
interface Timeline {
  readonly host: number;
  readonly active: number;
  readonly ready: number;
  readonly activation: number;
}

/** `quick`: heap and rows with 10,000 hunks once, in fewer files, and neither the large repository nor the package. */
export async function benchEditor(quick = false): Promise<void> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "countersign-bench-")));
  writeFileSync(join(directory, "main.js"), PROBE);
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "heap-probe", publisher: "countersign-tests", version: "0.0.1", engines: { vscode: "^1.90.0" }, main: "./main.js", activationEvents: ["*"], extensionKind: ["workspace"] }));
  const many = makeLargeRepository({ files: quick ? 1_000 : 5_000, touched: 500, hunks: 20 });
  const large = quick ? null : makeLargeRepository({ files: 50_000, touched: 20, hunks: 2 });
  const editor = await EditorSession.start({ others: [directory] });
  try {
    const { workbench } = editor;
    const host = (): Promise<number> =>
      until("the probe in the youngest extension host", () => {
        const youngest = extensionHostsOf(editor.serverProcess).at(-1);
        return Promise.resolve(youngest !== undefined && existsSync(join(directory, `ready-${youngest}`)) && youngest);
      });
    const heap = async (): Promise<number> => {
      const hostProcess = await host();
      const file = join(directory, String(hostProcess));
      rmSync(file, { force: true });
      process.kill(hostProcess, "SIGUSR2");
      return Number(await until("the extension host's heap", () => Promise.resolve(existsSync(file) && readFileSync(file, "utf8")))) / MEGABYTE;
    };
    const timeline = async (): Promise<Timeline> => {
      const file = join(directory, `timeline-${await host()}`);
      return JSON.parse(await until("the timeline", () => Promise.resolve(existsSync(file) && readFileSync(file, "utf8")))) as Timeline;
    };
    const typedWithout = async (): Promise<readonly number[]> => {
      await workbench.page.goto(editor.addressWithout(many.folder));
      await workbench.page.locator(".monaco-workbench .part.statusbar").waitFor();
      await workbench.openFile(FILE);
      return keystrokes(workbench);
    };
    /** Opens the window with the extension, and says when its first rows were there. */
    const openWith = async (folder: string, row: RegExp): Promise<string> => {
      const opened = Date.now();
      await workbench.open(folder);
      await workbench.row(row);
      const shown = Date.now();
      const { host: began, active, ready } = await timeline();
      const part = (from: number, to: number): string => `${((to - from) / 1000).toFixed(1)} s`;
      return `${part(opened, shown)} from the window's load to the rows: ${part(opened, began)} until its extension host begins, ${part(began, active)} until we are active, ${part(active, ready)} until the engine's answer is in the store, ${part(ready, shown)} until the rows are drawn and read`;
    };

    await typedWithout();
    const without: number[] = [];
    const withUs: number[] = [];
    const heaps = { without: 0, withUs: 0 };
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
      without.push(...(await typedWithout()));
      heaps.without = await heap();
      // So many hunks start with their files collapsed: the row of a level is the first to be there.
      const opening = await openWith(many.folder, / Risk: [\d]+ hunks/);
      console.log(`10,000 hunks in ${quick ? "1,000" : "5,000"} files: ${opening}`);
      await workbench.openFile(FILE);
      await workbench.lens(/^Unverified/);
      withUs.push(...(await keystrokes(workbench)));
      await rest(workbench);
      heaps.withUs = await heap();
      console.log(`activation: ${(await timeline()).activation.toFixed(1)} ms of our own code (budget 50 ms)`);
    }
    console.log(`extension host, heap after collection: ${heaps.without.toFixed(1)} MB without, ${heaps.withUs.toFixed(1)} MB with the extension and 10,000 hunks: ${(heaps.withUs - heaps.without).toFixed(1)} MB more`);
    console.log(`keystroke to paint, by turns: without p50 ${at(without, 0.5).toFixed(1)} ms, p95 ${at(without, 0.95).toFixed(1)} ms; with p50 ${at(withUs, 0.5).toFixed(1)} ms, p95 ${at(withUs, 0.95).toFixed(1)} ms; ratio of p50 ${(at(withUs, 0.5) / at(without, 0.5)).toFixed(2)}`);

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
    console.log(`lenses of a file with 20 hunks: ${at(times, 0.5).toFixed(0)} ms after the tab is active (median of ${times.length})`);

    if (large === null) return;
    console.log(`50,000 files, 40 hunks: ${await openWith(large.folder, /^hunk 1 of 40/)}; notifications: ${(await workbench.notifications()).length}`);
    await rest(workbench);
    console.log(`extension host with 50,000 files open: ${(await heap()).toFixed(1)} MB of heap`);
  } finally {
    await editor.stop();
    for (const repository of [many, large]) repository?.dispose();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function rest(workbench: WorkbenchPage): Promise<void> {
  await until("the engine to rest", async () => (await workbench.page.locator('[id="countersign.countersign.debt"] .codicon-sync').count()) === 0);
}

export function packageSize(): void {
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

function at(values: readonly number[], share: number): number {
  return [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}
