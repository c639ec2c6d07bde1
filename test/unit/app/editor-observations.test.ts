import { strict as assert } from "node:assert";
import { observedInEditor } from "../../../src/app/editor-observations";
import { keysOf } from "../../../src/core/fingerprint/lines";

const TEXT = "one();\ntwo();\n\nthree();\n";
const NOW = new Date("2026-11-22T06:00:00.123Z");
const [one, two, three] = keysOf("a.ts", TEXT.split("\n")).all.map((line) => line.key);

describe("what the editor saw", () => {
  it("becomes claims of tier 6 for an assistant, of tier 1 where a person says so, and private edits for a person", () => {
    const observed = observedInEditor(
      {
        path: "a.ts",
        text: TEXT,
        runs: [
          { startLine: 1, endLine: 1, by: "assistant", assistant: "copilot", model: "m", detail: "inline completion accepted" },
          { startLine: 2, endLine: 2, by: "typed", detail: "" },
          { startLine: 3, endLine: 4, by: "marked-ai", detail: "marked in the editor" },
        ],
      },
      NOW,
    );
    assert.deepEqual(
      observed.claims.map(({ sequence, assistant, model, evidence, at }) => [sequence, assistant, model, evidence.source, evidence.tier, at]),
      [
        [[one], "copilot", "m", "editor", 6, "2026-11-22T06:00:00Z"],
        [[three], "unnamed", undefined, "manual", 1, "2026-11-22T06:00:00Z"],
      ],
    );
    assert.deepEqual(observed.human.map(({ sequence }) => sequence), [[two]]);
  });

  it("says nothing of lines that are not there, of blank ones, and of texts too large to look at", () => {
    const runs = [{ startLine: 3, endLine: 3, by: "marked-mine", detail: "" }, { startLine: 90, endLine: 99, by: "marked-ai", detail: "" }] as const;
    assert.deepEqual(observedInEditor({ path: "a.ts", text: TEXT, runs }, NOW), { claims: [], human: [] });
    assert.deepEqual(observedInEditor({ path: "a.ts", text: "x\n".repeat(3_000_000), runs: [{ startLine: 1, endLine: 1, by: "marked-ai", detail: "" }] }, NOW), { claims: [], human: [] });
  });
});
