/** Factory's Droid (provenance.md 3.11): Claude Code's style in both casings; ApplyPatch is a plain string. */
import type { PayloadReader } from "./hook-world";
import { isUnmarked, toolReader } from "./tool-reader";

export const DROID: PayloadReader = toolReader({
  name: "droid",
  accepts: (host, _payload, { tool }) => host === "droid" || (isUnmarked(host) && tool !== ""),
  tools: { Create: "write", Write: "write", Edit: "edit", MultiEdit: "edit", ApplyPatch: "patch", Execute: "shell", Bash: "shell" },
});
