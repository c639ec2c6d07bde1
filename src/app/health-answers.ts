/** What `doctor` learns of a repository. */
/** One thing that `doctor` found, and what to do about it. */
export interface HealthFinding {
  readonly level: "problem" | "warning" | "note";
  readonly what: string;
  readonly hint: string;
}

/** The repository as `doctor` sees it. */
export interface RepositoryHealth {
  readonly root: string | null;
  readonly head: string | null;
  readonly branch: string | null;
  readonly remote: string | null;
  readonly defaultBranch: string | null;
  readonly shallow: boolean;
  readonly partial: boolean;
  readonly user: string | null;
  /** "base" or "default"; null where it can't be read. */
  readonly policy: string | null;
  readonly ledger: { readonly signedLanes: number; readonly claimLanes: number; readonly strangers: number; readonly claims: number; readonly records: number; readonly problems: number; readonly gaps: number };
  readonly key: { readonly fingerprint: string; readonly source: string; readonly trust: string } | null;
  /** Assistant → time of its newest claim. */
  readonly lastClaims: ReadonlyMap<string, string>;
  readonly findings: readonly HealthFinding[];
}
