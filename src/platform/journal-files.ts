/**
 * The journal on disk: `<git-common-dir>/countersign/`. Used by the hook process, so only light built-in modules are
 * loaded, and crypto only when a text is too long for the event itself. Nothing here follows a symbolic link below the
 * git directory: an agent that can place one must not make a hook write elsewhere.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type * as Crypto from "node:crypto";

/** POSIX leaves appends of this size whole among several writers on a local file system; architecture.md's limit. */
export const MAXIMUM_LINE_BYTES = 64 * 1024;
/** Texts up to this size stand in the event itself: most source files, so that most hooks need no digest (crypto costs 6 % of a Node process). */
const INLINE_BYTES = 24 * 1024;
/** Larger texts are not kept, and the event says so. */
export const MAXIMUM_OBJECT_BYTES = 20 * 1024 * 1024;
const MAXIMUM_PROBLEMS_BYTES = 1024 * 1024;
const PROBLEM_LENGTH = 2000;

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY, O_RDONLY } = fs.constants;
/** Absent on Windows, where these bits are undefined at run time. */
export const O_NOFOLLOW: number = fs.constants.O_NOFOLLOW ?? 0;
export const O_NONBLOCK: number = fs.constants.O_NONBLOCK ?? 0;

export type KeptText = string | { readonly object: string; readonly bytes: number } | { readonly absent: "too-large" };

export function countersignDirectory(commonDirectory: string): string {
  return path.join(commonDirectory, "countersign");
}

/**
 * Makes `names` below an existing directory, each a real directory.
 * @throws Error when one of them is a symbolic link or a file.
 */
export function ensureDirectory(base: string, ...names: readonly string[]): string {
  let directory = base;
  for (const name of names) {
    directory = path.join(directory, name);
    let found = fs.lstatSync(directory, { throwIfNoEntry: false });
    if (found === undefined) {
      try {
        fs.mkdirSync(directory, { mode: 0o700 });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      found = fs.lstatSync(directory);
    }
    if (!found.isDirectory()) throw new Error(`${directory}: expected a directory, found ${found.isSymbolicLink() ? "a symbolic link" : "something else"}: remove it`);
  }
  return directory;
}

/** Appends with one write. The line break in front keeps a torn line of a killed process from spoiling this one. */
function appendLine(file: string, line: string): void {
  const descriptor = fs.openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    if (!fs.fstatSync(descriptor).isFile()) throw new Error(`${file}: expected a file`);
    const bytes = Buffer.from(`\n${line}\n`, "utf8");
    const written = fs.writeSync(descriptor, bytes, 0, bytes.length);
    if (written !== bytes.length) throw new Error(`${file}: only ${written} of ${bytes.length} bytes were written: is the disk full?`);
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * Appends one event, a single line of JSON, to the journal of the day.
 * @throws Error when the line is longer than `MAXIMUM_LINE_BYTES` or cannot be written whole.
 */
export function appendEvent(commonDirectory: string, line: string, now: Date): void {
  if (Buffer.byteLength(line) + 2 > MAXIMUM_LINE_BYTES) throw new Error(`event of ${Buffer.byteLength(line)} bytes, at most ${MAXIMUM_LINE_BYTES - 2} fit`);
  const directory = ensureDirectory(commonDirectory, "countersign", "journal");
  appendLine(path.join(directory, `${now.toISOString().slice(0, 10)}.jsonl`), line);
}

/** Appends to `journal/problems.log`: one JSON object a line; at 1 MiB it becomes `problems.log.1`, the one before is dropped. */
export function appendProblem(commonDirectory: string, assistant: string, message: string, now: Date): void {
  const directory = ensureDirectory(commonDirectory, "countersign", "journal");
  const file = path.join(directory, "problems.log");
  const size = fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAXIMUM_PROBLEMS_BYTES) {
    try {
      fs.renameSync(file, `${file}.1`);
    } catch (error) {
      // Another hook rotated it in this moment.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  appendLine(file, JSON.stringify({ at: now.toISOString(), assistant: assistant.slice(0, 64), problem: message.slice(0, PROBLEM_LENGTH) }));
}

export function sha256(bytes: Uint8Array): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a lazy import that stays synchronous
  const crypto = require("node:crypto") as typeof Crypto;
  return crypto.createHash("sha256").update(bytes).digest("hex");
}

/** Keeps a text: inline when small, else in `objects/<aa>/<sha256>`, written beside and renamed so that it is whole or absent. */
export function keepText(commonDirectory: string, text: string): KeptText {
  // A UTF-16 unit is at most 3 bytes of UTF-8.
  if (text.length * 3 <= INLINE_BYTES) return text;
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= INLINE_BYTES) return text;
  return bytes.length > MAXIMUM_OBJECT_BYTES ? { absent: "too-large" } : { object: writeObject(commonDirectory, bytes), bytes: bytes.length };
}

/** Writes an object unless it is there; returns its digest. */
export function writeObject(commonDirectory: string, bytes: Uint8Array): string {
  const digest = sha256(bytes);
  const objects = ensureDirectory(commonDirectory, "countersign", "objects");
  const directory = ensureDirectory(objects, digest.slice(0, 2));
  const file = path.join(directory, digest);
  const found = fs.lstatSync(file, { throwIfNoEntry: false });
  if (found?.isFile() === true && found.size === bytes.byteLength) {
    // Its age protects it from being swept while the event that names it is on its way.
    const now = new Date();
    fs.utimesSync(file, now, now);
    return digest;
  }
  const temporary = path.join(directory, `tmp-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const descriptor = fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    fs.writeFileSync(descriptor, bytes);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(temporary, file);
  return digest;
}

/** The text of an object; null when it is gone, too large, or not what its name says. */
export function readObject(commonDirectory: string, digest: string): string | null {
  if (!/^[0-9a-f]{64}$/.test(digest)) return null;
  const bytes = readRegularFile(path.join(countersignDirectory(commonDirectory), "objects", digest.slice(0, 2), digest), MAXIMUM_OBJECT_BYTES);
  if (bytes === null || sha256(bytes) !== digest) return null;
  return bytes.toString("utf8");
}

/** A whole regular file of at most `limit` bytes; null when missing, larger, a link or anything else. Never blocks on a pipe. */
export function readRegularFile(file: string, limit: number): Buffer | null {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (ABSENT_CODES.has((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
  try {
    const found = fs.fstatSync(descriptor);
    return found.isFile() && found.size <= limit ? fs.readFileSync(descriptor) : null;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Errors that mean "there is no such regular file": missing, a link, a socket. */
const ABSENT_CODES: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "EISDIR"]);
