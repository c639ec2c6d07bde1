import { jsonText } from "./json-text";

/** `countersign/export/1`: files of the exported ledger, and how many of them are new. */
export function exportJson(answer: { readonly folder: string; readonly files: number; readonly written: number }): string {
  return jsonText({ schema: "countersign/export/1", folder: answer.folder, files: answer.files, written: answer.written });
}

/** `countersign/import/1`: what was new, and what was refused. */
export function importJson(answer: { readonly source: string; readonly files: number; readonly batches: number; readonly claims: number; readonly refused: readonly { readonly path: string; readonly why: string }[] }): string {
  const { source, files, batches, claims, refused } = answer;
  return jsonText({ schema: "countersign/import/1", source, files, batches, claims, refused: refused.map(({ path, why }) => ({ path, why })) });
}

/** `countersign/interchange/1`. */
export function interchangeJson(answer: { readonly as: string; readonly target: string; readonly commits: number; readonly written: number; readonly kept: number; readonly leftOut: readonly { readonly commit: string; readonly path: string }[] }): string {
  const { as, target, commits, written, kept, leftOut } = answer;
  return jsonText({ schema: "countersign/interchange/1", as, target, commits, written, kept, leftOut });
}
