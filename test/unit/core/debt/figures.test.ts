/** Figures as people read them: thousands apart, and never without a unit. */
import { strict as assert } from "node:assert";
import { groupedNumber } from "../../../../src/core/counted";
import { cellText, changeText, columnTitle, figureText } from "../../../../src/core/debt/panel/cell-text";
import { panelOf } from "../../../../src/core/debt/panel/panel-of";
import { aiDisclosure } from "../../../../src/report/panel/ai-disclosure";
import { panelCsv } from "../../../../src/report/panel/panel-csv";
import { panelHtml } from "../../../../src/report/panel/panel-html";
import { panelMarkdown } from "../../../../src/report/panel/panel-markdown";
import { bareNumbers, largeFacts } from "./large-facts";

describe("figures of the panel and the reports", () => {
  it("have their thousands apart and their unit", () => {
    assert.deepEqual([14_276, 1, 0, -1_234].map((lines) => figureText(lines, "lines")), ["14,276 lines", "1 line", "0 lines", "-1,234 lines"]);
    assert.deepEqual([figureText(1_024, "days"), figureText(0.1667, "share"), figureText(2_310.4, "minutes"), figureText("fails", "text"), figureText(null, "lines")], ["1,024 d", "16.67 %", "2,310 min", "fails", "–"]);
    assert.deepEqual([cellText(1_234.567, "count"), cellText(9.456, "minutes"), cellText(0, "minutes")], ["1,234.57", "9.46", "0"]);
    assert.deepEqual([changeText(14_276, 11_824, "lines"), changeText(3, 1_003, "days"), changeText(0.5, 0.25, "share"), changeText(2, 2, "lines"), changeText("fails", null, "text")], ["+2,452 lines", "−1,000 d", "+25 points", "±0", ""]);
    assert.equal(groupedNumber(1_234.5678), "1,234.5678");
  });

  it("are named by their column where they do not say it themselves", () => {
    assert.deepEqual([columnTitle({ title: "Introduced", unit: "lines" }), columnTitle({ title: "Open lines", unit: "lines" }), columnTitle({ title: "High", unit: "minutes" }), columnTitle({ title: "Minutes", unit: "minutes" }), columnTitle({ title: "Age", unit: "days" })], ["Introduced (lines)", "Open lines", "High (min)", "Minutes", "Age"]);
  });

  it("stand so in every tile, table and sentence, and bare where a machine reads them", () => {
    const facts = largeFacts();
    const panel = panelOf(facts, { from: "2026-01-01", to: "2026-03-31" });
    const markdown = panelMarkdown(panel);
    for (const words of ["**Open debt**: 26,100 lines, +11,824 lines (1,161 hunks, about 51,093.5 h of review)", "| Introduced (lines) |", "1,630 of 2,452 signed lines", "patch.high: 1,161 of 1,000 allowed", "| 2,276 d |", "1 hunk, 40,000 lines in one signature"]) assert.ok(markdown.includes(words), `${words}\n${markdown.slice(0, 2_000)}`);
    const page = panelHtml(facts, panel, "");
    for (const [name, text] of [["markdown", markdown], ["disclosure", aiDisclosure(panel)], ["page without scripts", /<noscript>(.*)<\/noscript>/s.exec(page)?.[1]?.replace(/&#\d+;/g, "")]] as const) {
      assert.ok((text ?? "").length > 300, name);
      assert.deepEqual(bareNumbers(text ?? ""), [], name);
    }
    assert.match(page, /<noscript>.*2026-01-01 to 2026-03-31\. Every signature verified: 100,000 records by 1,024 keys\..*<li>Open debt: 26,100 lines /s, "the figures are there without scripts, too");
    assert.ok(panelCsv(panel).includes("tiles,open-debt,value,26100\r\n"), "a spreadsheet reads it as a number");
  });
});
