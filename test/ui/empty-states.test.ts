import { strict as assert } from "node:assert";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemporaryRepository } from "../e2e/temporary-repository";
import { ShopRepository } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { until } from "./until";

describe("a view without hunks", () => {
  const window = new ShopWindow({}, null);
  const cleanups: (() => void)[] = [];
  afterEach(() => cleanups.splice(0).forEach((cleanUp) => cleanUp()));

  const says = async (folder: string, words: RegExp): Promise<void> => {
    const { workbench } = window;
    await workbench.open(folder);
    await until(`the view to say ${words.source}`, async () => words.test((await workbench.viewText()).replace(/\s+/g, " ")));
    assert.deepEqual((await workbench.rows()).filter(({ spoken }) => spoken.startsWith("hunk")), []);
  };

  it("says that a folder is no repository, and offers to make one", async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "countersign-plain-")));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, "notes.ts"), "export const note = 1;\n");
    await says(folder, /This folder is not a git repository\./);
    await window.workbench.sidebar.getByRole("button", { name: "Initialize Git Repository" }).waitFor();
  });

  it("says that a repository has no commits", async () => {
    const repository = new TemporaryRepository();
    cleanups.push(() => repository.dispose());
    await says(repository.folder, /This repository has no commits yet\./);
  });

  it("says that nothing is unverified, and never hides history", async () => {
    const shop = new ShopRepository();
    cleanups.push(() => shop.dispose());
    await says(shop.folder, /Nothing unverified/);
    await window.workbench.row(/^History, 3 lines by assistants, not counted/);
    assert.equal(shop.check().debt.hunks, 0);
    assert.equal(await window.workbench.statusText(), "verified");
  });
});
