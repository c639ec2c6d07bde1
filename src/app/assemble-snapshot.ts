import { knownByAuthor, type AuthorOf } from "../core/debt/known-by-author";
import { originKnownOf, unclaimedOf, type Fold } from "../core/debt/fold";
import type { DebtSnapshot, GateCondition, SigningState, Statistics } from "../core/model";
import { evaluateGate } from "../core/policy/gate";
import type { CheckResult, LedgerReading } from "../core/ports";
import type { ApprovalRecords } from "./forge-approvals";
import { unclaimedByArea } from "./placement";
import type { PolicyChange, PolicySource } from "./policy-source";
import type { Provenance } from "./provenance";
import type { ReportEvidence } from "./report-evidence";
import type { ResolvedScope } from "./scope";
import { uncheckedArchitecture } from "./unchecked-architecture";

/** What to do about it, for who reads it in a CI log. */
const NO_LEDGER = "none is in this clone, though the base names one: run countersign sync (in CI: check --ci, or fetch refs/countersign/*); where nobody ever pushed one, run countersign sync once in any clone";

/** What the steps of an evaluation have found. */
export interface SnapshotParts {
  readonly resolvedScope: ResolvedScope;
  readonly policy: PolicySource;
  readonly change: PolicyChange;
  readonly reference: string | null;
  readonly gaps: LedgerReading["gaps"];
  readonly isLedgerMissing: boolean;
  readonly approvals: ApprovalRecords;
  readonly provenance: Provenance;
  readonly folded: Fold;
  readonly checked: CheckResult;
  readonly reports: ReportEvidence;
  readonly statistics: Statistics;
  readonly signing: SigningState;
  readonly project: DebtSnapshot | null;
  readonly before: number | null;
  /** Whether what only this machine observed is shown; it never decides. */
  readonly knowledge: "shared" | "private";
}

/** Gates and verdict over what was found, as one immutable answer. */
export function assembleSnapshot({ resolvedScope, policy, change, reference, gaps, isLedgerMissing, approvals, provenance, folded, checked, reports, statistics, signing, project, before, knowledge }: SnapshotParts): DebtSnapshot {
  const { configuration } = policy;
  const unclaimed = unclaimedOf(provenance.files, knowledge);
  const patch = { items: folded.items, findings: folded.findings, unclaimedLines: unclaimedOf(provenance.files, "shared").lines, reference, unclaimedByArea: unclaimedByArea(provenance.files, configuration) };
  const whole = { ...(project === null ? patch : { items: project.items, findings: project.findings, unclaimedLines: project.unclaimed.lines, reference }), ...(before === null ? {} : { before }) };
  const paid = policy.known.length - whole.items.filter((item) => item.known === true).length;
  const gate = [...change.broken, ...evaluateGate("patch", patch, configuration), ...evaluateGate("project", whole, configuration).map((condition) => withKnownDebt(condition, policy.known.length, paid))];
  const isCutShort = provenance.history.grafts.length > 0 && resolvedScope.scope.base !== null;
  // A batch that once was there may hold a withdrawal or a rejection: without it nothing can be said.
  const missing = gaps.filter((gap) => gap.what === "missing");
  const isPassing = gate.every((condition) => condition.pass);
  return {
    scope: resolvedScope.scope,
    items: folded.items,
    unclaimed: { lines: unclaimed.lines, policy: configuration.policy.unclaimed, files: unclaimed.files },
    history: null,
    originKnown: originKnownOf(provenance.files, knowledge),
    knownByAuthor: knownByAuthor(provenance.files, authorIn(provenance), knowledge),
    findings: folded.findings,
    notChecked: [...provenance.notChecked, ...checked.notChecked, ...reports.notChecked, ...(change.unreadable === null ? [] : [{ what: "the head's policy", why: change.unreadable }]), ...missing.map(({ key, sequence }) => ({ what: "sign-offs", why: `batch ${sequence} of ${key} is missing from the ledger: fetch its ref again from a clone that has it` })), ...(isLedgerMissing ? [{ what: "the ledger", why: NO_LEDGER }] : []), ...approvals.left],
    policy: { source: policy.source, version: configuration.policy.version, ...(configuration.debt.budget > 0 ? { budget: configuration.debt.budget } : {}) },
    gate,
    verdict: isCutShort || missing.length > 0 || ((isLedgerMissing || provenance.isUnreadable || uncheckedArchitecture(checked.notChecked, folded.items, configuration).length > 0) && isPassing) ? "not-evaluated" : isPassing ? "pass" : "fail",
    signing,
    statistics,
  };
}

/** The project gate says what it leaves out, and what of the list nobody owes any more. */
function withKnownDebt(condition: GateCondition, known: number, paid: number): GateCondition {
  if (known === 0) return condition;
  const stale = paid > 0 ? `; ${paid} of them match nothing any more: countersign init --known-debt takes them out` : "";
  return { ...condition, why: `${condition.why}; ${known} known hunk(s) left out${stale}` };
}

function authorIn(provenance: Provenance): AuthorOf {
  return (id) => {
    const commit = provenance.history.commits.get(id);
    return commit === undefined ? null : { name: commit.authorName, email: commit.authorEmail };
  };
}
