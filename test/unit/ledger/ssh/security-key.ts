/** A security key in software: it signs as one does, with whatever flags byte a test wants. */
import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { armour } from "../../../../src/ledger/ssh/armour";
import { SIGNOFF_NAMESPACE } from "../../../../src/ledger/ssh/signature";
import { uint32, wireMpint, wireString } from "../../../../src/ledger/ssh/wire";

const APPLICATION = Buffer.from("ssh:");

export interface SoftwareSecurityKey {
  /** `type base64`. */
  readonly publicKey: string;
  /** The key as an agent lists it. */
  readonly blob: Buffer;
  /** What an agent answers when it is asked to sign data. */
  readonly signData: (data: Uint8Array, flags: number) => Buffer;
  /** Armoured signature; flags: 1 touched, 4 pin checked. */
  readonly sign: (body: Uint8Array, flags: number) => string;
}

export function softwareSecurityKey(type: "ed25519" | "ecdsa"): SoftwareSecurityKey {
  const { name, blob, value } = type === "ed25519" ? edwards() : elliptic();
  const signData = (data: Uint8Array, flags: number): Buffer => {
    const message = Buffer.concat([sha256(APPLICATION), Buffer.from([flags]), uint32(9), sha256(data)]);
    return Buffer.concat([wireString(name), wireString(value(message)), Buffer.from([flags]), uint32(9)]);
  };
  return {
    publicKey: `${name} ${blob.toString("base64")}`,
    blob,
    signData,
    sign: (body, flags) => {
      const signature = signData(Buffer.concat([Buffer.from("SSHSIG"), wireString(SIGNOFF_NAMESPACE), wireString(""), wireString("sha512"), wireString(createHash("sha512").update(body).digest())]), flags);
      return armour("SSH SIGNATURE", Buffer.concat([Buffer.from("SSHSIG"), uint32(1), wireString(blob), wireString(SIGNOFF_NAMESPACE), wireString(""), wireString("sha512"), wireString(signature)]));
    },
  };
}

function edwards() {
  const name = "sk-ssh-ed25519@openssh.com";
  const pair = generateKeyPairSync("ed25519");
  const blob = Buffer.concat([wireString(name), wireString(part(pair.publicKey, "x")), wireString(APPLICATION)]);
  return { name, blob, value: (message: Buffer) => sign(null, message, pair.privateKey) };
}

function elliptic() {
  const name = "sk-ecdsa-sha2-nistp256@openssh.com";
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const point = Buffer.concat([Buffer.from([4]), part(pair.publicKey, "x"), part(pair.publicKey, "y")]);
  const blob = Buffer.concat([wireString(name), wireString("nistp256"), wireString(point), wireString(APPLICATION)]);
  const value = (message: Buffer) => {
    const raw = sign("sha256", message, { key: pair.privateKey, dsaEncoding: "ieee-p1363" });
    return Buffer.concat([wireMpint(raw.subarray(0, 32)), wireMpint(raw.subarray(32))]);
  };
  return { name, blob, value };
}

function part(key: KeyObject, name: "x" | "y"): Buffer {
  return Buffer.from(key.export({ format: "jwk" })[name] ?? "", "base64url");
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
