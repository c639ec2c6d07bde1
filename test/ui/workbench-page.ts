import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { projectRoot } from "./host";
import type { Locator, Page } from "./host";
import { markedLines, shownLenses, styledLines } from "./editor-lines";
import type { DiffLines, ShownLens } from "./editor-lines";
import { ModalDialog } from "./modal-dialog";
import { QuickPick } from "./quick-pick";
import { shownRows } from "./tree-rows";
import type { ShownRow } from "./tree-rows";
import { until, untilEqual, untilSettled, within } from "./until";

declare const navigator: { readonly clipboard: { readText(): Promise<string> } };

/** A heading that every hover of ours has, and no problem's. */
const HOVER_SECTION = "Where it comes from";

/** Milliseconds that a key has to show what it does, before it is pressed once more. */
const GLANCE = 5_000;

/** The workbench as a person meets it: every method does what keys or a mouse can do, or reads what is on the screen. */
export class WorkbenchPage {
  private readonly quickPick: QuickPick;

  constructor(
    readonly page: Page,
    private readonly addressOf: (folder: string) => string,
  ) {
    this.quickPick = new QuickPick(page);
  }

  /** Opens a folder and the view *Verification Debt*; its first answer may still be on its way. */
  async open(folder: string): Promise<void> {
    await this.page.goto(this.addressOf(folder));
    await this.showTree();
  }

  close(): Promise<void> {
    return this.page.close();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.showTree();
  }

  async showTree(): Promise<void> {
    const tab = this.page.getByRole("tab", { name: /^Verification Debt/ }).first();
    await tab.waitFor();
    // While the window is restored the tab may say that it is not selected, and a click on a selected one closes it.
    await until("the view", async () => {
      if (await this.sidebar.getByText(/verification debt/i).first().isVisible()) {
        return true;
      }
      await tab.click();
      await delay(500);
      return false;
    });
    // The tooltip of the tab would lie over the rows for as long as the mouse rests there.
    await this.page.mouse.move(0, 0);
  }

  get sidebar(): Locator {
    return this.page.locator(".part.sidebar");
  }

  /** Rows of the tree in sight, top to bottom. */
  rows(): Promise<readonly ShownRow[]> {
    return shownRows(this.sidebar);
  }

  /** The first row whose spoken text matches, once it is there. */
  row(spoken: RegExp): Promise<ShownRow> {
    return until(`a row that says ${spoken.source}`, async () => (await this.rows()).find((row) => spoken.test(row.spoken)));
  }

  /** The row of a hunk by role and spoken name. */
  rowElement(spoken: RegExp): Locator {
    return this.sidebar.getByRole("treeitem", { name: spoken }).first();
  }

  /** Expands a collapsed row by its spoken text. */
  async expand(spoken: RegExp): Promise<void> {
    await until(`${spoken.source} to be expanded`, async () => {
      if ((await this.row(spoken)).expanded !== false) return true;
      await this.rowElement(spoken).click();
      return shortly(async () => (await this.row(spoken)).expanded === true);
    });
  }

  /** Words above the rows, beside the title, and of the welcome content. */
  async viewText(): Promise<string> {
    return (await this.sidebar.innerText()).replace(/\u00a0/g, " ");
  }

  /** Runs a command through the palette, by its title, as a person would: it must be offered and enabled. */
  runCommand(title: string): Promise<void> {
    return this.quickPick.pick("F1", `>${title}`, title);
  }

  /** Runs a command that opens a quick pick of its own, which takes the place of the palette; one of the editor's is known by its placeholder. */
  async runQuietly(command: string, placeholder?: string): Promise<void> {
    await until(`${command} to be run`, async () => {
      await this.quickPick.offer("F1", `>${command}`, command);
      return this.quickPick.accept();
    });
    // The palette itself has no title; every question of ours has one.
    await until("the command's own question", async () => {
      const { widget } = this.quickPick;
      return placeholder === undefined ? (await widget.locator(".quick-input-title").allInnerTexts()).join("") !== "" : (await widget.locator(`input.input[placeholder="${placeholder}"]`).count()) > 0;
    });
  }

