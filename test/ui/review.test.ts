import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { untilEqual } from "./until";

describe("reviewing hunks", () => {
  const window = new ShopWindow();

  it("shows exactly the line that changed since a sign-off, and takes the sign-off back", async () => {
    const { workbench, shop } = window;
    await window.open();
    await window.signOff(SHOP.shipping.path, 1);
    await workbench.goTo(4);
    await workbench.replaceLine("  if (total >= 500) return 0;");
    await workbench.save();
    await workbench.row(/stale.*src\/shipping\.ts$/);

    await workbench.runCommand("Countersign: Show Changes Since Sign-off");
    await untilEqual({ removed: [4], added: [4] }, () => workbench.diffLines(), "the changed lines of the difference");
    assert.match(await workbench.activeTabLabel(), /^src\/shipping\.ts: approved by robin@shop\.example ↔ now/);
    await workbench.page.keyboard.press("Control+W");

    await workbench.activeTab("shipping.ts");
    await workbench.runCommand("Countersign: Withdraw…");
    const dialog = await workbench.dialog();
    assert.equal(dialog.message, "Withdraw your verdict on 6 lines of src/shipping.ts?");
    await dialog.press("Withdraw");
    await workbench.row(/^hunk.*, unseen, 6 lines, src\/shipping\.ts$/);
    await untilEqual([], () => workbench.linesBordered("dashed"), "no line is stale");
    assert.deepEqual(shop.log().records.map(({ verdict, withdrawn }) => ({ verdict, withdrawn })).filter(({ verdict }) => verdict === "approved"), [{ verdict: "approved", withdrawn: true }]);
    assert.equal(shop.check().debt.byState["unseen"], 4);
  });

  it("notes what was viewed, which pays nothing", async () => {
    const { workbench, shop } = window;
    await window.open();
    const owed = shop.status().debt.minutes;
    const group = (await workbench.row(/^Low Risk/)).spoken;
    await workbench.openFile(SHOP.greeting.path);
    await workbench.runCommand("Countersign: Mark as Viewed");
    const viewed = await workbench.row(/^hunk.*, viewed, 3 lines, src\/greeting\.ts$/);
    assert.equal(viewed.icon, "eye");
    await workbench.lens(/^Viewed, not signed off · Claude · 3 lines/);
    assert.equal((await workbench.row(/^Low Risk/)).spoken, group, "the minutes stay");
    const status = shop.status();
    assert.equal(status.debt.minutes, owed);
    assert.equal(status.hunks.find(({ path }) => path === SHOP.greeting.path)?.state, "viewed");
    assert.equal(shop.check().hunks.find(({ path }) => path === SHOP.greeting.path)?.state, "unseen", "private marks are nobody else's business");

    await workbench.runCommand("Countersign: Mark as Not Viewed");
    await workbench.row(/^hunk.*, unseen, 3 lines, src\/greeting\.ts$/);
  });

  it("keeps unclaimed lines and history in one collapsed line each", async () => {
    const { workbench } = window;
    await window.open();
    const unclaimed = await workbench.row(/^Unclaimed, 3 lines of unknown origin/);
    assert.equal(unclaimed.expanded, false);
    await workbench.expand(/^Unclaimed/);
    const file = await workbench.row(/^src\/tax\.ts, 3 lines$/);
    assert.deepEqual({ level: file.level, label: file.label }, { level: 2, label: "tax.ts" });

    await workbench.row(/^History, 3 lines by assistants, not counted/);
    await workbench.rowElement(/^History/).click();
    await workbench.row(/^hunk.*, src\/coupons\.ts$/);
    await workbench.row(/^History is shown/);
    await workbench.rowElement(/^History/).click();
    await workbench.row(/^History, 3 lines by assistants, not counted/);
    assert.ok(!(await workbench.rows()).some(({ spoken }) => spoken.includes("coupons")), "history is not counted again");
  });

  it("shows a removal where the lines were, with the text that is gone", async () => {
    const { workbench } = window;
    await window.open();
    await workbench.rowElement(/^hunk.*removed 3 lines, src\/access\.ts$/).click();
    await workbench.activeTab("access.ts");
    await untilEqual(6, () => workbench.cursorLine(), "the line below the removal");
    await untilEqual(6, async () => (await workbench.lens(/^Unverified · Codex · removed 3 lines/)).line, "the line of the removal's lens");
    await workbench.runCommand("View: Focus Active Editor Group");
    const hover = await workbench.hover();
    assert.ok(hover.includes("What was removed") && hover.replace(/\u00a0/g, " ").includes("const ATTEMPTS = 3;"), hover);
    await workbench.closeHover();
    await workbench.runCommand("Countersign: What Did This Replace?");
    await untilEqual([1, 2, 3], async () => (await workbench.diffLines()).removed, "the removed lines");
    assert.match(await workbench.activeTabLabel(), /^src\/access\.ts: what was removed/);
  });

  it("puts findings among the problems", async () => {
    const { workbench } = window;
    await window.open();
    await workbench.runCommand("Problems: Focus on Problems View");
    const problem = workbench.page.locator(".markers-panel").getByRole("treeitem", { name: /catches and ignores an error/ }).first();
    await problem.waitFor();
    const said = (await problem.getAttribute("aria-label")) ?? "";
    assert.match(said, /^Error: catches and ignores an error/);
    assert.match(said, new RegExp(`line ${SHOP.pay.swallowedAt}\\b`));
    assert.match(said, /Countersign/);
  });
});
