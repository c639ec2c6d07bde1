/** Kiro's command line (provenance.md 3.13). Its editor's hooks pass no tool call on standard input, so they say nothing. */
import type { PayloadReader } from "./hook-world";
import { isUnmarked, toolReader } from "./tool-reader";

export const KIRO: PayloadReader = toolReader({
  name: "kiro",
  accepts: (host, _payload, { tool }) => isUnmarked(host) && tool !== "",
  tools: { fs_write: "by-command", write: "by-command", execute_bash: "shell", execute_cmd: "shell", shell: "shell" },
});
