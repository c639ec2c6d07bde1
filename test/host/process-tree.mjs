import { spawnSync } from "node:child_process";

/**
 * Signals every process of a group. A group that is already gone is no error.
 *
 * Windows knows no process groups; there `taskkill` walks the tree of children, whatever the signal. (Never run there so far.)
 *
 * @param {number} leader Process id of the group's leader.
 * @param {NodeJS.Signals} signal
 */
export function endTree(leader, signal) {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(leader), "/T", "/F"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (error.code !== "ESRCH") {
      throw error;
    }
  }
}
