/**
 * git-ai's authorship notes, standard v3.0.0 (git-ai-project/git-ai `specs/git_ai_standard_v3.0.0.md`; provenance.md 1.1).
 * Keys are opaque: their prefix says human or not, the metadata says who; neither is recomputed. A line that cannot be
 * read is a problem with its number, and costs only itself.
 */
import { asRecord, asString, kindOf, shortText } from "./fields";
import { ASSISTANT_OF_GIT_AI_TOOL, MIXED_ATTRIBUTE } from "./git-ai-names";
import type { UnknownRecord } from "./fields";
import { isRepositoryPath } from "./journal-event";
import { jsonErrorOffset, placeOf } from "./json-position";

export interface NoteRange {
  /** 1-based, inclusive, in the noted commit's version of the file. */
  readonly start: number;
  readonly end: number;
  readonly kind: "ai" | "human";
  /** Slug of the assistant; "unknown" where the metadata does not name it; empty for a human. */
  readonly assistant: string;
  readonly model?: string;
  readonly agentSession: string;
  /** Only Countersign's own notes say so. */
  readonly isMixed?: true;
  /** A human's name as the note has it. */
  readonly author?: string;
  readonly key: string;
}

export interface NoteProblem {
  /** 1-based line of the note. */
  readonly line: number;
  readonly message: string;
}

export interface GitAiNote {
  readonly files: ReadonlyMap<string, readonly NoteRange[]>;
  readonly problems: readonly NoteProblem[];
}

const MAXIMUM_NOTE = 16 * 1024 * 1024;
const MAXIMUM_RANGES = 1_000_000;
const MAXIMUM_PROBLEMS = 50;
const LARGEST_LINE = 2 ** 31;

interface Session {
  readonly assistant: string;
  readonly model?: string;
  readonly agentSession: string;
  readonly isMixed?: true;
}

/** Parses a whole note. Never throws: a note comes from other people. */
export function parseGitAiNote(text: string): GitAiNote {
  const problems: NoteProblem[] = [];
  const complain = (line: number, message: string) => {
    if (problems.length < MAXIMUM_PROBLEMS) problems.push({ line, message });
  };
  const files = new Map<string, NoteRange[]>();
  if (text.length > MAXIMUM_NOTE) {
    complain(1, `expected a note of at most 16 MiB, found ${text.length} characters`);
    return { files, problems };
  }
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const divider = lines.indexOf("---");
  if (divider < 0) {
    complain(lines.length, "expected a line `---` before the metadata");
    return { files, problems };
  }
  const metadata = parseMetadata(lines.slice(divider + 1).join("\n"), divider + 2, complain);
  if (metadata === null) return { files, problems };

  let current: NoteRange[] | null = null;
  let skips = false;
  let ranges = 0;
  for (let index = 0; index < divider; index += 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    if (!/^[ \t]/.test(line)) {
      const name = readPath(lines, index, divider);
      skips = name === null || !isRepositoryPath(name.path);
      if (name === null) complain(index + 1, "a quoted path does not end: expected a closing quotation mark");
      else if (skips) complain(index + 1, `expected a path inside the repository, found ${JSON.stringify(name.path.slice(0, 200))}`);
      index = name?.last ?? index;
      if (name === null || skips) continue;
      current = files.get(name.path) ?? [];
      files.set(name.path, current);
      continue;
    }
    if (skips) continue;
    if (current === null) {
      complain(index + 1, "an entry before any file: expected a path that is not indented");
      continue;
    }
    const entry = parseEntry(line);
    if (typeof entry === "string") {
      complain(index + 1, entry);
      continue;
    }
    ranges += entry.ranges.length;
    if (ranges > MAXIMUM_RANGES) {
      complain(index + 1, `expected at most ${MAXIMUM_RANGES} ranges`);
      break;
    }
    const who = metadata.whoIs(entry.key);
    for (const [start, end] of entry.ranges) current.push({ start, end, ...who, key: entry.key });
  }
  for (const [path, list] of files) if (list.length === 0) files.delete(path);
  return { files, problems };
}

