// node install.mjs
//
// Installs a real VS Code workbench and a browser for the tests from npm packages alone: no root, no system packages, no
// compiler. About 20 to 30 seconds and 1.1 GB below this folder; at once when nothing has changed since.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { withLock } from "./install-lock.mjs";
import { browserDirectory, browserFonts, browserLibraries, hostDirectory, inflatedBrowser, nodeExecutable, serverMain, vscodeDirectory } from "./paths.mjs";
import { run } from "./processes.mjs";
import { restoreProposedApiGate } from "./proposed-api-gate.mjs";

/** Raise it when the steps below change in a way that an installed host must repeat. */
const INSTALLER_VERSION = 1;

const stampFile = join(hostDirectory, ".installed.json");
const lockDirectory = join(hostDirectory, ".install-lock");

/** The npm package of the browser holds a binary for this architecture only. */
const bringsBrowser = process.arch === "x64";

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

/** In order; each relies on those before it. */
const STEPS = [
  // code-server's own install script would refuse Node 20 and compile native modules, so no script runs here …
  { title: "packages", work: () => npm(hostDirectory, "ci", "--ignore-scripts", "--include=optional") },
  // … but this one, which fetches the Node 24 binary of this platform from the npm registry.
  { title: "Node 24", work: () => npm(hostDirectory, "rebuild", "node", "--ignore-scripts=false", "--foreground-scripts") },
  // `install` and not `ci`, because the shrinkwrap that code-server ships is out of step with its package.json.
  { title: "VS Code's dependencies", work: () => npm(vscodeDirectory, "install", "--omit=dev", "--include=optional", "--ignore-scripts") },
  // TypeScript for its language server; without it an error appears on every JavaScript file.
  { title: "built-in extensions' dependencies", work: () => npm(join(vscodeDirectory, "extensions"), "install", "--omit=dev", "--ignore-scripts") },
  { title: "gate on proposed APIs", work: async () => restoreProposedApiGate(vscodeDirectory) },
  ...(bringsBrowser ? [{ title: "browser", work: inflateBrowser }] : []),
  { title: "proof", work: prove },
];

/**
 * Makes sure that the host is installed. Several processes may call it at once: one installs, the others wait.
 *
 * @param {{ report?: (line: string) => void }} [options] `report` receives the progress, by default on standard error; nothing
 *   is reported where nothing is to be done.
 * @throws On a platform without the needed packages, or when a step fails; a failed step is repeated by the next call.
 */
export async function ensureHost({ report = (line) => console.error(line) } = {}) {
  refuseOtherPlatforms();
  const fingerprint = fingerprintOfInstallation();
  if (isInstalled(fingerprint)) {
    return;
  }
  await withLock(
    lockDirectory,
    async () => {
      if (!isInstalled(fingerprint)) {
        await install(fingerprint, report);
      }
    },
    () => report("test host: another process is installing it, waiting"),
  );
}

/**
 * @param {string} fingerprint
 * @param {(line: string) => void} report
 */
async function install(fingerprint, report) {
  rmSync(stampFile, { force: true });
  const begin = Date.now();
  for (const [index, step] of STEPS.entries()) {
    const label = `test host: step ${index + 1} of ${STEPS.length}: ${step.title}`;
    report(`${label} …`);
    const stepBegin = Date.now();
    try {
      await step.work();
    } catch (error) {
      throw new Error(`${label} failed after ${seconds(stepBegin)}: ${error.message}`, { cause: error });
    }
    report(`${label}: ${seconds(stepBegin)}`);
  }
  writeFileSync(stampFile, `${JSON.stringify({ fingerprint, installed: new Date().toISOString() }, null, 2)}\n`);
  report(`test host: installed in ${seconds(begin)}`);
}

function refuseOtherPlatforms() {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
    throw new Error(
      `the test host is a VS Code server for Linux on x64 or arm64, not for ${process.platform} on ${process.arch}. ` +
        "Run the integration tests in desktop VS Code instead: set VSCODE_PATH to its executable, " +
        "or set COUNTERSIGN_TEST_ELECTRON=1 to let @vscode/test-electron download one.",
    );
  }
}

/** What the installation depends on, as one digest. */
function fingerprintOfInstallation() {
  const hash = createHash("sha256").update(`${INSTALLER_VERSION} ${process.platform} ${process.arch}\n`);
  for (const file of ["package.json", "package-lock.json"]) {
    hash.update(readFileSync(join(hostDirectory, file)));
  }
  return hash.digest("hex");
}

/** @param {string} fingerprint */
function isInstalled(fingerprint) {
  const parts = [nodeExecutable, serverMain, ...(bringsBrowser ? [inflatedBrowser] : [])];
  if (!existsSync(stampFile) || !parts.every((part) => existsSync(part))) {
    return false;
  }
  return JSON.parse(readFileSync(stampFile, "utf8")).fingerprint === fingerprint;
}

/**
 * @param {string} workingDirectory
 * @param {...string} commandArguments
 */
async function npm(workingDirectory, ...commandArguments) {
  await run("npm", [...commandArguments, ...QUIET], { workingDirectory });
}

async function inflateBrowser() {
  rmSync(browserDirectory, { recursive: true, force: true });
  mkdirSync(browserFonts, { recursive: true });
  await run(process.execPath, [join(hostDirectory, "inflate-browser.mjs")], {
    environment: { ...process.env, TMPDIR: browserDirectory, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" },
  });
  // For machines without any font: the browser's own, in place of the package's configuration for Amazon's folders.
  writeFileSync(
    join(browserFonts, "fonts.conf"),
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n  <dir>${join(browserDirectory, "fonts")}</dir>\n` +
      `  <cachedir>${join(browserDirectory, "font-cache")}</cachedir>\n</fontconfig>\n`,
  );
}

/** Shows that what was installed runs here, and not first in the middle of a test. */
async function prove() {
  await run(nodeExecutable, [serverMain, "--version"]);
  if (bringsBrowser) {
    await run(inflatedBrowser, ["--version"], { environment: { ...process.env, LD_LIBRARY_PATH: browserLibraries } });
  }
}

/** @param {number} begin */
function seconds(begin) {
  return `${((Date.now() - begin) / 1000).toFixed(1)} s`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  try {
    await ensureHost();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
