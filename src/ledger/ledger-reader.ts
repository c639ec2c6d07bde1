import type { Log } from "../core/ports";
import { MAXIMUM_BATCH_BYTES, readBatch, type BatchReading } from "./batches";
import { readClaimLine, type StoredClaim } from "./claim-records";
import { filesOf, type Lane, type LaneFile, type LaneObjects, type LaneTree } from "./lane-objects";
import { MAXIMUM_LINES, sha256Hex } from "./records";
import { APPROVAL_NAMESPACE, SIGNOFF_NAMESPACE, checkSignature, type SignatureCheck } from "./ssh/signature";
import type { FoundBatch } from "./verification";

// No ref holds a colon, so a mounted lane can't be mistaken for one.
const SIGNED = /^(refs\/countersign|refs\/countersign-remote\/.+)\/s\/[^/]+$|:\.countersign\/ledger\/s$/;
const CLAIMS = /^(refs\/countersign|refs\/countersign-remote\/.+)\/c\/[^/]+$|:\.countersign\/ledger\/c$/;
const UNSIGNED = /^refs\/countersign\/u\/[^/]+$/;

export function laneKindOf(ref: string): "signed" | "claims" | "unsigned" {
  if (CLAIMS.test(ref)) return "claims";
  return UNSIGNED.test(ref) ? "unsigned" : "signed";
}

/** A batch file's content, judged as far as nothing but its bytes matters. */
interface ReadBatchFile {
  readonly reading: BatchReading;
  readonly signature: SignatureCheck | null;
}

export interface LaneState {
  readonly lane: Lane;
  readonly tree: LaneTree;
}

/** Everything that the lanes hold at one moment. */
export interface LedgerState {
  readonly lanes: readonly LaneState[];
  /** Refs under the ledger's names that are no commits. */
  readonly odd: readonly string[];
}

/** Reads all lanes and unites them by content. What was read is kept by object id, so a second reading costs only what is new. */
export class LedgerReader {
  private batchFiles = new Map<string, ReadBatchFile>();
  private claimFiles = new Map<string, readonly StoredClaim[]>();

  constructor(
    private readonly objects: LaneObjects,
    private readonly log: Log | null,
  ) {}

  /** Commits whose trees are looked at for mounted lanes. */
  mounts: readonly string[] = [];

  /** Errors: `ledger-unreadable`. */
  async state(): Promise<LedgerState> {
    const [refs, mounted] = await Promise.all([this.objects.lanes(), this.objects.mounted(this.mounts)]);
    const all = [...refs, ...mounted].filter(({ ref }) => SIGNED.test(ref) || CLAIMS.test(ref) || UNSIGNED.test(ref));
    const trees = await this.objects.treesOf(all);
    const lanes: LaneState[] = [];
    const odd: string[] = [];
    for (const lane of all) {
      const tree = trees.get(lane.tip);
      if (tree) lanes.push({ lane, tree });
      else odd.push(lane.ref);
    }
    return { lanes, odd };
  }

