/**
 * The examples of the reference page on provenance, from its top to its bottom: section, the characters it begins with, and what shows
 * that we do with it what we should. An example may have several proofs; each has to exist.
 *
 * - `payload NAME`: a fixture of test/fixtures/payloads with its expected result, read by the test of this table too
 * - `mark LINE`, `no mark LINE`: a line of the tables of commit-marks.test.ts
 * - `scenario NAME`: a scenario of test/e2e/scenarios
 * - `test FILE: TITLE`: a test by its title
 * - `not ours: WHY`: what another program keeps for itself, so that there is nothing to read
 */
export interface ProvenanceExample {
  readonly section: string;
  readonly begins: string;
  readonly shown: readonly string[];
}

const example = (section: string, begins: string, ...shown: readonly string[]): ProvenanceExample => ({ section, begins, shown });
const NOTE = "test unit/sources/git-ai-note.test.ts: ";
const WRITTEN = "test unit/sources/writers.test.ts: ";
const TRACE = "test unit/sources/agent-trace.test.ts: ";
const PATCH = "test unit/sources/apply-patch.test.ts: ";
const OWNED = "test unit/sources/owned-text.test.ts: ";
const HOST = "test unit/sources/host.test.ts: ";
const HISTORY = "test unit/core/attribution/line-history.test.ts: ";
const CONNECTED = "test unit/sources/connections/connections.test.ts: ";
const TRANSCRIPT = "test unit/sources/transcripts/readers.test.ts: ";
const EDIT = "test unit/vscode/editor/edit-kind.test.ts: ";

