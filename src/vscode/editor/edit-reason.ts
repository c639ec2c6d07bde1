import type { TextDocumentChangeEvent } from "vscode";
import type { EditReason } from "./edit-kind";

/**
 * The port to VS Code's proposal textDocumentChangeReason. Where it is not enabled the event has no such key, and nothing
 * is asked of it; where it is, its shape is still checked, because it may change until it is final.
 */
export function editReasonOf(event: TextDocumentChangeEvent): EditReason | null {
  if (!("detailedReason" in event)) {
    return null;
  }
  const reason: unknown = event.detailedReason;
  if (typeof reason !== "object" || reason === null || !("source" in reason) || typeof reason.source !== "string") {
    return null;
  }
  const metadata = "metadata" in reason && typeof reason.metadata === "object" && reason.metadata !== null ? (reason.metadata as Readonly<Record<string, unknown>>) : {};
  return { source: reason.source, metadata };
}
