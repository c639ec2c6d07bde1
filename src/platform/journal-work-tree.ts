/** What the hook process may look at: files of one work tree, one `git status`, and the tail of a transcript. */
import * as fs from "node:fs";
import * as path from "node:path";
import type * as ChildProcess from "node:child_process";
import { MAXIMUM_OBJECT_BYTES, O_NOFOLLOW, O_NONBLOCK, keepText, readRegularFile } from "./journal-files";
import type { KeptText } from "./journal-files";
import type { FoundRepository } from "./journal-repository";
import { realAncestor } from "./journal-repository";

export type FileText = KeptText | { readonly absent: "missing" | "too-large" | "binary" | "not-utf8" | "symlink" | "unreadable" };

/** What is left of a shell event's 250 ms after the start of Node. */
const STATUS_MILLISECONDS = 180;
const MAXIMUM_CHANGED_FILES = 500;
const MAXIMUM_CHANGED_BYTES = 64 * 1024 * 1024;
const TRANSCRIPT_TAIL = 128 * 1024;

/** Implements the sources' HookWorld over one repository; `cwd` is where relative paths start. */
export class WorkTree {
  private bytesRead = 0;

  constructor(
    private readonly repository: FoundRepository,
    private readonly cwd: string,
    private readonly environment: Readonly<Record<string, string | undefined>>,
    /** How long git may look for changed files. */
    private readonly statusMilliseconds = STATUS_MILLISECONDS,
  ) {}

  /** Repository-relative path, or why it is refused. Symbolic links are resolved on both sides. */
  locate(given: string): { readonly path: string } | { readonly refused: string } {
    const shown = JSON.stringify(given.slice(0, 300));
    if (given === "" || given.length > 4096 || given.includes("\0")) return { refused: `path ${shown}: expected a path of at most 4096 characters` };
    // Some hosts on Windows write /c:/folder.
    const native = process.platform === "win32" ? given.replace(/^\/([A-Za-z]:)/, "$1") : given;
    let real: string;
    try {
      const ancestor = realAncestor(path.resolve(this.cwd, native));
      real = path.join(ancestor.real, ...ancestor.rest);
    } catch {
      return { refused: `path ${shown}: cannot be resolved` };
    }
    const relative = path.relative(this.repository.root, real);
    if (relative === "" || relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
      return { refused: `path ${shown}: outside of the work tree ${this.repository.root}` };
    }
    const parts = relative.split(path.sep);
    if (parts.some((part) => part.toLowerCase() === ".git")) return { refused: `path ${shown}: inside a git directory` };
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = path.join(this.repository.root, ...parts.slice(0, depth));
      if (fs.lstatSync(path.join(folder, ".git"), { throwIfNoEntry: false }) !== undefined) {
        return { refused: `path ${shown}: belongs to another repository, ${parts.slice(0, depth).join("/")}` };
      }
    }
    return { path: parts.join("/") };
  }

  /** The text on disk now, or why there is none. */
  read(relative: string): FileText {
    const file = path.join(this.repository.root, ...relative.split("/"));
    let bytes: Buffer;
    try {
      const found = fs.lstatSync(file, { throwIfNoEntry: false });
      if (found === undefined) return { absent: "missing" };
      if (found.isSymbolicLink()) return { absent: "symlink" };
      if (!found.isFile()) return { absent: "unreadable" };
      if (found.size > MAXIMUM_OBJECT_BYTES || this.bytesRead + found.size > MAXIMUM_CHANGED_BYTES) return { absent: "too-large" };
      this.bytesRead += found.size;
      const content = readRegularFile(file, MAXIMUM_OBJECT_BYTES);
      if (content === null) return { absent: "unreadable" };
      bytes = content;
    } catch (error) {
      return { absent: (error as NodeJS.ErrnoException).code === "ENOTDIR" ? "missing" : "unreadable" };
    }
    const text = decodeText(bytes);
    return typeof text === "string" ? this.keep(text) : text;
  }

  keep(text: string): KeptText {
    return keepText(this.repository.commonDirectory, text);
  }

  /** Changed and untracked files by one git process within its share of 250 ms. Runs no program that a repository names. */
  changedFiles(): { readonly paths: readonly string[]; readonly unnamed?: number } | { readonly unknown: string } {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded for shell events only; most events need no process
    const { spawnSync } = require("node:child_process") as typeof ChildProcess;
    // A git hook or an alias above us may have set these; the repository is the one that was found. Undefined is not passed on.
    const environment = { ...this.environment, GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined, GIT_COMMON_DIR: undefined, GIT_PREFIX: undefined, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
    const result = spawnSync(
      "git",
      ["-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all"],
      { cwd: this.repository.root, env: environment, timeout: this.statusMilliseconds, killSignal: "SIGKILL", maxBuffer: 4 * 1024 * 1024, windowsHide: true, stdio: ["ignore", "pipe", "pipe"] },
    );
    if (result.error !== undefined) {
      const code = (result.error as NodeJS.ErrnoException).code;
      if (code === "ETIMEDOUT") return { unknown: `git status took longer than ${this.statusMilliseconds} ms` };
      if (code === "ENOBUFS") return { unknown: "git status listed too many files" };
      return { unknown: `git status could not run (${code ?? "error"})` };
    }
    if (result.status !== 0) return { unknown: `git status failed (${result.status ?? "killed"})` };
    const entries = result.stdout
      .toString("utf8")
      .split("\0")
      .filter((entry) => entry.length > 3 && !entry.endsWith("/"));
    const paths = entries.filter((entry) => !entry.includes("\uFFFD")).map((entry) => entry.slice(3));
    return paths.length > MAXIMUM_CHANGED_FILES ? { unknown: `${paths.length} changed files, at most ${MAXIMUM_CHANGED_FILES} are read` } : { paths, unnamed: entries.length - paths.length };
  }

  /** The last `message.model` in a transcript's tail. Only a regular .jsonl file is opened. */
  transcriptModel(file: string): string | undefined {
    if (!path.isAbsolute(file) || !file.endsWith(".jsonl") || file.includes("\0")) return undefined;
    let tail: string;
    try {
      const descriptor = fs.openSync(file, fs.constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      try {
        const found = fs.fstatSync(descriptor);
        if (!found.isFile()) return undefined;
        const buffer = Buffer.alloc(Math.min(found.size, TRANSCRIPT_TAIL));
        const length = fs.readSync(descriptor, buffer, 0, buffer.length, found.size - buffer.length);
        tail = buffer.toString("utf8", 0, length);
      } finally {
        fs.closeSync(descriptor);
      }
    } catch {
      // No transcript, no model: the claim says less, nothing is lost.
      return undefined;
    }
    for (const line of tail.split("\n").reverse()) {
      if (!/"type":\s?"assistant"/.test(line)) continue;
      const model = /"model":\s?"([^"\\<>]{1,100})"/.exec(line)?.[1];
      if (model !== undefined) return model;
    }
    return undefined;
  }
}

/** UTF-8, or UTF-16 with a BOM; a BOM is not part of the text. */
export function decodeText(bytes: Buffer): string | { readonly absent: "binary" | "not-utf8" } {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le", 2);
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2))).swap16().toString("utf16le");
  }
  if (bytes.subarray(0, 8000).includes(0)) return { absent: "binary" };
  const text = bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  // Decoding replaces what is not UTF-8; a file that holds the replacement character itself encodes back to the same length.
  if (text.includes("\uFFFD") && !Buffer.from(text, "utf8").equals(bytes.subarray(bytes.length - Buffer.byteLength(text)))) return { absent: "not-utf8" };
  return text;
}