  /** Whether the quick pick in sight offers an option whose name begins so. */
  isOffered(name: string): Promise<boolean> {
    return this.quickPick.option(name).isVisible();
  }

  /** Runs a command that asks, and takes the answer of this name. */
  async choose(command: string, answer: string): Promise<void> {
    await this.runQuietly(command);
    await this.takeOption(answer);
    // Answered, or asked the next question.
    await until(`${answer} to be taken`, async () => !(await this.quickPick.option(answer).isVisible()));
  }

  /** Runs a command that asks for several answers, ticks these and no others, and accepts. */
  async tick(command: string, answers: readonly string[]): Promise<void> {
    await this.runQuietly(command);
    const { widget } = this.quickPick;
    // The palette stands in the same place until the question comes; only a list of several answers has boxes.
    await widget.getByRole("checkbox").first().waitFor({ timeout: 60_000 });
    for (const answer of answers) {
      const row = widget.locator(".monaco-list-row", { hasText: answer }).first();
      const before = await row.getByRole("checkbox").first().getAttribute("aria-checked");
      await row.click();
      await until(`${answer} to be ticked`, async () => (await row.getByRole("checkbox").first().getAttribute("aria-checked")) !== before);
    }
    assert.ok(await this.quickPick.accept(), "the question went out of sight");
    await this.quickPick.gone();
  }

  /** Runs a command that asks for a text, and answers. */
  async ask(command: string, text: string): Promise<void> {
    await this.runQuietly(command);
    const { input } = this.quickPick;
    await input.fill(text);
    assert.ok(await this.quickPick.accept(), "the question went out of sight");
    await until("the answer to be taken", async () => (await this.page.locator(".quick-input-widget .quick-input-title", { hasText: "Send back" }).count()) === 0 || !(await input.isVisible()));
  }

  /** Takes an option of the quick pick that may be open. */
  async takeIfAsked(name: string): Promise<void> {
    const option = this.page.locator(".quick-input-widget .monaco-list-row", { hasText: name }).first();
    if (await option.isVisible()) {
      await option.click();
    }
  }

  /** Runs a command that asks, does something while its question is open, and answers nothing. */
  async asking(command: string, meanwhile: () => Promise<void>): Promise<void> {
    await this.runQuietly(command);
    await this.quickPick.widget.locator(".monaco-list-row").first().waitFor();
    await meanwhile();
    await this.quickPick.close();
  }

  /** Takes a quick fix at the cursor by its title, by keyboard. */
  async quickFix(title: string): Promise<void> {
    const rows = this.page.locator(".action-widget .monaco-list-row");
    await until(`the quick fix ${title}`, async () => {
      await this.page.keyboard.press("Control+.");
      for (let tries = 0; tries < 20 && (await rows.count()) === 0; tries++) await delay(100);
      if ((await rows.filter({ hasText: title }).count()) > 0) return true;
      await this.page.keyboard.press("Escape");
      return false;
    });
    for (let tries = 0; !((await this.page.locator(".action-widget .monaco-list-row.focused").allInnerTexts()).join().includes(title)); tries++) {
      assert.ok(tries < 30, `the arrow keys do not reach ${title}`);
      await this.page.keyboard.press("ArrowDown");
    }
    await this.page.keyboard.press("Enter");
    await rows.first().waitFor({ state: "hidden" });
  }

  /** What the clipboard holds. */
  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Ticks or unticks a row, and waits until it says so. */
  async clickTick(spoken: RegExp, becomes: RegExp): Promise<void> {
    await until(`a row that says ${becomes.source}`, async () => {
      const said = async (): Promise<boolean> => (await this.rows()).some((row) => becomes.test(row.spoken));
      if (await said()) return true;
      // A row that is drawn anew under the mouse takes no click.
      await within(() => this.checkbox(spoken).click({ timeout: GLANCE }));
      return shortly(said, 4 * GLANCE);
    });
  }

