/** Claude Code: `~/.claude/projects/FOLDER/SESSION.jsonl`, sub-agents below it (provenance.md 3.1). */
import { asArray, asRecord, asString, shortText, type UnknownRecord } from "../fields";
import { exitCodeIn, textOf, TranscriptBuilder, type Transcript, type TranscriptReader } from "./transcript";

const EDIT_TOOLS: ReadonlySet<string> = new Set(["Edit", "MultiEdit", "Write", "NotebookEdit"]);

/** What the program itself puts in a person's mouth. */
const NOT_A_REQUEST = /^\s*(?:<(?:command-|local-command-|system-reminder|bash-(?:input|std))|Caveat: The messages below|\[Request interrupted)/;

export const CLAUDE_TRANSCRIPTS: TranscriptReader = {
  assistant: "claude-code",
  folder: ({ home, environment }) => `${environment["CLAUDE_CONFIG_DIR"] ?? `${home}/.claude`}/projects`,
  pattern: /^[^/]+\/(?:[^/]+|[^/]+\/subagents\/[^/]+)\.jsonl$/,
  read,
  // Older versions kept a sub-agent's transcript beside the session's.
  mayBeOf: (path, session) => path.includes(session) || /(?:^|\/)agent-[^/]+$/.test(path),
};

interface Call {
  readonly name: string;
  readonly input: UnknownRecord;
  readonly model: string;
  readonly cwd: unknown;
}

function read(text: string): Transcript {
  const builder = new TranscriptBuilder();
  const calls = new Map<string, Call>();
  for (const line of builder.objects(text)) {
    if (builder.session === "") builder.session = shortText(line["sessionId"]);
    builder.version = shortText(line["version"], 64) || builder.version;
    const message = asRecord(line["message"]);
    if (message === null) continue;
    if (line["type"] === "assistant") readAnswer(line, message, calls, builder);
    else if (line["type"] === "user") readUser(line, message, calls, builder);
  }
  return builder.finish();
}

function readAnswer(line: UnknownRecord, message: UnknownRecord, calls: Map<string, Call>, builder: TranscriptBuilder): void {
  for (const entry of asArray(message["content"]) ?? []) {
    const part = asRecord(entry);
    if (part === null) continue;
    if (part["type"] === "text") builder.reason(line["timestamp"], asString(part["text"]) ?? "");
    else if (part["type"] === "thinking") builder.reason(line["timestamp"], asString(part["thinking"]) ?? "", true);
    else if (part["type"] === "tool_use") calls.set(shortText(part["id"]), { name: shortText(part["name"], 64), input: asRecord(part["input"]) ?? {}, model: shortText(message["model"], 100), cwd: line["cwd"] });
  }
}

function readUser(line: UnknownRecord, message: UnknownRecord, calls: Map<string, Call>, builder: TranscriptBuilder): void {
  const content = message["content"];
  const said = textOf(content, ["text"]);
  const isOwn = line["isMeta"] === true || line["isCompactSummary"] === true || NOT_A_REQUEST.test(said);
  if (!isOwn) builder.request(line["timestamp"], said, line["isSidechain"] === true ? "assistant" : "person");
  for (const entry of asArray(content) ?? []) {
    const result = asRecord(entry);
    if (result === null || result["type"] !== "tool_result") continue;
    const id = shortText(result["tool_use_id"]);
    const call = calls.get(id);
    calls.delete(id);
    if (call !== undefined) readResult(line, id, call, result, builder);
  }
}

function readResult(line: UnknownRecord, id: string, call: Call, result: UnknownRecord, builder: TranscriptBuilder): void {
  const hasFailed = result["is_error"] === true;
  const response = asRecord(line["toolUseResult"]);
  const output = textOf(result["content"]);
  if (call.name === "Bash") {
    const command = asString(call.input["command"]) ?? "";
    const isEnded = response?.["interrupted"] !== true && response?.["backgroundTaskId"] === undefined;
    builder.command(line["timestamp"], id, command, hasFailed ? exitCodeIn(output) : isEnded ? 0 : null);
  }
  const told = call.name === "Bash" ? asRecord(response?.["bashEditDiff"]) !== null : EDIT_TOOLS.has(call.name);
  if (!told || hasFailed || /^\s*<tool_use_error>/.test(output)) return;
  builder.edit(line["timestamp"], id, call.model, {
    session_id: builder.session,
    hook_event_name: "PostToolUse",
    tool_name: call.name,
    tool_use_id: id,
    tool_input: call.input,
    tool_response: response ?? {},
    transcript_path: "transcript",
    cwd: call.cwd ?? line["cwd"],
  });
}
