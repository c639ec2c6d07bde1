/**
 * One line of the journal: what a hook saw, before anybody decides what it means. Written by the hook process,
 * read by `Settlement`; the two may be of different versions, so the reader checks every field it uses.
 */
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString } from "./fields";

/** Why a file's text is not at hand. `missing` is knowledge (no such file), the others are not. */
export type AbsentReason = "missing" | "too-large" | "binary" | "not-utf8" | "symlink" | "unreadable";

/** A text: inline when small, else the digest of an object in `objects/`, else why there is none. */
export type RecordedText = string | { readonly object: string; readonly bytes: number } | { readonly absent: AbsentReason };

/** One hunk of a patch in Claude Code's `structuredPatch` shape: 1-based starts, lines prefixed by blank, `-` or `+`. */
export interface PatchHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

/** `oldText` absent: the place is not known. */
export interface Replacement {
  readonly oldText?: string;
  readonly newText: string;
  /** Replace every occurrence. */
  readonly all?: boolean;
  /** Both texts are whole lines, each with its line feed, and are found as such (apply_patch, SEARCH/REPLACE). */
  readonly wholeLines?: boolean;
  /** With `wholeLines`: a line that stands above the place. */
  readonly below?: string;
}

/** What one event says about one file. Whole texts win over patches, patches over replacements, those over the disk. */
export interface JournalEdit {
  /** Repository-relative, with `/`. */
  readonly path: string;
  /** Path before this edit moved the file: what stood there is kept by whoever owned it. */
  readonly from?: string;
  /** `payload`: the assistant's own words (tier 1); `snapshot`: read from the disk around a tool call (tier 2). */
  readonly evidence: "payload" | "snapshot";
  readonly before?: RecordedText;
  readonly after?: RecordedText;
  readonly patch?: readonly PatchHunk[];
  readonly replacements?: readonly Replacement[];
  /** The file on disk while the hook ran: may be ahead of the payload or behind it. */
  readonly disk?: RecordedText;
  /** Before a tool runs: what it says it will make of the file, should nobody hear of it afterwards. */
  readonly proposed?: Pick<JournalEdit, "after" | "replacements">;
}

export interface JournalEvent {
  readonly v: 1;
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  /** A short hash of the root's path (an id for logs), and the path. */
  readonly worktree: { readonly id: string; readonly path: string };
  /** Commit at HEAD when the hook ran; null in a repository without commits; absent where it could not be read. */
  readonly head?: string | null;
  readonly assistant: string;
  /** Name of the hook that read it, as on the command line; absent in events of older versions. */
  readonly hook?: string;
  /** The assistant's own version, where its payload says it. */
  readonly hostVersion?: string;
  readonly session: string;
  readonly toolUseId: string;
  readonly model?: string;
  readonly phase: "before" | "after" | "human";
  readonly tool: string;
  /** `worktree`: every file that is not listed stands as at `head`. */
  readonly scope?: "worktree";
  /** Differences count only against a `before` of the same tool call: a shell command may have run on anything. */
  readonly needsBefore?: boolean;
  /** Changes are nobody's although they happened after a tool: git itself brought them (stash, checkout, merge…). */
  readonly observeOnly?: boolean;
  /** A person changed the proposal before accepting it. */
  readonly userModified?: boolean;
  /** Why this event could not look at the tree: what changed is unknown. */
  readonly unknown?: string;
  readonly edits: readonly JournalEdit[];
  readonly problems?: readonly string[];
}

export const MAXIMUM_EDITS = 20_000;
const DIGEST = /^[0-9a-f]{64}$/;
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const ABSENT: ReadonlySet<string> = new Set<AbsentReason>(["missing", "too-large", "binary", "not-utf8", "symlink", "unreadable"]);

/** An event whose list of edits was too long for one journal line, and where that list is. */
export type StoredEvent = Omit<JournalEvent, "edits"> & { readonly edits: readonly JournalEdit[] | { readonly object: string; readonly bytes: number } };

export class EventProblem extends Error {}

/**
 * Parses one journal line. `readObject` fetches a list of edits that was moved to an object.
 * @throws EventProblem in words, with the field and what was expected.
 */
export function parseJournalEvent(line: string, readObject: (digest: string) => string | null): JournalEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new EventProblem("not a whole JSON object (a torn write, or edited by hand)");
  }
  const record = asRecord(value);
  if (record === null) throw new EventProblem("expected a JSON object");
  if (record["v"] !== 1) throw new EventProblem(`version ${JSON.stringify(record["v"]) ?? "missing"} is unknown, expected 1: update Countersign`);
  const phase = record["phase"];
  if (phase !== "before" && phase !== "after" && phase !== "human") throw new EventProblem('phase: expected "before", "after" or "human"');
  const at = asString(record["at"]);
  if (at === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(at)) throw new EventProblem("at: expected a UTC time");
  const worktree = asRecord(record["worktree"]);
  const worktreePath = asString(worktree?.["path"]);
  if (worktreePath === null) throw new EventProblem("worktree.path: expected a string");
  const assistant = asString(record["assistant"]);
  if (assistant === null || assistant === "") throw new EventProblem("assistant: expected a name");
  const head = record["head"];
  if (head !== undefined && head !== null && !(typeof head === "string" && COMMIT.test(head))) throw new EventProblem("head: expected a commit id or null");
  const model = asString(record["model"]);
  const unknown = asString(record["unknown"]);
  const hook = asString(record["hook"]);
  return {
    v: 1,
    at,
    worktree: { id: asString(worktree?.["id"]) ?? "", path: worktreePath },
    ...(head === undefined ? {} : { head }),
    assistant,
    ...(hook === null ? {} : { hook }),
    session: asString(record["session"]) ?? "",
    toolUseId: asString(record["toolUseId"]) ?? "",
    ...(model === null ? {} : { model }),
    phase,
    tool: asString(record["tool"]) ?? "",
    ...(record["scope"] === "worktree" ? { scope: "worktree" as const } : {}),
    ...(record["needsBefore"] === true ? { needsBefore: true } : {}),
    ...(record["observeOnly"] === true ? { observeOnly: true } : {}),
    ...(record["userModified"] === true ? { userModified: true } : {}),
    ...(unknown === null ? {} : { unknown }),
    edits: parseEdits(record["edits"], readObject),
  };
}

