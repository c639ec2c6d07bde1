import { strict as assert } from "node:assert";
import { assertTreeAgrees } from "./agreement";
import { ShopRepository } from "./shop-repository";
import { ShopWindow } from "./shop-window";
import { untilEqual } from "./until";

const PATH = "src/cart.ts";
const FIRST = ["export function count(items: readonly string[]): number {", "  const known = items.filter((item) => item !== '');", "  return known.length;", "}", ""].join("\n");
const SECOND = ["", "export function label(count: number): string {", "  const noun = count === 1 ? 'item' : 'items';", "  return `${count} ${noun}`;", "}", ""].join("\n");

/** One file with a hunk of each of two assistants, lines 1 to 4 and 6 to 9. */
function twoHunks(): ShopRepository {
  const shop = new ShopRepository();
  shop.claudeWrites(PATH, FIRST);
  shop.edits("cursor", PATH, "}\n", `}\n${SECOND}`);
  return shop;
}

describe("typing in a file with open hunks", () => {
  const window = new ShopWindow({}, twoHunks);

  it("moves no lens under the cursor until the file is saved", async () => {
    const { workbench, shop } = window;
    await window.open();
    await workbench.openFile(PATH);
    await workbench.lens(/Cursor/);
    const before = await workbench.lenses();
    assert.equal(before.length, 2);
    const [, second] = before;
    assert.ok(second);

    await workbench.goTo(second.line + 1, 3);
    for (const character of "const much = count > 9; ") {
      await workbench.page.keyboard.type(character);
      assert.deepEqual((await workbench.lenses()).map(place), before.map(place), `after "${character}"`);
    }
    await workbench.lens(/^Edited, not saved · Cursor/);
    assert.deepEqual((await workbench.lenses()).map(place), before.map(place), "when the keyboard rests");

    // New lines above push a hunk down with its text, and do nothing else.
    await workbench.goTo(2);
    await workbench.page.keyboard.press("End");
    await workbench.page.keyboard.press("Enter");
    await workbench.page.keyboard.type("void known;");
    await untilEqual([before[0]?.line, second.line + 1], async () => (await workbench.lenses()).map(({ line }) => line), "the second lens stays with its function");

    await workbench.save();
    await workbench.row(/^hunk.*src\/cart\.ts$/);
    const lines = shop.check().hunks.map(({ startLine }) => startLine).sort((one, other) => one - other);
    await untilEqual(lines, async () => (await workbench.lenses()).map(({ line }) => line), "the lenses once the file is saved");
    await assertTreeAgrees(workbench, shop.check());
  });
});

function place({ line, top }: { readonly line: number; readonly top: number }): string {
  return `line ${line} at ${Math.round(top)} px`;
}
