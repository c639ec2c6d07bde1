import { strict as assert } from "node:assert";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "./host";
import { ShopWindow } from "./shop-window";
import type { EditorOptions } from "./editor-session";
import { until, within } from "./until";

const AGENT = join(projectRoot, "test/fixtures/chat-agent");
const SETTINGS = { "chat.disableAIFeatures": false, "workbench.secondarySideBar.defaultVisibility": "visible" };
const LET_IN = ["--enable-proposed-api", "countersign-tests.chat-agent"];
const TEXT = "export function agentFee(cents: number): number {\n  const share = cents / 40;\n  return share;\n}\n";

/**
 * The extension as it would be if the proposal were final: nothing but its manifest is another one. It comes with the editor,
 * as what may use proposals does.
 */
function withProposal(folder: string): EditorOptions {
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as Record<string, unknown>;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, enabledApiProposals: ["textDocumentChangeReason"] }));
  // Copies: the editor knows whose API a module asks for by its real path.
  for (const name of ["dist", "package.nls.json"]) cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  symlinkSync(join(projectRoot, "media"), join(folder, "media"));
  return { extension: null, others: [folder, AGENT], settings: SETTINGS, serverArguments: LET_IN };
}

/** Asks the chat's agent, whose edit the chat applies, and saves. */
async function ask(window: ShopWindow): Promise<void> {
  const { workbench } = window;
  await workbench.openFile("src/tax.ts");
  const input = workbench.page.locator(".interactive-input-part .monaco-editor").first();
  await until("the agent's edit", async () => {
    await input.click();
    await workbench.page.keyboard.type("a fee, please");
    await workbench.page.keyboard.press("Enter");
    for (let tries = 0; tries < 30; tries++) {
      if ((await workbench.page.locator(".part.editor .view-lines").first().innerText()).includes("agentFee")) return true;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return false;
  });
  await workbench.openFile("src/tax.ts");
  await workbench.runCommand("File: Save All Files");
  await until("the edit on disk", () => Promise.resolve(window.shop.read("src/tax.ts").includes("agentFee")));
}

/** Clicks *Keep* in the chat's own review, as long as there is something to keep. */
async function keep({ workbench }: ShopWindow): Promise<void> {
  const button = workbench.page.locator(".interactive-input-part .monaco-button", { hasText: "Keep" }).first();
  await button.waitFor();
  await until("the chat to have nothing left to keep", async () => {
    if ((await button.count()) === 0 || !(await button.isVisible())) return true;
    await within(() => button.click({ timeout: 5_000 }));
    return false;
  });
}

/** No verdict, no debt less: what Keep must never come to. */
function signsNothing({ shop }: ShopWindow): void {
  assert.deepEqual(shop.log().records, []);
  const hunk = shop.check().hunks.find(({ path }) => path === "src/tax.ts");
  assert.ok(hunk !== undefined && hunk.state === "unseen" && hunk.minutes > 0, "it owes its review, and CI knows of no mark");
}

describe("an edit of the chat's own agent, where the editor says what an edit came from", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "countersign-proposal-")));
  const window = new ShopWindow(withProposal(folder));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is a hunk, with the editor's word as its evidence; Keep in the chat's own review makes it viewed and signs nothing, and a mark taken away stays away", async () => {
    const { workbench, shop } = window;
    await window.open();
    await ask(window);
    await workbench.row(/^hunk.*, unseen, 4 lines, src\/tax\.ts$/);
    const hunk = shop.check().hunks.find(({ path }) => path === "src/tax.ts");
    assert.deepEqual(hunk?.evidence.map(({ source, tier, detail }) => ({ source, tier, detail })), [{ source: "editor", tier: 6, detail: "chat edit (Chat.applyEdits)" }]);
    await workbench.screenshot("chat-agent");

    await keep(window);
    await workbench.row(/^hunk.*, viewed, 4 lines, src\/tax\.ts$/);
    signsNothing(window);
    await workbench.screenshot("chat-agent-kept");
    await workbench.clickTick(/^hunk.*, viewed, 4 lines, src\/tax\.ts$/, /^hunk.*, unseen, 4 lines, src\/tax\.ts$/);
    shop.claudeWrites("src/late.ts", "export function late(): string {\n  return 'late';\n}\n");
    await workbench.row(/^hunk.*, 3 lines, src\/late\.ts$/);
    await workbench.row(/^hunk.*, unseen, 4 lines, src\/tax\.ts$/);
  });
});

describe("an edit of the chat's own agent, where the editor says nothing", () => {
  const window = new ShopWindow({ others: [AGENT], settings: SETTINGS, serverArguments: LET_IN });

  it("is nobody's until the assistant's hook tells, and then a hunk with the hook's evidence, viewed where it was kept before", async () => {
    const { workbench, shop } = window;
    await window.open();
    await ask(window);
    await workbench.row(/^Unclaimed, \d+ lines of unknown origin/);
    assert.deepEqual(shop.check().hunks.filter(({ path }) => path === "src/tax.ts"), [], "a guess makes no debt");
    await keep(window);
    shop.tells("copilot", "src/tax.ts", TEXT);
    await workbench.row(/^hunk.*, viewed, 4 lines, src\/tax\.ts$/);
    signsNothing(window);
    const hunk = shop.check().hunks.find(({ path }) => path === "src/tax.ts");
    assert.deepEqual(hunk?.evidence.map(({ source, tier }) => ({ source, tier })), [{ source: "hook", tier: 1 }]);
  });
});
