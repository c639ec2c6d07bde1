import { strict as assert } from "node:assert";
import { ObservedRuns } from "../../../../src/vscode/editor/observed-runs";

const TYPED = { by: "typed" } as const;
const ASSISTANT = { by: "assistant", assistant: "copilot" } as const;
const SUSPECTED = { by: "suspected" } as const;

/** Pure insertion of `count` lines before `line`. */
const insert = (line: number, count: number) => ({ startLine: line, endLine: line - 1, addedLines: count });
const within = (line: number) => ({ startLine: line, endLine: line, addedLines: 1 });
const remove = (first: number, last: number) => ({ startLine: first, endLine: last, addedLines: 0 });

function shown(runs: ObservedRuns): string[] {
  return runs.runs.map(({ by, startLine, endLine }) => `${by} ${startLine}-${endLine}`);
}

describe("observed runs", () => {
  it("grow while somebody types, and move with what is above", () => {
    const runs = new ObservedRuns();
    runs.apply(within(3), TYPED);
    runs.apply(within(3), TYPED);
    runs.apply(insert(4, 1), TYPED);
    runs.apply(insert(1, 2), null);
    assert.deepEqual(shown(runs), ["typed 5-6"]);
    runs.apply(remove(1, 2), null);
    assert.deepEqual(shown(runs), ["typed 3-4"]);
  });

  it("keep an assistant's line the assistant's when a person types in it, and give a new line between to the person", () => {
    const runs = new ObservedRuns();
    runs.apply(insert(3, 4), ASSISTANT);
    runs.apply(within(4), TYPED);
    assert.deepEqual(shown(runs), ["assistant 3-6"]);
    runs.apply(insert(5, 1), TYPED);
    assert.deepEqual(shown(runs), ["assistant 3-4", "typed 5-5", "assistant 6-7"]);
    runs.apply(within(6), SUSPECTED);
    assert.deepEqual(shown(runs), ["assistant 3-4", "typed 5-5", "suspected 6-6", "assistant 7-7"]);
  });

  it("shrink with deletions, and end with their text", () => {
    const runs = new ObservedRuns();
    runs.apply(insert(1, 5), SUSPECTED);
    runs.apply(remove(2, 3), null);
    assert.deepEqual(shown(runs), ["suspected 1-1", "suspected 2-3"]);
    runs.apply(remove(1, 3), TYPED);
    assert.deepEqual(shown(runs), []);
  });

  it("are left alone by a formatter that keeps the number of lines", () => {
    const runs = new ObservedRuns();
    runs.apply(insert(1, 2), ASSISTANT);
    runs.apply({ startLine: 1, endLine: 2, addedLines: 2 }, null);
    assert.deepEqual(shown(runs), ["assistant 1-2"]);
    runs.apply({ startLine: 1, endLine: 2, addedLines: 3 }, null);
    assert.deepEqual(shown(runs), [], "what it rewrapped is nobody's word any more");
  });

  it("stay bounded", () => {
    const runs = new ObservedRuns();
    for (let line = 1; line <= 300; line += 1) runs.apply(within(line * 2), TYPED);
    assert.ok(runs.runs.length <= 201);
  });
});
