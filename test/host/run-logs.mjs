import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runsDirectory } from "./paths.mjs";

const KEPT_RUNS = 20;

let runsOfThisProcess = 0;

/** @returns {string} A new folder for the logs of one run; the oldest ones are removed. */
export function makeLogDirectory() {
  mkdirSync(runsDirectory, { recursive: true });
  const time = new Date().toISOString().replaceAll(":", "-").replace(/\..*/, "");
  const directory = join(runsDirectory, `${time}-${process.pid}-${++runsOfThisProcess}`);
  mkdirSync(directory);
  for (const old of readdirSync(runsDirectory).sort().slice(0, -KEPT_RUNS)) {
    rmSync(join(runsDirectory, old), { recursive: true, force: true });
  }
  return directory;
}
