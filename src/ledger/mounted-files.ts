/** The ledger as files of a work tree, for forks and for hosts that refuse custom refs: same names, same bytes as in the refs. */
import type { Claim } from "../core/model";
import { MAXIMUM_BATCH_BYTES, readBatch } from "./batches";
import { readClaimLine } from "./claim-records";
import { filesOf, type LaneObjects } from "./lane-objects";
import { laneKindOf, type LedgerState } from "./ledger-reader";
import { sha256Hex } from "./records";
import { laneOf } from "./ssh/public-key";
import { checkSignature } from "./ssh/signature";

/** Path relative to `.countersign/ledger`, and the file's whole text. */
export interface MountedFile {
  readonly path: string;
  readonly text: string;
}

/** A signed batch that is what it says, whoever signed it. */
export interface IntactBatch {
  readonly name: string;
  readonly body: string;
  readonly signature: string;
  /** Ref of the lane that belongs to its key. */
  readonly ref: string;
  readonly at: string;
}

export interface MountedReading {
  readonly batches: readonly IntactBatch[];
  readonly claims: readonly Claim[];
  readonly refused: readonly { readonly path: string; readonly why: string }[];
}

const PATH = /^([sc])\/([0-9a-f]{2})\/(\2[0-9a-f]{62})\.(jsonl|sig)$/;

/** Reads exported files strictly. Never throws: what is not intact is refused and said. */
export function readMountedFiles(files: readonly MountedFile[]): MountedReading {
  const batches: IntactBatch[] = [];
  const claims: Claim[] = [];
  const refused: { path: string; why: string }[] = [];
  const textOf = new Map(files.map(({ path, text }) => [path, text]));
  for (const { path, text } of files) {
    const [, kind, , name, extension] = PATH.exec(path) ?? [];
    if (kind === undefined || name === undefined) {
      refused.push({ path, why: "no ledger file: expected s/xx/NAME.jsonl, s/xx/NAME.sig or c/xx/NAME.jsonl" });
      continue;
    }
    if (extension === "sig") {
      if (!textOf.has(path.replace(/sig$/, "jsonl"))) refused.push({ path, why: "a signature without its batch" });
      continue;
    }
    if (sha256Hex(text) !== name) {
      refused.push({ path, why: "its name is not the sha256 of its content" });
    } else if (kind === "c") {
      text.split("\n").forEach((row, index) => {
        if (row === "") return;
        const reading = readClaimLine(row);
        if (reading.ok) claims.push(reading.claim.claim);
        else refused.push({ path, why: `line ${index + 1}: ${reading.why}` });
      });
    } else {
      const reading = intactBatch(name, text, textOf.get(path.replace(/jsonl$/, "sig")));
      if (typeof reading === "string") refused.push({ path, why: reading });
      else batches.push(reading);
    }
  }
  return { batches, claims, refused };
}

/** Batches by the ref that they belong to. */
export function batchesByLane(batches: readonly IntactBatch[]): ReadonlyMap<string, readonly IntactBatch[]> {
  const lanes = new Map<string, IntactBatch[]>();
  for (const batch of batches) lanes.set(batch.ref, [...(lanes.get(batch.ref) ?? []), batch]);
  return lanes;
}

/** All lanes as files, once by name: intact signed batches and claims. Unsigned batches stay in their clone. Errors: `ledger-unreadable`. */
export async function exportedFiles(state: LedgerState, objects: LaneObjects): Promise<readonly MountedFile[]> {
  const wanted = new Map<string, { readonly path: string; readonly ref: string }>();
  for (const { lane, tree } of state.lanes) {
    const kind = laneKindOf(lane.ref);
    if (kind === "unsigned") continue;
    for (const file of filesOf(tree)) if (kind === "signed" || file.extension === "jsonl") wanted.set(`${kind === "signed" ? "s" : "c"}/${file.path} ${file.blob}`, { path: `${kind === "signed" ? "s" : "c"}/${file.path}`, ref: lane.ref });
  }
  const contents = await objects.blobs(new Map([...wanted].map(([key, { ref }]) => [key.slice(key.lastIndexOf(" ") + 1), ref])), MAXIMUM_BATCH_BYTES);
  const files = new Map<string, string>();
  for (const [key, { path }] of wanted) {
    const content = contents.get(key.slice(key.lastIndexOf(" ") + 1)) ?? null;
    const text = content?.toString("utf8") ?? "";
    // What is not UTF-8 could not be written as it is; it is nothing that counts either.
    if (content?.equals(Buffer.from(text, "utf8")) !== true) continue;
    if (!path.endsWith(".jsonl") || sha256Hex(text) === path.slice(5, -6)) files.set(path, text);
  }
  const isIntact = (path: string, text: string): boolean => {
    if (path.startsWith("c/")) return true;
    const body = path.replace(/sig$/, "jsonl");
    const signature = path.replace(/jsonl$/, "sig");
    return typeof intactBatch(path.slice(5).replace(/\..*$/, ""), body === path ? text : (files.get(body) ?? ""), signature === path ? text : files.get(signature)) !== "string";
  };
  return [...files].filter(([path, text]) => isIntact(path, text)).map(([path, text]) => ({ path, text })).sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The batch, or why it is none that could count anywhere. */
function intactBatch(name: string, text: string, signature: string | undefined): IntactBatch | string {
  const body = Buffer.from(text, "utf8");
  const reading = readBatch(body);
  if (!reading.ok) return reading.why;
  if (signature === undefined) return "has no signature";
  const check = checkSignature(signature, body);
  if (!check.valid) return `its signature is not valid: ${check.why}`;
  const { header } = reading.batch;
  if (check.key.fingerprint !== header.key) return `signed by ${check.key.fingerprint}: expected ${header.key}`;
  return { name, body: text, signature, ref: `refs/countersign/s/${laneOf(check.key.blob)}`, at: header.at };
}
