/** Short forms of the campaigns that `npm run bench -- --only endurance` runs in full: 8 people × 25 sign-offs, 100 kills. */
import { strict as assert } from "node:assert";
import { killAgainAndAgain, pushAtOnce } from "./ledger-endurance";

describe("the ledger under load", function () {
  this.timeout(600_000);

  it("people who push at once lose nothing, and each push takes one try", async () => {
    const { signed, read, exchanges, tries } = await pushAtOnce(4, 4);
    assert.deepEqual([signed, read, exchanges, tries], [16, 16, 16, 16]);
  });

  it("a process killed in the middle of an append or an exchange loses nothing that it acknowledged", async () => {
    const { kills, acknowledged, read } = await killAgainAndAgain(8, 11);
    assert.equal(kills, 8);
    assert.ok(acknowledged > 4 && read >= acknowledged, `${acknowledged} acknowledged, ${read} read`);
  });
});
