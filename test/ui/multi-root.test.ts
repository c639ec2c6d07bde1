import { strict as assert } from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SHOP, ShopRepository } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

/** Two repositories with the same texts, so that whatever takes one for the other is seen, and a folder that is none. */
describe("a workspace of several folders", () => {
  const window = new ShopWindow();

  it("shows both debts as one, walks from one into the other, and signs in each its own", async () => {
    const { workbench, shop: front } = window;
    const back = ShopRepository.complete();
    try {
      for (const repository of [front, back]) repository.useSigningKey();
      const parent = dirname(front.folder);
      const notes = join(parent, "notes");
      mkdirSync(notes);
      writeFileSync(join(notes, "plan.md"), "# Plan\n");
      const file = join(parent, "both.code-workspace");
      writeFileSync(file, JSON.stringify({ folders: [{ path: front.folder, name: "front" }, { path: notes }, { path: back.folder, name: "back" }] }));
      await workbench.open(file);
      await workbench.row(/^hunk 1 of 8, high risk, Claude Code, unseen, 11 lines, (front|back)\/src\/pay\.ts$/);
      const hunks = async (): Promise<readonly string[]> => (await workbench.rows()).flatMap(({ spoken }) => (spoken.startsWith("hunk ") ? [spoken.slice(spoken.lastIndexOf(", ") + 2)] : []));
      assert.deepEqual([...(await hunks())].sort(), ["back", "front"].flatMap((name) => [SHOP.access, SHOP.greeting, SHOP.pay, SHOP.shipping].map(({ path }) => `${name}/${path}`)).sort());
      // The last line to come: nothing moves under the mouse after it.
      await workbench.row(/^History, 6 lines by assistants/);
      await until("both to be measured", async () => /8 of 8 left/.test(await workbench.viewText()));

      await workbench.clickTick(/^hunk.*back\/src\/greeting\.ts$/, /^hunk.*, viewed, 3 lines, back\/src\/greeting\.ts$/);
      await workbench.row(/^hunk.*, unseen, 3 lines, front\/src\/greeting\.ts$/);
      assert.deepEqual([front, back].map((one) => one.status().debt.byState["viewed"] ?? 0), [0, 1], "a tick is kept in its own repository");

      await workbench.runCommand("Countersign: Start Review Walk");
      for (let step = 1; step <= 2; step++) {
        await workbench.statusSays(`${step} of 8, high risk, Claude`);
        await workbench.activeTab("pay.ts");
        await untilEqual(step, () => workbench.page.locator('.part.editor .tab[data-resource-name="pay.ts"]').count(), "a tab of each repository's file");
        await workbench.page.keyboard.press("Control+Alt+A");
      }
      await workbench.statusSays("3 of 8");
      await workbench.page.keyboard.press("Control+Alt+Enter");
      const dialog = await workbench.dialog();
      assert.equal(dialog.message, "Sign 2 verdicts?");
      for (const name of ["front", "back"]) {
        assert.match(dialog.detail, new RegExp(`Approve: ${name}/src/pay\\.ts, lines 1–11`));
        assert.match(dialog.detail, new RegExp(`^${name}: Signed by robin@shop\\.example`, "m"));
      }
      await workbench.screenshot("multi-root-dialog");
      await dialog.press("Sign 2 Verdicts");
      await workbench.row(/^Signed Off, 2 hunks/);
      for (const repository of [front, back]) {
        assert.deepEqual(repository.log().records.map(({ path, verdict, trust }) => [path, verdict, trust]), [[SHOP.pay.path, "approved", "self-declared"]]);
        assert.equal(repository.batches(), 1);
        assert.equal(repository.check().debt.byState["signed-off"], 1);
      }

      back.claudeWrites("src/late.ts", "export function late(): string {\n  return 'late';\n}\n");
      await workbench.row(/^hunk.*, 3 lines, back\/src\/late\.ts$/);

      await workbench.runCommand("Countersign: Undo Last Verdict…");
      const undo = await workbench.dialog();
      assert.equal(undo.message, "Take back what you signed last: 2 hunks?");
      await undo.press("Withdraw");
      await until("all of them again, and the new one", async () => /9 of 9 left/.test(await workbench.viewText()));
      for (const repository of [front, back]) assert.equal(repository.check().debt.byState["signed-off"], 0);

      await workbench.runCommand("Countersign: Open the Debt Panel");
      const panel = workbench.page.frameLocator("iframe.webview").frameLocator("iframe#active-frame");
      const repositories = async (): Promise<readonly string[]> => (await panel.locator("select[name=repository] option").allTextContents()).map((text) => text.trim());
      await untilEqual(["all", "back", "front"], repositories, "a picker of the repositories in the filter bar");
      const oldest = async (): Promise<readonly string[]> => [...new Set((await panel.locator("#table-oldest tbody td:first-child").allTextContents()).map((text) => text.trim().split("/")[0] ?? ""))].sort();
      await untilEqual(["back", "front"], oldest, "hunks of both");
      await panel.locator("select[name=repository]").selectOption("back");
      await untilEqual(["back"], oldest, "those of the one that was picked");
      await workbench.screenshot("multi-root-panel");
      await panel.locator("#table-oldest button.link").first().click();
      await workbench.activeTab("coupons.ts");
      await until("the file of that repository", async () => (await workbench.page.locator(".part.editor .monaco-breadcrumbs").first().innerText()).startsWith("back"));
    } finally {
      back.dispose();
    }
  });
});
