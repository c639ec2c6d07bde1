/** What a person was seen to type, kept beside the journal: private, known by content, forgotten when it grows old. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { HumanEdit } from "../core/ports";
import { O_NOFOLLOW, ensureDirectory, readRegularFile } from "./journal-files";

const MAXIMUM_BYTES = 64 * 1024 * 1024;
/** Above this the older half is dropped: what it covers has long been committed, and only its colour is lost. */
const COMPACT_BYTES = 16 * 1024 * 1024;
const KEY = /^[0-9a-f]{32}$/;

/** `<common>/countersign/human.jsonl`, one edit a line; a torn or unknown line is skipped. */
export function readHumanEdits(commonDirectory: string): HumanEdit[] {
  const text = readRegularFile(path.join(commonDirectory, "countersign", "human.jsonl"), MAXIMUM_BYTES)?.toString("utf8") ?? "";
  return text.split("\n").flatMap((line) => {
    const edit = line === "" ? null : parse(line);
    return edit === null ? [] : [edit];
  });
}

/** Appends in one write; settling the same events twice appends them twice, which changes no answer. */
export function appendHumanEdits(commonDirectory: string, edits: readonly HumanEdit[]): void {
  if (edits.length === 0) return;
  const file = path.join(ensureDirectory(commonDirectory, "countersign"), "human.jsonl");
  const descriptor = fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_APPEND | fs.constants.O_CREAT | O_NOFOLLOW, 0o600);
  try {
    fs.writeSync(descriptor, edits.map((edit) => JSON.stringify({ v: 1, ...edit }) + "\n").join(""));
  } finally {
    fs.closeSync(descriptor);
  }
  if (fs.lstatSync(file).size > COMPACT_BYTES) compact(commonDirectory, file);
}

function compact(commonDirectory: string, file: string): void {
  const edits = readHumanEdits(commonDirectory);
  const temporary = `${file}-${process.pid}.tmp`;
  fs.writeFileSync(temporary, edits.slice(Math.floor(edits.length / 2)).map((edit) => JSON.stringify({ v: 1, ...edit }) + "\n").join(""), { flag: "wx", mode: 0o600 });
  fs.renameSync(temporary, file);
}

function parse(line: string): HumanEdit | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // A torn last line: the edit it told of is of unknown origin, which is the safe answer.
    return null;
  }
  const { v, path: file, sequence, context, at } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (v !== 1 || typeof file !== "string" || typeof context !== "string" || typeof at !== "string" || !Array.isArray(sequence)) return null;
  return sequence.every((key): key is string => typeof key === "string" && KEY.test(key)) ? { path: file, sequence, context, at } : null;
}
