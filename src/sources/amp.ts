/** Amp (provenance.md 3.10): its plugin hands on `tool.call` and `tool.result`, with the files that the call changed. */
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString } from "./fields";
import type { PayloadReader } from "./hook-world";
import type { ToolEnvelope } from "./tool-envelope";
import { envelopeOf } from "./tool-envelope";
import { isUnmarked, toolReader } from "./tool-reader";

/** Tools whose input is about a single file, so that the file that changed is the one. */
const ONE_FILE: ReadonlySet<string> = new Set(["edit_file", "Edit", "create_file", "Write"]);

export const AMP: PayloadReader = toolReader({
  name: "amp",
  accepts: (host, _payload, { tool }) => isUnmarked(host) && tool !== "",
  envelope,
  tools: { edit_file: "edit", Edit: "edit", create_file: "write", Write: "write", apply_patch: "patch", undo_edit: "touch", format_file: "touch", Bash: "shell", shell_command: "shell" },
});

/** `edited_filepaths` is what really changed: one file gives the edit its path, several are looked at one by one. */
function envelope(payload: UnknownRecord): ToolEnvelope {
  const read = envelopeOf(payload);
  const changed = (asArray(payload["edited_filepaths"]) ?? []).map((path) => asString(path)).filter((path) => path !== null);
  const input = asRecord(read.input);
  const [first, second] = changed;
  if (first === undefined || input === null || !ONE_FILE.has(read.tool)) return read;
  return { ...read, input: second === undefined ? { ...input, path: first, file_path: first, filePath: first } : { edits: changed.map((path) => ({ path })) } };
}
