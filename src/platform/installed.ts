import * as fs from "node:fs";
import { join } from "node:path";

/** Whether a folder or file stands below `folder`; nothing is followed or read. */
export function standsBelow(folder: string, path: string): boolean {
  return fs.lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined;
}
