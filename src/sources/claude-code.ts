/**
 * Claude Code's hook payloads (provenance.md 3.1). What the payload says is taken before what is on disk: hooks may run
 * before the write lands, formatters after it (microsoft/vscode#315926).
 */
import { readBashAfter, readBashBefore } from "./claude-shell";
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString, kindOf, shortText } from "./fields";
import type { HookReading, HookWorld, PayloadReader, ReadEvent } from "./hook-world";
import { snapshotFiles } from "./hook-world";
import { hostOf } from "./host";
import type { JournalEdit, Replacement } from "./journal-event";
import { parsePatch } from "./journal-event";
import { notebookLines } from "./notebook-cell";
import { withProposal } from "./tool-reading";

const EDIT_TOOLS: ReadonlySet<string> = new Set(["Edit", "MultiEdit", "Write", "NotebookEdit"]);
const MAXIMUM_REPLACEMENTS = 10_000;

export const CLAUDE_CODE: PayloadReader = {
  assistant: "claude-code",
  pathHint: (payload) => pathOf(asRecord(payload["tool_input"]) ?? {}),
  read: readClaudeCode,
};

function readClaudeCode(payload: UnknownRecord, world: HookWorld): HookReading {
  const host = hostOf(payload);
  if (host !== "claude-code" && host !== "claude-style") {
    return nothing(host === "unknown" ? "payload: expected session_id and tool_name of Claude Code" : `payload: cross-loaded: it comes from ${host}, which runs Claude Code's hooks too; connect ${host} itself`);
  }
  const hookEvent = asString(payload["hook_event_name"]);
  const tool = asString(payload["tool_name"]);
  if (hookEvent === null) return nothing(`payload.hook_event_name: expected a string, found ${kindOf(payload["hook_event_name"])}`);
  if (tool === null) return nothing(`payload.tool_name: expected a string, found ${kindOf(payload["tool_name"])}`);
  if (!EDIT_TOOLS.has(tool) && tool !== "Bash") return SILENT;
  // A failed tool changed nothing that could be known; what it did change stays unknown.
  if (hookEvent !== "PreToolUse" && hookEvent !== "PostToolUse") return SILENT;
  const input = asRecord(payload["tool_input"]);
  if (input === null) return nothing(`payload.tool_input: expected an object, found ${kindOf(payload["tool_input"])}`);
  const common = {
    assistant: "claude-code",
    session: shortText(payload["session_id"]),
    toolUseId: shortText(payload["tool_use_id"]),
    tool,
  };
  if (hookEvent === "PreToolUse") {
    if (tool === "Bash") return readBashBefore(common, world);
    const path = pathOf(input);
    if (path === null) return nothing(`payload.tool_input.file_path: expected a string, found ${kindOf(input["file_path"])}`);
    const problems: string[] = [];
    const edits = snapshotFiles([path], world, problems).map((edit) => withProposal(edit, proposalOf(tool, input, world)));
    return { event: edits.length === 0 ? null : { ...common, phase: "before", edits }, problems };
  }
  const response = asRecord(payload["tool_response"]);
  if (hasFailed(payload, response)) return SILENT;
  const transcript = asString(payload["transcript_path"]);
  const model = transcript === null ? undefined : world.transcriptModel(transcript);
  const named = model === undefined ? common : { ...common, model: shortText(model, 100) };
  if (tool === "Bash") return readBashAfter(named, asString(input["command"]) ?? "", response, world);
  return readEditAfter(named, input, response ?? {}, world);
}

const SILENT: HookReading = { event: null, problems: [] };

function nothing(problem: string): HookReading {
  return { event: null, problems: [problem] };
}

function pathOf(input: UnknownRecord): string | null {
  for (const key of ["file_path", "notebook_path", "filepath", "path"]) {
    const value = asString(input[key]);
    if (value !== null && value !== "") return value;
  }
  return null;
}

function hasFailed(payload: UnknownRecord, response: UnknownRecord | null): boolean {
  if (payload["error"] !== undefined && payload["error"] !== null && payload["error"] !== "") return true;
  if (response === null) return typeof payload["tool_response"] === "string" && /^(<tool_use_error>|Error\b)/.test(payload["tool_response"]);
  const error = response["error"];
  return response["success"] === false || response["is_error"] === true || response["isError"] === true || (typeof error === "string" && error !== "");
}

