import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./processes.mjs";

/**
 * Variables that a surrounding editor, debugger or git hook sets for its own processes; an editor started by us would take them
 * for its own.
 */
const FOREIGN = /^(VSCODE_(?!PATH$)|ELECTRON_|GIT_|NODE_OPTIONS$)/;

/**
 * Our own environment without what belongs to others, and with the caller's variables on top.
 *
 * @param {...Record<string, string | undefined>} additions Later ones win; an undefined value unsets a variable.
 * @returns {Record<string, string | undefined>}
 */
export function cleanEnvironment(...additions) {
  const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return Object.assign(Object.fromEntries(own), ...additions);
}

/** The name of a Unix socket holds 107 bytes, and VS Code's own part of it takes up to 53 of them. */
const LONGEST_PARENT = 40;

/**
 * Makes a folder with a short path for temporary files and sockets. It is removed when this process ends, if not before.
 *
 * @returns {{ directory: string, remove: () => void }}
 */
export function makeShortDirectory() {
  const parent = tmpdir().length <= LONGEST_PARENT ? tmpdir() : "/tmp";
  const directory = mkdtempSync(join(parent, "cs-"));
  const removeNow = () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  const withdraw = atEnd(removeNow);
  return {
    directory,
    remove() {
      withdraw();
      removeNow();
    },
  };
}
