/** The architecture checks as a team meets them: adoption with a list of what stood, and refusals that say where. */
import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openRepository } from "../../src/platform/repository";
import { realChecks, SILENT } from "../unit/checks/memory-snapshot";
import { countersign, PROJECT, type Ran } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const CONFIGURATION = `{
  "architecture": {
    "elements": { "ui": "src/ui", "data": "src/data" },
    "layers": [{ "order": ["ui", "data"], "because": "the UI must be replaceable" }]
  },
  "policy": { "version": 1, "gates": { "patch": { "errors": 0, "high": null } } }
}
`;
const LIST = ".countersign/known-violations.json";
const CLAUDE = "x\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

/** Files that a project may have wrong, with what is said of them: where it is, and why. */
const BAD: readonly (readonly [name: string, files: Readonly<Record<string, string>>, said: readonly RegExp[]])[] = [
  ["a tsconfig that is no JSON", { "tsconfig.json": "{ nope" }, [/import resolution: not valid JSON on line 1 .* tsconfig\.json/]],
  ["circular extends", { "tsconfig.json": '{"extends":"./a.json"}', "a.json": '{"extends":"./b.json"}', "b.json": '{"extends":"./a.json"}' }, [/import resolution: circular extends: a\.json → b\.json → a\.json tsconfig\.json/]],
  ["a manifest that is no object", { "packages/x/package.json": "[]" }, [/import resolution: not a JSON object packages\/x\/package\.json/]],
  ["a file that does not parse", { "src/data/broken.ts": "let = ;\n" }, [/imports: syntax error on line 1: .* src\/data\/broken\.ts/]],
];

interface Document {
  readonly verdict: string;
  readonly gate: readonly { readonly condition: string; readonly actual: number; readonly pass: boolean }[];
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly startLine: number; readonly introduced: boolean; readonly hunk: string | null }[];
  readonly notChecked: readonly { readonly what: string; readonly path?: string; readonly why: string }[];
}

describe("the graph of a commit", function () {
  this.timeout(120_000);
  it("equals that of its checkout, before and after an uncommitted edit that is committed then", async () => {
    const repository = new TemporaryRepository({ initialise: false });
    const checks = realChecks();
    try {
      repository.git("clone", "-q", "--no-hardlinks", PROJECT, ".");
      repository.git("config", "user.name", "Ada");
      repository.git("config", "user.email", "ada@example.org");
      const graphOf = async (revision: string) => {
        const git = await openRepository(repository.folder, SILENT);
        try {
          const { parts } = await checks.graph(await git.snapshot(revision === "worktree" ? revision : repository.git("rev-parse", revision).trim()));
          return parts;
        } finally {
          git.dispose();
        }
      };
      const committed = await graphOf("HEAD");
      assert.ok(committed.files.length > 200);
      assert.deepEqual(await graphOf("worktree"), committed);
      repository.write("src/core/added.ts", 'import "./model";\n');
      repository.write("src/core/ports.ts", 'import "./added";\n');
      repository.remove("src/cli/main.ts");
      const edited = await graphOf("worktree");
      assert.notDeepEqual(edited, committed);
      repository.commit("edit");
      assert.deepEqual(await graphOf("HEAD"), edited);
    } finally {
      checks.dispose();
      repository.dispose();
    }
  });
});

