/**
 * git-byline's authorship notes, versions 1 to 3 (comarch/git-byline docs/ARCHITECTURE.md "Notes"; provenance.md 6.1): one
 * JSON object a commit. `ai` is evidence. `human` is not: it is also what git-byline calls a line that no hook saw.
 */
import { asArray, asRecord, asString, kindOf, shortText } from "./fields";
import type { UnknownRecord } from "./fields";
import { isRepositoryPath } from "./journal-event";
import { jsonErrorOffset, placeOf } from "./json-position";

export interface BylineRange {
  /** 1-based, inclusive, in the noted commit's version of the file. */
  readonly start: number;
  readonly end: number;
  readonly assistant: string;
  readonly model?: string;
  readonly agentSession: string;
  /** A person changed the assistant's line since. */
  readonly isOverridden: boolean;
}

export interface BylineNote {
  readonly files: ReadonlyMap<string, readonly BylineRange[]>;
  /** Lines of somebody else are in it, too: what the commit deleted is then nobody's in particular. */
  readonly hasOthers: boolean;
  readonly problems: readonly string[];
}

const MAXIMUM_NOTE = 16 * 1024 * 1024;
const MAXIMUM_FILES = 500;
const MAXIMUM_RANGES = 1_000_000;
const MAXIMUM_PROBLEMS = 20;
const LARGEST_LINE = 2 ** 31;

/** git-byline's names that differ from ours. */
const ASSISTANT_OF_AGENT: ReadonlyMap<string, string> = new Map([
  ["claude", "claude-code"],
  ["factory", "droid"],
  ["github-copilot", "copilot"],
  ["vscode", "copilot"],
  ["gemini", "gemini-cli"],
]);

/** Parses a whole note. Never throws: a note comes from other people. */
export function parseBylineNote(text: string): BylineNote {
  const files = new Map<string, BylineRange[]>();
  const problems: string[] = [];
  const complain = (problem: string) => {
    if (problems.length < MAXIMUM_PROBLEMS) problems.push(problem);
  };
  const listed = filesOf(text, complain);
  let ranges = 0;
  let hasOthers = false;
  for (const [path, entry] of listed) {
    if (!isRepositoryPath(path)) {
      complain(`files: expected a path inside the repository, found ${JSON.stringify(path.slice(0, 200))}`);
      continue;
    }
    const list = asArray(asRecord(entry)?.["ranges"]);
    if (list === null) {
      complain(`files[${JSON.stringify(path.slice(0, 200))}].ranges: expected a list`);
      continue;
    }
    ranges += list.length;
    if (ranges > MAXIMUM_RANGES) {
      complain(`expected at most ${MAXIMUM_RANGES} ranges`);
      break;
    }
    const read: BylineRange[] = [];
    for (const [index, item] of list.entries()) {
      const range = rangeOf(asRecord(item) ?? {});
      if (typeof range === "string") complain(`files[${JSON.stringify(path.slice(0, 200))}].ranges[${index}]: ${range}`);
      else if (range === null) hasOthers = true;
      else read.push(range);
    }
    files.set(path, read);
  }
  return { files, hasOthers, problems };
}

function filesOf(text: string, complain: (problem: string) => void): readonly (readonly [string, unknown])[] {
  if (text.length > MAXIMUM_NOTE) {
    complain("expected a note of at most 16 MiB");
    return [];
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { line, column } = placeOf(text, jsonErrorOffset(text));
    complain(`not JSON at line ${line}, column ${column}`);
    return [];
  }
  const record = asRecord(value);
  const version = record?.["version"];
  const files = asRecord(record?.["files"]);
  if (version !== 1 && version !== 2 && version !== 3) {
    complain(`version: expected 1, 2 or 3, found ${typeof version === "number" ? version : kindOf(version)}`);
    return [];
  }
  if (files === null) {
    complain(`files: expected an object, found ${kindOf(record?.["files"])}`);
    return [];
  }
  const entries = Object.entries(files);
  if (entries.length > MAXIMUM_FILES) complain(`expected at most ${MAXIMUM_FILES} files, found ${entries.length}`);
  return entries.slice(0, MAXIMUM_FILES);
}

/** Null where the range says nothing about an assistant. */
function rangeOf(range: UnknownRecord): BylineRange | null | string {
  const { start, end, author } = range;
  if (!isLine(start) || !isLine(end) || end < start) return "expected start and end as line numbers in order";
  if (author === "human" || author === "untracked") return null;
  if (author !== "ai" && author !== "human-override") return `author: expected human, ai, human-override or untracked, found ${asString(author) === null ? kindOf(author) : "another word"}`;
  const agent = shortText(range["agent"], 64).toLowerCase();
  const model = shortText(range["model"], 100);
  return {
    start,
    end,
    assistant: ASSISTANT_OF_AGENT.get(agent) ?? (agent === "" ? "unknown" : agent),
    ...(model === "" || model === "unknown" ? {} : { model }),
    agentSession: shortText(range["session"]),
    isOverridden: author === "human-override",
  };
}

function isLine(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1 && value <= LARGEST_LINE;
}
