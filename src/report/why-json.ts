import type { LineAnswer, LineIntent } from "./answers";
import { minutesOf } from "./minutes";
import { recordDocument, type RecordDocument } from "./records-json";
import { jsonText } from "./json-text";

/** `countersign/why/1`. */
export interface WhyDocument {
  readonly schema: "countersign/why/1";
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly origin: LineAnswer["origin"];
  readonly assistant: string | null;
  readonly model: string | null;
  readonly agentSession: string | null;
  readonly evidence: readonly { readonly source: string; readonly tier: number; readonly detail: string }[];
  /** Full id; null while uncommitted; "base" where the line stood at the base. */
  readonly commit: string | null;
  readonly hunk: {
    readonly id: string;
    readonly kind: "edit" | "removal";
    readonly startLine: number;
    readonly endLine: number;
    readonly symbol: string | null;
    readonly state: string;
    readonly staleReason: string | null;
    readonly minutes: number;
    readonly risk: { readonly level: string; readonly reasons: readonly { readonly rule: string; readonly message: string }[] };
  } | null;
  readonly reasons: readonly { readonly rule: string; readonly message: string }[];
  readonly records: readonly RecordDocument[];
  /** From this machine's transcripts; null where there is none of the hunk's session. */
  readonly intent: LineIntent | null;
}

export function whyJson(answer: LineAnswer): string {
  const { item } = answer;
  const document: WhyDocument = {
    schema: "countersign/why/1",
    path: answer.path,
    line: answer.line,
    text: answer.text,
    origin: answer.origin,
    assistant: answer.assistant,
    model: answer.model,
    agentSession: answer.agentSession,
    evidence: answer.evidence.map(({ source, tier, detail }) => ({ source, tier, detail })),
    commit: answer.commit,
    hunk:
      item === null
        ? null
        : {
            id: item.hunk.id,
            kind: item.hunk.kind,
            startLine: item.hunk.startLine,
            endLine: item.hunk.endLine,
            symbol: item.hunk.symbol,
            state: item.state,
            staleReason: item.staleReason,
            minutes: minutesOf(item.hundredths),
            risk: { level: item.risk.level, reasons: item.risk.reasons.map(({ rule, message }) => ({ rule, message })) },
          },
    reasons: answer.reasons.map(({ rule, message }) => ({ rule, message })),
    records: answer.records.map(recordDocument),
    intent: answer.intent === undefined || answer.intent === null ? null : intentDocument(answer.intent),
  };
  return jsonText(document);
}

function intentDocument({ requests, reason, lastEditAt, checks, secrets }: LineIntent): LineIntent {
  const said = ({ at, text }: { readonly at: string; readonly text: string }) => ({ at, text });
  return { requests: requests.map(said), reason: reason === null ? null : said(reason), lastEditAt, checks: checks.map(({ kinds, command, exitCode, at, isAfterEdit }) => ({ kinds, command, exitCode, at, isAfterEdit })), secrets };
}
