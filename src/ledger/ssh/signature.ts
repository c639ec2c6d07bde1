/** SSHSIG: signatures as `ssh-keygen -Y sign` makes them (OpenSSH PROTOCOL.sshsig, PROTOCOL.u2f), in node:crypto. */
import { createHash, sign as cryptoSign, verify as cryptoVerify } from "node:crypto";
import { armour, unarmour } from "./armour";
import type { SshPrivateKey } from "./private-key";
import { isHardwareKey, parsePublicKey, type SshPublicKey } from "./public-key";
import { SshFormatError, WireReader, padded, uint32, wireMpint, wireString } from "./wire";

/** What a sign-off's signature is for; a signature for git commits or for mail is worth nothing here. */
export const SIGNOFF_NAMESPACE = "signoff.v1@countersign";

/** What a forge's approvals are recorded under by a CI key: other people's, so a key has to be enrolled for it by name. */
export const APPROVAL_NAMESPACE = "approval.v1@countersign";

const LABEL = "SSH SIGNATURE";
const MAGIC = "SSHSIG";
/** Bits of the flags byte that a hardware key signs: someone touched it; a pin or fingerprint was checked. */
const TOUCHED = 1;
const PIN_CHECKED = 4;

export type SignatureCheck =
  | { readonly valid: true; readonly key: SshPublicKey; readonly namespace: string; readonly touch: boolean; readonly pin: boolean }
  | { readonly valid: false; readonly why: string };

interface SignatureParts {
  readonly key: SshPublicKey;
  readonly namespace: string;
  readonly hash: "sha512" | "sha256";
  readonly signature: Buffer;
}

/**
 * Checks an armoured SSHSIG over `body`. `touch` and `pin` come from the signed flags byte, which
 * `ssh-keygen -Y verify` does not look at. Never throws for bad input: `why` says what is wrong.
 */
export function checkSignature(armoured: string, body: Uint8Array, ...namespaces: readonly string[]): SignatureCheck {
  const expected = namespaces.length === 0 ? [SIGNOFF_NAMESPACE] : namespaces;
  try {
    const parts = parseSignature(unarmour(LABEL, armoured));
    if (!expected.includes(parts.namespace)) {
      return { valid: false, why: `signed for ${JSON.stringify(parts.namespace.slice(0, 80))}: expected ${expected.join(" or ")}` };
    }
    return checkParts(parts, signedData(parts.namespace, parts.hash, body));
  } catch (error) {
    if (error instanceof SshFormatError) return { valid: false, why: error.message };
    throw error;
  }
}

/** Armoured SSHSIG over `body` with SHA-512, byte for byte what ssh-keygen makes with the same key (ECDSA is randomised). */
export function signBody(privateKey: SshPrivateKey, body: Uint8Array, namespace: string = SIGNOFF_NAMESPACE): string {
  const data = signedData(namespace, "sha512", body);
  const blob = Buffer.concat([
    Buffer.from(MAGIC),
    uint32(1),
    wireString(privateKey.publicKey.blob),
    wireString(namespace),
    wireString(""),
    wireString("sha512"),
    wireString(rawSignature(privateKey, data)),
  ]);
  return armour(LABEL, blob);
}

function parseSignature(blob: Buffer): SignatureParts {
  const reader = new WireReader(blob, "SSH signature");
  if (reader.raw(MAGIC.length).toString("latin1") !== MAGIC) throw new SshFormatError("not an SSH signature: expected it to begin with SSHSIG");
  const version = reader.uint32();
  if (version !== 1) throw new SshFormatError(`SSH signature of version ${version}: expected 1`);
  const key = parsePublicKey(reader.string());
  const namespace = reader.name();
  // The field is outside of what is signed, so anything in it could be put there by anyone.
  if (reader.string().length > 0) throw new SshFormatError("SSH signature with a reserved field that is not empty");
  const hash = reader.name();
  if (hash !== "sha512" && hash !== "sha256") throw new SshFormatError(`SSH signature over ${JSON.stringify(hash.slice(0, 40))}: expected sha512 or sha256`);
  const signature = reader.string();
  reader.end();
  return { key, namespace, hash, signature };
}

