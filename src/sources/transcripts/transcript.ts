/**
 * What an assistant wrote down of a session on this machine, in one form for all of them. Edits are kept as the payload
 * that its hook would have sent, so that one reader reads both. Only what the assistant's tool reported as done is an
 * edit: one that failed, was refused or never ended is left out.
 */
import { asRecord, shortText, type UnknownRecord } from "../fields";

export type TranscriptEntry =
  /** `by`: a sub-agent is asked by the assistant that started it. */
  | { readonly kind: "request"; readonly at: string; readonly text: string; readonly by: "person" | "assistant" }
  /** `isThought`: not said to anybody; counts where nothing was said. */
  | { readonly kind: "reason"; readonly at: string; readonly text: string; readonly isThought: boolean }
  | { readonly kind: "edit"; readonly at: string; readonly toolUseId: string; readonly model: string; readonly payload: UnknownRecord }
  /** `exitCode` as the transcript has it; null where it has none. */
  | { readonly kind: "command"; readonly at: string; readonly toolUseId: string; readonly command: string; readonly exitCode: number | null };

export interface Transcript {
  readonly session: string;
  /** The assistant's own version when it wrote this last; "" where it says none. */
  readonly version: string;
  /** In the order of the file, which is the order of time. */
  readonly entries: readonly TranscriptEntry[];
  /** Lines that are no JSON object: a torn end, or another format. */
  readonly unreadable: number;
}

/** One assistant's transcripts: where they are, and how they are read. */
export interface TranscriptReader {
  /** Name on the hook's command line. */
  readonly assistant: string;
  /** Folder below which they are, absolute. */
  folder(places: TranscriptPlaces): string;
  /** Relative path of a transcript, with `/`. */
  readonly pattern: RegExp;
  /** Never throws. */
  read(text: string, path: string): Transcript;
  /** Whether the file may be of this session, by its path; the text decides. */
  mayBeOf(path: string, session: string): boolean;
}

export interface TranscriptPlaces {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const MAXIMUM_ENTRIES = 100_000;
/** Characters of one request, reason or command; more is nobody's to read in a hover. */
const LONGEST_TEXT = 20_000;

/** Collects entries of one transcript, in order and within limits. */
export class TranscriptBuilder {
  session = "";
  version = "";
  private readonly entries: TranscriptEntry[] = [];
  private unreadable = 0;

  /** The objects of a JSON Lines text, one after the other; what is none is counted. */
  *objects(text: string): Generator<UnknownRecord> {
    for (let at = 0; at < text.length && this.entries.length < MAXIMUM_ENTRIES; ) {
      const end = text.indexOf("\n", at);
      const line = text.slice(at, end < 0 ? text.length : end).trim();
      at = end < 0 ? text.length : end + 1;
      if (line === "") continue;
      const record = parseObject(line);
      if (record === null) this.unreadable += 1;
      else yield record;
    }
  }

  request(at: unknown, text: string, by: "person" | "assistant" = "person"): void {
    if (text.trim() !== "") this.add({ kind: "request", at: timeOf(at), text: text.trim().slice(0, LONGEST_TEXT), by });
  }

  reason(at: unknown, text: string, isThought = false): void {
    if (text.trim() !== "") this.add({ kind: "reason", at: timeOf(at), text: text.trim().slice(0, LONGEST_TEXT), isThought });
  }

  edit(at: unknown, toolUseId: string, model: string, payload: UnknownRecord): void {
    this.add({ kind: "edit", at: timeOf(at), toolUseId, model, payload });
  }

  command(at: unknown, toolUseId: string, command: string, exitCode: number | null): void {
    if (command.trim() !== "") this.add({ kind: "command", at: timeOf(at), toolUseId, command: command.trim().slice(0, LONGEST_TEXT), exitCode });
  }

  finish(): Transcript {
    return { session: this.session, version: this.version, entries: this.entries, unreadable: this.unreadable };
  }

  private add(entry: TranscriptEntry): void {
    if (this.entries.length < MAXIMUM_ENTRIES) this.entries.push(entry);
  }
}

export function parseObject(text: string): UnknownRecord | null {
  // Text by the megabyte is not worth an exception a line.
  if (!/^\s*\{/.test(text)) return null;
  try {
    return asRecord(JSON.parse(text));
  } catch {
    // A torn line, or text: the caller counts it.
    return null;
  }
}

/** UTC with milliseconds; 1970 where the transcript says no time. */
export function timeOf(value: unknown): string {
  const time = typeof value === "number" ? value : Date.parse(shortText(value, 64));
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : "1970-01-01T00:00:00.000Z";
}

/** The text of a message: a string, or a list of parts with `text`. */
export function textOf(content: unknown, types?: readonly string[]): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .flatMap((part: unknown) => {
      if (typeof part === "string") return [part];
      const record = asRecord(part);
      const isWanted = record !== null && (types === undefined || types.includes(shortText(record["type"], 64)));
      return isWanted && typeof record["text"] === "string" ? [record["text"]] : [];
    })
    .join("\n");
}

/** Exit codes as tools write them into their output; null where there is none. */
export function exitCodeIn(output: string): number | null {
  const found = /(?:^|\n|<)\s*(?:Error: )?(?:Process exited with code|(?:command )?exited with exit code|Exit code:?)\s+(\d{1,3})\b/i.exec(output)?.[1];
  return found === undefined ? null : Number(found);
}
