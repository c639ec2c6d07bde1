/** What the ledger's tests share: keys, signers, sample verdicts and claims, a seeded source of chance. */
import { createHash } from "node:crypto";
import type { Claim } from "../../../src/core/model";
import type { NewVerdict, Signer } from "../../../src/core/ports";
import { buildBatch, readBatch } from "../../../src/ledger/batches";
import { generateKey, readPrivateKey, type SshPrivateKey } from "../../../src/ledger/ssh/private-key";
import { checkSignature, signBody } from "../../../src/ledger/ssh/signature";
import type { FoundBatch } from "../../../src/ledger/verification";

export const REPOSITORY = "b7f0c5b2-1f2e-4a55-9a3c-5d8f6f0e7c11";

export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

export function newKey(comment = "test"): SshPrivateKey {
  const reading = readPrivateKey(generateKey(comment).privateKey);
  if (reading.kind !== "usable") throw new Error(`the generated key is ${reading.kind}`);
  return reading.privateKey;
}

export function signerOf(key: SshPrivateKey): Signer {
  return { publicKey: key.publicKey.text, fingerprint: key.publicKey.fingerprint, sign: (body) => Promise.resolve(signBody(key, body)) };
}

export function sampleVerdict(index = 0, change: Partial<NewVerdict> = {}): NewVerdict {
  const keys = [0, 1, 2].map((line) => sha256(`line ${index} ${line}`).slice(0, 32));
  return {
    type: "signoff",
    verdict: "approved",
    contentId: `h1:${sha256(`hunk ${index}`)}`,
    tokenId: `t1:${sha256(`tokens ${index}`)}`,
    sequence: keys,
    context: `c1:${sha256(`context ${index}`).slice(0, 32)}`,
    path: `src/file${index}.ts`,
    kind: "edit",
    basis: "read",
    criteria: ["reviewed"],
    was: null,
    risk: { level: "high", rules: ["error-swallowed"], score: 73 },
    lines: 3,
    evidence: { method: "editor", bulk: 1, agentEnvironment: [] },
    ...change,
  };
}

export function sampleClaim(index = 0, change: Partial<Claim> = {}): Claim {
  return {
    path: `src/file${index}.ts`,
    kind: "edit",
    sequence: [0, 1].map((line) => sha256(`claimed ${index} ${line}`).slice(0, 32)),
    context: `c1:${sha256(`context ${index}`).slice(0, 32)}`,
    assistant: "claude-code",
    model: "model-x",
    agentSession: "session-1",
    evidence: { source: "hook", tier: 1, detail: "Edit toolu_1" },
    at: "2026-11-22T06:00:00Z",
    ...change,
  };
}

export interface MadeBatch {
  readonly name: string;
  readonly body: Buffer;
  readonly signature: string | null;
}

/** A chain of signed batches by one key. */
export function makeChain(key: SshPrivateKey, signer: string, count: number, change: { perBatch?: number; from?: number; previous?: string | null; at?: string; repository?: string; fingerprint?: string } = {}): MadeBatch[] {
  const made: MadeBatch[] = [];
  let previous = change.previous ?? null;
  for (let index = 0; index < count; index += 1) {
    const sequence = (change.from ?? 0) + index;
    const per = change.perBatch ?? 2;
    const { body, batch } = buildBatch(
      Array.from({ length: per }, (_, record) => sampleVerdict(sequence * per + record)),
      { repository: change.repository ?? REPOSITORY, signer, key: change.fingerprint ?? key.publicKey.fingerprint, at: change.at ?? `2026-11-22T06:${String(sequence % 60).padStart(2, "0")}:00Z`, sequence, previous, tool: "countersign/test" },
    );
    made.push({ name: batch.id, body, signature: signBody(key, body) });
    previous = batch.id;
  }
  return made;
}

/** As the reader would find it in a ref. */
export function found(batch: MadeBatch, change: Partial<FoundBatch> = {}): FoundBatch {
  const reading = sha256(batch.body) === batch.name ? readBatch(batch.body) : ({ ok: false, why: "its name is not the sha256 of its content" } as const);
  return { name: batch.name, ref: "refs/countersign/s/0123456789abcdef", unsignedLane: false, reading, signature: batch.signature === null ? null : checkSignature(batch.signature, batch.body), ...change };
}

/** mulberry32: the same run of numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/** One to four random changes: a byte replaced, inserted or deleted, a part doubled or cut off. */
export function mutate(bytes: Buffer, random: () => number): Buffer {
  let result = Buffer.from(bytes);
  const pick = (below: number) => Math.floor(random() * below);
  for (let change = 1 + pick(4); change > 0; change -= 1) {
    const at = pick(result.length + 1);
    const kind = pick(6);
    if (kind === 0 && result.length > 0) result[Math.min(at, result.length - 1)] = pick(256);
    else if (kind === 1) result = Buffer.concat([result.subarray(0, at), Buffer.from([pick(256)]), result.subarray(at)]);
    else if (kind === 2) result = Buffer.concat([result.subarray(0, at), result.subarray(at + 1 + pick(8))]);
    else if (kind === 3) result = Buffer.concat([result, result.subarray(at)]);
    else if (kind === 4) result = Buffer.from(result.subarray(0, at));
    else if (result.length > 4) result.writeUInt32BE(pick(2) === 0 ? 0xffffffff : pick(1 << 20), pick(result.length - 4));
  }
  return result;
}
