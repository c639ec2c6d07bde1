/**
 * Gemini CLI: `~/.gemini/tmp/PROJECT/chats/session-*.json`, one document, or in newer versions `.jsonl`, one message a line
 * (provenance.md 3.6). A message that is written again under its id takes the place of the one before.
 */
import { asArray, asRecord, asString, shortText, type UnknownRecord } from "../fields";
import { exitCodeIn, parseObject, textOf, TranscriptBuilder, type Transcript, type TranscriptReader } from "./transcript";

const SHELL_TOOLS: ReadonlySet<string> = new Set(["run_shell_command", "shell"]);
const EDIT_TOOLS: ReadonlySet<string> = new Set(["write_file", "replace", "WriteFile"]);

export const GEMINI_TRANSCRIPTS: TranscriptReader = {
  assistant: "gemini-cli",
  folder: ({ home }) => `${home}/.gemini/tmp`,
  pattern: /^[^/]+\/chats\/(?:[^/]+\/)?session-[^/]+\.jsonl?$/,
  read,
  // The name carries the first part of the session's id.
  mayBeOf: (path, session) => session.length >= 8 && path.includes(session.slice(0, 8)),
};

function read(text: string, path: string): Transcript {
  const builder = new TranscriptBuilder();
  const messages = new Map<string, UnknownRecord>();
  const take = (message: UnknownRecord) => messages.set(asString(message["id"]) ?? `#${messages.size}`, message);
  const whole = path.endsWith(".jsonl") ? null : parseObject(text);
  for (const record of whole === null ? builder.objects(text) : [whole]) {
    if (typeof record["sessionId"] === "string") builder.session = shortText(record["sessionId"]);
    for (const message of asArray(record["messages"]) ?? []) take(asRecord(message) ?? {});
    if (typeof record["type"] === "string") take(record);
  }
  for (const message of messages.values()) readMessage(message, builder);
  return builder.finish();
}

function readMessage(message: UnknownRecord, builder: TranscriptBuilder): void {
  const at = message["timestamp"];
  const said = textOf(message["content"]);
  if (message["type"] === "user") {
    builder.request(at, said);
    return;
  }
  if (message["type"] !== "gemini") return;
  for (const thought of asArray(message["thoughts"]) ?? []) builder.reason(at, asString(asRecord(thought)?.["description"]) ?? "", true);
  builder.reason(at, said);
  for (const entry of asArray(message["toolCalls"]) ?? []) readCall(asRecord(entry) ?? {}, message, builder);
}

function readCall(call: UnknownRecord, message: UnknownRecord, builder: TranscriptBuilder): void {
  const name = shortText(call["name"], 64);
  const id = shortText(call["id"]);
  const input = asRecord(call["args"]);
  const at = call["timestamp"] ?? message["timestamp"];
  const isDone = call["status"] === "success";
  if (SHELL_TOOLS.has(name)) builder.command(at, id, asString(input?.["command"]) ?? "", shellCode(call, isDone));
  if (!EDIT_TOOLS.has(name) || !isDone) return;
  const model = shortText(message["model"], 100);
  builder.edit(at, id, model, { session_id: builder.session, hook_event_name: "AfterTool", tool_name: name, tool_use_id: id, tool_input: input, model });
}

/** Its output names a code only where that is not 0. */
function shellCode(call: UnknownRecord, isDone: boolean): number | null {
  const outputs = (asArray(call["result"]) ?? []).map((part) => asString(asRecord(asRecord(asRecord(part)?.["functionResponse"])?.["response"])?.["output"]) ?? "");
  const said = exitCodeIn([...outputs, asString(call["resultDisplay"]) ?? ""].join("\n"));
  return said ?? (isDone ? 0 : null);
}
