import type { SigningState, VerdictRecord } from "../core/model";
import { jsonText } from "./json-text";

export interface RecordDocument {
  readonly id: string;
  readonly type: VerdictRecord["type"];
  readonly verdict: VerdictRecord["verdict"];
  readonly cid: string;
  readonly path: string;
  readonly kind: "edit" | "removal";
  /** Non-blank lines that the record answers for. */
  readonly lines: number;
  readonly basis: VerdictRecord["basis"];
  readonly criteria: readonly string[];
  readonly note: string | null;
  readonly reason: string | null;
  /** For a withdrawal: the record it takes back. */
  readonly of: string | null;
  readonly was: string | null;
  readonly blob: string | null;
  /** How much of it its signer had on the screen, by their own editor's word; null where the policy did not ask. */
  readonly seen: VerdictRecord["seen"] | null;
  /** For a waiver: until when it holds; UTC. */
  readonly deadline: string | null;
  /** How many hunks were decided at once; null where the record does not say. */
  readonly bulk: number | null;
  readonly signer: string;
  /** SHA256:… of the key, or null when unsigned. */
  readonly key: string | null;
  readonly trust: VerdictRecord["trust"];
  readonly at: string;
}

export function recordDocument(record: VerdictRecord): RecordDocument {
  return {
    id: record.id,
    type: record.type,
    verdict: record.verdict,
    cid: record.contentId,
    path: record.path,
    kind: record.kind,
    lines: linesOf(record),
    basis: record.basis,
    criteria: record.criteria,
    note: record.note ?? null,
    reason: record.reason ?? null,
    of: record.of ?? null,
    was: record.was ?? null,
    blob: record.blob ?? null,
    seen: record.seen ?? null,
    deadline: record.deadline ?? null,
    bulk: record.bulk ?? null,
    signer: record.signer,
    key: record.key === "" ? null : record.key,
    trust: record.trust,
    at: record.at,
  };
}

/** A sign-off of text that another sign-off, of the text before its last change, had answered for: only the change was new. */
export function renews(record: VerdictRecord): boolean {
  return record.type === "signoff" && typeof record.was === "string" && record.was !== record.contentId;
}

/** Non-blank lines that a record answers for. */
export function linesOf(record: VerdictRecord): number {
  return record.kind === "removal" ? (record.removed?.length ?? 0) : record.sequence.length;
}

/** `countersign/records/1`: what a sign-off, rejection or withdrawal added to the ledger. */
export function recordsJson(result: {
  readonly records: readonly VerdictRecord[];
  readonly signing: SigningState;
  readonly createdKey?: string;
  readonly repositoryIdIsNew: boolean;
}): string {
  return jsonText({
    schema: "countersign/records/1",
    records: result.records.map(recordDocument),
    trust: result.signing.trust,
    createdKey: result.createdKey ?? null,
    repositoryIdIsNew: result.repositoryIdIsNew,
  });
}
