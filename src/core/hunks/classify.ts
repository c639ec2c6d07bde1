/** What kind of file a hunk stands in: decides how long a line takes to review, and whether it owes anything at all. */
import type { CodeKind } from "../model";

const PROSE = /\.(md|mdx|markdown|txt|rst|adoc|asciidoc|org)$|(^|\/)(LICENSE|NOTICE|AUTHORS|CHANGELOG|README)[^/]*$/i;
/** A folder named by the kind of its tests: `node-integration-tests/`. One of `ab-tests/` is none. */
const SUITE = /(^|\/)([\w.-]+[-_])?(unit|integration|e2e|end-to-end|smoke|acceptance|functional|regression|system|contract|load|stress|visual)[-_]tests?\//;
const TEST = /(^|\/)([\w.-]+[.-])?(Unit|Integration|Functional|Acceptance|System|E2E)?Tests?\/|(^|\/)(__tests__|__mocks__|tests?|specs?|e2e|cypress|fixtures)\/|[._-]((client|server|unit|integration|browser|node|ui|api|db)?(test|tests|spec)|e2e|cy)\.[^/.]+$|(^|\/)test_[^/]+\.py$|_test\.(go|py|rb|rs)$|(Test|Tests|Spec)\.(java|kt|cs|scala|swift|php)$/;

/**
 * Instructions to agents: whoever edits them steers every later session, so hunks in them are always high risk.
 * They are read by machines, so they are code, not prose. A `mcp.json` is one where tools look for it: at the root or in a tool's folder.
 */
const INSTRUCTIONS =
  /(^|\/)(CLAUDE(\.local)?\.md|AGENTS?\.md|GEMINI\.md|\.cursorrules|\.windsurfrules|\.clinerules|copilot-instructions\.md|SKILL\.md|\.mcp\.json|\.aider\.conf\.yml)$|^mcp\.json$|(^|\/)\.[^/]+\/mcp\.json$|(^|\/)\.github\/(instructions|prompts|chatmodes|agents|hooks)\//;
/** Folders that tools read their configuration, rules, commands, skills and hooks from. */
const TOOL_FOLDER = /(^|\/)\.(claude|cursor|codex|gemini|windsurf|clinerules|continue|factory|kiro|junie|roo|opencode)\//;
/** Where an agent keeps what it means to do: a text that is read where somebody names it, and by no tool. */
const PLAN = /(^|\/)\.(claude|cursor|codex|gemini|factory|opencode)\/plans?\/(?!(?:.*\/)?\.)/i;
/** What holds a program, and can't be read as an instruction. */
const PROGRAM = /\.(py|[cm]?[jt]sx?|rb|go|rs|java|kt|cs|php|sh|bash|bats|swift)$/i;

/** What a project has beside its programs, whoever wrote them: no tool reads it as an instruction, and scripts and packages in it are told by themselves. */
const OF_A_PROJECT =
  /(^|\/)(LICEN[CS]E|NOTICE|COPYING)(\.\w+)?$|(^|\/)(package|package-lock|tsconfig[^/]*)\.json$|(^|\/)(pnpm-lock\.yaml|yarn\.lock|\.gitignore|\.gitkeep)$|(^|\/)(eslint|jest|prettier|vitest)\.config\.[cm]?[jt]s$/i;

/** Whether a path lies in a folder whose name says which kind of tests it holds. */
export function isInSuite(path: string): boolean {
  return SUITE.test(path);
}

/** Lies in a folder that a tool reads, and tells no agent anything. */
export function isBesideInstructions(path: string): boolean {
  return TOOL_FOLDER.test(path) && !isAgentInstruction(path) && !isAgentPlan(path);
}

/** An agent's plan. Who steers others by one names it in an instruction, which is to be seen. */
export function isAgentPlan(path: string): boolean {
  return PLAN.test(path) && PROSE.test(path) && !INSTRUCTIONS.test(path);
}

export function isAgentInstruction(path: string): boolean {
  if (INSTRUCTIONS.test(path)) return true;
  const folder = TOOL_FOLDER.exec(path);
  if (folder === null || OF_A_PROJECT.test(path) || isAgentPlan(path)) return false;
  const within = path.slice(folder.index + folder[0].length);
  // Tests of hooks and skills tell no agent anything, nor does what lies beside a hook for its tests: hooks are run, not read.
  if (TEST.test(within) && (PROGRAM.test(within) || within.startsWith("hooks/"))) return false;
  // A folder's own description is for people, except where every file is a rule; further below a command or a rule may have that name.
  return folder[2] === "clinerules" || !/^README[^/]*$/i.test(within);
}

/** `test` wins over `prose`, and instructions to agents are code. */
export function codeKindOf(path: string): CodeKind {
  if (isAgentInstruction(path)) return "code";
  if (PROSE.test(path)) return "prose";
  return TEST.test(path) || isInSuite(path) ? "test" : "code";
}
