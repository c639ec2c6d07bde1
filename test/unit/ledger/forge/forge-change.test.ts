import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { readForgeChange } from "../../../../src/ledger/forge/forge-change";

const HEAD = "1".repeat(40);
const OLDER = "2".repeat(40);

const fixture = (name: string): string => readFileSync(`test/fixtures/forge/${name}.json`, "utf8");
const read = (text: string) => readForgeChange(text, "approvals.json");
const changed = (name: string, change: (value: Record<string, object>) => void): string => {
  const value = JSON.parse(fixture(name)) as Record<string, object>;
  change(value);
  return JSON.stringify(value);
};

describe("approvals as forges tell them", () => {
  it("GitHub's event of a review: one approval, and commits by nobody knows whom", () => {
    assert.deepEqual(read(fixture("github-review-event")), { approvals: [{ account: "@bob", commit: HEAD, at: "2026-11-20T10:00:00Z" }], authors: ["@ada", null], refused: [] });
    for (const state of ["commented", "changes_requested", "dismissed"]) {
      const text = changed("github-review-event", (event) => Object.assign(event["review"] ?? {}, { state }));
      assert.deepEqual(read(text).approvals, [], state);
    }
  });

  it("GitHub's answers: the last word of each person, no bots, no strangers, and who wrote the commits", () => {
    const change = read(fixture("github-answers"));
    assert.deepEqual(change.approvals, [
      { account: "@bob", commit: HEAD, at: "2026-11-20T10:00:00Z" },
      { account: "@eve", commit: HEAD, at: "2026-11-20T10:00:00Z" },
    ]);
    assert.deepEqual(change.authors, ["@ada", "@eve"]);
    assert.deepEqual(change.refused, [
      { account: "@review-helper[bot]", why: "it is a bot's" },
      { account: "@stranger", why: "the account is no member of the project (none)" },
    ]);
  });

  it("more commits than GitHub lists: somebody unknown wrote some", () => {
    const text = changed("github-answers", (value) => {
      const answers = value as unknown as { commits: unknown[] };
      answers.commits = Array.from({ length: 250 }, () => answers.commits[0]);
    });
    assert.ok(read(text).authors.includes(null));
  });

  it("GitLab's event and answers: the version that stood when the approval was given", () => {
    assert.deepEqual(read(fixture("gitlab-approval-event")), { approvals: [{ account: "@bob", commit: HEAD, at: "2026-11-20T10:00:00Z" }], authors: [null], refused: [] });
    assert.deepEqual(read(changed("gitlab-approval-event", (event) => Object.assign(event["object_attributes"] ?? {}, { author_id: 80 }))).refused, [{ account: "@bob", why: "the account opened the merge request" }]);
    assert.deepEqual(read(changed("gitlab-approval-event", (event) => Object.assign(event["object_attributes"] ?? {}, { action: "unapproved" }))).approvals, []);
    const change = read(fixture("gitlab-answers"));
    assert.deepEqual(change.approvals, [
      { account: "@bob", commit: HEAD, at: "2026-11-20T10:00:00Z" },
      { account: "@cleo", commit: OLDER, at: "2026-11-19T12:00:00Z" },
    ]);
    assert.deepEqual(change.refused.map(({ account }) => account), ["@ada", "@project_3_bot_a1", "@dan"]);
  });

  it("says what is wrong with anything else", () => {
    for (const text of ["", "{", "[]", "null", "{}", '{"review":{}}', '{"review":{"user":{"login":"a b"},"state":"approved"},"pull_request":{"user":null}}', "[".repeat(10_000)]) {
      assert.throws(() => read(text), /approvals (?:are not JSON|have no shape)/, text.slice(0, 40));
    }
  });
});
