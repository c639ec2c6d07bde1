/** Keeps `objects/` small: what no journal line waits for and no settled state names goes after a day, or at the cap. */
import * as fs from "node:fs";
import * as path from "node:path";
import { countersignDirectory } from "./journal-files";

const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;
/** An event that names an object is written right after it; younger ones are never touched. */
const IN_FLIGHT_MILLISECONDS = 10 * 60 * 1000;
const CAP_BYTES = 200 * 1024 * 1024;

/**
 * Removes objects that `referenced` does not name: those older than a day, and at more than 200 MiB the oldest ones
 * until it fits again. Called right after settling, when no line of the journal waits.
 */
export function sweepObjects(commonDirectory: string, referenced: ReadonlySet<string>, now: Date): void {
  const root = path.join(countersignDirectory(commonDirectory), "objects");
  if (fs.lstatSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  const found: { readonly file: string; readonly bytes: number; readonly age: number; readonly isFree: boolean }[] = [];
  for (const folder of fs.readdirSync(root)) {
    const directory = path.join(root, folder);
    if (fs.lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    for (const name of fs.readdirSync(directory)) {
      const file = path.join(directory, name);
      const entry = fs.lstatSync(file, { throwIfNoEntry: false });
      if (entry?.isFile() === true) found.push({ file, bytes: entry.size, age: now.getTime() - entry.mtimeMs, isFree: !referenced.has(name) });
    }
  }
  let total = found.reduce((sum, entry) => sum + entry.bytes, 0);
  for (const entry of found.sort((one, other) => other.age - one.age)) {
    if (!entry.isFree || entry.age < IN_FLIGHT_MILLISECONDS) continue;
    if (entry.age < KEPT_MILLISECONDS && total <= CAP_BYTES) continue;
    fs.rmSync(entry.file, { force: true });
    total -= entry.bytes;
  }
}
