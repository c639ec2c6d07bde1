import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EditorSession } from "./editor-session";
import { projectRoot } from "./host";
import { SHOP, ShopRepository } from "./shop-repository";
import { untilEqual } from "./until";

/** No language: every text of ours stands in brackets, and what has none was not localised. */
const LOCALE = "qps-ploc";

function bracketed(file: string): string {
  const texts = JSON.parse(readFileSync(join(projectRoot, file), "utf8")) as Readonly<Record<string, string>>;
  return JSON.stringify(Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, `⟦${text}⟧`])));
}

/** Our extension, from the build, with the two bundles that a translator would add. */
function localisedExtension(folder: string): void {
  const link = (from: string, to: string, left: readonly string[]): void => {
    for (const name of readdirSync(from).filter((one) => !left.includes(one))) symlinkSync(join(from, name), join(to, name));
  };
  mkdirSync(join(folder, "media/l10n"), { recursive: true });
  symlinkSync(join(projectRoot, "dist"), join(folder, "dist"));
  link(join(projectRoot, "media"), join(folder, "media"), ["l10n"]);
  for (const name of ["package.json", "package.nls.json"]) writeFileSync(join(folder, name), readFileSync(join(projectRoot, name)));
  writeFileSync(join(folder, `package.nls.${LOCALE}.json`), bracketed("package.nls.json"));
  writeFileSync(join(folder, `media/l10n/bundle.l10n.${LOCALE}.json`), bracketed("media/l10n/bundle.l10n.json"));
}

/** Without what stands in brackets, those within brackets first. */
function outside(text: string): string {
  let rest = text;
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, "");
  }
  return rest;
}

describe("in another language", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "countersign-language-")));
  let editor: EditorSession;
  let shop: ShopRepository;
  before(async () => {
    localisedExtension(folder);
    shop = ShopRepository.complete();
    editor = await EditorSession.start({ extension: folder });
    await editor.workbench.page.addInitScript({ content: `globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(LOCALE)};` });
  });
  after(async () => {
    await editor.stop();
    shop.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it("no word of ours is left in English: rows, head, status, lens, hover, dialog and commands", async () => {
    const { workbench } = editor;
    await workbench.page.goto(editor.addressOf(shop.folder));
    await workbench.page.getByRole("tab", { name: /^⟦/ }).first().click();
    await workbench.row(/charge|pay\.ts/);
    await workbench.row(/⟦History/);
    // Names: of files, symbols, assistants and people, and what the engine says of the repository.
    const names = /\b(src|pay|greeting|shipping|access|tax|gateway|ts|charge|mayPay|Claude|Code|Cursor|OpenAI|Codex)\b/g;
    const english = (text: string): readonly string[] => outside(text).replace(names, "").match(/[A-Za-z]{3,}/g) ?? [];
    await untilEqual([], async () => (await workbench.rows()).flatMap(({ label, description, spoken }) => [label, description, spoken].flatMap(english)), "the rows");
    assert.deepEqual(english(await workbench.statusText()), [], "the status bar");
    await workbench.openFile(SHOP.pay.path);
    const lens = await workbench.lens(/⟦/);
    assert.deepEqual(english(lens.text.replace(/catches and ignores an error/, "")), [], "the lens, but for the finding");
    const offered = (await workbench.offeredCommands("Countersign: ")).filter((title) => title.includes("Countersign"));
    assert.ok(offered.length > 10);
    assert.deepEqual(offered.filter((title) => !/^Countersign: ⟦.*⟧/.test(title) && !/^⟦Countersign⟧: ⟦.*⟧/.test(title)), [], "the commands");
    await workbench.screenshot("another-language");
  });
});
