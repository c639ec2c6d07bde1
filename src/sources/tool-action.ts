/** What a file tool was asked to do, in one form for all assistants: their inputs differ in names only. */
import { holdsPatch, parseApplyPatch } from "./apply-patch";
import type { PatchOperation } from "./apply-patch";
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString, kindOf } from "./fields";
import type { Replacement } from "./journal-event";
import { parseSearchReplace } from "./search-replace";

/**
 * `edit`: old and new text, one or several · `write`: a whole file · `patch`: an apply_patch text · `diff`: SEARCH/REPLACE
 * blocks · `touch`: the path is known, the text is not · `by-command`: the input's `command` says which (Anthropic's text editor tool, Kiro).
 */
export type ToolKind = "edit" | "write" | "patch" | "diff" | "delete" | "rename" | "touch" | "by-command" | "shell";

export interface ToolAction {
  readonly operations: readonly FileOperation[];
  readonly problems: readonly string[];
}

export type FileOperation = PatchOperation | { readonly kind: "touch"; readonly path: string } | { readonly kind: "write"; readonly path: string; readonly text: string };

const PATH = ["file_path", "filePath", "path", "filepath", "notebook_path", "notebookPath", "target_file", "targetFile", "absolute_path", "file"];
const OLD = ["old_string", "oldString", "old_str", "oldStr", "old_text", "oldText"];
const NEW = ["new_string", "newString", "new_str", "newStr", "new_text", "newText"];
const CONTENT = ["content", "file_text", "fileText", "contents", "text", "file_content"];
const ALL = ["replace_all", "replaceAll", "change_all", "allow_multiple"];
const PATCH = ["patch", "input", "command", "patchText", "patch_text", "diff"];
const LISTS = ["edits", "replacements", "changes"];
const FROM = ["old_path", "oldPath", "from", "source", "source_path", "sourcePath"];
const TO = ["new_path", "newPath", "to", "destination", "destination_path", "destinationPath"];
const MAXIMUM_REPLACEMENTS = 10_000;

const NOTHING: ToolAction = { operations: [], problems: [] };

/** The first path that an input names, to find the repository by. */
export function inputPath(input: UnknownRecord | string | null): string | null {
  if (input === null) return null;
  if (typeof input === "string") return holdsPatch(input) ? (parseApplyPatch(input.slice(0, 64 * 1024)).paths[0] ?? null) : null;
  const patch = text(input, PATCH);
  return text(input, PATH) ?? text(asRecord(asArray(input["edits"] ?? input["replacements"])?.[0]), PATH) ?? (patch === null || !holdsPatch(patch) ? null : inputPath(patch));
}

/** Reads a file tool's input. Never throws. */
export function actionOf(kind: Exclude<ToolKind, "shell">, input: UnknownRecord | string | null): ToolAction {
  if (input === null) return NOTHING;
  // Copilot CLI and Droid send patches to Write and Edit as plain strings.
  if (typeof input === "string") return holdsPatch(input) ? patchAction(input) : refuse(`tool_input: expected an object or a patch, found ${kindOf(input)}`);
  switch (kind) {
    case "patch": {
      const patch = text(input, PATCH);
      return patch === null ? refuse("tool_input: expected the text of a patch") : patchAction(patch);
    }
    case "diff":
      return diffAction(input);
    case "write":
      return writeAction(input);
    case "edit":
      return editAction(input);
    case "delete": {
      const paths = pathsOf(input);
      return paths.length === 0 ? noPath(input) : { operations: paths.map((path) => ({ kind: "delete", path })), problems: [] };
    }
    case "rename": {
      const from = text(input, FROM) ?? text(input, PATH);
      const to = text(input, TO);
      return from === null || to === null ? refuse("tool_input: expected the path before and the path after") : { operations: [{ kind: "update", path: from, to, replacements: [] }], problems: [] };
    }
    case "touch":
      return { operations: pathsOf(input).map((path) => ({ kind: "touch", path })), problems: [] };
    case "by-command":
      return commandAction(input);
  }
}

function patchAction(patch: string): ToolAction {
  const { operations, problems } = parseApplyPatch(patch);
  return { operations, problems };
}

function writeAction(input: UnknownRecord): ToolAction {
  const path = text(input, PATH);
  const content = text(input, CONTENT);
  if (path === null) {
    const patch = text(input, PATCH);
    return patch !== null && holdsPatch(patch) ? patchAction(patch) : noPath(input);
  }
  // The path alone still says where to look.
  if (content === null) return { operations: [{ kind: "touch", path }], problems: [] };
  return { operations: [{ kind: "write", path, text: content }], problems: [] };
}

