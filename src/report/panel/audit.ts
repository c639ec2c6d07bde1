/**
 * What an auditor asks of a range: each assistant's hunk, how that is known, what was found, and who answered for it with which key; by which
 * rules, what became of these; and whether the signatures were verified and hold.
 */
import type { DebtItem, DebtSnapshot, HunkState, VerdictRecord } from "../../core/model";
import { openLines } from "../../core/debt/open-lines";
import type { PolicyFileChange } from "../../core/policy/policy-changes";
import type { LedgerAuditAnswer, RangeAuditAnswer } from "../answers";
import { jsonText } from "../json-text";
import { minutesOf } from "../minutes";

export interface AuditDocument {
  readonly schema: "countersign/audit/1";
  readonly base: string | null;
  readonly head: string;
  readonly policy: {
    readonly source: string;
    readonly version: number;
    /** What the base's policy asked of a sign-off, by risk. */
    readonly require: RangeAuditAnswer["require"];
    readonly gate: readonly { readonly condition: string; readonly limit: number; readonly actual: number; readonly pass: boolean; readonly why: string }[];
    /** Files of rules that the range changed. */
    readonly changes: readonly PolicyFileChange[];
  };
  /** Every signature of the ledger was verified for this document. */
  readonly ledger: Pick<LedgerAuditAnswer, "verdict" | "enrolled" | "records" | "keys" | "problems" | "gaps">;
  readonly verdict: DebtSnapshot["verdict"];
  readonly originKnown: number;
  readonly byState: Readonly<Record<HunkState, { readonly hunks: number; readonly minutes: number }>>;
  /** Changed lines that nobody said anything of: answered for by nobody, and by the policy worth what it says. */
  readonly unclaimed: { readonly lines: number; readonly files: number; readonly policy: DebtSnapshot["unclaimed"]["policy"] };
  readonly hunks: readonly AuditedHunk[];
  readonly notChecked: DebtSnapshot["notChecked"];
}

export interface AuditedHunk {
  readonly id: string;
  readonly kind: "edit" | "removal";
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | null;
  readonly commit: string | null;
  /** When its newest line was committed; UTC, ISO 8601. */
  readonly writtenAt: string | null;
  /** Authors of its commits: who prompted the assistant. */
  readonly prompters: readonly string[];
  readonly assistant: string;
  readonly model: string | null;
  readonly agentSession: string;
  readonly evidence: readonly { readonly source: string; readonly tier: number; readonly detail: string }[];
  readonly state: string;
  /** Lines of the hunk (of a removal: those it took away), and of these the ones nobody answers for. */
  readonly lines: number;
  readonly open: number;
  readonly risk: string;
  readonly minutes: number;
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly startLine: number; readonly message: string }[];
  readonly answers: readonly { readonly record: string; readonly type: string; readonly verdict: string; readonly signer: string; readonly key: string; readonly trust: string; readonly at: string; readonly basis: string; readonly criteria: readonly string[]; readonly note: string | null; readonly until: string | null }[];
}

const STATES: readonly HunkState[] = ["signed-off", "stale", "rejected", "viewed", "unseen"];

export function auditOf({ snapshot, ledger, require, policyChanges }: RangeAuditAnswer): AuditDocument {
  const { scope, policy, verdict, originKnown, items, notChecked, unclaimed } = snapshot;
  const inOrder = [...items].sort((one, other) => (one.hunk.path < other.hunk.path ? -1 : one.hunk.path > other.hunk.path ? 1 : one.hunk.startLine - other.hunk.startLine));
  const gate = snapshot.gate.map(({ condition, limit, actual, pass, why }) => ({ condition, limit, actual, pass, why }));
  return {
    schema: "countersign/audit/1",
    base: scope.base,
    head: scope.head,
    policy: { source: policy.source, version: policy.version, require, gate, changes: policyChanges },
    ledger: { verdict: ledger.verdict, enrolled: ledger.enrolled, records: ledger.records, keys: ledger.keys, problems: ledger.problems, gaps: ledger.gaps },
    verdict,
    originKnown,
    byState: Object.fromEntries(STATES.map((state) => [state, sizeOf(items.filter((item) => item.state === state))])) as Record<HunkState, { hunks: number; minutes: number }>,
    unclaimed: { lines: unclaimed.lines, files: unclaimed.files.length, policy: unclaimed.policy },
    hunks: inOrder.map(audited),
    notChecked,
  };
}

function sizeOf(items: readonly DebtItem[]): { readonly hunks: number; readonly minutes: number } {
  return { hunks: items.length, minutes: minutesOf(items.reduce((sum, item) => sum + item.hundredths, 0)) };
}

function audited(item: DebtItem): AuditedHunk {
  const { hunk } = item;
  return {
    id: hunk.id,
    kind: hunk.kind,
    path: hunk.path,
    startLine: hunk.startLine,
    endLine: hunk.endLine,
    symbol: hunk.symbol,
    commit: hunk.commit,
    writtenAt: hunk.writtenAt ?? null,
    prompters: hunk.prompters ?? [],
    assistant: hunk.assistant,
    model: hunk.model ?? null,
    agentSession: hunk.agentSession,
    evidence: hunk.allEvidence.map(({ source, tier, detail }) => ({ source, tier, detail })),
    state: item.state,
    lines: hunk.kind === "removal" ? (hunk.replaced?.length ?? 0) : hunk.endLine - hunk.startLine + 1,
    open: openLines(item),
    risk: item.risk.level,
    minutes: minutesOf(item.hundredths),
    findings: item.findings.map(({ rule, severity, startLine, message }) => ({ rule, severity, startLine, message })),
    answers: [...item.records, ...(item.waived === undefined || item.records.includes(item.waived) ? [] : [item.waived])].map(answer),
  };
}

function answer({ id, type, verdict, signer, key, trust, at, basis, criteria, note, reason, deadline }: VerdictRecord): AuditedHunk["answers"][number] {
  return { record: id, type, verdict, signer, key, trust, at, basis, criteria, note: note ?? reason ?? null, until: deadline ?? null };
}

export function auditJson(document: AuditDocument): string {
  return jsonText(document);
}
