/**
 * Which tool a payload comes from, by its shape alone (provenance.md 3.0). Cursor, VS Code, Copilot CLI and Droid also
 * load Claude Code's hook files: the table is used only to refuse such cross-loaded duplicates, never to guess an
 * assistant.
 */
import type { UnknownRecord } from "./fields";
import { asRecord, asString, shortText } from "./fields";

export type Host =
  | "windsurf"
  | "cline"
  | "cursor"
  | "gemini-cli"
  | "copilot"
  | "copilot-cli"
  | "codex"
  | "droid"
  | "claude-code"
  /** Claude's style without a mark of its own: the assistant's name on the command line decides. */
  | "claude-style"
  | "unknown";

/** The assistant's own version, for the hosts whose payloads say it; "" for the others. */
export function hostVersionOf(payload: UnknownRecord): string {
  return shortText(payload["cursor_version"] ?? payload["clineVersion"], 64);
}

export function hostOf(payload: UnknownRecord): Host {
  const has = (key: string) => payload[key] !== undefined && payload[key] !== null;
  const event = asString(payload["hook_event_name"]) ?? asString(payload["hookEventName"]);
  const transcript = (asString(payload["transcript_path"]) ?? asString(payload["transcriptPath"]) ?? "").replace(/\\/g, "/");
  const lowered = transcript.toLowerCase();
  if (has("agent_action_name")) return "windsurf";
  if (has("hookName") && has("taskId")) return "cline";
  if (has("cursor_version") || (has("conversation_id") && has("workspace_roots"))) return "cursor";
  if (event === "BeforeTool" || event === "AfterTool") return "gemini-cli";
  if (lowered.includes("github.copilot")) return "copilot";
  const toolResult = asRecord(payload["tool_result"]);
  if (transcript === "" && !has("tool_use_id") && (has("toolArgs") || (toolResult !== null && toolResult["result_type"] !== undefined))) return "copilot-cli";
  if ((has("turn_id") && has("permission_mode")) || lowered.includes("/.codex/")) return "codex";
  if ((has("sessionId") && has("transcriptPath")) || lowered.includes("/.factory/")) return "droid";
  const id = asString(payload["tool_use_id"]) ?? "";
  if (lowered.includes("/.claude/") && has("session_id") && id.startsWith("toolu_")) return "claude-code";
  if (has("session_id") && has("tool_name")) return "claude-style";
  return "unknown";
}
