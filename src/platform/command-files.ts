import { appendFileSync, closeSync, existsSync, lstatSync, openSync, readFileSync, realpathSync, statSync, writeFileSync, writeSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { CountersignError } from "../core/model";
import { unescapedPath, unquotedPath } from "../core/quoted-path";
import { contentOf, DEFAULT_MAXIMUM_BYTES } from "./file-content";

/**
 * Text of a work-tree file, or null where there is none to show: missing, not a regular file, behind a symbolic link
 * that leaves the tree, over 5 MiB, or not text. `path` is repository-relative.
 */
export function readWorkTreeText(root: string, path: string): string | null {
  const file = join(root, path);
  try {
    if (!lstatSync(file).isFile()) return null;
    const real = relative(realpathSync(root), realpathSync(file));
    if (real === ".." || real.startsWith(`..${sep}`) || isAbsolute(real)) return null;
    const bytes = readFileSync(file);
    if (bytes.length > DEFAULT_MAXIMUM_BYTES) return null;
    const content = contentOf(bytes, null);
    return content.kind === "text" ? content.text : null;
  } catch (error) {
    // Gone or not readable between listing and reading: then there is nothing to show.
    if (isFileError(error)) return null;
    throw error;
  }
}

/**
 * A path as a person typed it, from `directory`, as a repository-relative path with `/`; "" is the root itself.
 * Where no file has that very name, a name as git quotes it is taken too, with its quotes or as a shell left it without.
 * Errors: `usage` when it lies outside the repository.
 */
export function repositoryPath(root: string, directory: string, typed: string): string {
  const absolute = resolve(directory, existsSync(resolve(directory, typed)) ? typed : nameMeant(directory, typed));
  for (const [base, target] of [
    [root, absolute],
    [realOrSame(root), realOrSame(absolute)],
  ] as const) {
    const path = relative(base, target);
    if (path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path)) return path.split(sep).join("/");
  }
  throw new CountersignError("usage", "the path is outside the repository", { path: typed, hint: `give a path below ${root}` });
}

/** Quotes say that a name was quoted; without them only a file that is there does. */
function nameMeant(directory: string, typed: string): string {
  const quoted = unquotedPath(typed);
  if (quoted !== null && !quoted.includes("\0")) return quoted;
  const bare = sep === "/" && typed.includes("\\") ? unescapedPath(typed) : null;
  return bare !== null && !bare.includes("\0") && existsSync(resolve(directory, bare)) ? bare : typed;
}

/** The real path of the folder that exists, with the rest of the path added: the file itself may be deleted. */
function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!isFileError(error)) throw error;
    const parent = dirname(path);
    return parent === path ? path : join(realOrSame(parent), relative(parent, path));
  }
}

/** Writes a report; errors are `usage`, because the path is the caller's. */
export function writeReport(path: string, text: string): void {
  writing(path, () => writeFileSync(path, text));
}

function writing(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new CountersignError("usage", `the report can't be written (${error.code})`, { path, hint: "name a file in a folder that exists and is writable" }, { cause: error });
  }
}

/** Text of any file that the caller names, or null where it can't be read or is larger than `maximumBytes`. */
export function readTextFile(path: string, maximumBytes = DEFAULT_MAXIMUM_BYTES): string | null {
  try {
    if (statSync(path).size > maximumBytes) return null;
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isFileError(error)) return null;
    throw error;
  }
}

/** Bytes of a file, 0 where there is none. */
export function sizeOfFile(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** Adds to the end of a file, which is made where it is missing. Errors: `usage`, as for `writeReport`. */
export function appendReport(path: string, text: string): void {
  writing(path, () => appendFileSync(path, text));
}

/** Takes a report line by line, so that a long one is never held in memory; `isMore` goes on at the end of the file. Errors as `writeReport`. */
export function writeReportLines(path: string, lines: Iterable<string>, isMore = false): void {
  writing(path, () => {
    const file = openSync(path, isMore ? "a" : "w");
    try {
      for (const line of lines) writeSync(file, line);
    } finally {
      closeSync(file);
    }
  });
}

/** A file that the caller named. Errors: `usage`. */
export function readGivenText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new CountersignError("usage", `the file can't be read (${error.code})`, { path, hint: "name a text file that exists" }, { cause: error });
  }
}

/** A file that was installed beside the program. Errors: `internal` where the installation is incomplete. */
export function readInstalledText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new CountersignError("internal", "a part of the installation is missing", { path, hint: "install countersign again" }, { cause: error });
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
