/** What `doctor` says of a clone: shared by the session that looks and the document that tells. */

/** One thing that `doctor` found, and what to do about it. */
export interface HealthFinding {
  readonly level: "problem" | "warning" | "note";
  readonly what: string;
  readonly hint: string;
}

/** The clone itself; null where there is none, or it can't be read. */
export interface CloneFacts {
  readonly root: string | null;
  readonly head: string | null;
  readonly branch: string | null;
  readonly remote: string | null;
  readonly defaultBranch: string | null;
  /** What the branch is measured against, in words; null where it can't be told. */
  readonly base: string | null;
  readonly shallow: boolean;
  readonly partial: boolean;
  readonly user: string | null;
  /** "base" or "default". */
  readonly policy: string | null;
}

export interface LedgerFacts {
  readonly signedLanes: number;
  readonly claimLanes: number;
  readonly strangers: number;
  readonly claims: number;
  readonly records: number;
  readonly problems: number;
  readonly gaps: number;
}

export interface KeyFacts {
  readonly fingerprint: string;
  readonly source: string;
  readonly trust: string;
}
