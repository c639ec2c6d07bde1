/** A home folder in which assistants left transcripts, written as they write them. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface ToldEdit {
  readonly path: string;
  readonly oldText: string;
  readonly newText: string;
  /** The tool said that it failed. */
  readonly failed?: boolean;
}

export type Step = { readonly ask: string } | { readonly say: string } | { readonly edit: ToldEdit; readonly id: string } | { readonly run: string; readonly code: number; readonly id: string };

function write(file: string, lines: readonly unknown[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

export class TranscriptHome {
  /** Milliseconds of the first step; each takes ten. A later commit of the repository must be later than this. */
  start = Date.parse("2026-11-20T10:00:00.000Z");

  constructor(readonly home: string) {}

  private at(step: number): string {
    return new Date(this.start + step * 10).toISOString();
  }

  claude(root: string, session: string, steps: readonly Step[], options: { readonly subagent?: string } = {}): string {
    const folder = join(this.home, ".claude", "projects", root.replace(/[^A-Za-z0-9]/g, "-"));
    const file = options.subagent === undefined ? join(folder, `${session}.jsonl`) : join(folder, session, "subagents", `agent-${options.subagent}.jsonl`);
    const common = { isSidechain: options.subagent !== undefined, cwd: root, sessionId: session, version: "2.1.300", gitBranch: "main" };
    const assistant = (step: number, content: unknown) => ({ ...common, type: "assistant", message: { role: "assistant", model: "claude-opus-4-5", content: [content] }, timestamp: this.at(step) });
    const user = (step: number, content: unknown, result?: unknown) => ({ ...common, type: "user", message: { role: "user", content }, timestamp: this.at(step), ...(result === undefined ? {} : { toolUseResult: result }) });
    write(
      file,
      steps.flatMap((one, step): unknown[] => {
        if ("ask" in one) return [user(step, one.ask)];
        if ("say" in one) return [assistant(step, { type: "text", text: one.say })];
        if ("run" in one) {
          const output = one.code === 0 ? "ok" : `Exit code ${one.code}\nfailed`;
          return [assistant(step, { type: "tool_use", id: one.id, name: "Bash", input: { command: one.run } }), user(step, [{ type: "tool_result", tool_use_id: one.id, content: output, is_error: one.code !== 0 }], one.code === 0 ? { stdout: "ok", stderr: "", interrupted: false } : `Error: ${output}`)];
        }
        const { path, oldText, newText, failed } = one.edit;
        const input = { file_path: join(root, path), old_string: oldText, new_string: newText, replace_all: false };
        const result = failed === true ? "Error: String to replace not found in file." : { filePath: join(root, path), oldString: oldText, newString: newText, userModified: false, replaceAll: false };
        return [assistant(step, { type: "tool_use", id: one.id, name: "Edit", input }), user(step, [{ type: "tool_result", tool_use_id: one.id, content: failed === true ? "<tool_use_error>String to replace not found</tool_use_error>" : "updated", ...(failed === true ? { is_error: true } : {}) }], result)];
      }),
    );
    return file;
  }

  codex(root: string, session: string, steps: readonly Step[]): string {
    const file = join(this.home, ".codex", "sessions", "2026", "11", "20", `rollout-2026-11-20T10-00-00-${session}.jsonl`);
    const item = (step: number, payload: unknown) => ({ timestamp: this.at(step), type: "response_item", payload });
    write(file, [
      { timestamp: this.at(0), type: "session_meta", payload: { id: session, cwd: root, originator: "codex_cli_rs", cli_version: "0.155.1" } },
      { timestamp: this.at(0), type: "turn_context", payload: { turn_id: "turn-1", cwd: root, model: "gpt-5.1-codex" } },
      item(0, { type: "message", role: "user", content: [{ type: "input_text", text: "<environment_context>\n</environment_context>" }] }),
      ...steps.flatMap((one, step): unknown[] => {
        if ("ask" in one) return [item(step, { type: "message", role: "user", content: [{ type: "input_text", text: one.ask }] }), { timestamp: this.at(step), type: "event_msg", payload: { type: "user_message", message: one.ask } }];
        if ("say" in one) return [item(step, { type: "message", role: "assistant", content: [{ type: "output_text", text: one.say }] })];
        if ("run" in one) return [item(step, { type: "function_call", name: "shell", arguments: JSON.stringify({ command: ["bash", "-lc", one.run] }), call_id: one.id }), item(step, { type: "function_call_output", call_id: one.id, output: JSON.stringify({ output: "…", metadata: { exit_code: one.code, duration_seconds: 0.1 } }) })];
        const { path, oldText, newText, failed } = one.edit;
        const signed = (sign: string, text: string) => text.replace(/\n$/, "").split("\n").map((line) => sign + line);
        const patch = ["*** Begin Patch", `*** Update File: ${path}`, "@@", ...signed("-", oldText), ...signed("+", newText), "*** End Patch"].join("\n");
        return [item(step, { type: "custom_tool_call", status: "completed", name: "apply_patch", input: patch, call_id: one.id }), item(step, { type: "custom_tool_call_output", call_id: one.id, output: JSON.stringify({ output: failed === true ? "apply_patch verification failed: no such lines" : `Success. Updated the following files:\nM ${path}\n`, metadata: { exit_code: failed === true ? 1 : 0 } }) })];
      }),
    ]);
    return file;
  }

  copilot(root: string, session: string, steps: readonly Step[]): string {
    const file = join(this.home, ".copilot", "session-state", session, "events.jsonl");
    const event = (step: number, type: string, data: unknown) => ({ type, data, id: `${step}-${type}`, timestamp: this.at(step), parentId: null });
    write(file, [
      event(0, "session.start", { sessionId: session, version: 1, producer: "copilot-agent", copilotVersion: "1.0.62", context: { cwd: root, gitRoot: root, branch: "main" } }),
      event(0, "session.model_change", { newModel: "gpt-4.1" }),
      ...steps.flatMap((one, step): unknown[] => {
        if ("ask" in one) return [event(step, "user.message", { content: one.ask, attachments: [] })];
        if ("say" in one) return [event(step, "assistant.message", { messageId: "m", content: one.say, toolRequests: [] })];
        const start = "run" in one ? { toolName: "bash", arguments: { command: one.run } } : { toolName: "edit", arguments: { path: join(root, one.edit.path), old_str: one.edit.oldText, new_str: one.edit.newText } };
        const failed = "edit" in one && one.edit.failed === true;
        const result = "run" in one ? { result_type: "success", text_result_for_llm: `output\n<exited with exit code ${one.code}>` } : { result_type: failed ? "failure" : "success", text_result_for_llm: failed ? "No match found" : "Edited" };
        return [event(step, "tool.execution_start", { toolCallId: one.id, ...start }), event(step, "tool.execution_complete", { toolCallId: one.id, success: !failed, result })];
      }),
    ]);
    return file;
  }

  gemini(root: string, session: string, steps: readonly Step[]): string {
    const file = join(this.home, ".gemini", "tmp", createHash("sha256").update(root).digest("hex"), "chats", `session-2026-11-20T10-00-${session.slice(0, 8)}.json`);
    const messages = steps.map((one, step) => {
      const common = { id: `m${step}`, timestamp: this.at(step) };
      if ("ask" in one) return { ...common, type: "user", content: [{ text: one.ask }] };
      if ("say" in one) return { ...common, type: "gemini", content: one.say, model: "gemini-2.5-pro" };
      const call =
        "run" in one
          ? { name: "run_shell_command", args: { command: one.run }, status: "success", result: [{ functionResponse: { response: { output: `Command: x\nExit Code: ${one.code}` } } }] }
          : { name: "replace", args: { file_path: join(root, one.edit.path), old_string: one.edit.oldText, new_string: one.edit.newText }, status: one.edit.failed === true ? "error" : "success" };
      return { ...common, type: "gemini", content: "", model: "gemini-2.5-pro", toolCalls: [{ id: one.id, timestamp: this.at(step), ...call }] };
    });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ sessionId: session, projectHash: "x", startTime: this.at(0), lastUpdated: this.at(steps.length), messages }, null, 2));
    return file;
  }
}
