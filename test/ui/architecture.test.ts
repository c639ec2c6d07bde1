import { strict as assert } from "node:assert";
import { ShopWindow } from "./shop-window";
import { until } from "./until";

const RULES = `{
  "architecture": {
    "elements": { "pay": "src/pay.ts", "gateway": "src/gateway.ts", "front": "src/front.ts" },
    "reach": [{ "from": "front", "to": "gateway", "severity": "error", "because": "the front asks, it does not send" }]
  }
}
`;

describe("the architecture at a finding", () => {
  const window = new ShopWindow();

  it("shows the path and the reason by the keyboard alone", async () => {
    const { workbench, shop } = window;
    shop.write(".countersign/config.jsonc", RULES);
    shop.write("src/front.ts", '\nimport { charge } from "./pay";\nexport const front = charge;\n');
    await window.open();
    // The assistant's import in pay.ts completed the chain, so its line answers for it.
    await workbench.openFile("src/pay.ts");
    await until("the finding's line underlined", async () => (await workbench.page.locator(".monaco-editor .squiggly-error").count()) > 0);
    await workbench.goTo(1);
    await workbench.runCommand("Countersign: Show Dependency Path");
    const rows = workbench.page.locator(".quick-input-widget .quick-input-list .monaco-list-row");
    await until("the rows of the path", async () => (await rows.count()) === 3);
    assert.match((await rows.nth(0).getAttribute("aria-label")) ?? "", /src\/pay\.ts:1.*src\/gateway\.ts/);
    assert.match((await rows.nth(2).getAttribute("aria-label")) ?? "", /src\/pay\.ts:1.*imports src\/gateway\.ts/);
    await workbench.screenshot("dependency-path");
    await workbench.page.keyboard.press("ArrowDown");
    await until("the first step behind the list", async () => (await workbench.activeTabLabel()).startsWith("front.ts"));
    await workbench.page.keyboard.press("Escape");
    await until("where one was", async () => (await workbench.activeTabLabel()).startsWith("pay.ts"));
    await workbench.goTo(1);
    await workbench.runCommand("Countersign: Why Is This Forbidden?");
    await until("the rows of the reason", async () => (await rows.count()) === 4);
    assert.match((await rows.nth(1).getAttribute("aria-label")) ?? "", /Because.*the front asks/);
    assert.match((await rows.nth(2).getAttribute("aria-label")) ?? "", /config\.jsonc:4.*architecture\.reach\[0\]/);
    await workbench.screenshot("why-forbidden");
    await workbench.page.keyboard.press("ArrowDown");
    await workbench.page.keyboard.press("ArrowDown");
    await workbench.page.keyboard.press("Enter");
    await until("the rule", async () => (await workbench.activeTabLabel()).startsWith("config.jsonc"));
  });
});
