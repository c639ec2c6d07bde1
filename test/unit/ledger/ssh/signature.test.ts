import { strict as assert } from "node:assert";
import { createHash, generateKeyPairSync } from "node:crypto";
import { armour, unarmour } from "../../../../src/ledger/ssh/armour";
import { readPrivateKey, type SshPrivateKey } from "../../../../src/ledger/ssh/private-key";
import { laneOf, parsePublicKey, parsePublicKeyLine } from "../../../../src/ledger/ssh/public-key";
import { SIGNOFF_NAMESPACE, checkSignature, signBody } from "../../../../src/ledger/ssh/signature";
import { SshFormatError, wireMpint, wireString } from "../../../../src/ledger/ssh/wire";
import { newKey } from "../support";
import { softwareSecurityKey } from "./security-key";
import { KEYGEN_MISSING, KeygenFolder } from "./ssh-keygen";

const BODY = Buffer.from('{"a":1}\n');
const TYPES: readonly (readonly [string, readonly string[]])[] = [
  ["ed25519", ["ed25519"]],
  ["ecdsa", ["ecdsa", "-b", "256"]],
  ["rsa", ["rsa", "-b", "2048"]],
];

function usable(text: string): SshPrivateKey {
  const reading = readPrivateKey(text);
  assert.equal(reading.kind, "usable", JSON.stringify(reading));
  if (reading.kind !== "usable") throw new Error("not usable");
  return reading.privateKey;
}

function why(armoured: string, body: Uint8Array = BODY): string {
  const check = checkSignature(armoured, body);
  return check.valid ? "valid" : check.why;
}

describe("SSH signatures", function () {
  this.timeout(30_000);
  const key = newKey();

  it("holds for the signed body, its namespace and its key only", () => {
    const signature = signBody(key, BODY);
    const check = checkSignature(signature, BODY);
    assert.ok(check.valid);
    assert.equal(check.key.fingerprint, key.publicKey.fingerprint);
    assert.deepEqual([check.touch, check.pin], [false, false]);
    assert.match(why(signature, Buffer.from('{"a":2}\n')), /does not match/);
    assert.match(why(signBody(key, BODY, "git")), /signed for "git"/);
    assert.match(why(signBody(key, BODY, "vd-signoff@v1")), /expected signoff.v1@countersign/);
  });

  it("reads the flags byte of security keys itself", () => {
    for (const type of ["ed25519", "ecdsa"] as const) {
      for (const [flags, touch, pin] of [[1, true, false], [0, false, false], [5, true, true], [4, false, true]] as const) {
        const check = checkSignature(softwareSecurityKey(type).sign(BODY, flags), BODY);
        assert.ok(check.valid, `${type} ${flags}`);
        assert.deepEqual([check.touch, check.pin], [touch, pin], `${type} ${flags}`);
      }
    }
  });

  it("refuses a security key's flags byte that was changed after signing", () => {
    const signature = softwareSecurityKey("ed25519").sign(BODY, 0);
    const blob = unarmour("SSH SIGNATURE", signature);
    blob[blob.length - 5] = 1;
    assert.match(why(armour("SSH SIGNATURE", blob)), /does not match/);
  });

  it("refuses what is outside of the signed part or the wrong length", () => {
    const blob = unarmour("SSH SIGNATURE", signBody(key, BODY));
    const reserved = blob.indexOf(wireString(""), 60);
    const withReserved = Buffer.concat([blob.subarray(0, reserved), wireString("x"), blob.subarray(reserved + 4)]);
    assert.match(why(armour("SSH SIGNATURE", withReserved)), /reserved field/);
    assert.match(why(armour("SSH SIGNATURE", Buffer.concat([blob, Buffer.from([0])]))), /1 bytes too many/);
    assert.match(why(armour("SSH SIGNATURE", blob.subarray(0, -1))), /ends too early/);
    blob[9] = 2;
    assert.match(why(armour("SSH SIGNATURE", blob)), /version 2/);
  });

  it("refuses armour with anything else in it", () => {
    const signature = signBody(key, BODY);
    assert.equal(why(`\n${signature}\n`), "valid");
    assert.equal(why(signature.replace(/\n/g, "\r\n")), "valid");
    assert.match(why(signature.replace("BEGIN SSH", "BEGIN PGP")), /expected a line/);
    assert.match(why(`${signature}more`), /expected a last line/);
    assert.match(why(signature.replace(/\n/, "\n!")), /not base64/);
    assert.match(why(`-----BEGIN SSH SIGNATURE-----\n${"A".repeat(200_000)}\n-----END SSH SIGNATURE-----\n`), /at most/);
  });

  it("refuses weak, unknown and malformed public keys", () => {
    const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });
    const bytes = (text: string | undefined) => Buffer.from(text ?? "", "base64url");
    const rsa = (n: Buffer, e: Buffer) => Buffer.concat([wireString("ssh-rsa"), wireMpint(e), wireMpint(n)]);
    assert.throws(() => parsePublicKey(rsa(bytes(small.n), bytes(small.e))), /1024 bits/);
    const good = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
    assert.equal(parsePublicKey(rsa(bytes(good.n), bytes(good.e))).type, "ssh-rsa");
    assert.throws(() => parsePublicKey(rsa(bytes(good.n), Buffer.alloc(300, 0xff))), /exponent/);
    assert.throws(() => parsePublicKey(rsa(bytes(good.n), Buffer.from([4]))), /exponent/);
    assert.throws(() => parsePublicKey(Buffer.concat([wireString("ssh-dss"), wireString("x")])), /unsupported key type "ssh-dss"/);
    const offCurve = Buffer.concat([wireString("ecdsa-sha2-nistp256"), wireString("nistp256"), wireString(Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]))]);
    assert.throws(() => parsePublicKey(offCurve), SshFormatError);
    assert.throws(() => parsePublicKeyLine(`ssh-rsa ${key.publicKey.blob.toString("base64")}`), /says ssh-rsa outside and ssh-ed25519 inside/);
  });

  it("names a key's lane by 16 hex digits of its sha256", () => {
    assert.equal(laneOf(key.publicKey.blob), createHash("sha256").update(key.publicKey.blob).digest("hex").slice(0, 16));
  });
});

