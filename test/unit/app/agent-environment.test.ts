import { strict as assert } from "node:assert";
import { agentTraces } from "../../../src/app/agent-environment";

function strongest(environment: Record<string, string>): string | null {
  const [first] = agentTraces(environment);
  return first === undefined ? null : `${first.strength} ${first.assistant} ${first.variable}`;
}

describe("agentTraces", () => {
  const cases: readonly [Record<string, string>, string | null][] = [
    [{}, null],
    [{ HOME: "/home/ann", USER: "ann", EDITOR: "vim", TERM_PROGRAM: "vscode", SSH_AUTH_SOCK: "/x", PAGER: "less" }, null],
    [{ CLAUDECODE: "1" }, "agent claude-code CLAUDECODE"],
    [{ CLAUDECODE: "0" }, null],
    [{ CLAUDECODE: "" }, null],
    [{ GEMINI_CLI: "false" }, null],
    [{ AI_AGENT: "claude-code_2.1_agent" }, "agent claude-code_2.1_agent AI_AGENT"],
    [{ AGENT: "1" }, "agent an assistant AGENT"],
    [{ AGENT: "goose" }, "agent goose AGENT"],
    [{ AGENT: "evil\u001b[2J" }, "agent an assistant AGENT"],
    [{ CURSOR_AGENT: "1" }, "agent cursor CURSOR_AGENT"],
    [{ CURSOR_TRACE_ID: "abc" }, "editor cursor CURSOR_TRACE_ID"],
    [{ CURSOR_TRACE_ID: "abc", PAGER: "head -n 10000 | cat" }, "agent cursor CURSOR_TRACE_ID"],
    [{ CURSOR_EXTENSION_HOST_ROLE: "user" }, null],
    [{ CURSOR_EXTENSION_HOST_ROLE: "agent-exec" }, "agent cursor CURSOR_EXTENSION_HOST_ROLE"],
    [{ CODEX_SANDBOX: "seatbelt" }, "agent codex CODEX_SANDBOX"],
    [{ TERM_PROGRAM: "vscode", GIT_PAGER: "cat" }, "agent copilot TERM_PROGRAM"],
    [{ GIT_PAGER: "cat" }, null],
    [{ COPILOT_MODEL: "x" }, "editor copilot COPILOT_MODEL"],
    [{ COPILOT_MODEL: "x", COPILOT_AGENT: "1" }, "agent copilot COPILOT_AGENT"],
    [{ TERM_PROGRAM: "kiro" }, "editor kiro TERM_PROGRAM"],
    [{ REPL_ID: "x" }, "editor replit REPL_ID"],
    [{ REPLIT_MODE: "assistant" }, "agent replit REPLIT_MODE"],
    [{ HOME: "/home/jules" }, "agent jules HOME"],
    [{ HOME: "/home/jules-verne" }, null],
    [{ AWS_EXECUTION_ENV: "AmazonQ-For-CLI" }, "agent amazon-q AWS_EXECUTION_ENV"],
    [{ CODEIUM_EDITOR_APP_ROOT: "/opt" }, "editor windsurf CODEIUM_EDITOR_APP_ROOT"],
    [{ EDITOR: "/opt/.devin/edit" }, "agent devin EDITOR"],
  ];
  for (const [environment, expected] of cases) {
    it(`${JSON.stringify(environment)} → ${expected ?? "nobody"}`, () => assert.equal(strongest(environment), expected));
  }
});
