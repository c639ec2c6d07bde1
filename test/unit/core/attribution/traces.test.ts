import { strict as assert } from "node:assert";
import { placeTraces } from "../../../../src/core/attribution/traces";
import type { CommitInfo, LineRun, RangeHistory, TraceRecord } from "../../../../src/core/ports";

const AT = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

function commit(id: string, parent: string, minute: number): [string, CommitInfo] {
  return [id, { id, parents: [parent], authorName: "A", authorEmail: "a@example.com", committerName: "A", committerEmail: "a@example.com", authoredAt: AT(minute), message: "" }];
}

const run = (start: number, length: number, introducedBy: string, originalStart = start): LineRun => ({ start, length, introducedBy, originalStart, originalPath: "a.ts" });

/** base → c1 (minute 10) → c2 (minute 20); lines 1-10 base, 11-15 c1's, 16-20 c2's, 21-22 uncommitted. */
const HISTORY: RangeHistory = {
  files: new Map([["a.ts", { path: "a.ts", basePath: "a.ts", runs: [run(1, 10, "base"), run(11, 5, "c1"), run(16, 5, "c2"), run(21, 2, "worktree")], removals: [] }]]),
  deleted: [],
  commits: new Map([commit("c1", "b", 10), commit("c2", "c1", 20)]),
  grafts: [],
};

function record(revision: string, minute: number, start: number, end: number, path = "a.ts"): TraceRecord {
  return { revision, at: AT(minute), files: new Map([[path, [{ start, end, attribution: { assistant: "cursor", agentSession: "s", evidence: { source: "agent-trace", tier: 4, detail: "d" } } }]]]) };
}

function place(...records: readonly TraceRecord[]): string[] {
  const placed = placeTraces(records, { history: HISTORY, uncommittedOn: "c2", timesOutside: new Map([["b", AT(0)]]) });
  return [...placed].flatMap(([where, note]) => [...note].flatMap(([path, ranges]) => ranges.map(({ start, end }) => `${where} ${path} ${start}-${end}`)));
}

describe("which commit an Agent Trace record speaks of", () => {
  it("is the revision itself where it brought such lines", () => {
    assert.deepEqual(place(record("c1", 9, 12, 13)), ["c1 a.ts 12-13"]);
    // Exported later, it is still that commit's.
    assert.deepEqual(place(record("c1", 55, 12, 13)), ["c1 a.ts 12-13"]);
  });

  it("is the commit after it where the record was made in between, as the reference implementation does", () => {
    assert.deepEqual(place(record("c1", 15, 17, 18)), ["c2 a.ts 17-18"]);
    assert.deepEqual(place(record("b", 5, 11, 11)), ["c1 a.ts 11-11"]);
  });

  it("is the work tree where the record was made after HEAD", () => {
    assert.deepEqual(place(record("c2", 30, 21, 22)), ["worktree a.ts 21-22"]);
  });

  it("is nobody's where time, lines, path or revision don't fit", () => {
    assert.deepEqual(place(record("c1", 9, 17, 18)), []); // made before c1: not of what came after it
    assert.deepEqual(place(record("c1", 25, 17, 18)), []); // made after c2: not in c2, nor in the work tree on top of it
    assert.deepEqual(place(record("c1", 15, 1, 9)), []); // lines of the base
    assert.deepEqual(place(record("c1", 9, 12, 13, "b.ts")), []);
    assert.deepEqual(place(record("elsewhere", 15, 11, 20)), []);
    assert.deepEqual(placeTraces([record("b", 5, 11, 11)], { history: HISTORY, uncommittedOn: null, timesOutside: new Map() }).size, 0);
  });
});
