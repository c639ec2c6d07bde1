/**
 * Does a shell command let git bring text into the work tree that stood elsewhere before (a stash, another branch, a
 * merge)? Such text is not the assistant's because it ran the command; its commits say whose it is. What else the
 * command changed is then unknown, which is reported as unclaimed, never as a person's.
 */

const ALWAYS: ReadonlySet<string> = new Set(["merge", "rebase", "pull", "cherry-pick", "revert", "restore", "bisect", "am", "submodule", "read-tree", "checkout-index", "clean"]);
const HISTORY_COMMAND = /(?:^|[\s;&|(`])git\s+((?:-[cC]\s+\S+\s+|--?[\w-]+(?:=\S+)?\s+)*)([a-z-]+)([^;&|\n)`]*)/g;

export function bringsForeignText(command: string): boolean {
  for (const match of command.slice(0, 100_000).matchAll(HISTORY_COMMAND)) {
    const verb = match[2] ?? "";
    const rest = match[3] ?? "";
    if (ALWAYS.has(verb)) return true;
    if (verb === "stash" && !/^\s+(list|show|drop|clear|create|store)\b/.test(rest)) return true;
    if (verb === "reset" && /\s--(hard|keep|merge)\b/.test(rest)) return true;
    // A new branch where one stands changes no file.
    if (verb === "checkout" && !/^\s+(-b|-B|--orphan)\s+\S+\s*$/.test(rest)) return true;
    if (verb === "switch" && !/^\s+(-c|-C|--create|--orphan)\s+\S+\s*$/.test(rest)) return true;
  }
  return false;
}
