import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

describe("a review walk", () => {
  const window = new ShopWindow();

  it("marks with one key each, and signs all verdicts as one batch", async () => {
    const { workbench, shop } = window;
    shop.useSigningKey();
    await window.open();
    const untouched = (await workbench.rows()).map(({ spoken }) => spoken);

    await workbench.runCommand("Countersign: Start Review Walk");
    await workbench.activeTab("pay.ts");
    await workbench.statusSays("1 of 4, high risk, Claude");
    await workbench.page.keyboard.press("Control+Alt+A");
    await workbench.activeTab("shipping.ts");
    await workbench.page.keyboard.press("Control+Alt+N");
    await workbench.activeTab("access.ts");
    const said = workbench.page.locator('[id="countersign.countersign.debt"] [role="status"]');
    assert.match((await said.getAttribute("aria-label")) ?? "", /^countersign: 3 of 4, low risk, Codex$/, "a live region says where one is");
    await workbench.page.keyboard.press("Control+Alt+R");
    await workbench.answer("the retries need them");
    await workbench.activeTab("greeting.ts");
    await workbench.page.keyboard.press("Control+Alt+N");
    await workbench.activeTab("shipping.ts");
    await workbench.page.keyboard.press("Control+Alt+A");
    await workbench.activeTab("greeting.ts");
    await workbench.page.keyboard.press("Control+Alt+Z");
    await workbench.statusSays("The mark on 6 lines of src/shipping.ts is taken back.");
    await workbench.activeTab("shipping.ts");
    assert.deepEqual(shop.log().records, [], "marking signs nothing");

    await workbench.page.keyboard.press("Control+Alt+Enter");
    const dialog = await workbench.dialog();
    assert.equal(dialog.message, "Sign 2 verdicts?");
    assert.match(dialog.detail, /Approve: src\/pay\.ts, lines 1–11 \(charge\), 11 lines, high risk/);
    assert.match(dialog.detail, /Reject: src\/access\.ts, .*removed 3 lines/);
    assert.match(dialog.detail, /Reason: the retries need them/);
    assert.equal(await dialog.focused(), "Keep Reviewing", "Enter must not sign");
    await workbench.screenshot("walk-dialog");
    await dialog.cancel();
    assert.deepEqual(shop.log().records, []);
    assert.equal(shop.batches(), 0);
    assert.deepEqual((await workbench.rows()).map(({ spoken }) => spoken), untouched, "Cancel leaves everything as it was");

    await workbench.page.keyboard.press("Control+Alt+Enter");
    await (await workbench.dialog()).press("Sign 2 Verdicts");
    await workbench.row(/^hunk.*rejected: the retries need them.*src\/access\.ts$/);
    await workbench.row(/^Signed Off, 1 hunk/);
    const records = shop.log().records.map(({ path, verdict, reason, trust }) => `${path} ${verdict} ${reason ?? ""} ${trust}`);
    assert.deepEqual(records.sort(), [`${SHOP.access.path} rejected the retries need them self-declared`, `${SHOP.pay.path} approved  self-declared`]);
    assert.equal(shop.batches(), 1, "one batch, so one signature");
    assert.deepEqual(shop.check().debt.byState, { unseen: 2, stale: 0, rejected: 1, "signed-off": 1 });
    assert.ok(!(await workbench.offeredCommands("Countersign: Walk")).some((title) => title.startsWith("Countersign: Walk")), "the walk is over");
    await until("the walk's summary above what is left", async () => /Walk ended: 1 approved, 1 rejected, 2 undecided\.\s+3 of 4 left/.test(await workbench.viewText()));
    assert.equal(await said.count(), 0, "outside a walk nothing is read out by itself");

    await workbench.rowElement(/^hunk.*src\/access\.ts$/).focus();
    await workbench.rowElement(/^hunk.*src\/access\.ts$/).click();
    await workbench.page.keyboard.press("Control+Z");
    const undo = await workbench.dialog();
    assert.equal(undo.message, "Take back what you signed last: 2 hunks?");
    assert.equal(await undo.focused(), "Leave It", "Enter takes nothing back");
    await undo.press("Withdraw");
    await untilEqual(untouched, async () => (await workbench.rows()).map(({ spoken }) => spoken), "the tree as before the walk");
    assert.deepEqual(shop.log().records.filter(({ verdict }) => verdict !== "withdrawn").map(({ withdrawn }) => withdrawn), [true, true]);
    assert.deepEqual(shop.check().debt.byState, { unseen: 4, stale: 0, rejected: 0, "signed-off": 0 });
  });
});
