import type { LedgerAnswer } from "./answers";
import { jsonText } from "./json-text";
import { recordDocument } from "./records-json";

/** `countersign/log/1`: the ledger's records in the order given, and what in the ledger could not be trusted. */
export function logJson(answer: LedgerAnswer): string {
  return jsonText({
    schema: "countersign/log/1",
    records: answer.entries.map(({ record, trust, withdrawn }) => ({ ...recordDocument(record), trust, withdrawn })),
    problems: answer.problems.map(({ batch, ref, why }) => ({ batch, ref, why })),
    gaps: answer.gaps.map(({ key, sequence, what }) => ({ key, sequence, what })),
  });
}
