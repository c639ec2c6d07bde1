import { strict as assert } from "node:assert";
import { existsSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { killEngine, nextEngine } from "./engine-process";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

describe("trouble in the middle of a review", () => {
  const window = new ShopWindow();
  const spoken = async (): Promise<readonly string[]> => (await window.workbench.rows()).map((row) => row.spoken);

  it("an engine that is killed takes nothing with it: rows, marks and the walk go on, and nobody is told twice", async () => {
    const { workbench, shop, editor } = window;
    await window.open();
    const rows = await spoken();
    await workbench.runCommand("Countersign: Start Review Walk");
    await workbench.activeTab("pay.ts");
    await workbench.page.keyboard.press("Control+Alt+A");
    await workbench.activeTab("shipping.ts");

    const first = await killEngine(editor.serverProcess);
    assert.deepEqual(await spoken(), rows, "the last answer stays in sight");
    assert.deepEqual(await workbench.notifications(), []);
    await workbench.page.keyboard.press("Control+Alt+A");
    await workbench.activeTab("access.ts");
    await nextEngine(editor.serverProcess, first);

    await workbench.page.keyboard.press("Control+Alt+Enter");
    const dialog = await workbench.dialog();
    assert.equal(dialog.message, "Sign 2 verdicts?", "no mark is lost");
    // Again, under the dialog: what is signed then waits for the next engine.
    await killEngine(editor.serverProcess);
    await dialog.press("Sign 2 Verdicts");
    await workbench.row(/^Signed Off, 2 hunks/);
    assert.deepEqual(shop.log().records.map(({ path, verdict }) => `${path} ${verdict}`).sort(), [`${SHOP.pay.path} approved`, `${SHOP.shipping.path} approved`]);
    assert.deepEqual(shop.check().debt.byState, { unseen: 2, stale: 0, rejected: 0, "signed-off": 2 });
    assert.deepEqual(await workbench.notifications(), []);
  });

  it("a locked ledger refuses a signature in words, keeps the marks, hides no debt, and heals when the lock goes", async () => {
    const { workbench, shop } = window;
    shop.useSigningKey();
    await window.open();
    await window.signOff(SHOP.shipping.path, 1);
    const lanes = shop.git("for-each-ref", "--format=%(refname)", "refs/countersign/").split("\n").filter((ref) => ref !== "");
    const locks = lanes.map((lane) => join(shop.folder, ".git", `${lane}.lock`));
    for (const lock of locks) writeFileSync(lock, "");
    // Held by somebody who lives: a lock that stands still was left by a killed process, and is taken away.
    let time = 1_700_000_000;
    const holding = setInterval(() => {
      time += 1;
      for (const lock of locks) if (existsSync(lock)) utimesSync(lock, time, time);
    }, 50);
    holding.unref();

    await workbench.runCommand("Countersign: Start Review Walk");
    await workbench.activeTab("pay.ts");
    await workbench.page.keyboard.press("Control+Alt+A");
    await until("the next hunk", async () => !["", "pay.ts"].includes(await workbench.activeTabName()));
    await workbench.page.keyboard.press("Control+Alt+Enter");
    await (await workbench.dialog()).press("Sign 1 Verdict");
    // Ten seconds of tries come first.
    const refusal = await until(
      "a word about it",
      async () => {
        const said = await workbench.notifications();
        return said.length > 0 && said;
      },
      140_000,
    );
    assert.equal(refusal.length, 1, "said once");
    assert.match(refusal.join(), /nothing was lost; wait for other Countersign processes to end/);
    // What assistants do meanwhile can't be noted in the ledger, and everything else is still there.
    shop.claudeWrites("src/late.ts", "export function late(): string {\n  return 'late';\n}\n");
    await until("the new file's lines", async () => (await spoken()).some((row) => /late\.ts|Unclaimed, 6 lines/.test(row)));
    assert.equal((await spoken()).filter((row) => row.startsWith("hunk ")).length >= 3, true);

    clearInterval(holding);
    for (const lock of locks) rmSync(lock);
    await workbench.row(/^hunk.*src\/late\.ts$/);
    await workbench.page.keyboard.press("Control+Alt+Enter");
    const again = await workbench.dialog();
    assert.equal(again.message, "Sign 1 verdict?", "the mark is still there");
    await again.press("Sign 1 Verdict");
    await workbench.row(/^Signed Off, 2 hunks/);
  });

  it("a file that is deleted, and one that is renamed, under an open lens", async () => {
    const { workbench, shop } = window;
    await window.open();
    await workbench.openFile(SHOP.greeting.path);
    await workbench.lens(/^Unverified · Claude · 3 lines/);
    const greeting = shop.check().hunks.find(({ path }) => path === SHOP.greeting.path);
    renameSync(join(shop.folder, SHOP.greeting.path), join(shop.folder, "src/hello.ts"));
    await workbench.row(/^hunk.*unseen, 3 lines, src\/hello\.ts$/);
    assert.ok(!(await spoken()).some((row) => row.includes("greeting.ts")));
    assert.equal(shop.check().hunks.find(({ path }) => path === "src/hello.ts")?.id, greeting?.id, "the same hunk at another path");
    await workbench.rowElement(/src\/hello\.ts$/).click();
    await workbench.activeTab("hello.ts");
    await untilEqual(1, async () => (await workbench.lens(/^Unverified · Claude · 3 lines/)).line, "its lens at its new place");

    await workbench.openFile(SHOP.shipping.path);
    await workbench.lens(/^Unverified · Cursor · 6 lines/);
    rmSync(join(shop.folder, SHOP.shipping.path));
    await until("the hunk to go with its file", async () => !(await spoken()).some((row) => row.startsWith("hunk ") && row.includes("shipping.ts")));
    await workbench.runCommand("Countersign: Refresh…");
    await untilEqual(3, async () => (await spoken()).filter((row) => row.startsWith("hunk ")).length, "the other hunks");
    shop.write(SHOP.shipping.path, SHOP.shipping.text);
    await workbench.row(/^hunk.*6 lines, src\/shipping\.ts$/);
  });

  it("an edit from outside while the dialog is open: what was shown is what would be signed, so nothing is", async () => {
    const { workbench, shop } = window;
    await window.open();
    await workbench.openFile(SHOP.shipping.path);
    await workbench.goTo(1);
    await workbench.runCommand("Countersign: Sign Off…");
    const dialog = await workbench.dialog();
    shop.write(SHOP.shipping.path, SHOP.shipping.text.replace("5000", "1"));
    await dialog.press("Sign Off");
    const said = await until("a word about it", async () => (await workbench.notifications())[0]);
    assert.match(said, /its text has changed since it was shown.* look at it again, then decide/);
    assert.deepEqual(shop.log().records, []);
    await workbench.row(/^hunk.*6 lines, src\/shipping\.ts$/);
    assert.equal(shop.check().debt.byState["signed-off"], 0);
  });
});
