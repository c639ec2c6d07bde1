import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";

describe("a person's own edits", () => {
  const window = new ShopWindow();

  it("are grouped by what they amount to, signed by one dialog, and covered again", async () => {
    const { workbench, shop } = window;
    shop.useSigningKey();
    await window.open();
    await window.signOff(SHOP.greeting.path, 1);
    await workbench.row(/^Signed Off, 1 hunk/);
    await window.signOff(SHOP.shipping.path, 1);
    await workbench.row(/^Signed Off, 2 hunks/);
    await workbench.openFile(SHOP.greeting.path);
    await workbench.goTo(2);
    await workbench.replaceLine("  return `Good day, ${name}`;");
    await workbench.save();
    await workbench.row(/^hunk.*stale: edited by you since.*src\/greeting\.ts$/);
    await workbench.openFile(SHOP.shipping.path);
    await workbench.goTo(3);
    await workbench.replaceLine("  const elsewhere = 990;");
    await workbench.goTo(5);
    await workbench.replaceLine('  return country === "DE" ? home : elsewhere;');
    await workbench.save();
    await workbench.row(/^hunk.*stale: edited by you since.*src\/shipping\.ts$/);

    await workbench.runCommand("Countersign: Sign Off My Own Edits…");
    const dialog = await workbench.dialog();
    assert.equal(dialog.message, "Sign your own edits of what you approved: 2 hunks?");
    assert.match(dialog.detail, /Your own edit: src\/greeting\.ts, lines 1–3/);
    assert.match(dialog.detail, /One name for another: 1 hunk in src\/shipping\.ts, listed in the editor/);
    assert.equal(await dialog.focused(), "Show the Hunk", "Enter must not sign");
    await workbench.screenshot("own-edits-dialog");
    await dialog.press("Sign My Edits");
    await workbench.row(/^Signed Off, 2 hunks/);
    assert.deepEqual(shop.log().records.map(({ path, trust }) => `${path} ${trust}`).sort(), [SHOP.greeting.path, SHOP.greeting.path, SHOP.shipping.path, SHOP.shipping.path].map((path) => `${path} self-declared`));
    assert.equal(shop.batches(), 3, "one batch for both edits");
    assert.equal(shop.check().debt.byState["signed-off"], 2);
  });
});
