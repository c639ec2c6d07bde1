import type { LedgerAuditAnswer } from "./answers";
import { jsonText } from "./json-text";

/** `countersign/verify-ledger/1`: lanes, keys, and everything in the ledger that does not count. */
export function verifyLedgerJson(audit: LedgerAuditAnswer): string {
  return jsonText({
    schema: "countersign/verify-ledger/1",
    verdict: audit.verdict,
    enrolled: audit.enrolled,
    repository: audit.repository,
    records: audit.records,
    claims: audit.claims,
    lanes: audit.lanes.map(({ ref, kind, files, strangers }) => ({ ref, kind, files, strangers })),
    keys: audit.keys.map(({ key, signers, trust, records, first, last }) => ({ key: key === "" ? null : key, signers, trust, records, first, last })),
    problems: audit.problems.map(({ batch, ref, why, kind }) => ({ kind: kind ?? "integrity", batch: batch === "" ? null : batch, ref, why })),
    gaps: audit.gaps.map(({ key, sequence, what }) => ({ key, sequence, what })),
  });
}