function parseEdits(value: unknown, readObject: (digest: string) => string | null): JournalEdit[] {
  const moved = asRecord(value);
  let list = asArray(value);
  if (moved !== null) {
    const digest = asString(moved["object"]);
    const text = digest === null || !DIGEST.test(digest) ? null : readObject(digest);
    if (text === null) throw new EventProblem("edits: the object that holds them is gone");
    try {
      list = asArray(JSON.parse(text));
    } catch {
      throw new EventProblem("edits: the object that holds them is not JSON");
    }
  }
  if (list === null) throw new EventProblem("edits: expected a list");
  if (list.length > MAXIMUM_EDITS) throw new EventProblem(`edits: ${list.length} entries, at most ${MAXIMUM_EDITS} are read`);
  return list.map((entry, index) => parseEdit(entry, `edits[${index}]`));
}

function parseEdit(value: unknown, where: string): JournalEdit {
  const record = asRecord(value);
  const path = asString(record?.["path"]);
  if (record === null || path === null || !isRepositoryPath(path)) throw new EventProblem(`${where}.path: expected a path inside the repository`);
  const from = record["from"];
  if (from !== undefined && !(typeof from === "string" && isRepositoryPath(from))) throw new EventProblem(`${where}.from: expected a path inside the repository`);
  const before = parseText(record["before"], `${where}.before`);
  const after = parseText(record["after"], `${where}.after`);
  const disk = parseText(record["disk"], `${where}.disk`);
  const patch = parsePatch(record["patch"]);
  if (patch === "malformed") throw new EventProblem(`${where}.patch: expected hunks of a structured patch`);
  const replacements = parseReplacements(record["replacements"], `${where}.replacements`);
  return {
    path,
    ...(from === undefined ? {} : { from }),
    evidence: record["evidence"] === "payload" ? "payload" : "snapshot",
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(patch === undefined ? {} : { patch }),
    ...(replacements === undefined ? {} : { replacements }),
    ...(disk === undefined ? {} : { disk }),
    ...parseProposed(asRecord(record["proposed"]), `${where}.proposed`),
  };
}

function parseProposed(record: UnknownRecord | null, where: string): Pick<JournalEdit, "proposed"> {
  if (record === null) return {};
  const after = parseText(record["after"], `${where}.after`);
  const replacements = parseReplacements(record["replacements"], `${where}.replacements`);
  return { proposed: { ...(after === undefined ? {} : { after }), ...(replacements === undefined ? {} : { replacements }) } };
}

function parseText(value: unknown, where: string): RecordedText | undefined {
  if (value === undefined || typeof value === "string") return value;
  const record = asRecord(value);
  const object = asString(record?.["object"]);
  if (object !== null && DIGEST.test(object)) return { object, bytes: typeof record?.["bytes"] === "number" ? record["bytes"] : 0 };
  const absent = asString(record?.["absent"]);
  if (absent !== null && ABSENT.has(absent)) return { absent: absent as AbsentReason };
  throw new EventProblem(`${where}: expected a text, {"object"} or {"absent"}`);
}

function parseReplacements(value: unknown, where: string): Replacement[] | undefined {
  if (value === undefined) return undefined;
  const list = asArray(value);
  if (list === null) throw new EventProblem(`${where}: expected a list`);
  return list.map((entry, index) => {
    const record = asRecord(entry);
    const newText = asString(record?.["newText"]);
    if (newText === null) throw new EventProblem(`${where}[${index}].newText: expected a string`);
    const oldText = asString(record?.["oldText"]);
    const below = asString(record?.["below"]);
    return {
      newText,
      ...(oldText === null ? {} : { oldText }),
      ...(record?.["all"] === true ? { all: true } : {}),
      ...(record?.["wholeLines"] === true ? { wholeLines: true } : {}),
      ...(below === null ? {} : { below }),
    };
  });
}

/** Hunks of a structured patch; undefined when there is none, "malformed" when a hunk is not one. */
export function parsePatch(value: unknown): readonly PatchHunk[] | undefined | "malformed" {
  if (value === undefined || value === null) return undefined;
  const list = asArray(value);
  if (list === null || list.length > 100_000) return "malformed";
  const hunks: PatchHunk[] = [];
  for (const entry of list) {
    const record = asRecord(entry);
    const numbers = [record?.["oldStart"], record?.["oldLines"], record?.["newStart"], record?.["newLines"]];
    const lines = asArray(record?.["lines"]);
    if (lines === null || !lines.every((line): line is string => typeof line === "string")) return "malformed";
    if (!numbers.every((number): number is number => typeof number === "number" && Number.isSafeInteger(number) && number >= 0)) return "malformed";
    const [oldStart = 0, oldLines = 0, newStart = 0, newLines = 0] = numbers;
    hunks.push({ oldStart, oldLines, newStart, newLines, lines });
  }
  return hunks;
}

/** Relative, no empty, `.` or `..` part, nothing under `.git`, no control character that a path never needs. */
export function isRepositoryPath(path: string): boolean {
  if (path === "" || path.length > 4096 || path.startsWith("/") || path.includes("\0")) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.toLowerCase() !== ".git");
}
