import { strict as assert } from "node:assert";
import { globsOf, NotAGlob } from "../../../src/checks/adoption/regex-globs";
import { Selectors } from "../../../src/checks/architecture/selectors";
import type { CodeChecks } from "../../../src/checks/code-checks";
import { CountersignError } from "../../../src/core/model";
import { BOUNDARIES_CASES, CRUISER_CASES, type TranslationCase } from "./adoption-cases";
import { MemorySnapshot, realChecks } from "./memory-snapshot";

describe("translation of other tools' rules", () => {
  let checks: CodeChecks;
  before(() => {
    checks = realChecks();
  });
  after(() => checks.dispose());

  const check = async ({ path, text, files, found, left = [] }: TranslationCase, tool: string) => {
    const head = new MemorySnapshot({ ...files, [path]: text });
    const translated = await checks.translate(head, path, {});
    assert.equal(translated.tool, tool);
    const { findings = [], violations = [] } = translated.architecture === null ? {} : await checks.run({ base: null, head: new MemorySnapshot(files), paths: [], basePaths: new Map() }, { architecture: translated.architecture, risk: {} });
    assert.deepEqual(findings.map(({ path: file, startLine }) => `${file}:${startLine}`), found.map((one) => one.split(" ")[0]));
    assert.deepEqual(violations.map(({ path: file, target }) => `${file} ${target}`).sort(), found.map((one) => one.replace(/:\d+ /, " ")).sort());
    const said = translated.left.map(({ option, line, why }) => `${option}${line === null ? "" : `:${line}`} ${why}`);
    for (const pattern of left) assert.ok(said.some((one) => pattern.test(one)), `${String(pattern)} in\n${said.join("\n")}`);
  };

  for (const one of CRUISER_CASES) it(`dependency-cruiser: ${one.name}`, async () => {
    await check(one, "dependency-cruiser");
  });
  for (const one of BOUNDARIES_CASES) it(`boundaries: ${one.name}`, async () => {
    await check(one, "eslint-plugin-boundaries");
  });

  it("refuses what is no such configuration, with the place", async () => {
    const refused = async (path: string, text: string | null, words: RegExp) => {
      await assert.rejects(checks.translate(new MemorySnapshot(text === null ? {} : { [path]: text }), path, {}), (error) => error instanceof CountersignError && error.details.path === path && words.test(error.message), text ?? "");
    };
    await refused("x.cjs", null, /no such file/);
    await refused(".eslintrc.yaml", "a: 1", /YAML/);
    await refused("x.cjs", "module.exports = {", /syntax error/);
    await refused("x.cjs", "module.exports = require('crypto').randomBytes(4)", /only be known by running/);
    await refused("x.cjs", "console.log(1)", /exports nothing/);
    await refused("x.json", '{"a":1}', /neither a dependency-cruiser/);
    await refused("x.cjs", `module.exports = ${"[".repeat(6000)}${"]".repeat(6000)}`, /crashed|nested|neither|can't be read/);
  });

  it("keeps to hostile values: loops, __proto__, endless spreads", async () => {
    const text = 'const a = { forbidden: [a, ...a.forbidden], ["__proto__"]: { x: 1 } };\nmodule.exports = { ...a, forbidden: [{ name: "x", from: { path: "(".repeat(9) }, to: {} }, { from: { path: "(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)" }, to: { path: "^x" } }] };\n';
    const translated = await checks.translate(new MemorySnapshot({ "x.cjs": text }), "x.cjs", {});
    assert.ok(translated.left.some(({ why }) => why.includes("too many alternatives")));
  });
});

describe("regular expressions as globs", () => {
  const PATHS = ["src/a.ts", "src/a/b.ts", "src/ab/c/d.test.ts", "a/src/b.ts", "index.ts", "src/index.ts", "src/features/cart/x.ts", "src/features/login/index.ts", "test/x.spec.tsx", "srcx/y.js", ".eslintrc.js", "a/.x.json", "src/fooBar/b.ts", "lib/src1/x.ts", "node_modules/a/x.js", "src/a+b/c.ts", "src/[id]/page.tsx"];
  const EXPRESSIONS = ["^src/", "^src", "src", "src/", "/src/", "^src/[^/]+/", "^src/[^/]+$", "\\.ts$", "\\.(test|spec)\\.tsx?$", "^src/.*/b\\.ts$", "^src/.+\\.ts$", "(^|/)index\\.ts$", "(^|/)\\.[^/]+\\.(js|json)$", "^(src|lib)/", "^src/(a|ab)/", "foo", "^src/(?!features)", "^src/(?!features|a/)", "^[^/]+/src/", "^src/features/[^/]+/index", "[a-z]+\\.spec", "^src/a\\+b/", "^src/\\[id\\]/", "^src/index\\.ts$", "^.*\\.js$", "ab?/", "^src/\\w+/b", "index", "^index\\.ts$"];
  const matches = (pattern: string, path: string) => {
    const selectors = new Selectors({});
    return globsOf(pattern).some(({ globs, not }) => selectors.matches([...globs, ...not.map((glob) => `!${glob}`)], path));
  };

  it("match the same paths", () => {
    let hits = 0;
    for (const expression of EXPRESSIONS) {
      for (const path of PATHS) {
        const expected = new RegExp(expression).test(path);
        assert.equal(matches(expression, path), expected, `${expression} on ${path}: ${JSON.stringify(globsOf(expression))}`);
        if (expected) hits++;
      }
    }
    assert.ok(hits > 100, String(hits));
  });

  it("give each meaning of a group its own entry", () => {
    assert.deepEqual(globsOf("^src/(a|b)/").map(({ globs, groups }) => [globs, groups]), [[["src/a/**"], { 1: "a" }], [["src/b/**"], { 1: "b" }]]);
    assert.deepEqual(globsOf("^src/([^/]+)/x/([^/]+)/").map(({ groups }) => groups), [{ 1: "<group1>", 2: "<group2>" }]);
    assert.deepEqual(globsOf("^src/$1/", { 1: "<group1>" }).map(({ globs }) => globs), [["src/<group1>/**"]]);
    assert.deepEqual(globsOf("^src/$1/", { 1: "a.b" }).map(({ globs }) => globs), [["src/a.b/**"]]);
  });

  it("say what has no counterpart", () => {
    for (const expression of ["(a+)+", "^(?<=x)a", "(a)\\1", "a{2,9}", "(", "a(?!b)", "^a.*(?!b)", "\\bx", "[^\\s]", "<x>"]) assert.throws(() => globsOf(expression), NotAGlob, expression);
  });
});
