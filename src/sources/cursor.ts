/** Cursor's agent and Tab (provenance.md 3.2). Cursor also runs Claude Code's hooks; those payloads are refused there. */
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString, kindOf, shortText } from "./fields";
import type { HookReading, HookWorld, PayloadReader } from "./hook-world";
import { hostOf } from "./host";
import type { Replacement } from "./journal-event";
import { replacementOf } from "./tool-action";
import { callId, modelName } from "./tool-envelope";
import { isUnmarked, rootOf, toolReader } from "./tool-reader";
import { SILENT, crossLoaded, headOf, nothing, readFilesAfter, readShell } from "./tool-reading";

const MAXIMUM_EDITS = 10_000;

const TOOL_CALLS = toolReader({
  name: "cursor",
  accepts: (host, _payload, envelope) => host === "cursor" || (isUnmarked(host) && envelope.tool !== ""),
  envelope: (payload) => ({
    event: shortText(payload["hook_event_name"], 64),
    tool: shortText(payload["tool_name"], 64),
    input: asRecord(payload["tool_input"]) ?? asString(payload["tool_input"]),
    response: payload["tool_output"] ?? payload["tool_response"],
    session: shortText(payload["conversation_id"] ?? payload["session_id"]),
    toolUseId: shortText(payload["tool_use_id"]),
    model: modelName(payload["model"]),
  }),
  tools: { Write: "write", StrReplace: "edit", Edit: "edit", MultiEdit: "edit", Delete: "delete", ApplyPatch: "patch", EditNotebook: "touch", NotebookEdit: "touch", Shell: "shell" },
});

export const CURSOR: PayloadReader = {
  assistant: "cursor",
  pathHint: (payload) => asString(payload["file_path"]) ?? TOOL_CALLS.pathHint(payload),
  folder: (payload) => rootOf(payload["workspace_roots"], CURSOR.pathHint(payload)),
  read(payload, world) {
    const host = hostOf(payload);
    if (host !== "cursor" && !(isUnmarked(host) && asString(payload["hook_event_name"]) !== null)) return crossLoaded("cursor", host);
    switch (payload["hook_event_name"]) {
      case "afterFileEdit":
        return readEdits(payload, "afterFileEdit", world);
      case "afterTabFileEdit":
        return readEdits(payload, "Tab", world);
      case "beforeShellExecution":
        return readCommand(payload, "before", world);
      case "afterShellExecution":
        return readCommand(payload, "after", world);
      default:
        return TOOL_CALLS.read(payload, world);
    }
  },
};

function readEdits(payload: UnknownRecord, tool: string, world: HookWorld): HookReading {
  const path = asString(payload["file_path"]);
  const list = asArray(payload["edits"]);
  if (path === null || path === "") return nothing(`payload.file_path: expected a string, found ${kindOf(payload["file_path"])}`);
  if (list === null) return nothing(`payload.edits: expected a list, found ${kindOf(payload["edits"])}`);
  if (list.length > MAXIMUM_EDITS) return nothing(`payload.edits: ${list.length} entries, at most ${MAXIMUM_EDITS} are read`);
  const problems: string[] = [];
  const replacements: Replacement[] = [];
  for (const [index, entry] of list.entries()) {
    const record = asRecord(entry) ?? {};
    const replacement = wholeLineOf(record) ?? replacementOf(record);
    if (replacement === null || typeof replacement === "string") problems.push(`payload.edits[${index}]: ${replacement ?? "expected old_string and new_string"}`);
    else replacements.push(replacement);
  }
  if (replacements.length === 0) return { event: null, problems };
  const head = headOf("cursor", shortText(payload["conversation_id"] ?? payload["session_id"]), "", tool, modelName(payload["model"]));
  return readFilesAfter(head, { operations: [{ kind: "update", path, replacements }], problems }, world);
}

/** Tab says the lines around a change of a few characters: those can be found in the file, the characters cannot. */
function wholeLineOf(record: UnknownRecord): Replacement | null {
  const before = asString(record["old_line"]);
  const after = asString(record["new_line"]);
  if (before === null || after === null || before === after) return null;
  const lines = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
  return { ...(before === "" ? {} : { oldText: lines(before) }), newText: lines(after), wholeLines: true };
}

/** `generation_id` and the command stand for the tool-use id that these events lack. */
function readCommand(payload: UnknownRecord, phase: "before" | "after", world: HookWorld): HookReading {
  const command = asString(payload["command"]);
  if (command === null) return SILENT;
  const id = callId(`${shortText(payload["generation_id"])}\0${command}`);
  return readShell(headOf("cursor", shortText(payload["conversation_id"]), id, "Shell", modelName(payload["model"])), phase, command, null, world);
}
