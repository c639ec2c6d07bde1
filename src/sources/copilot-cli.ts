/**
 * Copilot CLI and the cloud coding agent (provenance.md 3.4). The casing of the event's name in the configuration selects
 * the payload's dialect; the camelCase one names no event, and only the one after the tool has a result.
 */
import type { PayloadReader } from "./hook-world";
import { claudePhase, isUnmarked, toolReader } from "./tool-reader";

export const COPILOT_CLI: PayloadReader = toolReader({
  name: "copilot-cli",
  assistant: "copilot",
  accepts: (host, payload, { tool }) => (host === "copilot-cli" || isUnmarked(host)) && payload["toolInput"] === undefined && tool !== "",
  phaseOf: (envelope) => (envelope.event === "" ? (envelope.response === undefined ? "before" : "after") : claudePhase(envelope)),
  tools: {
    create: "write",
    Write: "write",
    edit: "edit",
    Edit: "edit",
    MultiEdit: "edit",
    str_replace: "edit",
    str_replace_editor: "by-command",
    apply_patch: "patch",
    git_apply_patch: "patch",
    bash: "shell",
    Bash: "shell",
    powershell: "shell",
  },
});
