import { strict as assert } from "node:assert";
import { parseArchitecture } from "../../../../src/checks/architecture/architecture-configuration";
import { PRESET_NAMES, type PresetName } from "../../../../src/core/architecture-presets";
import type { CodeChecks } from "../../../../src/checks/code-checks";
import { CountersignError } from "../../../../src/core/model";
import { MemorySnapshot, realChecks } from "../memory-snapshot";

interface PresetCase {
  readonly preset: PresetName;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly found: readonly string[];
}

const EXTENSION = { "package.json": '{"name":"x","engines":{"vscode":"^1.90.0"},"devDependencies":{"@types/vscode":"1"}}' };

const CASES: readonly PresetCase[] = [
  { preset: "layered", name: "down to any layer is allowed", files: { "src/ui/a.ts": 'import "../services/b"; import "../domain/d"', "src/services/b.ts": 'import "../db/c"', "src/db/c.ts": 'import "../domain/d"', "src/domain/d.ts": "" }, found: [] },
  { preset: "layered", name: "up is not", files: { "src/domain/d.ts": 'import "../services/b"', "src/services/b.ts": 'import "../controllers/a"', "src/controllers/a.ts": "" }, found: ["layer src/domain/d.ts:1", "layer src/services/b.ts:1"] },
  { preset: "layered", name: "in each package of a workspace", files: { "package.json": '{"workspaces":["packages/*"]}', "packages/a/package.json": '{"name":"a"}', "packages/a/src/db/c.ts": 'import "../ui/a"', "packages/a/src/ui/a.ts": "" }, found: ["layer packages/a/src/db/c.ts:1"] },
  { preset: "layered", name: "in each module or context, however the sources begin", files: { "src/Contexts/Mooc/Courses/domain/d.ts": 'import "../infrastructure/i"', "src/Contexts/Mooc/Courses/infrastructure/i.ts": "", "lib/billing/domain/d.js": 'import "../use_cases/u"', "lib/billing/use_cases/u.js": "", "backend/src/models/m.ts": 'import "../controllers/c"', "backend/src/controllers/c.ts": "" }, found: ["layer backend/src/models/m.ts:1", "layer lib/billing/domain/d.js:1", "layer src/Contexts/Mooc/Courses/domain/d.ts:1"] },
  { preset: "layered", name: "of two layers' folders one in the other the outer one decides", files: { "src/domain/services/price.ts": "", "src/domain/order.ts": 'import "./services/price"\nimport "./repositories/r"', "src/domain/repositories/r.ts": "", "src/ui/cart/model/m.ts": 'import "../components/c"', "src/ui/cart/components/c.ts": "" }, found: [] },
  { preset: "layered", name: "services at the root may be programs with sources of their own", files: { "services/billing/src/domain/d.ts": 'import "../controllers/c"', "services/billing/src/controllers/c.ts": "", "services/mail.ts": 'import "../models/m"', "models/m.ts": 'import "../services/mail"' }, found: ["layer models/m.ts:1", "layer services/billing/src/domain/d.ts:1"] },
  { preset: "layered", name: "what is asked from outside under api or interfaces, but no types there", files: { "src/api/routes/r.ts": 'import "../../services/s"', "src/services/s.ts": 'import "../api/routes/r"\nimport type { User } from "../interfaces/user"', "src/interfaces/user.ts": "export interface User {}" }, found: ["layer src/services/s.ts:1"] },
  { preset: "hexagonal", name: "in each context, and folders of the infrastructure are no adapters that stand alone", files: { "src/Contexts/Mooc/domain/d.ts": 'import "../infrastructure/EventBus/e"', "src/Contexts/Mooc/infrastructure/EventBus/e.ts": 'import "../persistence/p"', "src/Contexts/Mooc/infrastructure/persistence/p.ts": "" }, found: ["layer src/Contexts/Mooc/domain/d.ts:1"] },
  { preset: "hexagonal", name: "a core that is divided itself, and ports in one file", files: { "src/core/application/u.ts": 'import "./ports"\nimport "../domain/d"', "src/core/application/ports.ts": "", "src/core/domain/d.ts": 'import "../application/u"', "src/adapters/x.ts": 'import "../core/application/u"' }, found: ["layer src/core/domain/d.ts:1"] },
  { preset: "hexagonal", name: "the domain knows nobody", files: { "src/domain/d.ts": 'import "../adapters/http/h"\nimport "../ports/p"', "src/adapters/http/h.ts": 'import "../../application/u"', "src/application/u.ts": 'import "../ports/p"', "src/ports/p.ts": 'import "../domain/x"', "src/domain/x.ts": "" }, found: ["layer src/domain/d.ts:1", "layer src/domain/d.ts:2"] },
  { preset: "hexagonal", name: "an adapter knows no other adapter", files: { "src/adapters/http/h.ts": 'import "./own"\nimport "../sql/s"', "src/adapters/http/own.ts": "", "src/adapters/sql/s.ts": "", "src/adapters/in/web/w.ts": 'import "../cli/c"', "src/adapters/in/cli/c.ts": "" }, found: ["forbidden-import src/adapters/http/h.ts:2", "forbidden-import src/adapters/in/web/w.ts:1"] },
  { preset: "hexagonal", name: "the domain is pure", files: { "src/domain/d.ts": 'import { readFileSync } from "node:fs"\nexport const d = () => [readFileSync("x"), document.title]' }, found: ["impure-module src/domain/d.ts:1", "impure-module src/domain/d.ts:2"] },
  { preset: "hexagonal", name: "ports inside the application are ports", files: { "src/application/ports/p.ts": 'import "../../domain/d"', "src/domain/d.ts": "", "src/application/u.ts": 'import "./ports/p"' }, found: [] },
  { preset: "feature-sliced", name: "only layers below", files: { "src/entities/user/index.ts": 'import "../../features/login"\nimport "../../shared/ui"', "src/features/login/index.ts": 'import "../../entities/user"', "src/shared/ui/index.ts": 'import "../../app/x"', "src/app/x.ts": "" }, found: ["layer src/entities/user/index.ts:1", "layer src/shared/ui/index.ts:1"] },
  { preset: "feature-sliced", name: "slices of a layer are apart, but for @x", files: { "src/entities/song/index.ts": 'import "../artist/@x/song"\nimport "../artist"\nimport "./model"', "src/entities/song/model.ts": "", "src/entities/artist/index.ts": "", "src/entities/artist/@x/song.ts": "" }, found: ["forbidden-import src/entities/song/index.ts:2"] },
  { preset: "feature-sliced", name: "files of a layer that stand in no slice", files: { "apps/web/src/pages/index.tsx": 'import "./home"', "apps/web/src/pages/home/index.tsx": "", "apps/web/src/pages/about.tsx": "", "apps/web/src/app/app.tsx": 'import "../pages"\nimport "../pages/about"', "apps/web/src/shared/x.ts": 'import "../pages/about"' }, found: ["layer apps/web/src/shared/x.ts:1"] },
  { preset: "feature-sliced", name: "a slice is entered by its index", files: { "src/pages/home/index.ts": 'import "../../entities/user/model"\nimport "../../entities/user"', "src/entities/user/index.ts": 'import "./model"', "src/entities/user/model.ts": "" }, found: ["deep-import src/pages/home/index.ts:1"] },
  { preset: "vscode-extension", name: "vscode is the extension host's alone", files: { ...EXTENSION, "src/extension.ts": 'import * as vscode from "vscode"\nimport "./core/a"', "src/core/a.ts": 'import { Uri } from "vscode"', "src/webview/main.ts": 'import type { Uri } from "vscode"', "src/server/main.ts": 'import { Uri } from "vscode"' }, found: ["forbidden-import src/core/a.ts:1", "forbidden-import src/server/main.ts:1"] },
  { preset: "vscode-extension", name: "host, server and page speak by messages", files: { ...EXTENSION, "src/extension.ts": 'import "./server/main"\nimport type { Page } from "./webview/main"', "src/webview/main.ts": 'import "../server/main"\nimport "../core/a"', "src/server/main.ts": 'import "../extension"', "src/core/a.ts": "" }, found: ["forbidden-import src/extension.ts:1", "forbidden-import src/server/main.ts:1", "forbidden-import src/webview/main.ts:1"] },
  { preset: "vscode-extension", name: "a page has no Node", files: { ...EXTENSION, "src/webview/main.ts": 'import { join } from "node:path"\nexport const x = [join("a"), document.title]' }, found: ["impure-module src/webview/main.ts:1"] },
];

