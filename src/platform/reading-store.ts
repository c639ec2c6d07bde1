/** What a person had on their screen, kept beside the journal: private, known by content, forgotten after ninety days. */
import * as fs from "node:fs";
import * as path from "node:path";
import { randomBytes } from "node:crypto";
import { unitedSeen, type SeenText } from "../core/debt/reading";
import { CountersignError } from "../core/model";
import type { ReadingStore } from "../core/ports";
import { O_NOFOLLOW, ensureDirectory, readRegularFile } from "./journal-files";

const MAXIMUM_BYTES = 16 * 1024 * 1024;
/** Larger files are written anew, each text once. */
const COMPACT_BYTES = 1024 * 1024;
/** Days that an observation is kept. */
const RETENTION = 90;
const DAY = 86_400_000;
const CONTENT = /^h1:[0-9a-f]{64}$/;
const MAXIMUM_LINES = 100_000;
const MAXIMUM_RANGES = 1000;

interface Kept {
  readonly seen: SeenText;
  /** Days since 1970 of the last observation. */
  readonly day: number;
}

/** `<common>/countersign/reading.jsonl`, one observation a line; a torn or unknown line is skipped. Delete it at any time: nothing depends on it. */
export class FileReadingStore implements ReadingStore {
  constructor(
    private readonly commonDirectory: string,
    private readonly now: () => number = () => Date.now(),
  ) {}

  seen(): Promise<ReadonlyMap<string, SeenText>> {
    return new Promise((resolve) => {
      resolve(new Map([...this.fold()].map(([content, { seen }]) => [content, seen])));
    });
  }

  /** Errors: CountersignError `internal` when the file cannot be written. */
  addSeen(texts: readonly SeenText[]): Promise<void> {
    return new Promise((resolve) => {
      this.append(texts.filter(isSeenText));
      resolve();
    });
  }

  private append(texts: readonly SeenText[]): void {
    if (texts.length === 0) return;
    try {
      const file = path.join(ensureDirectory(this.commonDirectory, "countersign"), "reading.jsonl");
      const descriptor = fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_APPEND | fs.constants.O_CREAT | O_NOFOLLOW, 0o600);
      try {
        for (const text of texts) fs.writeSync(descriptor, line(text, this.today()));
      } finally {
        fs.closeSync(descriptor);
      }
      if (fs.lstatSync(file).size > COMPACT_BYTES) this.compact(file);
    } catch (error) {
      throw new CountersignError("internal", `what was on the screen could not be noted: ${error instanceof Error ? error.message : String(error)}`, { hint: "check the permissions of the git directory" }, { cause: error });
    }
  }

  private today(): number {
    return Math.floor(this.now() / DAY);
  }

  private fold(): Map<string, Kept> {
    const text = readRegularFile(path.join(this.commonDirectory, "countersign", "reading.jsonl"), MAXIMUM_BYTES)?.toString("utf8") ?? "";
    const kept = new Map<string, Kept>();
    for (const entry of text.split("\n")) {
      const read = entry === "" ? null : parse(entry);
      if (read === null || read.day < this.today() - RETENTION) continue;
      const before = kept.get(read.seen.content);
      kept.set(read.seen.content, { seen: unitedSeen(before?.seen, read.seen), day: Math.max(before?.day ?? 0, read.day) });
    }
    return kept;
  }

  private compact(file: string): void {
    const newestFirst = [...this.fold().values()].sort((one, other) => other.day - one.day);
    const lines: string[] = [];
    let size = 0;
    for (const { seen, day } of newestFirst) {
      const text = line(seen, day);
      size += text.length;
      if (size > COMPACT_BYTES / 2) break;
      lines.push(text);
    }
    const temporary = `${file}-${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
    fs.writeFileSync(temporary, lines.join(""), { flag: "wx", mode: 0o600 });
    fs.renameSync(temporary, file);
  }
}

function line(seen: SeenText, day: number): string {
  return `\n${JSON.stringify({ v: 1, day, ...seen })}\n`;
}

function parse(entry: string): Kept | null {
  let value: unknown;
  try {
    value = JSON.parse(entry);
  } catch {
    // A torn line costs a share of what was seen, never a sign-off.
    return null;
  }
  const { v, day, content, lines, ranges, milliseconds } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const seen = { content, lines, ranges, milliseconds };
  return v === 1 && typeof day === "number" && isSeenText(seen) ? { day, seen } : null;
}

function isSeenText(value: { readonly [K in keyof SeenText]: unknown }): value is SeenText {
  const isCount = (count: unknown): count is number => typeof count === "number" && Number.isSafeInteger(count) && count >= 0;
  const { content, lines, ranges, milliseconds } = value;
  if (typeof content !== "string" || !CONTENT.test(content) || !isCount(lines) || lines > MAXIMUM_LINES || !isCount(milliseconds) || !Array.isArray(ranges) || ranges.length > MAXIMUM_RANGES) return false;
  return ranges.every((range: unknown) => Array.isArray(range) && range.length === 2 && range.every((offset) => isCount(offset) && offset <= MAXIMUM_LINES));
}