describe("architecture checks on the command line", function () {
  this.timeout(180_000);
  let repository: TemporaryRepository;
  beforeEach(() => {
    repository = new TemporaryRepository();
    repository.write("package.json", '{"name":"shop"}\n');
    repository.write(".countersign/config.jsonc", CONFIGURATION);
    repository.write("src/ui/page.ts", "export const page = 1;\n");
    repository.write("src/data/old.ts", 'import { page } from "../ui/page";\nexport const old = page;\n');
    repository.write("src/data/older.ts", 'import { page } from "../ui/page";\nexport const older = page;\n');
    repository.commit("start");
  });
  afterEach(() => repository.dispose());

  const run = (...parameters: readonly string[]): Ran => countersign(repository.folder, parameters);
  const check = (...parameters: readonly string[]): Document => {
    const ran = run("check", "--format", "json", "--all-findings", ...parameters);
    assert.ok(ran.code === 0 || ran.code === 1 || ran.code === 3, ran.stderr);
    return JSON.parse(ran.stdout) as Document;
  };
  const shown = ({ findings }: Document) => findings.filter(({ rule }) => rule === "layer" || rule.startsWith("known-")).map(({ rule, path, startLine, introduced, hunk }) => `${rule} ${path}:${startLine} ${introduced ? "new" : "old"}${hunk === null ? "" : " in a hunk"}`);
  const list = () => JSON.parse(readFileSync(join(repository.folder, LIST), "utf8")) as { violations: { path: string }[] };

  it("an assistant's import against the layers fails the gate at its line, what stood before does not", () => {
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write("src/data/new.ts", 'export const a = 1;\nimport { page } from "../ui/page";\nexport const b = page;\n');
    repository.commit(CLAUDE);
    const document = check("--base", base);
    assert.deepEqual(shown(document), ["layer src/data/new.ts:2 new in a hunk", "layer src/data/old.ts:1 old", "layer src/data/older.ts:1 old"]);
    assert.equal(document.verdict, "fail");
    assert.deepEqual(document.gate.filter(({ pass }) => !pass).map(({ condition, actual }) => `${condition} ${actual}`), ["patch.errors 1"]);
  });

  it("baseline lists what stands, then only shrinks, and says what is not on the list", () => {
    const first = run("baseline");
    assert.match(first.stdout, /^Wrote \.countersign\/known-violations\.json with 2 violations\./);
    assert.deepEqual(list().violations.map(({ path }) => path), ["src/data/old.ts", "src/data/older.ts"]);
    assert.match(run("baseline").stdout, /is as it should be: 2 violations/);
    repository.write("src/data/old.ts", "export const old = 1;\n");
    repository.write("src/data/third.ts", 'import "../ui/page";\n');
    const second = run("baseline", "--format", "json");
    const document = JSON.parse(second.stdout) as { known: number; removed: { path: string }[]; unlisted: { path: string }[] };
    assert.deepEqual([document.known, document.removed.map(({ path }) => path), document.unlisted.map(({ path }) => path)], [1, ["src/data/old.ts"], ["src/data/third.ts"]]);
    assert.deepEqual(list().violations.map(({ path }) => path), ["src/data/older.ts"]);
  });

  it("the base's list keeps violations quiet without a base to compare with; an entry that nothing answers to is told", () => {
    run("baseline");
    const listed = repository.commit("list");
    assert.deepEqual(shown(check("--all", "--assume-ai")), ["layer src/data/old.ts:1 old", "layer src/data/older.ts:1 old"]);
    repository.write("src/data/old.ts", "export const old = 1;\n");
    repository.commit(CLAUDE);
    const line = readFileSync(join(repository.folder, LIST), "utf8").split("\n").findIndex((text) => text.includes("src/data/old.ts")) + 1;
    assert.deepEqual(shown(check("--base", listed)), [`known-violation-stale ${LIST}:${line} old`, "layer src/data/older.ts:1 old"]);
  });

  it("a change cannot put its own violation on the list", () => {
    run("baseline");
    const base = repository.commit("list");
    repository.write("src/data/new.ts", 'import { page } from "../ui/page";\nexport const b = page;\n');
    const grown = readFileSync(join(repository.folder, LIST), "utf8").replace(/("violations": \[)/, '$1\n    {"rule":"layer","path":"src/data/new.ts","target":"src/ui/page.ts"},');
    repository.write(LIST, grown);
    repository.commit(CLAUDE);
    const document = check("--base", base);
    assert.deepEqual(shown(document), [`known-violation-added ${LIST}:4 new in a hunk`, "layer src/data/new.ts:1 new in a hunk", "layer src/data/old.ts:1 old", "layer src/data/older.ts:1 old"]);
    assert.equal(document.verdict, "fail");
    // Nor can it waive anything where the base has no list at all.
    rmSync(join(repository.folder, ".git", "countersign"), { recursive: true, force: true });
    repository.git("checkout", "-q", "-b", "other", `${base}~1`);
    repository.write(LIST, grown);
    repository.write("src/data/new.ts", 'import { page } from "../ui/page";\nexport const b = page;\n');
    repository.commit(CLAUDE);
    assert.ok(shown(check("--base", `${base}~1`)).includes("layer src/data/new.ts:1 new in a hunk"));
  });

  it("says where in the configuration a key or a name is wrong", () => {
    const refused = (text: string, ...expected: readonly RegExp[]) => {
      repository.write("policy.jsonc", text);
      const ran = run("check", "--all", "--assume-ai", "--policy", "policy.jsonc");
      assert.equal(ran.code, 2, ran.stdout + ran.stderr);
      for (const one of expected) assert.match(ran.stderr, one);
    };
    refused(CONFIGURATION.replace('"because"', '"becuase"'), /architecture\.layers\[0\]: unknown key "becuase"/, /policy\.jsonc:4/, /did you mean "because"/);
    refused(CONFIGURATION.replace('["ui", "data"]', '["ui",\n "dta"]'), /"dta" is no element, path or glob/, /policy\.jsonc:[45]/, /did you mean "data"/);
    // Told although there is nothing to check yet.
    assert.match(run("check", "--policy", "policy.jsonc").stderr, /"dta" is no element, path or glob/);
    refused(CONFIGURATION.replace('"layers"', '"layer"'), /unknown key "layer"/, /policy\.jsonc:4/, /did you mean "layers"/);
  });

  it("does not pass what it could not check where the policy asks for it", () => {
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write("src/data/new.ts", 'import { page } from "@/ui/page";\nexport const b = page;\n');
    repository.write("tsconfig.json", "{ broken");
    repository.commit(CLAUDE);
    const ran = run("check", "--format", "json", "--base", base);
    const document = JSON.parse(ran.stdout) as Document;
    assert.deepEqual([ran.code, document.verdict], [3, "not-evaluated"]);
    assert.ok(document.notChecked.some(({ path, why }) => path === "tsconfig.json" && why.includes("not valid JSON")));
    repository.write("tsconfig.json", '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }');
    repository.commit("mended");
    assert.equal(run("check", "--base", base).code, 1);
  });

  for (const [name, files, said] of BAD) {
    it(`${name}: said with its place, the rest is checked, and nothing passes by ignorance`, () => {
      const base = repository.git("rev-parse", "HEAD").trim();
      for (const [path, text] of Object.entries(files)) repository.write(path, text);
      repository.write("src/data/new.ts", "export const a = 1;\n");
      repository.write("src/ui/new.ts", 'import { page } from "./page";\nexport const b = page;\n');
      repository.write("packages/x/src/new.ts", "export const c = 1;\n");
      repository.commit(CLAUDE);
      const ran = run("check", "--format", "json", "--base", base);
      const document = JSON.parse(ran.stdout) as Document;
      const notes = document.notChecked.map(({ what, why, path }) => `${what}: ${why} ${path ?? ""}`);
      for (const pattern of said) assert.ok(notes.some((note) => pattern.test(note)), `${String(pattern)}: ${notes.join(" | ")}`);
      assert.deepEqual([ran.code, document.verdict], [3, "not-evaluated"]);
    });
  }

  it("a project without node_modules: nothing is missed but the licences that no lockfile states", () => {
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write("package.json", '{"name":"shop","dependencies":{"zod":"4"}}\n');
    repository.write("yarn.lock", 'zod@4:\n  version "4.0.0"\n');
    repository.write(".countersign/config.jsonc", CONFIGURATION.replace('"architecture": {', '"architecture": { "external": { "licence": { "allow": ["MIT"] } },'));
    repository.write("src/data/new.ts", 'import { z } from "zod";\nexport const a = z;\n');
    repository.commit("with a package");
    const licences = () => check("--base", base, "--policy", ".countersign/config.jsonc", "--assume-ai").notChecked.filter(({ what }) => what === "licences").map(({ why }) => why);
    const missing = "no lockfile of this repository states licences (npm's package-lock.json does): zod; write what you know under architecture.external.licence.known";
    assert.deepEqual(licences(), [missing]);
    repository.write("node_modules/zod/package.json", '{"license":"MIT"}');
    assert.deepEqual(licences(), [missing.replace("zod;", "zod (MIT where it is installed here);")]);
  });

  it("answers the same with a warm, a damaged and no cache", () => {
    const cache = join(repository.folder, ".git", "countersign", "cache");
    const ask = () => JSON.stringify({ ...check("--all", "--assume-ai"), stats: null });
    const cold = ask();
    assert.ok(existsSync(cache) && readdirSync(cache).some((name) => name.startsWith("graph-")) && readdirSync(cache).includes("modules"));
    assert.equal(ask(), cold);
    for (const name of readdirSync(cache)) {
      const bytes = readFileSync(join(cache, name));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
      writeFileSync(join(cache, name), bytes);
    }
    assert.equal(ask(), cold);
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), "");
    assert.equal(ask(), cold);
    rmSync(cache, { recursive: true });
    assert.equal(ask(), cold);
  });
});
