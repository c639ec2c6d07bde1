/** What the commands about the ledger itself answer: plain JSON. */
import type { Trust } from "../core/model";
import type { LedgerLane, LedgerReading } from "../core/ports";

/** What one key has signed that counts here. */
export interface LedgerKey {
  /** Fingerprint; empty for unsigned batches of this clone. */
  readonly key: string;
  readonly signers: readonly string[];
  readonly trust: Trust;
  readonly records: number;
  /** Times of the first and the last batch. */
  readonly first: string;
  readonly last: string;
}

export interface LedgerAudit {
  /** `incomplete`: a batch that once was there is missing; `damaged`: bytes, signatures, or two histories of one key. */
  readonly verdict: "intact" | "damaged" | "incomplete";
  /** Whether the base enrols signers. */
  readonly enrolled: boolean;
  readonly repository: string | null;
  readonly lanes: readonly LedgerLane[];
  readonly keys: readonly LedgerKey[];
  readonly records: number;
  readonly claims: number;
  readonly problems: LedgerReading["problems"];
  readonly gaps: LedgerReading["gaps"];
}

export interface ExportAnswer {
  readonly folder: string;
  /** Files of the exported ledger, and how many of them were not there yet. */
  readonly files: number;
  readonly written: number;
}

export interface ImportAnswer {
  /** "worktree", or the revision as given. */
  readonly source: string;
  readonly files: number;
  /** What was new. */
  readonly batches: number;
  readonly claims: number;
  readonly refused: readonly { readonly path: string; readonly why: string }[];
}
