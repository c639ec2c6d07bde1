/**
 * The marks that assistants leave in commits (provenance.md 5.1). People are told from machines by e-mail address and
 * account, never by a name alone. `assist`: the tool helped or reviewed; it does not say that it wrote the change.
 */

export type MarkRole = "writer" | "assist";

export interface KnownAccount {
  readonly assistant: string;
  readonly role: MarkRole;
}

const writer = (assistant: string): KnownAccount => ({ assistant, role: "writer" });
const assist = (assistant: string): KnownAccount => ({ assistant, role: "assist" });

/** Whole addresses in lower case. */
export const ACCOUNT_OF_EMAIL: ReadonlyMap<string, KnownAccount> = new Map([
  ["noreply@anthropic.com", writer("claude-code")],
  ["copilot@github.com", assist("copilot")],
  ["cursoragent@cursor.com", writer("cursor")],
  ["sos@cursor.sh", writer("cursor")],
  ["noreply@openai.com", writer("codex")],
  ["codex@openai.com", writer("codex")],
  ["jules@google.com", writer("jules")],
  ["noreply@aider.chat", writer("aider")],
  ["aider@aider.chat", writer("aider")],
  ["amp@ampcode.com", writer("amp")],
  ["noreply@kiro.dev", writer("kiro")],
  ["openhands@all-hands.dev", writer("openhands")],
  ["noreply@opencode.ai", writer("opencode")],
  ["droid@factory.ai", writer("droid")],
  ["noreply@continue.dev", writer("continue")],
  ["crush@charm.land", writer("crush")],
  ["qwen-coder@alibabacloud.com", writer("qwen-code")],
  ["traecli@bytedance.com", writer("trae")],
  ["cascade@windsurf.ai", writer("windsurf")],
  ["noreply@tabnine.com", writer("tabnine")],
  ["roomote@roocode.com", writer("roo-code")],
  ["noreply@pi.dev", writer("pi")],
  ["agent@replit.com", writer("replit")],
]);

/** GitHub account numbers in `<number>+<login>@users.noreply.github.com`: a login can be renamed, a number cannot. */
export const ACCOUNT_OF_NUMBER: ReadonlyMap<string, KnownAccount> = new Map([
  ["209825114", writer("claude-code")],
  ["198982749", writer("copilot")],
  ["223556219", writer("copilot")],
  ["175728472", assist("copilot")],
  ["206951365", writer("cursor")],
  ["267193182", writer("codex")],
  ["199175422", writer("codex")],
  ["161369871", writer("jules")],
  ["176961590", assist("gemini-code-assist")],
  ["158243242", writer("devin")],
  ["244629292", writer("kiro")],
]);

/** Logins that end in `[bot]`, which GitHub gives to no person. */
export const ACCOUNT_OF_BOT: ReadonlyMap<string, KnownAccount> = new Map([
  ["claude[bot]", writer("claude-code")],
  ["copilot-swe-agent[bot]", writer("copilot")],
  ["cursor[bot]", writer("cursor")],
  ["chatgpt-codex-connector[bot]", writer("codex")],
  ["google-labs-jules[bot]", writer("jules")],
  ["gemini-code-assist[bot]", assist("gemini-code-assist")],
  ["devin-ai-integration[bot]", writer("devin")],
  ["v0[bot]", writer("v0")],
  ["lovable-dev[bot]", writer("lovable")],
  ["gpt-engineer-app[bot]", writer("lovable")],
  ["bolt-new-by-stackblitz[bot]", writer("bolt")],
]);

export interface LineMark extends KnownAccount {
  readonly pattern: RegExp;
}

/** Whole lines of a message's body; group 1, where there is one, is the assistant's session. */
export const LINE_MARKS: readonly LineMark[] = [
  { ...writer("claude-code"), pattern: /^(?:🤖 )?Generated with \[Claude Code\]\(https:\/\/(?:claude\.com\/claude-code|claude\.ai\/code)\/?\)\.?$/ },
  { ...writer("claude-code"), pattern: /^Claude-Session: https:\/\/claude\.ai\/code\/(session_[\w-]{1,100})$/i },
  { ...writer("copilot"), pattern: /^Agent-Logs-Url: https:\/\/github\.com\/[\w.-]{1,100}\/[\w.-]{1,100}\/sessions\/([\w-]{1,100})$/i },
  { ...writer("copilot"), pattern: /^Copilot-Session: ([0-9a-f-]{8,64})$/i },
  { ...writer("cursor"), pattern: /^Made-with: Cursor$/i },
  { ...writer("cursor"), pattern: /^Made with \[Cursor\]\(https:\/\/(?:www\.)?cursor\.com\/?\)\.?$/ },
  { ...writer("amp"), pattern: /^Amp-Thread-ID: (?:https:\/\/ampcode\.com\/threads\/)?(T-[\w-]{1,100})$/i },
  { ...writer("replit"), pattern: /^Replit-Commit-Author: Agent$/i },
];

/** Names that `Assisted-by`, `Generated-by` and `Entire-Agent` may give without an address. Keys are lower case. */
export const ASSISTANT_OF_NAME: ReadonlyMap<string, string> = new Map([
  ["claude", "claude-code"],
  ["claude code", "claude-code"],
  ["copilot", "copilot"],
  ["github copilot", "copilot"],
  ["copilot cli", "copilot"],
  ["cursor", "cursor"],
  ["codex", "codex"],
  ["openai codex", "codex"],
  ["codex cli", "codex"],
  ["chatgpt", "chatgpt"],
  ["gemini", "gemini-cli"],
  ["gemini cli", "gemini-cli"],
  ["jules", "jules"],
  ["devin", "devin"],
  ["windsurf", "windsurf"],
  ["cline", "cline"],
  ["opencode", "opencode"],
  ["amp", "amp"],
  ["droid", "droid"],
  ["factory droid", "droid"],
  ["factory ai droid", "droid"],
  ["continue", "continue"],
  ["aider", "aider"],
  ["kiro", "kiro"],
  ["openhands", "openhands"],
  ["crush", "crush"],
  ["qwen code", "qwen-code"],
  ["pi", "pi"],
  ["generic llm chatbot", "unknown"],
]);
