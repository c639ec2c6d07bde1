import type { Trust, VerdictRecord } from "../core/model";
import type { NewVerdict } from "../core/ports";
import { verdictLineSchema, readAs, type BatchHeader, type SchemaReading, type VerdictLine } from "./records";

const VERDICT_TYPES = ["signoff", "edited", "correction", "waiver", "withdrawn"];

/** One verdict as it goes to the wire. Keys that have no value are left out. */
export function toVerdictLine(verdict: NewVerdict): VerdictLine {
  return {
    v: 1,
    type: verdict.type,
    verdict: verdict.verdict,
    basis: verdict.basis,
    cid: verdict.contentId,
    crit: [...verdict.criteria],
    ctx: verdict.context,
    ev: {
      agentEnv: verdict.evidence.agentEnvironment.map((name) => name.slice(0, 200)).slice(0, 100),
      bulk: verdict.evidence.bulk,
      method: verdict.evidence.method,
    },
    kind: verdict.kind,
    lines: verdict.lines,
    path: verdict.path,
    // The score only sorts; the format has no fractions.
    risk: { level: verdict.risk.level, rules: [...verdict.risk.rules], score: Math.round(verdict.risk.score) },
    seq: [...verdict.sequence],
    tid: verdict.tokenId,
    was: verdict.was ?? null,
    ...(verdict.blob === undefined ? {} : { blob: verdict.blob }),
    ...(verdict.deadline === undefined ? {} : { deadline: verdict.deadline }),
    ...(verdict.note === undefined ? {} : { note: verdict.note }),
    ...(verdict.of === undefined ? {} : { of: verdict.of }),
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    ...(verdict.seen === undefined ? {} : { seen: verdict.seen }),
    ...(verdict.removed === undefined ? {} : { removed: [...verdict.removed] }),
  };
}

/** A parsed line as a verdict line, or why it is none. */
export function readVerdictLine(value: unknown): SchemaReading<VerdictLine> {
  return readAs(verdictLineSchema, VERDICT_TYPES, value);
}

/** What the ledger gives back: signer, key and time come from the batch's header, trust from verification. */
export function toVerdictRecord(id: string, line: VerdictLine, header: BatchHeader, trust: Trust): VerdictRecord {
  return {
    id,
    type: line.type,
    verdict: line.verdict,
    contentId: line.cid,
    tokenId: line.tid,
    sequence: line.seq,
    context: line.ctx,
    path: line.path,
    kind: line.kind,
    basis: line.basis,
    criteria: line.crit,
    was: line.was,
    circumstances: { lines: line.lines, riskLevel: line.risk.level, rules: line.risk.rules },
    signer: header.signer,
    key: header.key,
    trust,
    at: header.at,
    bulk: line.ev.bulk,
    ...(line.blob === undefined ? {} : { blob: line.blob }),
    ...(line.deadline === undefined ? {} : { deadline: line.deadline }),
    ...(line.note === undefined ? {} : { note: line.note }),
    ...(line.of === undefined ? {} : { of: line.of }),
    ...(line.reason === undefined ? {} : { reason: line.reason }),
    ...(line.seen === undefined ? {} : { seen: line.seen }),
    ...(line.removed === undefined ? {} : { removed: line.removed }),
  };
}
