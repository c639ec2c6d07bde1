/** What the ledger's own check gave, as everything that shows its figures says it. */
import { countOf, inEnglish, type Say } from "./say";

export interface LedgerState {
  /** `incomplete`: a batch that once was there is missing; `damaged`: bytes, signatures, or two histories of one key. */
  readonly verdict: "intact" | "damaged" | "incomplete";
  /** Whether the base enrols signers. */
  readonly enrolled: boolean;
  /** Verdict records that count, and the keys that signed them. */
  readonly records: number;
  readonly keys: number;
}

function ledgerWords({ verdict, enrolled, records, keys }: LedgerState, say: Say = inEnglish): string {
  if (verdict === "damaged") return say("The ledger is damaged: what does not hold counts nothing (countersign verify-ledger).");
  if (verdict === "incomplete") return say("The ledger is incomplete: batches are missing, and approvals with them (countersign verify-ledger).");
  if (records === 0) return say("Nobody has signed anything yet: the debt only grows until somebody does.");
  const counts = [countOf(say, records, "record"), countOf(say, keys, "key")] as const;
  return enrolled ? say("Every signature verified: {0} by {1}.", ...counts) : say("Every signature verified: {0} by {1}, self-declared, as the base enrols no key.", ...counts);
}

/** One sentence a repository, with its name where there are several. */
export function ledgerLines(repositories: readonly { readonly name: string; readonly ledger: LedgerState }[], say: Say = inEnglish): string[] {
  return repositories.map(({ name, ledger }) => (repositories.length === 1 ? ledgerWords(ledger, say) : `${name}: ${ledgerWords(ledger, say)}`));
}
