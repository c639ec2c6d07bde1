import type { BackFill } from "./answers";
import { jsonText } from "./json-text";

/** `countersign/back-fill/1`. */
export function backFillJson({ edits, unplaced, counts, problems, written }: BackFill): string {
  return jsonText({ schema: "countersign/back-fill/1", edits, unplaced, counts, problems, written });
}
