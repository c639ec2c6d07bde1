/** What `verify-ledger`, `log` and `why` say of each state of a ledger: real batches, really verified, in words that are true of that state alone. */
import { strict as assert } from "node:assert";
import { ledgerState } from "../../../src/app/ledger-audit";
import type { LedgerReading, TrustAnchors } from "../../../src/core/ports";
import { verifyBatches } from "../../../src/ledger/verification";
import { logText } from "../../../src/report/log-text";
import { PLAIN } from "../../../src/report/palette";
import { displayWidth } from "../../../src/report/text-layout";
import { verifyLedgerText } from "../../../src/report/verify-ledger-text";
import { trustInWords } from "../../../src/report/words";
import { found, makeChain, newKey, REPOSITORY, sha256, type MadeBatch } from "../ledger/support";

const LAYOUT = { palette: PLAIN, width: 80 };

describe("what is said of a ledger's state", function () {
  this.timeout(20_000);
  const ann = newKey("ann");
  const other = newKey("eve");
  const line = (options: string) => `ann@example.com ${options}${ann.publicKey.text}\n`;
  const enrolled: TrustAnchors = { allowedSigners: line(""), revocations: null, repositoryId: REPOSITORY };
  const nobody: TrustAnchors = { ...enrolled, allowedSigners: null };
  const chain = makeChain(ann, "ann@example.com", 3);
  const first = chain[0];
  assert.ok(first !== undefined);
  const damaged = (): MadeBatch => {
    const body = Buffer.from(first.body.toString("utf8").replace('"approved"', '"rejected"'));
    return { name: sha256(body), body, signature: first.signature };
  };
  const unsigned = makeChain(ann, "ann@example.com", 1, { fingerprint: "" }).map((batch) => found({ ...batch, signature: null }, { unsignedLane: true, ref: "refs/countersign/u/clone" }));
  const revoked = (value: object): TrustAnchors => ({ ...enrolled, revocations: JSON.stringify({ version: 1, ...value }) });
  const key = ann.publicKey.fingerprint;

  interface State {
    readonly batches: Parameters<typeof verifyBatches>[0];
    readonly trust: TrustAnchors;
    readonly verify: readonly RegExp[];
    readonly log: readonly RegExp[];
    readonly never?: RegExp;
  }
  const INTACT = /^The ledger is intact\./;
  const states: Readonly<Record<string, State>> = {
    "no ledger": { batches: [], trust: enrolled, verify: [/^There is no ledger in this clone: nobody has signed here, or its refs were never fetched\. countersign sync fetches them\. $/], log: [/^The ledger has no records yet\. What others signed comes with countersign sync\. $/], never: /intact/ },
    "enrolled keys": { batches: chain.map((one) => found(one)), trust: enrolled, verify: [INTACT, /6 records that count/, /enrolled key · 6 records/], log: [/signed, enrolled key · read/], never: /self-declared|UNSIGNED|refused|missing/ },
    "nobody enrolled": { batches: chain.map((one) => found(one)), trust: nobody, verify: [INTACT, /The base enrols nobody, so valid signatures are self-declared\./], log: [/signed, self-declared/], never: /enrolled key/ },
    "unsigned, this clone alone": { batches: unsigned, trust: nobody, verify: [INTACT, /without a signature stay in this clone: no other clone and no CI knows of them/, /\(unsigned, this clone\)/], log: [/UNSIGNED · read/], never: /signed, (?:enrolled|self)/ },
    "unsigned, though the base enrols": { batches: unsigned, trust: enrolled, verify: [/0 records that count/, /unsigned/], log: [/^No record of the ledger counts\. 1 batch refused/], never: /no records yet/ },
    damaged: { batches: [damaged(), ...chain.slice(1)].map((one) => found(one)), trust: enrolled, verify: [/^The ledger is (?:damaged|incomplete): /, /Signature does not hold: 1/], log: [/1 batch refused [0-9a-f]{12} in refs\/\S+: its signature is not valid/], never: /intact/ },
    incomplete: { batches: chain.filter((_, index) => index !== 1).map((one) => found(one)), trust: enrolled, verify: [/^The ledger is incomplete: batches that once were there are missing\./, /batch 1 is missing: fetch its ref again/], log: [/Gaps: [^]*batch 1 is missing: fetch its ref again from a clone that has it/], never: /intact|exists twice/ },
    "a key that expired": { batches: chain.map((one) => found(one)), trust: { ...enrolled, allowedSigners: line('valid-before="20200101" ') }, verify: [/0 records that count/, /Not enrolled, or not allowed to: 3/], log: [/3 batches refused/], never: /damaged|incomplete/ },
    "a key that was revoked": { batches: chain.map((one) => found(one)), trust: revoked({ keys: [{ key }] }), verify: [/Taken back: 3/, /its key is revoked/], log: [/3 batches refused[^]*its key is revoked/], never: /damaged|incomplete/ },
    "a key that nobody enrolled": { batches: makeChain(other, "ann@example.com", 1).map((one) => found(one)), trust: enrolled, verify: [INTACT, /0 records that count/, /Not enrolled, or not allowed to: 1/], log: [/1 batch refused/], never: /damaged/ },
    "another repository": { batches: chain.map((one) => found(one)), trust: { ...enrolled, repositoryId: "11111111-2222-8333-a444-555555555555" }, verify: [/Made for another repository: 3/], log: [/3 batches refused[^]*made for another repository/], never: /damaged/ },
  };

  for (const [name, { batches, trust, verify, log, never }] of Object.entries(states)) {
    it(name, () => {
      const { records, problems, gaps } = verifyBatches(batches, trust);
      const reading: LedgerReading = { records, problems, gaps };
      const lanes = batches.length === 0 ? [] : [{ ref: batches[0]?.ref ?? "", kind: "signed" as const, files: batches.length, strangers: 0 }];
      const { verdict, enrolled: isEnrolled } = ledgerState(reading, lanes, trust);
      const keys = [...new Set(records.map((record) => record.key))].map((one) => ({ key: one, signers: ["ann@example.com"], trust: records[0]?.trust ?? "none", records: records.length, first: records[0]?.at ?? "", last: records.at(-1)?.at ?? "" }));
      const audited = verifyLedgerText({ verdict, enrolled: isEnrolled, repository: trust.repositoryId, lanes, keys, records: records.length, claims: 0, problems, gaps }, LAYOUT);
      const logged = logText({ entries: records.map((record) => ({ record, trust: record.trust, withdrawn: false })), problems, gaps }, LAYOUT);
      const [auditSaid, logSaid] = [audited, logged].map((text) => text.replace(/\s+/g, " "));
      for (const pattern of verify) assert.match(auditSaid ?? "", pattern);
      for (const pattern of log) assert.match(logSaid ?? "", pattern);
      if (never !== undefined) for (const text of [auditSaid, logSaid]) assert.doesNotMatch(text ?? "", never);
      for (const row of `${audited}${logged}`.split("\n")) assert.ok(displayWidth(row) <= 80, row);
    });
  }

  it("every level of trust has its own words, and only enrolled keys read as good", () => {
    const said = (["none", "self-declared", "forge", "key", "key+touch"] as const).map((trust) => {
      const [record] = verifyBatches(chain.map((one) => found(one)), enrolled).records;
      assert.ok(record !== undefined);
      return trustInWords({ ...record, trust }, PLAIN);
    });
    assert.deepEqual(said, ["UNSIGNED", "signed, self-declared", "approved on the forge", "signed, enrolled key", "signed, enrolled key with touch"]);
  });
});
