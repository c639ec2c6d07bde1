import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

describe("acting on hunks", () => {
  const window = new ShopWindow();
  const hunkRows = async (): Promise<readonly string[]> => (await window.workbench.rows()).filter(({ spoken }) => spoken.startsWith("hunk ")).map(({ spoken }) => spoken);

  it("reverts a hunk after asking, and one Undo brings it back", async () => {
    const { workbench, shop } = window;
    await window.open();
    await workbench.openFile(SHOP.access.path);
    const before = shop.read(SHOP.access.path);
    await workbench.rowElement(/^hunk.*removed 3 lines, src\/access\.ts$/).click();
    await workbench.runCommand("Countersign: Revert Hunk…");
    const dialog = await workbench.dialog();
    assert.equal(await dialog.focused(), "Show the Hunk", "Enter must not change a text");
    assert.match(dialog.message, /^Revert removed 3 lines of src\/access\.ts\?$/);
    await workbench.screenshot("revert-dialog");
    await dialog.press("Revert");
    await workbench.statusSays("Reverted. Undo brings it back.");
    await workbench.save();
    await until("the lines to be back", () => Promise.resolve(shop.read(SHOP.access.path) === SHOP.access.text));
    await until("the hunk to be gone", async () => (await hunkRows()).every((row) => !row.includes("access.ts")));
    await workbench.openFile(SHOP.access.path);
    await workbench.page.keyboard.press("Control+Z");
    await until("the undo", async () => (await workbench.page.locator(".part.editor .tab.active.dirty").count()) === 1);
    await workbench.save();
    await until("the removal again", () => Promise.resolve(shop.read(SHOP.access.path) === before));
  });

  it("goes through the best use of a quarter of an hour, and through a session by its map", async () => {
    const { workbench } = window;
    await window.open();
    const all = await hunkRows();
    await workbench.runCommand("Countersign: Review for 15 Minutes");
    await untilEqual(true, async () => /Listed: \d of \d \(15 minutes\)\./.test(await workbench.viewText()), "what is listed");
    await until("where one is", async () => /^1 of \d, high risk, Claude$/.test(await workbench.statusText()));
    await workbench.runCommand("Countersign: Walk: Finish…");
    await workbench.runCommand("Countersign: Clear Filter");
    await untilEqual(all, hunkRows, "everything again");

    await workbench.openFile(SHOP.shipping.path);
    await workbench.goTo(2);
    await workbench.choose("Countersign: Review This Agent Session…", "Everything");
    await until("the session's difference", async () => (await workbench.activeTabLabel()).startsWith("Cursor, session"));
    await untilEqual(1, async () => (await hunkRows()).length, "the hunks of that session");
    await workbench.screenshot("session-difference");
    await workbench.runCommand("Countersign: Clear Filter");
  });

  it("is quiet when asked: no lens, no border, no badge, the tree as before", async () => {
    const { workbench } = window;
    await window.open();
    await workbench.openFile(SHOP.shipping.path);
    await workbench.lens(/^Unverified/);
    const badge = workbench.page.locator(".part.editor .tab.active .monaco-icon-label").first();
    await until("the badge", async () => ((await badge.getAttribute("aria-label")) ?? "").includes("1 hunk not signed off"));
    await workbench.runCommand("Countersign: Toggle Quiet Mode");
    await untilEqual(0, async () => (await workbench.lenses()).length, "no lens");
    await untilEqual([], () => workbench.linesBordered("solid"), "no border");
    await until("no badge", async () => !((await badge.getAttribute("aria-label")) ?? "").includes("not signed off"));
    await until("the tree as before", async () => (await hunkRows()).length > 0);
    await workbench.runCommand("Countersign: Toggle Quiet Mode");
    await workbench.lens(/^Unverified/);
  });

  it("puts a prompt with findings and reason into the clipboard, and a note for somebody else", async () => {
    const { workbench } = window;
    await window.open();
    await workbench.openFile(SHOP.pay.path);
    await workbench.goTo(SHOP.pay.swallowedAt);
    await workbench.ask("Countersign: Send Back to Assistant…", "Pass the error on.");
    // Where a chat is there, it is offered as well.
    await until("the prompt in the clipboard", async () => {
      await workbench.takeIfAsked("Copy to the Clipboard");
      return (await workbench.clipboard()).startsWith("Please revise this part");
    });
    const prompt = await workbench.clipboard();
    assert.match(prompt, /What a reviewer asks for: Pass the error on\./);
    assert.match(prompt, /## src\/pay\.ts, lines \d+-\d+ \(.*charge/);
    assert.match(prompt, /- error-swallowed: /);
    await workbench.choose("Countersign: Hand Over To…", "Somebody Else…");
    await workbench.answer("Sam");
    await workbench.statusSays("The note is in the clipboard; nothing was sent.");
    const note = await workbench.clipboard();
    assert.match(note, /^# Review for Sam\n/);
    assert.match(note, /- \[ \] src\/pay\.ts:\d+ · /);
  });

  it("measures from another branch, and from the usual base again", async () => {
    const { workbench } = window;
    await window.open();
    const all = await hunkRows();
    await workbench.choose("Countersign: Review Pull Request…", "checkout");
    await until("another base", async () => (await workbench.viewText()).includes("checkout"));
    await workbench.choose("Countersign: Review Pull Request…", "The usual base");
    await untilEqual(all, hunkRows, "what is owed against the usual base");
    await workbench.statusSays("Measured from the usual base.");
  });
});
