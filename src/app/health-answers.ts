import type { CloneFacts, HealthFinding, KeyFacts, LedgerFacts } from "../core/health";

/** The repository as `doctor` sees it. */
export interface RepositoryHealth extends CloneFacts {
  readonly ledger: LedgerFacts;
  readonly key: KeyFacts | null;
  /** Assistant → time of its newest claim. */
  readonly lastClaims: ReadonlyMap<string, string>;
  readonly findings: readonly HealthFinding[];
}
