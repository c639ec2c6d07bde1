import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EditorSession } from "./editor-session";
import { exampleIn } from "./example";
import { untilEqual } from "./until";

const THEMES = [
  { name: "dark", setting: "Dark Modern", kind: "vs-dark" },
  { name: "light", setting: "Light Modern", kind: "vs" },
  { name: "high-contrast", setting: "Default High Contrast", kind: "hc-black" },
] as const;

describe("the example repository in every kind of theme", () => {
  let parent: string;
  let folder: string;
  let editor: EditorSession;

  before(async () => {
    parent = realpathSync(mkdtempSync(join(tmpdir(), "countersign-example-")));
    folder = await exampleIn(parent);
    mkdirSync(join(folder, ".git/info"), { recursive: true });
    writeFileSync(join(folder, ".git/info/exclude"), ".vscode/\n");
    // Below, a hover leaves the lens in the picture.
    editor = await EditorSession.start({ settings: { "editor.hover.above": false } });
    await editor.workbench.open(folder);
    await editor.workbench.row(/^hunk 1 of 10/);
  });
  after(async () => {
    await editor?.stop();
    rmSync(parent, { recursive: true, force: true, maxRetries: 3 });
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") {
      await editor.workbench.screenshot(`failed - ${this.currentTest.title}`);
    }
  });

  for (const { name, setting, kind } of THEMES) {
    it(`reads well in ${setting}`, async () => {
      const { workbench } = editor;
      mkdirSync(join(folder, ".vscode"), { recursive: true });
      writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify({ "workbench.colorTheme": setting }));
      await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
      await workbench.closeAllEditors();

      await workbench.rowElement(/^hunk.*, src\/data\/orders\.ts$/).click();
      await workbench.activeTab("orders.ts");
      const lens = /^Unverified · Claude · 4 lines · builds SQL from `customer`/;
      await untilEqual(8, async () => (await workbench.lens(lens)).line, "the line of the lens");
      await workbench.goTo(10, 3);
      const hover = await workbench.hover();
      assert.match(hover, /builds SQL from `customer` \(sql-injection\)/);
      await workbench.screenshot(`${name}-tree-lens-hover`);
      await workbench.closeHover();

      await workbench.runCommand("Countersign: Sign Off…");
      const dialog = await workbench.dialog();
      assert.equal(dialog.message, "Sign off 4 lines of src/data/orders.ts?");
      await workbench.screenshot(`${name}-dialog`);
      await dialog.cancel();

      await workbench.openFile("src/domain/shipping.ts");
      await workbench.lens(/^Stale: changed since sign-off · [^·]+ · Cursor/);
      await untilEqual([4], () => workbench.linesBordered("dashed"), "the stale line");
      await workbench.screenshot(`${name}-stale`);
      await workbench.runCommand("Countersign: Show Changes Since Sign-off");
      await untilEqual({ removed: [4], added: [4] }, () => workbench.diffLines(), "the changed line");
      await workbench.screenshot(`${name}-diff`);
    });
  }
});
