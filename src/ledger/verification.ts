/** From what stands in the refs to what counts: a pure function of the batches found and the base's trust anchors. */
import { TRUST_ORDER, type Trust, type VerdictRecord } from "../core/model";
import type { LedgerReading, ProblemKind, TrustAnchors } from "../core/ports";
import { countsMatch, recordsOf, type Batch, type BatchReading } from "./batches";
import { chainGaps, chainTimes } from "./chain";
import { isRevoked, parseRevocations, type Revocations } from "./revocations";
import { allowsNamespace, isValidAt, parseAllowedSigners, type AllowedSigner } from "./ssh/allowed-signers";
import { isHardwareKey } from "./ssh/public-key";
import { APPROVAL_NAMESPACE, SIGNOFF_NAMESPACE, type SignatureCheck } from "./ssh/signature";

/** One batch file as it stands in one lane. */
export interface FoundBatch {
  /** The id that the file's name claims; the reading is only ok where it is the content's sha256. */
  readonly name: string;
  readonly ref: string;
  /** In this clone's own unsigned lane. */
  readonly unsignedLane: boolean;
  readonly reading: BatchReading;
  /** Null where no signature file stands beside it. */
  readonly signature: SignatureCheck | null;
}

export interface Verification extends LedgerReading {
  /** The id that batches had to carry; null in an empty ledger. */
  readonly repository: string | null;
}

/** `chained`: the signature holds, so the batch has its place in the chain even where it counts nothing. */
type Judgement =
  | { readonly counts: true; readonly batch: Batch; readonly trust: Trust; readonly chained: boolean }
  | { readonly counts: false; readonly why: string; readonly kind: ProblemKind; readonly batch: Batch | null; readonly chained: boolean };

interface Anchors {
  readonly signers: readonly AllowedSigner[] | null;
  readonly revocations: Revocations;
  readonly repository: string | null;
  /** By batch id: when it can have been signed at the earliest. */
  readonly times: ReadonlyMap<string, string>;
}

/**
 * Verifies in a fixed order: name = hash, canonical form, repository, key enrolled, principal, count, signature,
 * revocation, touch; then the chains. Errors: `policy` where revocations.json can't be read.
 */
export function verifyBatches(found: readonly FoundBatch[], trust: TrustAnchors): Verification {
  const enrolled = trust.allowedSigners === null ? null : parseAllowedSigners(trust.allowedSigners);
  const anchors: Anchors = {
    signers: enrolled?.signers ?? null,
    revocations: parseRevocations(trust.revocations),
    repository: trust.repositoryId,
    times: chainTimes(found.flatMap(({ reading, signature }) => (reading.ok && signature?.valid === true && signature.key.fingerprint === reading.batch.header.key ? [reading.batch] : []))),
  };
  const problems: LedgerReading["problems"][number][] = (enrolled?.problems ?? []).map(({ line, why }) => ({ batch: "", ref: `.countersign/allowed_signers:${line}`, why, kind: "key" }));
  const judged = found.map((candidate) => ({ candidate, judgement: judge(candidate, anchors) }));
  const repository = anchors.repository ?? earliestRepository(judged.map(({ judgement }) => judgement));
  const accepted = new Map<string, { batch: Batch; trust: Trust }>();
  const chained = new Map<string, Batch>();
  const seen = new Set<string>();
  for (const { candidate, judgement: first } of judged) {
    const judgement = holdAgainst(first, repository);
    if (judgement.batch && judgement.chained) chained.set(judgement.batch.id, judgement.batch);
    if (judgement.counts) {
      const known = accepted.get(judgement.batch.id);
      // The same body may carry two good signatures, one of them with a touch.
      if (!known || TRUST_ORDER.indexOf(judgement.trust) > TRUST_ORDER.indexOf(known.trust)) accepted.set(judgement.batch.id, judgement);
      continue;
    }
    const problem = `${candidate.name} ${judgement.why}`;
    if (seen.has(problem)) continue;
    seen.add(problem);
    problems.push({ batch: candidate.name, ref: candidate.ref, why: judgement.why, kind: judgement.kind });
  }
  const records: VerdictRecord[] = [];
  for (const id of [...accepted.keys()].sort()) {
    const entry = accepted.get(id);
    if (!entry) continue;
    for (const record of recordsOf(entry.batch, entry.trust)) {
      if (anchors.revocations.records.has(record.id)) problems.push({ batch: id, ref: "", why: `the record ${record.id} is revoked`, kind: "revoked" });
      else records.push(record);
    }
  }
  records.sort(inOrder);
  return { records, problems, gaps: chainGaps([...chained.values()]), repository };
}

