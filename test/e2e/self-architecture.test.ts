import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { countersign, PROJECT } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

interface Architecture {
  readonly findings: readonly { readonly rule: string; readonly class: string; readonly severity: string; readonly path: string; readonly startLine: number; readonly message: string; readonly why: string }[];
  readonly notChecked: readonly { readonly what: string; readonly why: string }[];
}

/** The project's own rules over the files of a folder, with every line treated as an assistant's. */
function architectureOf(folder: string): Architecture {
  const ran = countersign(folder, ["check", "--assume-ai", "--all-findings", "--only", "architecture", "--policy", ".countersign/config.jsonc", "--format", "json", "src"]);
  assert.ok(ran.code === 0 || ran.code === 1, `check ended with ${ran.code}: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Architecture;
}

/** Each rule with a file that breaks it: a rule that lets its own counter-example pass is a defect. */
const VIOLATIONS: readonly (readonly [path: string, code: string, because: RegExp])[] = [
  ["src/core/a.ts", 'import { b } from "../app/b";\nexport const a = b;\n', /core is the pure domain/],
  ["src/core/zod.ts", 'import { z } from "zod";\nexport const schema = z.string();\n', /nothing but diff and node:crypto/],
  ["src/core/files.ts", 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n', /files, processes and clocks are ports/],
  ["src/app/b.ts", 'import { c } from "../ledger/c";\nexport const b = c;\n', /app asks through ports/],
  ["src/ledger/c.ts", 'import { d } from "../platform/d";\nexport const c = d;\n', /adapters know core only/],
  ["src/sources/e.ts", 'import type { C } from "../ledger/types";\nexport type E = C;\n', /adapters do not know each other/],
  ["src/platform/d.ts", 'import { engine } from "../engine/engine";\nexport const d = engine;\n', /platform implements core's ports/],
  ["src/report/f.ts", 'import * as vscode from "vscode";\nexport const f = vscode;\n', /must run without the editor/],
  ["src/app/morph.ts", 'import { Project } from "ts-morph";\nexport const p = Project;\n', /parsers stay replaceable/],
  ["src/cli/g.ts", 'import { spawn } from "node:child_process";\nexport const g = spawn;\n', /files and processes belong to src\/platform/],
  ["src/cli/h.ts", 'import { i } from "../vscode/i";\nexport const h = i;\n', /the shells do not meet/],
  ["src/vscode/i.ts", 'import { engine } from "../engine/engine";\nexport const i = engine;\n', /client of the engine process/],
  ["src/core/circle-one.ts", 'import { two } from "./circle-two";\nexport const one = () => two;\n', /no order to read it in/],
  ["src/core/any-package.ts", 'import picomatch from "picomatch";\nexport const match = picomatch;\n', /core imports nothing but diff and node:crypto/],
  ["src/core/clock.ts", "export const now = () => process.hrtime();\n", /clocks, files and processes are ports/],
  ["src/report/print.ts", "export const print = (text: string) => process.stdout.write(text);\n", /touch nothing/],
  ["src/sources/uses-checks.ts", 'import { parse } from "../checks/parse";\nexport const used = parse;\n', /meet the app in the composition roots only/],
  ["src/protocol/messages.ts", 'import { c } from "../ledger/c";\nexport const message = c;\n', /messages are types of the core and the app/],
  ["src/vscode/extension.ts", 'import { light } from "./light";\nexport const activate = light;\n', /the extension host stays light/],
  ["src/cli/hook.ts", 'import { payload } from "./payload";\nexport const hook = payload;\n', /within 1\.2 times an empty Node process/],
  ["src/app/forgotten.ts", "export const forgotten = 1;\n", /nobody reviews/],
  ["src/app/phantom.ts", 'import "left-pad";\n', /there only as long as something else happens to bring it/],
  ["src/app/invented.ts", 'import "a-package-that-nobody-knows";\n', /no package\.json|invent|declared/i],
  ["src/app/nowhere.ts", 'import "./not-there";\n', /No file of the repository answers/],
  ["src/app/dev.ts", 'import "mocha";\n', /what only devDependencies bring is shipped where esbuild bundles it/],
  ["src/core/time.ts", "export const now = () => Date.now();\n", /clock and chance are ports/],
  ["src/app/date.ts", "const { random } = Math;\nexport const date = () => [new Date(), random()];\n", /clock and chance are ports/],
  ["src/ledger/home.ts", "const { env } = process;\nexport const home = () => env[\"HOME\"];\n", /depends on no variable/],
  ["src/ledger/stop.ts", 'import { exit } from "node:process";\nexport const stop = () => exit(1);\n', /only an entry ends its process/],
  ["src/sources/shout.ts", "export const shout = (text: string) => console.log(text);\n", /a reporter, a progress or the log/],
  ["src/vscode/run.ts", "export const run = (text: string): unknown => new Function(text);\n", /no code is made from text/],
  ["src/vscode/toast.ts", 'import { window as w } from "vscode";\nexport const toast = () => w.showErrorMessage("x");\n', /one service decides/],
  ["src/vscode/reads.ts", 'import * as vscode from "vscode";\nexport const read = () => vscode.workspace.getConfiguration("x");\n', /settings are read in one place/],
  ["src/app/BadName.ts", "export const x = 1;\n", /files are found by their idea/],
  ["src/app/lower.ts", "export interface lower { readonly x: 1 }\n", /types are told from values/],
  ["src/app/upper.ts", "export function Upper(): void {}\n", /verbs in camel case/],
  ["src/app/by-default.ts", "export default 1;\n", /named exports only/],
  ["src/webview/reaches.ts", 'import type { C } from "../ledger/types";\nexport type D = C;\n', /the webview is an island/],
  ["src/webview/library.ts", 'import picomatch from "picomatch";\nexport const match = picomatch;\n', /the webview is an island/],
];

const SUPPORT: Readonly<Record<string, string>> = {
  "package.json": '{"name":"x","dependencies":{"zod":"4","ts-morph":"28","vscode":"1","picomatch":"4"},"devDependencies":{"mocha":"12"}}\n',
  "package-lock.json": '{"lockfileVersion":3,"packages":{"node_modules/left-pad":{"version":"1.0.0"}}}\n',
  "src/checks/parse.ts": "export const parse = 1;\n",
  "src/vscode/light.ts": 'import { z } from "zod";\nexport const light = z;\n',
  "src/cli/payload.ts": 'import { z } from "zod";\nexport const payload = z;\n',
  "src/engine/engine.ts": "export const engine = 1;\n",
  "src/ledger/types.ts": "export type C = string;\n",
  "src/core/circle-two.ts": 'import { one } from "./circle-one";\nexport const two = () => one;\n',
};

describe("the project's own architecture", function () {
  this.timeout(180_000);

  it("holds, checked by its own engine", () => {
    const { findings, notChecked } = architectureOf(PROJECT);
    const broken = findings.filter((finding) => (finding.class === "architecture" || finding.class === "supply-chain") && finding.severity === "error");
    assert.deepEqual(broken.map((finding) => `${finding.path}:${finding.startLine} ${finding.message}`), []);
    assert.deepEqual(notChecked.filter((entry) => entry.what !== "risk rules"), []);
  });

  it("every rule finds the file that breaks it", () => {
    const repository = new TemporaryRepository();
    try {
      repository.write(".countersign/config.jsonc", readFileSync(join(PROJECT, ".countersign/config.jsonc"), "utf8"));
      for (const [path, text] of Object.entries(SUPPORT)) repository.write(path, text);
      for (const [path, text] of VIOLATIONS) repository.write(path, text);
      repository.commit("violations");
      const { findings } = architectureOf(repository.folder);
      for (const [path, , because] of VIOLATIONS) {
        // A circle is reported once, at the edge that closes it: in either file.
        const isPlace = (place: string) => place === path || (path.includes("circle") && place.includes("circle"));
        const found = findings.filter((finding) => isPlace(finding.path) && because.test(finding.why));
        assert.ok(found.length > 0, `${path} breaks a rule that nobody noticed: ${JSON.stringify(findings.filter((finding) => finding.path === path))}`);
        assert.ok(found.every((finding) => finding.severity === "error"));
      }
    } finally {
      repository.dispose();
    }
  });
});
