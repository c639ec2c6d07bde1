import { createTwoFilesPatch } from "diff";
import type { ConnectAnswer } from "./connect-text";
import { isChange } from "./connect-text";
import { jsonText } from "./json-text";

/** `countersign/connect/1`: what `connect` or `disconnect` wrote. */
export function connectJson(answer: ConnectAnswer, written: boolean): string {
  return jsonText({
    schema: "countersign/connect/1",
    assistant: answer.assistant,
    scope: answer.scope,
    folder: answer.folder,
    written,
    launcher: answer.launcher?.path ?? null,
    files: answer.changes.map((change) => ({
      path: change.path,
      action: !isChange(change) ? "keep" : change.before === null ? "create" : change.after === null ? "delete" : "change",
      diff: isChange(change) ? createTwoFilesPatch(change.path, change.path, change.before ?? "", change.after ?? "") : "",
    })),
    notes: answer.notes,
  });
}
