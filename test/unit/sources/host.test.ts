import { strict as assert } from "node:assert";
import { hostOf } from "../../../src/sources/host";

describe("recognising the host by a payload's shape", () => {
  const claude = { session_id: "s", tool_name: "Edit", tool_use_id: "toolu_1", transcript_path: "/h/.claude/projects/x.jsonl", permission_mode: "default", hook_event_name: "PostToolUse" };
  const cases: [string, Record<string, unknown>][] = [
    ["claude-code", claude],
    ["claude-code", { ...claude, transcript_path: "C:\\Users\\x\\.claude\\projects\\x.jsonl" }],
    ["windsurf", { agent_action_name: "post_write_code", trajectory_id: "t" }],
    ["cline", { hookName: "PostToolUse", taskId: "1", postToolUse: {} }],
    ["cursor", { ...claude, cursor_version: "2.0" }],
    ["cursor", { conversation_id: "c", workspace_roots: ["/r"] }],
    ["gemini-cli", { ...claude, hook_event_name: "AfterTool" }],
    ["copilot", { ...claude, transcript_path: "/x/GitHub.copilot-chat/t.jsonl" }],
    ["copilot", { ...claude, transcript_path: "/x/github.copilot/t.jsonl" }],
    ["copilot-cli", { toolName: "edit", toolArgs: "{}" }],
    ["copilot-cli", { tool_name: "edit", session_id: "s", tool_result: { result_type: "success" } }],
    ["codex", { ...claude, turn_id: "1" }],
    ["codex", { session_id: "s", tool_name: "apply_patch", transcript_path: "/h/.codex/sessions/r.jsonl" }],
    ["droid", { sessionId: "s", transcriptPath: "/h/x.jsonl" }],
    ["droid", { session_id: "s", tool_name: "Edit", transcript_path: "/h/.factory/sessions/x.jsonl" }],
    ["claude-style", { session_id: "s", tool_name: "Edit" }],
    ["claude-style", { ...claude, transcript_path: "/opt/config/projects/x.jsonl" }],
    ["unknown", { tool_name: "Edit" }],
    ["unknown", {}],
  ];
  cases.forEach(([host, payload], index) => {
    it(`row ${index + 1}: ${host}`, () => {
      assert.equal(hostOf(payload), host);
    });
  });
});
