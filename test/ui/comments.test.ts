import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import type { ModalDialog } from "./modal-dialog";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

describe("comments on hunks", () => {
  const window = new ShopWindow();

  /** Adds a comment at the cursor by keyboard alone, and presses its button. */
  async function comment(text: string): Promise<ModalDialog> {
    const { page } = window.workbench;
    await window.workbench.runCommand("Comments: Add Comment on Current Selection");
    await until("a place to write", async () => (await page.locator(".review-widget .monaco-editor.focused").count()) === 1);
    await page.keyboard.type(text);
    const button = page.getByRole("button", { name: "Comment and Decide…" });
    await button.waitFor();
    await button.press("Enter");
    return window.workbench.dialog();
  }

  it("a blocking one is a rejection: signed through the dialog, shown as a thread, and the debt stays open", async () => {
    const { workbench, shop } = window;
    await window.open();
    const owed = shop.status().debt.minutes;
    await workbench.openFile(SHOP.pay.path);
    await workbench.goTo(SHOP.pay.swallowedAt);
    const dialog = await comment("issue: who learns that it failed?");
    assert.match(dialog.message, /^Reject 11 lines of src\/pay\.ts with this comment\?/);
    assert.match(dialog.detail, /Reason: issue \(blocking\): who learns that it failed\?/);
    await untilEqual("Show the Hunk", () => dialog.focused(), "the default, which signs nothing");
    await dialog.press("Reject");
    await workbench.row(/^hunk.*, rejected: issue \(blocking\)/);
    const { debt } = shop.status();
    assert.deepEqual([debt.byState["rejected"], debt.minutes], [1, owed]);
    await until("the record's own thread", async () => (await workbench.page.locator(".part.panel", { hasText: "issue (blocking): who learns that it failed?" }).count()) === 1);
    await workbench.screenshot("comment-thread");
  });

  it("any other is an approval with that note", async () => {
    const { workbench, shop } = window;
    await window.open();
    await workbench.openFile(SHOP.greeting.path);
    await workbench.goTo(2);
    const dialog = await comment("praise: short and clear");
    assert.match(dialog.message, /^Sign off 3 lines of src\/greeting\.ts with this note\?/);
    assert.match(dialog.detail, /Note: praise \(non-blocking\): short and clear/);
    await dialog.press("Sign Off");
    await until("one hunk less", () => Promise.resolve(shop.status().debt.byState["signed-off"] === 1));
  });
});