  /** Every batch of every lane; the same body with the same signature once. Errors: `ledger-unreadable`. */
  async batches(state: LedgerState): Promise<readonly FoundBatch[]> {
    const places = new Map<string, { name: string; ref: string; unsignedLane: boolean; body: LaneFile; signature: LaneFile | null }>();
    for (const { lane, tree } of state.lanes) {
      if (CLAIMS.test(lane.ref)) continue;
      const files = filesOf(tree);
      const signatures = new Map(files.filter(({ extension }) => extension === "sig").map((file) => [file.name, file]));
      for (const body of files) {
        if (body.extension !== "jsonl") continue;
        const signature = signatures.get(body.name) ?? null;
        const unsignedLane = UNSIGNED.test(lane.ref);
        const key = `${body.name} ${body.blob} ${signature?.blob ?? ""}${unsignedLane ? " unsigned" : ""}`;
        if (!places.has(key)) places.set(key, { name: body.name, ref: lane.ref, unsignedLane, body, signature });
      }
    }
    const missing = [...places].filter(([key]) => !this.batchFiles.has(key));
    const wanted = new Map<string, string>();
    for (const [, place] of missing) {
      wanted.set(place.body.blob, place.ref);
      if (place.signature) wanted.set(place.signature.blob, place.ref);
    }
    const contents = await this.objects.blobs(wanted, MAXIMUM_BATCH_BYTES);
    for (const [key, { name, body, signature }] of missing) {
      this.batchFiles.set(key, readFiles(name, contents.get(body.blob) ?? null, signature && (contents.get(signature.blob) ?? Buffer.alloc(0))));
    }
    this.batchFiles = new Map([...this.batchFiles].filter(([key]) => places.has(key)));
    const found: FoundBatch[] = [];
    for (const [key, { name, ref, unsignedLane }] of places) {
      const file = this.batchFiles.get(key);
      if (file) found.push({ name, ref, unsignedLane, ...file });
    }
    return found;
  }

  /** Every claim of every lane, once by content, in order of path, time and id. Errors: `ledger-unreadable`. */
  async claims(state: LedgerState): Promise<readonly StoredClaim[]> {
    const wanted = new Map<string, string>();
    const names = new Map<string, string>();
    for (const { lane, tree } of state.lanes) {
      if (!CLAIMS.test(lane.ref)) continue;
      for (const file of filesOf(tree)) {
        if (file.extension !== "jsonl") continue;
        wanted.set(file.blob, lane.ref);
        names.set(file.blob, file.name);
      }
    }
    const contents = await this.objects.blobs(new Map([...wanted].filter(([blob]) => !this.claimFiles.has(blob))), MAXIMUM_BATCH_BYTES);
    for (const [blob, content] of contents) this.claimFiles.set(blob, this.readClaims(content, `${wanted.get(blob) ?? ""}, ${names.get(blob) ?? blob}`));
    this.claimFiles = new Map([...this.claimFiles].filter(([blob]) => wanted.has(blob)));
    const united = new Map<string, StoredClaim>();
    for (const file of this.claimFiles.values()) for (const claim of file) united.set(claim.id, claim);
    return [...united.values()].sort((one, other) => compare(one.claim.path, other.claim.path) || compare(one.claim.at, other.claim.at) || compare(one.id, other.id));
  }

  /** Claims only add debt, so each line that can be read counts, whatever stands around it; what can't is reported. */
  private readClaims(content: Buffer | null, where: string): readonly StoredClaim[] {
    if (content === null) {
      this.log?.warn(`claims left out: ${where}: larger than ${MAXIMUM_BATCH_BYTES} bytes`);
      return [];
    }
    const claims: StoredClaim[] = [];
    const rows = content.toString("utf8").split("\n", MAXIMUM_LINES + 1);
    if (rows.length > MAXIMUM_LINES) this.log?.warn(`claims left out: ${where}: only the first ${MAXIMUM_LINES} lines are read`);
    for (const [index, row] of rows.slice(0, MAXIMUM_LINES).entries()) {
      if (row === "") continue;
      const reading = readClaimLine(row);
      if (reading.ok) claims.push(reading.claim);
      else this.log?.warn(`claim left out: ${where}, line ${index + 1}: ${reading.why}`);
    }
    return claims;
  }
}

function readFiles(name: string, body: Buffer | null, signature: Buffer | null): ReadBatchFile {
  if (body === null) return { reading: { ok: false, why: `larger than ${MAXIMUM_BATCH_BYTES} bytes` }, signature: null };
  if (sha256Hex(body) !== name) return { reading: { ok: false, why: "its name is not the sha256 of its content" }, signature: null };
  return { reading: readBatch(body), signature: signature && checkSignature(signature.toString("latin1"), body, SIGNOFF_NAMESPACE, APPROVAL_NAMESPACE) };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
