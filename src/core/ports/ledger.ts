/** Where verdicts and claims stand, and who signs them. */
import type { Claim, SigningState, VerdictRecord } from "../model";

/** Signed verdicts and unsigned claims, content-keyed and append-only. */
export interface LedgerStore {
  /** Every verdict record that verifies under these signers, with trust; what does not verify is in `problems`. */
  verdicts(trust: TrustAnchors): Promise<LedgerReading>;
  claims(): Promise<readonly Claim[]>;
  /** Appends claims that are not there yet (idempotent by content); returns how many were new. */
  appendClaims(claims: readonly Claim[]): Promise<number>;
  /** Appends one batch, signed when a key is given; returns the records as they will be read back. */
  appendBatch(batch: VerdictBatch, signer: Signer | null): Promise<readonly VerdictRecord[]>;
  /** Whether this repository has an id; else the first sign-off makes one. */
  hasRepositoryId(): Promise<boolean>;
  /** This repository's id: the configuration's, else the one already in the ledger, else made now. */
  repositoryId(): Promise<{ readonly id: string; readonly isNew: boolean }>;
  /**
   * Commits whose trees may hold an exported ledger (`.countersign/ledger`): read as further lanes from now on, united
   * by content with the refs. Never written.
   */
  mount(commits: readonly string[]): void;
  /** Its refs as they are now, asked once, for one evaluation's reading; what is written goes the usual way and is not seen by it. */
  atOneMoment(): LedgerStore;
  /** Where the ledger stands, lane by lane, without judging what is in it. */
  lanes(): Promise<readonly LedgerLane[]>;
  /** Every file worth exporting: intact signed batches with their signatures, and claims. Paths are relative to `.countersign/ledger`. */
  exported(): Promise<readonly { readonly path: string; readonly text: string }[]>;
  /** Takes exported files into the refs; what is not intact is refused and said. Idempotent. */
  importFiles(files: readonly { readonly path: string; readonly text: string }[]): Promise<LedgerImport>;
  /** Fetches everybody's refs and pushes our own, never forced. */
  sync(remote: string): Promise<{ readonly fetched: number; readonly pushed: number }>;
}

export interface LedgerLane {
  /** A ref, or `COMMIT:.countersign/ledger/s` for a mounted tree. */
  readonly ref: string;
  readonly kind: "signed" | "claims" | "unsigned";
  readonly files: number;
  /** Entries that are no ledger files. */
  readonly strangers: number;
}

export interface LedgerImport {
  /** Batches and claims that were not there before. */
  readonly batches: number;
  readonly claims: number;
  readonly refused: readonly { readonly path: string; readonly why: string }[];
}

/**
 * Why a batch does not count: its bytes are not what they say (`integrity`), its signature does not hold (`signature`), nobody
 * enrolled its key or it may not do this (`key`), it belongs to another repository (`repository`), or it was taken back (`revoked`).
 */
export type ProblemKind = "integrity" | "signature" | "key" | "repository" | "revoked";

export interface TrustAnchors {
  /** Text of the base's allowed_signers, or null where the base has none. */
  readonly allowedSigners: string | null;
  /** Text of the base's revocations.json, or null. */
  readonly revocations: string | null;
  /** Repository id that the base's configuration names, or null. */
  readonly repositoryId: string | null;
}

export interface LedgerReading {
  readonly records: readonly VerdictRecord[];
  /** Batches that were refused, and why; shown by `log` and `doctor`. */
  readonly problems: readonly { readonly batch: string; readonly ref: string; readonly why: string; readonly kind?: ProblemKind }[];
  readonly gaps: readonly { readonly key: string; readonly sequence: number; readonly what: "missing" | "fork" }[];
}

/** What a person decides about one piece of content, before it has an id, a signer and a time. */
export type NewVerdict = Omit<VerdictRecord, "id" | "signer" | "key" | "trust" | "at"> & {
  readonly risk: { readonly level: string; readonly rules: readonly string[]; readonly score: number };
  readonly lines: number;
  /** Circumstances of the act; a signal, never proof. */
  readonly evidence: { readonly method: "editor" | "terminal" | "forge"; readonly bulk: number; readonly agentEnvironment: readonly string[] };
};

export interface VerdictBatch {
  readonly signer: string;
  readonly at: string;
  readonly verdicts: readonly NewVerdict[];
}

/** Makes SSH signatures; one call a batch, so one touch or passphrase a batch. */
export interface Signer {
  readonly publicKey: string;
  readonly fingerprint: string;
  /** Armored SSHSIG over `body`. Errors: `signing-failed`. */
  sign(body: Uint8Array): Promise<string>;
}

/** A CI key that records other people's approvals as a forge showed them. */
export interface ApprovalKey extends Signer {
  /** The line for allowed_signers that enrols it. */
  readonly enrolment: string;
  /** Whether this text of allowed_signers enrols it for approvals. */
  isEnrolledIn(allowedSigners: string | null): boolean;
}

export interface Keys {
  /** The key a sign-off would use now, or null: git's `user.signingkey` (gpg.format ssh), else one that Countersign created before. */
  current(): Promise<{ readonly signer: Signer; readonly path: string; readonly source: "git" | "countersign" } | null>;
  /** Where `create` would put a new key, for the dialog. */
  readonly newKeyPath: string;
  create(comment: string): Promise<{ readonly signer: Signer; readonly path: string; readonly source: "countersign" }>;
}

/** What signing would be worth now. */
export interface SigningProbe {
  state(trust: TrustAnchors): Promise<SigningState>;
}
