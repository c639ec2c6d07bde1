/** Reads the journal's days in order, from where the last settlement ended, in batches of bounded size. */
import * as fs from "node:fs";
import * as path from "node:path";
import { MAXIMUM_LINE_BYTES, O_NOFOLLOW, O_NONBLOCK } from "./journal-files";

/** File name → bytes that are settled. */
export type Offsets = Readonly<Record<string, number>>;

export interface JournalEnd {
  readonly offsets: Offsets;
  readonly problems: readonly string[];
}

export interface ReadLine {
  readonly where: string;
  readonly text: string;
}

const DAY_FILE = /^\d{4}-\d\d-\d\d\.jsonl$/;
const CHUNK_BYTES = 1024 * 1024;
const BATCH_LINES = 500;

/**
 * Yields batches of whole lines; returns where reading ended. An unfinished last line (torn by a kill, or being written
 * right now) is reported and left for the next time.
 */
export function* readJournalLines(directory: string, from: Offsets): Generator<readonly ReadLine[], JournalEnd> {
  const offsets: Record<string, number> = {};
  const problems: string[] = [];
  let batch: ReadLine[] = [];
  const found = fs.lstatSync(directory, { throwIfNoEntry: false });
  const files = found?.isDirectory() === true ? fs.readdirSync(directory).filter((name) => DAY_FILE.test(name)).sort() : [];
  for (const file of files) {
    let descriptor: number;
    try {
      descriptor = fs.openSync(path.join(directory, file), fs.constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      problems.push(`journal ${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? "error"})`);
      continue;
    }
    try {
      const size = fs.fstatSync(descriptor).isFile() ? fs.fstatSync(descriptor).size : 0;
      let offset = from[file] ?? 0;
      if (offset > size) {
        problems.push(`journal ${file}: shorter than what was settled of it: somebody cut it; it is read from its start`);
        offset = 0;
      }
      const reader = new LineReader(descriptor, offset);
      for (let line = reader.next(); line !== null; line = reader.next()) {
        if (line.text === null) problems.push(`journal ${file}, byte ${line.offset}: a line of more than ${MAXIMUM_LINE_BYTES} bytes was skipped`);
        else if (line.text !== "") batch.push({ where: `${file}, byte ${line.offset}`, text: line.text });
        if (batch.length >= BATCH_LINES) {
          yield batch;
          batch = [];
        }
      }
      offsets[file] = reader.consumed;
      if (reader.hasRest) problems.push(`journal ${file}, byte ${reader.consumed}: the last line is unfinished`);
    } finally {
      fs.closeSync(descriptor);
    }
  }
  if (batch.length > 0) yield batch;
  return { offsets, problems };
}

/** Bytes at the end of a day's file that are looked through for what happened minutes ago. */
const RECENT_BYTES = 8 * 1024 * 1024;

/** The last lines of today's and yesterday's files (UTC), whatever was settled of them. */
export function recentJournalLines(directory: string, now: Date): readonly string[] {
  const dayOf = (time: number) => `${new Date(time).toISOString().slice(0, 10)}.jsonl`;
  const days = [dayOf(now.getTime() - 24 * 60 * 60 * 1000), dayOf(now.getTime())];
  const offsets: Record<string, number> = {};
  if (fs.lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  for (const file of fs.readdirSync(directory)) {
    const size = fs.lstatSync(path.join(directory, file), { throwIfNoEntry: false })?.size ?? 0;
    offsets[file] = days.includes(file) ? Math.max(0, size - RECENT_BYTES) : size;
  }
  return [...readJournalLines(directory, offsets)].flatMap((batch) => batch.map(({ text }) => text));
}

/** Lines of a file that may be longer than memory should hold. */
class LineReader {
  /** Bytes up to the end of the last whole line. */
  consumed: number;
  private position: number;
  private rest: Buffer = Buffer.alloc(0);
  private isSkipping = false;
  private readonly chunk = Buffer.alloc(CHUNK_BYTES);

  constructor(
    private readonly descriptor: number,
    offset: number,
  ) {
    this.consumed = offset;
    this.position = offset;
  }

  /** True when bytes follow the last line break. */
  get hasRest(): boolean {
    return this.position > this.consumed;
  }

  /** The next line; text null when it was too long. Null at the end. */
  next(): { readonly offset: number; readonly text: string | null } | null {
    for (;;) {
      const end = this.rest.indexOf(10);
      if (end >= 0) {
        const offset = this.consumed;
        const length = end + 1;
        const wasSkipping = this.isSkipping;
        const text = wasSkipping || end > MAXIMUM_LINE_BYTES ? null : this.rest.toString("utf8", 0, end);
        this.rest = this.rest.subarray(length);
        this.consumed = this.position - this.rest.length;
        this.isSkipping = false;
        return { offset, text };
      }
      if (this.rest.length > MAXIMUM_LINE_BYTES) {
        this.isSkipping = true;
        this.rest = Buffer.alloc(0);
      }
      const read = fs.readSync(this.descriptor, this.chunk, 0, CHUNK_BYTES, this.position);
      if (read === 0) return null;
      this.position += read;
      this.rest = Buffer.concat([this.rest, this.chunk.subarray(0, read)]);
    }
  }
}