/** The path at `index`: plain, or in quotation marks (then it may hold line breaks). Nothing is unescaped. */
function readPath(lines: readonly string[], index: number, divider: number): { readonly path: string; readonly last: number } | null {
  const first = lines[index] ?? "";
  if (!first.startsWith('"')) return { path: first, last: index };
  let path = first.slice(1);
  for (let last = index; last < Math.min(divider, index + 20); ) {
    if (path.endsWith('"')) return { path: path.slice(0, -1), last };
    last += 1;
    path += "\n" + (lines[last] ?? "");
  }
  return null;
}

function parseEntry(line: string): { readonly key: string; readonly ranges: readonly (readonly [number, number])[] } | string {
  const match = /^[ \t]+(\S+)[ \t]+(\S+)[ \t]*$/.exec(line);
  if (match === null) return "expected an entry `  KEY RANGES` with one blank between";
  const [, key = "", list = ""] = match;
  if (key.length > 200) return "expected a key of at most 200 characters";
  const ranges: (readonly [number, number])[] = [];
  for (const part of list.split(",")) {
    const range = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    const start = Number(range?.[1]);
    const end = Number(range?.[2] ?? range?.[1]);
    if (range === null || start < 1 || end < start || end > LARGEST_LINE) return `expected ranges such as 1,4-9, found ${JSON.stringify(part.slice(0, 50))}`;
    ranges.push([start, end]);
  }
  return { key, ranges };
}

type Who = Pick<NoteRange, "kind" | "assistant" | "model" | "agentSession" | "author" | "isMixed">;

interface Metadata {
  whoIs(key: string): Who;
}

function parseMetadata(text: string, firstLine: number, complain: (line: number, message: string) => void): Metadata | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    complain(firstLine + placeOf(text, jsonErrorOffset(text)).line - 1, "the metadata is not JSON");
    return null;
  }
  const record = asRecord(value);
  if (record === null) {
    complain(firstLine, `expected the metadata as an object, found ${kindOf(value)}`);
    return null;
  }
  const version = asString(record["schema_version"]);
  const major = Number(/^authorship\/(\d{1,4})\.\d+\.\d+/.exec(version ?? "")?.[1]);
  // Newer writers must keep this form readable; older ones had another.
  if (!(major >= 3)) {
    complain(firstLine, `expected schema_version "authorship/3.0.0" or newer, found ${JSON.stringify(version)?.slice(0, 60) ?? "nothing"}`);
    return null;
  }
  const sessions = sessionMap(record["sessions"]);
  const prompts = sessionMap(record["prompts"]);
  const humans = asRecord(record["humans"]) ?? {};
  return {
    whoIs(key) {
      if (key.startsWith("h_")) return { kind: "human", assistant: "", agentSession: "", author: shortText(asRecord(own(humans, key))?.["author"]) };
      const session = key.split("::")[0] ?? key;
      const known = key.startsWith("s_") ? sessions.get(session) : (prompts.get(key) ?? sessions.get(session));
      return { kind: "ai", ...(known ?? { assistant: "unknown", agentSession: session }) };
    },
  };
}

function own(record: UnknownRecord, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** `sessions` and the legacy `prompts` name their agent alike; whatever else they hold is not ours to read. */
function sessionMap(value: unknown): ReadonlyMap<string, Session> {
  const sessions = new Map<string, Session>();
  for (const [key, entry] of Object.entries(asRecord(value) ?? {})) {
    const agent = asRecord(asRecord(entry)?.["agent_id"]);
    if (agent === null) continue;
    const tool = shortText(agent["tool"], 64);
    const model = shortText(agent["model"], 100);
    sessions.set(key, {
      assistant: tool === "" ? "unknown" : (ASSISTANT_OF_GIT_AI_TOOL.get(tool) ?? tool),
      ...(model === "" || model === "unknown" ? {} : { model }),
      agentSession: shortText(agent["id"]) || key,
      ...(asRecord(asRecord(entry)?.["custom_attributes"])?.[MIXED_ATTRIBUTE] === "mixed" ? { isMixed: true as const } : {}),
    });
  }
  return sessions;
}
