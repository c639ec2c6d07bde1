import { jsonText } from "./json-text";

/** `countersign/viewed/1`: hunks that were ticked, or whose tick was taken away. */
export function viewedJson(hunks: readonly string[], viewed: boolean): string {
  return jsonText({ schema: "countersign/viewed/1", viewed, hunks });
}
