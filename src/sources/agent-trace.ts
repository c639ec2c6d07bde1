/**
 * Agent Trace records, version 0.1.0 (cursor/agent-trace README 6; provenance.md 2), one JSON object a line. Tolerates
 * what its reference implementation gets wrong: `version` without a third number, models without a provider, ranges that
 * end before they start, pseudo-files. A record only ever adds an assistant's lines: files of a tree can be written by
 * anybody, so that they say "human" proves nothing.
 */
import type { Attribution } from "../core/model";
import type { TraceRecord, TracedRange } from "../core/ports";
import { asArray, asRecord, asString, kindOf, shortText } from "./fields";
import type { UnknownRecord } from "./fields";
import { isRepositoryPath } from "./journal-event";

export const AGENT_TRACE_PATH = ".agent-trace/traces.jsonl";

/** How our own records name a session that has no address of its own. */
export const SESSION_URN = "urn:agent-session:";

const MAXIMUM_RECORDS = 100_000;
const MAXIMUM_RANGES = 500_000;
const MAXIMUM_PROBLEMS = 20;
const LARGEST_LINE = 2 ** 31;
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The reference implementation keeps sessions and shell commands under these names. */
const PSEUDO_FILES: ReadonlySet<string> = new Set([".shell-history", ".sessions"]);

const ASSISTANT_OF_TOOL: ReadonlyMap<string, string> = new Map([
  ["claude", "claude-code"],
  ["claude code", "claude-code"],
  ["github copilot", "copilot"],
  ["github-copilot", "copilot"],
  ["gemini", "gemini-cli"],
  ["gemini cli", "gemini-cli"],
]);

/** Parses a whole file of records. Never throws; a line that can't be read costs only itself. */
export function parseAgentTraces(text: string): { readonly traces: readonly TraceRecord[]; readonly problems: readonly string[] } {
  const traces: TraceRecord[] = [];
  const problems: string[] = [];
  let ranges = 0;
  let number = 0;
  for (let at = 0; at < text.length && number < MAXIMUM_RECORDS; number += 1) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    at = end < 0 ? text.length : end + 1;
    if (line === "") continue;
    const record = readRecord(line);
    if (typeof record === "string") {
      if (problems.length < MAXIMUM_PROBLEMS) problems.push(`${AGENT_TRACE_PATH}, line ${number + 1}: ${record}`);
      continue;
    }
    if (record === null) continue;
    for (const list of record.files.values()) ranges += list.length;
    if (ranges > MAXIMUM_RANGES) {
      problems.push(`${AGENT_TRACE_PATH}, line ${number + 1}: more than ${MAXIMUM_RANGES} ranges; the rest is not read`);
      break;
    }
    traces.push(record);
  }
  return { traces, problems };
}

/** Null where the record says nothing about lines of a commit. */
function readRecord(line: string): TraceRecord | null | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "not a JSON object";
  }
  const record = asRecord(value);
  if (record === null) return `expected an object, found ${kindOf(value)}`;
  const version = asString(record["version"]);
  if (version === null || !/^\d{1,4}\.\d{1,4}(\.\d{1,4})?$/.test(version)) return `version: expected numbers such as 0.1.0, found ${kindOf(record["version"])}`;
  const timestamp = Date.parse(asString(record["timestamp"]) ?? "");
  if (!Number.isFinite(timestamp)) return "timestamp: expected a time such as 2026-01-23T14:30:00Z";
  const files = asArray(record["files"]);
  if (files === null) return `files: expected a list, found ${kindOf(record["files"])}`;
  const vcs = asRecord(record["vcs"]);
  const revision = asString(vcs?.["revision"]);
  // Without a commit of git there is nothing to hold the lines against.
  if (vcs === null || (vcs["type"] !== undefined && vcs["type"] !== "git") || revision === null || !COMMIT.test(revision)) return null;
  const known = new Map<string, TracedRange[]>();
  for (const entry of files) readFile(asRecord(entry) ?? {}, record, known);
  return { revision, at: new Date(timestamp).toISOString(), files: known };
}

function readFile(file: UnknownRecord, record: UnknownRecord, known: Map<string, TracedRange[]>): void {
  const path = (asString(file["path"]) ?? "").replace(/^\.\//, "");
  if (!isRepositoryPath(path) || PSEUDO_FILES.has(path)) return;
  for (const entry of asArray(file["conversations"]) ?? []) {
    const conversation = asRecord(entry) ?? {};
    for (const item of asArray(conversation["ranges"]) ?? []) {
      const range = asRecord(item) ?? {};
      const contributor = asRecord(range["contributor"]) ?? asRecord(conversation["contributor"]) ?? {};
      if (contributor["type"] !== "ai" && contributor["type"] !== "mixed") continue;
      const start = range["start_line"];
      const last = range["end_line"];
      if (!isLine(start) || !isLine(last)) continue;
      const list = known.get(path) ?? [];
      list.push({ start: Math.min(start, last), end: Math.max(start, last), ...(contributor["type"] === "mixed" ? { isMixed: true as const } : {}), attribution: attributionOf(record, conversation, contributor) });
      known.set(path, list);
    }
  }
}

function isLine(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1 && value <= LARGEST_LINE;
}

function attributionOf(record: UnknownRecord, conversation: UnknownRecord, contributor: UnknownRecord): Attribution {
  const tool = shortText(asRecord(record["tool"])?.["name"], 64).toLowerCase();
  const model = shortText(contributor["model_id"], 250).replace(/^.*\//, "");
  const id = shortText(record["id"], 64);
  return {
    assistant: ASSISTANT_OF_TOOL.get(tool) ?? (/^[a-z0-9][a-z0-9._-]*$/.test(tool) ? tool : "unknown"),
    ...(model === "" ? {} : { model: model.slice(0, 100) }),
    agentSession: sessionOf(shortText(conversation["url"])) || id,
    evidence: { source: "agent-trace", tier: 4, detail: `Agent Trace record ${id === "" ? "without an id" : id}${contributor["type"] === "mixed" ? ", mixed" : ""}` },
  };
}

function sessionOf(url: string): string {
  if (!url.startsWith(SESSION_URN)) return url;
  try {
    return shortText(decodeURIComponent(url.slice(SESSION_URN.length)));
  } catch {
    // Somebody else's use of the prefix: the address itself is as good a name.
    return url;
  }
}
