/** Cline (provenance.md 3.8): executables named after the event; all parameters are strings, some of them JSON. */
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString, kindOf, shortText } from "./fields";
import type { HookReading, HookWorld, PayloadReader } from "./hook-world";
import { hostOf } from "./host";
import type { ToolKind } from "./tool-action";
import { actionOf, inputPath } from "./tool-action";
import { callId, hasFailed, modelName } from "./tool-envelope";
import { rootOf } from "./tool-reader";
import { SILENT, commandOf, crossLoaded, headOf, nothing, readFilesAfter, readFilesBefore, readShell } from "./tool-reading";

const TOOLS: ReadonlyMap<string, ToolKind> = new Map([
  ["replace_in_file", "diff"],
  ["write_to_file", "write"],
  ["new_file", "write"],
  ["write", "write"],
  ["apply_patch", "patch"],
  ["editor", "by-command"],
  ["edit", "edit"],
  ["execute_command", "shell"],
  ["run_command", "shell"],
  ["run_commands", "shell"],
  ["bash", "shell"],
  ["shell", "shell"],
]);

export const CLINE: PayloadReader = {
  assistant: "cline",
  pathHint: (payload) => inputPath(parametersOf(callOf(payload))),
  folder: (payload) => rootOf(payload["workspaceRoots"], inputPath(parametersOf(callOf(payload)))),
  read,
};

function callOf(payload: UnknownRecord): UnknownRecord | null {
  return asRecord(payload["postToolUse"]) ?? asRecord(payload["preToolUse"]);
}

function read(payload: UnknownRecord, world: HookWorld): HookReading {
  const host = hostOf(payload);
  if (host !== "cline") return crossLoaded("cline", host);
  const event = asString(payload["hookName"]);
  if (event !== "PreToolUse" && event !== "PostToolUse") return SILENT;
  const phase = event === "PreToolUse" ? "before" : "after";
  const field = phase === "before" ? "preToolUse" : "postToolUse";
  const call = asRecord(payload[field]);
  if (call === null) return nothing(`payload.${field}: expected an object, found ${kindOf(payload[field])}`);
  const tool = shortText(call["toolName"] ?? call["tool"], 64);
  const kind = TOOLS.get(tool);
  if (kind === undefined || (phase === "after" && hasFailed(call, call["result"]))) return SILENT;
  const input = parametersOf(call);
  const session = shortText(payload["taskId"]);
  if (kind === "shell") {
    const command = commandOf(input);
    return readShell(headOf("cline", session, callId(command), tool, modelOf(payload)), phase, command, null, world);
  }
  const head = headOf("cline", session, "", tool, modelOf(payload));
  const action = actionOf(kind, input);
  return phase === "before" ? readFilesBefore(head, action, world) : readFilesAfter(head, action, world);
}

/** `map<string, string>` in the protocol: lists came as JSON in a string. */
function parametersOf(call: UnknownRecord | null): UnknownRecord | null {
  const parameters = asRecord(call?.["parameters"]);
  const edits = asString(parameters?.["edits"]);
  if (parameters === null || edits === null) return parameters;
  try {
    return { ...parameters, edits: asArray(JSON.parse(edits)) ?? edits };
  } catch {
    // Not JSON: the reader of the field says what was expected.
    return parameters;
  }
}

/** `slug` names the model; where it is empty the provider is all that is known. */
function modelOf(payload: UnknownRecord): string {
  const model = asRecord(payload["model"]);
  const slug = modelName(model?.["slug"]);
  return slug === "" ? modelName(model?.["provider"]) : slug;
}
