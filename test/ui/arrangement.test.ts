import { strict as assert } from "node:assert";
import { SHOP } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until, untilEqual } from "./until";

describe("arranging the tree", () => {
  const window = new ShopWindow();
  const hunkRows = async (): Promise<readonly string[]> => (await window.workbench.rows()).filter(({ spoken }) => spoken.startsWith("hunk ")).map(({ spoken }) => spoken);

  it("groups by file, in file order, and remembers it", async () => {
    const { workbench } = window;
    await window.open();
    const riskiestFirst = await hunkRows();
    await workbench.choose("Countersign: Group By…", "File");
    await untilEqual(1, async () => (await workbench.row(/^src\/shipping\.ts, 1 hunk$/)).level, "the level of a file");
    await workbench.choose("Countersign: Group By…", "File Order");
    const files = async (): Promise<readonly string[]> => (await workbench.rows()).filter(({ level, spoken }) => level === 1 && /^src\/.*hunk/.test(spoken)).map(({ spoken }) => spoken.split(",")[0] ?? "");
    await until("the files in their order", async () => (await files()).join() === [...(await files())].sort().join());
    assert.notDeepEqual(await hunkRows(), riskiestFirst);
    await workbench.runCommand("Countersign: Go to Next Unverified Hunk");
    await workbench.activeTab((await files())[0]?.split("/").at(-1) ?? "");

    await workbench.reload();
    await untilEqual(1, async () => (await workbench.row(/^src\/shipping\.ts, 1 hunk$/)).level, "the level of a file after a reload");
    await workbench.choose("Countersign: Group By…", "Assistant Session");
    await workbench.row(/^Claude Code, session [\w-]+: \d hunks?/);
    await workbench.screenshot("tree-by-session");
    await workbench.choose("Countersign: Group By…", "Owner");
    await workbench.row(/^@shop\/payments: 1 hunk/);
    await workbench.row(/^No Owner: 3 hunks/);
    await workbench.choose("Countersign: Group By…", "Age");
    await workbench.choose("Countersign: Group By…", "Oldest First");
    await workbench.row(/^Older than 30 Days: 4 hunks/);
    await workbench.reload();
    await workbench.row(/^Older than 30 Days: 4 hunks/);
    await workbench.choose("Countersign: Group By…", "Risk");
    await workbench.choose("Countersign: Group By…", "Riskiest First");
    await untilEqual(riskiestFirst, hunkRows, "the order of before");
  });

  it("lists only what is asked for, says so, and owes as much as before", async () => {
    const { workbench } = window;
    await window.open();
    const all = await hunkRows();
    const owed = await workbench.statusText();
    await workbench.tick("Countersign: Filter…", ["Low Risk"]);
    await until("a shorter list", async () => (await hunkRows()).length < all.length);
    await until("rows of low risk alone", async () => (await hunkRows()).every((row) => row.includes("low risk")));
    await until("the words above them", async () => /Listed: \d of \d \(low risk\)\./.test(await workbench.viewText()));
    assert.equal(await workbench.statusText(), owed);
    await workbench.screenshot("tree-filtered");
    await workbench.runCommand("Countersign: Clear Filter");
    await untilEqual(all, hunkRows, "everything again");
  });

  it("ticks a file's hunks as viewed, by keyboard too, and pays nothing with it", async () => {
    const { workbench, shop } = window;
    await window.open();
    const owed = shop.status().debt.minutes;
    const box = workbench.checkbox(/^src\/shipping\.ts, 1 hunk$/);
    assert.equal(await box.getAttribute("aria-checked"), "false");
    await workbench.clickTick(/^src\/shipping\.ts, 1 hunk$/, /^hunk.*, viewed, 6 lines, src\/shipping\.ts$/);
    await untilEqual("true", () => workbench.checkbox(/^hunk.*, viewed, 6 lines, src\/shipping\.ts$/).getAttribute("aria-checked"), "the tick");
    assert.equal(shop.status().debt.minutes, owed);

    await workbench.rowElement(/^hunk.*, src\/greeting\.ts$/).focus();
    await workbench.rowElement(/^hunk.*, src\/greeting\.ts$/).click();
    await workbench.page.keyboard.press("Space");
    await workbench.row(/^hunk.*, viewed, 3 lines, src\/greeting\.ts$/);
    assert.equal(shop.status().hunks.find(({ path }) => path === SHOP.greeting.path)?.state, "viewed");
  });
});
