/** OpenCode (provenance.md 3.9): its plugin hands on what `tool.execute.before` and `tool.execute.after` were called with. */
import type { PayloadReader } from "./hook-world";
import { isUnmarked, toolReader } from "./tool-reader";

export const OPENCODE: PayloadReader = toolReader({
  name: "opencode",
  accepts: (host, _payload, { tool }) => isUnmarked(host) && tool !== "",
  tools: { write: "write", edit: "edit", multiedit: "edit", patch: "patch", apply_patch: "patch", bash: "shell", shell: "shell" },
});
