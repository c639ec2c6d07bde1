/** What kind of file a hunk stands in: decides how long a line takes to review, and whether it owes anything at all. */
import type { CodeKind } from "../model";

const PROSE = /\.(md|mdx|markdown|txt|rst|adoc|asciidoc|org)$|(^|\/)(LICENSE|NOTICE|AUTHORS|CHANGELOG|README)[^/]*$/i;
const TEST = /(^|\/)([\w.-]+[.-])?(Unit|Integration|Functional|Acceptance|System|E2E)?Tests?\/|(^|\/)(__tests__|__mocks__|tests?|specs?|e2e|cypress|fixtures)\/|[._-](test|tests|spec|e2e|cy)\.[^/.]+$|(^|\/)test_[^/]+\.py$|_test\.(go|py|rb|rs)$|(Test|Tests|Spec)\.(java|kt|cs|scala|swift|php)$/;

/**
 * Instructions to agents: whoever edits them steers every later session, so hunks in them are always high risk.
 * They are read by machines, so they are code, not prose.
 */
const AGENT_INSTRUCTIONS =
  /(^|\/)(CLAUDE(\.local)?\.md|AGENTS?\.md|GEMINI\.md|\.cursorrules|\.windsurfrules|\.clinerules|copilot-instructions\.md|SKILL\.md|\.mcp\.json|mcp\.json|\.aider\.conf\.yml)$|(^|\/)\.(claude|cursor|codex|gemini|windsurf|clinerules|continue|factory|kiro|junie|roo|opencode)\/|(^|\/)\.github\/(instructions|prompts|chatmodes|agents|hooks)\//;

export function isAgentInstruction(path: string): boolean {
  return AGENT_INSTRUCTIONS.test(path);
}

/** `test` wins over `prose`, and instructions to agents are code. */
export function codeKindOf(path: string): CodeKind {
  if (isAgentInstruction(path)) return "code";
  if (PROSE.test(path)) return "prose";
  return TEST.test(path) ? "test" : "code";
}
