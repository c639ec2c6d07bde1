/** What the ledger's own check gave, as everything that shows its figures says it. */
import { counted } from "../../counted";

export interface LedgerState {
  /** `incomplete`: a batch that once was there is missing; `damaged`: bytes, signatures, or two histories of one key. */
  readonly verdict: "intact" | "damaged" | "incomplete";
  /** Whether the base enrols signers. */
  readonly enrolled: boolean;
  /** Verdict records that count, and the keys that signed them. */
  readonly records: number;
  readonly keys: number;
}

function ledgerWords({ verdict, enrolled, records, keys }: LedgerState): string {
  const anchors = enrolled ? "" : ", self-declared, as the base enrols no key";
  if (verdict === "damaged") return "The ledger is damaged: what does not hold counts nothing (countersign verify-ledger).";
  if (verdict === "incomplete") return "The ledger is incomplete: batches are missing, and approvals with them (countersign verify-ledger).";
  return records === 0 ? "Nobody has signed anything." : `Every signature verified: ${counted(records, "record")} by ${counted(keys, "key")}${anchors}.`;
}

/** One sentence a repository, with its name where there are several. */
export function ledgerLines(repositories: readonly { readonly name: string; readonly ledger: LedgerState }[]): string[] {
  return repositories.map(({ name, ledger }) => (repositories.length === 1 ? ledgerWords(ledger) : `${name}: ${ledgerWords(ledger)}`));
}
