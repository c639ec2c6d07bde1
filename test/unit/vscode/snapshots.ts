import type { CodeKind, DebtItem, DebtSnapshot, HunkState, RiskLevel } from "../../../src/core/model";

export interface ItemParts {
  readonly id: string;
  readonly path?: string;
  readonly startLine?: number;
  readonly endLine?: number;
  readonly state?: HunkState;
  readonly level?: RiskLevel;
  readonly sortKey?: number;
  readonly generated?: boolean;
  readonly hundredths?: number;
  readonly assistant?: string;
  readonly agentSession?: string;
  readonly codeKind?: CodeKind;
  /** UTC, ISO 8601; null while uncommitted. */
  readonly writtenAt?: string | null;
  readonly ownedBy?: string;
}

/** A snapshot of these hunks, with nothing else in it. */
export function snapshotOf(parts: readonly ItemParts[], more: Partial<DebtSnapshot> = {}): DebtSnapshot {
  return {
    scope: { base: "a".repeat(40), baseLabel: "merge base with origin/main", head: "worktree", branch: "work", all: false },
    items: parts.map(itemOf),
    unclaimed: { lines: 0, policy: "report", files: [] },
    history: null,
    originKnown: 1,
    findings: [],
    notChecked: [],
    policy: { source: "default", version: 3 },
    gate: [],
    verdict: "pass",
    signing: { signer: "person@example.invalid", key: null, trust: "none", unsigned: 0 },
    statistics: { files: 1, filesAnalysed: 1, milliseconds: { total: 0, provenance: 0, graph: 0, rules: 0, ledger: 0 } },
    ...more,
  };
}

export function itemOf(parts: ItemParts): DebtItem {
  const evidence = { source: "commit-mark", tier: 7, detail: "Co-Authored-By: Claude" } as const;
  return {
    hunk: {
      id: parts.id,
      kind: "edit",
      path: parts.path ?? "src/a.ts",
      startLine: parts.startLine ?? 1,
      endLine: parts.endLine ?? 5,
      symbol: null,
      origin: "ai",
      assistant: parts.assistant ?? "claude-code",
      agentSession: parts.agentSession ?? "",
      evidence,
      allEvidence: [evidence],
      codeKind: parts.codeKind ?? "code",
      replaced: null,
      generated: parts.generated ?? false,
      commit: null,
      ...(parts.writtenAt === undefined ? {} : { writtenAt: parts.writtenAt }),
      ...(parts.ownedBy === undefined ? {} : { ownedBy: parts.ownedBy }),
    },
    state: parts.state ?? "unseen",
    staleReason: null,
    staleLines: [],
    seams: [],
    risk: { level: parts.level ?? "low", reasons: [], sortKey: parts.sortKey ?? 0 },
    hundredths: parts.hundredths ?? 100,
    findings: [],
    records: [],
  };
}
