/** A change as its forge knows it: who wrote it and who approved it, by accounts (`@ann`). */
export interface ForgeChange {
  readonly approvals: readonly ForgeApproval[];
  /** Who opened it and whose commits are in it; null: somebody whose account the forge doesn't know. */
  readonly authors: readonly (string | null)[];
  /** Approvals that were left out as they were read, and why. */
  readonly refused: readonly { readonly account: string; readonly why: string }[];
}

/** A person's approval that stands: their last word, not dismissed. */
export interface ForgeApproval {
  readonly account: string;
  /** Full id of the commit that the pull request showed. */
  readonly commit: string;
  /** UTC, ISO 8601 with seconds. */
  readonly at: string;
}
