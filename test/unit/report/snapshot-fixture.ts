/** Snapshots for the reporters' and the command line's tests: built by hand, one field at a time. */
import type { AttachedFinding, DebtItem, DebtSnapshot, Finding, Hunk, VerdictRecord } from "../../../src/core/model";
import { hash } from "../../../src/core/fingerprint/lines";

export const BASE = "a2d9b92".padEnd(40, "0");

export function hunkOf(changes: Partial<Hunk> = {}): Hunk {
  const evidence = changes.evidence ?? { source: "hook", tier: 1, detail: "Edit toolu_01" };
  const path = changes.path ?? "src/pay.ts";
  const startLine = changes.startLine ?? 10;
  return {
    id: `h1:${hash(`${path}:${startLine}`)}`,
    kind: "edit",
    path,
    startLine,
    endLine: changes.endLine ?? startLine + 4,
    symbol: "charge",
    origin: "ai",
    assistant: "claude-code",
    model: "claude-opus-4-5",
    agentSession: "session-1",
    evidence,
    allEvidence: [evidence],
    codeKind: "code",
    replaced: [],
    generated: false,
    commit: null,
    ...changes,
  };
}

export function itemOf(changes: Partial<Omit<DebtItem, "hunk">> & { readonly hunk?: Partial<Hunk> } = {}): DebtItem {
  const { hunk, ...rest } = changes;
  return {
    hunk: hunkOf(hunk),
    state: "unseen",
    staleReason: null,
    staleLines: [],
    seams: [],
    risk: { level: "medium", reasons: [], sortKey: 10 },
    hundredths: 350,
    findings: [],
    records: [],
    ...rest,
  };
}

export function findingOf(changes: Partial<Finding> = {}): Finding {
  return {
    rule: "error-swallowed",
    class: "reliability",
    severity: "error",
    path: "src/pay.ts",
    startLine: 12,
    startColumn: 3,
    endLine: 12,
    endColumn: 40,
    message: "catches and ignores an error",
    why: "A payment that fails silently is lost.",
    fix: "handle the error, or let it pass",
    introduced: true,
    contentKey: "k1",
    related: [],
    ...changes,
  };
}

export function recordOf(changes: Partial<VerdictRecord> = {}): VerdictRecord {
  return {
    id: hash(JSON.stringify(changes)),
    type: "signoff",
    verdict: "approved",
    contentId: `h1:${"c".repeat(64)}`,
    tokenId: null,
    sequence: ["1", "2", "3"],
    context: "c1:0",
    path: "src/pay.ts",
    kind: "edit",
    basis: "read",
    criteria: ["reviewed"],
    signer: "ann@example.com",
    key: "SHA256:abc",
    trust: "self-declared",
    at: "2026-11-20T14:02:03Z",
    ...changes,
  };
}

export function snapshotOf(items: readonly DebtItem[], changes: Partial<DebtSnapshot> = {}): DebtSnapshot {
  const attached: AttachedFinding[] = items.flatMap((item) => item.findings.map((finding) => ({ finding, hunk: item.hunk.id })));
  return {
    scope: { base: BASE, baseLabel: "merge base with origin/main", head: "worktree", branch: "feature", all: false },
    items,
    unclaimed: { lines: 0, policy: "report", files: [] },
    history: null,
    originKnown: 1,
    findings: attached,
    notChecked: [],
    policy: { source: "base", version: 3 },
    gate: [{ condition: "patch.high", limit: 0, actual: 0, pass: true, why: "0 of at most 0" }],
    verdict: "pass",
    signing: { signer: "ann@example.com", key: { fingerprint: "SHA256:abc", path: "/home/ann/.ssh/id_ed25519", source: "git" }, trust: "self-declared", unsigned: 0 },
    statistics: { files: 12, filesAnalysed: 3, milliseconds: { total: 82, provenance: 9, graph: 31, rules: 12, ledger: 6 } },
    ...changes,
  };
}

/** One of everything: risky, stale with seams, rejected, a removal, signed off, viewed, generated; findings in and outside hunks. */
export function fullSnapshot(): DebtSnapshot {
  const swallowed = findingOf();
  const removed = findingOf({ rule: "guard-removed", path: "src/admin.ts", startLine: 30, endLine: 30, class: "security", message: "an authorization check was removed", fix: "put it back", contentKey: "k2" });
  const outside = findingOf({ rule: "layer-violation", class: "architecture", path: "src/aa-ui.ts", startLine: 2, endLine: 2, severity: "warning", message: "ui imports database", contentKey: "k3", related: [{ path: "src/db.ts", startLine: 1, message: "imported module" }] });
  const old = findingOf({ path: "src/zz-old.ts", introduced: false, contentKey: "k4" });
  const items = [
    itemOf({ hunk: { path: "src/low.ts", startLine: 1, symbol: null, assistant: "cursor" }, risk: { level: "low", reasons: [], sortKey: 1 }, hundredths: 75 }),
    itemOf({ risk: { level: "high", reasons: [{ rule: swallowed.rule, message: swallowed.message }], sortKey: 73 }, hundredths: 950, findings: [swallowed] }),
    itemOf({
      hunk: { kind: "removal", path: "src/admin.ts", startLine: 30, endLine: 29, symbol: "remove", replaced: ["  if (!user.isAdmin) {", "    throw new Forbidden();", "  }"], assistant: "codex" },
      risk: { level: "high", reasons: [{ rule: removed.rule, message: removed.message }], sortKey: 80 },
      hundredths: 280,
      findings: [removed],
    }),
    itemOf({ hunk: { path: "src/cart.ts", startLine: 5 }, state: "stale", staleReason: "changed", staleLines: [6, 7, 9], seams: [8], records: [recordOf()], hundredths: 190 }),
    itemOf({ hunk: { path: "src/cart.ts", startLine: 40 }, state: "rejected", staleLines: [40, 41, 42, 43, 44], records: [recordOf({ verdict: "rejected", reason: "no" })] }),
    itemOf({ hunk: { path: "src/signed.ts" }, state: "signed-off", records: [recordOf()], hundredths: 0 }),
    itemOf({ hunk: { path: "src/seen.py" }, state: "viewed", risk: { level: "unrated", reasons: [], sortKey: 10 }, hundredths: 200 }),
    itemOf({ hunk: { path: "dist/bundle.js", generated: true }, hundredths: 0 }),
  ];
  const snapshot = snapshotOf(items, {
    unclaimed: { lines: 31, policy: "report", files: [{ path: "src/who.ts", ranges: [{ start: 10, end: 24 }, { start: 30, end: 45 }] }] },
    history: { lines: 182_000, files: 912 },
    originKnown: 0.943_21,
    notChecked: [{ what: "risk of src/seen.py", why: "no analyser reads Python", path: "src/seen.py" }],
    gate: [
      { condition: "patch.high", limit: 0, actual: 2, pass: false, why: "2 high-risk hunk(s) without a sign-off that counts, first src/admin.ts:30: sign them off, change or remove them" },
      { condition: "patch.errors", limit: 0, actual: 0, pass: true, why: "0 of at most 0" },
    ],
    verdict: "fail",
  });
  return { ...snapshot, findings: [...snapshot.findings, { finding: outside, hunk: null }, { finding: old, hunk: null }] };
}
