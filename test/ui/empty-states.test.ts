import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

  it("says that a repository is bare", async () => {
    const shop = new ShopRepository();
    cleanups.push(() => shop.dispose());
    await says(shop.git("remote", "get-url", "origin").trim(), /This is a bare repository, without files to review\./);
  });

  it("says why the debt could not be read, and heals when that is mended", async () => {
    const shop = new ShopRepository();
    cleanups.push(() => shop.dispose());
    shop.claudeWrites("src/late.ts", "export const late = 1;\n");
    const onMain = (text: string): void => {
      shop.git("checkout", "--quiet", "main");
      shop.write(".countersign/config.jsonc", text);
      shop.git("add", ".countersign");
      shop.git("commit", "--quiet", "--message", "Policy");
      shop.git("push", "--quiet", "origin", "main");
      shop.git("checkout", "--quiet", "checkout");
      shop.git("merge", "--quiet", "--ff-only", "main");
    };
    onMain('{\n  "polic": {}\n}\n');
    await says(shop.folder, /The debt could not be read: .*config\.jsonc.*policy.*Restart above, or Show Log/);
    assert.match(await window.workbench.statusText(), /debt not known/);
    onMain('{\n  "policy": {}\n}\n');
    await window.workbench.row(/^hunk 1 of 1, .*src\/late\.ts$/);
    assert.doesNotMatch(await window.workbench.viewText(), /could not be read/);
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

describe("a machine without git", () => {
  const programs = realpathSync(mkdtempSync(join(tmpdir(), "countersign-programs-")));
  const window = new ShopWindow({ environment: { PATH: programs }, serverArguments: ["--force-disable-user-env"], settings: { "git.ignoreMissingGitWarning": true } });
  after(() => rmSync(programs, { recursive: true, force: true }));

  it("says so, and looks again when asked", async () => {
    const { workbench, shop } = window;
    await workbench.open(shop.folder);
    await until("the view to say it", async () => /Git was not found\. Install git/.test((await workbench.viewText()).replace(/\s+/g, " ")));
    const found = spawnSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).stdout.trim();
    assert.ok(found.startsWith("/"), found);
    symlinkSync(found, join(programs, "git"));
    await workbench.sidebar.getByRole("button", { name: "Look Again" }).click();
    await workbench.row(/^hunk 1 of 4, /);
  });
});
