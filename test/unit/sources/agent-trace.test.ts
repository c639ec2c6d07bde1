import { strict as assert } from "node:assert";
import { cpuMilliseconds } from "./cpu-time";
import { parseAgentTraces } from "../../../src/sources/agent-trace";

const REVISION = "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0";

/** The specification's own example (README 6.2). */
const EXAMPLE = {
  version: "0.1.0",
  id: "550e8400-e29b-41d4-a716-446655440000",
  timestamp: "2026-01-23T14:30:00Z",
  vcs: { type: "git", revision: REVISION },
  tool: { name: "cursor", version: "2.4.0" },
  files: [
    {
      path: "src/utils/parser.ts",
      conversations: [
        {
          url: "https://api.cursor.com/v1/conversations/12345",
          contributor: { type: "ai", model_id: "anthropic/claude-opus-4-5-20251101" },
          ranges: [{ start_line: 42, end_line: 67, content_hash: "murmur3:9f2e8a1b" }],
          related: [{ type: "session", url: "https://api.cursor.com/v1/sessions/67890" }],
        },
      ],
    },
  ],
  metadata: { confidence: 0.95, "dev.cursor": { workspace_id: "ws-abc123" } },
};

const read = (...records: readonly unknown[]) => parseAgentTraces(records.map((record) => (typeof record === "string" ? record : JSON.stringify(record))).join("\n"));
const ranges = (record: unknown) => [...(read(record).traces[0]?.files ?? [])].map(([path, list]) => [path, list.map(({ start, end }) => [start, end])]);
const withRanges = (list: readonly unknown[], contributor: unknown = { type: "ai" }, path = "a.ts") => ({ ...EXAMPLE, files: [{ path, conversations: [{ contributor, ranges: list }] }] });

describe("Agent Trace records", () => {
  it("reads the specification's example", () => {
    const { traces, problems } = read(EXAMPLE);
    assert.deepEqual(problems, []);
    assert.equal(traces.length, 1);
    assert.deepEqual({ ...traces[0], files: [...(traces[0]?.files ?? [])] }, {
      revision: REVISION,
      at: "2026-01-23T14:30:00.000Z",
      files: [
        [
          "src/utils/parser.ts",
          [
            {
              start: 42,
              end: 67,
              attribution: {
                assistant: "cursor",
                model: "claude-opus-4-5-20251101",
                agentSession: "https://api.cursor.com/v1/conversations/12345",
                evidence: { source: "agent-trace", tier: 4, detail: "Agent Trace record 550e8400-e29b-41d4-a716-446655440000" },
              },
            },
          ],
        ],
      ],
    });
  });

  it("tolerates what the reference implementation writes", () => {
    // Version 1.0, a model without a provider, pseudo-files, a range of a Write that knows no lines.
    const record = { ...EXAMPLE, version: "1.0", files: [...[".shell-history", ".sessions"].map((path) => ({ ...EXAMPLE.files[0], path })), { path: "./a.ts", conversations: [{ contributor: { type: "ai", model_id: "gpt-5" }, ranges: [{ start_line: 1, end_line: 1 }] }] }] };
    assert.deepEqual(ranges(record), [["a.ts", [[1, 1]]]]);
    assert.equal(read(record).traces[0]?.files.get("a.ts")?.[0]?.attribution.model, "gpt-5");
  });

  it("takes an assistant's and mixed lines, never a person's word about itself", () => {
    assert.deepEqual(ranges(withRanges([{ start_line: 3, end_line: 4 }, { start_line: 6, end_line: 7, contributor: { type: "human" } }])), [["a.ts", [[3, 4]]]]);
    assert.deepEqual(ranges(withRanges([{ start_line: 3, end_line: 4, contributor: { type: "mixed" } }], { type: "human" })), [["a.ts", [[3, 4]]]]);
    assert.deepEqual(ranges(withRanges([{ start_line: 3, end_line: 4 }], { type: "human" })), []);
    assert.deepEqual(ranges(withRanges([{ start_line: 3, end_line: 4 }], { type: "unknown" })), []);
    assert.deepEqual(ranges(withRanges([{ start_line: 3, end_line: 4 }], null)), []);
  });

  it("names assistants as everywhere else", () => {
    const name = (tool: unknown) => read({ ...EXAMPLE, tool }).traces[0]?.files.get("src/utils/parser.ts")?.[0]?.attribution.assistant;
    assert.deepEqual([{ name: "Claude Code" }, { name: "claude" }, { name: "GitHub Copilot" }, { name: "Cursor" }, { name: "a b c" }, {}, 7, undefined].map(name), ["claude-code", "claude-code", "copilot", "cursor", "unknown", "unknown", "unknown", "unknown"]);
  });

  it("ignores records of other version systems and without a whole revision", () => {
    for (const vcs of [undefined, { type: "jj", revision: REVISION }, { type: "git", revision: "a1b2c3d" }, { type: "git", revision: "-".repeat(40) }, { type: "git" }, 7]) {
      assert.deepEqual(read({ ...EXAMPLE, vcs }), { traces: [], problems: [] });
    }
  });

  it("says which line can't be read and goes on", () => {
    const { traces, problems } = read("{torn", EXAMPLE, "", [1], { ...EXAMPLE, version: "one" }, { ...EXAMPLE, timestamp: "soon" }, { ...EXAMPLE, files: {} });
    assert.equal(traces.length, 1);
    assert.deepEqual(problems.map((problem) => /line (\d+): (.*)/.exec(problem)?.slice(1, 3)), [
      ["1", "not a JSON object"],
      ["4", "expected an object, found a list"],
      ["5", "version: expected numbers such as 0.1.0, found a string"],
      ["6", "timestamp: expected a time such as 2026-01-23T14:30:00Z"],
      ["7", "files: expected a list, found an object"],
    ]);
  });

  it("refuses paths outside and lines that are none", () => {
    for (const path of ["../a", "/a", "a/../../b", ".git/config", "", "a\0"]) assert.deepEqual(ranges(withRanges([{ start_line: 1, end_line: 2 }], { type: "ai" }, path)), []);
    assert.deepEqual(ranges(withRanges([{ start_line: 0, end_line: 2 }, { start_line: 1.5, end_line: 2 }, { start_line: "1", end_line: 2 }, { start_line: 1e300, end_line: 1e301 }, null, { start_line: 9, end_line: 5 }])), [["a.ts", [[5, 9]]]]);
  });

  it("never throws and never takes long, whatever stands there", function () {
    this.timeout(20_000);
    const values: unknown[] = [null, 0, -1, "", [], {}, true, "x".repeat(1000), [[[]]], { type: "ai" }];
    let seed = 3;
    const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
    for (let round = 0; round < 5000; round += 1) {
      const text = JSON.stringify(EXAMPLE, (_, value: unknown) => ((next() >> 8) % 12 === 0 ? structuredClone(values[(next() >> 8) % values.length]) : value));
      parseAgentTraces(text ?? "");
      const bytes = Buffer.from(JSON.stringify(EXAMPLE));
      bytes[next() % bytes.length] = next() % 256;
      parseAgentTraces(bytes.toString("utf8"));
    }
    const start = cpuMilliseconds();
    assert.equal(parseAgentTraces(`${"[".repeat(200_000)}\n`.repeat(20)).traces.length, 0);
    assert.ok(parseAgentTraces("x\n".repeat(500_000)).problems.length <= 21);
    assert.ok(parseAgentTraces(`${JSON.stringify(withRanges(new Array<unknown>(600_000).fill({ start_line: 1, end_line: 1 })))}\n`).problems.length === 1);
    assert.ok(cpuMilliseconds() - start < 10_000);
  });
});
