import type { RecordedApprovals } from "../app/session-types";
import { jsonText } from "./json-text";

/** `countersign/approvals/1`: approvals of a forge that stand in the ledger, or would. */
export function approvalsJson({ recorded, notRecorded }: RecordedApprovals, isWritten: boolean): string {
  return jsonText({ schema: "countersign/approvals/1", written: isWritten, recorded, notRecorded });
}
