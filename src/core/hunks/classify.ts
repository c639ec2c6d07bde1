/** What kind of file a hunk stands in: decides how long a line takes to review, and whether it owes anything at all. */
import type { CodeKind } from "../model";

const PROSE = /\.(md|mdx|markdown|txt|rst|adoc|asciidoc|org)$|(^|\/)(LICENSE|NOTICE|AUTHORS|CHANGELOG|README)[^/]*$/i;
const TEST = /(^|\/)([\w.-]+[.-])?(Unit|Integration|Functional|Acceptance|System|E2E)?Tests?\/|(^|\/)(__tests__|__mocks__|tests?|specs?|e2e|cypress|fixtures)\/|[._-](test|tests|spec|e2e|cy)\.[^/.]+$|(^|\/)test_[^/]+\.py$|_test\.(go|py|rb|rs)$|(Test|Tests|Spec)\.(java|kt|cs|scala|swift|php)$/;

/**
 * Instructions to agents: whoever edits them steers every later session, so hunks in them are always high risk.
 * They are read by machines, so they are code, not prose. A `mcp.json` is one where tools look for it: at the root or in a tool's folder.
 */
const AGENT_INSTRUCTIONS =
  /(^|\/)(CLAUDE(\.local)?\.md|AGENTS?\.md|GEMINI\.md|\.cursorrules|\.windsurfrules|\.clinerules|copilot-instructions\.md|SKILL\.md|\.mcp\.json|\.aider\.conf\.yml)$|^mcp\.json$|(^|\/)\.[^/]+\/mcp\.json$|(^|\/)\.(claude|cursor|codex|gemini|windsurf|clinerules|continue|factory|kiro|junie|roo|opencode)\/|(^|\/)\.github\/(instructions|prompts|chatmodes|agents|hooks)\//;

/** What holds a program, and can't be read as an instruction. */
const PROGRAM = /\.(py|[cm]?[jt]sx?|rb|go|rs|java|kt|cs|php|sh|bash|bats|swift)$/i;

/** Tells people about a tool's folder; one further below may be a command or a rule by that name. */
const FOLDER_README = /(^|\/)\.(claude|cursor|codex|gemini|windsurf|factory|kiro|junie|roo|opencode)\/README[^/]*$/i;

/** A tool's folder may hold its description and tests of its hooks and skills, too: no agent is told or given anything by those. */
export function isAgentInstruction(path: string): boolean {
  return AGENT_INSTRUCTIONS.test(path) && !(PROGRAM.test(path) && TEST.test(path)) && !FOLDER_README.test(path);
}

/** `test` wins over `prose`, and instructions to agents are code. */
export function codeKindOf(path: string): CodeKind {
  if (isAgentInstruction(path)) return "code";
  if (PROSE.test(path)) return "prose";
  return TEST.test(path) ? "test" : "code";
}
