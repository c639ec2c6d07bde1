/**
 * The patch text of Codex's apply_patch tool (openai/codex `apply_patch.rs`; provenance.md 3.5, 8.3), which Copilot,
 * Droid, OpenCode and Cline use too. It has no line numbers: a hunk is placed by its lines. Other people's text: one
 * pass, limits, and a problem with its line for whatever is not in the grammar.
 */
import type { Replacement } from "./journal-event";

export type PatchOperation =
  | { readonly kind: "add"; readonly path: string; readonly text: string }
  | { readonly kind: "delete"; readonly path: string }
  /** `to` is where the file is moved; without hunks it is only moved. */
  | { readonly kind: "update"; readonly path: string; readonly to?: string; readonly replacements: readonly Replacement[] };

export interface ParsedPatch {
  readonly operations: readonly PatchOperation[];
  /** Every path named, in order, each once. */
  readonly paths: readonly string[];
  readonly problems: readonly string[];
}

const BEGIN = "*** Begin Patch";
const MAXIMUM_OPERATIONS = 10_000;
const MAXIMUM_HUNKS = 100_000;
const MAXIMUM_PROBLEMS = 20;
const OPERATION = /^\*\*\* (Add File|Update File|Delete File|Move to): (.+?)\s*$/;

/** Does a text hold such a patch at all? */
export function holdsPatch(text: string): boolean {
  return text.includes(BEGIN);
}

/** Parses a patch; text around it (a heredoc) is skipped. Never throws. */
export function parseApplyPatch(text: string): ParsedPatch {
  const parser = new PatchParser();
  const begin = text.indexOf(BEGIN);
  if (begin < 0) return { operations: [], paths: [], problems: [`patch: expected a line "${BEGIN}"`] };
  const skipped = text.slice(0, begin).split("\n").length;
  let number = skipped;
  for (const line of linesOf(text, begin + BEGIN.length)) {
    if (line.trimEnd() === "*** End Patch" || !parser.take(line, number)) return parser.finish(true);
    number += 1;
  }
  return parser.finish(false);
}

/** Lines after `from`, one at a time: a patch may be as long as a payload. */
function* linesOf(text: string, from: number): Generator<string> {
  let at = from;
  while (at < text.length) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    yield line.endsWith("\r") ? line.slice(0, -1) : line;
    if (end < 0) return;
    at = end + 1;
  }
}

interface Hunk {
  readonly below?: string;
  readonly old: string[];
  readonly put: string[];
  changes: boolean;
}

class PatchParser {
  private readonly operations: PatchOperation[] = [];
  private readonly paths = new Set<string>();
  private readonly problems: string[] = [];
  private kind: "add" | "update" | "delete" | null = null;
  private path = "";
  private to: string | undefined;
  private added: string[] = [];
  private hunks: Hunk[] = [];
  private hunk: Hunk | null = null;
  private allHunks = 0;

  /** One line; false when the limit is reached. */
  take(line: string, number: number): boolean {
    const operation = OPERATION.exec(line);
    if (operation !== null) {
      const [, verb = "", path = ""] = operation;
      this.paths.add(path);
      if (verb === "Move to") {
        if (this.kind === null) this.complain(number, '"Move to" without a file before it');
        else this.to = path;
        return true;
      }
      this.close();
      if (this.operations.length >= MAXIMUM_OPERATIONS) {
        this.complain(number, `more than ${MAXIMUM_OPERATIONS} files`);
        return false;
      }
      this.kind = verb === "Add File" ? "add" : verb === "Update File" ? "update" : "delete";
      this.path = path;
      return true;
    }
    if (this.kind === null || this.kind === "delete") {
      if (line.trim() !== "" && !line.startsWith("***")) this.complain(number, 'expected "*** Add File: ", "*** Update File: " or "*** Delete File: "');
      return true;
    }
    if (this.kind === "add") {
      if (line.startsWith("+")) this.added.push(line.slice(1));
      else if (line.trim() !== "" && !line.startsWith("***")) this.complain(number, 'expected a line that begins with "+"');
      return true;
    }
    return this.takeHunkLine(line, number);
  }

  finish(isEnded: boolean): ParsedPatch {
    this.close();
    if (!isEnded && this.problems.length < MAXIMUM_PROBLEMS) this.problems.push('patch: it ends without "*** End Patch"; what stands there is read');
    return { operations: this.operations, paths: [...this.paths], problems: this.problems };
  }

  private takeHunkLine(line: string, number: number): boolean {
    if (line.startsWith("@@")) {
      const below = line.slice(2).replace(/^ /, "").replace(/\s*@@\s*$/, "");
      this.open(below);
      return this.allHunks <= MAXIMUM_HUNKS;
    }
    if (line.startsWith("***")) return true; // *** End of File
    const hunk = this.hunk ?? this.open("");
    const sign = line[0];
    const content = line.slice(1);
    // An empty line is an empty context line whose blank an editor took away.
    if (sign === undefined || sign === " ") {
      hunk.old.push(content);
      hunk.put.push(content);
    } else if (sign === "-") {
      hunk.old.push(content);
      hunk.changes = true;
    } else if (sign === "+") {
      hunk.put.push(content);
      hunk.changes = true;
    } else this.complain(number, 'expected a line that begins with a blank, "-" or "+"');
    return true;
  }

  private open(below: string): Hunk {
    this.hunk = { ...(below.trim() === "" ? {} : { below }), old: [], put: [], changes: false };
    this.hunks.push(this.hunk);
    this.allHunks += 1;
    return this.hunk;
  }

  private close(): void {
    const { kind, path, to } = this;
    if (kind === "add") this.operations.push({ kind: "add", path, text: wholeLines(this.added) });
    else if (kind === "delete" && to === undefined) this.operations.push({ kind: "delete", path });
    else if (kind !== null) {
      const replacements = this.hunks.filter((hunk) => hunk.changes).map(replacementOf);
      this.operations.push({ kind: "update", path, ...(to === undefined ? {} : { to }), replacements });
    }
    this.kind = null;
    this.to = undefined;
    this.added = [];
    this.hunks = [];
    this.hunk = null;
  }

  private complain(number: number, expected: string): void {
    if (this.problems.length < MAXIMUM_PROBLEMS) this.problems.push(`patch, line ${number}: ${expected}`);
  }
}

function replacementOf({ below, old, put }: Hunk): Replacement {
  return {
    // Without a line to find it by, only the file itself can say where the text went.
    ...(old.length === 0 ? {} : { oldText: wholeLines(old) }),
    newText: wholeLines(put),
    wholeLines: true,
    ...(below === undefined ? {} : { below }),
  };
}

function wholeLines(lines: readonly string[]): string {
  return lines.length === 0 ? "" : lines.join("\n") + "\n";
}
