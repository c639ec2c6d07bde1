import { strict as assert } from "node:assert";
import { readBatch } from "../../../src/ledger/batches";
import { readCanonicalLine } from "../../../src/ledger/canonical-json";
import { readClaimLine, writeClaimLines } from "../../../src/ledger/claim-records";
import { parseRevocations } from "../../../src/ledger/revocations";
import { parseAllowedSigners } from "../../../src/ledger/ssh/allowed-signers";
import { armour, unarmour } from "../../../src/ledger/ssh/armour";
import { generateKey, readPrivateKey } from "../../../src/ledger/ssh/private-key";
import { parsePublicKey, parsePublicKeyLine } from "../../../src/ledger/ssh/public-key";
import { checkSignature, signBody } from "../../../src/ledger/ssh/signature";
import { SshFormatError } from "../../../src/ledger/ssh/wire";
import { parseTree } from "../../../src/ledger/tree-objects";
import { CountersignError } from "../../../src/core/model";
import { verifyBatches } from "../../../src/ledger/verification";
import { found, makeChain, mutate, newKey, randomFrom, sampleClaim, sha256 } from "./support";

const ROUNDS = 2000;

/** Runs `read` over seeded mutations of `seeds`; whatever it throws must be one of ours. */
function fuzz(seeds: readonly Buffer[], seed: number, read: (bytes: Buffer, original: Buffer) => void): void {
  const random = randomFrom(seed);
  for (let round = 0; round < ROUNDS; round += 1) {
    const original = seeds[round % seeds.length] ?? Buffer.alloc(0);
    const bytes = mutate(original, random);
    try {
      read(bytes, original);
    } catch (error) {
      if (error instanceof CountersignError) continue;
      throw new Error(`seed ${seed}, round ${round}: ${bytes.toString("base64").slice(0, 2000)}`, { cause: error });
    }
  }
}

describe("fuzz: the ledger's readers answer or throw a typed error", function () {
  this.timeout(60_000);
  const key = newKey("fuzz");
  const chain = makeChain(key, "ann@example.com", 2);
  const [batch] = chain;
  assert.ok(batch);

  it("batches: what is still accepted is canonical", () => {
    fuzz([batch.body], 1, (bytes) => {
      const reading = readBatch(bytes);
      if (!reading.ok) return;
      for (const line of bytes.toString("utf8").split("\n").slice(0, -1)) assert.equal(readCanonicalLine(line).ok, true);
      assert.equal(reading.batch.id, sha256(bytes));
    });
  });

  it("verification: no mutated body or signature ever counts", () => {
    const trust = { allowedSigners: `ann@example.com ${key.publicKey.text}\n`, revocations: null, repositoryId: null };
    assert.equal(verifyBatches([found(batch)], trust).records.length, 2);
    fuzz([batch.body], 2, (bytes, original) => {
      if (bytes.equals(original)) return;
      assert.equal(verifyBatches([found({ name: sha256(bytes), body: bytes, signature: batch.signature })], trust).records.length, 0);
    });
    const blob = unarmour("SSH SIGNATURE", batch.signature ?? "");
    fuzz([blob], 3, (bytes, original) => {
      if (bytes.equals(original)) return;
      assert.equal(verifyBatches([found({ ...batch, signature: armour("SSH SIGNATURE", bytes) })], trust).records.length, 0);
    });
  });

  it("signatures: armour and content", () => {
    const armoured = Buffer.from(signBody(key, batch.body));
    fuzz([armoured], 4, (bytes) => {
      const check = checkSignature(bytes.toString("latin1"), batch.body);
      // Blanks around the armour are the only change that may leave a signature good.
      if (check.valid) assert.equal(unarmour("SSH SIGNATURE", bytes.toString("latin1")).equals(unarmour("SSH SIGNATURE", armoured.toString("latin1"))), true);
    });
  });

  it("private keys", () => {
    const text = generateKey("fuzz").privateKey;
    const bytes = unarmour("OPENSSH PRIVATE KEY", text);
    fuzz([bytes], 5, (changed) => {
      readPrivateKey(armour("OPENSSH PRIVATE KEY", changed));
    });
    fuzz([Buffer.from(text)], 6, (changed) => {
      readPrivateKey(changed.toString("latin1"));
    });
  });

  it("public keys", () => {
    fuzz([key.publicKey.blob], 7, (bytes) => {
      parsePublicKey(bytes);
    });
    fuzz([Buffer.from(key.publicKey.text)], 8, (bytes) => {
      parsePublicKeyLine(bytes.toString("latin1"));
    });
    assert.throws(() => parsePublicKey(Buffer.from([0xff, 0xff, 0xff, 0xff])), SshFormatError);
  });

  it("allowed_signers never throws, and a change never enrols another key or a pattern", () => {
    const text = `# people\nann@example.com,ann namespaces="git,signoff.v1@countersign",valid-after="20260101",valid-before="20991231Z" ${key.publicKey.text} Ann\nbob ${key.publicKey.text}\n`;
    fuzz([Buffer.from(text)], 9, (bytes) => {
      let result;
      try {
        result = parseAllowedSigners(bytes.toString("utf8"));
      } catch (error) {
        throw new Error("parseAllowedSigners threw", { cause: error });
      }
      for (const signer of result.signers) {
        assert.ok(signer.principals.every((principal) => principal !== "" && !/[*?!]/.test(principal)));
        assert.ok(signer.line >= 1);
      }
    });
  });

  it("claims, revocations and trees", () => {
    const [claim] = writeClaimLines(sampleClaim(1)) ?? [];
    fuzz([Buffer.from(claim?.line ?? "")], 10, (bytes) => {
      const reading = readClaimLine(bytes.toString("utf8"));
      if (reading.ok) assert.equal(reading.claim.line, bytes.toString("utf8"));
    });
    fuzz([Buffer.from(JSON.stringify({ version: 1, keys: [{ key: key.publicKey.fingerprint, after: "2026-01-01T00:00:00Z" }], records: ["a".repeat(64)] }))], 11, (bytes) => {
      parseRevocations(bytes.toString("utf8"));
    });
    const tree = Buffer.concat([Buffer.from("40000 ab\0"), Buffer.alloc(20, 1), Buffer.from("100644 x\0"), Buffer.alloc(20, 2)]);
    assert.equal(parseTree(tree, 20)?.length, 2);
    fuzz([tree], 12, (bytes) => {
      parseTree(bytes, 20);
    });
  });
});
