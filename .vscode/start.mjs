// npm start [-- [PATH] [--fresh] [--browser]]
//
// Builds the extension and opens it: on PATH, or on an example repository that is built with real git, real hook
// payloads and real sign-offs. In desktop VS Code where there is one, else in an embedded one, in your browser.
//   --fresh    build the example again, from nothing
//   --browser  the embedded workbench even where desktop VS Code is installed
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildExample, removeExample } from "../test/fixtures/example-repository.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const exampleFolder = join(root, "test/.artifacts/example/lantern-shop");

const flags = process.argv.slice(2).filter((argument) => argument.startsWith("-"));
const [path, ...others] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));

try {
  await start();
} catch (error) {
  console.error(`countersign: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function start() {
  const unknown = flags.find((flag) => flag !== "--fresh" && flag !== "--browser");
  if (unknown !== undefined || others.length > 0) throw new Error(`${unknown ?? others.join(" ")} is not understood: npm start -- [PATH] [--fresh] [--browser]`);
  if (path !== undefined && !(existsSync(resolve(path)) && statSync(resolve(path)).isDirectory())) throw new Error(`${resolve(path)} is not a folder`);
  build();
  const folder = path === undefined ? await example() : resolve(path);
  const desktop = flags.includes("--browser") ? null : desktopVsCode();
  if (desktop === null) await openInBrowser(folder);
  else await openOnDesktop(desktop, folder);
}

function build() {
  console.log("Building …");
  const { status } = spawnSync(process.execPath, ["esbuild.config.mjs"], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error("the build failed: see above");
}

/** The example of the last start, with what was signed in it since; built where there is none. */
async function example() {
  if (flags.includes("--fresh")) removeExample(exampleFolder);
  if (existsSync(join(exampleFolder, ".git", "example", "complete"))) {
    console.log(`The example repository of the last start (npm start -- --fresh builds it again): ${exampleFolder}`);
    return exampleFolder;
  }
  console.log("Building the example repository: git, hooks and sign-offs of a few days …");
  removeExample(exampleFolder);
  mkdirSync(dirname(exampleFolder), { recursive: true });
  return buildExample(exampleFolder, { cli: join(root, "dist/main.js"), library: join(root, "dist/library.js") });
}

/** VSCODE_PATH, else `code` on PATH; none where a Linux machine has no display to open it on. */
function desktopVsCode() {
  const { VSCODE_PATH, PATH = "", DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) return null;
  if (VSCODE_PATH) return VSCODE_PATH;
  const names = process.platform === "win32" ? ["code.cmd"] : ["code"];
  const candidates = PATH.split(delimiter).filter(Boolean).flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not ours to run: the next folder of PATH may have it.
    return false;
  }
}

async function openOnDesktop(code, folder) {
  console.log(`Opening ${folder} in VS Code (${code}). Close its window, or press Ctrl+C here, to stop.`);
  const child = spawn(code, ["--new-window", "--wait", `--extensionDevelopmentPath=${root}`, folder], { stdio: "inherit", shell: process.platform === "win32" });
  const stop = (signal) => child.kill(signal);
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const status = await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (exitCode, signal) => done(signal === null ? exitCode : 0));
  });
  if (status !== 0) throw new Error(`${code} ended with ${status}: npm start -- --browser opens the embedded workbench instead`);
}

async function openInBrowser(folder) {
  if (process.platform !== "linux") {
    throw new Error("no VS Code was found, and the embedded one runs on Linux only: put `code` on PATH, or name it in VSCODE_PATH");
  }
  console.log("No desktop VS Code here: starting the embedded one (installed on first use, about 1.1 GB) …");
  const { ensureHost } = await import("../test/host/install.mjs");
  await ensureHost({ report: (line) => console.log(line) });
  const { serveWorkbench } = await import("../test/host/serve.mjs");
  const { address, stop } = await serveWorkbench({ folder, stateDirectory: join(root, "test/.artifacts/workbench"), extension: root });
  console.log(`\nOpen this address in a browser on this machine:\n\n  ${address}\n\nPress Ctrl+C to stop.`);
  await new Promise((done) => {
    process.once("SIGINT", done);
    process.once("SIGTERM", done);
  });
  console.log("\nStopping …");
  await stop();
}
