/** What the filter bar lets through, which rows say little, and which events are signals: by hand, on a handful of facts. */
import { strict as assert } from "node:assert";
import type { VerdictFact } from "../../../../src/core/debt/panel/facts";
import { ledgerLines } from "../../../../src/core/debt/panel/ledger-words";
import type { Panel, PanelFilter } from "../../../../src/core/debt/panel/panel";
import { panelOf } from "../../../../src/core/debt/panel/panel-of";
import { periodWords } from "../../../../src/core/debt/panel/period-words";
import { twoPlaces } from "./two-places";

const PERIOD = { from: "2026-03-01", to: "2026-03-31" };

const verdict = (at: string, batch: number, more: Partial<VerdictFact> = {}): VerdictFact => ({ repository: 0, module: 0, owner: 0, at, verdict: "approved", signer: 0, trust: "key", key: null, batch, lines: 10, risk: "low", rules: [], hasNote: false, path: "src/0.ts", ...more });

function figures(filter: Partial<PanelFilter>): readonly unknown[] {
  const panel = panelOf(twoPlaces(), { ...PERIOD, ...filter });
  return [panel.tiles[0]?.value, panel.tiles[0]?.hunks, rows(panel, "where").map((cells) => cells[0]), rows(panel, "oldest").map((cells) => cells[0])];
}

function rows(panel: Panel, id: string): readonly (readonly (number | string | null)[])[] {
  return panel.tables.find((table) => table.id === id)?.rows.map(({ cells }) => cells) ?? [];
}

describe("the panel's selection", () => {
  const first = [30, ["h1:0"], ["src/a"], ["src/0.ts:1-30"]];
  const second = [12, ["h1:1"], ["src/b"], ["src/1.ts:1-12"]];

  it("follows every field of the filter bar, in tiles and tables alike", () => {
    assert.deepEqual(figures({})[0], 42);
    for (const [one, other] of [[{ repository: "shop" }, { repository: "till" }], [{ module: "src/a" }, { module: "src/b" }], [{ owner: "@ada" }, { owner: "(unowned)" }], [{ assistant: "claude-code" }, { assistant: "codex" }]] as const) {
      assert.deepEqual([figures(one), figures(other)], [first, second], JSON.stringify(one));
    }
    // What a line's risk was is not known, so that risk chooses among hunks alone.
    assert.deepEqual([figures({ risk: "high" }).slice(1), figures({ risk: "low" }).slice(1)], [first.slice(1), second.slice(1)]);
    assert.deepEqual(figures({ module: "src/a", assistant: "codex" }), [0, [], [], []]);
    assert.equal(periodWords({ ...PERIOD, module: "src/a", risk: "high" }), "2026-03-01 to 2026-03-31; only module src/a, risk high");
  });

  it("tells of the repository that is looked at: its gate, its ledger and what was not checked there", () => {
    const facts = twoPlaces();
    const [shop, till] = facts.repositories;
    assert.ok(shop && till);
    const failing = { ...facts, repositories: [{ ...shop, verdict: "fail" as const, gate: [{ condition: "patch.high", limit: 0, actual: 1, pass: false, why: "" }], notChecked: [{ what: "types", why: "none" }] }, { ...till, verdict: "pass" as const, gate: [], notChecked: [] }] };
    const told = (filter: { readonly repository?: string }) => {
      const { repositories, tiles, notChecked } = panelOf(failing, { ...PERIOD, ...filter });
      return [repositories.map(({ name }) => name), tiles.find(({ id }) => id === "gate")?.value, notChecked.length];
    };
    assert.deepEqual([told({}), told({ repository: "shop" }), told({ repository: "till" })], [[["shop", "till"], "fails", 1], [["shop"], "fails", 1], [["till"], "passes", 0]]);
  });

  it("breaks down by what is asked for", () => {
    const names = (by: "module" | "owner" | "assistant" | "risk" | "repository") => rows(panelOf(twoPlaces(), PERIOD, { by }), "where").map((cells) => cells[0]);
    assert.deepEqual([names("module"), names("owner"), names("assistant"), names("risk"), names("repository")], [["src/a", "src/b"], ["@ada", "(unowned)"], ["claude-code", "codex"], ["high", "low"], ["shop", "till"]]);
  });

  it("greys what has fewer than twenty samples, and nothing else", () => {
    const panel = panelOf(twoPlaces(), PERIOD);
    const faint = (id: string) => panel.tables.find((table) => table.id === id)?.rows.map((row) => [row.cells[0], row.faint === true]);
    assert.deepEqual(faint("assistants"), [["claude-code", false], ["codex", true]]);
    assert.deepEqual(faint("coverage-by-module"), [["src/a", false], ["src/b", true]]);
  });

  it("tells each signal as an event, and no innocent one", () => {
    const slow = [verdict("2026-03-03T10:00:00Z", 0), verdict("2026-03-03T10:01:00Z", 1)];
    const signals = (verdicts: readonly VerdictFact[]) => rows(panelOf(twoPlaces(verdicts), PERIOD), "signals").map((cells) => cells.slice(1, 3));
    const alone = ["Signed by the prompter alone", "src/1.ts:1, 4 lines"];
    assert.deepEqual(signals(slow), [alone], "ten lines in a minute can be read; at 1,000 lines an hour they take 36 seconds");
    assert.deepEqual(signals([verdict("2026-03-03T10:00:00Z", 0), verdict("2026-03-03T10:00:30Z", 1)]), [["Signed faster than it can be read", "10 lines 0.5 min after the batch before"], alone]);
    assert.deepEqual(signals([verdict("2026-03-03T10:00:00Z", 0), verdict("2026-03-03T10:00:30Z", 1, { signer: 1 })]), [alone], "another signer's clock is another's");
    assert.deepEqual(signals(Array.from({ length: 11 }, () => verdict("2026-03-03T10:00:00Z", 0))), [["Large batch", "11 hunks, 110 lines in one signature"], alone]);
    assert.deepEqual(signals([verdict("2026-03-03T10:00:00Z", 0, { lines: 401 })]), [["Large batch", "1 hunk, 401 lines in one signature"], alone]);
    assert.deepEqual(signals([verdict("2026-03-03T10:00:00Z", 0, { risk: "high", rules: ["eval"] })]), [["Signed over a finding without a note", "src/0.ts: eval"], alone]);
    assert.deepEqual(signals([verdict("2026-03-03T10:00:00Z", 0, { risk: "high", rules: ["eval"], hasNote: true })]), [alone]);
    assert.deepEqual(signals([verdict("2026-02-03T10:00:00Z", 0, { lines: 401 })]), [alone], "before the period");
  });

  it("says of each ledger whether it holds", () => {
    const state = { verdict: "intact" as const, enrolled: true, records: 2, keys: 1 };
    assert.deepEqual(ledgerLines([{ name: "shop", ledger: state }]), ["Every signature verified: 2 records by 1 key."]);
    assert.deepEqual(ledgerLines([{ name: "shop", ledger: { ...state, records: 0, keys: 0 } }, { name: "till", ledger: { ...state, verdict: "damaged" } }]), ["shop: Nobody has signed anything yet: the debt only grows until somebody does.", "till: The ledger is damaged: what does not hold counts nothing (countersign verify-ledger)."]);
    assert.match(ledgerLines([{ name: "shop", ledger: { ...state, verdict: "incomplete" } }])[0] ?? "", /approvals with them/);
  });
});
