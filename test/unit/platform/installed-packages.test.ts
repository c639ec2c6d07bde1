import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { NodeModules } from "../../../src/platform/installed-packages";

describe("installed packages", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "countersign-installed-"));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    write("node_modules/one/package.json", '{"name":"one","license":"MIT","main":"throws.js"}');
    write("node_modules/one/throws.js", "throw new Error('run');");
    write("node_modules/@scope/old/package.json", '{"licenses":[{"type":"MIT"},{"type":"GPL-2.0"}]}');
    write("node_modules/typed/package.json", '{"license":{"type":"ISC"}}');
    write("node_modules/broken/package.json", "{");
    write("node_modules/none/package.json", '{"license":7}');
    write("node_modules/hostile/package.json", '{"license":"MIT\\u001b[31m"}');
    write("packages/a/node_modules/one/package.json", '{"license":"GPL-3.0"}');
    write("secret/package.json", '{"license":"SECRET"}');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const cases: readonly (readonly [name: string, from: string, licence: string | null])[] = [
    ["one", "src/a.ts", "MIT"],
    ["one", "packages/a/src/deep/a.ts", "GPL-3.0"],
    ["one", "packages/b/a.ts", "MIT"],
    ["@scope/old", "a.ts", "MIT OR GPL-2.0"],
    ["typed", "a.ts", "ISC"],
    ["broken", "a.ts", null],
    ["none", "a.ts", null],
    ["hostile", "a.ts", null],
    ["absent", "a.ts", null],
    ["../secret", "a.ts", null],
    ["..", "a.ts", null],
  ];
  for (const [name, from, licence] of cases) it(`${name} from ${from}: ${licence ?? "nothing"}`, () => assert.equal(new NodeModules(folder).licenceOf(name, from), licence));

  it("says nothing of a bare repository", () => assert.equal(new NodeModules(null).licenceOf("one", "a.ts"), null));
});
