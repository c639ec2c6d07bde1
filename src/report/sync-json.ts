import { jsonText } from "./json-text";

/** `countersign/sync/1`: refs fetched from and pushed to a remote. */
export function syncJson(remote: string, result: { readonly fetched: number; readonly pushed: number }): string {
  return jsonText({ schema: "countersign/sync/1", remote, fetched: result.fetched, pushed: result.pushed });
}
