/**
 * What surrounds a tool call in the payloads of hosts that follow Claude Code's style, in both casings and in the
 * camelCase dialect of Copilot CLI (provenance.md 3.3, 3.4, 3.5, 3.11).
 */
import type { UnknownRecord } from "./fields";
import { asRecord, asString, kindOf, shortText } from "./fields";

export interface ToolEnvelope {
  /** The host's name of the event; empty where it sends none. */
  readonly event: string;
  /** Empty where the payload names no tool. */
  readonly tool: string;
  /** An object, or the text of a patch. Null where there is none. */
  readonly input: UnknownRecord | string | null;
  readonly response: unknown;
  readonly session: string;
  readonly toolUseId: string;
  readonly model: string;
}

const INPUTS: readonly string[] = ["tool_input", "toolInput", "toolArgs", "input", "args"];

/** What is wrong with an input that is neither an object nor a text; null where nothing is, or where there is none. */
export function foreignInput(payload: UnknownRecord): string | null {
  const key = INPUTS.find((name) => payload[name] !== undefined && payload[name] !== null);
  return key === undefined || asRecord(payload[key]) !== null || asString(payload[key]) !== null ? null : `payload.${key}: expected an object or a patch, found ${kindOf(payload[key])}`;
}

export function envelopeOf(payload: UnknownRecord): ToolEnvelope {
  const first = (...keys: readonly string[]): unknown => keys.map((key) => payload[key]).find((value) => value !== undefined && value !== null);
  return {
    event: shortText(first("hook_event_name", "hookEventName", "event"), 64),
    tool: shortText(first("tool_name", "toolName", "tool"), 64),
    input: inputOf(first(...INPUTS)),
    response: first("tool_response", "toolResponse", "tool_result", "toolResult", "output"),
    session: shortText(first("session_id", "sessionId", "sessionID", "thread_id", "thread-id", "threadId", "conversation_id")),
    toolUseId: shortText(first("tool_use_id", "toolUseId", "toolUseID", "call_id", "callID")),
    model: modelName(payload["model"]),
  };
}

/** Copilot CLI and Cline send arguments as JSON in a string; a patch is a string, too. */
export function inputOf(value: unknown): UnknownRecord | string | null {
  const record = asRecord(value);
  if (record !== null) return record;
  const text = asString(value);
  if (text === null || !text.trimStart().startsWith("{")) return text;
  try {
    return asRecord(JSON.parse(text)) ?? text;
  } catch {
    // Not JSON after all: the text itself is the input, and whoever reads it says what was expected.
    return text;
  }
}

/** Names that stand for "whatever the tool chose" say nothing. */
const NO_MODEL: ReadonlySet<string> = new Set(["", "unknown", "default", "auto", "null", "undefined"]);

export function modelName(value: unknown): string {
  const text = shortText(value, 100);
  return NO_MODEL.has(text.toLowerCase()) ? "" : text;
}

/** Did the tool fail, by its own word? What a failed call changed stays unknown. */
export function hasFailed(payload: UnknownRecord, response: unknown): boolean {
  if (isSaid(payload["error"]) || payload["success"] === false) return true;
  const text = asString(response);
  if (text !== null) return /^\s*(<tool_use_error>|Error\b|error:)/.test(text);
  const record = asRecord(response);
  if (record === null) return false;
  const result = asString(record["resultType"]) ?? asString(record["result_type"]);
  if (result !== null && result !== "success") return true;
  return record["success"] === false || record["is_error"] === true || record["isError"] === true || isSaid(record["error"]);
}

function isSaid(error: unknown): boolean {
  return error !== undefined && error !== null && error !== "" && error !== false;
}

/**
 * An id for a shell call that has none: the same command's events before and after get the same (FNV-1a, 32 bit). Not
 * for edits: the same edit twice is two edits.
 */
export function callId(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < Math.min(text.length, 10_000); index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `call-${(hash >>> 0).toString(16)}`;
}
