import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

/** From an empty editor to a signature by keyboard alone, as a screen reader hears it: roles, names and states, never pixels. */
describe("with a screen reader, without the panel and without a mouse", () => {
  const window = new ShopWindow({ settings: { "editor.accessibilitySupport": "on" } });

  it("names every row and control, and goes from the tree to a signed verdict", async () => {
    const { workbench, shop } = window;
    await window.open();
    const tree = await workbench.sidebar.ariaSnapshot();
    for (const line of [
      /- tree "Verification Debt/,
      /- 'treeitem "High Risk: 1 hunk, 5\.2 min of review" \[expanded\] \[level=1\]'/,
      /- treeitem "hunk 1 of 4, high risk, Claude Code, unseen, 11 lines, src\/pay\.ts" \[level=3\]/,
      /- treeitem "hunk \d of 4, low risk, OpenAI Codex, unseen, removed 3 lines, src\/access\.ts" \[level=3\]/,
      /- treeitem "Unclaimed, 3 lines of unknown origin"/,
      /- treeitem "History, 3 lines by assistants, not counted"/,
      /- 'checkbox "Viewed: charge"'/,
      /- button "Go to Next Unverified Hunk/,
      /- button "Start Review Walk/,
      /- button "Group By…"/,
      /- button "Filter…"/,
    ]) {
      assert.match(tree, line);
    }
    const nameless = await workbench.sidebar.locator('[role="treeitem"], [role="checkbox"], [role="button"], [role="tab"]').evaluateAll((elements) => elements.filter((element) => (element.getAttribute("aria-label") ?? element.textContent ?? "").trim() === "").map((element) => element.className));
    assert.deepEqual(nameless, [], "a control without a name is none for who can't see it");
    assert.match((await workbench.page.locator('[id="countersign.countersign.debt"] a').getAttribute("aria-label")) ?? "", /^countersign: 4 left, about 7 min$/);

    await workbench.page.getByRole("tab", { name: /^Verification Debt.*1 hunk of high risk unverified/ }).first().waitFor();

    // The tree by keys alone: to the hunk, tick it, open it.
    await workbench.runCommand("View: Focus into Primary Side Bar");
    const focused = async (): Promise<string> => workbench.sidebar.locator('.monaco-list-row.focused').evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? "").join());
    for (let steps = 0; !/^hunk 1 of 4/.test(await focused()); steps++) {
      assert.ok(steps < 12, `the arrow keys do not reach the first hunk: ${await focused()}`);
      await workbench.page.keyboard.press("ArrowDown");
    }
    // Space ticks what is selected, and Enter selects: it opens the hunk and leaves the focus on its row.
    await workbench.page.keyboard.press("Enter");
    await workbench.activeTab("pay.ts");
    await workbench.runCommand("View: Focus into Primary Side Bar");
    await workbench.page.keyboard.press("Space");
    await workbench.row(/^hunk 1 of 4, high risk, Claude Code, viewed, 11 lines/);
    await untilEqual("true", () => workbench.checkbox(/^hunk 1 of 4/).getAttribute("aria-checked").then((state) => state ?? ""), "the tick, as a state");

    await workbench.runCommand("Countersign: Why? (Explain Hunk)");
    await until("the explanation", async () => (await workbench.activeTabName()).startsWith("Why pay.ts"));
    await workbench.page.keyboard.press("Control+W");
    await workbench.activeTab("pay.ts");
    await workbench.runCommand("View: Focus Active Editor Group");
    await workbench.goTo(SHOP.pay.swallowedAt);
    await workbench.runCommand("Countersign: Sign Off…");
    const dialog = await workbench.dialog();
    assert.equal(await dialog.focused(), "Show the Hunk");
    const box = workbench.page.getByRole("dialog");
    const spoken = await box.first().ariaSnapshot();
    assert.match(spoken, /- dialog ".*Sign off 11 lines of src\/pay\.ts\?/s);
    for (const button of ["Show the Hunk", "Sign Off", "Basis and Note…", "Cancel"]) assert.ok(spoken.includes(`- button "${button}"`), spoken);
    await dialog.press("Sign Off");
    await workbench.row(/^Signed Off, 1 hunk/);
    await until("the rest", async () => (await workbench.sidebar.ariaSnapshot()).includes('treeitem "hunk 1 of 3, low risk'));
    assert.equal(shop.check().debt.byState["signed-off"], 1);
  });
});
