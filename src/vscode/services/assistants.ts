import type { Assistant } from "../../core/model";

/** Proper names, not translated: short for a lens, long for a screen reader. */
const NAMES: Readonly<Record<string, readonly [short: string, long: string]>> = {
  "claude-code": ["Claude", "Claude Code"],
  copilot: ["Copilot", "GitHub Copilot"],
  cursor: ["Cursor", "Cursor"],
  codex: ["Codex", "OpenAI Codex"],
  "gemini-cli": ["Gemini", "Gemini CLI"],
  windsurf: ["Windsurf", "Windsurf"],
  cline: ["Cline", "Cline"],
  opencode: ["OpenCode", "OpenCode"],
  amp: ["Amp", "Amp"],
  droid: ["Droid", "Factory Droid"],
  continue: ["Continue", "Continue"],
  aider: ["Aider", "Aider"],
  devin: ["Devin", "Devin"],
  jules: ["Jules", "Google Jules"],
  kiro: ["Kiro", "Kiro"],
  openhands: ["OpenHands", "OpenHands"],
  crush: ["Crush", "Crush"],
  "qwen-code": ["Qwen", "Qwen Code"],
  "gemini-code-assist": ["Gemini", "Gemini Code Assist"],
  replit: ["Replit", "Replit Agent"],
  tabnine: ["Tabnine", "Tabnine"],
  trae: ["Trae", "Trae"],
  "roo-code": ["Roo", "Roo Code"],
};

export function shortAssistantName(assistant: Assistant): string {
  return NAMES[assistant]?.[0] ?? assistant;
}

export function longAssistantName(assistant: Assistant): string {
  return NAMES[assistant]?.[1] ?? assistant;
}