export const PROVENANCE_EXAMPLES: readonly ProvenanceExample[] = [
  // 1.1 git-ai's notes
  example("1.1", "src/main.rs s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20", `${NOTE}reads the standard's example`),
  example("1.1", "Path with space/tab/newline wrapped in quotation marks", `${NOTE}reads quoted paths, line breaks in them included`),
  example("1.1", "entry before any file = error", `${NOTE}entry before a file`),
  example("1.1", "Ranges comma-joined, not merged", `${NOTE}reads opaque keys, ranges that were not merged, and no final newline`),
  example("1.1", "PromptRecord (legacy), overriden_lines, messages", `${NOTE}reads legacy prompts, with what old notes carry besides`),
  example("1.1", "SHOULD NOT process earlier versions; newer readable", `${NOTE}accepts newer versions and CRLF, refuses older ones`),
  example("1.1", "the example h_31dce776f88375 is Alice's: keys are opaque", `${NOTE}treats keys as opaque: the standard's own human key is another one's hash`),
  // 1.2 rewriting
  example("1.2", "rebase 1:1", "scenario rebase onto a branch that went on elsewhere", "scenario rebase that reorders"),
  example("1.2", "rebase squash/fixup N→1", "scenario rebase that squashes two assistants", "scenario rebase that fixes up with a person's line", "scenario autosquash"),
  example("1.2", "rebase edit/split", "scenario rebase that edits a commit, by a person", "scenario rebase that edits a commit, by the assistant", "scenario rebase that splits a commit"),
  example("1.2", "rebase drop", "scenario rebase that drops the assistant's commit", "scenario what a rebase dropped and somebody brings back is the assistant's text still"),
  example("1.2", "rebase conflict", "scenario rebase with a conflict, resolved by a person in other words", "scenario rebase with a conflict, resolved by the assistant", "scenario rebase with a conflict, resolved by nobody"),
  example("1.2", "rebase abort", "scenario rebase aborted"),
  example("1.2", "merge commit", "scenario a merge of two assistants", "scenario a conflict, resolved by an assistant", "scenario an evil merge by nobody"),
  example("1.2", "merge --squash, reset --soft/--mixed, cherry-pick --no-commit", "scenario squash merge here", "scenario reset --soft and another commit", "scenario reset --mixed and another commit", "scenario cherry-pick --no-commit, with a person's line"),
  example("1.2", "reset --hard", "scenario reset --hard, and nobody writes something else", "scenario reset --hard and back by the reflog"),
  example("1.2", "cherry-pick", "scenario cherry-pick", "scenario cherry-pick onto other text", "scenario cherry-pick with a conflict"),
  example("1.2", "stash push/pop/apply", "scenario stash and pop", "scenario stash apply keeps, twice", "scenario stash popped into a conflict, resolved by a person"),
  example("1.2", "amend", "scenario amend with more by the assistant", "scenario amend with a person's line"),
  // 1.3 to 1.8
  example("1.3", '{"kind":"Human|AiAgent|AiTab|KnownHuman","diff":"…"', "not ours: the working log of git-ai, which it moves to notes at the commit"),
  example("1.5", "claude: Write, Edit, MultiEdit, NotebookEdit, Bash", "payload post-write-create", "payload post-edit", "payload post-multi-edit", "payload post-notebook-edit", "payload post-bash"),
  example("1.5", "cursor: Write, Delete, StrReplace, ApplyPatch, Shell", "payload cursor/post-write", "payload cursor/post-delete", "payload cursor/post-str-replace", "payload cursor/post-apply-patch", "payload cursor/post-shell"),
  example("1.5", "cursor-background: HOSTNAME=cursor", "test unit/app/agent-environment.test.ts: CURSOR_AGENT"),
  example("1.5", "codex: thread_id, functions., apply_patch, exec_command, multi_tool_use.parallel", "payload codex/thread-only", "payload codex/camel-case", "payload codex/post-apply-patch", "payload codex/post-exec-command", "payload codex/post-parallel", "payload codex/post-bash"),
  example("1.5", "gemini: write_file, replace, WriteFile, shell, ignores ~/.gemini/tmp", "payload gemini-cli/post-write-file", "payload gemini-cli/post-replace", "payload gemini-cli/post-write-file-older", "payload gemini-cli/post-shell", "payload gemini-cli/post-in-temporary-folder"),
  example("1.5", "windsurf: code_action, run_command", "payload windsurf/post-write-code", "payload windsurf/post-run-command"),
  example("1.5", "continue-cli: edit, terminal, local_shell_call", "payload continue/post-edit", "payload continue/post-terminal", "payload continue/post-local-shell-call"),
  example("1.5", "cline: replace_in_file, write_to_file, apply_patch, editor, edit, run_commands", "payload cline/post-replace-in-file", "payload cline/post-write-to-file", "payload cline/post-apply-patch", "payload cline/post-editor", "payload cline/post-edits-as-json", "payload cline/post-run-commands", "payload cline/post-execute-command"),
  example("1.5", "github-copilot (ide): create_file … copilot_insertEdit/replaceString", "payload copilot-vscode/post-create-file", "payload copilot-vscode/post-replace-string", "payload copilot-vscode/post-multi-replace", "payload copilot-vscode/post-insert-edit", "payload copilot-vscode/post-delete-file", "payload copilot-vscode/post-rename-file", "payload copilot-vscode/post-move-file", "payload copilot-vscode/post-insert-edit-older", "payload copilot-vscode/post-replace-older", "payload copilot-vscode/post-terminal"),
  example("1.5", "github-copilot (ide): legacy before_edit/after_edit of git-ai's own extension", "payload copilot-vscode/legacy-before-edit", "payload copilot-vscode/legacy-after-edit"),
  example("1.5", "github-copilot (cli): create, str_replace, edit, str_replace_editor, git_apply_patch, powershell", "payload copilot-cli/camel-post-create", "payload copilot-cli/camel-post-str-replace", "payload copilot-cli/camel-post-edit-object", "payload copilot-cli/camel-post-editor-insert", "payload copilot-cli/camel-post-git-apply-patch", "payload copilot-cli/camel-post-bash", "payload copilot-cli/camel-post-powershell"),
  example("1.5", "droid: ApplyPatch, Edit, Write, Create, Bash, Execute", "payload droid/post-apply-patch", "payload droid/post-edit-snake-case", "payload droid/post-write", "payload droid/post-create", "payload droid/post-execute"),
  example("1.5", "amp: edited_filepaths (wins), Write, Edit, create_file, edit_file, undo_edit, shell_command", "payload amp/edited-filepaths-win", "payload amp/post-write", "payload amp/post-create-file", "payload amp/post-edit-file", "payload amp/post-undo-edit", "payload amp/post-bash", "payload amp/post-shell-command"),
  example("1.5", "opencode: edit, write, patch, multiedit, apply_patch, bash", "payload opencode/post-edit", "payload opencode/post-write", "payload opencode/post-patch", "payload opencode/post-multiedit", "payload opencode/git-ai-plugin", "payload opencode/post-bash"),
  example("1.5", "pi, firebender", "not ours: no assistant of product.md; any tool can send `generic`"),
  example("1.5", "ai_tab: before_edit/after_edit, completion_id", "payload generic/ai-tab"),
  example("1.5", "known_human: {editor, editor_version, extension_version", "payload generic/known-human"),
  example("1.5", '{"type":"human","repo_working_dir"', "payload generic/agent-v1-human"),
  example("1.5", '{"type":"ai_agent","repo_working_dir"', "payload generic/agent-v1-ai-agent"),
  example("1.5", '{"type":"pre_shell_command"', "payload generic/agent-v1-pre-shell"),
  example("1.5", '{"type":"post_shell_command"', "payload generic/agent-v1-post-shell"),
  example("1.5", "claude rejects github.copilot transcripts and cursor_version", "payload cross-loaded-copilot", "payload cross-loaded-cursor"),
  example("1.5", "UTF-8 BOM, UTF-16LE, raw control characters", "test e2e/hook.test.ts: reads a BOM, UTF-16LE and raw control characters", "test unit/sources/payload-text.test.ts: accepts raw control characters inside strings, and only there"),
  example("1.6", "one human char on an AI line", "scenario a small edit by a person does not make the line theirs", "scenario a line rewritten beyond recognition is the person's"),
  example("1.7", "cursoragent@cursor.com, copilot, devin, anthropic, openai, roomote", "mark Co-authored-by: Cursor <cursoragent@cursor.com>", "mark roomote@roocode.com", "mark cursor[bot]", "mark devin-ai-integration[bot]", "mark copilot-swe-agent[bot]", "mark noreply@anthropic.com", "mark noreply@openai.com"),
  example("1.7", "CLAUDE_CODE_REMOTE, CURSOR_AGENT, CODEX_…, /opt/.devin", "test unit/app/agent-environment.test.ts: CODEX_SANDBOX"),
  // 2 Agent Trace
  example("2.1", '{"version":"0.1.0","id":"550e8400-e29b-41d4-a716-446655440000"', `${TRACE}reads the specification's example`, `${WRITTEN}keeps the schema of 0.1.0, one record for each assistant, and is read back`),
  example("2.1", "Contributor: human|ai|mixed|unknown, per-range override", `${TRACE}takes an assistant's and mixed lines, never a person's word about itself`),
  example("2.2", ".shell-history, .sessions", `${TRACE}tolerates what the reference implementation writes`),
  example("2.3", 'version:"1.0", range 1–1, model_id without provider', `${TRACE}tolerates what the reference implementation writes`),
  example("2.3", "vcs.revision = HEAD before the commit", "test unit/core/attribution/traces.test.ts: is the commit after it where the record was made in between, as the reference implementation does", "test unit/core/attribution/traces.test.ts: is nobody's where time, lines, path or revision don't fit"),
  // 3.0 hosts
  example("3.0", "the table of hosts", `${HOST}agent_action_name`, `${HOST}hookName`, `${HOST}cursor_version`, `${HOST}conversation_id`, `${HOST}AfterTool`, `${HOST}GitHub.copilot-chat`, `${HOST}toolArgs`, `${HOST}result_type`, `${HOST}turn_id`, `${HOST}transcriptPath`, `${HOST}.factory`, `${HOST}claude-style`),
  example("3.0", "reject cross-loaded duplicates", ...["cline", "codex", "copilot-cli", "copilot", "cursor", "droid", "gemini-cli", "windsurf"].map((host) => `payload cross-loaded-${host}`), ...["amp", "cline", "codex", "continue", "cursor", "droid", "gemini-cli", "generic", "kiro", "opencode", "windsurf"].map((assistant) => `payload ${assistant}/cross-loaded`), "payload copilot-cli/cross-loaded-vscode", "payload copilot-vscode/cross-loaded-claude", "payload copilot-vscode/cross-loaded-copilot-cli"),
  // 3.1 Claude Code
  example("3.1", '{"hooks":{"PostToolUse":[{"matcher":"Edit|Write|MultiEdit', `${CONNECTED}keeps comments, order, indentation and the hooks of others, and gives the file back as it was`),
  example("3.1", '{"session_id":"…","transcript_path":"/Users/x/.claude/projects', "payload post-edit"),
  example("3.1", "Common fields, newer: prompt_id, scratchpad_dir, agent_id", "payload pre-edit", "payload subagent-edit"),
  example("3.1", "replaceAll", "payload post-edit-replace-all"),
  example("3.1", "Write: create, update; an empty structuredPatch", "payload post-write-create", "payload post-write-update"),
  example("3.1", "NotebookEdit", "payload post-notebook-edit", "payload post-notebook-edit-cell-only"),
  example("3.1", "MultiEdit, gone in 2.1", "payload post-multi-edit"),
  example("3.1", "Bash", "payload pre-bash", "payload post-bash", "payload post-bash-stash-pop"),
  example("3.1", '{"hook_event_name":"PostToolUse","tool_name":"Bash","tool_use_id":"toolu_…"', "payload post-bash-edit-diff", "payload post-bash-edit-diff-more-unlisted"),
  example("3.1", "userModified:true", "payload post-edit-user-modified", "test unit/sources/settle.test.ts: marks what a person changed in the proposal"),
  example("3.1", '{"parentUuid":…,"isSidechain":false', `${TRANSCRIPT}Claude Code: counts what was done; not what failed, was denied, or never ended`, `${TRANSCRIPT}Claude Code: takes what a command itself says it changed`),
  example("3.1", "subagents under <session>/subagents/agent-*.jsonl", "test e2e/transcripts.test.ts: takes the person's request for a sub-agent's edit, and keeps the sub-agent's reason"),
  example("3.1", "failed, stopped and reading calls, negative", "payload failed-response", "payload failed-text-response", "payload failure-event", "payload stop-event", "payload post-read"),
  // 3.2 Cursor
  example("3.2", '{"version":1,"hooks":{"afterFileEdit"', `${CONNECTED}connects, connects again without a change, and disconnects to nothing`, "test e2e/connect.test.ts: cursor: a tool call and the file edit it made count once"),
  example("3.2", "afterFileEdit", "payload cursor/after-file-edit"),
  example("3.2", "afterTabFileEdit: range, old_line, new_line", "payload cursor/after-tab-file-edit", "payload cursor/after-tab-no-lines"),
  example("3.2", "stop, beforeSubmitPrompt, postToolUseFailure, negative", "payload cursor/stop", "payload cursor/before-submit-prompt", "payload cursor/failure", "payload cursor/post-read"),
  example("3.2", "before/afterShellExecution, preToolUse/postToolUse", "payload cursor/after-shell-execution", "payload cursor/pre-shell", "payload cursor/post-write-path-only"),
  example("3.2", '{"conversation_id":"test-conversation-id","workspace_roots"', "payload cursor/pre-write"),
  example("3.2", "/c:/…", "payload cursor/post-windows-root", "test unit/sources/assistants.test.ts: starts relative paths where the host says"),
  // 3.3 Copilot in VS Code
  example("3.3", "chat.hookFilesLocations, .github/hooks", `${CONNECTED}can connect every assistant whose payloads are read, but generic`),
  example("3.3", '{"timestamp":"2026-05-04T14:49:48.907Z","hook_event_name":"PreToolUse"', "payload copilot-vscode/pre-read-file"),
  example("3.3", '{"hook_event_name":"PostToolUse","session_id":"bad0027f', "payload copilot-vscode/post-apply-patch", "payload copilot-vscode/pre-apply-patch"),
  example("3.3", "Older builds: hookEventName, toolName, toolInput", "payload copilot-vscode/older-camel-case"),
  example("3.3", "create_file, replace_string_in_file, insert_edit_into_file, run_in_terminal", "payload copilot-vscode/post-create-file", "payload copilot-vscode/post-create-empty-file", "payload copilot-vscode/post-replace-string", "payload copilot-vscode/post-insert-edit", "payload copilot-vscode/pre-terminal", "payload copilot-vscode/post-terminal"),
  example("3.3", "SessionStart, negative", "payload copilot-vscode/session-start"),
  example("3.3", "PostToolUse may precede disk write", "scenario a payload with the text, before the disk has it", "test unit/sources/settle.test.ts: takes payload text before the disk: behind, ahead, or reformatted"),
  // 3.4 Copilot CLI
  example("3.4", '{"version":1,"hooks":{"postToolUse":[{"type":"command","bash"', `${CONNECTED}can connect every assistant whose payloads are read, but generic`),
  example("3.4", "camelCase: toolName, toolArgs, toolResult", "payload copilot-cli/camel-pre-create", "payload copilot-cli/camel-post-create", "payload copilot-cli/camel-pre-bash"),
  example("3.4", "PascalCase: tool_name, tool_input, tool_result", "payload copilot-cli/pascal-post-edit"),
  example("3.4", '{"hook_event_name":"PreToolUse","session_id":"sess-cli"', "payload copilot-cli/pascal-pre-write-patch", "payload copilot-cli/pascal-post-write-patch"),
  example("3.4", '"tool_name":"create","tool_input":{"path"', "payload copilot-cli/pascal-post-create"),
  example("3.4", "denied, failed and viewing calls, negative", "payload copilot-cli/camel-post-denied", "payload copilot-cli/camel-post-failed", "payload copilot-cli/camel-post-editor-view"),
  example("3.4", "session.start{sessionId,copilotVersion,context", `${TRANSCRIPT}reads its sample, and no path outside of the repository`),
  // 3.5 Codex
  example("3.5", '{"session_id":"…","turn_id":"…","transcript_path":"/home/dev/.codex', "payload codex/pre-apply-patch", "payload codex/post-apply-patch"),
  example("3.5", "Shell tools serialise as Bash", "payload codex/pre-bash", "payload codex/post-bash", "payload codex/post-bash-checkout"),
  example("3.5", "apply_patch run inside a shell heredoc", "payload codex/post-heredoc-patch"),
  example("3.5", "function-form apply_patch yields no payload, negative", "payload codex/post-function-form"),
  example("3.5", "Patch := *** Begin Patch", `${PATCH}reads hunks with headers, empty context lines, CRLF and a heredoc around it`, `${PATCH}bears blanks that differ where the exact lines stand nowhere`, "payload codex/post-patch-all-operations"),
  example("3.5", '{"type":"agent-turn-complete","thread-id"', "payload codex/notify", "payload codex/stop"),
  example("3.5", '{"timestamp":…,"type":"session_meta"', `${TRANSCRIPT}Codex: patches by either tool and in a shell, each with its outcome`),
  // 3.6 to 3.15
  example("3.6", '{"hooks":{"AfterTool":[{"matcher":"write_file|replace"', `${CONNECTED}can connect every assistant whose payloads are read, but generic`),
  example("3.6", "write_file, replace", "payload gemini-cli/pre-replace", "payload gemini-cli/post-replace", "payload gemini-cli/post-write-file", "payload gemini-cli/post-replace-failed"),
  example("3.6", "BeforeModel, negative", "payload gemini-cli/before-model"),
  example("3.6", '{"cwd":"/Users/s/projects/testing-git","hook_event_name":"AfterTool"', "payload gemini-cli/post-path-only"),
  example("3.7", '{"agent_action_name":"post_write_code"', "payload windsurf/pre-write-code", "payload windsurf/post-write-code", "payload windsurf/post-write-no-edits"),
  example("3.7", '{"agent_action_name":"post_run_command"', "payload windsurf/pre-run-command", "payload windsurf/post-run-command"),
  example("3.7", "post_read_code, post_cascade_response, post_setup_worktree, negative", "payload windsurf/post-read-code", "payload windsurf/post-cascade-response", "payload windsurf/post-setup-worktree"),
  example("3.8", '{"hookName":"PostToolUse","clineVersion":"3.0.0"', "payload cline/pre-write-to-file", "payload cline/post-replace-in-file"),
  example("3.8", "------- SEARCH", "payload cline/post-replace-older-markers", "payload cline/post-replace-empty-search", `${PATCH}reads both kinds of markers, empty replacements and several blocks`),
  example("3.8", "editor {path, old_text, new_text}", "payload cline/post-editor", "payload cline/post-failed", "payload cline/post-read-file"),
  example("3.9", "tool.execute.before, tool.execute.after", "payload opencode/pre-write", "payload opencode/post-write", "payload opencode/post-edit", "payload opencode/post-read"),
  example("3.9", "bus event file.edited, negative", "payload opencode/file-edited"),
  example("3.10", "tool.call, tool.result", "payload amp/pre-create-file", "payload amp/post-create-file", "payload amp/several-files"),
  example("3.11", '{"cwd":"/Users/testuser/projects/testing-git","hookEventName":"PostToolUse"', "payload droid/pre-apply-patch", "payload droid/post-apply-patch", "payload droid/post-edit-snake-case"),
  example("3.12", '{"cwd":…,"hook_event_name":"PostToolUse","session_id":"2dbfd673-…"', "payload continue/post-path-only", "payload continue/unknown-model"),
  example("3.13", "fs_write: create|str_replace|insert|append", "payload kiro/pre-create", "payload kiro/post-create", "payload kiro/post-str-replace", "payload kiro/post-insert", "payload kiro/post-append", "payload kiro/post-execute-bash", "payload kiro/post-failed", "payload kiro/agent-spawn"),
  example("3.13", "IDE shell action passes only env USER_PROMPT, negative", "payload kiro/user-prompt"),
  example("3.14", "JetBrains Junie", "not ours: its stable hooks tell of no tool"),
  example("3.15", 'Aider: "(aider)"', "mark Jane Doe (aider)"),
  // 4 the editor
  example("4.2", "detailedReason.source values", `${EDIT}is known for every source that VS Code names`),
  example("4.3", "ARC = accepted & retained characters", "test unit/core/attribution/retained.test.ts: accepted and retained characters"),
  example("4.3", "expected post-digest", "test e2e/expected-writes.test.ts: are the assistant's where the file becomes what was announced, whatever the line ends", "test e2e/expected-writes.test.ts: are forgotten after five minutes"),
  example("4.5", "a keybinding for Tab that marks and delegates", "test integration/signals.test.ts: an accepted inline completion is an assistant's, through our key"),
  example("4.8", "typing", `${EDIT}a letter`, `${EDIT}a pair of brackets closed by the editor`, `${EDIT}a line break with indentation`),
  example("4.8", "paste", `${EDIT}a block that is on the clipboard`, `${EDIT}a block pasted with other indentation and line ends`, "test integration/signals.test.ts: a paste is a paste: unknown, and not asked about"),
  example("4.8", "undo/redo", `${EDIT}undo of a block`, "test integration/signals.test.ts: undo and redo add nothing to anybody's account"),
  example("4.8", "format", `${EDIT}a block while the file is saved`, "test integration/live-ranges.test.ts: a save that formats keeps the owners", "test integration/formatter.test.ts: on save: an assistant's lines stay the assistant's and a person's the person's, though none keeps its text"),
  example("4.8", "snippet / suggest", `${EDIT}a completed word`, `${EDIT}the editor says: a snippet, a rename, a quick fix`),
  example("4.8", "rename / refactor / code action", `${EDIT}the same word in several places`, `${EDIT}different pieces in several places`),
  example("4.8", "git checkout / pull / stash", "scenario another branch and back", "test integration/text-from-elsewhere.test.ts: git checkout of another branch", "test unit/sources/git-commands.test.ts: shell commands by which git itself changes files"),
  example("4.8", "external write", "test integration/signals.test.ts: a write from outside is an assistant's where the file becomes what its hook said beforehand, and nobody's by a letter less"),
  example("4.8", "Tab completion", "test integration/signals.test.ts: an accepted inline completion is an assistant's, through our key"),
  example("4.8", "code generator / lockfiles", "test unit/core/debt/minutes.test.ts: generated"),
  example("4.8", "un-explained multi-line insert: unknown, suspected", `${EDIT}a block from nobody knows where`, "test integration/signals.test.ts: a large insert that nothing explains is asked about, and counts as nothing until somebody answers"),
  // 5 marks: the strings one by one
  ...[
    "Co-Authored-By: Claude <noreply@anthropic.com>", "Co-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>", "🤖 Generated with [Claude Code](https://claude.com/claude-code)", "Generated with [Claude Code](https://claude.ai/code)", "Claude-Session: https://claude.ai/code/session_", "209825114+claude[bot]@users.noreply.github.com",
    "copilot-swe-agent[bot]", "198982749+Copilot@users.noreply.github.com", "Agent-Logs-Url: https://github.com/", "223556219+Copilot@users.noreply.github.com", "Copilot-Session: ", "175728472+Copilot@", "Copilot Autofix powered by AI", "Co-authored-by: Copilot <copilot@github.com>",
    "cursoragent@cursor.com", "sos@cursor.sh", "Made-with: Cursor", "Made with [Cursor](https://cursor.com)", "206951365+cursor[bot]@users.noreply.github.com", "Codex <noreply@openai.com>", "codex@openai.com", "267193182+codex@users.noreply.github.com", "199175422+chatgpt-codex-connector[bot]@users.noreply.github.com",
    "161369871+google-labs-jules[bot]@users.noreply.github.com", "jules@google.com", "176961590+gemini-code-assist[bot]@users.noreply.github.com", "158243242+devin-ai-integration[bot]@users.noreply.github.com", "noreply@aider.chat", "aider@aider.chat", "Jane Doe (aider)", "amp@ampcode.com", "Amp-Thread-ID: https://ampcode.com/threads/T-",
    "244629292+kiro-agent@users.noreply.github.com", "noreply@kiro.dev", "openhands@all-hands.dev", "noreply@opencode.ai", "droid@factory.ai", "noreply@continue.dev", "crush@charm.land", "qwen-coder@alibabacloud.com", "traecli@bytedance.com", "cascade@windsurf.ai", "noreply@tabnine.com", "roomote@roocode.com", "noreply@pi.dev", "Generated-By: pi",
    "Replit-Commit-Author: Agent", "agent@replit.com", "v0[bot]", "lovable-dev[bot]", "bolt-new-by-stackblitz[bot]", "Entire-Checkpoint: ", "Entire-Attribution: 73% agent (146/200 lines)", "Entire-Agent: ",
  ].map((line) => example("5.1", line, `mark ${line}`)),
  example("5.2", "Subject line is never evidence", "test unit/sources/commit-marks.test.ts: the subject line"),
  example("5.2", "line-anchored anywhere in the body", "test unit/sources/commit-marks.test.ts: stands anywhere in the body, as squash merges leave it"),
  example("5.2", "Claude Dioudonnat, jane@openai.com", "no mark Co-authored-by: Claude Dioudonnat <claude@dioudonnat.fr>", "no mark Co-authored-by: Jane <jane@openai.com>"),
  example("5.2", "co-authors without e-mail", "no mark Co-authored-by: Claude Code"),
  example("5.2", "Assisted-by: Jane Doe", "no mark Assisted-by: Jane Doe <jane@example.com>"),
  example("5.2", "dependabot, renovate, web-flow, github-actions", "no mark 49699333+dependabot[bot]@users.noreply.github.com", "no mark 29139614+renovate[bot]@users.noreply.github.com", "no mark 19864447+web-flow@users.noreply.github.com", "no mark 41898282+github-actions[bot]@users.noreply.github.com"),
  example("5.3", "Assisted-by: Claude:claude-3-opus coccinelle sparse", "mark Assisted-by: Claude:claude-3-opus coccinelle sparse", "test e2e/interchange.test.ts: are added to -m, templates, amends and work trees, once, and only for what assistants wrote"),
  example("5.3", "Assisted-by: generic LLM chatbot / ChatGPTv5", "mark Assisted-by: generic LLM chatbot", "mark Assisted-by: ChatGPTv5"),
  example("5.3", "Generated-by: Codex", "mark Generated-by: Codex", "no mark Generated-by: protoc:3.2"),
  example("6.1", "git-byline's notes", "test unit/sources/byline-note.test.ts: reads the documented note: an assistant's lines, and those a person changed; human is no evidence there"),
  // 8 vectors
  example("8.1", "session ids and human ids", `${WRITTEN}has the keys of provenance.md 8.1`, `${NOTE}treats keys as opaque: the standard's own human key is another one's hash`),
  example("8.1", "ranges [19-222,1,2], [100-200,5,10-15,50,1,25-30]", `${WRITTEN}has ranges in order, merged where they meet, and paths in quotation marks only where they need them`),
  example("8.1", "parse 1,2,19-222; src/file.xyz xyzAbc", `${NOTE}reads opaque keys, ranges that were not merged, and no final newline`),
  example("8.1", "path src/my file.rs", `${NOTE}reads quoted paths, line breaks in them included`),
  ...["no hunks", "pure insertion", "pure deletion", "replacement", "accumulate", "fully inside", "file emptied", "survives", "line attrs"].map((name) => example("8.2", name, `${HISTORY}"${name}"`)),
  example("8.3", "*** Update File: src/main.rs", `${PATCH}gives the paths of git-ai's vector, in order`),
  example("8.4", "Cline TaskComplete → no event", "payload cline/task-complete"),
  example("8.4", "Gemini AfterTool without tool_input", "payload gemini-cli/post-without-input"),
  example("8.4", "Cursor beforeSubmitPrompt → ignored", "payload cursor/before-submit-prompt"),
  example("8.4", 'Cline model {provider:"openai",slug:""}', "payload cline/provider-only"),
  example("8.4", "Continue without model", "payload continue/without-model"),
  example("8.4", "Codex camelCase", "payload codex/camel-case"),
  example("8.4", "Codex session_id preferred", "payload codex/session-over-thread"),
  example("8.4", "Amp edited_filepaths beats tool_input.path", "payload amp/edited-filepaths-win"),
  example("8.4", "UTF-8 BOM and UTF-16LE stdin", "test unit/sources/payload-text.test.ts: reads UTF-16LE with and without a BOM", "test unit/sources/payload-text.test.ts: reads UTF-8 with and without a BOM"),
  ...["simple_addition_at_end", "simple_addition_at_start", "simple_deletion_at_end", "simple_deletion_at_start", "modification_in_middle", "whitespace_only_addition", "trailing_whitespace_changes", "indentation_changes", "unicode", "zero_width", "simple_line_move_within_file", "block_move_within_file", "move_with_modification", "duplicate_line_handling", "no_newline_at_end", "only_newlines", "windows_line_endings", "mixed_line_endings", "complete_file_replacement", "merge_conflict_markers"].map((name) => example("8.6", name, `${OWNED}"${name}"`)),
  example("8.6", "whitespace_only_deletion", `${OWNED}"whitespace_only_deletion"`),
  example("8.6", "emoji", "scenario letters of other scripts, emoji, zero widths"),
  example("8.6", "mixed_edit_same_line", "scenario an assistant's edit of a person's line is the assistant's", "scenario nor one by nobody"),
  example("8.6", "ai_adds_human_deletes", "scenario deletion at the end", "scenario a person takes lines away"),
  example("8.6", "human_adds_ai_modifies", "scenario an assistant replaces a person's lines"),
  example("8.6", "interleaved_ai_human_edits", "scenario interleaved"),
  example("8.6", "repeated_content", "scenario equal lines of two writers", "scenario a line that equals one of the base, added by an assistant"),
  example("8.6", "symmetric_changes", "scenario symmetric changes"),
  example("8.6", "consistency_multiple_rounds", "scenario several rounds of one assistant", `${OWNED}keeps owners through several hands`),
  example("8.6", "with_stash", "scenario stash and pop"),
];
