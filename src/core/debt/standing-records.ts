/** Which of the ledger's records still stand. */
import type { VerdictRecord } from "../model";

/** Takes back what was withdrawn by the same key (unsigned records: by the unsigned lane). */
export function withoutWithdrawn(records: readonly VerdictRecord[]): VerdictRecord[] {
  const keyOf = new Map(records.map((record) => [record.id, record.key]));
  const gone = new Set(records.filter((record) => record.verdict === "withdrawn" && record.of !== undefined && keyOf.get(record.of) === record.key).map((record) => record.of));
  return records.filter((record) => record.verdict !== "withdrawn" && !gone.has(record.id));
}
