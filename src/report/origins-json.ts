import type { OriginsAnswer } from "./answers";
import { jsonText } from "./json-text";

/** `countersign/origins/1`; keys in contract.md's order, whatever order the document was built in. */
export function originsJson(document: OriginsAnswer): string {
  return jsonText({
    schema: document.schema,
    rev: document.rev,
    files: document.files.map((file) => ({
      path: file.path,
      blob: file.blob,
      lines: file.lines,
      ranges: file.ranges.map((range) => ({
        start: range.start,
        end: range.end,
        origin: range.origin,
        ...(range.assistant === undefined ? {} : { assistant: range.assistant }),
        ...(range.agentSession === undefined ? {} : { agentSession: range.agentSession }),
        ...(range.model === undefined ? {} : { model: range.model }),
        ...(range.evidence === undefined ? {} : { evidence: range.evidence }),
        commit: range.commit,
      })),
    })),
  });
}
