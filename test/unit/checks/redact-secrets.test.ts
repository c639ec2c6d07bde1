import { strict as assert } from "node:assert";
import { REMOVED, redactSecrets } from "../../../src/checks/redact-secrets";

/** Made up, in the forms that issuers use; put together here, so that no scanner of this repository stumbles over them. */
const GITHUB = `ghp_${"a1B2c3D4e5F6g7H8i9J0".repeat(2).slice(0, 36)}`;
const AWS = ["AKIA", "QWERTZUIOPASDFGH"].join("");
const KEY = `-----BEGIN OPENSSH PRIVATE KEY-----\n${"b3BlbnNzaC1rZXktdjEAAAAABG5vbmU".repeat(3)}\n-----END OPENSSH PRIVATE KEY-----`;

describe("secrets in words", () => {
  const planted: readonly (readonly [string, string, string])[] = [
    [`Use ${GITHUB} to push`, GITHUB, `Use ${REMOVED} to push`],
    [`aws ${AWS}.`, AWS, `aws ${REMOVED}.`],
    [`here is my key:\n${KEY}\nuse it`, "b3BlbnNza", `here is my key:\n${REMOVED}\nuse it`],
    ["the password is Tr0ub4dor&3, log in", "Tr0ub4dor", `the password is ${REMOVED}, log in`],
    ["DB_PASSWORD=s3cr3t-value! npm test", "s3cr3t", `DB_PASSWORD=${REMOVED} npm test`],
    ["curl -H 'Authorization: Bearer abcDEF123456ghiJKL' https://api", "abcDEF", `curl -H 'Authorization: Bearer ${REMOVED}' https://api`],
    ["curl -u admin:sup3rs3cret https://x", "sup3rs3cret", `curl -u admin:${REMOVED} https://x`],
    ["deploy --api-token 9f8e7d6c5b4a", "9f8e7d6c5b4a", `deploy --api-token ${REMOVED}`],
    ["postgres://app:pa55w0rdX@db.internal.corp/x", "pa55w0rdX", ""],
    ["it is wJalrXUtnFEMIK7MDENGbPxRfiCYzQ8rT2mN5vX1", "wJalrXUtn", `it is ${REMOVED}`],
    [`{"client_secret": "q8Zr2TmN5vX1pL0k"}`, "q8Zr2TmN5vX1pL0k", ""],
  ];
  for (const [text, secret, expected] of planted) {
    it(`are taken out of ${JSON.stringify(text.slice(0, 40))}`, () => {
      const redacted = redactSecrets(text);
      assert.equal(redacted.text.includes(secret), false, redacted.text);
      assert.ok(redacted.secrets >= 1);
      if (expected !== "") assert.equal(redacted.text, expected);
    });
  }

  const harmless = [
    "Add a token bucket to src/limiter.ts and test it",
    "Refactor validatePasswordStrengthAndConfirmationFields into two functions",
    "See commit 55a1d728fb968fff90c5050470d6bd5d629967c6 and issue #12",
    "export TOKEN=$GITHUB_TOKEN && npm test",
    "node_modules/.bin/mocha out/test/unit/core/attribution/line-history.test.js",
    "the API key is missing from the page",
    "",
  ];
  for (const text of harmless) {
    it(`are not seen in ${JSON.stringify(text.slice(0, 40))}`, () => assert.deepEqual(redactSecrets(text), { text, secrets: 0 }));
  }

  it("are looked for quickly in hostile text, which is cut", () => {
    for (const text of ["token ".repeat(100_000), "a=".repeat(200_000), "Aa1".repeat(100_000), "-----BEGIN PRIVATE KEY-----".repeat(5000), "token is ".repeat(30_000), "://a:".repeat(50_000)]) {
      assert.ok(redactSecrets(text).text.length <= 250_000);
    }
  });
});
