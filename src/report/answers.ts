/**
 * What the reporters render besides a snapshot. The façade's answers have these shapes; they are said here again
 * because adapters import core alone, and the compiler holds the two together where the command line passes them on.
 */
import type { DebtItem, DebtSnapshot, Evidence, KnownViolation, LineRange, NotChecked, Origin, Reason, RiskLevel, Trust, VerdictRecord } from "../core/model";
import type { Requirement } from "../core/policy/configuration-types";
import type { PolicyFileChange } from "../core/policy/policy-changes";
import type { Palette } from "./palette";

export interface TextOptions {
  readonly palette: Palette;
  /** Columns; no line is wider. */
  readonly width: number;
}

export interface LineAnswer {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly origin: Origin;
  readonly assistant: string | null;
  readonly model: string | null;
  readonly agentSession: string | null;
  readonly evidence: readonly Evidence[];
  /** Full commit id; null while uncommitted, "base" where the line stood at the base. */
  readonly commit: string | null;
  readonly item: DebtItem | null;
  readonly reasons: readonly Reason[];
  readonly records: readonly VerdictRecord[];
  readonly intent?: LineIntent | null;
}

/** How often a rule spoke, and what people said to it. */
export interface RuleRecord {
  readonly fired: number;
  readonly signedOff: number;
  readonly approved: number;
  readonly rejected: number;
  readonly notAProblem: readonly VerdictRecord[];
  readonly setting: string | null;
}

/** What a hunk was asked for, from this machine's transcripts; secrets are out already. */
export interface LineIntent {
  readonly requests: readonly { readonly at: string; readonly text: string }[];
  readonly reason: { readonly at: string; readonly text: string } | null;
  readonly lastEditAt: string;
  readonly checks: readonly { readonly kinds: readonly string[]; readonly command: string; readonly exitCode: number | null; readonly at: string; readonly isAfterEdit: boolean }[];
  readonly secrets: number;
}

/** What a back-fill found, or wrote. */
export interface BackFill {
  readonly edits: readonly { readonly hook: string; readonly session: string; readonly tool: string; readonly at: string; readonly paths: readonly string[]; readonly lines: number }[];
  readonly unplaced: number;
  readonly counts: readonly { readonly assistant: string; readonly files: number; readonly edits: number }[];
  readonly problems: readonly string[];
  readonly written: number;
}

export interface LedgerEntry {
  readonly record: VerdictRecord;
  readonly trust: Trust;
  readonly withdrawn: boolean;
}

export interface LedgerAnswer {
  readonly entries: readonly LedgerEntry[];
  readonly problems: readonly { readonly batch: string; readonly ref: string; readonly why: string }[];
  readonly gaps: readonly { readonly key: string; readonly sequence: number; readonly what: "missing" | "fork" }[];
}

export interface OriginsAnswer {
  readonly schema: string;
  readonly rev: string;
  readonly files: readonly {
    readonly path: string;
    readonly blob: string | null;
    readonly lines: number;
    readonly ranges: readonly (LineRange & {
      readonly origin: Origin;
      readonly assistant?: string;
      readonly agentSession?: string;
      readonly model?: string;
      readonly evidence?: string;
      readonly commit: string | null;
    })[];
  }[];
}

export interface SetupPlan {
  readonly files: readonly { readonly path: string; readonly text: string; readonly exists: boolean }[];
  readonly baseline: string | null;
  readonly repositoryId: string;
  readonly notes: readonly string[];
}

export interface LedgerAuditAnswer {
  readonly verdict: "intact" | "damaged" | "incomplete";
  readonly enrolled: boolean;
  readonly repository: string | null;
  readonly lanes: readonly { readonly ref: string; readonly kind: "signed" | "claims" | "unsigned"; readonly files: number; readonly strangers: number }[];
  readonly keys: readonly { readonly key: string; readonly signers: readonly string[]; readonly trust: Trust; readonly records: number; readonly first: string; readonly last: string }[];
  readonly records: number;
  readonly claims: number;
  readonly problems: readonly { readonly batch: string; readonly ref: string; readonly why: string; readonly kind?: string }[];
  readonly gaps: readonly { readonly key: string; readonly sequence: number; readonly what: "missing" | "fork" }[];
}

/** A range for an auditor. */
export interface RangeAuditAnswer {
  readonly snapshot: DebtSnapshot;
  readonly ledger: LedgerAuditAnswer;
  readonly require: Readonly<Record<RiskLevel, Requirement>>;
  readonly policyChanges: readonly PolicyFileChange[];
}

/** What `baseline` did to the list of known violations. */
export interface ListedViolations {
  readonly path: string;
  readonly created: boolean;
  readonly written: boolean;
  readonly kept: readonly KnownViolation[];
  readonly removed: readonly KnownViolation[];
  readonly unlisted: readonly KnownViolation[];
  readonly notChecked: readonly NotChecked[];
}
