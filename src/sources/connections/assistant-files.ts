/** Where each assistant's configuration is and what of it is ours (provenance.md 3.1 to 3.13). Paths come from their documentation. */
import type { Connection, ConnectionFile, ConnectionScope, HookEntry } from "./connection";
import { OWNED_MARK } from "./connection";
import { ampPlugin, clineScript, openCodePlugin } from "./plugin-files";

/** Seconds after which an assistant gives up on our hook; it needs a fraction of one. */
const TIMEOUT = 10;

export interface LauncherCommand {
  /** Absolute path of the launcher. */
  readonly launcher: string;
  /** The launcher and the assistant's name, quoted for a shell. */
  readonly line: string;
}

type Make = (command: LauncherCommand, scope: ConnectionScope) => Connection | null;

const command = ({ line }: LauncherCommand) => ({ type: "command", command: line, timeout: TIMEOUT });

function grouped(path: string, entries: readonly HookEntry[], container: readonly string[] = ["hooks"], skeleton: Readonly<Record<string, unknown>> = {}): ConnectionFile {
  return { kind: "hooks", path, container, style: "groups", skeleton, entries };
}

function flat(path: string, entries: readonly HookEntry[], skeleton: Readonly<Record<string, unknown>>): ConnectionFile {
  return { kind: "hooks", path, container: ["hooks"], style: "flat", skeleton, entries };
}

/** The same hook before and after a tool. */
function around(before: string, after: string, matcher: string, hook: Readonly<Record<string, unknown>>): HookEntry[] {
  return [before, after].map((event) => ({ event, matcher, hook }));
}

function owned(path: string, value: unknown): ConnectionFile {
  return { kind: "owned", path, text: `${JSON.stringify(value, null, 2)}\n`, executable: false };
}

const SHARED = "This file belongs to the project and may be committed; the command in it is a path on this machine. connect --user writes to your home folder instead.";

const PERSONAL = "settings.local.json is yours alone: git status lists it until .git/info/exclude or a .gitignore names it.";

