import type { ListedViolations } from "./answers";
import { jsonText } from "./json-text";

/** `countersign/baseline/1`: what `baseline` did to the list of known violations. */
export function baselineJson({ path, created, written, kept, removed, unlisted, notChecked }: ListedViolations): string {
  return jsonText({ schema: "countersign/baseline/1", path, created, written, known: kept.length, removed, unlisted, notChecked });
}
