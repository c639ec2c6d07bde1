/** Gemini CLI (provenance.md 3.6). Its standard output is parsed as JSON, so a hook of it must print nothing, as all of ours. */
import { asString } from "./fields";
import type { PayloadReader } from "./hook-world";
import { isUnmarked, toolReader } from "./tool-reader";

export const GEMINI_CLI: PayloadReader = toolReader({
  name: "gemini-cli",
  // Its other events, such as BeforeModel, are heard and say nothing.
  accepts: (host, payload) => host === "gemini-cli" || (isUnmarked(host) && /^(Before|After|Session)/.test(asString(payload["hook_event_name"]) ?? "")),
  tools: { write_file: "write", WriteFile: "write", replace: "edit", Edit: "edit", run_shell_command: "shell", shell: "shell" },
});
