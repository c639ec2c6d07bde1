import { strict as assert } from "node:assert";
import { readBatch, type Batch } from "../../../src/ledger/batches";
import { chainGaps, chainHead } from "../../../src/ledger/chain";
import { makeChain, newKey } from "./support";

const key = newKey();
const fingerprint = key.publicKey.fingerprint;

function chain(count: number, change: Parameters<typeof makeChain>[3] = {}): Batch[] {
  return makeChain(key, "ann@example.com", count, change).map(({ body }) => {
    const reading = readBatch(body);
    assert.ok(reading.ok);
    return reading.batch;
  });
}

describe("chain of batches", () => {
  it("finds nothing wrong with a whole chain, in any order", () => {
    assert.deepEqual(chainGaps(chain(5).reverse()), []);
    assert.deepEqual(chainGaps([]), []);
  });

  it("tells a dropped batch in the middle and at the start, and can't tell a dropped last one", () => {
    const [a, b, c] = chain(3);
    assert.ok(a && b && c);
    assert.deepEqual(chainGaps([a, c]), [{ key: fingerprint, sequence: 1, what: "missing" }]);
    assert.deepEqual(chainGaps([b, c]), [{ key: fingerprint, sequence: 0, what: "missing" }]);
    assert.deepEqual(chainGaps([a, b]), []);
  });

  it("tells a fork: one number twice, or a predecessor that is not there", () => {
    const three = chain(3);
    const other = chain(1, { from: 2, previous: three[1]?.id ?? null, perBatch: 1 });
    assert.deepEqual(chainGaps([...three, ...other]), [{ key: fingerprint, sequence: 2, what: "fork" }]);
    assert.deepEqual(chainGaps([...three.slice(0, 2), ...chain(1, { from: 2, previous: "0".repeat(64) })]), [{ key: fingerprint, sequence: 2, what: "fork" }]);
    assert.deepEqual(chainGaps(chain(1, { previous: "0".repeat(64) })), [{ key: fingerprint, sequence: 0, what: "fork" }]);
  });

  it("bounds what a wild number can cost", () => {
    const gaps = chainGaps(chain(1, { from: Number.MAX_SAFE_INTEGER - 1 }));
    assert.equal(gaps.length, 100);
  });

  it("finds the batch that the next one follows", () => {
    const three = chain(3);
    assert.equal(chainHead(three, fingerprint)?.id, three[2]?.id);
    assert.equal(chainHead(three, "SHA256:other"), null);
  });
});
