/**
 * Hostile texts for every parser of evidence, made from the fixtures of provenance.md: cut off anywhere, bytes changed, pieces
 * doubled or swapped, fields of other types, nesting without end, paths that lead out. Throws where a parser throws, names a path
 * outside the repository, or takes longer than its text can explain.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseAgentTraces } from "../../../src/sources/agent-trace";
import { parseApplyPatch } from "../../../src/sources/apply-patch";
import { knownAssistants, payloadReaderOf } from "../../../src/sources/assistants";
import { parseBylineNote } from "../../../src/sources/byline-note";
import { markOf } from "../../../src/sources/commit-marks";
import { asRecord } from "../../../src/sources/fields";
import { parseGitAiNote } from "../../../src/sources/git-ai-note";
import { EventProblem, isRepositoryPath, parseJournalEvent } from "../../../src/sources/journal-event";
import { parsePayload } from "../../../src/sources/payload-text";
import { parseSearchReplace } from "../../../src/sources/search-replace";
import { CLAUDE_TRANSCRIPTS } from "../../../src/sources/transcripts/claude-transcript";
import { CODEX_TRANSCRIPTS } from "../../../src/sources/transcripts/codex-transcript";
import { COPILOT_CLI_TRANSCRIPTS } from "../../../src/sources/transcripts/copilot-cli-transcript";
import { GEMINI_TRANSCRIPTS } from "../../../src/sources/transcripts/gemini-transcript";
import { editEntries, eventOf } from "../../../src/sources/transcripts/transcript-edits";
import type { TranscriptReader } from "../../../src/sources/transcripts/transcript";
import { fakeWorld } from "./fake-world";

export interface FuzzedParser {
  readonly name: string;
  readonly seeds: readonly string[];
  /** Reads a text and returns every path that it would claim lines of. */
  read(text: string): readonly string[];
}

const FOLDER = join(__dirname, "..", "..", "fixtures", "payloads");

function payloadsOf(assistant: string): readonly string[] {
  const folder = assistant === "claude-code" ? FOLDER : join(FOLDER, assistant);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map(({ name }) => JSON.stringify((JSON.parse(readFileSync(join(folder, name), "utf8")) as { readonly payload: unknown }).payload));
}

