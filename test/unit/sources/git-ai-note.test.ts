import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { parseGitAiNote } from "../../../src/sources/git-ai-note";
import type { NoteReader } from "../../../src/core/ports";
import { CommitEvidence } from "../../../src/sources/commit-evidence";

const SPEC = `src/main.rs
  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20
  s_c9883b05a2487d::t_a1b2c3d4e5f678 25-30
  h_31dce776f88375 35-40
src/lib.rs
  s_e7f2a90b31cc48::t_deadbeef012345 1-50
---
{
  "schema_version": "authorship/3.0.0",
  "git_ai_version": "1.4.5",
  "base_commit_sha": "7734793b756b3921c88db5375a8c156e9532447b",
  "prompts": {},
  "humans":   { "h_31dce776f88375": { "author": "Developer <dev@example.com>" } },
  "sessions": { "s_c9883b05a2487d": {
      "agent_id": { "tool": "cursor", "id": "6ef2299e-a67f-432b-aa80-3d2fb4d28999", "model": "claude-sonnet-4-5-20250514" },
      "human_author": "dev@example.com" } }
}
`;
const EXPECTED_FORMAT = `src/file.xyz
  xyzAbc 1,2,19-222
  123456 400-405
src/file2.xyz
  123456 1-111,245,260
---
{
  "schema_version": "authorship/3.0.0",
  "git_ai_version": "development",
  "base_commit_sha": "",
  "prompts": {}
}`;
const META = '---\n{"schema_version":"authorship/3.0.0","base_commit_sha":"","prompts":{}}';

function ranges(text: string, path: string): string {
  return (parseGitAiNote(text).files.get(path) ?? []).map((range) => (range.start === range.end ? `${range.start}` : `${range.start}-${range.end}`)).join(",");
}

function gitAi(): NoteReader {
  const reader = new CommitEvidence().noteReaders.find(({ ref }) => ref === "refs/notes/ai");
  assert.ok(reader !== undefined);
  return reader;
}

