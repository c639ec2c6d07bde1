import { strict as assert } from "node:assert";
import type { Page, PageDocument } from "./host";
import { until } from "./until";

declare const document: PageDocument;

/** VS Code's modal dialog. */
export class ModalDialog {
  private constructor(
    private readonly page: Page,
    readonly message: string,
    readonly detail: string,
    readonly buttons: readonly string[],
  ) {}

  static async shown(page: Page): Promise<ModalDialog> {
    const box = page.locator(".monaco-dialog-box").first();
    await box.waitFor({ timeout: 60_000 });
    const [message] = await box.locator(".dialog-message-text").allInnerTexts();
    const [detail] = await box.locator(".dialog-message-detail").allInnerTexts();
    const buttons = await box.locator(".dialog-buttons .monaco-button").allInnerTexts();
    return new ModalDialog(page, (message ?? "").trim(), (detail ?? "").trim(), buttons.map((button) => button.trim()));
  }

  /** The button that has the focus, once one has it: what Enter would press. */
  focused(): Promise<string> {
    return until("the dialog to take the focus", async () => {
      const focused = await this.page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
      return this.buttons.includes(focused) && focused;
    });
  }

  /** Walks to the button with Tab and presses it with Enter. */
  async press(button: string): Promise<void> {
    assert.ok(this.buttons.includes(button), `the dialog offers ${this.buttons.join(", ")}, not ${button}`);
    for (let tries = 0; (await this.focused()) !== button; tries++) {
      assert.ok(tries < 12, `Tab does not reach ${button}`);
      await this.page.keyboard.press("Tab");
    }
    await this.page.keyboard.press("Enter");
    await this.gone();
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.gone();
  }

  private async gone(): Promise<void> {
    await this.page.locator(".monaco-dialog-box").first().waitFor({ state: "hidden" });
  }
}
