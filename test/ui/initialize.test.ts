import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TemporaryRepository } from "../e2e/temporary-repository";
import { ShopWindow } from "./shop-window";
import { until } from "./until";

/** Three folders that import in one direction only: layers that nobody has written down. */
const NAMES = ["order", "refund", "basket", "invoice", "voucher"];
const LAYERED = Object.fromEntries<string>([
  ["package.json", '{ "name": "shop", "private": true }\n'],
  ...NAMES.flatMap((name): [path: string, text: string][] => [
    [`src/core/${name}.ts`, `export interface ${name[0]?.toUpperCase() ?? ""}${name.slice(1)} { readonly total: number }\nexport const ${name}Total = (total: number): number => Math.round(total);\n`],
    [`src/app/${name}-desk.ts`, `import { ${name}Total } from "../core/${name}";\n${name === "order" ? "" : 'import { orderTotal } from "../core/order";\n'}export const ${name}Desk = (total: number): number => ${name}Total(total) + orderTotal(total);\n`],
    [`src/cli/${name}-command.ts`, `import { ${name}Desk } from "../app/${name}-desk";\nexport const ${name}Command = (total: number): number => ${name}Desk(total);\n`],
  ]),
]);
const CONFIGURATION = ".countersign/config.jsonc";

describe("Initialize", () => {
  const window = new ShopWindow({}, null);
  let repository: TemporaryRepository;
  beforeEach(() => {
    repository = new TemporaryRepository();
    for (const [path, text] of Object.entries(LAYERED)) repository.write(path, text);
    repository.commit("layers");
  });
  afterEach(() => repository.dispose());

  const configuration = (): string => readFileSync(join(repository.folder, CONFIGURATION), "utf8");

  it("shows what it would write, with rules that the imports obey already, and writes it after the question only", async () => {
    const { workbench } = window;
    await workbench.open(repository.folder);
    await until("the view to be ready", async () => /Nothing unverified/.test(await workbench.viewText()));
    assert.match((await workbench.viewText()).replace(/\s+/g, " "), /Connect an assistant, if yours is not/);
    // What is ticked stays ticked: architecture rules are proposed unless somebody says no.
    await workbench.tick("Countersign: Initialize Repository…", []);
    const first = await workbench.dialog();
    assert.equal(first.message, "Write these files?");
    assert.match(first.detail, /\.countersign\/config\.jsonc/);
    assert.match(first.detail, /Proposed rules are warnings/);
    await first.cancel();
    assert.equal(existsSync(join(repository.folder, CONFIGURATION)), false, "Cancel writes nothing");
    assert.match(await workbench.activeTabName(), /Initialize Countersign\.md/);
    await workbench.screenshot("initialize preview");

    await workbench.tick("Countersign: Initialize Repository…", []);
    await (await workbench.dialog()).press("Write Files");
    await until("the file to be written", () => Promise.resolve(existsSync(join(repository.folder, CONFIGURATION))));
    const written = configuration();
    assert.match(written, /"architecture": \{/);
    assert.match(written, /"layers"/);
    assert.ok(["core", "app", "cli"].every((layer) => written.includes(layer)), written);
    await workbench.statusSays(/Written: .*config\.jsonc/);
  });

  it("writes no rules where they are not wanted", async () => {
    const { workbench } = window;
    await workbench.open(repository.folder);
    await until("the view to be ready", async () => /Nothing unverified/.test(await workbench.viewText()));
    await workbench.tick("Countersign: Initialize Repository…", ["Propose architecture rules"]);
    await (await workbench.dialog()).press("Write Files");
    await until("the file to be written", () => Promise.resolve(existsSync(join(repository.folder, CONFIGURATION))));
    assert.doesNotMatch(configuration(), /architecture/);
  });
});
