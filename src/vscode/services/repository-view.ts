import type { PanelFacts } from "../../core/debt/panel/facts";
import type { DebtItem, DebtSnapshot, Finding, Scope, SigningState } from "../../core/model";
import { TRUST_ORDER } from "../../core/model";

/** How one repository of the workspace is told apart in the views: its folder's name before its paths, its number in its hunks' ids. */
export interface RepositoryName {
  readonly name: string;
  /** 0 for the first; kept for the window's life, so that an id never comes to mean another repository's text. */
  readonly ordinal: number;
}

export interface RepositoryPart extends RepositoryName {
  readonly snapshot: DebtSnapshot;
}

/** Equal texts of one repository count `#2`, `#3` …; those of the next repository begin here. */
const FIRST_OF_NEXT = 1_000_000;

/** The id of a repository's hunk as the views know it. */
export function viewId({ ordinal }: RepositoryName, id: string): string {
  if (ordinal === 0) return id;
  const [content = id, number] = id.split("#");
  return `${content}#${ordinal * FIRST_OF_NEXT + (number === undefined ? 1 : Number(number))}`;
}

/** What `viewId` was made from. */
export function ownId(id: string): { readonly ordinal: number; readonly id: string } {
  const [content = id, number = "1"] = id.split("#");
  const own = Number(number) % FIRST_OF_NEXT;
  return { ordinal: Math.floor(Number(number) / FIRST_OF_NEXT), id: own === 1 ? content : `${content}#${own}` };
}

export function viewPath({ name }: RepositoryName, path: string): string {
  return `${name}/${path}`;
}

/** One snapshot of several repositories: every hunk, every finding, and what is left of each, added up. The verdict is that of the worst. */
export function mergeDebt(parts: readonly RepositoryPart[]): DebtSnapshot | null {
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  if (rest.length === 0) return first.snapshot;
  const snapshots = parts.map(({ snapshot }) => snapshot);
  const sum = (of: (snapshot: DebtSnapshot) => number): number => snapshots.reduce((total, snapshot) => total + of(snapshot), 0);
  const listed = parts.filter(({ snapshot }) => snapshot.unclaimed.policy !== "ignore");
  const history = snapshots.flatMap((snapshot) => snapshot.history ?? []);
  const budget = mergedBudget(snapshots);
  return {
    scope: mergedScope(parts),
    items: parts.flatMap((part) => part.snapshot.items.map((item) => viewItem(part, item))),
    unclaimed: {
      lines: listed.reduce((total, { snapshot }) => total + snapshot.unclaimed.lines, 0),
      policy: listed[0]?.snapshot.unclaimed.policy ?? "ignore",
      files: listed.flatMap((part) => part.snapshot.unclaimed.files.map((file) => ({ ...file, path: viewPath(part, file.path) }))),
    },
    history: history.length === 0 ? null : { lines: history.reduce((total, { lines }) => total + lines, 0), files: history.reduce((total, { files }) => total + files, 0) },
    // How many lines were added where is not told: the lowest share promises nothing that is not so.
    originKnown: Math.min(...snapshots.map((snapshot) => snapshot.originKnown)),
    findings: parts.flatMap((part) => part.snapshot.findings.map(({ finding, hunk }) => ({ finding: viewFinding(part, finding), hunk: hunk === null ? null : viewId(part, hunk) }))),
    notChecked: parts.flatMap((part) => part.snapshot.notChecked.map((one) => ({ ...one, what: `${part.name}: ${one.what}`, ...(one.path === undefined ? {} : { path: viewPath(part, one.path) }) }))),
    policy: { source: parts.map(({ name, snapshot }) => `${name}: ${snapshot.policy.source}`).join(", "), version: Math.max(...snapshots.map(({ policy }) => policy.version)), ...(budget === null ? {} : { budget }) },
    gate: parts.flatMap((part) => part.snapshot.gate.map((one) => ({ ...one, condition: `${part.name}: ${one.condition}`, ...(one.hunks === undefined ? {} : { hunks: one.hunks.map((hunk) => viewId(part, hunk)) }) }))),
    verdict: (["not-evaluated", "fail"] as const).find((verdict) => snapshots.some((snapshot) => snapshot.verdict === verdict)) ?? "pass",
    signing: { ...weakest(snapshots.map(({ signing }) => signing), first.snapshot.signing), unsigned: sum(({ signing }) => signing.unsigned) },
    statistics: {
      files: sum(({ statistics }) => statistics.files),
      filesAnalysed: sum(({ statistics }) => statistics.filesAnalysed),
      milliseconds: {
        total: sum(({ statistics }) => statistics.milliseconds.total),
        provenance: sum(({ statistics }) => statistics.milliseconds.provenance),
        graph: sum(({ statistics }) => statistics.milliseconds.graph),
        rules: sum(({ statistics }) => statistics.milliseconds.rules),
        ledger: sum(({ statistics }) => statistics.milliseconds.ledger),
      },
    },
  };
}

