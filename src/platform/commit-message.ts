/** The file that git keeps a commit's message in while it is made. */
import { lstatSync, readFileSync, writeFileSync } from "node:fs";
import { CountersignError } from "../core/model";

const MAXIMUM_BYTES = 16 * 1024 * 1024;

/** Errors: `usage` where there is no such plain file of at most 16 MiB. */
export function readMessage(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size > MAXIMUM_BYTES) throw new CountersignError("usage", "a plain file with a commit's message was expected", { path });
  return readFileSync(path, "utf8");
}

export function writeMessage(path: string, text: string): void {
  writeFileSync(path, text);
}
