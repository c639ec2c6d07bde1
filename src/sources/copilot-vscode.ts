/** GitHub Copilot's local agent in VS Code (provenance.md 3.3): its hooks fire for every tool, whatever matcher is set. */
import { asString } from "./fields";
import type { PayloadReader } from "./hook-world";
import { envelopeOf } from "./tool-envelope";
import { isUnmarked, toolReader } from "./tool-reader";

export const COPILOT_VSCODE: PayloadReader = toolReader({
  name: "copilot-vscode",
  assistant: "copilot",
  // Older builds have no transcript to know them by; Copilot CLI, which loads the same hook files, has neither of these marks.
  accepts: (host, payload, { tool }) =>
    host === "copilot" || (isUnmarked(host) && (payload["toolInput"] !== undefined || /__vscode-\d/.test(asString(payload["tool_use_id"]) ?? "") || EDITOR_ONLY.test(tool))),
  envelope: (payload) => {
    const envelope = envelopeOf(payload);
    return { ...envelope, toolUseId: envelope.toolUseId.replace(/__vscode-\d+$/, "") };
  },
  tools: {
    create_file: "write",
    replace_string_in_file: "edit",
    multi_replace_string_in_file: "edit",
    apply_patch: "patch",
    // The code leaves out what stays ("...existing code..."): only the file can say what changed.
    insert_edit_into_file: "touch",
    edit_notebook_file: "touch",
    delete_file: "delete",
    rename_file: "rename",
    move_file: "rename",
    copilot_createFile: "write",
    copilot_replaceString: "edit",
    copilot_multiReplaceString: "edit",
    copilot_applyPatch: "patch",
    copilot_insertEdit: "touch",
    run_in_terminal: "shell",
    copilot_runInTerminal: "shell",
  },
});

const EDITOR_ONLY = /^(create_file|replace_string_in_file|multi_replace_string_in_file|insert_edit_into_file|edit_notebook_file|delete_file|rename_file|move_file|run_in_terminal|copilot_\w+)$/;
