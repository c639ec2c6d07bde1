// `npm run tour`: takes README's and the walkthrough's pictures anew, from the real workbench on the example repository.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ensureHost } from "./host/install.mjs";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
for (const mode of [["--package"], ["--tests"]]) {
  if (spawnSync(process.execPath, ["esbuild.config.mjs", ...mode], { cwd: root, stdio: "inherit" }).status !== 0) process.exit(1);
}
process.chdir(root);
await ensureHost();
await createRequire(import.meta.url)(join(root, "out/test/ui/tour.js")).takeTour();
process.exit(0);
