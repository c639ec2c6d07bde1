/** Transcripts that assistants keep in the home folder: listed and read within limits. No link is followed, nothing is written. */
import * as fs from "node:fs";
import * as path from "node:path";
import { readRegularFile } from "./journal-files";
import { findRepository, type FoundRepository } from "./journal-repository";
import { WorkTree, decodeText, type FileText } from "./journal-work-tree";

const MAXIMUM_FILES = 500;
const MAXIMUM_ENTRIES = 50_000;
const MAXIMUM_DEPTH = 6;
const MAXIMUM_BYTES = 64 * 1024 * 1024;

interface Listed {
  readonly file: string;
  readonly name: string;
  readonly bytes: number;
  readonly changedAt: number;
}

/** The locations of transcripts and the repository they are held against. */
export class TranscriptFolders {
  private readonly disk = new Map<string, FileText>();
  private repository: FoundRepository | null | undefined;

  /** @param root absolute path of the work tree */
  constructor(
    private readonly root: string,
    readonly places: { readonly home: string; readonly environment: Readonly<Record<string, string | undefined>> },
  ) {}

  /** Regular files below `folder` whose relative path matches, newest first, at most 500. */
  list(folder: string, pattern: RegExp): { readonly files: readonly Listed[]; readonly leftOut: number } {
    const found: Listed[] = [];
    let entries = 0;
    const walk = (directory: string, name: string, depth: number): void => {
      for (const entry of entriesOf(directory)) {
        if ((entries += 1) > MAXIMUM_ENTRIES) return;
        const file = path.join(directory, entry.name);
        const below = name === "" ? entry.name : `${name}/${entry.name}`;
        if (entry.isDirectory() && depth < MAXIMUM_DEPTH) walk(file, below, depth + 1);
        else if (entry.isFile() && pattern.test(below)) {
          const status = fs.lstatSync(file, { throwIfNoEntry: false });
          if (status?.isFile() === true) found.push({ file, name: below, bytes: status.size, changedAt: status.mtimeMs });
        }
      }
    };
    if (path.isAbsolute(folder)) walk(folder, "", 1);
    found.sort((one, other) => other.changedAt - one.changedAt || (one.name < other.name ? -1 : 1));
    return { files: found.slice(0, MAXIMUM_FILES), leftOut: Math.max(0, found.length - MAXIMUM_FILES) };
  }

  /** The text of a transcript; null where it is gone, not text, or larger than 64 MiB. */
  read(file: string): string | null {
    const bytes = readable(() => readRegularFile(file, MAXIMUM_BYTES));
    const text = bytes === null ? null : decodeText(bytes);
    return typeof text === "string" ? text : null;
  }

  /** Paths as the transcript's session saw them, and what stands there now. */
  worldAt(folder: string): { locate(given: string): { readonly path: string } | { readonly refused: string }; read(relative: string): FileText } {
    const repository = (this.repository ??= findRepository(this.root));
    if (repository === null) return { locate: (given) => ({ refused: `path ${JSON.stringify(given.slice(0, 300))}: there is no repository` }), read: () => ({ absent: "missing" }) };
    const tree = new WorkTree(repository, folder, this.places.environment);
    return {
      locate: (given) => tree.locate(given),
      read: (relative) => {
        const known = this.disk.get(relative) ?? textNow(path.join(repository.root, ...relative.split("/")));
        this.disk.set(relative, known);
        return known;
      },
    };
  }

  /** Forgets what the files of the work tree held. */
  forget(): void {
    this.disk.clear();
  }
}

/** Bytes of a file of the work tree that an edit is looked for in. */
const MAXIMUM_TEXT = 5 * 1024 * 1024;

function textNow(file: string): FileText {
  const bytes = readable(() => readRegularFile(file, MAXIMUM_TEXT));
  return bytes === null ? { absent: "missing" } : decodeText(bytes);
}

function entriesOf(directory: string): readonly fs.Dirent[] {
  return readable(() => fs.readdirSync(directory, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))) ?? [];
}

/** Null for what is not there or not ours to read: other people's folders are none of our business. */
function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (UNREADABLE.has((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

const UNREADABLE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP", "EISDIR", "ENXIO"]);
