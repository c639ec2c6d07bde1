import { strict as assert } from "node:assert";
import { assertTreeAgrees } from "./agreement";
import { ShopWindow } from "./shop-window";

describe("an untrusted workspace", () => {
  const window = new ShopWindow({ workspaceTrust: true, settings: { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never" } });

  it("is read, and the view says that nothing of it is run", async () => {
    const { workbench, shop } = window;
    await window.open();
    await workbench.statusSays("Restricted Mode");
    await assertTreeAgrees(workbench, shop.check());
    assert.match(await workbench.viewText(), /This workspace is not trusted: git and the ledger are read, and nothing of the repository is run\./);
    await workbench.screenshot("untrusted");
  });
});