describe("presets", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  const run = async (architecture: object, files: Readonly<Record<string, string>>) => {
    const { findings } = await checks.run({ base: null, head: new MemorySnapshot(files), paths: [], basePaths: new Map() }, { architecture: { acyclic: { scope: "file", severity: "off" }, ...architecture }, risk: {} });
    return findings.filter(({ rule }) => !rule.endsWith("-package"));
  };

  for (const { preset, name, files, found } of CASES) {
    it(`${preset}: ${name}`, async () => {
      const findings = await run({ preset }, files);
      assert.deepEqual(findings.map(({ rule, path, startLine }) => `${rule} ${path}:${startLine}`), found);
      for (const { why, configuredAt } of findings) {
        assert.deepEqual(configuredAt, { path: ".countersign/config.jsonc", place: ["architecture", "preset"] });
        assert.ok(why.length > 20);
      }
    });
  }

  it("each have a case that finds something and one that finds nothing", () => {
    for (const preset of PRESET_NAMES) assert.ok(CASES.some((one) => one.preset === preset && one.found.length > 0), preset);
    assert.ok(CASES.filter(({ found }) => found.length === 0).length >= 2);
  });

  it("take elements of the same name from the configuration, and rules beside their own", async () => {
    const files = { "lib/views/a.ts": "", "lib/store/c.ts": 'import "../views/a"', "lib/odd.ts": 'import "./views/a"' };
    const own = { preset: "layered", elements: { presentation: "lib/views/**", infrastructure: "lib/store/**" }, forbid: { from: "lib/odd.ts", to: "presentation" } };
    assert.deepEqual((await run(own, files)).map(({ rule, path }) => `${rule} ${path}`), ["forbidden-import lib/odd.ts", "layer lib/store/c.ts"]);
    assert.deepEqual(await run({ preset: "layered" }, files), []);
  });

  it("say which one was meant, and which capture an element of one's own lacks", () => {
    assert.throws(() => parseArchitecture({ preset: "hexagon" }), (error) => error instanceof CountersignError && error.message.includes("architecture.preset"));
    assert.throws(() => parseArchitecture({ preset: "hexagonal", elements: { adapters: "src/out/**" } }), (error) => error instanceof CountersignError && error.message.includes('captures "adapter"'));
  });
});
