import { strict as assert } from "node:assert";
import { CLAUDE_TRANSCRIPTS } from "../../../../src/sources/transcripts/claude-transcript";
import { CODEX_TRANSCRIPTS } from "../../../../src/sources/transcripts/codex-transcript";
import { COPILOT_CLI_TRANSCRIPTS } from "../../../../src/sources/transcripts/copilot-cli-transcript";
import { GEMINI_TRANSCRIPTS } from "../../../../src/sources/transcripts/gemini-transcript";
import { editEntries, eventOf } from "../../../../src/sources/transcripts/transcript-edits";
import type { Transcript, TranscriptReader } from "../../../../src/sources/transcripts/transcript";
import { isRepositoryPath } from "../../../../src/sources/journal-event";
import { fakeWorld } from "../fake-world";

const lines = (...records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join("\n") + "\n";
const shapeOf = ({ entries }: Transcript) => entries.map((entry) => (entry.kind === "command" ? `command ${entry.command} ${String(entry.exitCode)}` : entry.kind === "edit" ? `edit ${entry.toolUseId}` : `${entry.kind} ${entry.text}`));

/** provenance.md 3.1: the line of a transcript, and what stands around it. */
const claude = (content: unknown, more: object = {}) => ({ parentUuid: null, isSidechain: false, cwd: "/repo", sessionId: "s1", version: "2.0.69", gitBranch: "master", timestamp: "2026-01-10T10:00:00.000Z", ...more, ...(typeof content === "object" && content !== null && "type" in content && (content as { type: string }).type === "tool_use" ? { type: "assistant", message: { model: "claude-sonnet-4-5-20250929", id: "msg_1", content: [content] } } : { type: "user", message: { role: "user", content } }) });
const use = (id: string, name: string, input: object) => claude({ type: "tool_use", id, name, input });
const result = (id: string, more: object = {}, response: unknown = {}) => claude([{ type: "tool_result", tool_use_id: id, content: "done", ...more }], { toolUseResult: response });

describe("transcript readers", () => {
  it("Claude Code: counts what was done; not what failed, was denied, or never ended", () => {
    const edit = { file_path: "/repo/a.ts", old_string: "a", new_string: "b" };
    const transcript = CLAUDE_TRANSCRIPTS.read(
      lines(
        claude("Change a"),
        use("toolu_done", "Edit", edit),
        result("toolu_done", {}, { filePath: "/repo/a.ts", oldString: "a", newString: "b", originalFile: "a\n", structuredPatch: [], userModified: false }),
        use("toolu_failed", "Edit", edit),
        result("toolu_failed", { is_error: true, content: "<tool_use_error>String to replace not found</tool_use_error>" }, "Error: String to replace not found"),
        use("toolu_denied", "Write", { file_path: "/repo/b.ts", content: "x" }),
        result("toolu_denied", { is_error: true, content: "The user doesn't want to proceed with this tool use." }, "User rejected tool use"),
        use("toolu_sed", "Bash", { command: "sed -i s/a/b/ a.ts" }),
        result("toolu_sed", {}, { stdout: "", stderr: "", interrupted: false }),
        use("toolu_tests", "Bash", { command: "npm test" }),
        result("toolu_tests", { is_error: true, content: "Exit code 2\n1 failing" }, "Error: Exit code 2"),
        claude("[Request interrupted by user]"),
        claude("<command-name>/compact</command-name>"),
        claude("a summary", { isCompactSummary: true }),
        use("toolu_open", "Edit", edit),
      ),
      "x/s1.jsonl",
    );
    assert.equal(transcript.session, "s1");
    assert.deepEqual(shapeOf(transcript), ["request Change a", "edit toolu_done", "command sed -i s/a/b/ a.ts 0", "command npm test 2"]);
    const [entry] = editEntries(transcript);
    assert.ok(entry !== undefined);
    assert.deepEqual(eventOf("claude-code", entry, fakeWorld())?.edits, [{ path: "a.ts", evidence: "payload", before: "a\n", replacements: [{ oldText: "a", newText: "b" }] }]);
    assert.equal(eventOf("claude-code", entry, fakeWorld())?.model, "claude-sonnet-4-5-20250929");
  });

  it("Claude Code: takes what a command itself says it changed", () => {
    const transcript = CLAUDE_TRANSCRIPTS.read(
      lines(use("toolu_sed", "Bash", { command: "sed" }), result("toolu_sed", {}, { stdout: "", bashEditDiff: { files: [{ filePath: "/repo/a.ts", hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ["-x", "+y"] }] }], changedFiles: ["/repo/a.ts"] } })),
      "x/s1.jsonl",
    );
    const [entry] = editEntries(transcript);
    assert.ok(entry !== undefined);
    assert.deepEqual(eventOf("claude-code", entry, fakeWorld())?.edits.map(({ path, patch }) => [path, patch?.length]), [["a.ts", 1]]);
  });

  it("Codex: patches by either tool and in a shell, each with its outcome", () => {
    const patch = "*** Begin Patch\n*** Update File: a.ts\n@@\n-a\n+b\n*** End Patch";
    const item = (payload: object) => ({ timestamp: "2026-02-11T05:53:33.420Z", type: "response_item", payload });
    const transcript = CODEX_TRANSCRIPTS.read(
      lines(
        { timestamp: "2026-02-11T05:53:33.335Z", type: "session_meta", payload: { id: "019c4b43", cwd: "/repo", originator: "Codex Desktop", cli_version: "0.99.0-alpha.24" } },
        { type: "turn_context", payload: { turn_id: "turn-1", cwd: "/repo", model: "gpt-5.1-codex" } },
        item({ type: "function_call", name: "apply_patch", arguments: JSON.stringify({ patch }), call_id: "call_never_ended" }),
        item({ type: "function_call", name: "apply_patch", arguments: JSON.stringify({ input: patch }), call_id: "call_done" }),
        item({ type: "function_call_output", call_id: "call_done", output: "Success. Updated the following files:\nM a.ts" }),
        item({ type: "custom_tool_call", name: "apply_patch", input: patch, call_id: "call_event" }),
        { type: "event_msg", payload: { type: "patch_apply_end", call_id: "call_event", success: false } },
        item({ type: "custom_tool_call", name: "apply_patch", input: patch, call_id: "call_bad" }),
        item({ type: "custom_tool_call_output", call_id: "call_bad", output: "apply_patch verification failed: Failed to find expected lines" }),
        item({ type: "function_call", name: "shell", arguments: JSON.stringify({ command: ["bash", "-lc", `apply_patch <<'EOF'\n${patch}\nEOF`] }), call_id: "call_shell" }),
        item({ type: "function_call_output", call_id: "call_shell", output: JSON.stringify({ output: "Success.", metadata: { exit_code: 0 } }) }),
        item({ type: "function_call", name: "exec_command", arguments: JSON.stringify({ cmd: "cargo test" }), call_id: "call_exec" }),
        item({ type: "function_call_output", call_id: "call_exec", output: "Chunk ID: 1\nProcess exited with code 101\nOutput:\n…" }),
      ),
      "rollout.jsonl",
    );
    assert.deepEqual(shapeOf(transcript).map((line) => line.split("\n")[0]), ["edit call_done", "command apply_patch <<'EOF'", "edit call_shell", "command cargo test 101"]);
    for (const entry of editEntries(transcript)) assert.deepEqual(eventOf("codex", entry, fakeWorld())?.edits.map(({ path }) => path), ["a.ts"]);
  });

  it("Gemini CLI: the last state of a message counts, and only calls that succeeded", () => {
    const call = (status: string) => ({ id: "m1", timestamp: "2025-12-06T18:25:57.128Z", type: "gemini", content: "I will.", model: "gemini-2.5-flash", toolCalls: [{ id: `replace-${status}`, name: "replace", args: { file_path: "/repo/a.ts", old_string: "a", new_string: "b" }, status }] });
    const text = lines({ sessionId: "18f475c0", projectHash: "h" }, { id: "m0", timestamp: "2025-12-06T18:25:18.042Z", type: "user", content: "do" }, call("executing"), call("success"), { $set: { lastUpdated: "2025-12-06T18:27:49.718Z" } });
    assert.deepEqual(shapeOf(GEMINI_TRANSCRIPTS.read(text, "h/chats/session-1.jsonl")), ["request do", "reason I will.", "edit replace-success"]);
    for (const status of ["error", "cancelled", "executing", "awaiting_approval"]) assert.deepEqual(editEntries(GEMINI_TRANSCRIPTS.read(lines(call(status)), "h/chats/session-1.jsonl")), [], status);
  });

  const READERS: readonly TranscriptReader[] = [CLAUDE_TRANSCRIPTS, CODEX_TRANSCRIPTS, COPILOT_CLI_TRANSCRIPTS, GEMINI_TRANSCRIPTS];
  const SAMPLES: Readonly<Record<string, string>> = {
    "claude-code": lines(claude("Change a"), use("toolu_1", "Edit", { file_path: "/repo/a.ts", old_string: "a", new_string: "b" }), result("toolu_1", {}, { filePath: "/repo/a.ts" })),
    codex: lines({ type: "session_meta", payload: { id: "s", cwd: "/repo" } }, { type: "response_item", payload: { type: "custom_tool_call", name: "apply_patch", input: "*** Begin Patch\n*** Add File: a.ts\n+a\n*** End Patch", call_id: "c" } }, { type: "event_msg", payload: { type: "patch_apply_end", call_id: "c", success: true } }),
    "copilot-cli": lines({ type: "session.start", data: { sessionId: "s", context: { cwd: "/repo" } } }, { type: "tool.execution_start", data: { toolCallId: "t", toolName: "create", arguments: { path: "/repo/a.ts", file_text: "a" } } }, { type: "tool.execution_complete", data: { toolCallId: "t", result: { result_type: "success" } } }),
    "gemini-cli": lines({ sessionId: "s", type: "gemini", id: "1", toolCalls: [{ id: "t", name: "write_file", args: { file_path: "/repo/a.ts", content: "a" }, status: "success" }] }),
  };

  for (const reader of READERS) {
    const sample = SAMPLES[reader.assistant] ?? "";
    const events = (text: string) => editEntries(reader.read(text, "x/chats/session-1.jsonl")).flatMap((entry) => eventOf(reader.assistant, entry, fakeWorld())?.edits ?? []);

    it(`${reader.assistant}: reads its sample, and no path outside of the repository`, () => {
      assert.deepEqual(events(sample).map(({ path }) => path), ["a.ts"]);
      for (const outside of ["/etc/passwd", "../x", "/repo/.git/config", "/repo/../b"]) assert.deepEqual(events(sample.replaceAll(/(?:\/repo\/)?a\.ts/g, outside)), [], outside);
    });

    it(`${reader.assistant}: never throws and never leaves the repository, whatever stands there`, () => {
      const values = [null, 0, "", "\0", "../../x", [], {}, [[]], "x".repeat(10_000), { type: "tool_use" }, -1, true];
      let readings = 0;
      const records = sample.trim().split("\n").map((line) => JSON.parse(line) as object);
      const mutate = (value: unknown, put: (changed: unknown) => void, depth: number): void => {
        for (const hostile of values) {
          put(hostile);
          readings += 1;
          for (const edit of events(lines(...records))) assert.ok(isRepositoryPath(edit.path));
        }
        put(value);
        if (typeof value === "object" && value !== null && depth < 6) for (const key of Object.keys(value)) mutate((value as Record<string, unknown>)[key], (changed) => ((value as Record<string, unknown>)[key] = changed), depth + 1);
      };
      records.forEach((record, index) => mutate(record, (changed) => (records[index] = changed as object), 0));
      assert.ok(readings > 100);
      for (let at = 0; at < sample.length; at += 7) reader.read(sample.slice(0, at), "x");
      for (const text of ["", "\n\n", "{".repeat(100_000), "[".repeat(100_000) + "\n", "null\n1\n\"x\"\n", `{"a":`.repeat(20_000), "\u0000\u0001", "x".repeat(5_000_000)]) assert.deepEqual(reader.read(text, "x").entries, []);
    });
  }
});
