import { strict as assert } from "node:assert";
import { CountersignError } from "../../../src/core/model";
import { assertSchema } from "../report/schemas";
import { snapshotOf } from "../report/snapshot-fixture";
import { run } from "./recorded-host";

interface Doctor {
  readonly healthy: boolean;
  readonly findings: readonly { readonly level: string; readonly what: string }[];
}

describe("countersign doctor", () => {
  it("reports a journal that can't be settled instead of stopping at it", async () => {
    const settle = () => Promise.reject(new CountersignError("ledger-unreadable", "the claims ref is damaged"));
    const ran = await run(["doctor", "--format", "json"], { snapshot: snapshotOf([]), session: { settle } });
    assert.equal(ran.exitCode, 0, ran.error);
    const document = assertSchema("doctor", ran.out) as Doctor;
    assert.equal(document.healthy, false);
    assert.match(document.findings[0]?.what ?? "", /can't be moved into the ledger: the claims ref is damaged/);
  });

  it("stops where there is no repository at all", async () => {
    const openSession = () => Promise.reject(new CountersignError("no-repository", "not a repository"));
    const ran = await run(["doctor"], { snapshot: snapshotOf([]), openSession });
    assert.equal(ran.exitCode, 2);
    assert.match(ran.error, /not a repository/);
  });
});
