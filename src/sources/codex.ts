/** OpenAI's Codex CLI (provenance.md 3.5): apply_patch carries the raw patch in `tool_input.command`, as Bash does its command line. */
import { holdsPatch } from "./apply-patch";
import type { UnknownRecord } from "./fields";
import { asRecord, shortText } from "./fields";
import type { PayloadReader } from "./hook-world";
import type { ToolEnvelope } from "./tool-envelope";
import { envelopeOf } from "./tool-envelope";
import { isUnmarked, toolReader } from "./tool-reader";
import { commandOf } from "./tool-reading";

export const CODEX: PayloadReader = toolReader({
  name: "codex",
  accepts: (host, _payload, { tool }) => (host === "codex" || isUnmarked(host)) && tool !== "",
  envelope,
  tools: {
    apply_patch: "patch",
    Bash: "shell",
    shell: "shell",
    shell_command: "shell",
    exec_command: "shell",
    local_shell: "shell",
    unified_exec: "shell",
    "multi_tool_use.parallel": "shell",
  },
});

function envelope(payload: UnknownRecord): ToolEnvelope {
  const read = envelopeOf(payload);
  const tool = read.tool.replace(/^functions\./, "");
  const session = read.session !== "" ? read.session : shortText(asRecord(payload["hook_event"])?.["thread_id"]);
  // A patch given to the shell says more than two looks at the tree.
  const command = commandOf(read.input);
  const isPatch = tool !== "apply_patch" && /^\s*(?:bash -lc\s+['"]?)?(?:applypatch|apply_patch)\b/.test(command) && holdsPatch(command);
  return { ...read, session, tool: isPatch ? "apply_patch" : tool, input: isPatch ? { command } : read.input };
}
