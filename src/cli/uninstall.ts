/**
 * dist/uninstall.js: run by the editor as plain Node after the extension was uninstalled. Takes the launcher away that this
 * extension wrote; hooks that still name it find nothing and do nothing.
 */
import { removeLauncher } from "../platform/hook-launcher";
import { userFolders } from "../platform/user-data";

try {
  removeLauncher(userFolders(process.env).data, __dirname);
} catch (error) {
  // Nobody waits for an answer; what stays behind is two small files.
  process.stderr.write(`countersign: the launcher was not removed: ${error instanceof Error ? error.message : String(error)}\n`);
}
