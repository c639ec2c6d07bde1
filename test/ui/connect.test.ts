import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ShopWindow } from "./shop-window";

describe("connecting an assistant", () => {
  const window = new ShopWindow();

  it("shows the exact change, asks, writes through the engine, and takes it back", async () => {
    const { workbench, shop } = window;
    await window.open();
    const settings = join(shop.folder, ".claude", "settings.local.json");

    await workbench.choose("Countersign: Connect an Assistant…", "Claude Code");
    await workbench.takeOption("In this project");
    await workbench.activeTab("Change for Claude Code.diff");
    const dialog = await workbench.dialog();
    assert.equal(dialog.message, "Connect Claude Code with these changes?");
    assert.match(dialog.detail, /\.claude\/settings\.local\.json/);
    assert.equal(await dialog.focused(), "Look at the Preview", "Enter must not write");
    await dialog.cancel();
    assert.equal(existsSync(settings), false, "Cancel writes nothing");

    await workbench.choose("Countersign: Connect an Assistant…", "Claude Code");
    await workbench.takeOption("In this project");
    await (await workbench.dialog()).press("Write Changes");
    await workbench.statusSays("Claude Code is connected.");
    const { hooks } = JSON.parse(readFileSync(settings, "utf8")) as { hooks: Record<string, { hooks: { command: string }[] }[]> };
    const command = hooks["PostToolUse"]?.[0]?.hooks[0]?.command ?? "";
    assert.match(command, /countersign\/hook claude-code$/);
    assert.ok(existsSync(command.replace(/ claude-code$/, "")), "the launcher stands where the hook names it");

    await workbench.choose("Countersign: Disconnect an Assistant…", "Claude Code");
    await (await workbench.dialog()).press("Write Changes");
    await workbench.statusSays("Claude Code is disconnected.");
    assert.equal(existsSync(settings), false);
  });
});
