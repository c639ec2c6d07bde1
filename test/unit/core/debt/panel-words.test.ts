/** The panel in another language: whatever it says itself goes through `say`, and what repositories and people called things stays. */
import { strict as assert } from "node:assert";
import type { PanelFacts } from "../../../../src/core/debt/panel/facts";
import { ledgerLines } from "../../../../src/core/debt/panel/ledger-words";
import { panelOf } from "../../../../src/core/debt/panel/panel-of";
import { periodWords } from "../../../../src/core/debt/panel/period-words";
import { sayIn, type Say } from "../../../../src/core/debt/panel/say";
import { twoPlaces } from "./two-places";

/** Marks what was said, parts left as they were. */
const marked: Say = (text, ...parts) => `⟦${text.split(/\{\d+\}/).join("⟧⟦")}⟧${parts.map(String).join("")}`;
const PERIOD = { from: "2026-03-01", to: "2026-03-31" };
/** Names out of the facts, days and times, and identifiers of conditions: nobody translates those. */
const NAMES = /@ada|\b(shop|till|src\/\S*|claude-code|codex|opus|patch\.\S+|project\.\S+|\d{4}-\d\d-\d\d\S*|SHA256\S*|[a-z]+(-[a-z]+)+)/g;

function unsaid(value: unknown, at: string): string[] {
  if (typeof value === "string") {
    const rest = value.replace(/⟦[^⟦⟧]*⟧/g, "").replace(NAMES, "");
    return /[A-Za-z]{2}/.test(rest) ? [`${at}: ${value}`] : [];
  }
  if (Array.isArray(value)) return value.flatMap((part, index) => unsaid(part, `${at}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (["id", "unit", "chart", "hunks", "by", "schema", "repositories", "notChecked", "filter", "inputs"].includes(key) ? [] : unsaid(part, `${at}.${key}`)));
}

function inputsOf(panel: ReturnType<typeof panelOf>): string[] {
  return [...panel.tiles, ...panel.tables].filter(({ id }) => id !== "gate").flatMap(({ id, formula }) => Object.keys(formula.inputs).map((name) => `${id}: ${name}`));
}

describe("the panel in another language", () => {
  it("says nothing of its own in English, with data, without, and before anybody signed", () => {
    const facts: PanelFacts = twoPlaces();
    const cases: readonly (readonly [string, PanelFacts])[] = [["two places", facts], ["nothing at all", { ...facts, items: [], spans: [], verdicts: [] }], ["unsigned", { ...facts, verdicts: [] }]];
    for (const [name, given] of cases) {
      for (const by of ["module", "owner", "assistant", "risk", "repository"] as const) {
        const panel = panelOf(given, PERIOD, { by, say: marked });
        assert.deepEqual(unsaid(panel, name), [], name);
        assert.deepEqual(inputsOf(panel).filter((input) => !input.includes("⟦")), [], name);
      }
      assert.deepEqual(unsaid(ledgerLines(given.repositories, marked), "ledger"), []);
    }
    assert.deepEqual(unsaid(periodWords({ ...PERIOD, module: "src/a", risk: "high" }, marked), "period"), []);
  });

  it("notices a text that was not said", () => assert.deepEqual(unsaid({ note: "Nothing is open." }, "x"), ["x.note: Nothing is open."]));

  it("takes what the bundle has, in the order that its language wants, and English for the rest", () => {
    const say = sayIn({ "{0} of {1}": "von {1} {0}" });
    assert.deepEqual([say("{0} of {1}", 3, "7 Zeilen"), say("Gate"), say("constructor"), say("{0} (min)", "{1}")], ["von 7 Zeilen 3", "Gate", "constructor", "{1} (min)"]);
  });
});