function signedData(namespace: string, hash: "sha512" | "sha256", body: Uint8Array): Buffer {
  const digest = createHash(hash).update(body).digest();
  return Buffer.concat([Buffer.from(MAGIC), wireString(namespace), wireString(""), wireString(hash), wireString(digest)]);
}

function checkParts(parts: SignatureParts, data: Buffer): SignatureCheck {
  const { key } = parts;
  const reader = new WireReader(parts.signature, "SSH signature");
  const algorithm = reader.name();
  const value = reader.string();
  let message = data;
  let flags = 0;
  if (key.application !== null) {
    flags = reader.byte();
    const counter = reader.uint32();
    message = Buffer.concat([sha256(key.application), Buffer.from([flags]), uint32(counter), sha256(data)]);
  }
  reader.end();
  if (!verifyValue(key, algorithm, value, message)) return { valid: false, why: "the signature does not match the content" };
  const hardware = isHardwareKey(key.type);
  return { valid: true, key, namespace: parts.namespace, touch: hardware && (flags & TOUCHED) !== 0, pin: hardware && (flags & PIN_CHECKED) !== 0 };
}

function verifyValue(key: SshPublicKey, algorithm: string, value: Buffer, message: Buffer): boolean {
  switch (key.type) {
    case "ssh-ed25519":
    case "sk-ssh-ed25519@openssh.com":
      expectAlgorithm(algorithm, [key.type]);
      if (value.length !== 64) throw new SshFormatError(`an Ed25519 signature has 64 bytes: found ${value.length}`);
      return cryptoVerify(null, message, key.key, value);
    case "ecdsa-sha2-nistp256":
    case "sk-ecdsa-sha2-nistp256@openssh.com": {
      expectAlgorithm(algorithm, [key.type]);
      const reader = new WireReader(value, "ECDSA signature");
      const r = padded(reader.mpint(), 32, "r of the ECDSA signature");
      const s = padded(reader.mpint(), 32, "s of the ECDSA signature");
      reader.end();
      return cryptoVerify("sha256", message, { key: key.key, dsaEncoding: "ieee-p1363" }, Buffer.concat([r, s]));
    }
    case "ssh-rsa": {
      // `ssh-rsa` itself means SHA-1 and is refused.
      expectAlgorithm(algorithm, ["rsa-sha2-512", "rsa-sha2-256"]);
      const length = (key.key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
      return cryptoVerify(algorithm === "rsa-sha2-512" ? "sha512" : "sha256", message, key.key, padded(value, Math.ceil(length), "RSA signature"));
    }
  }
}

function expectAlgorithm(found: string, expected: readonly string[]): void {
  if (!expected.includes(found)) throw new SshFormatError(`signature algorithm ${JSON.stringify(found.slice(0, 60))}: expected ${expected.join(" or ")}`);
}

function rawSignature(privateKey: SshPrivateKey, data: Buffer): Buffer {
  switch (privateKey.publicKey.type) {
    case "ssh-ed25519":
      return Buffer.concat([wireString("ssh-ed25519"), wireString(cryptoSign(null, data, privateKey.key))]);
    case "ecdsa-sha2-nistp256": {
      const value = cryptoSign("sha256", data, { key: privateKey.key, dsaEncoding: "ieee-p1363" });
      const numbers = Buffer.concat([wireMpint(value.subarray(0, 32)), wireMpint(value.subarray(32))]);
      return Buffer.concat([wireString("ecdsa-sha2-nistp256"), wireString(numbers)]);
    }
    case "ssh-rsa":
      return Buffer.concat([wireString("rsa-sha2-512"), wireString(cryptoSign("sha512", data, privateKey.key))]);
    default:
      throw new SshFormatError(`a ${privateKey.publicKey.type} key signs in its hardware only`);
  }
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
