/**
 * Lists of keys as the forges' own references print them (GitHub REST API, "SSH signing keys"; GitLab's doc/api/user_keys.md, 18.11): word for
 * word, with the key material that stands there, which no reader can use; then with keys that can sign in the same places.
 */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { readPublishedKeys, signerLine } from "../../../../src/ledger/forge/published-keys";
import { newKey } from "../support";

type Answer = Record<string, unknown>[];
const documented = (forge: "github" | "gitlab"): Answer => JSON.parse(readFileSync(`test/fixtures/forge/${forge === "github" ? "github-signing-keys" : "gitlab-user-keys"}-documented.json`, "utf8")) as Answer;
const LINES = [newKey(), newKey()].map(({ publicKey }) => publicKey.text);
const withRealKeys = (forge: "github" | "gitlab"): Answer => documented(forge).map((entry, index) => ({ ...entry, key: LINES[index] }));

describe("keys that a forge publishes", () => {
  it("GitHub's documented answer: its made-up material is left out, a reason for each", () => {
    const { keys, refused } = readPublishedKeys(documented("github"), "github");
    assert.deepEqual([keys, refused.map(({ title }) => title)], [[], ["ssh-rsa AAAAB3NzaC1yc2EAAA", "ssh-rsa AAAAB3NzaC1yc2EAAB"]]);
    for (const { why } of refused) assert.notEqual(why, "");
  });

  it("GitHub's documented answer with keys that can sign", () => {
    const { keys, refused } = readPublishedKeys(withRealKeys("github"), "github");
    assert.deepEqual(refused, []);
    assert.deepEqual(keys.map(({ text, from, until }) => [text, from, until]), [[LINES[0], "2020-06-11T21:31:57Z", null], [LINES[1], "2020-07-11T21:31:57Z", null]]);
    const [first] = keys;
    assert.equal(first === undefined ? "" : signerLine("ann@example.org", first), `ann@example.org namespaces="signoff.v1@countersign",valid-after="20200611213157Z" ${LINES[0] ?? ""}`);
  });

  it("GitLab's documented answer: one key is for logging in, the other has 1024 bits", () => {
    const { keys, refused } = readPublishedKeys(documented("gitlab"), "gitlab");
    assert.deepEqual(keys, []);
    assert.deepEqual(refused.map(({ title }) => title), ["Public key", "Another Public key"]);
    assert.match(refused[0]?.why ?? "", /to log in/);
    assert.match(refused[1]?.why ?? "", /1024|bits/);
  });

  it("GitLab's documented answer with keys that can sign: the one for signing alone", () => {
    const { keys, refused } = readPublishedKeys(withRealKeys("gitlab"), "gitlab");
    assert.deepEqual(keys.map(({ text, from }) => [text, from]), [[LINES[1], "2014-08-01T14:47:39Z"]]);
    assert.deepEqual(refused.map(({ title }) => title), ["Public key"]);
    assert.equal(readPublishedKeys(withRealKeys("gitlab").map(({ usage_type: _, ...older }) => older), "gitlab").keys.length, 2, "servers before 15.7 tell no use");
  });

  it("refuses an answer of another shape, and keeps what is sound beside a broken key", () => {
    for (const answer of [null, "", {}, { message: "Not Found" }, [null], ["ssh-ed25519 AAAA"], [{}], [{ key: 1 }], [{ key: "x".repeat(30_000) }], Array.from({ length: 1_001 }, () => ({ key: LINES[0] }))]) {
      assert.throws(() => readPublishedKeys(answer, "github"), /no shape that is known/, JSON.stringify(answer)?.slice(0, 60));
    }
    assert.deepEqual(readPublishedKeys([], "github"), { keys: [], refused: [] });
    const mixed = readPublishedKeys([{ key: "ssh-ed25519 !!!" }, { key: LINES[0], created_at: "not a time" }, { key: LINES[0] }, { key: `${LINES[1] ?? ""}\neve@example.org ${LINES[0] ?? ""}` }], "github");
    assert.deepEqual([mixed.keys.map(({ text, from }) => [text, from])[0], mixed.refused.length >= 1], [[LINES[0], null], true]);
    for (const key of mixed.keys) assert.ok(!key.text.includes("\n"), "a key can't smuggle a second line into allowed_signers");
  });
});
