/** Codex: `~/.codex/sessions/YYYY/MM/DD/rollout-*.jsonl` (provenance.md 3.5). */
import { holdsPatch } from "../apply-patch";
import { asArray, asRecord, asString, shortText, type UnknownRecord } from "../fields";
import { inputOf } from "../tool-envelope";
import { commandOf } from "../tool-reading";
import { exitCodeIn, parseObject, textOf, TranscriptBuilder, type Transcript, type TranscriptReader } from "./transcript";

const SHELL_TOOLS: ReadonlySet<string> = new Set(["shell", "shell_command", "exec_command", "container.exec", "local_shell", "Bash"]);

export const CODEX_TRANSCRIPTS: TranscriptReader = {
  assistant: "codex",
  folder: ({ home, environment }) => `${environment["CODEX_HOME"] ?? `${home}/.codex`}/sessions`,
  pattern: /(?:^|\/)rollout-[^/]+\.jsonl$/,
  read: (text) => new CodexTranscript().read(text),
  mayBeOf: (path, session) => path.includes(session),
};

interface Call {
  readonly at: unknown;
  /** Null for a tool that runs no command. */
  readonly command: string | null;
  readonly patch: string | null;
  readonly cwd: string;
  readonly model: string;
}

class CodexTranscript {
  private readonly builder = new TranscriptBuilder();
  private readonly calls = new Map<string, Call>();
  private cwd = "";
  private model = "";
  private turn = "";
  private lastRequest = "";

  read(text: string): Transcript {
    for (const line of this.builder.objects(text)) {
      const payload = asRecord(line["payload"]);
      if (payload !== null) this.readLine(line["type"], line["timestamp"], payload);
    }
    return this.builder.finish();
  }

  private readLine(type: unknown, at: unknown, payload: UnknownRecord): void {
    if (type === "session_meta") {
      // A forked session repeats the one it came from: the file's own comes first.
      if (this.builder.session === "") this.builder.session = shortText(payload["id"]);
      this.cwd = asString(payload["cwd"]) ?? this.cwd;
      this.builder.version ||= shortText(payload["cli_version"], 64);
    } else if (type === "turn_context") {
      this.cwd = asString(payload["cwd"]) ?? this.cwd;
      this.model = shortText(payload["model"], 100);
      this.turn = shortText(payload["turn_id"]);
    } else if (type === "event_msg") this.readEvent(at, payload);
    else if (type === "response_item") this.readItem(at, payload);
  }

  private readEvent(at: unknown, payload: UnknownRecord): void {
    const id = shortText(payload["call_id"]);
    if (payload["type"] === "user_message") this.request(at, asString(payload["message"]) ?? "");
    else if (payload["type"] === "agent_reasoning") this.builder.reason(at, asString(payload["text"]) ?? "", true);
    else if (payload["type"] === "patch_apply_end") this.end(at, id, payload["success"] === true ? 0 : 1);
    else if (payload["type"] === "exec_command_end" && typeof payload["exit_code"] === "number") this.end(at, id, payload["exit_code"]);
  }

  private readItem(at: unknown, item: UnknownRecord): void {
    const id = shortText(item["call_id"]);
    switch (item["type"]) {
      case "message":
        if (item["role"] === "assistant") this.builder.reason(at, textOf(item["content"]));
        else if (item["role"] === "user") this.request(at, textOf(item["content"]));
        return;
      case "function_call":
      case "local_shell_call":
      case "custom_tool_call":
        this.calls.set(id, this.callOf(at, item));
        return;
      case "function_call_output":
      case "custom_tool_call_output":
        this.end(at, id, outcomeOf(item["output"]));
        return;
      default:
    }
  }

  /** The same request is written as an event and as a message; what the program adds begins with a tag. */
  private request(at: unknown, text: string): void {
    const said = text.trim();
    if (said === "" || said.startsWith("<") || said.startsWith("# AGENTS.md instructions") || said === this.lastRequest) return;
    this.lastRequest = said;
    this.builder.request(at, said);
  }

  private callOf(at: unknown, item: UnknownRecord): Call {
    const name = shortText(item["name"] ?? (item["type"] === "local_shell_call" ? "shell" : ""), 64).replace(/^functions\./, "");
    const input = inputOf(item["type"] === "custom_tool_call" ? item["input"] : item["type"] === "local_shell_call" ? item["action"] : item["arguments"]);
    const folder = typeof input === "string" || input === null ? null : (asString(input["workdir"]) ?? asString(input["working_directory"]));
    const common = { at, cwd: folder ?? this.cwd, model: this.model };
    if (name === "apply_patch") {
      const patch = typeof input === "string" ? input : ["patch", "input", "command"].map((key) => asString(input?.[key])).find((value) => value !== null);
      return { ...common, command: null, patch: patch ?? null };
    }
    if (!SHELL_TOOLS.has(name)) return { ...common, command: null, patch: null };
    const words = typeof input === "string" || input === null ? null : asArray(input["command"]);
    // `bash -lc "…"`: the last word is what was run.
    const command = words !== null && words.length === 3 && /^-[a-z]*c$/.test(asString(words[1]) ?? "") ? (asString(words[2]) ?? "") : commandOf(input);
    return { ...common, command, patch: holdsPatch(command) ? command : null };
  }

  private end(at: unknown, id: string, exitCode: number | null): void {
    const call = this.calls.get(id);
    this.calls.delete(id);
    if (call === undefined) return;
    if (call.command !== null) this.builder.command(at, id, call.command, exitCode);
    if (call.patch === null || exitCode !== 0) return;
    this.builder.edit(at, id, call.model, {
      session_id: this.builder.session,
      turn_id: this.turn,
      permission_mode: "",
      hook_event_name: "PostToolUse",
      model: call.model,
      tool_name: "apply_patch",
      tool_use_id: id,
      tool_input: { command: call.patch },
      cwd: call.cwd,
    });
  }
}

/** Exit code by the tool's own word; a text without one is a success unless it says otherwise. */
function outcomeOf(output: unknown): number | null {
  const record = asRecord(output) ?? (typeof output === "string" ? parseObject(output) : null);
  const text = typeof output === "string" ? output : textOf(record?.["content"] ?? record?.["output"] ?? output);
  const code = asRecord(record?.["metadata"])?.["exit_code"];
  if (typeof code === "number") return code;
  if (record?.["success"] === false) return 1;
  const said = exitCodeIn(text);
  if (said !== null) return said;
  if (/^\s*(?:apply_patch verification failed|error\b|failed\b|patch rejected|rejected|aborted|execution error|sandbox)/i.test(text)) return 1;
  return /^\s*(?:Success\b|Done!)/.test(text) || record?.["success"] === true ? 0 : null;
}
