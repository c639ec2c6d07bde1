import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tailOf } from "./log-text.mjs";
import { hostDirectory } from "./paths.mjs";
import { cleanEnvironment } from "./process-environment.mjs";
import { startGroup } from "./processes.mjs";
import { DEFAULT_THEME, QUIET_SETTINGS } from "./quiet-settings.mjs";

/** @returns {boolean} Whether the environment asks for desktop VS Code. */
export function wantsDesktop() {
  return Boolean(process.env.VSCODE_PATH) || process.env.COUNTERSIGN_TEST_ELECTRON === "1";
}

/**
 * Runs a suite in desktop VS Code through @vscode/test-electron, in a process group of its own, so that a suite that hangs can
 * be ended. On Linux it needs a display.
 *
 * @param {import("./run-extension-tests.mjs").Run} run
 * @returns {Promise<import("./run-extension-tests.mjs").Ending>}
 */
export async function runInDesktop(run) {
  const { directory, logDirectory, extension, tests, workspace } = run;
  const userData = join(directory, "user");
  mkdirSync(join(userData, "User"), { recursive: true });
  const settings = { ...QUIET_SETTINGS, "workbench.colorTheme": DEFAULT_THEME, ...run.settings };
  writeFileSync(join(userData, "User", "settings.json"), JSON.stringify(settings, null, 2));

  const request = {
    vscodeExecutablePath: process.env.VSCODE_PATH || undefined,
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    launchArgs: [workspace, `--user-data-dir=${userData}`, `--extensions-dir=${join(directory, "extensions")}`, ...(run.serverArguments ?? [])],
  };
  const logFile = join(logDirectory, "console.log");
  const group = startGroup(process.execPath, [join(hostDirectory, "desktop-runner.mjs"), JSON.stringify(request)], {
    environment: cleanEnvironment({ GIT_CONFIG_GLOBAL: "/dev/null" }, run.environment ?? {}),
    logFile,
  });
  const exitCode = await Promise.race([group.ended, delay(run.timeout, null, { ref: false })]);
  await group.stop();
  const problem = exitCode === null ? `the tests did not end within ${run.timeout / 1000} s. The end of ${logFile}:\n${tailOf(logFile, 10)}` : null;
  return { exitCode, problem };
}
