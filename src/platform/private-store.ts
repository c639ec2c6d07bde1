/** Marks that stay on this machine: which hunks somebody has looked at, and the clone's own id. */
import * as fs from "node:fs";
import * as path from "node:path";
import { randomBytes } from "node:crypto";
import { CountersignError } from "../core/model";
import type { PrivateStore } from "../core/ports";
import { O_NOFOLLOW, ensureDirectory, readRegularFile } from "./journal-files";

const MAXIMUM_BYTES = 64 * 1024 * 1024;
/** Larger files are written anew, with the marks that still hold. */
const COMPACT_BYTES = 1024 * 1024;
/** Texts taken out by *Revert Hunk* that stay; their names begin with the time. */
const KEPT_TEXTS = 200;
const HUNK_ID = /^[\w:#.-]{1,200}$/;
/** Marks in one line of the file, so that one write stays small enough to be whole. */
const MARKS_A_LINE = 500;

/** `<common>/countersign/viewed.jsonl`: `{"v":1,"viewed":["h1:…"]}` or `{"v":1,"unviewed":[…]}` a line, later lines win. */
export class FilePrivateStore implements PrivateStore {
  constructor(private readonly commonDirectory: string) {}

  viewed(): Promise<ReadonlySet<string>> {
    return new Promise((resolve) => {
      resolve(this.fold());
    });
  }

  /** Errors: CountersignError `internal` when the file cannot be written. */
  setViewed(hunkIds: readonly string[], viewed: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.append(hunkIds, viewed);
      resolve();
    });
  }

  /** `<common>/countersign/reverted/NAME`. Errors: CountersignError `internal` when it cannot be written. */
  keepText(name: string, text: string): Promise<string> {
    return new Promise((resolve) => {
      try {
        const directory = ensureDirectory(this.commonDirectory, "countersign", "reverted");
        const file = path.join(directory, `${name.replace(/[^\w.-]/g, "_").slice(-120)}-${randomBytes(3).toString("hex")}.txt`);
        fs.writeFileSync(file, text, { flag: "wx", mode: 0o600 });
        for (const old of fs.readdirSync(directory).sort().slice(0, -KEPT_TEXTS)) fs.rmSync(path.join(directory, old), { force: true });
        resolve(file);
      } catch (error) {
        throw new CountersignError("internal", `the text could not be kept: ${error instanceof Error ? error.message : String(error)}`, { hint: "check the permissions of the git directory" }, { cause: error });
      }
    });
  }

  private append(hunkIds: readonly string[], viewed: boolean): void {
    const ids = hunkIds.filter((id) => HUNK_ID.test(id));
    if (ids.length === 0) return;
    try {
      const file = path.join(ensureDirectory(this.commonDirectory, "countersign"), "viewed.jsonl");
      const descriptor = fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_APPEND | fs.constants.O_CREAT | O_NOFOLLOW, 0o600);
      try {
        for (let at = 0; at < ids.length; at += MARKS_A_LINE) fs.writeSync(descriptor, line(ids.slice(at, at + MARKS_A_LINE), viewed));
      } finally {
        fs.closeSync(descriptor);
      }
      if (fs.lstatSync(file).size > COMPACT_BYTES) this.compact(file);
    } catch (error) {
      throw new CountersignError("internal", `viewed marks could not be saved: ${error instanceof Error ? error.message : String(error)}`, { hint: "check the permissions of the git directory" }, { cause: error });
    }
  }

  private fold(): Set<string> {
    const text = readRegularFile(path.join(this.commonDirectory, "countersign", "viewed.jsonl"), MAXIMUM_BYTES)?.toString("utf8") ?? "";
    const marks = new Set<string>();
    for (const entry of text.split("\n")) {
      if (entry === "") continue;
      let value: unknown;
      try {
        value = JSON.parse(entry);
      } catch {
        // A torn line costs a tick at most, never a sign-off.
        continue;
      }
      const record = (value ?? {}) as Readonly<Record<string, unknown>>;
      for (const id of strings(record["viewed"])) marks.add(id);
      for (const id of strings(record["unviewed"])) marks.delete(id);
    }
    return marks;
  }

  private compact(file: string): void {
    const marks = [...this.fold()];
    const temporary = `${file}-${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
    const lines: string[] = [];
    for (let at = 0; at < marks.length; at += MARKS_A_LINE) lines.push(line(marks.slice(at, at + MARKS_A_LINE), true));
    // Still over the limit with live marks alone: leave it, or every tick would write it all again.
    if (lines.join("").length > COMPACT_BYTES / 2) return;
    fs.writeFileSync(temporary, lines.join(""), { flag: "wx", mode: 0o600 });
    fs.renameSync(temporary, file);
  }
}

function line(ids: readonly string[], viewed: boolean): string {
  return `\n${JSON.stringify({ v: 1, [viewed ? "viewed" : "unviewed"]: ids })}\n`;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string" && HUNK_ID.test(entry)) : [];
}

/**
 * The id of this clone, 16 hex digits, made at the first call. Two processes that ask at once get the same one: the id is
 * written beside and linked into place, which fails for the second.
 * Errors: CountersignError `internal` when it can neither be read nor written.
 */
export function readOrCreateCloneId(commonDirectory: string): string {
  try {
    const directory = ensureDirectory(commonDirectory, "countersign");
    const file = path.join(directory, "clone-id");
    const known = readCloneId(file);
    if (known !== null) return known;
    const temporary = path.join(directory, `clone-id-${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
    fs.writeFileSync(temporary, randomBytes(8).toString("hex") + "\n", { flag: "wx", mode: 0o600 });
    try {
      fs.linkSync(temporary, file);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // Some file systems have no links: then the last of two at once wins, and both read it below.
      if (code !== "EEXIST") fs.renameSync(temporary, file);
    } finally {
      fs.rmSync(temporary, { force: true });
    }
    const made = readCloneId(file);
    if (made !== null) return made;
    throw new Error(`${file}: expected 16 hex digits: delete it`);
  } catch (error) {
    throw new CountersignError("internal", `the id of this clone could not be made: ${error instanceof Error ? error.message : String(error)}`, { hint: "check the git directory's countersign folder" }, { cause: error });
  }
}

/** For a session that writes nothing: the clone's id, or one that names no lane where there is none yet. */
export function cloneIdOrNone(commonDirectory: string): string {
  return readCloneId(path.join(commonDirectory, "countersign", "clone-id")) ?? "none";
}

function readCloneId(file: string): string | null {
  const text = readRegularFile(file, 100)?.toString("utf8").trim() ?? "";
  return /^[0-9a-f]{16}$/.test(text) ? text : null;
}
