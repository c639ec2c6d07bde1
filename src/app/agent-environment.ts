/**
 * Which assistant's shell this process runs in, told by environment variables. Advisory: an agent can unset them, so
 * nothing is ever trusted because this found nothing. Sources: reference/ledger.md 3.3 (read from the packages and
 * threads named there).
 */

/** `agent`: set for commands that an agent runs. `editor`: also set in a person's terminal in that editor. */
export type EnvironmentStrength = "agent" | "editor";

export interface AgentTrace {
  readonly variable: string;
  readonly assistant: string;
  readonly strength: EnvironmentStrength;
}

interface Row {
  readonly variable: string;
  readonly assistant: string;
  readonly strength: EnvironmentStrength;
  /** Which values count; default: any that is not empty, "0" or "false". */
  readonly matches?: RegExp;
  /** Another variable that must hold as well. */
  readonly alongside?: { readonly variable: string; readonly matches: RegExp };
}

const ROWS: readonly Row[] = [
  { variable: "AI_AGENT", assistant: "an assistant", strength: "agent" },
  { variable: "AGENT", assistant: "an assistant", strength: "agent" },
  { variable: "CLAUDECODE", assistant: "claude-code", strength: "agent" },
  { variable: "CLAUDE_CODE", assistant: "claude-code", strength: "agent" },
  { variable: "CLAUDE_CODE_ENTRYPOINT", assistant: "claude-code", strength: "agent" },
  { variable: "CLAUDE_CODE_IS_COWORK", assistant: "claude-code", strength: "agent" },
  { variable: "CURSOR_AGENT", assistant: "cursor", strength: "agent" },
  { variable: "CURSOR_EXTENSION_HOST_ROLE", assistant: "cursor", strength: "agent", matches: /^agent-exec$/ },
  // The trace id is in a person's terminal, too; only an agent's one has this pager.
  { variable: "CURSOR_TRACE_ID", assistant: "cursor", strength: "agent", alongside: { variable: "PAGER", matches: /^head -n 10000 \| cat$/ } },
  { variable: "CURSOR_TRACE_ID", assistant: "cursor", strength: "editor" },
  { variable: "CODEX_SANDBOX", assistant: "codex", strength: "agent" },
  { variable: "CODEX_SANDBOX_NETWORK_DISABLED", assistant: "codex", strength: "agent" },
  { variable: "CODEX_CI", assistant: "codex", strength: "agent" },
  { variable: "CODEX_THREAD_ID", assistant: "codex", strength: "agent" },
  { variable: "GEMINI_CLI", assistant: "gemini-cli", strength: "agent" },
  { variable: "QWEN_CODE", assistant: "qwen-code", strength: "agent" },
  { variable: "COPILOT_AGENT", assistant: "copilot", strength: "agent" },
  { variable: "COPILOT_CLI", assistant: "copilot", strength: "agent" },
  { variable: "COPILOT_MODEL", assistant: "copilot", strength: "editor" },
  { variable: "COPILOT_ALLOW_ALL", assistant: "copilot", strength: "editor" },
  { variable: "COPILOT_GITHUB_TOKEN", assistant: "copilot", strength: "editor" },
  { variable: "TERM_PROGRAM", assistant: "copilot", strength: "agent", matches: /^vscode$/, alongside: { variable: "GIT_PAGER", matches: /^cat$/ } },
  { variable: "OPENCODE", assistant: "opencode", strength: "agent" },
  { variable: "OPENCODE_CLIENT", assistant: "opencode", strength: "agent" },
  { variable: "OPENCODE_BIN_PATH", assistant: "opencode", strength: "agent" },
  { variable: "AMP_CURRENT_THREAD_ID", assistant: "amp", strength: "agent" },
  { variable: "CLINE_ACTIVE", assistant: "cline", strength: "agent" },
  { variable: "AUGMENT_AGENT", assistant: "augment", strength: "agent" },
  { variable: "ANTIGRAVITY_AGENT", assistant: "antigravity", strength: "agent" },
  { variable: "CODEIUM_EDITOR_APP_ROOT", assistant: "windsurf", strength: "editor" },
  { variable: "CRUSH", assistant: "crush", strength: "agent" },
  { variable: "GOOSE_TERMINAL", assistant: "goose", strength: "agent" },
  { variable: "GOOSE_PROVIDER", assistant: "goose", strength: "editor" },
  { variable: "JUNIE_DATA", assistant: "junie", strength: "agent" },
  { variable: "JUNIE_SHIM_PATH", assistant: "junie", strength: "agent" },
  { variable: "TERM_PROGRAM", assistant: "kiro", strength: "editor", matches: /kiro/i },
  { variable: "PI_CODING_AGENT", assistant: "pi", strength: "agent" },
  { variable: "TRAE_AI_SHELL_ID", assistant: "trae", strength: "agent" },
  { variable: "REPLIT_MODE", assistant: "replit", strength: "agent", matches: /^assistant$/ },
  { variable: "REPL_ID", assistant: "replit", strength: "editor" },
  { variable: "EDITOR", assistant: "devin", strength: "agent", matches: /devin/i },
  { variable: "HOME", assistant: "jules", strength: "agent", matches: /^\/home\/jules\/?$/ },
  { variable: "USER", assistant: "jules", strength: "agent", matches: /^swebot$/ },
  { variable: "AWS_EXECUTION_ENV", assistant: "amazon-q", strength: "agent", matches: /amazonq/i },
];

const SET = /^(?!(?:0|false|no|off)?$)/i;

/** Everything that points to an assistant, strong before weak; empty in a person's own terminal. */
export function agentTraces(environment: Readonly<Record<string, string | undefined>>): readonly AgentTrace[] {
  const found = ROWS.filter(
    (row) =>
      (row.matches ?? SET).test(environment[row.variable] ?? "") &&
      (row.alongside === undefined || row.alongside.matches.test(environment[row.alongside.variable] ?? "")),
  ).map(({ variable, assistant, strength }): AgentTrace => ({ variable, assistant: assistant === "an assistant" ? named(environment[variable]) : assistant, strength }));
  return [...found.filter(({ strength }) => strength === "agent"), ...found.filter(({ strength }) => strength === "editor")];
}

/** `AI_AGENT=claude-code_2.1_agent` says who; `AGENT=1` doesn't. */
function named(value: string | undefined): string {
  const slug = /^[a-z][a-z0-9_.-]{1,60}$/i.exec(value ?? "")?.[0];
  return slug === undefined || /^(?:true|yes|on)$/i.test(slug) ? "an assistant" : slug;
}