const GENERIC = JSON.stringify({ version: 1, event: "after-edit", assistant: "my-agent", model: "m", session: "s", toolUseId: "1", cwd: "/repo", files: ["a.ts"], edits: [{ path: "a.ts", oldText: "a", newText: "b" }] });
const NOTE = `src/main.rs\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20\n  h_31dce776f88375 35-40\n"src/my file.rs"\n  xyzAbc 1,2,19-222\n---\n${JSON.stringify({ schema_version: "authorship/3.0.0", base_commit_sha: "", prompts: {}, humans: { h_31dce776f88375: { author: "D <d@example.com>" } }, sessions: { s_c9883b05a2487d: { agent_id: { tool: "cursor", id: "x", model: "m" } } } }, null, 2)}`;
const BYLINE = JSON.stringify({ version: 1, files: { "src/a.ts": { ranges: [{ start: 1, end: 9, author: "ai", agent: "claude" }, { start: 10, end: 12, author: "human" }] } } });
const TRACE = JSON.stringify({ version: "0.1.0", id: "550e8400-e29b-41d4-a716-446655440000", timestamp: "2026-01-23T14:30:00Z", vcs: { type: "git", revision: "a".repeat(40) }, tool: { name: "cursor" }, files: [{ path: "src/a.ts", conversations: [{ url: "https://example.org/1", contributor: { type: "ai", model_id: "anthropic/claude" }, ranges: [{ start_line: 42, end_line: 67 }] }] }] });
const PATCH = "*** Begin Patch\n*** Update File: src/main.rs\n@@ fn main\n-old line\n+new line\n*** Add File: src/new.rs\n@@\n+content\n*** Delete File: src/gone.rs\n*** Move to: src/moved.rs\n*** End Patch\n";
const BLOCKS = "<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n------- SEARCH\na\n=======\nb\n+++++++ REPLACE\n";
const EVENT = JSON.stringify({ v: 1, at: "2026-11-22T12:00:00.000Z", worktree: { id: "w", path: "/repo" }, head: "a".repeat(40), assistant: "a", session: "s", toolUseId: "1", phase: "before", tool: "Edit", edits: [{ path: "a.ts", from: "b.ts", evidence: "payload", before: "x\n", patch: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ["-x", "+y"] }], replacements: [{ oldText: "x", newText: "y" }], disk: { absent: "missing" }, proposed: { after: "y\n" } }] });
const MESSAGE = "Fix it\n\nSome words.\n\nCo-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>\nAssisted-by: Claude:claude-3-opus coccinelle\nClaude-Session: https://claude.ai/code/session_1\nEntire-Attribution: 73% agent (146/200 lines)\n";
const lines = (...records: readonly unknown[]) => `${records.map((record) => JSON.stringify(record)).join("\n")}\n`;
const TRANSCRIPTS: readonly (readonly [TranscriptReader, string])[] = [
  [CLAUDE_TRANSCRIPTS, lines(
    { sessionId: "s1", cwd: "/repo", timestamp: "2026-01-10T10:00:00.000Z", type: "assistant", message: { model: "claude", content: [{ type: "tool_use", id: "toolu_1", name: "Edit", input: { file_path: "/repo/a.ts", old_string: "a", new_string: "b" } }] } },
    { sessionId: "s1", cwd: "/repo", timestamp: "2026-01-10T10:00:01.000Z", type: "user", message: { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "done" }] }, toolUseResult: { filePath: "/repo/a.ts", oldString: "a", newString: "b" } },
  )],
  [CODEX_TRANSCRIPTS, lines(
    { timestamp: "2026-01-10T10:00:00.000Z", type: "session_meta", payload: { id: "s1", cwd: "/repo" } }, { timestamp: "2026-01-10T10:00:00.000Z", type: "turn_context", payload: { turn_id: "1", cwd: "/repo", model: "gpt-5.1-codex" } },
    { timestamp: "2026-01-10T10:00:01.000Z", type: "response_item", payload: { type: "custom_tool_call", name: "apply_patch", input: PATCH, call_id: "c1" } }, { timestamp: "2026-01-10T10:00:02.000Z", type: "response_item", payload: { type: "custom_tool_call_output", call_id: "c1", output: "Success" } },
  )],
  [COPILOT_CLI_TRANSCRIPTS, lines(
    { type: "session.start", timestamp: "2026-01-10T10:00:00.000Z", data: { sessionId: "s1", context: { cwd: "/repo" } } }, { type: "tool.execution_start", timestamp: "2026-01-10T10:00:01.000Z", data: { toolCallId: "c", toolName: "create", arguments: { path: "/repo/a.md", file_text: "# x" } } },
    { type: "tool.execution_complete", timestamp: "2026-01-10T10:00:02.000Z", data: { toolCallId: "c", success: true, result: {} } },
  )],
  [GEMINI_TRANSCRIPTS, JSON.stringify({ sessionId: "s1", messages: [{ type: "user", timestamp: "2026-01-10T10:00:00.000Z", content: "Do" }, { type: "gemini", timestamp: "2026-01-10T10:00:01.000Z", content: "ok", model: "gemini", toolCalls: [{ id: "t", name: "replace", args: { file_path: "/repo/a.ts", old_string: "a", new_string: "b" }, status: "success", timestamp: "2026-01-10T10:00:02.000Z" }] }] })],
];

