/** The report as a file of its own, in a real browser: what it says, that it works by keyboard, and that nothing leaves it. */
import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Panel } from "../../src/core/debt/panel/panel";
import { panelOf } from "../../src/core/debt/panel/panel-of";
import { tableCsv, tableMarkdown } from "../../src/core/debt/panel/table-text";
import { panelHtml } from "../../src/report/panel/panel-html";
import { bareNumbers, largeFacts } from "../unit/core/debt/large-facts";
import { twoPlaces } from "../unit/core/debt/two-places";
import { countersign } from "../e2e/supervised-repository";
import { KnownHistory, MONTH } from "../e2e/known-history";
import { assertAccessible } from "./accessibility";
import { projectRoot, testHost, type Browser, type Page } from "./host";
import { until, untilEqual } from "./until";

const LARGEST_BUNDLE = 300 * 1024;

describe("the report's page", () => {
  let repository: KnownHistory;
  let folder: string;
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];
  const errors: string[] = [];

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "countersign-page-")));
    repository = await new KnownHistory().build();
    const ran = countersign(repository.folder, ["report", ...MONTH, "--format", "html", "--output", join(folder, "report.html"), "--format", "json", "--output", join(folder, "report.json")]);
    assert.equal(ran.code, 0, ran.stderr);
    browser = await (await testHost()).startBrowser({ directory: folder, viewport: { width: 1200, height: 900 } });
    page = browser.page;
    page.setDefaultTimeout(30_000);
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => errors.push(error.message));
  });
  after(async () => {
    await browser?.stop();
    repository.dispose();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  beforeEach(async () => {
    await page.emulateMedia({ media: "screen", colorScheme: "light", forcedColors: "none" });
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    await page.getByRole("heading", { name: "Debt over time, by age" }).waitFor();
  });

  const picture = async (name: string) => {
    const pictures = join(projectRoot, "test/.artifacts/screenshots");
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `report-${name}.png`), fullPage: true });
  };
  const tile = async (id: string) => (await page.locator(`#tile-${id} .value`).innerText()).replace(/\s+lines?$/, "").trim();
  const rows = (id: string) => page.locator(`#table-${id} tbody tr`);

  it("keeps its script small and without code made from text", () => {
    const script = join(projectRoot, "dist/webview.js");
    assert.ok(statSync(script).size <= LARGEST_BUNDLE, `${statSync(script).size} bytes`);
    assert.doesNotMatch(readFileSync(script, "utf8"), /\bnew Function\b|\beval\(/);
  });

  it("shows the figures that the JSON has", async () => {
    const panel = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Panel;
    assert.deepEqual(await Promise.all(["open-debt", "age", "coverage", "stale", "gate"].map(tile)), ["6", "29 d", "50 %", "20 %", "passes"]);
    for (const table of panel.tables.filter(({ id }) => id !== "signals")) assert.equal(await rows(table.id).count(), table.rows.length, table.id);
    await page.locator("#table-flow summary", { hasText: "Show as table" }).click();
    assert.equal((await rows("flow").nth(2).innerText()).replace(/\s+/g, " ").trim(), "2026-03-09 2 0 0 1 1 1 -1");
  });

  it("filters by module and period, and says so", async () => {
    await page.locator("select[name=module]").selectOption("src/b");
    await untilEqual("1", () => tile("open-debt"), "open lines of src/b");
    await page.locator("select[name=module]").selectOption("");
    await page.locator("input[name=to]").fill("2026-03-12");
    await untilEqual("11", () => tile("open-debt"), "open lines on the 12th");
    await page.locator("select[name=by]").selectOption("assistant");
    await untilEqual("claude-code", async () => rows("where").first().locator("td").first().innerText(), "the breakdown");
  });

  it("filters by repository, owner, assistant and risk too, alone and together", async () => {
    const facts = twoPlaces();
    writeFileSync(join(folder, "two.html"), panelHtml(facts, panelOf(facts, { from: "2026-03-01", to: "2026-03-31" }), readFileSync(join(projectRoot, "dist/webview.js"), "utf8")));
    await page.goto(pathToFileURL(join(folder, "two.html")).href);
    await untilEqual("42", () => tile("open-debt"), "the open lines");
    const oldest = async () => (await rows("oldest").locator("td:first-child").allTextContents()).map((text) => text.trim());
    const choose = (name: string, value: string) => page.locator(`select[name=${name}]`).selectOption(value);
    for (const [name, one, other] of [["repository", "shop", "till"], ["owner", "@ada", "(unowned)"], ["assistant", "claude-code", "codex"], ["risk", "high", "low"]] as const) {
      await choose(name, one);
      await untilEqual(["src/0.ts:1-30"], oldest, `${name} ${one}`);
      // What a line's risk was is not known on past days: risk chooses among hunks alone.
      if (name !== "risk") assert.equal(await tile("open-debt"), "30");
      await choose(name, other);
      await untilEqual(["src/1.ts:1-12"], oldest, `${name} ${other}`);
      if (name !== "risk") assert.equal(await tile("open-debt"), "12");
      await choose(name, "");
    }
    await choose("module", "src/a");
    await choose("assistant", "codex");
    await untilEqual("0", () => tile("open-debt"), "a module and an assistant that never met");
  });

  it("says how a figure is computed, from what", async () => {
    const how = page.locator("#tile-coverage details");
    await how.locator("summary").click();
    assert.match(await how.innerText(), /those a person answered for at its end/);
    assert.match((await how.innerText()).replace(/\s+/g, " "), /landed lines 18 answered for 9/);
  });

  it("every figure, chart and table says how it is computed, leads to its hunks, and copies as CSV and Markdown", async () => {
    const panel = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Panel;
    const shown = page.locator("#shown-hunks");
    const leadsTo = async (what: string, link: ReturnType<Page["locator"]>, hunks: readonly string[]) => {
      await link.click();
      await untilEqual(String(hunks.length), async () => String(await shown.locator("tbody tr").count()), `the hunks of ${what}`);
      await shown.getByRole("button", { name: "Close" }).click();
      await untilEqual("0", async () => String(await shown.count()), `the hunks of ${what} to close`);
    };
    const saysHow = async (what: string, place: ReturnType<Page["locator"]>, inputs: Readonly<Record<string, unknown>>) => {
      const how = place.locator("details.how");
      await how.locator("summary").click();
      assert.ok((await how.locator("p").innerText()).trim().length > 20, `${what} says how it is computed`);
      assert.deepEqual((await how.locator("dt").allInnerTexts()).map((text) => text.trim()), Object.keys(inputs), `the inputs of ${what}`);
    };
    assert.equal(panel.tiles.length, 5);
    for (const { id, title, hunks, formula } of panel.tiles) {
      const place = page.locator(`#tile-${id}`);
      await saysHow(title, place, formula.inputs);
      assert.equal(await place.locator(".value button.link").count(), hunks.length === 0 ? 0 : 1, title);
      if (hunks.length > 0) await leadsTo(title, place.locator(".value button.link"), hunks);
    }
    assert.ok(panel.tables.length >= 10, "tables");
    for (const table of panel.tables) {
      const place = page.locator(`#table-${table.id}`);
      if (table.id === "signals") await place.locator("summary").first().click();
      await saysHow(table.title, place, table.formula.inputs);
      const isChart = (table.chart === "area" || table.chart === "bars") && table.rows.length > 0;
      assert.equal(await place.locator(".chart svg").count() > 0, isChart, `the chart of ${table.title}`);
      if (isChart) await place.locator("summary", { hasText: "Show as table" }).click();
      if (table.rows.length > 0) assert.equal(await place.locator("table").isVisible(), true, `the table of ${table.title}`);
      const linked = table.rows.filter(({ hunks }) => (hunks ?? []).length > 0);
      assert.equal(await place.locator("tbody button.link").count(), linked.length, `links of ${table.title}`);
      for (const [index, { hunks }] of linked.entries()) await leadsTo(`${table.title}, row ${index}`, place.locator("tbody button.link").nth(index), hunks ?? []);
      for (const [kind, text] of [["CSV", tableCsv(table)], ["Markdown", `${tableMarkdown(table)}\n`]] as const) {
        await page.mainFrame().evaluate("navigator.clipboard.writeText = (text) => { globalThis.copied = text; return Promise.resolve(); }");
        await place.getByRole("button", { name: `Copy ${table.title} as ${kind}` }).click();
        await untilEqual(text, () => page.mainFrame().evaluate<string>("globalThis.copied"), `${table.title} as ${kind}`);
      }
    }
  });

  it("lists the hunks behind a figure, by keyboard alone", async () => {
    await page.locator("select[name=period]").focus();
    for (let presses = 0; (await focused(page)) !== "Open debt 6 lines: show 2 hunks"; presses++) {
      assert.ok(presses < 30, `Tab does not reach the figure: ${await focused(page)}`);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await until("the hunks", async () => (await page.locator("#shown-hunks").count()) === 1);
    assert.deepEqual((await page.locator("#shown-hunks tbody tr td:first-child").allInnerTexts()).map((text) => text.split(":")[0]).sort(), ["src/a/one.ts", "src/b/two.ts"]);
  });

  for (const [name, media] of [["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }], ["high-contrast", { forcedColors: "active" }]] as const) {
    it(`is accessible and reads well: ${name}`, async () => {
      await page.emulateMedia(media);
      for (const summary of ["#table-signals summary", "#tile-age summary", "#table-debt-over-time summary"]) await page.locator(summary).first().click();
      await picture(name);
      await assertAccessible(page.mainFrame(), name);
    });
  }

  it("prints without controls, with every table whole", async () => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".filters").isVisible(), false);
    assert.equal(await page.locator("#table-where vscode-button").first().isVisible(), false);
    assert.equal(await page.locator("#table-where table").isVisible(), true);
    assert.match(await page.locator("main > p.quiet").first().innerText(), /^2026-03-01 to 2026-03-31\. /, "the period, without its fields");
    assert.match(await page.locator("#ledger").innerText(), /^Every signature verified: 4 records by 4 keys/);
    const folded = page.locator("#table-signals table");
    assert.equal(await folded.isVisible(), false);
    await page.mainFrame().evaluate('void dispatchEvent(new Event("beforeprint"))');
    for (const table of ["signals", "debt-over-time", "flow"]) assert.equal(await page.locator(`#table-${table} table`).isVisible(), true, `${table} on paper`);
    await picture("print");
    await page.mainFrame().evaluate('void dispatchEvent(new Event("afterprint"))');
    assert.equal(await folded.isVisible(), false, "folded again");
  });

  it("has thousands apart and a unit beside every large figure", async () => {
    const facts = largeFacts();
    writeFileSync(join(folder, "large.html"), panelHtml(facts, panelOf(facts, { from: "2026-01-01", to: "2026-03-31" }), readFileSync(join(projectRoot, "dist/webview.js"), "utf8")));
    await page.goto(pathToFileURL(join(folder, "large.html")).href);
    await untilEqual("26,100 lines", () => page.locator("#tile-open-debt .value").innerText(), "the open lines");
    assert.equal(await page.locator("#tile-open-debt button.link").getAttribute("aria-label"), "Open debt 26,100 lines: show 1,161 hunks");
    const texts = await page.locator("main h1, main h2, main th, main td, main p, main dd, main text").allTextContents();
    assert.ok(texts.length > 200, `${texts.length} texts`);
    assert.deepEqual(texts.flatMap(bareNumbers), []);
  });

  it("speaks the editor's language in all that it says itself, to eyes and to a screen reader", async () => {
    const bundle = JSON.parse(readFileSync(join(projectRoot, "media/l10n/bundle.l10n.json"), "utf8")) as Readonly<Record<string, string>>;
    const words = Object.fromEntries(Object.keys(bundle).map((text) => [text, text.split(/(\{\d+\})/).map((part) => (/^\{\d+\}$/.test(part) || part === "" ? part : `⟦${part}⟧`)).join("")]));
    const facts = twoPlaces();
    const file = panelHtml(facts, panelOf(facts, { from: "2026-03-01", to: "2026-03-31" }), readFileSync(join(projectRoot, "dist/webview.js"), "utf8"));
    writeFileSync(join(folder, "words.html"), file.replace("<countersign-panel>", () => `<script type="application/json" id="countersign-words">${JSON.stringify(words).replaceAll("<", "\\u003c")}</script><countersign-panel>`));
    await page.goto(pathToFileURL(join(folder, "words.html")).href);
    await page.locator("#tile-open-debt .value button.link").click();
    await page.locator("#shown-hunks").waitFor();
    const said = [
      ...(await page.locator("main h1, main h2, main th, main summary, main caption, main label, main option, main dt, main vscode-button, main button.link, main .tile p, main .note, main .legend li, main #ledger, main [role=status]").allTextContents()),
      ...(await page.locator("main [aria-label]").evaluateAll((elements) => elements.map((element) => element.getAttribute("aria-label") ?? ""))),
    ].map((text) => text.replace(/⟦[^⟦⟧]*⟧/g, " "));
    const names = /@ada|shop|till|\b(src\/\S*|claude-code|codex|opus|h1:\S+|[a-z]+(-[a-z]+)+|[\w-]+\.[\w.-]+|CSV|Markdown)\b/g;
    assert.ok(said.length > 150, `${said.length} texts`);
    assert.deepEqual(said.filter((text) => /[A-Za-z]{2}/.test(text.replace(names, ""))), []);
  });

  it("asks nobody for anything, and nothing fails", () => {
    assert.deepEqual([...new Set(requests)].filter((url) => !url.startsWith("file:")), []);
    assert.deepEqual(errors, []);
  });
});

/** What a screen reader would say of the element with the focus. */
function focused(page: Page): Promise<string> {
  return page.mainFrame().evaluate<string>('(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.getAttribute("aria-label") ?? at?.getAttribute("name") ?? ""; })()');
}
