/** Continue's command line (provenance.md 3.12): Claude Code's style, with the model in the payload. Its editor extension has no hooks. */
import type { PayloadReader } from "./hook-world";
import { isUnmarked, toolReader } from "./tool-reader";

export const CONTINUE: PayloadReader = toolReader({
  name: "continue",
  accepts: (host) => isUnmarked(host),
  tools: { edit: "edit", Edit: "edit", multiedit: "edit", MultiEdit: "edit", write: "write", Write: "write", terminal: "shell", local_shell_call: "shell", Bash: "shell" },
});
