/**
 * What agents may read, by MCP or as an editor's language-model tools: how much review their work still waits for, and
 * what they can do about it themselves. No private mark is in it: *viewed* is unseen here, as in `check`.
 */
import { budgetState } from "../core/debt/budget";
import { isOpen } from "../core/debt/open-lines";
import type { DebtSnapshot, GateCondition, RiskLevel, Severity } from "../core/model";
import type { CheapestWay } from "../core/policy/cheapest-way";
import type { Policy } from "../core/policy/configuration-types";
import type { HunkDocument } from "./check-document";
import { checkDocument } from "./check-json";
import { minutesOf } from "./minutes";

/** What the reader of a repository answers with. */
export interface AgentFacts {
  readonly snapshot: DebtSnapshot;
  readonly way: CheapestWay;
  readonly policy: Policy;
}

export interface AgentFilter {
  /** A file, or a folder with all below it; repository-relative. */
  readonly path?: string;
  readonly limit: number;
}

const EVERYTHING = { exitCode: 0, findingsOutsideHunks: true };

const WHO_SIGNS = "Only a person signs off, in the editor or on a terminal. You can lower the debt: mend findings, delete what is not needed, keep changes small.";

/** `countersign/agent-debt/1`. */
export function agentDebt({ snapshot }: AgentFacts, filter: AgentFilter & { readonly risk?: RiskLevel }): object {
  const { verdict, debt, unclaimed, hunks } = checkDocument(snapshot, EVERYTHING);
  const openIds = new Set(snapshot.items.filter(isOpen).map((item) => item.hunk.id));
  const wanted = hunks.filter((hunk) => openIds.has(hunk.id) && isBelow(hunk.path, filter.path) && (filter.risk === undefined || hunk.risk.level === filter.risk));
  return {
    schema: "countersign/agent-debt/1",
    ...reviewFirst(snapshot),
    verdict,
    scope: { base: snapshot.scope.base, branch: snapshot.scope.branch, measuredFrom: snapshot.scope.baseLabel },
    debt,
    unclaimedLines: unclaimed.lines,
    hunks: wanted.slice(0, filter.limit).map(agentHunk),
    omitted: Math.max(0, wanted.length - filter.limit),
    note: WHO_SIGNS,
  };
}

/** `countersign/agent-findings/1`: what stands in hunks, and what the change introduced elsewhere. */
export function agentFindings({ snapshot }: AgentFacts, filter: AgentFilter & { readonly severity?: Severity }): object {
  const { findings } = checkDocument(snapshot, EVERYTHING);
  const wanted = findings.filter((finding) => (finding.hunk !== null || finding.introduced) && isBelow(finding.path, filter.path) && (filter.severity === undefined || finding.severity === filter.severity));
  return {
    schema: "countersign/agent-findings/1",
    ...reviewFirst(snapshot),
    findings: wanted.slice(0, filter.limit).map(({ rule, severity, path, startLine, endLine, message, why, fix, introduced, hunk }) => ({ rule, severity, path, startLine, endLine, message, why, fix, introduced, hunk })),
    omitted: Math.max(0, wanted.length - filter.limit),
    notChecked: snapshot.notChecked.map(({ what, why, path }) => ({ what, why, ...(path === undefined ? {} : { path }) })),
  };
}

/** `countersign/agent-policy/1`: what must be true before the change may merge, as the base says it. */
export function agentPolicy({ snapshot, policy }: AgentFacts): object {
  return {
    schema: "countersign/agent-policy/1",
    ...reviewFirst(snapshot),
    source: snapshot.policy.source,
    version: snapshot.policy.version,
    budgetMinutes: budgetState(snapshot)?.minutes ?? null,
    unclaimed: policy.unclaimed,
    marks: policy.marks,
    conditions: snapshot.gate.map(conditionDocument),
    require: policy.require,
    note: "It is read from the base: editing .countersign/ in this change does not change it.",
  };
}

/** `countersign/agent-blockers/1`: why the gate fails, and the cheapest way through it. */
export function agentBlockers({ snapshot, way }: AgentFacts, filter: { readonly limit: number }): object {
  const steps = way.steps.map(({ item, towards }) => ({ id: item.hunk.id, path: item.hunk.path, startLine: item.hunk.startLine, endLine: item.hunk.endLine, risk: item.risk.level, minutes: minutesOf(item.hundredths), reasons: item.risk.reasons.map(({ message }) => message), towards }));
  return {
    schema: "countersign/agent-blockers/1",
    ...reviewFirst(snapshot),
    verdict: snapshot.verdict,
    failing: snapshot.gate.filter((condition) => !condition.pass).map(conditionDocument),
    minutes: minutesOf(way.hundredths),
    toSign: steps.slice(0, filter.limit),
    omitted: Math.max(0, steps.length - filter.limit),
    beyondSigning: way.beyond.map(conditionDocument),
    note: WHO_SIGNS,
  };
}

function agentHunk({ id, kind, path, startLine, endLine, symbol, assistant, agentSession, state, risk, minutes, findings }: HunkDocument): object {
  return { id, kind, path, startLine, endLine, symbol, assistant, agentSession, state, risk: risk.level, reasons: risk.reasons.map(({ message }) => message), minutes, findings: findings.length };
}

function conditionDocument({ condition, limit, actual, pass, why }: GateCondition): object {
  return { condition, limit, actual, pass, why };
}

/** First in each answer where a budget is exceeded, so that no agent has to ask for it. */
function reviewFirst(snapshot: DebtSnapshot): { readonly reviewFirst?: string } {
  const budget = budgetState(snapshot);
  if (budget === null || budget.overHundredths === 0) return {};
  return { reviewFirst: `Review first: ${Math.ceil(budget.overHundredths / 100)} minutes over the budget of ${budget.minutes}. Ask for a review before you write more.` };
}

function isBelow(path: string, wanted: string | undefined): boolean {
  const folder = wanted?.replace(/^\.\//, "").replace(/\/+$/, "") ?? "";
  return folder === "" || folder === "." || path === folder || path.startsWith(`${folder}/`);
}
