import { strict as assert } from "node:assert";
import type { AttributedCommit, AttributedRange } from "../../../src/core/ports";
import { writeAgentTraces } from "../../../src/sources/agent-trace-writer";
import { parseAgentTraces } from "../../../src/sources/agent-trace";
import { isOwnNote, writeGitAiNote } from "../../../src/sources/git-ai-note-writer";
import { parseGitAiNote } from "../../../src/sources/git-ai-note";

const COMMIT = "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0";

function commitOf(files: Readonly<Record<string, readonly AttributedRange[]>>, author: readonly [string, string] = ["Alice Smith", "alice@example.com"]): AttributedCommit {
  return { id: COMMIT, parents: [], authorName: author[0], authorEmail: author[1], committerName: "", committerEmail: "", authoredAt: "2026-01-23T14:30:00.000Z", message: "", files: new Map(Object.entries(files)), texts: new Map(Object.keys(files).map((path) => [path, Array.from({ length: 300 }, (_, line) => `line ${line + 1}`)])) };
}

function ai(start: number, end: number, assistant = "cursor", agentSession = "session_123", model = "claude-sonnet-4-5"): AttributedRange {
  return { start, end, origin: "ai", attribution: { assistant, agentSession, model, evidence: { source: "hook", tier: 1, detail: "" } } };
}

const human = (start: number, end: number): AttributedRange => ({ start, end, origin: "human", attribution: null });
const noteOf = (commit: AttributedCommit) => writeGitAiNote(commit).text ?? "";

describe("what is written for git-ai", () => {
  it("has the keys of provenance.md 8.1", () => {
    for (const [assistant, id, key] of [["cursor", "session_123", "s_c9883b05a2487d"], ["claude-code", "session_123", "s_ee62dfba999422"], ["codex", "019c4b43-1451-7af3-be4c-5576369bf1ba", "s_d7ad279dbf8d14"]] as const) {
      assert.match(noteOf(commitOf({ "a.ts": [ai(1, 1, assistant, id)] })), new RegExp(`^a\\.ts\\n {2}${key}::t_[0-9a-f]{14} 1\\n---\\n`));
    }
    assert.match(noteOf(commitOf({ "a.ts": [human(1, 1)] })), /\n {2}h_31dce776f88375 1\n/);
    assert.match(noteOf(commitOf({ "a.ts": [human(1, 1)] }, ["Developer", "dev@example.com"])), /\n {2}h_2bbd04770044e8 1\n/);
  });

  it("has ranges in order, merged where they meet, and paths in quotation marks only where they need them", () => {
    const note = noteOf(commitOf({ "src/my file.rs": [ai(100, 200), ai(5, 5), ai(10, 15), ai(50, 50), ai(1, 1), ai(25, 30), ai(31, 31)], "docs/README (copy).md": [ai(1, 1)], "test/file-with-dashes.js": [ai(1, 2)] }));
    assert.match(note, /^"docs\/README \(copy\)\.md"\n/);
    assert.match(note, /\n"src\/my file\.rs"\n {2}\S+ 1,5,10-15,25-31,50,100-200\n/);
    assert.match(note, /\ntest\/file-with-dashes\.js\n/);
    assert.equal(note.endsWith("}"), true, "no line break at the end");
  });

  it("is read back as it was meant: two models of one session, mixed lines, a person's", () => {
    const mixed: AttributedRange = { ...ai(7, 8), origin: "mixed" };
    const commit = commitOf({ "a.ts": [ai(1, 2), ai(3, 4, "cursor", "session_123", "other-model"), mixed, human(9, 9)], 'odd".ts': [ai(1, 1)] });
    const { text, leftOut } = writeGitAiNote(commit);
    assert.deepEqual(leftOut, ['odd".ts']);
    const { files, problems } = parseGitAiNote(text ?? "");
    assert.deepEqual(problems, []);
    const read = [...(files.get("a.ts") ?? [])].sort((one, other) => one.start - other.start).map(({ start, end, kind, assistant, model, agentSession, isMixed }) => [start, end, kind, assistant, model, agentSession, isMixed === true]);
    assert.deepEqual(read, [
      [1, 2, "ai", "cursor", "claude-sonnet-4-5", "session_123", false],
      [3, 4, "ai", "cursor", "other-model", "session_123", false],
      [7, 8, "ai", "cursor", "claude-sonnet-4-5", "session_123", true],
      [9, 9, "human", "", undefined, "", false],
    ]);
    assert.equal(isOwnNote(text ?? ""), true);
    assert.equal(isOwnNote('a.ts\n  x 1\n---\n{"git_ai_version": "1.6.0"}'), false);
    assert.equal(noteOf(commit), noteOf(commit), "the same twice");
    assert.deepEqual(writeGitAiNote(commitOf({})), { text: null, leftOut: [] });
  });
});

describe("what is written as Agent Trace", () => {
  it("keeps the schema of 0.1.0, one record for each assistant, and is read back", () => {
    const commit = commitOf({ "a.ts": [ai(1, 2), ai(5, 9, "codex", "https://example.org/s/1", "openai/gpt-5"), human(3, 4)], "b.ts": [{ ...ai(1, 1), origin: "mixed" }] });
    const lines = writeAgentTraces(commit);
    for (const line of lines) {
      const record = JSON.parse(line) as { version: string; id: string; timestamp: string; vcs: { type: string; revision: string }; files: { path: string; conversations: { url?: string; contributor: { type: string; model_id?: string }; ranges: { start_line: number; end_line: number; content_hash: string }[] }[] }[] };
      assert.match(record.version, /^[0-9]+\.[0-9]+\.[0-9]+$/);
      assert.match(record.id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.deepEqual(record.vcs, { type: "git", revision: COMMIT });
      for (const { conversations } of record.files) for (const { url, contributor, ranges } of conversations) {
        assert.ok(url === undefined || URL.canParse(url), url);
        assert.match(contributor.type, /^(human|ai|mixed|unknown)$/);
        for (const range of ranges) assert.match(range.content_hash, /^sha256:[0-9a-f]{16}$/);
      }
    }
    const { traces, problems } = parseAgentTraces(lines.join("\n"));
    assert.deepEqual(problems, []);
    const read = traces.flatMap(({ files }) => [...files].flatMap(([path, ranges]) => ranges.map(({ start, end, attribution, isMixed }) => [path, start, end, attribution.assistant, attribution.model, attribution.agentSession, isMixed === true])));
    assert.deepEqual(read, [
      ["a.ts", 5, 9, "codex", "gpt-5", "https://example.org/s/1", false],
      ["a.ts", 1, 2, "cursor", "claude-sonnet-4-5", "session_123", false],
      ["b.ts", 1, 1, "cursor", "claude-sonnet-4-5", "session_123", true],
    ]);
    assert.deepEqual(writeAgentTraces(commit), lines, "the same twice");
  });
});
