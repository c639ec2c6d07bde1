/** `countersign/check/1` of contract.md, as types. */
import type { EvidenceSource, FindingClass, RiskLevel, Severity, StaleReason, UnclaimedPolicy } from "../core/model";

export interface CheckDocument {
  readonly schema: string;
  readonly verdict: "pass" | "fail" | "not-evaluated";
  readonly exitCode: number;
  readonly base: string | null;
  readonly head: string;
  readonly policy: { readonly source: string; readonly version: number };
  readonly debt: {
    readonly minutes: number;
    readonly hunks: number;
    readonly lines: number;
    readonly byState: Readonly<Record<string, number>>;
    readonly byRisk: Readonly<Record<RiskLevel, number>>;
  };
  readonly unclaimed: {
    readonly lines: number;
    readonly policy: UnclaimedPolicy;
    readonly files: readonly { readonly path: string; readonly ranges: readonly (readonly [number, number])[] }[];
  };
  readonly originKnown: number;
  /** By commit author, most unknown lines first; `author` null for lines that are not committed. */
  readonly originKnownBy?: readonly { readonly author: { readonly name: string; readonly email: string } | null; readonly lines: number; readonly known: number }[];
  readonly gate: readonly { readonly condition: string; readonly limit: number; readonly actual: number; readonly pass: boolean; readonly why: string }[];
  readonly hunks: readonly HunkDocument[];
  readonly findings: readonly FindingDocument[];
  readonly notChecked: readonly { readonly what: string; readonly why: string; readonly path?: string }[];
  readonly stats: {
    readonly files: number;
    readonly filesAnalysed: number;
    readonly milliseconds: { readonly total: number; readonly provenance: number; readonly graph: number; readonly rules: number; readonly ledger: number };
  };
}

export interface HunkDocument {
  readonly id: string;
  readonly kind: "edit" | "removal";
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | null;
  readonly origin: "ai" | "mixed";
  readonly assistant: string;
  readonly model: string | null;
  readonly agentSession: string;
  readonly evidence: readonly { readonly source: EvidenceSource; readonly tier: number; readonly detail: string }[];
  readonly state: string;
  readonly staleReason: StaleReason | null;
  readonly staleLines: readonly number[];
  readonly seams: readonly number[];
  readonly risk: { readonly level: RiskLevel; readonly reasons: readonly { readonly rule: string; readonly message: string }[] };
  readonly minutes: number;
  /** A waiver that lets the hunk pass the gate; its debt stays. */
  readonly waived: { readonly by: string; readonly trust: string; readonly until: string; readonly reason: string } | null;
  /** Listed as known debt at the base: the project gate leaves it out. */
  readonly known: boolean;
  readonly findings: readonly string[];
}

export interface FindingDocument {
  /** `f1`, `f2`, … by path, place and rule; only valid within the document. */
  readonly id: string;
  readonly rule: string;
  readonly class: FindingClass;
  readonly severity: Severity;
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly introduced: boolean;
  readonly hunk: string | null;
  readonly related: readonly { readonly path: string; readonly startLine: number; readonly message: string }[];
}
