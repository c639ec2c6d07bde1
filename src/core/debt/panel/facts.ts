/**
 * What the panel is computed from: plain JSON, small enough for a page, without text of files, and without names of people unless
 * asked for. Everything the panel shows is a pure function of these facts and a filter, in the editor, in the page and
 * on the command line alike.
 */
import type { CodeKind, GateCondition, HunkState, NotChecked, RiskLevel, Trust } from "../../model";
import type { SpanEnd } from "../history/span";
import type { LedgerState } from "./ledger-words";

/** Days since 1970-01-01, UTC. */
export type Day = number;

export interface PanelFacts {
  readonly schema: "countersign/panel-facts/1";
  /** The last day of a period nobody chose; no figure is counted from it. */
  readonly asOf: Day;
  readonly repositories: readonly RepositoryFacts[];
  readonly modules: readonly string[];
  /** From CODEOWNERS; "(unowned)" where none is named. */
  readonly owners: readonly string[];
  readonly authors: readonly { readonly assistant: string; readonly model: string | null }[];
  /** Who signed: "signer 1", or names where they were asked for. */
  readonly signers: readonly string[];
  readonly spans: readonly SpanFact[];
  readonly added: readonly AddedFact[];
  readonly items: readonly ItemFact[];
  readonly verdicts: readonly VerdictFact[];
}

export interface RepositoryFacts {
  readonly name: string;
  /** Full id of the commit that was looked at. */
  readonly head: string;
  /** What is counted from, in words. */
  readonly since: string;
  /** First and last day on which anything landed or was decided. */
  readonly firstDay: Day | null;
  readonly lastDay: Day | null;
  readonly policyVersion: number;
  readonly ledger: LedgerState;
  readonly verdict: "pass" | "fail" | "not-evaluated";
  readonly gate: readonly GateCondition[];
  readonly hasOwners: boolean;
  readonly notChecked: readonly NotChecked[];
}

/** Indexes into the lists above; `state` 0 open, 1 answered. */
export interface SpanFact {
  readonly repository: number;
  readonly module: number;
  readonly owner: number;
  readonly author: number;
  readonly kind: CodeKind;
  readonly introduced: Day;
  readonly state: 0 | 1;
  readonly from: Day;
  readonly to: Day | null;
  readonly end: SpanEnd | null;
  readonly first: boolean;
  readonly fixed: boolean;
  readonly lines: number;
}

export interface AddedFact {
  readonly repository: number;
  readonly module: number;
  readonly owner: number;
  readonly day: Day;
  readonly lines: number;
  readonly known: number;
}

/** A hunk as it stands at the head. */
export interface ItemFact {
  readonly repository: number;
  readonly id: string;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | null;
  readonly module: number;
  readonly owner: number;
  readonly author: number;
  readonly kind: CodeKind;
  readonly state: HunkState;
  readonly risk: RiskLevel;
  readonly reasons: readonly string[];
  /** Whole hundredths of a minute still owed. */
  readonly hundredths: number;
  /** Lines of the hunk, and of those the ones nobody answers for. */
  readonly size: number;
  readonly open: number;
  /** First day of its oldest line; null where the history does not know it. */
  readonly introduced: Day | null;
  readonly findings: number;
  /** Null: not signed off, or nobody knows who prompted. */
  readonly byPrompterAlone: boolean | null;
  readonly generated: boolean;
}

/** One approval or refusal, as the ledger holds it. */
export interface VerdictFact {
  readonly repository: number;
  readonly module: number;
  readonly owner: number;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly verdict: "approved" | "rejected" | "waived";
  readonly signer: number;
  readonly trust: Trust;
  /** Fingerprint of the key; null unless names were asked for. */
  readonly key: string | null;
  /** Verdicts signed together share it. */
  readonly batch: number;
  readonly lines: number;
  readonly risk: string;
  /** Rules of the findings that stood when it was signed. */
  readonly rules: readonly string[];
  readonly hasNote: boolean;
  readonly path: string;
  /** Of a waiver alone. */
  readonly waiver?: WaiverFact;
}

/** Code that was let pass without a review. */
export interface WaiverFact {
  /** UTC, ISO 8601; null where it names no end, and so counts nothing. */
  readonly until: string | null;
  readonly reason: string;
  /** Open hunks that stand at the head under it. */
  readonly hunks: readonly string[];
}

export function dayOf(date: string): Day {
  return Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / 86_400_000);
}

export function dateOf(day: Day): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
