import { strict as assert } from "node:assert";
import { NO_FACTS, type NewTests, type ProjectFacts } from "../../../../src/checks/rules/project-facts";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser, viewOf } from "../parse";
import { introduced } from "./cases";

const test = (title: string, ...body: string[]) => `it("${title}", () => {\n${body.map((line) => `  ${line}\n`).join("")}});\n`;
const KEPT = test("adds up", "expect(total([1])).toBe(1);");

describe("tests that were lost with what they tested", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const told = (base: string, head: string, facts: Partial<ProjectFacts>) => introduced(parser, testWeakened, "src/a.test.tsx", base, head, { ...NO_FACTS, ...facts }).map(({ severity, message }) => `${severity}: ${message}`);
  const lost = (test: string, ...goneNames: string[]) => told(KEPT + test, KEPT, { goneNames })[0] ?? "nothing";
  const GONE = `warning: the test "does it" was deleted with what it tested (\`parseIndent\`)`;
  const STANDS = `error: the test "does it" was deleted`;

  it("are worth a look, and say what went", () => {
    assert.equal(lost(test("parseIndent takes tabs", "expect(a).toBe(2);"), "parseIndent"), 'warning: the test "parseIndent takes tabs" was deleted with what it tested (`parseIndent`)');
    for (const line of ["expect(parseIndent(a)).toBe(2);", "const a = parseIndent(1); expect(a).toBe(1);", "const a = new parseIndent(); expect(a).toBe(1);", "const a = x.parseIndent; expect(a).toBe(1);", "const a = <parseIndent a={1} />; expect(a).toBe(1);", 'expect(list).toContain("parseIndent");', "expect(a).toBe(1); expect(a.parseIndent).toBe(2);"]) {
      assert.equal(told(KEPT + test("does it", line), KEPT, { goneNames: ["parseIndent"] })[0], GONE, line);
    }
    assert.equal(lost(test("does it", "expect(total(wallets(1))).toBe(2);"), "wallets"), GONE.replace("parseIndent", "wallets"));
    assert.equal(lost(test("does it", "expect(a).toBe(1);", "expect(company).to.have.many(x.wallets);"), "wallets"), GONE.replace("parseIndent", "wallets"));
  });

  it("stay errors where their subject stands, is only mentioned, or protects something", () => {
    assert.equal(lost(test("does it", "expect(parseIndent(a)).toBe(2);")), STANDS);
    for (const line of ["// parseIndent()", "expect(a).toEqual({ parseIndent: 1 });", "use(reparseIndent(1)); expect(a).toBe(1);", "use(parseIndents(1)); expect(a).toBe(1);", "use('parseIndent'); expect(a).toBe(1);", "const parseIndent = 1; expect(parseIndent).toBe(1);"]) {
      assert.equal(told(KEPT + test("does it", line, "run(b);"), KEPT, { goneNames: ["parseIndent"] })[0], STANDS, line);
    }
    // One word may be plain language.
    assert.match(lost(test("wallet does it", "expect(a).toBe('wallet');"), "wallet"), /^error/);
    for (const name of ["requireAuth", "checkPermission", "verifySignature", "validateAmount", "escapeHtml"]) assert.equal(lost(test("does it", `expect(${name}(a)).toBe(2);`), name), STANDS);
    assert.equal(told(KEPT + test("does it", "expect(parseIndent(a)).toBe(2);"), `${KEPT}parseIndent(1);\n`, { goneNames: ["parseIndent"] })[0], STANDS);
  });

  it("are about an option or an attribute that they give, not about what a mock answers or all tests need", () => {
    const given = (line: string, others = KEPT + test("rounds", "expect(round(1)).toBe(1);")) => told(others + test("does it", line, "expect(a).toBe(1);"), others, { goneNames: ["parseIndent"] })[0];
    for (const line of ["parse(text, { parseIndent: 1 });", "const options = { 'parseIndent': 1 };", "parse(text, run(1), { parseIndent: 1 });", "render(<Text parseIndent={1} />);", 'render(<Text parseIndent="1" />);', `${"run(2);".repeat(300)} const x = { parseIndent: 1 };`]) assert.equal(given(line), GONE, line);
    for (const line of ["mockText.mockReturnValue({ parseIndent: 1 });", "stub.returns({ a: run(1), parseIndent: 1 });", "expect(a).toEqual({ parseIndent: 1 });", "parse({ reparseIndent: 1 });", "parse({ parseIndents: 1 });", "parse(parseIndent);"]) assert.equal(given(line), STANDS, line);
const giving = (count: number) => Array.from({ length: count }, (_, index) => test(`takes the number ${index}`, `parse({ parseIndent: ${index} });`, "expect(a).toBe(1);")).join("");
    const severities = (base: string) => new Set(told(base, KEPT, { goneNames: ["parseIndent"] }).map((one) => one.split(":")[0]));
    assert.deepEqual([...severities(`${KEPT}${test("rounds", "expect(round(1)).toBe(1);")}${giving(2)}`)].sort(), ["error", "warning"], "half of four");
    assert.deepEqual([...severities(KEPT + giving(2))], ["error"], "two of three");
    assert.deepEqual([...severities(`expect(b).toBe(1);\n${KEPT}${giving(2)}`)], ["error"], "two of three, and what stands outside of tests");
    assert.equal(told(test("does it", "parse({ wallet: 1 });", "expect(a).toBe(1);") + KEPT, KEPT, { goneNames: ["wallet"] })[0], STANDS);
    assert.equal(told(test("does it", "const parseIndent = 1;", "parse({ parseIndent: 1 });", "expect(a).toBe(1);") + KEPT, KEPT, { goneNames: ["parseIndent"] })[0], STANDS);
    assert.equal(told(test("calls parseIndent", "const parseIndent = fn();", "expect(a).toBe(1);") + KEPT, KEPT, { goneNames: ["parseIndent"] })[0], 'warning: the test "calls parseIndent" was deleted with what it tested (`parseIndent`)');
  });

  it("are about a sentence that they ask for, and that the code says no more", () => {
    const SAID = "The order needs an address";
    const asked = (line: string, sentence = SAID, kept = "") => told(KEPT + test("does it", line), KEPT + kept, { goneSentences: [sentence] })[0];
    assert.equal(asked(`expect(ship(a)).toBe("${SAID} first");`), GONE.replace("parseIndent", SAID));
    assert.equal(asked(`const said = "${SAID}"; expect(ship(a)).toBe(2);`), STANDS, "in a set-up");
    const inPlace = (sentence: string) => told(test("does it", `expect(ship(a)).toThrow("${SAID}"); expect(b).toBe(1);`), test("does it", "expect(b).toBe(1);"), { goneSentences: [sentence] });
    assert.deepEqual(inPlace(SAID), [`warning: 1 assertion removed in "does it", with what it was about (\`${SAID}\`): \`expect(ship(a)).toThrow("${SAID.replace(/ /g, "")}")\``]);
    assert.match(inPlace("Another sentence altogether").join(), /^error: 1 assertion removed in "does it": /);
    assert.equal(asked(`expect(ship(a)).toBe("${SAID}");`, SAID, `// ${SAID}\n`), STANDS, "the test's file still says it");
    assert.equal(asked('expect(ship(a)).toBe("The order is denied here");', "The order is denied here"), STANDS, "what keeps somebody out");
  });

  it("of which one assertion asked for a sentence, went where it asks for not much more", () => {
    const asked = (line: string) => told(test("does it", line, "expect(b).toBe(1);"), test("does it", "expect(b).toBe(1);"), { goneSentences: ["The order needs an address"] })[0]?.split(":")[0];
    for (const line of ['expect(ship(a)).toThrow("The order needs an address");', "expect(ship(a)).toMatch(/The order needs an address/i);", 'expect(ship(a)).toBe("Sorry: The order needs an address first");']) assert.equal(asked(line), "warning", line);
    for (const line of ['expect(ship(a)).toEqual({ total: 9, said: "The order needs an address" });', 'expect(ship("The order needs an address")).toBe(9);', 'assert.equal(total, 9, "The order needs an address");', `expect(ship(a)).toBe("The order needs an address, ${"and so on ".repeat(5)}");`, 'expect(ship(a)).toBe(9 /* "The order needs an address" */);', 'expect(ship(a)).not.toContain("The order needs an address");', 'expect(ship(a)).toBe("Nothing of it");']) assert.equal(asked(line), "error", line);
  });

  describe("whose file was deleted", () => {
    const deleted = (imports: string, facts: Partial<ProjectFacts>, path = "shop/test/a.test.ts") => testWeakened.removed?.(viewOf(parser, path, `${imports}\n${KEPT}`, { ...NO_FACTS, ...facts }), null).map(({ severity = "error", message }) => `${severity}: ${message}`) ?? [];
    const went = (subject: string) => [`warning: the test file was deleted with its 1 test, and with what it tested (${subject})`];
    const ALONE = ["error: the test file was deleted with its 1 test"];
    const gone = ["shop/src/sum.ts", "shop/src/row/index.js"];

    const much = { gone, isTooMuch: true };

    it("are worth a look where all code went that it imports by its path, with what it takes from there", () => {
      assert.deepEqual(deleted('import { total } from "../src/sum.js";', { gone, unusedNames: ["total"] }), went("shop/src/sum.ts"));
      assert.deepEqual(deleted('import { total as sum } from "../src/row";\nimport x from "vitest";\nimport y from "./helpers/made.js";', { gone, unusedNames: ["total", "other"] }), went("shop/src/row/index.js"));
      assert.deepEqual(deleted('import { total, other } from "../src/sum.js";', { gone, unusedNames: ["total"] }), ALONE, "a part of it stands elsewhere");
      assert.deepEqual(deleted('import * as sum from "../src/sum.js";', { gone, unusedNames: ["total"] }), ALONE, "what it takes is not said");
      assert.deepEqual(deleted('import { total } from "../src/sum.js";', { gone }), ALONE);
    });

    it("are worth a look where all code went that it imports, and the change is too much to look for names", () => {
      for (const line of ['import { total } from "../src/sum.js";', 'import * as sum from "../src/sum";', 'const { total } = await import("../src/sum");', 'export * from "../src/sum";\nexport { total } from "../src/row/index.js";']) assert.deepEqual(deleted(line, much), went("shop/src/sum.ts"), line);
    });

    it("stay errors where some of it stands, where it imports none, or where it kept something out", () => {
      assert.deepEqual(deleted('import { total } from "../src/sum.js";\nimport { one } from "../src/other.js";', much), ALONE);
      assert.deepEqual(deleted('import { total } from "../src/sum.js";', { isTooMuch: true }), ALONE);
      assert.deepEqual(deleted('import { total } from "@shop/sum";', much), ALONE);
      assert.deepEqual(deleted('import { total } from "../src/guards.js";', { ...much, gone: ["shop/src/guards.ts"] }), ALONE);
      assert.deepEqual(deleted('import { total } from "../src/roles.js";', { ...much, gone: ["shop/src/roles.ts"] }), ALONE, "who may do what");
      assert.deepEqual(deleted('import { isOwner } from "../src/sum.js";', much), ALONE, "it takes who may do what");
    });

    it("are worth a look where the package around them went, and they import none of its code", () => {
      const packages = { gonePackages: ["shop"] };
      assert.deepEqual(deleted('import { run } from "./helpers/run.js";', packages), went("shop"));
      assert.deepEqual(deleted('import { total } from "../src/sum.js";', packages), ALONE, "what it imports may stand elsewhere");
      assert.deepEqual(deleted("", packages, "shops/test/a.test.ts"), ALONE);
      assert.deepEqual(deleted("", { gonePackages: ["auth"] }, "auth/test/a.test.ts"), ALONE);
    });
  });

  it("are told by a name that the title speaks in words", () => {
    assert.equal(lost(test("stops at the parse-indent limit", "expect(a).toBe(2);"), "parseIndentLimit"), 'warning: the test "stops at the parse-indent limit" was deleted with what it tested (`parseIndentLimit`)');
    assert.match(lost(test("stops at the parse limit", "expect(a).toBe(2);"), "parseIndentLimit"), /^error/);
    assert.match(lost(test("takes a sortable list", "expect(a).toBe(2);"), "sortable"), /^error/, "plain language");
    assert.match(lost(test("tells the byte size", "expect(a).toBe(2);"), "byteSize"), /^warning/);
    assert.match(lost(test("tells the bit size", "expect(a).toBe(2);"), "bitSize"), /^error/, "too short");
  });

  it("have moved where all their lines stand in another place, under whatever title", () => {
    const lines = ["const found = optionsOf(rows, { limit: 20, kind: 'path' });", "expect(found).toEqual([{ value: 'a.b', count: 3 }]);"];
    const moved = (...others: string[]) => told(KEPT + test("does it", ...lines), KEPT, { newTests: [{ path: "b.test.ts", isNew: true, text: test("does it anew", ...others).replace(/\s+/g, "") }] })[0] ?? "nothing";
    assert.equal(moved(...lines), "nothing");
    assert.equal(moved("before();", ...lines, "after();"), "nothing");
    assert.equal(moved(...lines.slice(1)), STANDS);
    assert.equal(moved(...lines.slice(0, 1)), STANDS);
    const short = (length: number) => {
      const line = `expect("${"a".repeat(length - 19)}").toBe(1);`;
      return told(KEPT + test("does it", line), KEPT, { newTests: [{ path: "b.test.ts", isNew: true, text: line }] })[0] ?? "nothing";
    };
    assert.equal(short(80), "nothing");
    assert.equal(short(79), STANDS, "stands there by chance");
  });

  it("are about a call that is not made any more, and its count says so", () => {
    const call = (index: number, spy = "send", member = "calls") => `expect(${spy}.mock.${member}[${index}]?.[0]).toEqual({ a: ${index} });`;
    const count = (calls: number, spy = "send") => `expect(${spy}).toHaveBeenCalledTimes(${calls});`;
    const compared = (before: string[], after: string[]) => told(test("sends", ...before), test("sends", ...after), {})[0] ?? "nothing";
    const WENT = "warning: 1 assertion removed in \"sends\", with what it was about (`send`)";
    assert.ok(compared([count(2), call(0), call(1)], [count(1), call(0)]).startsWith(WENT));
    assert.ok(compared([count(2), call(0), call(1, "send", "results")], [count(1), call(0)]).startsWith(WENT));
    assert.match(compared([count(2), call(0), call(1)], [count(2), call(0)]), /^error/);
    assert.match(compared([call(0), call(1)], [call(0)]), /^error/);
    assert.match(compared([count(2, "load"), call(0), call(1)], [count(1, "load"), call(0)]), /^error/);
    assert.match(compared([call(0), call(1), "expect(send).toHaveBeenCalled();"], [call(0), "expect(send).toHaveBeenCalled();"]), /^error/);
    assert.match(compared([count(1), call(0), "expect(other(1)).toBe(2);"], [count(1), call(0)]), /^error/);
    assert.match(compared([count(2), call(0), call(1)], ["expect(send).toHaveBeenCalledTimes(limit);", call(0)]), /^error/);
  });

  it("are looked at for a bounded time", () => {
    const given = (count: number) => told(KEPT + KEPT.replace("adds up", "adds") + test("does it", "stub.returns({ parseIndent: 1 });".repeat(count), "parse({ parseIndent: 1 });", "expect(a).toBe(1);"), KEPT + KEPT.replace("adds up", "adds"), { goneNames: ["parseIndent"] })[0];
    assert.equal(given(99), GONE);
    assert.equal(given(100), STANDS);
    const many = (count: number, isJoined: boolean) => {
      const lines = Array.from({ length: count }, (_, index) => (isJoined ? `expect(post(${index})).toBe("a${index}", "b${index}");` : `expect(post).toBe("a${index}"); expect(post()).toBe("b${index}");`));
      return test("does it", ...lines);
    };
    assert.deepEqual(told(many(70, false), many(70, true), {}), []);
    const started = process.cpuUsage();
    assert.equal(told(many(2_000, false), many(2_000, true), {}).length, 1);
    told(KEPT + test("does it", `run("${"/*".repeat(100_000)}");`), KEPT, { goneNames: ["parseIndent"] });
    assert.ok(process.cpuUsage(started).user < 8e6);
  });

  it("assert about what was made of what went", () => {
    const about = (line: string) => told(test("does it", line, "expect(entry.kind).toBe(1);", "expect(b).toBe(2);"), test("does it", line.replace(/parse\w+/, "parse"), "expect(b).toBe(2);"), { goneNames: ["parseIndents"] })[0]?.split(":")[0];
    assert.equal(about("const entry = grant.parseIndents.last;"), "warning");
    assert.equal(about("entry = grant.parseIndents.last;"), "warning");
    assert.equal(about("const [a, other] = load(), entry = 1; entry = grant.parseIndents.last;"), "error");
    assert.equal(about("rest, entry = grant.parseIndents(last);"), "warning");
    assert.equal(about("entry = grant.parseIndents(last);\n  entry = other();"), "error");
    assert.equal(about("entry = other();\n  entry = grant.parseIndents(last);"), "warning");
    assert.equal(told(test("does it", "expect(entry.kind).toBe(1);", "entry = grant.parseIndents(last);", "expect(b).toBe(2);"), test("does it", "expect(b).toBe(2);"), { goneNames: ["parseIndents"] })[0]?.split(":")[0], "error");
    assert.equal(about("const other = grant.parseIndents.last;"), "error");
    assert.equal(about("if (entry == parseIndents) go();"), "error");
    assert.equal(told("expect(entry.kind).toBe(1);\nconst entry = grant.parseIndents.last;\n", "", { goneNames: ["parseIndents"] }).length, 1);
    assert.equal(told(test("does it", "const entry = parseIndents.last;", "expect((entry).kind).toBe(1);", "expect(b).toBe(2);"), test("does it", "expect(b).toBe(2);"), { goneNames: ["parseIndents"] })[0]?.split(":")[0], "error");
  });

  it("stay errors outside of tests, where a new test came", () => {
    assert.deepEqual(told(`expect(a.parseIndent).toBe(1);\n${KEPT}`, KEPT, { goneNames: ["parseIndent"] }), ["error: 1 assertion removed: `expect(a.parseIndent).toBe(1)`"]);
  });

  it("tell an assertion apart that went with its subject", () => {
    const before = test("does it", "expect(a).toBe(1);", "expect(names).toContain('parseIndent');", "expect(b).toBe(2);");
    const without = (...lines: string[]) => test("does it", ...lines);
    assert.deepEqual(told(before, without("expect(a).toBe(1);", "expect(b).toBe(2);"), { goneNames: ["parseIndent"] }), ["warning: 1 assertion removed in \"does it\", with what it was about (`parseIndent`): `expect(names).toContain('parseIndent')`"]);
    assert.deepEqual(told(before, without("expect(a).toBe(1);", "expect(b).toBe(2);"), {}), ["error: 1 assertion removed in \"does it\": `expect(names).toContain('parseIndent')`"]);
    assert.deepEqual(told(before, without("expect(a).toBe(1);"), { goneNames: ["parseIndent"] }), ['error: 1 assertion removed in "does it": `expect(b).toBe(2)`']);
    assert.deepEqual(told(before, without("expect(a).toBe(1);", "expect(c).toBe(2);", "expect(d).toBe(2);"), { goneNames: ["parseIndent"] }), []);
    assert.deepEqual(told(before, without("expect(a).toBe(1);", "expect(b).toBe(2);", "expect(c).toBe(2);"), { goneNames: ["parseIndent"] }), []);
  });

  describe("that moved", () => {
    const moved = test("rejects an empty basket", "expect(check([])).toBe(false);", "expect(check([1])).toBe(true);");
    const into = (text: string, path = "src/b.test.ts", isNew = true): readonly NewTests[] => [{ path, isNew, text: text.replace(/\s+/g, "") }];

    it("with all that they assert are told no more", () => {
      assert.deepEqual(told(KEPT + moved, KEPT, { newTests: into(moved) }), []);
      assert.deepEqual(told(KEPT + test("adds", "expect(a).toBe(1);"), KEPT, { newTests: into(test("adds", "expect(a).toBe(1);")) }), ['error: the test "adds" was deleted'], "a short title stands anywhere");
    });

    it("under their title alone are worth a look, in another file", () => {
      const other = moved.replace("check([])", "ask([])");
      assert.deepEqual(told(KEPT + moved, KEPT, { newTests: into(other) }), ['warning: the test "rejects an empty basket" was deleted']);
      assert.deepEqual(told(KEPT + moved, KEPT, { newTests: into(other, "src/a.test.tsx", false) }), ['error: the test "rejects an empty basket" was deleted']);
      assert.deepEqual(told(KEPT + moved, KEPT, { newTests: into("something else entirely") }), ['error: the test "rejects an empty basket" was deleted']);
      assert.deepEqual(told(KEPT + moved.replace("rejects an empty basket", "rejects it"), KEPT, { newTests: into(other.replace("rejects an empty basket", "rejects it")) }), ['error: the test "rejects it" was deleted']);
    });

    it("under a title with a word more or less are worth a look, where it says nothing else", () => {
      const lost = (title: string, now: string, path?: string) => told(KEPT + test(title, "expect(check([])).toBe(false);"), KEPT, { newTests: into(test(now, "expect(ask([])).toBe(false);"), path) });
      const deleted = (severity: string, title: string) => [`${severity}: the test "${title}" was deleted`];
      const title = "takes the mark of a status out of it";
      assert.deepEqual(lost(title, "takes the mark of a header status out of it"), deleted("warning", title));
      assert.deepEqual(lost("takes the mark of a header status out of it", title), deleted("warning", "takes the mark of a header status out of it"));
      assert.deepEqual(lost(title, `${title} again`), deleted("warning", title));
      assert.deepEqual(lost(title, `late, ${title}`), deleted("warning", title));
      for (const now of ["takes the mark of a 404 status out of it", "never takes the mark of a status out of it", "takes the mark of a rejected status out of it", "takes the name of a status out of it", "takes the mark of a very much longer and other status out of it"]) assert.deepEqual(lost(title, now), deleted("error", title), now);
      assert.deepEqual(lost("takes the mark out", "takes the mark of it out"), deleted("error", "takes the mark out"), "a short title");
      assert.deepEqual(lost(title, "takes the mark of a header status out of it", "src/a.test.tsx"), deleted("error", title), "the same file");
      const taken = KEPT + test("takes the mark of a header status out of it", "expect(check([])).toBe(false);");
      assert.deepEqual(told(taken + test(title, "expect(check([])).toBe(false);"), taken, { newTests: into(test("takes the mark of a header status out of it", "expect(ask([])).toBe(false);")) }), deleted("error", title), "a title that the file has itself");
    });

    const removed = (facts: Partial<ProjectFacts>, base = KEPT + moved, path = "src/a.test.ts") => (testWeakened.removed?.(viewOf(parser, path, base, { ...NO_FACTS, ...facts }), null) ?? []).map(({ severity, message }) => `${severity ?? "error"}: ${message}`);

    it("out of a file that is deleted", () => {
      assert.deepEqual(removed({}), ["error: the test file was deleted with its 2 tests"]);
      assert.deepEqual(removed({ newTests: into(moved) }), ["error: the test file was deleted with 1 of its 2 tests"]);
      assert.deepEqual(removed({ newTests: into(moved.replace("check([])", "ask([])")) }), ["error: the test file was deleted with its 2 tests"]);
      assert.deepEqual(removed({ newTests: into(moved.replace("check([])", "ask([])")) }, moved), ["warning: the test file was deleted with its 1 test"]);
      assert.deepEqual(removed({ newTests: into(moved) }, moved), []);
      assert.deepEqual(removed({ newTests: into(moved) }, `${moved}expect(a).toBe(1);\n`), []);
    });

    it("out of a deleted file whose name a new one has", () => {
      const same = (text: string, isNew = true) => ({ newTests: into(text, "test/a.integration.test.ts", isNew) });
      assert.deepEqual(removed(same("expect(x).toBe(1);expect(y).toBe(1);")), ["warning: the test file was deleted with its 2 tests; test/a.integration.test.ts is new"]);
      assert.deepEqual(removed(same("expect(x).toBe(1);")), ["error: the test file was deleted with its 2 tests"]);
      assert.deepEqual(removed(same("no assertion")), ["error: the test file was deleted with its 2 tests"]);
      assert.deepEqual(removed(same("expect(x).toBe(1);expect(y).toBe(1);", false)), ["error: the test file was deleted with its 2 tests"]);
      assert.deepEqual(removed({ newTests: into("expect(x).toBe(1);expect(y).toBe(1);", "test/b.test.ts") }), ["error: the test file was deleted with its 2 tests"]);
    });

    it("out of a deleted file most of whose titles another one has", () => {
      const titled = ["can render it", "can sort it", "can shut it"].map((title) => test(title, "expect(a).toBe(1);")).join("");
      const asked = (...titles: string[]) => removed({ newTests: into(titles.map((title) => test(title, "expect(b).toBe(2);", "expect(c).toBe(2);")).join(""), "test/other.test.ts") }, titled);
      assert.deepEqual(asked("can render it", "can sort it"), ["warning: the test file was deleted with its 3 tests; test/other.test.ts is new"]);
      assert.deepEqual(asked("can render it", "can open it"), ["error: the test file was deleted with its 3 tests"]);
      assert.deepEqual(removed({ newTests: into(test("can render it", "expect(b).toBe(2);") + test("can sort it"), "test/other.test.ts") }, titled), ["error: the test file was deleted with its 3 tests"], "it asserts less");
      assert.deepEqual(asked("can render it now", "can sort it now"), ["error: the test file was deleted with its 3 tests"], "longer titles are others");
      const short = ["opens", "sorts", "shuts it down"].map((title) => test(title, "expect(a).toBe(1);")).join("");
      assert.deepEqual(removed({ newTests: into(["opens", "sorts"].map((title) => test(title, "expect(b).toBe(2);", "expect(c).toBe(2);")).join(""), "test/other.test.ts") }, short), ["error: the test file was deleted with its 3 tests"], "short titles");
    });

    it("with most of their lines, into another file", () => {
      const lines = ["const order = make(12);", "order.add('pen');", "order.add('ink');", "order.add('pad');", "pay(order);", "expect(order.state).toBe('paid');", "expect(() => order.add('nib')).toThrow(Closed);"];
      const near = (count: number, path = "b.test.tsx", all = lines) => told(KEPT + test("pays it all", ...all), KEPT, { newTests: into(test("settles", ...all.slice(0, count), "expect(() => order.add('nib')).toThrow(Error);"), path) })[0];
      assert.equal(near(6), 'warning: the test "pays it all" was deleted');
      assert.equal(near(5), 'error: the test "pays it all" was deleted', "five of seven");
      assert.equal(near(6, "src/a.test.tsx"), 'error: the test "pays it all" was deleted', "in its own file");
      assert.equal(told(KEPT + test("pays it all", ...lines), KEPT, { newTests: into(test("settles", ...lines.slice(0, 5), "expect(order.state).toBe('owed');", "log(`paid ${order.sum}`);"), "b.test.tsx") })[0], 'error: the test "pays it all" was deleted', "its set-up alone");
      assert.equal(near(4, "b.test.tsx", lines.slice(2)), 'error: the test "pays it all" was deleted', "a few lines");
    });

    it("with what most tests of a deleted file were about", () => {
      const about = (count: number) => Array.from({ length: 3 }, (_, index) => test(`test number ${index}`, `expect(${index < count ? "parseIndent" : "parse"}(1)).toBe(1);`)).join("");
      assert.deepEqual(removed({ goneNames: ["parseIndent"] }, about(2)), ["warning: the test file was deleted with its 3 tests, and with what it tested (`parseIndent`)"]);
      assert.deepEqual(removed({ goneNames: ["parseIndent"] }, about(1)), ["error: the test file was deleted with its 3 tests"]);
      assert.deepEqual(removed({ gone: ["src/a.ts"], ...same2() }, about(0)), ["warning: the test file was deleted with its 3 tests, and with what it tested (src/a.ts)"]);
    });
    const same2 = () => ({ newTests: into("expect(x).toBe(1);expect(y).toBe(1);", "test/a.integration.test.ts") });
  });
});
