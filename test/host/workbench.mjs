// Starts VS Code's server; with the browser that shows its workbench it makes a whole editor.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { makeMinimalExtensions } from "./builtin-extensions.mjs";
import { ensureHost } from "./install.mjs";
import { tailOf } from "./log-text.mjs";
import { nodeExecutable, serverMain } from "./paths.mjs";
import { cleanEnvironment, makeShortDirectory } from "./process-environment.mjs";
import { startGroup } from "./processes.mjs";
import { DEFAULT_THEME, QUIET_SETTINGS } from "./quiet-settings.mjs";

export { startBrowser } from "./browser.mjs";

/** The only interface that anything here listens on. */
const LOOPBACK = "127.0.0.1";

/** Starting takes less than half a second on an idle machine, and many times that on a busy one. */
const START_TIMEOUT = 60_000;

/**
 * @typedef {object} ServerOptions
 * @property {string} directory Holds the server's data, extensions, log and home. Two servers must not share it at one time.
 * @property {Record<string, string | undefined>} [environment] On top of a cleaned copy of ours; an undefined value unsets. It
 *   reaches the extension host, git and terminals. HOME is a folder of `directory` and GIT_CONFIG_GLOBAL is /dev/null unless given.
 * @property {readonly string[]} [extraArguments] More arguments of VS Code's server, such as `--enable-proposed-api`.
 * @property {Record<string, unknown>} [settings] User settings on top of the quiet ones.
 * @property {string} [theme] A colour theme by name.
 * @property {boolean} [keepSettings] Leave settings alone that an earlier start wrote into `directory`. Default false.
 * @property {boolean} [workspaceTrust] Ask whether a folder's authors are trusted. Default false: every folder is trusted.
 * @property {boolean} [enableSmokeTestDriver] Needed to load an extension from its folder; off in what people use. Default true.
 * @property {"minimal" | "all"} [builtinExtensions] Default "minimal": git, themes and plain language definitions.
 * @property {number} [port] Default 0: any free one.
 * @property {string} [connectionTokenFile] Holds a token that is demanded from whoever connects. Without it every local process may.
 * @property {string} [logFile] Default `directory`/server.log. Begun anew.
 *
 * @typedef {object} Server
 * @property {string} address `http://127.0.0.1:PORT`.
 * @property {number} port
 * @property {number} processId Id of the server's process group.
 * @property {string} directory
 * @property {string} logFile
 * @property {string} settingsFile The user settings; the workbench follows changes to the file.
 * @property {string} [connectionToken]
 * @property {Promise<number>} ended Settles with the exit code when the server ends, for whatever reason.
 * @property {() => Promise<void>} stop
 */

/**
 * Starts VS Code's server and waits until it answers. It ends with this process at the latest.
 *
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 * @throws When the server ends early or does not answer in a minute; the message carries the end of its log.
 */
