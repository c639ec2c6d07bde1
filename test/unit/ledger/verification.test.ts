import { strict as assert } from "node:assert";
import type { TrustAnchors } from "../../../src/core/ports";
import { buildBatch } from "../../../src/ledger/batches";
import { verifyBatches } from "../../../src/ledger/verification";
import { parsePublicKeyLine } from "../../../src/ledger/ssh/public-key";
import { APPROVAL_NAMESPACE, checkSignature, signBody } from "../../../src/ledger/ssh/signature";
import { softwareSecurityKey } from "./ssh/security-key";
import { REPOSITORY, found, makeChain, newKey, sampleVerdict, sha256, type MadeBatch } from "./support";

const ann = newKey("ann");
const bob = newKey("bob");
const eve = newKey("eve");
const enrolment = `ann@example.com ${ann.publicKey.text}\nbob@example.com namespaces="signoff.v1@countersign,git" ${bob.publicKey.text}\n`;
const anchors: TrustAnchors = { allowedSigners: enrolment, revocations: null, repositoryId: REPOSITORY };
const open: TrustAnchors = { allowedSigners: null, revocations: null, repositoryId: null };
const three = makeChain(ann, "ann@example.com", 3);

function renamed(batch: MadeBatch, change: (text: string) => string): MadeBatch {
  const body = Buffer.from(change(batch.body.toString("utf8")));
  return { name: sha256(body), body, signature: batch.signature };
}

function outcome(batches: readonly MadeBatch[], trust: TrustAnchors = anchors) {
  const { records, problems, gaps } = verifyBatches(batches.map((batch) => found(batch)), trust);
  return { records: records.length, problems: problems.map(({ why }) => why), gaps: gaps.map(({ sequence, what }) => `${sequence} ${what}`) };
}

function at(index: number): MadeBatch {
  const batch = three[index];
  assert.ok(batch);
  return batch;
}

