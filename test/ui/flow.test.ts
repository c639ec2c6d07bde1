import { strict as assert } from "node:assert";
import { assertTreeAgrees } from "./agreement";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

const NEXT = "Countersign: Go to Next Unverified Hunk";
const SIGN_OFF = "Countersign: Sign Off…";

describe("from an assistant's hunk to a sign-off and back", () => {
  const window = new ShopWindow();

  it("needs no configuration, no hook and no key", async () => {
    const { workbench, shop } = window;
    await window.open();
    await untilEqual(
      [
        "1 High Risk | 1 hunk · about 5 min",
        "2 pay.ts | src · 1 hunk",
        "3 charge | Claude · 11 lines · unseen",
        "1 Low Risk | 3 hunks · about 2 min",
        "2 shipping.ts | src · 1 hunk",
        "3 shipping | Cursor · 6 lines · unseen",
        "2 access.ts | src · 1 hunk",
        "3 in mayPay | Codex · removed 3 lines · unseen",
        "2 greeting.ts | src · 1 hunk",
        "3 greeting | Claude · 3 lines · unseen",
        "1 Unclaimed | 3 lines of unknown origin",
        "1 History | 3 lines by assistants, not counted",
      ],
      async () => (await workbench.rows()).map(({ level, label, description }) => `${level} ${label} | ${description}`),
      "the tree",
    );
    await assertTreeAgrees(workbench, shop.check());
    await assertTreeAgrees(workbench, shop.status());
    await untilEqual("4 left, about 7 min", () => workbench.statusText(), "the status bar");

    await workbench.runCommand(NEXT);
    await workbench.activeTab("pay.ts");
    await workbench.statusSays("1 of 4, high risk, Claude");
    assert.equal(await workbench.cursorLine(), 1);
    const lens = await workbench.lens(/^Unverified/);
    assert.deepEqual({ line: lens.line, text: lens.text }, { line: 1, text: "Unverified · Claude · 11 lines · catches and ignores an error | Sign off… | Reject… | Why?" });
    const hover = await workbench.hover();
    for (const words of ["unseen · high risk · 11 lines · Claude Code", "error-swallowed", "Claude Code Write toolu_1", "5.2 min = (0.3 × 7 lines"]) {
      assert.ok(hover.includes(words), `the hover says "${words}": ${hover}`);
    }
    await workbench.closeHover();

    for (const [tab, said] of [["shipping.ts", "2 of 4, low risk, Cursor"], ["access.ts", "3 of 4, low risk, Codex"], ["greeting.ts", "4 of 4, low risk, Claude"]] as const) {
      await workbench.runCommand(NEXT);
      await workbench.activeTab(tab);
      await workbench.statusSays(said);
    }
    await workbench.openFile(SHOP.shipping.path);
    await workbench.goTo(1);
    await workbench.lens(/^Unverified · Cursor · 6 lines · low risk/);

    await workbench.runCommand(SIGN_OFF);
    const dialog = await workbench.dialog();
    assert.equal(dialog.message, "Sign off 6 lines of src/shipping.ts?");
    assert.match(dialog.detail, /No signing key is set up: this verdict is unsigned and stays in this clone/);
    assert.equal(await dialog.focused(), "Show the Hunk", "Enter must not sign");
    await dialog.press("Sign Off");

    await workbench.row(/^Signed Off, 1 hunk/);
    await untilEqual([], () => workbench.lenses(), "what is signed off has no lens");
    await workbench.statusSays("3 left, about 6 min");
    await workbench.expand(/^Signed Off/);
    await workbench.expand(/^src\/shipping\.ts, 1 hunk/);
    assert.equal((await workbench.row(/signed off: unsigned, 6 lines, src\/shipping\.ts$/)).icon, "verified");
    await assertTreeAgrees(workbench, shop.check());

    await workbench.openFile(SHOP.shipping.path);
    await workbench.goTo(4);
    await workbench.replaceLine("  if (total >= 500) return 0;");
    await workbench.save();
    const stale = await workbench.row(/stale.*src\/shipping\.ts$/);
    assert.equal(stale.icon, "history");
    await untilEqual([4], () => workbench.linesBordered("dashed"), "exactly the edited line is marked stale");
    await untilEqual(1, async () => (await workbench.lens(/^Stale: [^·]+ · unsigned · Cursor/)).line, "the line of the stale hunk's lens");
    const checked = shop.check();
    assert.deepEqual(checked.hunks.find(({ path }) => path === SHOP.shipping.path)?.staleLines, [4]);
    await assertTreeAgrees(workbench, checked);
    await assertTreeAgrees(workbench, shop.status());
    const before = facts(await workbench.rows());

    await workbench.reload();
    await workbench.row(/stale.*src\/shipping\.ts$/);
    await untilEqual(before, async () => facts(await workbench.rows()), "the tree after the window was reloaded");
    await workbench.openFile(SHOP.shipping.path);
    await untilEqual([4], () => workbench.linesBordered("dashed"), "the stale line after the window was reloaded");
    await assertTreeAgrees(workbench, shop.check());
  });

  it("signs with git's own key where there is one", async () => {
    const { workbench, shop } = window;
    const fingerprint = shop.useSigningKey();
    await window.open();
    await workbench.runCommand(NEXT);
    await workbench.activeTab("pay.ts");
    // Two looks, half a second apart, while the window has the focus: the dialog tells what they saw.
    const dialog = await until("the dialog to say how much was seen", async () => {
      await workbench.runCommand(SIGN_OFF);
      const asked = await workbench.dialog();
      if (/^You have seen 100 % of these lines \(\d+ s on the screen\)\.$/m.test(asked.detail)) return asked;
      await asked.cancel();
      return false;
    });
    assert.match(shop.noted(), /"content":"h1:[0-9a-f]{64}","lines":11,"ranges":\[\[0,10\]\],"milliseconds":\d+/, "kept in the git directory, by content");
    assert.ok(dialog.detail.includes(fingerprint), dialog.detail);
    assert.ok(dialog.detail.includes("Signed by robin@shop.example"), dialog.detail);
    assert.deepEqual(dialog.buttons.filter((button) => button.startsWith("Create Key")), []);
    await dialog.press("Sign Off");
    await workbench.row(/^Signed Off, 1 hunk/);

    assert.deepEqual(
      shop.log().records.map(({ path, verdict, basis, key, trust }) => ({ path, verdict, basis, key, trust })),
      [{ path: SHOP.pay.path, verdict: "approved", basis: "read", key: fingerprint, trust: "self-declared" }],
    );
    assert.equal(shop.batches(), 1);
    await workbench.expand(/^Signed Off/);
    await workbench.expand(/^src\/pay\.ts, 1 hunk/);
    await assertTreeAgrees(workbench, shop.check());
  });
});

function facts(rows: readonly { readonly level: number; readonly spoken: string; readonly description: string }[]): readonly string[] {
  return rows.map(({ level, spoken, description }) => `${level} ${spoken} | ${description}`);
}
