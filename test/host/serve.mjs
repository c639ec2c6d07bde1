import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { installVsix } from "./install-extension.mjs";
import { startServer, workbenchUrl } from "./workbench.mjs";

/**
 * @typedef {object} ServeOptions
 * @property {string} folder Absolute path of the folder to open.
 * @property {string} stateDirectory Absolute path of a folder that keeps settings, extensions and the address between starts.
 * @property {string} [vsix] Absolute path of a packaged extension to install; either this or `extension` is needed.
 * @property {string} [extension] Absolute path of an extension's folder, to load it from there.
 * @property {number} [port] Default: the one of the last start if it is free, since a browser keeps a layout for each port.
 * @property {Record<string, string | undefined>} [environment] On top of ours.
 * @property {Record<string, unknown>} [settings] User settings of the first start.
 */

/**
 * Serves a workbench with an extension to the browser of the person at this machine, for use where no desktop VS Code is. It
 * listens on 127.0.0.1 only and demands the token that the address carries, since whoever reaches it has a terminal here.
 *
 * @param {ServeOptions} options
 * @returns {Promise<{ address: string, stop: () => Promise<void> }>} The address to open in a browser.
 */
export async function serveWorkbench({ folder, stateDirectory, vsix, extension, port, environment = {}, settings = {} }) {
  if ((vsix === undefined) === (extension === undefined)) {
    throw new Error("serveWorkbench needs either a vsix or the folder of an extension");
  }
  mkdirSync(stateDirectory, { recursive: true });
  if (vsix !== undefined) {
    await installVsix(stateDirectory, vsix);
  }
  const portFile = join(stateDirectory, "port");
  const server = await startServer({
    directory: stateDirectory,
    // A person signs with their own keys and their own git identity.
    environment: { HOME: process.env.HOME, GIT_CONFIG_GLOBAL: process.env.GIT_CONFIG_GLOBAL, ...environment },
    settings,
    keepSettings: true,
    enableSmokeTestDriver: extension !== undefined,
    builtinExtensions: "all",
    port: port ?? (await lastPort(portFile)),
    connectionTokenFile: keepToken(join(stateDirectory, "connection-token")),
  });
  writeFileSync(portFile, String(server.port));
  return { address: workbenchUrl(server, { folder, extension }), stop: server.stop };
}

/** Makes a secret on first use, for the owner's eyes only. @param {string} file @returns {string} The same path. */
function keepToken(file) {
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  }
  return file;
}

/** @param {string} file @returns {Promise<number>} 0, which stands for any, if it is taken or unknown. */
async function lastPort(file) {
  const port = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)));
  });
}
