import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./host";
import { until } from "./until";

/** Our engine processes below this server, youngest last. Windows that were closed keep theirs for a while. */
export function enginesOf(serverProcess: number): readonly number[] {
  return processesOf(serverProcess, join(projectRoot, "dist/engine.js"));
}

/** Extension hosts of this server, youngest last. */
export function extensionHostsOf(serverProcess: number): readonly number[] {
  return processesOf(serverProcess, "--type=extensionHost");
}

/** Processes of a group with this argument, youngest last. */
function processesOf(group: number, argument: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        // pid (command) state ppid pgrp …; the command may hold anything.
        const fields = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
        return command.includes(argument) && Number(fields[2]) === group ? [{ id: Number(name), started: Number(fields[19]) }] : [];
      } catch (error) {
        // It ended while it was read.
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")) return [];
        throw error;
      }
    })
    .sort((one, other) => one.started - other.started || one.id - other.id)
    .map(({ id }) => id);
}

/** Ends the youngest engine as a crash would; returns all that ran before. */
export async function killEngine(serverProcess: number): Promise<readonly number[]> {
  const before = await until("an engine process", () => {
    const engines = enginesOf(serverProcess);
    return Promise.resolve(engines.length > 0 && engines);
  });
  const youngest = before.at(-1);
  if (youngest !== undefined) process.kill(youngest, "SIGKILL");
  return before;
}

/** Waits until an engine runs that did not run before. */
export function nextEngine(serverProcess: number, before: readonly number[]): Promise<number> {
  return until("the next engine process", () => Promise.resolve(enginesOf(serverProcess).find((engine) => !before.includes(engine))));
}
