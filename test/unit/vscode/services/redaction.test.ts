import { strict as assert } from "node:assert";
import { redacted } from "../../../../src/vscode/services/redaction";

describe("redaction of a problem's report", () => {
  const cases: readonly (readonly [said: string, left: string])[] = [
    ["could not read /home/ann/shop/src/pay.ts: EACCES", "could not read <path>: EACCES"],
    ["C:\\Users\\Ann\\shop\\pay.ts is locked", "<path> is locked"],
    ["src/secret-project/pay.ts:12 moved", "<path>:12 moved"],
    ["signed by ann.lee+x@shop.example.com", "signed by <e-mail>"],
    ["push to https://ann:token@git.example.com/shop.git failed", "push to <address> failed"],
    ["ssh://git@host/x.git and git@host.example:shop/x.git", "<address> and <e-mail>:<path>"],
    [`commit ${"a1".repeat(20)} is not here`, "commit <id> is not here"],
    ["key SHA256:q1W2e3R4t5Y6u7I8o9P0aSdFgHjKlZxCvBnM1234567 is unknown", "key <key> is unknown"],
    ["2/3 files, 41 ms", "2/3 files, 41 ms"],
    ["activated in 4.2 ms", "activated in 4.2 ms"],
  ];
  for (const [said, left] of cases) {
    it(said.slice(0, 50), () => assert.equal(redacted(said), left));
  }

  it("is in time with hostile text", () => {
    const text = `${"a/".repeat(50_000)}${"@".repeat(1_000)}${"a.".repeat(50_000)}`;
    assert.ok(redacted(text.slice(0, 500)).length <= 500);
  });
});
