import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";

describe("several windows and work trees", () => {
  const window = new ShopWindow();

  it("two windows on one repository and one on a work tree of it tell the same", async () => {
    const { workbench, shop, editor } = window;
    const linked = `${shop.folder}-linked`;
    shop.git("worktree", "add", "--quiet", "-b", "linked", linked);
    const other = await editor.secondWindow();
    try {
      await window.open();
      await other.open(shop.folder);
      await other.row(/^hunk 1 of 4/);
      await window.signOff(SHOP.shipping.path, 1);
      await other.row(/^Signed Off, 1 hunk/);

      await other.clickTick(/^src\/greeting\.ts, 1 hunk$/, /^hunk.*, viewed, 3 lines, src\/greeting\.ts$/);
      await workbench.row(/^hunk.*, viewed, 3 lines, src\/greeting\.ts$/);

      await other.open(linked);
      await other.row(/^Signed Off, 1 hunk/);
      await other.openFile(SHOP.pay.path);
      await other.goTo(1);
      await other.runCommand("Countersign: Sign Off…");
      await (await other.dialog()).press("Sign Off");
      await other.row(/^Signed Off, 2 hunks/);
      await workbench.row(/^Signed Off, 2 hunks/);
      assert.equal(shop.check().debt.byState["signed-off"], 2);
      assert.deepEqual(await other.notifications(), []);
    } finally {
      await other.close();
    }
  });
});