describe("verification: tamper matrix", function () {
  this.timeout(30_000);
  it("accepts three honest batches with trust key", () => {
    assert.deepEqual(outcome(three), { records: 6, problems: [], gaps: [] });
    assert.deepEqual(new Set(verifyBatches(three.map((batch) => found(batch)), anchors).records.map(({ trust }) => trust)), new Set(["key"]));
  });

  it("refuses an edited record under its new name with the old signature, and shows the hole it leaves", () => {
    const edited = renamed(at(1), (text) => text.replace('"level":"high"', '"level":"low"'));
    const result = outcome([at(0), edited, at(2)]);
    assert.equal(result.records, 4);
    assert.match(result.problems.join(), /signature is not valid: the signature does not match/);
    assert.deepEqual(result.gaps, ["1 missing"]);
  });

  it("refuses an edited body that kept its name", () => {
    const result = outcome([{ ...at(0), body: Buffer.from(at(0).body.toString("utf8").replace("approved", "approvex")) }]);
    assert.deepEqual(result, { records: 0, problems: ["its name is not the sha256 of its content"], gaps: [] });
  });

  it("reports a dropped middle batch as a gap; a dropped last one only brings debt back", () => {
    assert.deepEqual(outcome([at(0), at(2)]), { records: 4, problems: [], gaps: ["1 missing"] });
    assert.deepEqual(outcome([at(0), at(1)]), { records: 4, problems: [], gaps: [] });
  });

  it("counts nothing from a key that is not enrolled", () => {
    const result = outcome(makeChain(eve, "ann@example.com", 1));
    assert.equal(result.records, 0);
    assert.match(result.problems.join(), /^signed, not enrolled: SHA256:/);
  });

  it("counts nothing from a key that says it is another one", () => {
    const result = outcome(makeChain(eve, "ann@example.com", 1, { fingerprint: ann.publicKey.fingerprint }));
    assert.equal(result.records, 0);
    assert.match(result.problems.join(), /signed by SHA256:.*: expected SHA256:/);
    assert.deepEqual(result.gaps, []);
  });

  it("lets no key sign as somebody else", () => {
    assert.match(outcome(makeChain(bob, "ann@example.com", 1)).problems.join(), /may not sign as ann@example.com/);
    assert.match(outcome(makeChain(ann, "Ann@example.com", 1)).problems.join(), /may not sign as Ann@example.com/);
  });

  it("takes a batch that lies in another key's lane: the signature says whose it is", () => {
    const result = verifyBatches(three.map((batch) => found(batch, { ref: "refs/countersign/s/ffffffffffffffff" })), anchors);
    assert.equal(result.records.length, 6);
  });

  it("reports one number signed twice as a fork, and loses neither", () => {
    const other = makeChain(ann, "ann@example.com", 1, { from: 2, previous: at(1).name, at: "2026-11-22T07:00:00Z" });
    assert.deepEqual(outcome([...three, ...other]), { records: 8, problems: [], gaps: ["2 fork"] });
  });

  it("judges no batch by an earlier date than those that its key signed before it: a stolen key can't date back behind its revocation", () => {
    const first = makeChain(ann, "ann@example.com", 1, { at: "2026-11-22T08:00:00Z" });
    const backdated = makeChain(ann, "ann@example.com", 1, { from: 1, previous: first[0]?.name ?? null, at: "2026-11-22T06:30:00Z" });
    const revoked = { ...anchors, revocations: JSON.stringify({ version: 1, keys: [{ key: ann.publicKey.fingerprint, after: "2026-11-22T07:00:00Z" }] }) };
    const result = outcome([...first, ...backdated], revoked);
    assert.equal(result.records, 0);
    assert.match(result.problems.join("\n"), /revoked, though it says 2026-11-22T06:30:00Z: its key signed later ones before it/);
    assert.equal(outcome([...first, ...backdated]).records, 4, "without a revocation a clock that went back costs nothing");
    assert.equal(outcome(backdated, revoked).records, 2, "alone nothing tells that it was dated back");
  });

  it("refuses a missing, an empty and a foreign-namespace signature", () => {
    assert.deepEqual(outcome([{ ...at(0), signature: null }]).problems, ["has no signature"]);
    assert.match(outcome([{ ...at(0), signature: "" }]).problems.join(), /signature is not valid: expected a line -----BEGIN SSH SIGNATURE-----/);
    assert.match(outcome([{ ...at(0), signature: signBody(ann, at(0).body, "git") }]).problems.join(), /signed for "git": expected signoff.v1@countersign/);
  });

  it("refuses a batch whose header counts wrong, though its signature is good", () => {
    const body = Buffer.from(at(0).body.toString("utf8").replace('"n":2', '"n":3'));
    const result = outcome([{ name: sha256(body), body, signature: signBody(ann, body) }]);
    assert.deepEqual(result, { records: 0, problems: ["holds 2 records: expected 3"], gaps: [] });
  });

  it("refuses what was signed for another repository, named by the base or by the earliest batch", () => {
    const foreign = makeChain(ann, "ann@example.com", 1, { repository: "11111111-2222-4333-8444-555555555555", at: "2026-11-22T09:00:00Z" });
    assert.match(outcome([...three, ...foreign]).problems.join(), /made for another repository, 11111111/);
    assert.equal(outcome(foreign).records, 0);
    const unnamed = { ...anchors, repositoryId: null };
    assert.equal(outcome([...three, ...foreign], unnamed).records, 6);
    assert.equal(outcome(foreign, unnamed).records, 2);
  });

  it("finds a good copy beside a spoiled one, whichever comes first", () => {
    const spoiled = { ...at(0), signature: "" };
    for (const order of [[spoiled, at(0)], [at(0), spoiled]]) assert.equal(outcome(order).records, 2);
  });
});

