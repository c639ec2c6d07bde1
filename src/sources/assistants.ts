/** Every assistant whose payloads can be read, by the name on the hook's command line. One file each. */
import { AMP } from "./amp";
import { CLAUDE_CODE } from "./claude-code";
import { CLINE } from "./cline";
import { CODEX } from "./codex";
import { CONTINUE } from "./continue";
import { COPILOT_CLI } from "./copilot-cli";
import { COPILOT_VSCODE } from "./copilot-vscode";
import { CURSOR } from "./cursor";
import { DROID } from "./droid";
import { GEMINI_CLI } from "./gemini-cli";
import { GENERIC } from "./generic";
import type { PayloadReader } from "./hook-world";
import { KIRO } from "./kiro";
import { OPENCODE } from "./opencode";
import { WINDSURF } from "./windsurf";

const READERS: ReadonlyMap<string, PayloadReader> = new Map([
  ["claude-code", CLAUDE_CODE],
  ["claude", CLAUDE_CODE],
  ["cursor", CURSOR],
  ["copilot-vscode", COPILOT_VSCODE],
  ["copilot-cli", COPILOT_CLI],
  ["codex", CODEX],
  ["gemini-cli", GEMINI_CLI],
  ["gemini", GEMINI_CLI],
  ["windsurf", WINDSURF],
  ["devin", WINDSURF],
  ["cline", CLINE],
  ["opencode", OPENCODE],
  ["amp", AMP],
  ["droid", DROID],
  ["continue", CONTINUE],
  ["kiro", KIRO],
  ["generic", GENERIC],
]);

export function payloadReaderOf(assistant: string): PayloadReader | null {
  return READERS.get(assistant) ?? null;
}

/** Names as they are written on the command line, for a message. */
export function knownAssistants(): readonly string[] {
  return [...new Set([...READERS.values()].map((reader) => reader.assistant))];
}
