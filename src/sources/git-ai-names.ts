/** Names that git-ai has for assistants, where they differ from ours, and what we add to its notes. */

export const ASSISTANT_OF_GIT_AI_TOOL: ReadonlyMap<string, string> = new Map([
  ["claude", "claude-code"],
  ["github-copilot", "copilot"],
  ["copilot-cli", "copilot"],
  ["gemini", "gemini-cli"],
  ["continue-cli", "continue"],
  ["cursor-background", "cursor"],
]);

export const GIT_AI_TOOL_OF_ASSISTANT: ReadonlyMap<string, string> = new Map([
  ["claude-code", "claude"],
  ["copilot", "github-copilot"],
  ["gemini-cli", "gemini"],
  ["continue", "continue-cli"],
]);

/** A session's attribute in a note of ours: a person changed these lines since; git-ai itself has no word for it. */
export const MIXED_ATTRIBUTE = "countersign.origin";