describe("verification: trust", () => {
  it("calls valid signatures self-declared while the base enrols nobody", () => {
    const result = verifyBatches(makeChain(eve, "anybody", 1).map((batch) => found(batch)), open);
    assert.deepEqual(result.records.map(({ trust, signer }) => [trust, signer]), [["self-declared", "anybody"], ["self-declared", "anybody"]]);
    assert.equal(result.repository, REPOSITORY);
  });

  it("counts unsigned sign-offs of this clone as none, and not at all once signers are enrolled", () => {
    const unsigned = makeChain(ann, "ann@example.com", 1, { fingerprint: "" }).map((batch) => found({ ...batch, signature: null }, { unsignedLane: true, ref: "refs/countersign/u/clone" }));
    assert.deepEqual(verifyBatches(unsigned, open).records.map(({ trust, key }) => [trust, key]), [["none", ""], ["none", ""]]);
    const closed = verifyBatches(unsigned, anchors);
    assert.equal(closed.records.length, 0);
    assert.match(closed.problems[0]?.why ?? "", /^unsigned/);
    const smuggled = verifyBatches(unsigned.map((batch) => ({ ...batch, unsignedLane: false })), open);
    assert.equal(smuggled.records.length, 0);
  });

  it("gives key+touch only to an enrolled security key whose signed flags say that someone touched it", () => {
    for (const type of ["ed25519", "ecdsa"] as const) {
      const hardware = softwareSecurityKey(type);
      const { fingerprint } = parsePublicKeyLine(hardware.publicKey);
      const [batch] = makeChain(ann, "ann@example.com", 1, { fingerprint });
      assert.ok(batch);
      const trustWith = (flags: readonly number[], trust: TrustAnchors) => verifyBatches(flags.map((flag) => found({ ...batch, signature: hardware.sign(batch.body, flag) })), trust).records.map(({ trust: level }) => level);
      const enrolled = { ...anchors, allowedSigners: `ann@example.com ${hardware.publicKey}\n` };
      assert.deepEqual(trustWith([1], enrolled), ["key+touch", "key+touch"]);
      assert.deepEqual(trustWith([0], enrolled), ["key", "key"]);
      assert.deepEqual(trustWith([4], enrolled), ["key", "key"]);
      assert.deepEqual(trustWith([1, 0], enrolled), ["key+touch", "key+touch"]);
      assert.deepEqual(trustWith([0, 1], enrolled), ["key+touch", "key+touch"]);
      assert.deepEqual(trustWith([1], open), ["self-declared", "self-declared"]);
    }
  });

  it("an empty allowed_signers enrols nobody: that is not the same as none", () => {
    assert.equal(outcome(three, { ...anchors, allowedSigners: "# nobody yet\n" }).records, 0);
    assert.equal(outcome(three, { ...anchors, allowedSigners: null }).records, 6);
  });

  it("holds the validity window and the namespaces of the enrolment", () => {
    const line = (options: string) => ({ ...anchors, allowedSigners: `ann@example.com ${options} ${ann.publicKey.text}\n` });
    assert.equal(outcome(three, line('valid-before="20261122060059Z"')).records, 2);
    assert.equal(outcome(three, line('valid-after="20261122060200Z"')).records, 2);
    assert.equal(outcome(three, line('namespaces="git"')).records, 0);
    assert.equal(outcome(three, line('namespaces="*@countersign"')).records, 6);
    assert.deepEqual(outcome(three, line('valid-before="20200101"')).gaps, []);
  });

  it("reports lines of allowed_signers that enrol nobody", () => {
    const result = verifyBatches(three.map((batch) => found(batch)), { ...anchors, allowedSigners: `*@example.com ${ann.publicKey.text}\n` });
    assert.equal(result.records.length, 0);
    assert.deepEqual(result.problems.map(({ ref }) => ref).filter((ref) => ref.includes(":1")), [".countersign/allowed_signers:1"]);
  });

  it("holds revoked keys and records back, without calling that a gap", () => {
    const revoke = (value: object) => ({ ...anchors, revocations: JSON.stringify({ version: 1, ...value }) });
    const key = ann.publicKey.fingerprint;
    assert.deepEqual(outcome(three, revoke({ keys: [{ key }] })), { records: 0, problems: ["its key is revoked", "its key is revoked", "its key is revoked"], gaps: [] });
    assert.equal(outcome(three, revoke({ keys: [{ key, after: "2026-11-22T06:01:00Z" }] })).records, 2);
    const [record] = verifyBatches([found(at(0))], anchors).records;
    assert.ok(record);
    const result = outcome(three, revoke({ records: [record.id] }));
    assert.equal(result.records, 5);
    assert.match(result.problems.join(), new RegExp(`the record ${record.id} is revoked`));
  });

  it("holds a revoked key for approvals back: wholly, or what it recorded from that second on", () => {
    const ci = newKey("ci");
    const key = ci.publicKey.fingerprint;
    const enrolled = { ...anchors, allowedSigners: `${enrolment}approvals namespaces="approval.v1@countersign" ${ci.publicKey.text}\n` };
    const revoked = (entry: object) => ({ ...enrolled, revocations: JSON.stringify({ version: 1, keys: [{ key, ...entry }] }) });
    let previous: string | null = null;
    const recorded = ["2026-11-22T06:00:00Z", "2026-11-22T07:00:00Z", "2026-11-22T06:30:00Z"].map((time, sequence): MadeBatch => {
      const evidence = { method: "forge", bulk: 1, agentEnvironment: [] } as const;
      const { body, batch } = buildBatch([sampleVerdict(sequence, { evidence })], { repository: REPOSITORY, signer: "bob@example.com", key, at: time, sequence, previous, tool: "countersign/test" });
      previous = batch.id;
      return { name: batch.id, body, signature: signBody(ci, body, APPROVAL_NAMESPACE) };
    });
    const judged = (trust: TrustAnchors) => {
      const { records, problems, gaps } = verifyBatches(recorded.map((batch) => found(batch, { signature: checkSignature(batch.signature ?? "", batch.body, APPROVAL_NAMESPACE) })), trust);
      return { at: records.map(({ at: time, trust: worth }) => `${time} ${worth}`).sort(), problems: problems.map(({ why, kind }) => `${kind}: ${why}`).sort(), gaps };
    };
    assert.deepEqual(judged(enrolled), { at: ["2026-11-22T06:00:00Z forge", "2026-11-22T06:30:00Z forge", "2026-11-22T07:00:00Z forge"], problems: [], gaps: [] });
    assert.deepEqual(judged(revoked({})), { at: [], problems: Array.from({ length: 2 }, () => "revoked: its key for approvals is revoked").concat("revoked: its key for approvals is revoked, though it says 2026-11-22T06:30:00Z: its key recorded later ones before it"), gaps: [] });
    const since = judged(revoked({ after: "2026-11-22T07:00:00Z" }));
    assert.deepEqual(since.at, ["2026-11-22T06:00:00Z forge"], "what was recorded before stands, what is dated back behind a later one does not");
    assert.equal(since.problems.length, 2);
    assert.deepEqual(judged(revoked({ after: "2026-11-22T07:00:01Z" })).problems, []);
  });

  it("orders records by path, time and id, whatever the order of batches", () => {
    const other = makeChain(bob, "bob@example.com", 3, { at: "2026-11-22T05:00:00Z" });
    const all = [...three, ...other].map((batch) => found(batch));
    const forwards = verifyBatches(all, anchors).records;
    assert.deepEqual(verifyBatches([...all].reverse(), anchors).records, forwards);
    assert.deepEqual(forwards.slice(0, 2).map(({ path, at: time }) => `${path} ${time}`), ["src/file0.ts 2026-11-22T05:00:00Z", "src/file0.ts 2026-11-22T06:00:00Z"]);
  });
});
