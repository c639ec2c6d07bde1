// Runs a compiled mocha suite inside a real extension host: that of the test host's workbench, or that of desktop VS Code.
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tailOf } from "./log-text.mjs";
import { makeShortDirectory } from "./process-environment.mjs";
import { runInDesktop, wantsDesktop } from "./run-in-desktop.mjs";
import { makeLogDirectory } from "./run-logs.mjs";
import { judge } from "./verdict.mjs";
import { startBrowser, startServer, workbenchUrl } from "./workbench.mjs";

/** In milliseconds. A suite of a dozen tests takes about fifteen seconds on two idle cores. */
const DEFAULT_TIMEOUT = 180_000;

/**
 * @typedef {object} ExtensionTestOptions
 * @property {string} extension Absolute path of the extension's folder, the one with its package.json.
 * @property {string} tests Absolute path of a CommonJS module that exports `run()`, made with mocha-entry.cjs.
 * @property {string} [workspace] Absolute path of the folder to open. Default: an empty one, for this run only.
 * @property {Record<string, string | undefined>} [environment] As for `startServer`.
 * @property {number} [timeout] Milliseconds for the whole run. Default three minutes.
 * @property {readonly string[]} [serverArguments] More arguments of VS Code, such as `--enable-proposed-api publisher.name`.
 * @property {Record<string, unknown>} [settings] User settings on top of the quiet ones.
 * @property {"minimal" | "all"} [builtinExtensions] As for `startServer`; desktop VS Code always has all of them.
 *
 * @typedef {import("./verdict.mjs").Verdict & { logDirectory: string }} ExtensionTestOutcome
 */

/**
 * Runs a suite and judges it. Desktop VS Code is used when VSCODE_PATH names its executable, or when COUNTERSIGN_TEST_ELECTRON=1
 * lets @vscode/test-electron download one; otherwise the test host, which is installed if need be.
 *
 * @param {ExtensionTestOptions} options
 * @returns {Promise<ExtensionTestOutcome>} Failing tests, crashes and timeouts are outcomes, not errors.
 */
export async function runExtensionTests(options) {
  const logDirectory = makeLogDirectory();
  const resultsFile = join(logDirectory, "results.json");
  const scratch = makeShortDirectory();
  const workspace = options.workspace ?? join(scratch.directory, "workspace");
  mkdirSync(workspace, { recursive: true });
  const run = {
    ...options,
    workspace,
    timeout: options.timeout ?? DEFAULT_TIMEOUT,
    environment: { ...options.environment, COUNTERSIGN_TEST_RESULTS: resultsFile },
    directory: scratch.directory,
    logDirectory,
  };
  try {
    const ending = await (wantsDesktop() ? runInDesktop(run) : runInTestHost(run));
    return { ...judge({ ...ending, resultsFile }), logDirectory };
  } finally {
    scratch.remove();
  }
}

/**
 * @typedef {ExtensionTestOptions & { workspace: string, timeout: number, directory: string, logDirectory: string }} Run `directory`
 *   is for this run only and has a short path.
 *
 * @typedef {{ exitCode: number | null, problem: string | null }} Ending
 */

/**
 * @param {Run} run
 * @returns {Promise<Ending>}
 */
async function runInTestHost(run) {
  const { directory, logDirectory, environment, settings, builtinExtensions, serverArguments } = run;
  const consoleLog = join(logDirectory, "console.log");
  const server = await startServer({
    ...{ directory, environment, settings, builtinExtensions },
    extraArguments: serverArguments,
    logFile: join(logDirectory, "server.log"),
  });
  /** @type {import("./browser.mjs").Browser | undefined} */
  let browser;
  try {
    browser = await startBrowser({ directory });
    const { page } = browser;
    const log = (/** @type {string} */ line) => appendFileSync(consoleLog, `${line}\n`);
    page.on("pageerror", (error) => log(`[page] ${error.stack ?? error.message}`));
    await page.exposeFunction("codeAutomationLog", (/** @type {string} */ level, /** @type {unknown[]} */ values) =>
      log(`[${level}] ${values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(" ")}`),
    );
    /** @type {(code: number) => void} */
    let exit = () => {};
    /** @type {Promise<number>} */
    const exited = new Promise((resolve, reject) => {
      exit = resolve;
      page.on("crash", () => reject(new Error("the workbench's page crashed")));
      server.ended.then((code) => reject(new Error(`VS Code's server ended with exit code ${code} during the tests`)));
    });
    exited.catch(() => {}); // until the race below listens
    await page.exposeFunction("codeAutomationExit", (/** @type {number} */ code) => exit(code));
    const tooLate = delay(run.timeout, undefined, { ref: false }).then(() => {
      throw new Error(`the tests did not end within ${run.timeout / 1000} s`);
    });
    const address = workbenchUrl(server, { folder: run.workspace, extension: run.extension, tests: run.tests });
    const opened = page.goto(address, { timeout: run.timeout });
    const exitCode = await Promise.race([opened.then(() => exited), exited, tooLate]);
    return { exitCode, problem: null };
  } catch (error) {
    await browser?.page.screenshot({ path: join(logDirectory, "failure.png"), timeout: 5_000 }).catch(() => {});
    return { exitCode: null, problem: `${error.message}. The end of ${consoleLog}:\n${tailOf(consoleLog, 10)}` };
  } finally {
    await browser?.stop().catch(() => {}); // a browser that crashed is gone already
    await server.stop();
  }
}