export function viewItem(part: RepositoryName, item: DebtItem): DebtItem {
  return { ...item, hunk: { ...item.hunk, id: viewId(part, item.hunk.id), path: viewPath(part, item.hunk.path) }, findings: item.findings.map((finding) => viewFinding(part, finding)) };
}

/** What the panel is computed from, with the names and ids that the tree has. */
export function viewFacts(part: RepositoryName, facts: PanelFacts): PanelFacts {
  return {
    ...facts,
    repositories: facts.repositories.map((repository) => ({ ...repository, name: part.name, gate: repository.gate.map((one) => ({ ...one, condition: `${part.name}: ${one.condition}` })), notChecked: repository.notChecked.map((one) => ({ ...one, what: `${part.name}: ${one.what}`, ...(one.path === undefined ? {} : { path: viewPath(part, one.path) }) })) })),
    items: facts.items.map((item) => ({ ...item, id: viewId(part, item.id), path: viewPath(part, item.path) })),
    verdicts: facts.verdicts.map((verdict) => ({ ...verdict, path: viewPath(part, verdict.path), ...(verdict.waiver === undefined ? {} : { waiver: { ...verdict.waiver, hunks: verdict.waiver.hunks.map((hunk) => viewId(part, hunk)) } }) })),
  };
}

function viewFinding(part: RepositoryName, finding: Finding): Finding {
  return {
    ...finding,
    path: viewPath(part, finding.path),
    related: finding.related.map((step) => ({ ...step, path: viewPath(part, step.path) })),
    ...(finding.configuredAt === undefined ? {} : { configuredAt: { ...finding.configuredAt, path: viewPath(part, finding.configuredAt.path) } }),
  };
}

/** No branch: each repository has its own. The bases together change whenever one of them does. */
function mergedScope(parts: readonly RepositoryPart[]): Scope {
  const scopes = parts.map(({ snapshot }) => snapshot.scope);
  const labels = new Set(scopes.map(({ baseLabel }) => baseLabel));
  return {
    base: scopes.map(({ base }) => base ?? "").join("+"),
    baseLabel: labels.size === 1 ? (scopes[0]?.baseLabel ?? "") : parts.map(({ name, snapshot }) => `${name}: ${snapshot.scope.baseLabel}`).join(", "),
    head: scopes[0]?.head ?? "worktree",
    branch: null,
    all: scopes.every(({ all }) => all),
  };
}

/** Minutes; over it by exactly what its repositories are over theirs, so that none hides behind another. Null where nobody set one. */
function mergedBudget(snapshots: readonly DebtSnapshot[]): number | null {
  if (snapshots.every(({ policy }) => policy.budget === undefined)) return null;
  const each = snapshots.map(({ items, policy }) => {
    const owed = items.reduce((total, item) => total + item.hundredths, 0) / 100;
    return { owed, allowed: policy.budget ?? owed };
  });
  const over = each.reduce((total, { owed, allowed }) => total + Math.max(0, owed - allowed), 0);
  return over > 0 ? each.reduce((total, { owed }) => total + owed, 0) - over : each.reduce((total, { allowed }) => total + allowed, 0);
}

/** What promises least: no key before one that nobody enrolled, and so on. */
function weakest(signings: readonly SigningState[], otherwise: SigningState): SigningState {
  const strength = ({ key, trust }: SigningState): number => (key === null ? -1 : TRUST_ORDER.indexOf(trust));
  return signings.reduce((one, other) => (strength(other) < strength(one) ? other : one), otherwise);
}
