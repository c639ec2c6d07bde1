import { strict as assert } from "node:assert";
import { observedInEditor, reshapedInEditor } from "../../../src/app/editor-observations";
import { keysOf } from "../../../src/core/fingerprint/lines";
import type { DebtItem, Hunk } from "../../../src/core/model";

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

describe("what a save gave another form", () => {
  const BEFORE = "mine();\nconst a=1;\n";
  const AFTER = "mine();\nconst a = 1;\n";
  const hunk = (part: Partial<Hunk>): DebtItem => ({ hunk: { path: "a.ts", kind: "edit", startLine: 2, endLine: 2, assistant: "codex", model: "m", agentSession: "s", evidence: { source: "hook", tier: 1, detail: "Codex apply_patch call_1" }, ...part } as Partial<Hunk> as Hunk }) as Partial<DebtItem> as DebtItem;
  const reshaped = (part: Partial<Parameters<typeof reshapedInEditor>[0]>, folded: string | null = BEFORE, items: readonly DebtItem[] = [hunk({})]) => reshapedInEditor({ path: "a.ts", text: AFTER, runs: [], before: BEFORE, ...part }, folded, items, NOW);
  const key = keysOf("a.ts", ["const a = 1;"]).all.map((line) => line.key);

  it("is claimed for whom it was, with the evidence that there was, and said once", () => {
    const [claim, ...others] = reshaped({});
    assert.deepEqual([claim?.sequence, claim?.assistant, claim?.model, claim?.agentSession, claim?.at, others], [key, "codex", "m", "s", "2026-11-22T06:00:00Z", []]);
    assert.deepEqual(claim?.evidence, { source: "hook", tier: 1, detail: "Codex apply_patch call_1, given another form in the editor" });
    const evidence = claim?.evidence;
    assert.ok(evidence !== undefined);
    assert.deepEqual(reshaped({}, BEFORE, [hunk({ evidence })])[0]?.evidence, evidence);
  });

  it("is told whatever the line ends and the byte order mark", () => {
    assert.equal(reshaped({ text: `\ufeff${AFTER.replaceAll("\n", "\r\n")}`, before: BEFORE.replaceAll("\n", "\r\n") }, `\ufeff${BEFORE}`)[0]?.sequence.join(), key.join());
  });

  it("is nobody's where the fold is of another text, nothing was reshaped, a person typed it, or only a policy calls it an assistant's", () => {
    for (const nothing of [
      reshaped({}, "other();\n"),
      reshaped({}, null),
      reshapedInEditor({ path: "a.ts", text: AFTER, runs: [] }, BEFORE, [hunk({})], NOW),
      reshaped({ runs: [{ startLine: 2, endLine: 2, by: "typed", detail: "" }] }),
      reshaped({}, BEFORE, [hunk({ assistant: "assumed" })]),
      reshaped({}, BEFORE, [hunk({ path: "b.ts" })]),
      reshaped({}, BEFORE, [hunk({ kind: "removal" })]),
      reshaped({}, BEFORE, []),
    ]) {
      assert.deepEqual(nothing, []);
    }
    assert.equal(reshaped({ runs: [{ startLine: 2, endLine: 2, by: "typed", detail: "reshaped" }] }).length, 1, "that its form changed says nothing of whose it is");
  });
});
