/** What an auditor asks of a range: each assistant's hunk, how that is known, what was found, and who answered for it with which key. */
import type { DebtItem, DebtSnapshot, VerdictRecord } from "../../core/model";
import { counted, groupedNumber } from "../../core/counted";
import { jsonText } from "../json-text";
import { minutesOf } from "../minutes";
import { plainMarkdown as text } from "../../core/debt/panel/table-text";

export interface AuditDocument {
  readonly schema: "countersign/audit/1";
  readonly base: string | null;
  readonly head: string;
  readonly policy: { readonly source: string; readonly version: number };
  readonly verdict: DebtSnapshot["verdict"];
  readonly originKnown: number;
  readonly hunks: readonly AuditedHunk[];
  readonly notChecked: DebtSnapshot["notChecked"];
}

interface AuditedHunk {
  readonly id: string;
  readonly kind: "edit" | "removal";
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | null;
  readonly commit: string | null;
  readonly assistant: string;
  readonly model: string | null;
  readonly agentSession: string;
  readonly evidence: readonly { readonly source: string; readonly tier: number; readonly detail: string }[];
  readonly state: string;
  readonly risk: string;
  readonly minutes: number;
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly startLine: number; readonly message: string }[];
  readonly answers: readonly { readonly record: string; readonly type: string; readonly verdict: string; readonly signer: string; readonly key: string; readonly trust: string; readonly at: string; readonly basis: string; readonly criteria: readonly string[]; readonly note: string | null }[];
}

export function auditOf(snapshot: DebtSnapshot): AuditDocument {
  const { scope, policy, verdict, originKnown, items, notChecked } = snapshot;
  const inOrder = [...items].sort((one, other) => (one.hunk.path < other.hunk.path ? -1 : one.hunk.path > other.hunk.path ? 1 : one.hunk.startLine - other.hunk.startLine));
  return { schema: "countersign/audit/1", base: scope.base, head: scope.head, policy, verdict, originKnown, hunks: inOrder.map(audited), notChecked };
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
    assistant: hunk.assistant,
    model: hunk.model ?? null,
    agentSession: hunk.agentSession,
    evidence: hunk.allEvidence.map(({ source, tier, detail }) => ({ source, tier, detail })),
    state: item.state,
    risk: item.risk.level,
    minutes: minutesOf(item.hundredths),
    findings: item.findings.map(({ rule, severity, startLine, message }) => ({ rule, severity, startLine, message })),
    answers: item.records.map(answer),
  };
}

function answer({ id, type, verdict, signer, key, trust, at, basis, criteria, note, reason }: VerdictRecord): AuditedHunk["answers"][number] {
  return { record: id, type, verdict, signer, key, trust, at, basis, criteria, note: note ?? reason ?? null };
}

export function auditJson(document: AuditDocument): string {
  return jsonText(document);
}

export function auditMarkdown(document: AuditDocument): string {
  const answered = document.hunks.filter((hunk) => hunk.state === "signed-off").length;
  const head = [
    `# Audit of ${document.base?.slice(0, 12) ?? "the beginning"}..${document.head.slice(0, 12)}`,
    `Policy version ${document.policy.version} (${text(document.policy.source)}); the gate: ${document.verdict}. ${counted(document.hunks.length, "hunk")} by assistants, ${groupedNumber(answered)} answered for. ${Math.round(document.originKnown * 1000) / 10} % of the changed lines have a known origin.`,
  ];
  const hunks = document.hunks.map((hunk) => {
    const place = `${hunk.path}:${hunk.startLine}${hunk.endLine > hunk.startLine ? `-${hunk.endLine}` : ""}`;
    const answers = hunk.answers.map((entry) => `- ${entry.verdict} by ${text(entry.signer)} on ${entry.at}, key ${entry.key === "" ? "none (unsigned)" : entry.key}, trust ${entry.trust}, basis ${entry.basis}${entry.note === null ? "" : `: ${text(entry.note)}`}`);
    return [
      `## ${text(place)}`,
      [
        `- ${hunk.kind} by ${text(hunk.assistant)}${hunk.model === null ? "" : ` (${text(hunk.model)})`}, ${hunk.state}, risk ${hunk.risk}, commit ${hunk.commit?.slice(0, 12) ?? "none"}`,
        ...hunk.evidence.map((entry) => `- evidence: ${entry.source} (tier ${entry.tier}): ${text(entry.detail)}`),
        ...hunk.findings.map((finding) => `- finding: ${finding.rule} (${finding.severity}), line ${finding.startLine}: ${text(finding.message)}`),
        ...(answers.length === 0 ? ["- nobody answered for it"] : answers),
      ].join("\n"),
    ].join("\n\n");
  });
  const missing = document.notChecked.map(({ what, why }) => `- ${text(what)}: ${text(why)}`);
  return `${[...head, ...hunks, ...(missing.length === 0 ? [] : ["## Not evaluated", missing.join("\n")])].join("\n\n")}\n`;
}