const MAKERS: ReadonlyMap<string, Make> = new Map<string, Make>([
  [
    "claude-code",
    (at, scope) => ({
      files: [grouped(scope === "user" ? ".claude/settings.json" : ".claude/settings.local.json", around("PreToolUse", "PostToolUse", "Edit|Write|MultiEdit|NotebookEdit|Bash", command(at)))],
      notes: ["Claude Code reads its hooks when a session starts: start a new one.", ...(scope === "user" ? [] : [PERSONAL])],
    }),
  ],
  [
    "cursor",
    (at, scope) => ({
      files: [flat(".cursor/hooks.json", ["preToolUse", "postToolUse", "afterFileEdit", "afterTabFileEdit"].map((event) => ({ event, hook: { command: at.line } })), { version: 1 })],
      notes: scope === "user" ? [] : [SHARED],
    }),
  ],
  [
    "copilot-vscode",
    (at, scope) => ({
      files: [owned(scope === "user" ? ".copilot/hooks/countersign-vscode.json" : ".github/hooks/countersign-vscode.json", { version: 1, writtenBy: OWNED_MARK, hooks: Object.fromEntries(["PreToolUse", "PostToolUse"].map((event) => [event, [command(at)]])) })],
      notes: ["VS Code runs hooks where chat.useHooks is on.", ...(scope === "user" ? [] : [SHARED])],
    }),
  ],
  [
    "copilot-cli",
    (at, scope) => ({
      files: [owned(scope === "user" ? ".copilot/hooks/countersign-cli.json" : ".github/hooks/countersign-cli.json", { version: 1, writtenBy: OWNED_MARK, hooks: Object.fromEntries(["preToolUse", "postToolUse"].map((event) => [event, [{ type: "command", bash: at.line, powershell: `& ${at.line}`, timeoutSec: TIMEOUT }]])) })],
      notes: scope === "user" ? [] : [SHARED],
    }),
  ],
  [
    "codex",
    (at, scope) => ({
      files: [grouped(".codex/hooks.json", around("PreToolUse", "PostToolUse", "apply_patch|Bash", command(at)))],
      notes: ["Codex runs hooks where config.toml says [features] hooks = true, and after you trusted them with /hooks.", ...(scope === "user" ? [] : [SHARED])],
    }),
  ],
  [
    "gemini-cli",
    (at, scope) => ({
      // Its time limit is in milliseconds.
      files: [grouped(".gemini/settings.json", around("BeforeTool", "AfterTool", "write_file|replace|run_shell_command", { name: "countersign", ...command(at), timeout: TIMEOUT * 1000 }))],
      notes: ["Older versions of Gemini CLI need \"tools\": {\"enableHooks\": true} as well.", ...(scope === "user" ? [] : [SHARED])],
    }),
  ],
  [
    "windsurf",
    (at, scope) => ({
      files: [flat(scope === "user" ? ".codeium/windsurf/hooks.json" : ".windsurf/hooks.json", ["pre_write_code", "post_write_code", "pre_run_command", "post_run_command"].map((event) => ({ event, hook: { command: at.line, show_output: false } })), {})],
      notes: scope === "user" ? [] : [SHARED],
    }),
  ],
  [
    "cline",
    (at, scope) => ({
      files: ["PreToolUse", "PostToolUse"].map((event): ConnectionFile => ({ kind: "owned", path: `${scope === "user" ? "Documents/Cline/Hooks" : ".clinerules/hooks"}/${event}`, text: clineScript(at.line), executable: true })),
      notes: scope === "user" ? [] : [SHARED],
    }),
  ],
  [
    "opencode",
    (at, scope) => ({
      files: [{ kind: "owned", path: `${scope === "user" ? ".config/opencode" : ".opencode"}/plugins/countersign.js`, text: openCodePlugin(at.launcher), executable: false }],
      notes: scope === "user" ? [] : [SHARED],
    }),
  ],
  [
    "amp",
    (at, scope) => ({
      files: [{ kind: "owned", path: `${scope === "user" ? ".config/amp" : ".amp"}/plugins/countersign.ts`, text: ampPlugin(at.launcher), executable: false }],
      notes: ["Amp's plugins are experimental; reload them with plugins: reload.", ...(scope === "user" ? [] : [SHARED])],
    }),
  ],
  [
    "droid",
    (at, scope) => ({
      // Its file of hooks has the events at the top.
      files: [grouped(".factory/hooks.json", around("PreToolUse", "PostToolUse", "Create|Edit|MultiEdit|Write|ApplyPatch|Execute", command(at)), [])],
      notes: scope === "user" ? [] : [SHARED],
    }),
  ],
  [
    "continue",
    (at, scope) => ({
      files: [grouped(scope === "user" ? ".continue/settings.json" : ".continue/settings.local.json", around("PreToolUse", "PostToolUse", "Edit|MultiEdit|Write|Bash", command(at)))],
      notes: ["Only Continue's command line has hooks, and some of its versions load them without running them: countersign doctor shows whether events come."],
    }),
  ],
  [
    "kiro",
    (at, scope) =>
      scope === "user"
        ? null
        : {
            files: [
              owned(".kiro/hooks/countersign.json", {
                version: "v1",
                hooks: ["PreToolUse", "PostToolUse"].map((trigger) => ({ name: `${OWNED_MARK}: ${trigger}`, trigger, matcher: "fs_write|execute_bash", action: { type: "command", command: at.line }, timeout: TIMEOUT, enabled: true })),
              }),
            ],
            notes: [SHARED],
          },
  ],
]);

/** Folders in the home folder that an installed assistant leaves; its mere presence proves nothing. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ["claude-code", ".claude"],
  ["cursor", ".cursor"],
  ["copilot-cli", ".copilot"],
  ["codex", ".codex"],
  ["gemini-cli", ".gemini"],
  ["windsurf", ".codeium/windsurf"],
  ["cline", "Documents/Cline"],
  ["opencode", ".config/opencode"],
  ["amp", ".config/amp"],
  ["droid", ".factory"],
  ["continue", ".continue"],
  ["kiro", ".kiro"],
]);

/** Null where an assistant leaves no folder of its own in the home folder. */
export function settingsFolderOf(assistant: string): string | null {
  return SETTINGS.get(assistant) ?? null;
}

/** Names that `connect` takes. */
export function connectableAssistants(): readonly string[] {
  return [...MAKERS.keys()];
}

/** What connecting this assistant writes; null where it has no such scope or is unknown. */
export function connectionOf(assistant: string, scope: ConnectionScope, at: LauncherCommand): Connection | null {
  return MAKERS.get(assistant)?.(at, scope) ?? null;
}