/** Every parser of evidence; each assistant's payloads and transcripts are parsers of their own. */
export function fuzzedParsers(): readonly FuzzedParser[] {
  return [
    ...knownAssistants().flatMap((assistant): FuzzedParser[] => {
      const reader = payloadReaderOf(assistant);
      return reader === null || assistant === "devin" ? [] : [{ name: `payloads of ${assistant}`, seeds: assistant === "generic" ? [GENERIC] : payloadsOf(assistant), read: (text) => {
        const parsed = parsePayload(Buffer.from(text));
        const payload = parsed.ok ? asRecord(parsed.value) : null;
        if (payload === null) return [];
        reader.pathHint(payload);
        reader.folder?.(payload);
        return reader.read(payload, fakeWorld()).event?.edits.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from])) ?? [];
      } }];
    }),
    { name: "git-ai notes", seeds: [NOTE], read: (text) => [...parseGitAiNote(text).files.keys()] },
    { name: "git-byline notes", seeds: [BYLINE], read: (text) => [...parseBylineNote(text).files.keys()] },
    { name: "Agent Trace records", seeds: [TRACE], read: (text) => parseAgentTraces(text).traces.flatMap(({ files }) => [...files.keys()]) },
    { name: "apply_patch", seeds: [PATCH], read: (text) => (parseApplyPatch(text), []) },
    { name: "SEARCH and REPLACE", seeds: [BLOCKS], read: (text) => (parseSearchReplace(text), []) },
    { name: "journal lines", seeds: [EVENT], read: (text) => {
      try {
        return parseJournalEvent(text, () => null).edits.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from]));
      } catch (error) {
        if (error instanceof EventProblem) return [];
        throw error;
      }
    } },
    { name: "commit marks", seeds: [MESSAGE], read: (text) => (markOf({ id: "a".repeat(40), parents: [], authorName: text.slice(0, 50), authorEmail: text.slice(20, 90), committerName: "c", committerEmail: text.slice(-40), authoredAt: "", message: text }), []) },
    ...TRANSCRIPTS.map(([reader, seed]): FuzzedParser => ({ name: `transcripts of ${reader.assistant}`, seeds: [seed], read: (text) => editEntries(reader.read(text, "x/s1.jsonl")).flatMap((entry) => eventOf(reader.assistant, entry, fakeWorld())?.edits.map(({ path }) => path) ?? []) })),
  ];
}

const PIECES = ["..", "/etc/passwd", "\\..\\..\\x", "../../../x", ".git/hooks/x", "\0", "\ud800", "\u2028", "null", "1e999", "-1", "99999999999999999999", "true", '""', "[]", "{}", "__proto__", "constructor", "*** Begin Patch\n", "*** Update File: ../x\n", "---", "\n", "\r", "  ", "::", "1-", "9-1", "0", "<<<<<<< SEARCH", "%00", "C:\\x"];

/** Text made hostile, differently for each number. */
export function hostile(seed: string, random: (limit: number) => number): string {
  let text = seed;
  for (let change = 0; change <= random(4); change++) {
    const at = random(text.length + 1);
    const other = random(text.length + 1);
    const piece = PIECES[random(PIECES.length)] ?? "";
    switch (random(8)) {
      case 0: text = text.slice(0, at); break;
      case 1: text = text.slice(0, at) + piece + text.slice(at); break;
      case 2: text = text.slice(0, Math.min(at, other)) + text.slice(Math.max(at, other)); break;
      case 3: text = text.slice(0, at) + String.fromCharCode(random(0x3000)) + text.slice(at + 1); break;
      case 4: text = text.slice(0, at) + text.slice(Math.min(at, other), Math.max(at, other)) + text.slice(at); break;
      case 5: text = text.replace(/"[^"]{1,40}"/g, (word) => (random(6) === 0 ? JSON.stringify(piece) : word)); break;
      case 6: text = text.replace(/:("[^"]*"|\d+|\{|\[)/g, (value) => (random(8) === 0 ? `:${["null", "3", "[]", '"x"', "{}", "false", "[[", "{"][random(8)] ?? "0"}` : value)); break;
      default: text = text.slice(0, at) + (["[", "{\"a\":", "(", "\"", "  "][random(5)] ?? "").repeat(random(5000)) + text.slice(at);
    }
    if (text.length > 200_000) text = text.slice(0, 200_000);
  }
  return text;
}

/** Runs one parser over `rounds` texts; returns how many of them still named a path. Throws with the text at the first that does harm. */
export function fuzzParser(parser: FuzzedParser, rounds: number, from = 1): number {
  let seed = from;
  const random = (limit: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return limit <= 0 ? 0 : (seed >>> 8) % limit;
  };
  let named = 0;
  for (let round = 0; round < rounds; round++) {
    const text = hostile(parser.seeds[random(parser.seeds.length)] ?? "", random);
    let paths: readonly string[];
    try {
      paths = parser.read(text);
    } catch (error) {
      throw new Error(`${parser.name}, round ${round} from ${from}: ${error instanceof Error ? error.message : String(error)}: ${JSON.stringify(text.slice(0, 2000))}`, { cause: error });
    }
    for (const path of paths) if (!isRepositoryPath(path)) throw new Error(`${parser.name}, round ${round} from ${from}: the path ${JSON.stringify(path)} leads out: ${JSON.stringify(text.slice(0, 2000))}`);
    if (paths.length > 0) named += 1;
  }
  return named;
}