export async function startServer(options) {
  const { directory, environment = {}, extraArguments = [], builtinExtensions = "minimal", port = 0, connectionTokenFile } = options;
  const { enableSmokeTestDriver = true, workspaceTrust = false, logFile = join(directory, "server.log") } = options;
  await ensureHost();
  const home = join(directory, "home");
  mkdirSync(home, { recursive: true });
  const settingsFile = writeSettings(options);
  writeFileSync(logFile, "");

  const serverArguments = [
    ...["--host", LOOPBACK, "--port", String(port)],
    ...(connectionTokenFile === undefined ? ["--without-connection-token"] : ["--connection-token-file", connectionTokenFile]),
    ...dataArguments(directory),
    ...["--telemetry-level", "off", "--disable-experiments"],
    ...(workspaceTrust ? [] : ["--disable-workspace-trust"]),
    ...(enableSmokeTestDriver ? ["--enable-smoke-test-driver"] : []),
    ...extraArguments,
  ];
  if (builtinExtensions === "minimal") {
    const minimal = join(directory, "builtin-extensions");
    makeMinimalExtensions(minimal);
    serverArguments.push("--builtin-extensions-dir", minimal);
  }

  const temporary = makeShortDirectory();
  const group = startGroup(nodeExecutable, [serverMain, ...serverArguments], {
    environment: cleanEnvironment(
      // An empty gallery keeps the server from asking for extensions outside.
      { HOME: home, GIT_CONFIG_GLOBAL: "/dev/null", EXTENSIONS_GALLERY: "{}" },
      environment,
      { TMPDIR: temporary.directory, XDG_RUNTIME_DIR: temporary.directory },
    ),
    logFile,
  });
  async function stop() {
    await group.stop();
    temporary.remove();
  }

  try {
    const actualPort = await portOf(group, logFile);
    const address = `http://${LOOPBACK}:${actualPort}`;
    const connectionToken = connectionTokenFile === undefined ? undefined : readFileSync(connectionTokenFile, "utf8").trim();
    const { processId, ended } = group;
    return { address, port: actualPort, processId, directory, logFile, settingsFile, connectionToken, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {string} directory As given to `startServer`.
 * @returns {string[]} The arguments that tell any call of the server where its data and extensions are.
 */
export function dataArguments(directory) {
  const server = join(directory, "server");
  return ["--accept-server-license-terms", "--server-data-dir", server, "--extensions-dir", join(directory, "extensions")];
}

/** code-server keeps user settings with the server, where upstream keeps them in the browser. @param {ServerOptions} options */
function writeSettings({ directory, settings = {}, theme = DEFAULT_THEME, keepSettings = false, workspaceTrust = false }) {
  const userDirectory = join(directory, "server", "data", "User");
  const settingsFile = join(userDirectory, "settings.json");
  if (keepSettings && existsSync(settingsFile)) {
    return settingsFile;
  }
  mkdirSync(userDirectory, { recursive: true });
  const all = { ...QUIET_SETTINGS, "security.workspace.trust.enabled": workspaceTrust, "workbench.colorTheme": theme, ...settings };
  writeFileSync(settingsFile, `${JSON.stringify(all, null, 2)}\n`);
  return settingsFile;
}

/**
 * Waits until the server has said where it listens and answers there. The server itself picks a free port: nobody can take it
 * between the choice and the use.
 *
 * @param {import("./processes.mjs").Group} group
 * @param {string} logFile
 */
async function portOf(group, logFile) {
  const deadline = Date.now() + START_TIMEOUT;
  const complaint = (/** @type {string} */ what) => new Error(`VS Code's server ${what}. The end of ${logFile}:\n${tailOf(logFile)}`);
  while (Date.now() < deadline) {
    if (!group.isRunning()) {
      throw complaint(`ended with exit code ${await group.ended} before it was ready`);
    }
    const log = readFileSync(logFile, "utf8");
    if (log.includes("Error: listen ")) {
      throw complaint("cannot listen"); // it stays, and would never answer
    }
    const port = /Server bound to \S+:(\d+) /.exec(log)?.[1];
    if (port !== undefined && (await answers(`http://${LOOPBACK}:${port}/version`))) {
      return Number(port);
    }
    await delay(50);
  }
  throw complaint(`was not ready after ${START_TIMEOUT / 1000} s`);
}

/** @param {string} address */
async function answers(address) {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false; // not listening yet; the caller has the deadline
  }
}

/**
 * @typedef {object} WorkbenchTarget
 * @property {string} [folder] Absolute path of the folder to open, or of a `.code-workspace` file of several.
 * @property {string} [extension] Absolute path of an extension under development. Needs the smoke-test driver.
 * @property {string} [tests] Absolute path of a module whose `run()` the extension host calls. Needs `extension`.
 * @property {readonly (readonly [string, string])[]} [payload] More of what the workbench reads at its start, for example
 *   `["openFile", remoteUri(server, file)]`.
 */

/**
 * @param {Pick<Server, "address" | "port" | "connectionToken">} server
 * @param {WorkbenchTarget} target
 * @returns {string} The address at which a browser opens the workbench.
 */
export function workbenchUrl(server, { folder, extension, tests, payload = [] }) {
  const entries = [
    ...(extension === undefined ? [] : [["extensionDevelopmentPath", remoteUri(server, extension)]]),
    ...(tests === undefined ? [] : [["extensionTestsPath", remoteUri(server, tests)]]),
    ...payload,
  ];
  const query = new URLSearchParams({
    ...(server.connectionToken === undefined ? {} : { tkn: server.connectionToken }),
    ...(folder === undefined ? {} : folder.endsWith(".code-workspace") ? { workspace: folder } : { folder }),
    ...(entries.length === 0 ? {} : { payload: JSON.stringify(entries) }),
  });
  return `${server.address}/?${query}`;
}

/**
 * @param {Pick<Server, "port">} server
 * @param {string} path An absolute path on this machine.
 * @returns {string} The path as the workbench addresses it.
 */
export function remoteUri(server, path) {
  return `vscode-remote://${LOOPBACK}:${server.port}${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`;
}
