/** Finds the repository around a folder and its HEAD by reading files: a git process would double the hook's time. */
import * as fs from "node:fs";
import * as path from "node:path";
import { readRegularFile } from "./journal-files";

export interface FoundRepository {
  /** Real path of the work tree's root. */
  readonly root: string;
  /** Git directory of this work tree. */
  readonly gitDirectory: string;
  /** Where refs and the journal live; the same for all work trees of a repository. */
  readonly commonDirectory: string;
}

const MAXIMUM_LEVELS = 200;
const SMALL_FILE = 4096;
const MAXIMUM_PACKED_REFS = 32 * 1024 * 1024;
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** Walks up from `start`, which need not exist; null outside of every work tree (and in a bare repository). */
export function findRepository(start: string): FoundRepository | null {
  let directory = realAncestor(start).real;
  for (let level = 0; level < MAXIMUM_LEVELS; level += 1) {
    const gitDirectory = gitDirectoryOf(directory);
    if (gitDirectory !== null) {
      const commonDirectory = commonDirectoryOf(gitDirectory);
      if (isDirectory(path.join(commonDirectory, "objects")) && fs.lstatSync(path.join(gitDirectory, "HEAD"), { throwIfNoEntry: false }) !== undefined) {
        return { root: directory, gitDirectory, commonDirectory };
      }
    }
    const parent = path.dirname(directory);
    if (parent === directory) return null;
    directory = parent;
  }
  return null;
}

/** The real path of the deepest part of `file` that exists, and the rest below it. */
export function realAncestor(file: string): { readonly real: string; readonly rest: readonly string[] } {
  const rest: string[] = [];
  let current = path.resolve(file);
  for (;;) {
    try {
      return { real: fs.realpathSync.native(current), rest };
    } catch (error) {
      const parent = path.dirname(current);
      if (parent === current) throw error;
      rest.unshift(path.basename(current));
      current = parent;
    }
  }
}

function isDirectory(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** `.git` is a directory, or a file `gitdir: PATH` in linked work trees and submodules. */
function gitDirectoryOf(directory: string): string | null {
  const entry = path.join(directory, ".git");
  const found = fs.statSync(entry, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (found.isDirectory()) return fs.realpathSync.native(entry);
  const text = readRegularFile(entry, SMALL_FILE)?.toString("utf8") ?? "";
  const target = /^gitdir: (.+)$/m.exec(text)?.[1]?.trimEnd();
  if (target === undefined) return null;
  const resolved = path.resolve(directory, target);
  return isDirectory(resolved) ? fs.realpathSync.native(resolved) : null;
}

function commonDirectoryOf(gitDirectory: string): string {
  const text = readRegularFile(path.join(gitDirectory, "commondir"), SMALL_FILE)?.toString("utf8").trimEnd();
  if (text === undefined || text === "") return gitDirectory;
  const resolved = path.resolve(gitDirectory, text);
  return isDirectory(resolved) ? fs.realpathSync.native(resolved) : gitDirectory;
}

/**
 * The commit at HEAD: null on a branch without commits, undefined where it could not be read (another ref storage, a
 * symbolic link, damage).
 */
export function readHead(repository: FoundRepository): string | null | undefined {
  const text = readRegularFile(path.join(repository.gitDirectory, "HEAD"), SMALL_FILE)?.toString("utf8").trim();
  if (text === undefined) return undefined;
  if (COMMIT.test(text)) return text;
  const name = /^ref: (refs\/[^\s~^:?*[\\]+)$/.exec(text)?.[1];
  if (name === undefined || name.includes("..") || name.endsWith(".lock") || name === "refs/heads/.invalid") return undefined;
  for (const directory of [repository.gitDirectory, repository.commonDirectory]) {
    const value = readLooseRef(directory, name);
    if (value !== null && COMMIT.test(value)) return value;
  }
  const packed = path.join(repository.commonDirectory, "packed-refs");
  const listed = readRegularFile(packed, MAXIMUM_PACKED_REFS)?.toString("latin1");
  if (listed === undefined) return fs.lstatSync(packed, { throwIfNoEntry: false }) === undefined ? null : undefined;
  const wanted = Buffer.from(name, "utf8").toString("latin1");
  const at = listed.indexOf(` ${wanted}\n`);
  if (at < 0) return null;
  const value = listed.slice(listed.lastIndexOf("\n", at) + 1, at);
  return COMMIT.test(value) ? value : undefined;
}

/** A loose ref, unless a symbolic link leads out of the git directory on the way. */
function readLooseRef(directory: string, name: string): string | null {
  const file = path.join(directory, ...name.split("/"));
  const parent = path.dirname(file);
  if (!isDirectory(parent) || fs.realpathSync.native(parent) !== parent) return null;
  return readRegularFile(file, SMALL_FILE)?.toString("utf8").trim() ?? null;
}

/** A short, stable id of a path for logs and for telling work trees apart at a glance (FNV-1a, 64 bit; no secret). */
export function pathId(file: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(file, "utf8")) {
    hash ^= BigInt(byte);
    hash = (hash * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, "0");
}
