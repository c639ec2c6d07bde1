import type { Claim } from "../core/model";
import { canonicalJson, readCanonicalLine } from "./canonical-json";
import { MAXIMUM_LINES, claimLineSchema, isInstant, readAs, sha256Hex, type ClaimLine } from "./records";
import { isRepositoryPath } from "./repository-path";

/** A claim with the exact line that stands in the ledger; `id` is the line's sha256. */
export interface StoredClaim {
  readonly id: string;
  readonly line: string;
  readonly claim: Claim;
}

export type ClaimReading = { readonly ok: true; readonly claim: StoredClaim } | { readonly ok: false; readonly why: string };

/** Reads one line of a claims file. Never throws. */
export function readClaimLine(line: string): ClaimReading {
  const parsed = readCanonicalLine(line);
  if (!parsed.ok) return parsed;
  const reading = readAs(claimLineSchema, ["claim"], parsed.value, 2);
  if (!reading.ok) return reading;
  return { ok: true, claim: { id: sha256Hex(line), line, claim: toClaim(reading.value) } };
}

/**
 * The ledger lines of a claim: usually one. Names and details that came from outside are cut to the format's limits
 * instead of refused, because a claim that could be made unstorable would be a way to avoid debt; for the same reason
 * a sequence longer than the format allows is cut into several claims. Null where the path can't be a file of any
 * repository, so that the claim could never be debt.
 */
export function writeClaimLines(claim: Claim): readonly StoredClaim[] | null {
  if (!isRepositoryPath(claim.path) || cut(claim.path, claim.path.length) !== claim.path) return null;
  const stored: StoredClaim[] = [];
  const pieces = Math.max(1, Math.ceil(Math.max(claim.sequence.length, claim.removed?.length ?? 0) / MAXIMUM_LINES));
  for (let piece = 0; piece < pieces; piece += 1) {
    const from = piece * MAXIMUM_LINES;
    const part: Claim = {
      ...claim,
      sequence: claim.sequence.slice(from, from + MAXIMUM_LINES),
      ...(claim.removed === undefined ? {} : { removed: claim.removed.slice(from, from + MAXIMUM_LINES) }),
      ...(claim.editOf === undefined ? {} : { editOf: claim.editOf.slice(from, from + MAXIMUM_LINES) }),
      // The token identity is of the whole text.
      ...(pieces > 1 ? { tokenId: undefined } : {}),
    };
    const line = canonicalJson(toLine(part));
    const reading = readClaimLine(line);
    if (!reading.ok) return null;
    stored.push(reading.claim);
  }
  return stored;
}

function toLine(claim: Claim): ClaimLine {
  return {
    ...(claim.editOf === undefined ? { v: 1 as const } : { v: 2 as const, of: [...claim.editOf], ...(claim.isReshaped === true ? { reshaped: true as const } : {}) }),
    type: "claim",
    agentSession: cut(claim.agentSession, 500),
    assistant: cut(claim.assistant, 200) || "unknown",
    at: toInstant(claim.at),
    ctx: claim.context,
    evidence: { detail: cut(claim.evidence.detail, 1000), source: claim.evidence.source, tier: claim.evidence.tier },
    kind: claim.kind,
    path: claim.path,
    seq: [...claim.sequence],
    ...(claim.model === undefined ? {} : { model: cut(claim.model, 200) }),
    ...(claim.removed === undefined ? {} : { removed: [...claim.removed] }),
    ...(claim.tokenId === undefined ? {} : { tid: claim.tokenId }),
  };
}

function toClaim(line: ClaimLine): Claim {
  return {
    path: line.path,
    kind: line.kind,
    sequence: line.seq,
    context: line.ctx,
    assistant: line.assistant,
    agentSession: line.agentSession,
    evidence: line.evidence,
    at: line.at,
    ...(line.model === undefined ? {} : { model: line.model }),
    ...(line.removed === undefined ? {} : { removed: line.removed }),
    ...(line.tid === undefined ? {} : { tokenId: line.tid }),
    ...(line.v === 2 ? { editOf: line.of, ...(line.reshaped === true ? { isReshaped: true as const } : {}) } : {}),
  };
}

/** At most `maximum` UTF-16 units, with half surrogate pairs (also the one a cut leaves) replaced. */
function cut(value: string, maximum: number): string {
  return Buffer.from(value.slice(0, maximum), "utf8").toString("utf8").slice(0, maximum);
}

/** UTC with whole seconds; a time that can't be read becomes 1970, so that the claim itself is not lost. */
export function toInstant(at: string): string {
  const time = Date.parse(at);
  const text = Number.isNaN(time) ? "" : new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
  return isInstant(text) ? text : "1970-01-01T00:00:00Z";
}
