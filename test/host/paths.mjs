// Where the parts of the host lie. All of them are below this folder, so removing the folder removes the host.
import { join } from "node:path";

export const hostDirectory = import.meta.dirname;

/** Node 24: the server of VS Code 1.139 does not run on Node 20. */
export const nodeExecutable = join(hostDirectory, "node_modules", "node", "bin", "node");

/** VS Code's own server, as code-server packs it; code-server's wrapper around it is not used. */
export const vscodeDirectory = join(hostDirectory, "node_modules", "code-server", "lib", "vscode");
export const serverMain = join(vscodeDirectory, "out", "server-main.js");

/** The inflated browser and the shared libraries it brings along. */
export const browserDirectory = join(hostDirectory, "browser");
export const inflatedBrowser = join(browserDirectory, "chromium");
export const browserLibraries = join(browserDirectory, "al2023", "lib");
export const browserFonts = join(browserDirectory, "font-configuration");

/** One folder of logs for each run of a test suite. */
export const runsDirectory = join(hostDirectory, "runs");