  /** The tick of a row. */
  checkbox(spoken: RegExp): Locator {
    return this.rowElement(spoken).locator('[role="checkbox"]');
  }

  /** Titles that the palette offers for what is typed. */
  async offeredCommands(typed: string): Promise<readonly string[]> {
    const titles = await until("the palette's answer", async () => {
      await this.quickPick.open("F1", `>${typed}`);
      const options = this.quickPick.widget.getByRole("option");
      return (await within(() => options.first().waitFor({ timeout: GLANCE }))) && options.allInnerTexts();
    });
    await this.quickPick.close();
    return titles.map((title) => title.replace(/\s+/g, " ").trim());
  }

  /** Opens a file of the folder through *Go to File*, and waits for its editor. */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf("/") + 1);
    await this.quickPick.pick("Control+P", path, name);
    await this.activeTab(name);
    await this.focusEditor();
  }

  async closeAllEditors(): Promise<void> {
    if ((await this.page.locator(".part.editor .tab").count()) > 0) {
      await this.runCommand("View: Close All Editors");
      await until("all editors to be closed", async () => (await this.page.locator(".part.editor .tab").count()) === 0);
    }
  }

  /** Waits until the tab of this name is the active one. */
  async activeTab(name: string): Promise<void> {
    await untilEqual(name, () => this.activeTabName(), "the active tab");
  }

  async activeTabName(): Promise<string> {
    const names = await this.page.locator(".part.editor .tab.active.selected").evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute("data-resource-name") ?? ""));
    return names[0] ?? "";
  }

  /** What the active tab says to a screen reader: for a difference its whole title. */
  async activeTabLabel(): Promise<string> {
    const labels = await this.page.locator(".part.editor .tab.active.selected").evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute("aria-label") ?? ""));
    return labels[0] ?? "";
  }

  /** Puts the cursor at a place, 1-based, through *Go to Line*. */
  async goTo(line: number, column = 1): Promise<void> {
    const place = this.quickPick.widget.getByRole("option", { name: new RegExp(`\\b${line}\\b.*\\b${column}\\b`) }).first();
    await until(`the cursor at line ${line}`, async () => {
      await this.quickPick.open("Control+G", `:${line}:${column}`);
      if (!(await within(() => place.waitFor({ timeout: GLANCE }))) || !(await this.quickPick.accept())) return false;
      await this.quickPick.gone();
      return shortly(async () => (await this.cursorLine()) === line);
    });
    await this.focusEditor();
  }

  /** 1-based line of the cursor as the status bar says it; 0 without an editor. */
  async cursorLine(): Promise<number> {
    const texts = await this.page.locator('[id="status.editor.selection"]').allInnerTexts();
    return Number(/Ln (\d+)/.exec(texts[0] ?? "")?.[1] ?? 0);
  }

  /** Types a new text over the line of the cursor. */
  async replaceLine(text: string): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press("End");
    await this.page.keyboard.press("Shift+Home");
    await this.page.keyboard.press("Shift+Home");
    await this.page.keyboard.insertText(text);
  }

  async save(): Promise<void> {
    await until("the file to be saved", async () => {
      await this.page.keyboard.press("Control+S");
      return shortly(async () => (await this.page.locator(".part.editor .tab.active.dirty").count()) === 0);
    });
  }

  /** Our lenses in the active editor, each hunk's in one text, with the 1-based line that they stand above. */
  lenses(): Promise<readonly ShownLens[]> {
    return shownLenses(this.page);
  }

  /** The lens whose text matches, once it is there and the editor has laid it out. */
  lens(text: RegExp): Promise<ShownLens> {
    return untilSettled(`a lens that says ${text.source}`, async () => (await this.lenses()).find((lens) => text.test(lens.text)));
  }

  /** 1-based lines with a left border of this CSS style, in the active editor. */
  linesBordered(style: "double" | "solid" | "dotted" | "dashed" | "ridge"): Promise<readonly number[]> {
    return styledLines(this.page, style);
  }

  /** 1-based lines that the active difference marks on its two sides. */
  diffLines(): Promise<DiffLines> {
    return markedLines(this.page);
  }

  /** The hover at the cursor, by keyboard. */
  async hover(): Promise<string> {
    const hover = this.page.locator(".monaco-hover:not(.hidden)").filter({ hasText: HOVER_SECTION }).first();
    await until("the hover", async () => {
      await this.focusEditor();
      await this.page.keyboard.press("Control+K");
      await this.page.keyboard.press("Control+I");
      return shortly(() => hover.isVisible());
    });
    await until("the hover to be there in full", () => hover.evaluate((element) => element.getAnimations({ subtree: true }).every(({ playState }) => playState !== "running")));
    return hover.innerText();
  }

  async closeHover(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.page.locator(".monaco-hover:not(.hidden)").filter({ hasText: HOVER_SECTION }).first().waitFor({ state: "hidden" });
  }

  /** The modal dialog, once it is there. */
  dialog(): Promise<ModalDialog> {
    return ModalDialog.shown(this.page);
  }

  /** Answers the input box in sight. */
  async answer(text: string): Promise<void> {
    const { input } = this.quickPick;
    await input.waitFor();
    await input.fill(text);
    assert.ok(await this.quickPick.accept(), "the question went out of sight");
    await this.quickPick.gone();
  }

  /** Text of our item in the status bar. */
  async statusText(): Promise<string> {
    const item = this.page.locator('[id="countersign.countersign.debt"]');
    await item.waitFor();
    return (await item.innerText()).trim();
  }

  /** Whatever the status bar says in passing. */
  async statusSays(text: string | RegExp): Promise<void> {
    await this.page.locator(".part.statusbar").getByText(text).first().waitFor();
  }

  /**
   * Notifications that came since the last look, read behind the bell: the driver that tests need keeps every toast from
   * appearing, so that none in sight means nothing.
   */
  async notifications(): Promise<readonly string[]> {
    const bell = this.page.locator('[id="status.notifications"]');
    await bell.waitFor();
    const messages = this.page.locator(".notifications-center .notification-list-item-message");
    const texts = await until("what stands behind the bell", async () => {
      if ((await bell.locator(".codicon-bell-dot").count()) === 0) return [];
      await bell.click();
      return (await shortly(() => messages.first().isVisible())) && messages.allInnerTexts();
    });
    if (texts.length === 0) return [];
    await bell.click();
    await messages.first().waitFor({ state: "hidden" });
    return texts.map((text) => text.replace(/\s+/g, " ").trim());
  }

  /** Keeps a picture under test/.artifacts/screenshots. */
  async screenshot(name: string): Promise<void> {
    await until("the engine to rest", async () => (await this.page.locator('[id="countersign.countersign.debt"] .codicon-sync').count()) === 0);
    const folder = join(projectRoot, "test/.artifacts/screenshots");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  /** Types into the quick pick in sight, walks to the option whose name begins so, and takes it. */
  takeOption(name: string): Promise<void> {
    return this.quickPick.take(name);
  }

  /** Keys for the text go to the text: whatever came into sight last may have the focus still. */
  private async focusEditor(): Promise<void> {
    await until("the editor to have the focus", async () => {
      if ((await this.page.locator(".part.editor .monaco-editor.focused").count()) > 0) return true;
      await this.page.keyboard.press("Control+1");
      await delay(300);
      return false;
    });
  }
}

/** Whether it comes about before one tries again. */
async function shortly(probe: () => Promise<boolean>, milliseconds = GLANCE): Promise<boolean> {
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    if (await probe()) return true;
    await delay(60);
  }
  return false;
}
