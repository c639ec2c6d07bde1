import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { SshFormatError, WireReader, strictBase64 } from "./wire";

export const KEY_TYPES = [
  "ssh-ed25519",
  "sk-ssh-ed25519@openssh.com",
  "ecdsa-sha2-nistp256",
  "sk-ecdsa-sha2-nistp256@openssh.com",
  "ssh-rsa",
] as const;

export type SshKeyType = (typeof KEY_TYPES)[number];

export interface SshPublicKey {
  readonly type: SshKeyType;
  /** The key in SSH wire encoding: what is hashed for the fingerprint. */
  readonly blob: Buffer;
  /** `SHA256:` and unpadded base64, as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** `type base64`, one line without a comment. */
  readonly text: string;
  readonly key: KeyObject;
  /** For a hardware key: the application (usually `ssh:`) whose hash is part of what it signs. */
  readonly application: Buffer | null;
}

const MINIMUM_RSA_BITS = 2048;
const MAXIMUM_RSA_BITS = 16384;

/** True for keys that live in hardware and can say whether they were touched. */
export function isHardwareKey(type: SshKeyType): boolean {
  return type.startsWith("sk-");
}

/** Reads a key in wire encoding. Errors: `SshFormatError`: other type, truncated, too long, weak or off its curve. */
export function parsePublicKey(blob: Buffer): SshPublicKey {
  const reader = new WireReader(blob, "public key");
  const type = keyTypeOf(reader.name());
  let application: Buffer | null = null;
  let jwk: Record<string, string>;
  if (type === "ssh-ed25519" || type === "sk-ssh-ed25519@openssh.com") {
    const point = reader.string();
    if (point.length !== 32) throw new SshFormatError(`an Ed25519 public key has 32 bytes: found ${point.length}`);
    jwk = { kty: "OKP", crv: "Ed25519", x: point.toString("base64url") };
  } else if (type === "ssh-rsa") {
    const exponent = reader.mpint();
    const modulus = reader.mpint();
    checkRsa(exponent, modulus);
    jwk = { kty: "RSA", n: modulus.toString("base64url"), e: exponent.toString("base64url") };
  } else {
    jwk = ellipticJwk(reader.name(), reader.string());
  }
  if (isHardwareKey(type)) application = reader.string();
  reader.end();
  return {
    type,
    blob: Buffer.from(blob),
    fingerprint: fingerprintOf(blob),
    text: `${type} ${blob.toString("base64")}`,
    key: keyObject(jwk),
    application,
  };
}

/** Reads `type base64 [comment]`, the content of a .pub file. Errors: `SshFormatError`. */
export function parsePublicKeyLine(line: string): SshPublicKey {
  const [type = "", text = ""] = line.trim().split(/[ \t]+/, 2);
  const key = parsePublicKey(strictBase64(text, "public key"));
  if (key.type !== type) throw new SshFormatError(`the public key says ${type} outside and ${key.type} inside`);
  return key;
}

function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** Name of the ref lane of a key: the first 16 hex digits of sha256 over the wire encoding. */
export function laneOf(blob: Uint8Array): string {
  return createHash("sha256").update(blob).digest("hex").slice(0, 16);
}

function keyTypeOf(name: string): SshKeyType {
  const type = KEY_TYPES.find((known) => known === name);
  if (!type) throw new SshFormatError(`unsupported key type ${JSON.stringify(name.slice(0, 80))}: expected one of ${KEY_TYPES.join(", ")}`);
  return type;
}

/** Public half of a P-256 key as a JWK. Errors: `SshFormatError`. */
export function ellipticJwk(curve: string, point: Buffer): { kty: string; crv: string; x: string; y: string } {
  if (curve !== "nistp256") throw new SshFormatError(`unsupported curve ${JSON.stringify(curve.slice(0, 40))}: expected nistp256`);
  if (point.length !== 65 || point[0] !== 4) throw new SshFormatError("expected an uncompressed point of 65 bytes");
  return { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
}

function checkRsa(exponent: Buffer, modulus: Buffer): void {
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < MINIMUM_RSA_BITS || bits > MAXIMUM_RSA_BITS) {
    throw new SshFormatError(`an RSA key of ${bits} bits: expected ${MINIMUM_RSA_BITS} to ${MAXIMUM_RSA_BITS}`);
  }
  // A huge exponent would make each verification as slow as the sender likes.
  const value = exponent.length <= 8 ? BigInt(`0x0${exponent.toString("hex")}`) : null;
  if (value === null || value < 3n || value % 2n === 0n) throw new SshFormatError("an RSA key with an exponent that is not an odd number of at most 64 bits");
}

function keyObject(jwk: Record<string, string>): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch (error) {
    throw new SshFormatError(`the public key is not a valid point or number: ${error instanceof Error ? error.message : "refused"}`);
  }
}
