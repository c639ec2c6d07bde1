/** Files of ours that hosts run themselves, because they have no list of commands: plugins and executables. */
import { OWNED_MARK } from "./connection";

const HEAD = `Written by ${OWNED_MARK}; countersign disconnect takes it away. It never blocks and never fails.`;

/** Hands a payload to the launcher and waits for it; whatever goes wrong stays here. */
function report(launcher: string, assistant: string): string {
  return `import { spawn } from "node:child_process";

function report(payload) {
  return new Promise((resolve) => {
    try {
      const hook = spawn(${JSON.stringify(launcher)}, [${JSON.stringify(assistant)}], { stdio: ["pipe", "ignore", "ignore"], shell: process.platform === "win32" });
      const timer = setTimeout(resolve, 2000);
      const done = () => { clearTimeout(timer); resolve(); };
      hook.on("error", done);
      hook.on("exit", done);
      hook.stdin.on("error", () => {});
      hook.stdin.end(JSON.stringify(payload));
    } catch {
      resolve();
    }
  });
}
`;
}

/** OpenCode: `tool.execute.before` and `tool.execute.after` (provenance.md 3.9). */
export function openCodePlugin(launcher: string): string {
  return `// ${HEAD}
${report(launcher, "opencode")}
export const Countersign = async ({ directory }) => ({
  "tool.execute.before": async (input, output) => {
    await report({ hook_event_name: "tool.execute.before", sessionID: input.sessionID, callID: input.callID, tool: input.tool, args: output?.args, cwd: directory });
  },
  "tool.execute.after": async (input, output) => {
    await report({ hook_event_name: "tool.execute.after", sessionID: input.sessionID, callID: input.callID, tool: input.tool, args: input.args ?? output?.args, output: { metadata: output?.metadata }, cwd: directory });
  },
});
`;
}

/** Amp: `tool.call` and `tool.result` (provenance.md 3.10). */
export function ampPlugin(launcher: string): string {
  return `// ${HEAD}
${report(launcher, "amp")}
export default function countersign(amp) {
  const calls = new Map();
  amp.on("tool.call", async (event) => {
    calls.set(event.toolUseID, event.input);
    if (calls.size > 1000) calls.delete(calls.keys().next().value);
    await report({ hook_event_name: "tool.call", thread_id: event.thread?.id, toolUseID: event.toolUseID, tool: event.tool, input: event.input, cwd: process.cwd() });
    return { action: "allow" };
  });
  amp.on("tool.result", async (event) => {
    let changed = [];
    try {
      changed = (amp.helpers?.filesModifiedByToolCall?.(event) ?? []).map((file) => file?.fsPath ?? String(file));
    } catch {
      changed = [];
    }
    await report({ hook_event_name: "tool.result", thread_id: event.thread?.id, toolUseID: event.toolUseID, tool: event.tool, input: event.input ?? calls.get(event.toolUseID), error: event.error, edited_filepaths: changed, cwd: process.cwd() });
    calls.delete(event.toolUseID);
  });
}
`;
}

/** Cline runs an executable named after the event (provenance.md 3.8); it wants a JSON object on standard output. */
export function clineScript(command: string): string {
  return `#!/bin/sh
# ${HEAD}
${command} >/dev/null 2>&1
printf '{"cancel":false}\\n'
exit 0
`;
}
