import { strict as assert } from "node:assert";
import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "./host";
import { until, within } from "./until";

/** Milliseconds that a quick pick in sight has to take a text or a key. */
const GLANCE = 5_000;

/**
 * The editor's quick pick: the palette, and every question of a command. An editor that comes into sight late takes the focus and
 * with it the quick pick, so nothing here rests on its being there a moment later: it is opened once more.
 */
export class QuickPick {
  constructor(private readonly page: Page) {}

  get widget(): Locator {
    return this.page.locator(".quick-input-widget");
  }

  get input(): Locator {
    return this.widget.locator("input.input").first();
  }

  option(name: string): Locator {
    return this.widget.getByRole("option", { name: new RegExp(`^${escaped(name)}(?!\\w)`) }).first();
  }

  /** Opens it by its key, and types. */
  async open(key: string, text: string): Promise<Locator> {
    await until(`a quick pick to take ${text}`, async () => {
      await this.page.keyboard.press(key);
      return within(() => this.input.fill(text, { timeout: GLANCE }));
    });
    return this.input;
  }

  /** Opens it, types, and waits for an option. What it offers is made when it opens: what is not there yet may be a moment later. */
  async offer(key: string, typed: string, name: string): Promise<void> {
    await until(`the palette to offer ${name}`, async () => {
      const input = await this.open(key, typed);
      for (let tries = 0; tries < 20 && (await input.isVisible()); tries++) {
        if (await this.option(name).isVisible()) return true;
        await delay(100);
      }
      await this.close();
      return false;
    });
  }

  /** Opens it, types, walks to the option whose name begins so, and takes it. */
  async pick(key: string, typed: string, name: string): Promise<void> {
    await until(`${name} to be chosen`, async () => {
      await this.offer(key, typed, name);
      return (await this.walkTo(name)) && (await this.accept());
    });
    await this.gone();
  }

  /** Types into the one in sight, walks to an option, and takes it. */
  async take(name: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(name);
    await this.option(name).waitFor();
    assert.ok((await this.walkTo(name)) && (await this.accept()), `${name} went out of sight`);
  }

  /** Presses Enter in it and nowhere else; false where it is out of sight. */
  accept(): Promise<boolean> {
    return within(() => this.input.press("Enter", { timeout: GLANCE }));
  }

  gone(): Promise<void> {
    return this.input.waitFor({ state: "hidden" });
  }

  async close(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.gone();
  }

  /** Walks to an option by the arrow keys; false when it is not in sight any more. */
  private async walkTo(name: string): Promise<boolean> {
    for (let tries = 0; tries < 50; tries++) {
      const chosen = await isChosen(this.option(name));
      if (chosen !== false) return chosen === true;
      await this.page.keyboard.press("ArrowDown");
    }
    return assert.fail(`the arrow keys do not reach ${name}`);
  }
}

/** Whether an option is the one that Enter takes; undefined when there is none. */
async function isChosen(option: Locator): Promise<boolean | undefined> {
  const [chosen] = await option.evaluateAll((options) => options.map((each) => each.getAttribute("aria-selected") === "true" || (each.getAttribute("class") ?? "").split(" ").includes("focused")));
  return chosen;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
