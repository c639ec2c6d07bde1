/** The lead's panel in the real workbench. */
import { strict as assert } from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { KnownHistory, MONTH } from "../e2e/known-history";
import { countersign } from "../e2e/supervised-repository";
import { assertAccessible } from "./accessibility";
import { EditorSession } from "./editor-session";
import type { Frame, FrameLocator, Locator } from "./host";
import { until, untilEqual } from "./until";

const THEMES = [
  { name: "dark", setting: "Dark Modern", kind: "vs-dark" },
  { name: "light", setting: "Light Modern", kind: "vs" },
  { name: "high-contrast", setting: "Default High Contrast", kind: "hc-black" },
] as const;

describe("the lead's panel in the editor", () => {
  let editor: EditorSession;
  let repository: KnownHistory;

  before(async () => {
    repository = await new KnownHistory().build();
    repository.write(".git/info/exclude", ".vscode/\n");
    editor = await EditorSession.start();
    await editor.workbench.page.setViewportSize({ width: 1500, height: 1000 });
    await editor.workbench.open(repository.folder);
    await editor.workbench.row(/^History, /);
    await editor.workbench.runCommand("Countersign: Open the Debt Panel");
  });
  after(async () => {
    await editor?.stop();
    repository.dispose();
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor.workbench.screenshot(`failed - ${this.currentTest.title}`);
    else assert.deepEqual(await editor.workbench.notifications(), [], "no notification came that nobody asked for");
  });

  const panel = (): FrameLocator => editor.workbench.page.frameLocator("iframe.webview").frameLocator("iframe#active-frame");
  const tile = async (id: string) => (await panel().locator(`#tile-${id} .value`).innerText()).replace(/\s+lines?$/, "").trim();
  const frame = (): Promise<Frame> => until("the panel's frame", async () => {
    for (const candidate of editor.workbench.page.frames()) if ((await candidate.locator("countersign-panel").count()) === 1) return candidate;
    return undefined;
  });

  it("shows the figures of the whole history", async () => {
    await untilEqual("6", () => tile("open-debt"), "the open lines");
    assert.equal(await panel().locator("#table-oldest tbody tr").count(), 2);
  });

  it("runs its own script and style alone: everything else is refused by its policy", async () => {
    const policy = (await (await frame()).locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content")) ?? "";
    const parts = policy.split(";").map((part) => part.trim());
    assert.deepEqual(parts.filter((part) => !part.startsWith("style-src ")).map((part) => part.replace(/nonce-[\w-]{24}/, "nonce")), ["default-src 'none'", "script-src 'nonce'", "base-uri 'none'", "form-action 'none'"]);
    assert.doesNotMatch(policy, /unsafe-/);
  });

  it("filters by module", async () => {
    await panel().locator("select[name=module]").selectOption("src/b");
    await untilEqual("1", () => tile("open-debt"), "the open lines of src/b");
  });

  it("is restored after a reload, with its filter", async () => {
    // Through the editor's own command, which writes its state before it goes.
    await editor.workbench.runCommand("Developer: Reload Window");
    await editor.workbench.showTree();
    await untilEqual("1", () => tile("open-debt"), "the open lines of src/b");
    assert.equal(await panel().locator("select[name=module]").evaluate((select) => (select as unknown as { value: string }).value), "src/b");
    await panel().locator("select[name=module]").selectOption("");
    await untilEqual("6", () => tile("open-debt"), "the open lines");
  });

  it("lists the hunks of a row in the tree, widened to history, and opens one of them", async () => {
    await panel().locator("#table-where button.link").first().click();
    await until("the tree to list the picked hunks", async () => /Where it is: src\/a/.test(await editor.workbench.viewText()));
    await editor.workbench.row(/^hunk 1 of 1.*src\/a\/one\.ts/);
    await panel().locator("#table-oldest button.link").first().click();
    await editor.workbench.activeTab("one.ts");
    await editor.workbench.runCommand("Countersign: Open the Debt Panel");
  });

  it("says of a past month what the report says, figure by figure, from the same days typed into both", async () => {
    const file = join(repository.folder, ".git/report.html");
    const ran = countersign(repository.folder, ["report", "--format", "html", "--output", file]);
    assert.equal(ran.code, 0, ran.stderr);
    const report = await editor.workbench.page.context().newPage();
    try {
      await report.goto(pathToFileURL(file).href);
      const figures = async (place: { locator(selector: string): Locator }, [from, to]: readonly [string, string], firstAge: string) => {
        await place.locator("input[name=from]").fill(from);
        await place.locator("input[name=to]").fill(to);
        await untilEqual(firstAge, () => place.locator("#table-oldest tbody tr td").nth(1).innerText(), `the ages of ${to}`);
        const read = (selector: string) => place.locator(selector).allTextContents();
        const texts = [...(await read("[id^=tile-] .value")), ...(await read("[id^=table-] tbody tr"))].map((text) => text.replace(/\s+/g, " ").trim());
        return { texts, notes: [...(await read("[id^=tile-] > p")), ...(await read("[id^=table-] .note"))] };
      };
      for (const [period, firstAge] of [[["2026-03-02", "2026-03-12"], "10 d"], [[MONTH[1], MONTH[3]], "29 d"]] as const) {
        const inPanel = await figures(panel(), period, firstAge);
        assert.deepEqual(inPanel, await figures(report, period, firstAge), period.join(" to "));
        assert.ok(inPanel.texts.length > 25, `${inPanel.texts.length} figures and rows`);
      }
    } finally {
      await report.close();
    }
  });

  it("copies a chart's table as Markdown", async () => {
    await untilEqual("6", () => tile("open-debt"), "the open lines");
    await panel().getByRole("button", { name: "Copy In and out, per week as Markdown" }).click();
    await editor.workbench.statusSays("Copied.");
  });

  for (const { name, setting, kind } of THEMES) {
    it(`is accessible and reads well in ${setting}`, async () => {
      mkdirSync(join(repository.folder, ".vscode"), { recursive: true });
      writeFileSync(join(repository.folder, ".vscode/settings.json"), JSON.stringify({ "workbench.colorTheme": setting }));
      await editor.workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
      await untilEqual("6", () => tile("open-debt"), "the open lines");
      await editor.workbench.screenshot(`panel-${name}`);
      await assertAccessible(await frame(), setting);
    });
  }
});