function readEditAfter(
  common: Pick<ReadEvent, "assistant" | "session" | "toolUseId" | "tool" | "model">,
  input: UnknownRecord,
  response: UnknownRecord,
  world: HookWorld,
): HookReading {
  const path = asString(response["filePath"]) ?? asString(response["notebook_path"]) ?? pathOf(input);
  if (path === null) return nothing(`payload.tool_input.file_path: expected a string, found ${kindOf(input["file_path"])}`);
  const located = world.locate(path);
  if ("refused" in located) return nothing(located.refused);
  const problems: string[] = [];
  const described = common.tool === "NotebookEdit" ? notebookEdit(input, response, world) : textEdit(common.tool, input, response, world, problems);
  if (typeof described === "string") return { event: null, problems: [...problems, described] };
  // The payload alone may not say where in the file the text went; the disk may.
  const disk = described.after === undefined && described.before === undefined ? { disk: world.read(located.path) } : {};
  const event: ReadEvent = {
    ...common,
    phase: "after",
    ...(response["userModified"] === true ? { userModified: true } : {}),
    edits: [{ path: located.path, evidence: "payload", ...described, ...disk }],
  };
  return { event, problems };
}

/** What Claude Code says before it writes; a notebook's cell is not the file's text. */
function proposalOf(tool: string, input: UnknownRecord, world: HookWorld): JournalEdit["proposed"] | null {
  if (tool === "NotebookEdit") return null;
  const content = tool === "Write" ? asString(input["content"]) : null;
  if (content !== null) return { after: world.keep(content) };
  const replacements = tool === "Write" ? "none" : replacementsOf(tool, input, {});
  return typeof replacements === "string" ? null : { replacements };
}

type Described = Omit<JournalEdit, "path" | "evidence" | "disk">;

function textEdit(tool: string, input: UnknownRecord, response: UnknownRecord, world: HookWorld, problems: string[]): Described | string {
  const original = response["originalFile"] ?? response["originalFileContents"];
  const isNew = response["type"] === "create" || (tool === "Write" && response["originalFile"] === null);
  const before = typeof original === "string" ? { before: world.keep(original) } : isNew ? { before: { absent: "missing" as const } } : {};
  if (tool === "Write") {
    const content = asString(response["content"]) ?? asString(input["content"]);
    if (content === null) return `payload.tool_input.content: expected a string, found ${kindOf(input["content"])}`;
    return { ...before, after: world.keep(content) };
  }
  const patch = parsePatch(response["structuredPatch"]);
  if (patch === "malformed") problems.push("payload.tool_response.structuredPatch: not hunks of lines; the replaced text is used instead");
  const replacements = replacementsOf(tool, input, response);
  if (typeof replacements === "string" && (patch === undefined || patch === "malformed" || patch.length === 0)) return replacements;
  return {
    ...before,
    // An empty patch says nothing: new files and notebooks come with one.
    ...(patch !== undefined && patch !== "malformed" && patch.length > 0 ? { patch } : {}),
    ...(typeof replacements === "string" ? {} : { replacements }),
  };
}

/** `old_string`/`new_string` pairs in order; the response's own pair is what was applied after a person changed the proposal. */
function replacementsOf(tool: string, input: UnknownRecord, response: UnknownRecord): Replacement[] | string {
  if (tool !== "MultiEdit") {
    const one = replacementOf(response["oldString"] ?? input["old_string"], response["newString"] ?? input["new_string"], response["replaceAll"] ?? input["replace_all"]);
    return one === null ? `payload.tool_input.old_string and new_string: expected strings, found ${kindOf(input["old_string"])} and ${kindOf(input["new_string"])}` : [one];
  }
  const list = asArray(input["edits"]);
  if (list === null) return `payload.tool_input.edits: expected a list, found ${kindOf(input["edits"])}`;
  if (list.length > MAXIMUM_REPLACEMENTS) return `payload.tool_input.edits: ${list.length} entries, at most ${MAXIMUM_REPLACEMENTS} are read`;
  const replacements: Replacement[] = [];
  for (const [index, entry] of list.entries()) {
    const record = asRecord(entry) ?? {};
    const one = replacementOf(record["old_string"], record["new_string"], record["replace_all"]);
    if (one === null) return `payload.tool_input.edits[${index}]: expected old_string and new_string`;
    replacements.push(one);
  }
  return replacements;
}

function replacementOf(oldText: unknown, newText: unknown, all: unknown): Replacement | null {
  if (typeof oldText !== "string" || typeof newText !== "string") return null;
  return { oldText, newText, ...(all === true ? { all: true } : {}) };
}

/** A notebook's own text where the response has it; else the cell's lines as they stand in the notebook's JSON. */
function notebookEdit(input: UnknownRecord, response: UnknownRecord, world: HookWorld): Described | string {
  const updated = response["updated_file"];
  if (typeof updated === "string" && updated !== "") {
    const original = response["original_file"];
    return { ...(typeof original === "string" ? { before: world.keep(original) } : {}), after: world.keep(updated) };
  }
  if (input["edit_mode"] === "delete") return "payload.tool_response.updated_file: expected the notebook's text; which lines the deleted cell had is unknown";
  const source = asString(response["new_source"]) ?? asString(input["new_source"]);
  if (source === null) return `payload.tool_input.new_source: expected a string, found ${kindOf(input["new_source"])}`;
  return { replacements: [{ newText: notebookLines(source) }] };
}
