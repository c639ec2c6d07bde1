import type { AttachedFinding, DebtItem, DebtSnapshot } from "../core/model";
import type { CheckDocument, FindingDocument, HunkDocument } from "./check-document";
import { jsonText } from "./json-text";
import { minutesOf } from "./minutes";
import { groupBy } from "../core/group-by";
import { inCodeUnitOrder, riskiestFirst, totalsOf } from "./totals";

export interface CheckReportOptions {
  /** What the command will exit with. */
  readonly exitCode: number;
  /** List findings that stand in no hunk, too (`--all-findings`, `--assume-ai`). */
  readonly findingsOutsideHunks: boolean;
}

/** `countersign/check/1`. */
export function checkJson(snapshot: DebtSnapshot, options: CheckReportOptions): string {
  return jsonText(checkDocument(snapshot, options));
}

/** The document of `checkJson`: no private mark is in it, so *viewed* counts as unseen. */
export function checkDocument(snapshot: DebtSnapshot, options: CheckReportOptions): CheckDocument {
  const totals = totalsOf(snapshot.items);
  const { unseen, viewed, stale, rejected } = totals.byState;
  return documentOf(snapshot, options, "countersign/check/1", {
    byState: { unseen: unseen + viewed, stale, rejected, "signed-off": totals.byState["signed-off"] },
    stateOf: (item) => (item.state === "viewed" ? "unseen" : item.state),
  });
}

/** What `check` and `status` print, which differ in schema and in whether *viewed* is told apart. */
export function documentOf(
  snapshot: DebtSnapshot,
  options: CheckReportOptions,
  schema: string,
  states: { readonly byState: Readonly<Record<string, number>>; stateOf(item: DebtItem): string },
): CheckDocument {
  const totals = totalsOf(snapshot.items);
  const findings = listedFindings(snapshot.findings, options.findingsOutsideHunks);
  const ofHunk = groupBy(findings, ({ hunk }) => hunk);
  return {
    schema,
    verdict: snapshot.verdict,
    exitCode: options.exitCode,
    base: snapshot.scope.base,
    head: snapshot.scope.head,
    policy: { source: snapshot.policy.source, version: snapshot.policy.version },
    debt: {
      minutes: minutesOf(totals.hundredths),
      hunks: totals.hunks,
      lines: totals.lines,
      byState: states.byState,
      byRisk: totals.byRisk,
    },
    unclaimed: {
      lines: snapshot.unclaimed.lines,
      policy: snapshot.unclaimed.policy,
      files: snapshot.unclaimed.files.map((file) => ({ path: file.path, ranges: file.ranges.map((range) => [range.start, range.end] as const) })),
    },
    originKnown: Math.round(snapshot.originKnown * 10_000) / 10_000,
    ...(snapshot.knownByAuthor === undefined
      ? {}
      : { originKnownBy: snapshot.knownByAuthor.map(({ author, lines, known }) => ({ author: author === null ? null : { name: author.name, email: author.email }, lines, known })) }),
    gate: snapshot.gate.map(({ condition, limit, actual, pass, why }) => ({ condition, limit, actual, pass, why })),
    hunks: riskiestFirst(snapshot.items).map((item) => hunkDocument(item, states.stateOf(item), ofHunk.get(item.hunk.id) ?? [])),
    findings,
    notChecked: snapshot.notChecked.map(({ what, why, path }) => ({ what, why, ...(path === undefined ? {} : { path }) })),
    stats: {
      files: snapshot.statistics.files,
      filesAnalysed: snapshot.statistics.filesAnalysed,
      milliseconds: { ...snapshot.statistics.milliseconds },
    },
  };
}

function hunkDocument(item: DebtItem, state: string, findings: readonly FindingDocument[]): HunkDocument {
  const { hunk } = item;
  return {
    id: hunk.id,
    kind: hunk.kind,
    path: hunk.path,
    startLine: hunk.startLine,
    endLine: hunk.endLine,
    symbol: hunk.symbol,
    origin: hunk.origin,
    assistant: hunk.assistant,
    model: hunk.model ?? null,
    agentSession: hunk.agentSession,
    evidence: hunk.allEvidence.map(({ source, tier, detail }) => ({ source, tier, detail })),
    state,
    staleReason: item.staleReason,
    staleLines: item.staleLines,
    seams: item.seams,
    risk: { level: item.risk.level, reasons: item.risk.reasons.map(({ rule, message }) => ({ rule, message })) },
    minutes: minutesOf(item.hundredths),
    waived: item.waived === undefined ? null : { by: item.waived.signer, trust: item.waived.trust, until: item.waived.deadline ?? "", reason: item.waived.reason ?? "" },
    known: item.known === true,
    findings: findings.map((finding) => finding.id),
  };
}

function listedFindings(attached: readonly AttachedFinding[], outsideHunks: boolean): readonly FindingDocument[] {
  return attached
    .filter(({ hunk }) => outsideHunks || hunk !== null)
    .sort(byPlace)
    .map(({ finding, hunk }, index) => ({
      id: `f${index + 1}`,
      rule: finding.rule,
      class: finding.class,
      severity: finding.severity,
      path: finding.path,
      startLine: finding.startLine,
      startColumn: finding.startColumn,
      endLine: finding.endLine,
      endColumn: finding.endColumn,
      message: finding.message,
      why: finding.why,
      fix: finding.fix,
      introduced: finding.introduced,
      hunk,
      related: finding.related.map(({ path, startLine, message }) => ({ path, startLine: Math.max(1, startLine), message })),
    }));
}

function byPlace(a: AttachedFinding, b: AttachedFinding): number {
  return (
    inCodeUnitOrder(a.finding.path, b.finding.path) ||
    a.finding.startLine - b.finding.startLine ||
    a.finding.startColumn - b.finding.startColumn ||
    inCodeUnitOrder(a.finding.rule, b.finding.rule) ||
    inCodeUnitOrder(a.finding.contentKey, b.finding.contentKey) ||
    inCodeUnitOrder(a.finding.message, b.finding.message) ||
    inCodeUnitOrder(a.hunk ?? "", b.hunk ?? "")
  );
}
