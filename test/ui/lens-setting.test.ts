import { strict as assert } from "node:assert";
import type { ShownLens } from "./editor-lines";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { untilEqual } from "./until";

/** The fact that other tests assert of the lens. */
function assertLens(lenses: readonly ShownLens[]): void {
  assert.deepEqual(lenses.map(({ line, text }) => `${line}: ${text}`), ["1: Unverified · Claude · 11 lines · catches and ignores an error | Sign off… | Reject… | Why?"]);
}

describe("the setting for lenses", () => {
  const window = new ShopWindow({ settings: { "countersign.codeLens": undefined } });

  it("says by default what is risky only, and everything where it is asked for", async () => {
    const { workbench, shop } = window;
    await window.open();
    await workbench.openFile(SHOP.pay.path);
    await workbench.lens(/^Unverified · Claude · 11 lines/);
    await workbench.openFile(SHOP.greeting.path);
    await untilEqual([1, 2, 3], () => workbench.linesBordered("solid"), "its border");
    assert.deepEqual(await workbench.lenses(), [], "a hunk of low risk is calm");
    shop.configure({ "countersign.codeLens": "all" });
    await workbench.lens(/^Unverified · Claude · 3 lines · low risk/);
  });

  it("switches them off, so that a test of the lens would fail, and on again", async () => {
    const { workbench, shop } = window;
    await window.open();
    await workbench.openFile(SHOP.pay.path);
    await workbench.lens(/^Unverified/);
    assertLens(await workbench.lenses());

    shop.configure({ "countersign.codeLens": "off" });
    await untilEqual([], () => workbench.lenses(), "the lenses while they are switched off");
    const none = await workbench.lenses();
    assert.throws(() => assertLens(none), assert.AssertionError);
    assert.deepEqual(await workbench.linesBordered("double"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "the border has a setting of its own");

    shop.configure({ "countersign.codeLens": "all" });
    await workbench.lens(/^Unverified/);
    assertLens(await workbench.lenses());
  });
});
