/** OpenSSH private key files (PROTOCOL.key): read where they are not encrypted, and written for new Ed25519 keys. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import { armour, unarmour } from "./armour";
import { ellipticJwk, isHardwareKey, parsePublicKey, type SshPublicKey } from "./public-key";
import { SshFormatError, WireReader, uint32, wireString } from "./wire";

export interface SshPrivateKey {
  readonly publicKey: SshPublicKey;
  readonly key: KeyObject;
  readonly comment: string;
}

/** `encrypted` and `hardware` keys are for ssh-keygen, which can ask for a passphrase or a touch. */
export type PrivateKeyReading =
  | { readonly kind: "usable"; readonly privateKey: SshPrivateKey }
  | { readonly kind: "encrypted" | "hardware"; readonly publicKey: SshPublicKey }
  | { readonly kind: "unsupported"; readonly why: string };

const LABEL = "OPENSSH PRIVATE KEY";
const MAGIC = "openssh-key-v1\0";

/** Reads a private key file's text. Never throws for bad input: `unsupported` says what was expected. */
export function readPrivateKey(text: string): PrivateKeyReading {
  try {
    return readContainer(unarmour(LABEL, text));
  } catch (error) {
    if (error instanceof SshFormatError) return { kind: "unsupported", why: error.message };
    throw error;
  }
}

function readContainer(bytes: Buffer): PrivateKeyReading {
  const reader = new WireReader(bytes, "private key file");
  if (reader.raw(MAGIC.length).toString("latin1") !== MAGIC) throw new SshFormatError("not an OpenSSH private key: expected openssh-key-v1");
  const cipher = reader.name();
  const derivation = reader.name();
  reader.string();
  const count = reader.uint32();
  if (count !== 1) throw new SshFormatError(`a private key file with ${count} keys: expected 1`);
  const publicKey = parsePublicKey(reader.string());
  const secret = reader.string();
  if (cipher !== "none" || derivation !== "none") return { kind: "encrypted", publicKey };
  reader.end();
  if (isHardwareKey(publicKey.type)) return { kind: "hardware", publicKey };
  return { kind: "usable", privateKey: readSecret(secret, publicKey) };
}

function readSecret(secret: Buffer, publicKey: SshPublicKey): SshPrivateKey {
  const reader = new WireReader(secret, "private key");
  if (reader.uint32() !== reader.uint32()) throw new SshFormatError("the private key's two check numbers differ: the file is damaged");
  const type = reader.name();
  if (type !== publicKey.type) throw new SshFormatError(`the file holds a ${publicKey.type} public key and a ${JSON.stringify(type.slice(0, 60))} private key`);
  const jwk = readNumbers(reader, type);
  const comment = reader.string().toString("utf8");
  for (let expected = 1; reader.left > 0; expected += 1) {
    if (reader.byte() !== expected) throw new SshFormatError("the private key's padding is wrong: the file is damaged");
  }
  const key = privateKeyObject(jwk);
  // A file whose halves don't belong together would sign what nobody can verify.
  if (!createPublicKey(key).export({ format: "der", type: "spki" }).equals(publicKey.key.export({ format: "der", type: "spki" }))) {
    throw new SshFormatError("the file's private key does not belong to its public key");
  }
  return { publicKey, key, comment };
}

function readNumbers(reader: WireReader, type: string): Record<string, string> {
  if (type === "ssh-ed25519") {
    const point = reader.string();
    const pair = reader.string();
    if (point.length !== 32 || pair.length !== 64) throw new SshFormatError("an Ed25519 private key has 64 bytes and its public key 32");
    return { kty: "OKP", crv: "Ed25519", x: point.toString("base64url"), d: pair.subarray(0, 32).toString("base64url") };
  }
  if (type === "ecdsa-sha2-nistp256") {
    const halves = ellipticJwk(reader.name(), reader.string());
    const scalar = reader.mpint();
    if (scalar.length > 32) throw new SshFormatError("an ECDSA private key has at most 32 bytes");
    return { ...halves, d: Buffer.concat([Buffer.alloc(32 - scalar.length), scalar]).toString("base64url") };
  }
  const [n, e, d, inverse, p, q] = [reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint()];
  const secretExponent = toInteger(d);
  return {
    kty: "RSA",
    n: n.toString("base64url"),
    e: e.toString("base64url"),
    d: d.toString("base64url"),
    p: p.toString("base64url"),
    q: q.toString("base64url"),
    dp: fromInteger(remainder(secretExponent, toInteger(p) - 1n)).toString("base64url"),
    dq: fromInteger(remainder(secretExponent, toInteger(q) - 1n)).toString("base64url"),
    qi: inverse.toString("base64url"),
  };
}

function toInteger(bytes: Buffer): bigint {
  return BigInt(`0x0${bytes.toString("hex")}`);
}

function fromInteger(value: bigint): Buffer {
  const text = value.toString(16);
  return Buffer.from(text.length % 2 === 1 ? `0${text}` : text, "hex");
}

function remainder(value: bigint, modulus: bigint): bigint {
  if (modulus <= 0n) throw new SshFormatError("an RSA private key without its primes");
  return value % modulus;
}

function privateKeyObject(jwk: Record<string, string>): KeyObject {
  try {
    return createPrivateKey({ key: jwk, format: "jwk" });
  } catch (error) {
    throw new SshFormatError(`the private key's numbers are not valid: ${error instanceof Error ? error.message : "refused"}`);
  }
}

export interface NewKeyFiles {
  /** Text of the private key file, unencrypted. */
  readonly privateKey: string;
  /** Text of the .pub file. */
  readonly publicKey: string;
}

/** Makes an Ed25519 key in OpenSSH's file format. `comment` goes into both files; line breaks in it become blanks. */
export function generateKey(comment: string): NewKeyFiles {
  const label = comment.replace(/[\x00-\x1f\x7f]+/g, " ").trim();
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const point = Buffer.from(jwk.x ?? "", "base64url");
  const seed = Buffer.from(jwk.d ?? "", "base64url");
  const blob = Buffer.concat([wireString("ssh-ed25519"), wireString(point)]);
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    wireString("ssh-ed25519"),
    wireString(point),
    wireString(Buffer.concat([seed, point])),
    wireString(label),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const container = Buffer.concat([
    Buffer.from(MAGIC, "latin1"),
    wireString("none"),
    wireString("none"),
    wireString(""),
    uint32(1),
    wireString(blob),
    wireString(Buffer.concat([secret, padding])),
  ]);
  return {
    privateKey: armour(LABEL, container),
    publicKey: `ssh-ed25519 ${blob.toString("base64")}${label === "" ? "" : ` ${label}`}\n`,
  };
}