describe("git-ai notes", () => {
  it("reads the standard's example", () => {
    const note = parseGitAiNote(SPEC);
    assert.deepEqual(note.problems, []);
    const session = { kind: "ai", assistant: "cursor", model: "claude-sonnet-4-5-20250514", agentSession: "6ef2299e-a67f-432b-aa80-3d2fb4d28999" };
    assert.deepEqual(note.files.get("src/main.rs"), [
      { start: 1, end: 10, ...session, key: "s_c9883b05a2487d::t_9f8e7d6c5b4a32" },
      { start: 15, end: 20, ...session, key: "s_c9883b05a2487d::t_9f8e7d6c5b4a32" },
      { start: 25, end: 30, ...session, key: "s_c9883b05a2487d::t_a1b2c3d4e5f678" },
      { start: 35, end: 40, kind: "human", assistant: "", agentSession: "", author: "Developer <dev@example.com>", key: "h_31dce776f88375" },
    ]);
    // A session that the metadata does not name is still an assistant's.
    assert.deepEqual(note.files.get("src/lib.rs"), [{ start: 1, end: 50, kind: "ai", assistant: "unknown", agentSession: "s_e7f2a90b31cc48", key: "s_e7f2a90b31cc48::t_deadbeef012345" }]);
  });

  it("reads opaque keys, ranges that were not merged, and no final newline", () => {
    const note = parseGitAiNote(EXPECTED_FORMAT);
    assert.deepEqual(note.problems, []);
    assert.equal(ranges(EXPECTED_FORMAT, "src/file.xyz"), "1,2,19-222,400-405");
    assert.equal(ranges(EXPECTED_FORMAT, "src/file2.xyz"), "1-111,245,260");
    assert.deepEqual(note.files.get("src/file.xyz")?.map((range) => range.key), ["xyzAbc", "xyzAbc", "xyzAbc", "123456"]);
    assert.ok(note.files.get("src/file.xyz")?.every((range) => range.kind === "ai"));
  });

  it("treats keys as opaque: the standard's own human key is another one's hash", () => {
    const hash = (text: string, length: number) => createHash("sha256").update(text).digest("hex").slice(0, length);
    assert.equal("s_" + hash("cursor:session_123", 14), "s_c9883b05a2487d");
    assert.equal(hash("cursor:session_123", 16), "c9883b05a2487d6d");
    assert.equal("s_" + hash("claude:session_123", 14), "s_ee62dfba999422");
    assert.equal("s_" + hash("codex:019c4b43-1451-7af3-be4c-5576369bf1ba", 14), "s_d7ad279dbf8d14");
    assert.equal("h_" + hash("Alice Smith <alice@example.com>", 14), "h_31dce776f88375");
    assert.equal("h_" + hash("Developer <dev@example.com>", 14), "h_2bbd04770044e8");
    assert.equal(parseGitAiNote(SPEC).files.get("src/main.rs")?.[3]?.author, "Developer <dev@example.com>");
  });

  it("reads legacy prompts, with what old notes carry besides", () => {
    const text = `a.ts\n  c9883b05a2487d6d 1-3\n  7734793 4\n---\n${JSON.stringify({
      schema_version: "authorship/3.0.0",
      base_commit_sha: "",
      future: { deep: [1] },
      prompts: {
        c9883b05a2487d6d: { agent_id: { tool: "claude", id: "session_123", model: "claude-opus-4-5" }, human_author: null, messages: [{ secret: "x" }], messages_url: "https://x", total_additions: 1, total_deletions: 0, accepted_lines: 1, overriden_lines: 2, custom_attributes: { a: "b" } },
        "7734793": { agent_id: { tool: "gemini", id: "g", model: "unknown" }, overriden_lines: 0 },
      },
    })}`;
    const note = parseGitAiNote(text);
    assert.deepEqual(note.problems, []);
    assert.deepEqual(note.files.get("a.ts"), [
      { start: 1, end: 3, kind: "ai", assistant: "claude-code", model: "claude-opus-4-5", agentSession: "session_123", key: "c9883b05a2487d6d" },
      { start: 4, end: 4, kind: "ai", assistant: "gemini-cli", agentSession: "g", key: "7734793" },
    ]);
  });

  it("reads quoted paths, line breaks in them included", () => {
    const text = `"src/my file.rs"\n  x 1\n"docs/README (copy).md"\n  x 2\ntest/file-with-dashes.js\n  x 3\n"a\nb.ts"\n  x 4\n${META}`;
    assert.deepEqual([...parseGitAiNote(text).files.keys()], ["src/my file.rs", "docs/README (copy).md", "test/file-with-dashes.js", "a\nb.ts"]);
  });

  it("accepts newer versions and CRLF, refuses older ones", () => {
    assert.equal(ranges(`a.ts\r\n  x 1-2\r\n${META.replaceAll("\n", "\r\n")}\r\n`, "a.ts"), "1-2");
    for (const version of ["authorship/3.1.0", "authorship/4.0.0"]) assert.equal(ranges(`a.ts\n  x 1\n${META.replace("authorship/3.0.0", version)}`, "a.ts"), "1");
    for (const version of ["authorship/2.0.0", "3.0.0", ""]) {
      const note = parseGitAiNote(`a.ts\n  x 1\n${META.replace("authorship/3.0.0", version)}`);
      assert.equal(note.files.size, 0);
      assert.match(note.problems[0]?.message ?? "", /expected schema_version "authorship\/3\.0\.0"/);
    }
  });

  const malformed: [string, string, number, RegExp][] = [
    ["no divider", "a.ts\n  x 1\n", 3, /expected a line `---`/],
    ["metadata is not JSON", "a.ts\n  x 1\n---\n{\n  oops\n}", 5, /not JSON/],
    ["metadata is a list", "a.ts\n  x 1\n---\n[]", 4, /as an object, found a list/],
    ["entry before a file", `  x 1\n${META}`, 1, /entry before any file/],
    ["range backwards", `a.ts\n  x 9-3\n${META}`, 2, /expected ranges/],
    ["range zero", `a.ts\n  x 0\n${META}`, 2, /expected ranges/],
    ["range too large", `a.ts\n  x 1-9999999999\n${META}`, 2, /expected ranges/],
    ["range of words", `a.ts\n  x one\n${META}`, 2, /expected ranges/],
    ["entry without ranges", `a.ts\n  x\n${META}`, 2, /expected an entry/],
    ["blank in the ranges", `a.ts\n  x 1, 2\n${META}`, 2, /expected an entry/],
    ["path outside", `../a.ts\n  x 1\n${META}`, 1, /path inside the repository/],
    ["absolute path", `/etc/passwd\n  x 1\n${META}`, 1, /path inside the repository/],
    ["unended quotation", `"a.ts\n  x 1\n${META}`, 1, /does not end/],
  ];
  for (const [name, text, line, message] of malformed) {
    it(`says where it is malformed: ${name}`, () => {
      const note = parseGitAiNote(text);
      assert.equal(note.files.size, 0);
      assert.equal(note.problems[0]?.line, line);
      assert.match(note.problems[0].message, message);
    });
  }

  it("loses only the malformed line", () => {
    const note = parseGitAiNote(`a.ts\n  x 1\n  x oops\n  x 3\n${META}`);
    assert.equal(note.problems.length, 1);
    assert.deepEqual(note.files.get("a.ts")?.map((range) => range.start), [1, 3]);
  });

  it("answers any text without throwing, in bounded time", function () {
    this.timeout(30_000);
    let seed = 3;
    const next = (limit: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % limit;
    for (let round = 0; round < 3000; round += 1) {
      const bytes = Buffer.from(round % 2 === 0 ? SPEC : EXPECTED_FORMAT);
      for (let change = 0; change < 1 + next(5); change += 1) bytes[next(bytes.length)] = [10, 32, 34, 45, 58, 44, 123, 0, 200, 48][next(10)] ?? 0;
      const note = parseGitAiNote(bytes.toString("utf8"));
      for (const list of note.files.values()) for (const range of list) assert.ok(range.start >= 1 && range.end >= range.start);
    }
    assert.equal(parseGitAiNote("x".repeat(17 * 1024 * 1024)).problems.length, 1);
    const many = `a.ts\n${"  x 1,2,3\n".repeat(400_000)}${META}`;
    assert.match(parseGitAiNote(many).problems[0]?.message ?? "", /at most 1000000 ranges/);
    const hostile = parseGitAiNote(`a.ts\n  constructor 1\n  __proto__ 2\n  h___proto__ 3\n${META}`);
    assert.deepEqual(hostile.files.get("a.ts")?.map((range) => [range.kind, range.assistant]), [["ai", "unknown"], ["ai", "unknown"], ["human", ""]]);
  });

  it("becomes attribution of tier 3, a human's lines null", () => {
    const { note, problems } = gitAi().read(SPEC, "7734793b756b3921c88db5375a8c156e9532447b");
    assert.deepEqual(problems, []);
    const [first] = note.get("src/main.rs") ?? [];
    assert.deepEqual(first?.attribution?.evidence, { source: "note", tier: 3, detail: "git-ai note of 7734793b756b, s_c9883b05a2487d::t_9f8e7d6c5b4a32" });
    assert.equal(note.get("src/main.rs")?.[3]?.attribution, null);
    assert.match(gitAi().read("a", "7734793b756b3921c88db5375a8c156e9532447b").problems.join(), /note of 7734793b756b, line 1: expected a line/);
  });
});
