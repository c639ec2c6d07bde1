import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until } from "./until";

/** *Not a Problem Here…* from the quick fix of a finding to its way back, by keyboard alone. */
describe("a finding that is no problem here", () => {
  const window = new ShopWindow();

  it("is stated with a reason and a signature, is gone for this text, stands in the log, and comes back when that is taken back", async () => {
    const { workbench, shop } = window;
    shop.useSigningKey();
    await window.open();
    const findings = (): readonly string[] => shop.findings().filter((rule) => rule === "error-swallowed");
    assert.equal(findings().length, 1);
    await workbench.openFile(SHOP.pay.path);
    await until("the finding underlined", async () => (await workbench.page.locator(".monaco-editor .squiggly-warning, .monaco-editor .squiggly-error, .monaco-editor .squiggly-info").count()) > 0);

    const askAt = async (): Promise<void> => {
      await workbench.goTo(SHOP.pay.swallowedAt, 5);
      await workbench.quickFix("Not a Problem Here…");
    };
    await askAt();
    await workbench.answer("the caller asks again");
    const dialog = await workbench.dialog();
    assert.match(dialog.message, /^error-swallowed is not a problem at lines? \d+.* of src\/pay\.ts\?$/);
    assert.match(dialog.detail, /Reason: the caller asks again/);
    assert.match(dialog.detail, /when it changes, the finding is back/);
    assert.equal(await dialog.focused(), "Leave It", "Enter must not sign");
    await workbench.screenshot("not-a-problem-dialog");
    await dialog.cancel();
    assert.deepEqual(shop.log().records, []);

    await askAt();
    await workbench.answer("the caller asks again");
    await (await workbench.dialog()).press("Sign");
    await workbench.statusSays("Recorded and signed: not a problem here.");
    await until("the finding to be gone", () => Promise.resolve(findings().length === 0));
    await until("no line underlined for it", async () => (await workbench.page.locator(".monaco-editor .squiggly-warning, .monaco-editor .squiggly-error").count()) === 0);
    assert.deepEqual(shop.log().records.map(({ path, reason, trust, withdrawn }) => [path, reason, trust, withdrawn]), [[SHOP.pay.path, "the caller asks again", "self-declared", false]]);
    await until("the hunk's lens without it", async () => (await workbench.lenses()).every(({ text }) => !text.includes("ignores an error")));

    await workbench.runCommand("Countersign: Undo Last Verdict…");
    const undo = await workbench.dialog();
    assert.equal(undo.message, "Take back what you said last of a finding?");
    await undo.press("Withdraw");
    await until("the finding again", () => Promise.resolve(findings().length === 1));
    await workbench.lens(/catches and ignores an error/);
  });
});
