import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensureHost } from "./install.mjs";
import { withoutNoise } from "./log-text.mjs";
import { nodeExecutable, serverMain } from "./paths.mjs";
import { cleanEnvironment, makeShortDirectory } from "./process-environment.mjs";
import { run } from "./processes.mjs";
import { dataArguments } from "./workbench.mjs";

/**
 * Installs a packaged extension the way people do. An installed copy of the same or another version is replaced.
 *
 * @param {string} serverDirectory As given to `startServer`, which may or may not have run there before.
 * @param {string} vsix Absolute path of the package.
 * @returns {Promise<string>} What VS Code printed.
 * @throws When VS Code refuses the package; the message carries its reason.
 */
export async function installVsix(serverDirectory, vsix) {
  await ensureHost();
  const home = join(serverDirectory, "home");
  mkdirSync(home, { recursive: true });
  const temporary = makeShortDirectory();
  try {
    return await run(nodeExecutable, [serverMain, "--install-extension", vsix, "--force", ...dataArguments(serverDirectory)], {
      environment: cleanEnvironment({
        HOME: home,
        EXTENSIONS_GALLERY: "{}",
        TMPDIR: temporary.directory,
        XDG_RUNTIME_DIR: temporary.directory,
      }),
      clean: withoutNoise,
    });
  } finally {
    temporary.remove();
  }
}