/** Path, then time, then record id, never the order of refs. */
function inOrder(one: VerdictRecord, other: VerdictRecord): number {
  return compare(one.path, other.path) || compare(one.at, other.at) || compare(one.id, other.id) || compare(one.key, other.key);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function judge(candidate: FoundBatch, anchors: Anchors): Judgement {
  const { reading, signature } = candidate;
  if (!reading.ok) return refuse("integrity", reading.why);
  const { batch } = reading;
  const { header } = batch;
  if (header.key === "") {
    if (!candidate.unsignedLane) return refuse("signature", "unsigned, in a lane for signed batches", batch);
    if (anchors.signers !== null) return refuse("key", "unsigned: counts nothing, because the base enrols signers", batch);
    if (!countsMatch(batch)) return refuse("integrity", `holds ${batch.lines.length} records: expected ${header.n}`, batch);
    return { counts: true, batch, trust: "none", chained: false };
  }
  if (signature?.valid === true && signature.namespace === APPROVAL_NAMESPACE) return judgeApproval(candidate, batch, signature, anchors);
  const enrolment = anchors.signers?.filter((signer) => signer.key.fingerprint === header.key);
  if (enrolment?.length === 0) return refuse("key", `signed, not enrolled: ${header.key} as ${header.signer}`, batch);
  const lines = enrolment?.filter((signer) => allowsNamespace(signer, SIGNOFF_NAMESPACE));
  const holds = signature !== null && signature.valid && signature.key.fingerprint === header.key && countsMatch(batch);
  const notThis = (kind: ProblemKind, why: string): Judgement => ({ counts: false, why, kind, batch, chained: holds });
  if (lines?.length === 0) return notThis("key", `its key is not enrolled for ${SIGNOFF_NAMESPACE}`);
  const at = anchors.times.get(batch.id) ?? header.at;
  const dated = at === header.at ? "" : `, though it says ${header.at}: its key signed later ones before it`;
  const valid = lines?.filter((signer) => isValidAt(signer, header.at) && isValidAt(signer, at));
  if (valid?.length === 0) return notThis("key", `its key is not valid at ${at}${dated}`);
  if (valid && !valid.some((signer) => signer.principals.includes(header.signer))) return notThis("key", `its key may not sign as ${header.signer}`);
  if (!countsMatch(batch)) return notThis("integrity", `holds ${batch.lines.length} records: expected ${header.n}`);
  if (signature === null) return notThis("signature", "has no signature");
  if (!signature.valid) return notThis("signature", `its signature is not valid: ${signature.why}`);
  if (!holds) return notThis("signature", `signed by ${signature.key.fingerprint}: expected ${header.key}`);
  if (isRevoked(anchors.revocations, header.key, at)) return notThis("revoked", `its key is revoked${dated}`);
  if (anchors.signers === null) return { counts: true, batch, trust: "self-declared", chained: true };
  const touched = isHardwareKey(signature.key.type) && signature.touch;
  return { counts: true, batch, trust: touched ? "key+touch" : "key", chained: true };
}

/**
 * Approvals of a forge, recorded by a key that the base enrols for that by name. Such a key speaks for others, whoever they are, but says
 * no more than that the forge showed their approval: its records are worth `forge`, and it can sign nothing else.
 */
function judgeApproval(candidate: FoundBatch, batch: Batch, signature: Extract<SignatureCheck, { readonly valid: true }>, anchors: Anchors): Judgement {
  const { header } = batch;
  const holds = signature.key.fingerprint === header.key && countsMatch(batch);
  const notThis = (kind: ProblemKind, why: string): Judgement => ({ counts: false, why, kind, batch, chained: holds });
  const enrolled = anchors.signers?.filter((signer) => signer.key.fingerprint === header.key && recordsApprovals(signer)) ?? [];
  if (candidate.unsignedLane || enrolled.length === 0) return notThis("key", `approvals recorded by ${header.key}, which the base does not enrol with namespaces="${APPROVAL_NAMESPACE}"`);
  const at = anchors.times.get(batch.id) ?? header.at;
  const dated = at === header.at ? "" : `, though it says ${header.at}: its key recorded later ones before it`;
  if (!enrolled.some((signer) => isValidAt(signer, header.at) && isValidAt(signer, at))) return notThis("key", `its key is not valid at ${at}${dated}`);
  if (!countsMatch(batch)) return notThis("integrity", `holds ${batch.lines.length} records: expected ${header.n}`);
  if (!holds) return notThis("signature", `signed by ${signature.key.fingerprint}: expected ${header.key}`);
  if (isRevoked(anchors.revocations, header.key, at)) return notThis("revoked", `its key for approvals is revoked${dated}`);
  if (!batch.lines.every(({ line }) => line.type === "signoff" && line.verdict === "approved" && line.ev.method === "forge")) return notThis("key", "holds more than approvals of a forge");
  return { counts: true, batch, trust: "forge", chained: true };
}

/** Named outright: a line without namespaces, or with a pattern, is a person's, who speaks for nobody else. */
export function recordsApprovals({ namespaces }: AllowedSigner): boolean {
  return namespaces?.split(",").some((name) => name.trim() === APPROVAL_NAMESPACE) === true;
}

/** The repository's id where the base names none: that of the earliest batch that counts, signed before unsigned. */
function earliestRepository(judgements: readonly Judgement[]): string | null {
  let earliest: Batch | null = null;
  for (const judgement of judgements) {
    if (!judgement.counts) continue;
    if (earliest === null || comesFirst(judgement.batch, earliest)) earliest = judgement.batch;
  }
  return earliest?.header.repo ?? null;
}

function comesFirst(one: Batch, other: Batch): boolean {
  const signed = (batch: Batch) => (batch.header.key === "" ? 1 : 0);
  return (signed(one) - signed(other) || compare(one.header.at, other.header.at) || compare(one.id, other.id)) < 0;
}

function holdAgainst(judgement: Judgement, repository: string | null): Judgement {
  const found = judgement.batch?.header.repo;
  if (found === undefined || repository === null || found === repository) return judgement;
  return { counts: false, kind: "repository", why: `made for another repository, ${found}: expected ${repository}`, batch: judgement.batch, chained: false };
}

function refuse(kind: ProblemKind, why: string, batch: Batch | null = null): Judgement {
  return { counts: false, why, kind, batch, chained: false };
}
