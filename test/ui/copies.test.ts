import { strict as assert } from "node:assert";
import { ShopWindow } from "./shop-window";

/** Three places of one text, as an assistant writes when it repeats itself. */
const COPY = ["export async function attempt(work: () => Promise<void>): Promise<void> {", "  await work();", "  await work();", "}", ""].join("\n");
const PLACES = ["src/one/attempt.ts", "src/three/attempt.ts", "src/two/attempt.ts"];

describe("copies of one text", () => {
  const window = new ShopWindow();

  it("are signed all at once: one dialog lists every place, one batch holds a record for each", async () => {
    const { workbench, shop } = window;
    const [first = ""] = PLACES;
    shop.useSigningKey();
    for (const path of PLACES) {
      shop.edits("claude-code", path, "", COPY);
    }
    shop.configure({ "countersign.codeLens": "all" });
    await window.open();
    await workbench.openFile(first);
    await workbench.lens(/Sign all 3 copies…/);
    await workbench.goTo(2);
    await workbench.runCommand("Countersign: Sign Off All Copies of This Hunk…");
    const dialog = await workbench.dialog();
    assert.equal(dialog.message, "Sign off the same text in 3 places?");
    for (const path of PLACES) {
      assert.ok(dialog.detail.includes(`Approve: ${path}, lines 1–4`), dialog.detail);
    }
    assert.equal(await dialog.focused(), "Show the Hunk", "Enter must not sign");
    await workbench.screenshot("copies-dialog");
    await dialog.press("Sign All 3 Copies");
    await workbench.row(/^Signed Off, 3 hunks/);
    assert.deepEqual(shop.log().records.map(({ path, verdict }) => `${path} ${verdict}`).sort(), PLACES.map((path) => `${path} approved`));
    assert.equal(shop.batches(), 1, "one batch, so one signature");
    assert.equal(shop.check().debt.byState["signed-off"], 3);
    assert.ok(!(await workbench.offeredCommands("Countersign: Sign Off All Copies")).some((title) => title.includes("All Copies")), "nothing is left to copy");
  });
});
