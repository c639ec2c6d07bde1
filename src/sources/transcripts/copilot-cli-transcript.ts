/** Copilot CLI: `~/.copilot/session-state/SESSION/events.jsonl` (provenance.md 3.4). */
import { asRecord, asString, shortText, type UnknownRecord } from "../fields";
import { hasFailed, inputOf } from "../tool-envelope";
import { commandOf } from "../tool-reading";
import { exitCodeIn, TranscriptBuilder, type Transcript, type TranscriptReader } from "./transcript";

const SHELL_TOOLS: ReadonlySet<string> = new Set(["bash", "powershell", "Bash"]);
const EDIT_TOOLS: ReadonlySet<string> = new Set(["create", "edit", "str_replace", "str_replace_editor", "apply_patch", "git_apply_patch", "Edit", "Write"]);

export const COPILOT_CLI_TRANSCRIPTS: TranscriptReader = {
  assistant: "copilot-cli",
  folder: ({ home, environment }) => `${environment["COPILOT_HOME"] ?? `${home}/.copilot`}/session-state`,
  pattern: /^(?:[^/]+\/events|[^/]+)\.jsonl$/,
  read,
  mayBeOf: (path, session) => path.includes(session),
};

interface Call {
  readonly name: string;
  readonly input: UnknownRecord | string | null;
}

function read(text: string): Transcript {
  const builder = new TranscriptBuilder();
  const calls = new Map<string, Call>();
  let cwd = "";
  let model = "";
  for (const event of builder.objects(text)) {
    const data = asRecord(event["data"]);
    if (data === null) continue;
    const at = event["timestamp"];
    switch (event["type"]) {
      case "session.start":
        builder.session = shortText(data["sessionId"]);
        builder.version = shortText(data["copilotVersion"], 64);
        cwd = asString(asRecord(data["context"])?.["cwd"]) ?? cwd;
        break;
      case "session.model_change":
        model = shortText(data["newModel"], 100);
        break;
      case "user.message":
        builder.request(at, asString(data["content"]) ?? "");
        break;
      case "assistant.message":
        builder.reason(at, asString(data["content"]) ?? "");
        break;
      case "tool.execution_start":
        calls.set(shortText(data["toolCallId"]), { name: shortText(data["toolName"], 64), input: inputOf(data["arguments"]) });
        break;
      case "tool.execution_complete": {
        const id = shortText(data["toolCallId"]);
        const call = calls.get(id);
        calls.delete(id);
        if (call !== undefined) readResult(at, id, call, data, { cwd, model }, builder);
        break;
      }
      default:
    }
  }
  return builder.finish();
}

function readResult(at: unknown, id: string, call: Call, data: UnknownRecord, { cwd, model }: { readonly cwd: string; readonly model: string }, builder: TranscriptBuilder): void {
  const result = asRecord(data["result"]);
  const output = asString(result?.["text_result_for_llm"]) ?? asString(result?.["content"]) ?? asString(data["result"]) ?? "";
  if (SHELL_TOOLS.has(call.name)) builder.command(at, id, commandOf(call.input), exitCodeIn(output));
  if (!EDIT_TOOLS.has(call.name) || hasFailed(data, data["result"])) return;
  builder.edit(at, id, model, { sessionId: builder.session, hookEventName: "postToolUse", cwd, toolName: call.name, toolArgs: call.input, toolUseId: id, model });
}
