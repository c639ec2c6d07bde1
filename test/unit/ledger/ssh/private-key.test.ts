import { strict as assert } from "node:assert";
import { armour, unarmour } from "../../../../src/ledger/ssh/armour";
import { generateKey, readPrivateKey } from "../../../../src/ledger/ssh/private-key";
import { SIGNOFF_NAMESPACE, checkSignature, signBody } from "../../../../src/ledger/ssh/signature";
import { wireString } from "../../../../src/ledger/ssh/wire";
import { newKey } from "../support";
import { KEYGEN_MISSING, KeygenFolder } from "./ssh-keygen";

const LABEL = "OPENSSH PRIVATE KEY";

describe("OpenSSH private keys", () => {
  it("writes an Ed25519 key that it can read and sign with", () => {
    const files = generateKey("ann@example.com\nforged line");
    const reading = readPrivateKey(files.privateKey);
    assert.ok(reading.kind === "usable");
    assert.equal(reading.privateKey.comment, "ann@example.com forged line");
    assert.equal(files.publicKey, `${reading.privateKey.publicKey.text} ann@example.com forged line\n`);
    assert.equal(checkSignature(signBody(reading.privateKey, Buffer.from("x")), Buffer.from("x")).valid, true);
    assert.notEqual(generateKey("x").publicKey, generateKey("x").publicKey);
  });

  for (const length of [0, 1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`pads a comment of ${length} characters`, () => {
      assert.equal(readPrivateKey(generateKey("c".repeat(length)).privateKey).kind, "usable");
    });
  }

  it("refuses files that are damaged or put together from two keys", () => {
    const bytes = unarmour(LABEL, generateKey("ann").privateKey);
    const damaged = Buffer.from(bytes);
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
    const checks = Buffer.from(bytes);
    const checkAt = bytes.indexOf(wireString("ssh-ed25519"), 100) - 1;
    checks[checkAt] = (checks[checkAt] ?? 0) ^ 1;
    assert.equal(readPrivateKey(armour(LABEL, checks)).kind, "unsupported");
    const other = newKey().publicKey;
    const own = readPrivateKey(armour(LABEL, bytes));
    assert.ok(own.kind === "usable");
    const mixed = Buffer.from(bytes);
    other.blob.copy(mixed, mixed.indexOf(own.privateKey.publicKey.blob));
    assert.match(JSON.stringify(readPrivateKey(armour(LABEL, mixed))), /does not belong to its public key/);
    assert.match(JSON.stringify(readPrivateKey("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n")), /expected a line/);
    assert.match(JSON.stringify(readPrivateKey(armour(LABEL, damaged))), /padding is wrong/);
  });
});

describe("OpenSSH private keys and ssh-keygen", function () {
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

  it("writes a key file that ssh-keygen reads and signs with", () => {
    const files = generateKey("made here");
    folder.write("made", files.privateKey);
    assert.equal(folder.run(["-y", "-f", "made"]).stdout, files.publicKey);
    const body = Buffer.from("body\n");
    assert.equal(checkSignature(folder.sign("made", SIGNOFF_NAMESPACE, body), body).valid, true);
  });

  for (const [name, type] of [["ed", ["ed25519"]], ["ec", ["ecdsa", "-b", "256"]], ["rs", ["rsa", "-b", "2048"]]] as const) {
    it(`answers "encrypted" with the public half for an encrypted ${name} key`, () => {
      const files = folder.key(name, type, "secret words");
      const reading = readPrivateKey(files.privateKey);
      assert.ok(reading.kind === "encrypted", reading.kind);
      assert.ok(files.publicKey.startsWith(reading.publicKey.text));
    });
  }

  it("answers with a reason for a key it can't use", () => {
    folder.key("p384", ["ecdsa", "-b", "384"]);
    assert.match(JSON.stringify(readPrivateKey(folder.read("p384"))), /unsupported key type/);
    folder.run(["-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f", "pem"]);
    assert.equal(readPrivateKey(folder.read("pem")).kind, "unsupported");
  });
});