function editAction(input: UnknownRecord): ToolAction {
  const path = text(input, PATH);
  const patch = text(input, PATCH);
  if (path === null && patch !== null && holdsPatch(patch)) return patchAction(patch);
  const list = LISTS.map((key) => asArray(input[key])).find((entry) => entry !== null);
  const entries = list ?? [input];
  if (entries.length > MAXIMUM_REPLACEMENTS) return refuse(`tool_input.edits: ${entries.length} entries, at most ${MAXIMUM_REPLACEMENTS} are read`);
  const problems: string[] = [];
  const byPath = new Map<string, Replacement[]>();
  for (const [index, entry] of entries.entries()) {
    const record = asRecord(entry);
    const where = list === undefined ? "tool_input" : `tool_input.edits[${index}]`;
    const target = text(record, PATH) ?? path;
    if (record === null || target === null) {
      problems.push(`${where}: expected a path, found ${kindOf(record === null ? entry : undefined)}`);
      continue;
    }
    const replacement = replacementOf(record);
    if (typeof replacement === "string") {
      problems.push(`${where}: ${replacement}`);
      continue;
    }
    const ofPath = byPath.get(target) ?? [];
    if (replacement !== null) ofPath.push(replacement);
    byPath.set(target, ofPath);
  }
  return { operations: [...byPath].map(([target, replacements]) => (replacements.length === 0 ? { kind: "touch", path: target } : { kind: "update", path: target, replacements })), problems };
}

/** Null where the entry holds no text at all: then only its path counts. */
export function replacementOf(record: UnknownRecord): Replacement | null | string {
  const oldText = found(record, OLD);
  const newText = found(record, NEW);
  if (oldText === undefined && newText === undefined) return null;
  if (typeof newText !== "string" && newText !== undefined) return `expected the new text as a string, found ${kindOf(newText)}`;
  if (typeof oldText !== "string" && oldText !== undefined) return `expected the old text as a string, found ${kindOf(oldText)}`;
  return { newText: newText ?? "", ...(oldText === undefined ? {} : { oldText }), ...(found(record, ALL) === true ? { all: true } : {}) };
}

function diffAction(input: UnknownRecord): ToolAction {
  const path = text(input, PATH);
  const diff = text(input, ["diff"]);
  if (path === null) return noPath(input);
  if (diff === null) return editAction(input);
  const { replacements, whole, problems } = parseSearchReplace(diff);
  if (whole !== null && replacements.length === 0) return { operations: [{ kind: "write", path, text: whole }], problems };
  return { operations: replacements.length === 0 ? [{ kind: "touch", path }] : [{ kind: "update", path, replacements }], problems };
}

function commandAction(input: UnknownRecord): ToolAction {
  const path = text(input, PATH);
  switch (input["command"]) {
    case "create":
    case "write":
      return writeAction(input);
    case "str_replace":
    case "strReplace":
      return editAction(input);
    case "insert":
    case "append": {
      const put = text(input, NEW) ?? text(input, CONTENT) ?? text(input, ["insert_text", "insertText"]);
      if (path === null) return noPath(input);
      if (put === null) return { operations: [{ kind: "touch", path }], problems: [] };
      return { operations: [{ kind: "update", path, replacements: [{ newText: put.endsWith("\n") ? put : put + "\n", wholeLines: true }] }], problems: [] };
    }
    case "view":
    case "undo_edit":
      return NOTHING;
    default:
      return text(input, CONTENT) === null ? editAction(input) : writeAction(input);
  }
}

function pathsOf(input: UnknownRecord): string[] {
  const list = asArray(input["paths"] ?? input["files"]) ?? [];
  const paths = list.map((entry) => asString(entry) ?? text(asRecord(entry), PATH)).filter((path) => path !== null);
  const own = text(input, PATH);
  return own === null ? paths.slice(0, MAXIMUM_REPLACEMENTS) : [own, ...paths.slice(0, MAXIMUM_REPLACEMENTS)];
}

function found(record: UnknownRecord, keys: readonly string[]): unknown {
  for (const key of keys) if (record[key] !== undefined && record[key] !== null) return record[key];
  return undefined;
}

/** The first non-empty string among these keys; an empty content is a content. */
function text(record: UnknownRecord | null, keys: readonly string[]): string | null {
  if (record === null) return null;
  for (const key of keys) {
    const value = record[key];
    if (typeof value === "string" && (value !== "" || keys === CONTENT)) return value;
  }
  return null;
}

function noPath(input: UnknownRecord): ToolAction {
  return refuse(`tool_input: expected a path, found ${kindOf(PATH.map((key) => input[key]).find((value) => value !== undefined))}`);
}

function refuse(problem: string): ToolAction {
  return { operations: [], problems: [problem] };
}