describe("SSH signatures and ssh-keygen", function () {
  this.timeout(60_000);
  let folder: KeygenFolder;
  before(function () {
    if (KEYGEN_MISSING !== null) {
      console.log(`      ${KEYGEN_MISSING}`);
      this.skip();
    }
    folder = new KeygenFolder();
  });
  after(() => folder?.remove());

  for (const [name, type] of TYPES) {
    it(`reads and checks what ssh-keygen made with ${name}, and the reverse`, () => {
      const files = folder.key(name, type);
      const key = usable(files.privateKey);
      assert.equal(key.comment, `${name} comment`);
      assert.equal(`${key.publicKey.text} ${key.comment}\n`, files.publicKey);
      assert.match(folder.run(["-l", "-f", `${name}.pub`]).stdout, new RegExp(key.publicKey.fingerprint.replace(/[+/]/g, "\\$&")));
      const theirs = checkSignature(folder.sign(name, SIGNOFF_NAMESPACE, BODY), BODY);
      assert.ok(theirs.valid, JSON.stringify(theirs));
      assert.equal(theirs.key.fingerprint, key.publicKey.fingerprint);
      assert.equal(checkSignature(folder.sign(name, SIGNOFF_NAMESPACE, BODY, ["-O", "hashalg=sha256"]), BODY).valid, true);
      assert.equal(checkSignature(folder.sign(name, "git", BODY), BODY).valid, false);
      const allowed = `ann@example.com namespaces="${SIGNOFF_NAMESPACE}" ${key.publicKey.text}\n`;
      for (let turn = 0; turn < 5; turn += 1) {
        const ours = folder.verify(allowed, "ann@example.com", SIGNOFF_NAMESPACE, signBody(key, BODY), BODY);
        assert.equal(ours.code, 0, ours.stderr);
      }
      assert.notEqual(folder.verify(allowed, "ann@example.com", SIGNOFF_NAMESPACE, signBody(key, BODY), Buffer.from("other")).code, 0);
    });
  }

  it("makes byte for byte the signature that ssh-keygen makes with an Ed25519 key", () => {
    const key = usable(folder.key("same", ["ed25519"]).privateKey);
    assert.equal(signBody(key, BODY), folder.sign("same", SIGNOFF_NAMESPACE, BODY));
  });

  it("agrees with ssh-keygen that a software-made security key's signature holds, and alone sees that nobody touched it", () => {
    for (const type of ["ed25519", "ecdsa"] as const) {
      const { publicKey, sign } = softwareSecurityKey(type);
      const signature = sign(BODY, 0);
      assert.equal(folder.verify(`ann ${publicKey}\n`, "ann", SIGNOFF_NAMESPACE, signature, BODY).code, 0);
      const check = checkSignature(signature, BODY);
      assert.equal(check.valid && check.touch, false);
    }
  });
});
