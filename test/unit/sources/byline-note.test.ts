import { strict as assert } from "node:assert";
import { parseBylineNote } from "../../../src/sources/byline-note";
import { CommitEvidence } from "../../../src/sources/commit-evidence";

/** git-byline's documentation, "Notes", ids replaced. */
const NOTE = {
  version: 3,
  files: {
    "src/example.go": {
      blob: "abc123",
      ranges: [
        { start: 1, end: 3, author: "human", identity: "john.doe" },
        { start: 4, end: 7, author: "ai", agent: "droid", model: "model-name", session: "session-1", ts: "2026-01-02T03:04:05Z" },
        { start: 8, end: 9, author: "human-override", identity: "john.doe", agent: "droid", model: "model-name", session: "session-1", ts: "2026-01-02T03:04:05Z" },
        { start: 10, end: 11, author: "untracked" },
      ],
    },
  },
  sessions: { "droid::session-1": { agent: "droid", model: "model-name", added: 4, deleted: 1, accepted: 3, overridden: 1 } },
};

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const problems = (value: unknown) => parseBylineNote(typeof value === "string" ? value : JSON.stringify(value)).problems.join("\n");

describe("git-byline notes", () => {
  it("reads the documented note: an assistant's lines, and those a person changed; human is no evidence there", () => {
    const { files, problems: found } = parseBylineNote(JSON.stringify(NOTE));
    assert.deepEqual(found, []);
    const common = { assistant: "droid", model: "model-name", agentSession: "session-1" };
    assert.deepEqual([...files], [["src/example.go", [{ start: 4, end: 7, ...common, isOverridden: false }, { start: 8, end: 9, ...common, isOverridden: true }]]]);
  });

  it("is evidence of tier 3 with the commit in its words", () => {
    const reader = new CommitEvidence().noteReaders.find(({ ref }) => ref === "refs/notes/byline");
    const { note } = reader?.read(JSON.stringify(NOTE), COMMIT) ?? { note: new Map<string, never>() };
    assert.deepEqual(note.get("src/example.go")?.flatMap((range) => (range.start === 0 ? [] : [range.attribution?.evidence])), [
      { source: "note", tier: 3, detail: "git-byline note of 0123456789ab" },
      { source: "note", tier: 3, detail: "git-byline note of 0123456789ab, changed by a person since" },
    ]);
  });

  it("does not give the commit's deletions to its assistant where others worked on it, too", () => {
    const others = (ranges: unknown) => parseBylineNote(JSON.stringify({ version: 3, files: { a: { ranges } } })).hasOthers;
    assert.equal(others(NOTE.files["src/example.go"].ranges), true);
    assert.equal(others([{ start: 1, end: 2, author: "ai", agent: "cursor" }]), false);
    assert.equal(others([{ start: 1, end: 2, author: "ai", agent: "cursor" }, { start: 3, end: 3, author: "untracked" }]), true);
  });

  it("reads versions 1 and 2, and names assistants as everywhere else", () => {
    for (const version of [1, 2]) assert.equal(parseBylineNote(JSON.stringify({ ...NOTE, version })).files.size, 1);
    const named = (agent: unknown) => parseBylineNote(JSON.stringify({ version: 1, files: { a: { ranges: [{ start: 1, end: 1, author: "ai", agent }] } } })).files.get("a")?.[0]?.assistant;
    assert.deepEqual(["claude", "Factory", "vscode", "cursor", "", 7].map(named), ["claude-code", "droid", "copilot", "cursor", "unknown", "unknown"]);
  });

  it("says where a note is not what it should be, and reads the rest", () => {
    assert.match(problems("{"), /not JSON at line 1/);
    assert.match(problems([]), /version: expected 1, 2 or 3, found nothing/);
    assert.match(problems({ version: 4, files: {} }), /found 4/);
    assert.match(problems({ version: 3 }), /files: expected an object, found nothing/);
    assert.match(problems({ version: 3, files: { "../x": {} } }), /expected a path inside the repository/);
    assert.match(problems({ version: 3, files: { a: {} } }), /files\["a"\]\.ranges: expected a list/);
    const part = parseBylineNote(JSON.stringify({ version: 3, files: { a: { ranges: [{ start: 0, end: 1, author: "ai" }, { start: 3, end: 2, author: "ai" }, { start: 1, end: 1, author: "robot" }, null, { start: 5, end: 6, author: "ai", agent: "cursor" }] } } }));
    assert.equal(part.problems.length, 4);
    assert.equal(part.files.get("a")?.length, 1);
  });

  it("never throws and holds its limits, whatever the text", function () {
    this.timeout(20_000);
    const values: unknown[] = [null, 0, -1, "", [], {}, true, "x".repeat(1000), 1e300];
    let seed = 9;
    const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
    for (let round = 0; round < 5000; round += 1) {
      const text = JSON.stringify(NOTE, (_, value: unknown) => ((next() >> 8) % 12 === 0 ? structuredClone(values[(next() >> 8) % values.length]) : value));
      assert.ok(parseBylineNote(text ?? "").problems.length <= 20);
      assert.ok(parseBylineNote(JSON.stringify(NOTE).slice(0, next() % 500)).problems.length <= 20);
    }
    const many = JSON.stringify({ version: 3, files: Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}`, { ranges: [] }])) });
    assert.match(parseBylineNote(many).problems.join(), /at most 500 files/);
    assert.match(parseBylineNote("x".repeat(17 * 1024 * 1024)).problems.join(), /16 MiB/);
    assert.ok(parseBylineNote("[".repeat(300_000)).problems.length === 1);
  });
});
