import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EditorSession } from "./editor-session";
import { exampleIn } from "./example";
import { projectRoot } from "./host";
import { until } from "./until";
import type { WorkbenchPage } from "./workbench-page";

const THEMES = [
  { name: "dark", setting: "Dark Modern", kind: "vs-dark" },
  { name: "light", setting: "Light Modern", kind: "vs" },
  { name: "high-contrast", setting: "Default High Contrast", kind: "hc-black" },
  { name: "high-contrast-light", setting: "Default High Contrast Light", kind: "hc-light" },
] as const;

/** The middle of the window, where dialogs stand. */
const MIDDLE = { x: 310, y: 200, width: 660, height: 400 };
const LEFT = { x: 0, y: 0, width: 720, height: 420 };
const TOP = { x: 310, y: 0, width: 660, height: 400 };

/** Takes README's and the walkthrough's pictures from the real workbench, on the example repository, in every kind of theme. */
export async function takeTour(report: (line: string) => void = console.log): Promise<void> {
  // A fixed name: a dialog shows where the example's key lies, and pictures must not differ by chance.
  const parent = join(tmpdir(), "countersign-tour");
  rmSync(parent, { recursive: true, force: true });
  mkdirSync(parent);
  const folder = await exampleIn(parent);
  mkdirSync(join(folder, ".git/info"), { recursive: true });
  writeFileSync(join(folder, ".git/info/exclude"), ".vscode/\n");
  const editor = await EditorSession.start({ settings: { "editor.hover.above": false, "countersign.codeLens": undefined } });
  try {
    const { workbench } = editor;
    await workbench.open(folder);
    await workbench.row(/^hunk 1 of 10/);
    for (const theme of THEMES) {
      mkdirSync(join(folder, ".vscode"), { recursive: true });
      writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify({ "workbench.colorTheme": theme.setting }));
      await workbench.page.locator(`.monaco-workbench.${theme.kind}`).waitFor();
      await takePictures(workbench, theme.name);
      report(`${theme.setting}: four pictures of the walkthrough`);
    }
  } finally {
    await editor.stop();
    rmSync(parent, { recursive: true, force: true });
  }
}

async function takePictures(workbench: WorkbenchPage, theme: string): Promise<void> {
  const take = async (step: string, clip: typeof MIDDLE): Promise<void> => {
    await until("the engine to rest", async () => (await workbench.page.locator('[id="countersign.countersign.debt"] .codicon-sync').count()) === 0);
    await workbench.page.screenshot({ path: join(projectRoot, `media/walkthrough/${step}-${theme}.png`), clip });
  };
  await workbench.closeAllEditors();
  await workbench.asking("Countersign: Connect an Assistant…", () => take("connect", TOP));

  await workbench.rowElement(/^hunk.*, src\/data\/orders\.ts$/).click();
  await workbench.activeTab("orders.ts");
  await workbench.lens(/^Unverified · Claude · 4 lines · builds SQL from `customer`/);
  await workbench.goTo(10, 3);
  await take("debt", LEFT);
  if (theme === "dark") {
    await workbench.hover();
    await workbench.page.screenshot({ path: join(projectRoot, "media/screenshot.png") });
    await workbench.closeHover();
  }

  await workbench.runCommand("Countersign: Sign Off…");
  const dialog = await workbench.dialog();
  await take("sign", MIDDLE);
  await dialog.cancel();

  await workbench.closeAllEditors();
  await workbench.openFile(".countersign/config.jsonc");
  await take("gate", LEFT);
}
