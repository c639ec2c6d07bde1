import { strict as assert } from "node:assert";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import { loadParser, viewOf } from "../parse";
import { ruleCases } from "./cases";

const test = (title: string, ...body: string[]) => `it("${title}", () => {\n${body.map((line) => `  ${line};\n`).join("")}});\n`;

describe("rule test-weakened", () => {
  const before = test("adds", "expect(add(1, 2)).toBe(3)", "expect(add(0, 0)).toBe(0)");
  ruleCases(testWeakened, "src/a.test.ts", [
    { head: `it.skip("adds", () => { expect(a()).toBe(1) });`, expected: [`1 error does not run "adds"`] },
    { head: `it.only("adds", () => { expect(a()).toBe(1) });`, expected: ["1 error runs only"] },
    { head: `describe.only("till", () => { it("a", () => { expect(a()).toBe(1) }) });`, expected: ["1 error runs only"] },
    { head: `xit("adds", () => { expect(a()).toBe(1) });`, expected: ["1 error does not run"] },
    { head: `test.todo("adds");`, expected: ["1 warning to be done"] },
    { head: `test("adds", { skip: true }, () => { assert.equal(a(), 1) });`, expected: ["1 error does not run"] },
    { head: `it.fails("adds", () => { expect(a()).toBe(1) });`, expected: ['1 error is content when "adds" fails'] },
    { head: `test.failing("adds", () => { expect(a()).toBe(1) });`, expected: ['1 error is content when "adds" fails'] },
    { head: `it("adds", function () { this.skip(); assert.equal(a(), 1) });`, expected: ["1 error does not run"] },
    { head: `it("adds", () => { expect(true).toBe(true) });`, expected: ["1 warning literal `true`"] },
    { head: `it("adds", () => { assert.ok(true) });`, expected: ["1 warning literal `true`"] },
    { name: "a removed assertion", base: before, head: test("adds", "expect(add(1, 2)).toBe(3)"), expected: [`3 error 1 assertion removed in "adds"`] },
    { name: "an assertion in a suite of Playwright's is told once", base: `test.describe("till", () => {\n${before}});\n`, head: `test.describe("till", () => {\n${test("adds", "expect(add(1, 2)).toBe(3)")}});\n`, expected: ['4 error 1 assertion removed in "adds"'] },
    { name: "a test of a suite of Playwright's is told once", base: `test.describe("till", () => {\n${before}});\nexport const a = 1;\n`, head: "export const a = 1;\n", expected: ['1 error the test "adds" was deleted'] },
    { name: "an assertion of a step belongs to its test", base: `test("a", async () => {\n  await test.step("b", () => {\n    expect(x).toBe(1);\n  });\n});\n`, head: `test("a", async () => {\n  await test.step("b", () => {});\n});\n`, expected: ['2 error 1 assertion removed in "a"'] },
    { name: "an assertion of a hook of Playwright's", base: `test.beforeEach(() => {\n  expect(x).toBe(1);\n});\n${before}`, head: `test.beforeEach(() => {});\n${before}`, expected: ["1 error 1 assertion removed:"] },
    { name: "a suite of Playwright's that is skipped", head: `test.describe.skip("till", () => { test("a", () => { expect(a()).toBe(1) }) });`, expected: ['1 error does not run "till"'] },
    { name: "a removed chai assertion", base: test("a", "expect(x).to.be.true", "expect(y).to.equal(2)"), head: test("a", "expect(y).to.equal(2)"), expected: ["2 error 1 assertion removed"] },
    { name: "a removed node assertion", base: test("a", "assert.equal(x, 1)", "assert.deepEqual(y, [1])"), head: test("a", "assert.equal(x, 1)"), expected: ["3 error 1 assertion removed"] },
    { name: "a loosened assertion", base: test("a", "expect(total).toBe(3)"), head: test("a", "expect(total).toBeTruthy()"), expected: ["2 error loosened from toBe to toBeTruthy"] },
    { name: "a value that became any value", base: test("a", "expect(total).toEqual(3)"), head: test("a", "expect(total).toEqual(expect.anything())"), expected: ["2 error loosened"] },
    { name: "equal that became ok", base: test("a", "assert.equal(x, 1)"), head: test("a", "assert.ok(x)"), expected: ["2 error loosened from equal to ok"] },
    { name: "two parts that became the whole value", base: test("a", "expect(f().b).toContain('hello')", "expect(f().c).toContain('x')"), head: test("a", "expect(all()).toEqual({ b: 'hello there', c: ['x', 'y'], d: 'and the rest of it' })"), expected: ["2 warning 1 assertion removed"] },
    { name: "two calls that became one with both", base: test("a", "expect(post).toHaveBeenCalledWith({ type: 'allowed', commands: ['npm', 'git push'] })", "expect(post).toHaveBeenCalledWith({ type: 'denied', commands: ['rm'] })"), head: test("a", "expect(post).toHaveBeenCalledWith({ type: 'settings', settings: { allowed: ['npm', 'git push'], denied: ['rm'], commands: true } })"), expected: [] },
    { name: "two calls that became one with the first", base: test("a", "expect(post).toHaveBeenCalledWith({ type: 'allowed', commands: ['npm', 'git push'] })", "expect(post).toHaveBeenCalledWith({ type: 'denied', commands: ['rm'] })"), head: test("a", "expect(post).toHaveBeenCalledWith({ type: 'settings', settings: { allowed: ['npm', 'git push'] } })"), expected: ["2 error 1 assertion removed"] },
    { name: "two calls that became a weaker one with both", base: test("a", "expect(post).toHaveBeenCalledWith({ type: 'allowed' })", "expect(post).toHaveBeenCalledWith({ type: 'denied' })", "expect(a).toBe(1)"), head: test("a", "expect(posted).toContain({ post, type: ['allowed', 'denied'], isLong: 'enough' })", "expect(a).toBe(1)"), expected: ["2 error 1 assertion removed"] },
    { name: "two values that stand in a text about something else", base: test("a", "expect(read(first)).toBe('a-value')", "expect(write(second)).toBe('b-value')"), head: test("a", "expect(list).toBe('a-value and b-value')"), expected: ["2 error 1 assertion removed"] },
    { name: "more calls than one can stand for", base: test("a", ...["a", "b", "c", "d", "e", "f"].map((one) => `expect(post).toBe("${one}")`)), head: test("a", `expect(post).toBe("a", "b", "c", "d", "e", "f")`), expected: ["2 error 2 assertions removed"] },
    { name: "assertions without a value, one of them gone", base: test("a", "expect(first).toEqual(second)", "expect(second).toEqual(first)"), head: test("a", "expect(first, second).toEqual(second, first)"), expected: ["2 error 1 assertion removed"] },
    { name: "an assertion that is asked again as part of a step", base: test("a", "expect(picker).toBeEnabled({ timeout: 1 })"), head: test("a", "expect(picker).toBeVisible()", "expect(picker).toBeEnabled()"), expected: [] },
    { name: "an assertion with a weaker one beside the stronger", base: test("a", "expect(total).toBe(3)"), head: test("a", "expect(total).toBeDefined()", "expect(total).toEqual(4)"), expected: [] },
    { name: "an assertion exchanged for the project's own about the same", base: test("a", "expect(list).toEqual([1])"), head: test("a", "expectNames(list)"), expected: ["2 warning loosened"] },
    { name: "the assertion that is really gone is the one that is told", base: test("a", "expect(rows[1].tax).toBe(7)", "expect(rows[0].deleted).toBe(5)"), head: test("a", "expect(rows[0].tax).toBe(7, 1)"), expected: ["2 error 1 assertion removed in \"a\": `expect(rows[0].deleted)"] },
    { name: "an assertion of a skipped test", base: `it.skip("a", () => {\n  expect(x).toBe(1);\n});\n`, head: `it.skip("a", () => {\n});\n`, expected: [] },
    { name: "two parts that became less", base: test("a", "expect(f().b).toContain('hello')", "expect(f().c).toContain('x')"), head: test("a", "expect(all()).toEqual({})"), expected: ["2 error 1 assertion removed"] },
    { name: "cases that became one test over inputs", base: test("a", "expect(f(1)).toBe(2)", "expect(f(2)).toBe(3)"), head: `it.each([[1, 2], [2, 3]])("a", (x, y) => {\n  expect(f(x)).toBe(y);\n});\n`, expected: [] },
    { name: "cases that became one weaker test over inputs", base: test("a", "expect(f(1)).toBe(2)", "expect(f(2)).toBe(3)"), head: `it.each([[1, 2], [2, 3]])("a", (x, y) => {\n  expect(f(x)).toBeTruthy();\n});\n`, expected: ["2 error"] },
    { name: "one of two assertions outside of tests that became a test", base: `expect(a()).toBe(1);\nexpect(b()).toBe(1);\n${before}`, head: `expect(b()).toBe(1);\n${before}${test("a", "expect(a()).toBe(1)")}`, expected: [] },
    { name: "a deleted test", base: before + test("subtracts", "expect(sub(1, 2)).toBe(-1)"), head: before, expected: [`4 error the test "subtracts" was deleted`] },
    { name: "an assertion that became a tautology", base: test("a", "expect(f()).toBe(1)"), head: test("a", "expect(true).toBe(true)"), expected: ["2 warning literal", "2 error 1 assertion removed"] },
    { name: "a test that was skipped", base: before, head: before.replace("it(", "it.skip("), expected: [`1 error does not run "adds"`] },
    { name: "a commented-out assertion", base: before, head: before.replace("  expect(add(0", "  // expect(add(0"), expected: ["3 error 1 assertion removed"] },
    { name: "a test deleted from a file whose name says nothing", path: "src/a.ts", base: before + test("b", "expect(f()).toBe(1)"), head: before, expected: [`4 error the test "b" was deleted`] },
    { name: "assertions outside of tests that went", base: `expect(a()).toBe(1);\n${before}`, head: before, expected: ["1 error 1 assertion removed"] },
    { name: "assertions outside of tests that became a test", base: `expect(a()).toBe(1);\n${before}`, head: before + test("a", "expect(a()).toBe(1)"), expected: [] },
    { name: "assertions outside of tests in a file that holds none", path: "src/a.ts", base: "assert.equal(a, 1);\n", head: "b();\n", expected: [] },
    { name: "a long test without assertions that was deleted", base: before + test("runs", "start()"), head: before, expected: [`4 error the test "runs" was deleted`] },
    { name: "an empty test that was deleted", base: `${before}it("runs", () => {});\n`, head: before, expected: [] },
    { name: "a test exchanged for another", base: before + test("subtracts", "expect(sub(1, 2)).toBe(-1)"), head: before + test("divides", "expect(div(1, 2)).toBe(0.5)"), expected: [`5 warning the test "subtracts" was deleted`] },
    { name: "a file that does not parse", base: before, head: "it((((", expected: [] },
    { head: `it("adds", () => { expect(a()).toBe(1) });`, expected: [] },
    { head: `describe("till", () => { it("opens", () => { assert.equal(a(), 1) }) });`, expected: [] },
    { path: "src/a.ts", head: `list.skip(1); query.only("a"); it.skip;`, expected: [] },
    { path: "src/a.ts", head: `fit("text", 10); test.skip(1);`, expected: [] },
    { name: "a conditional skip", head: `it("a", function () { if (windows) this.skip(); assert.equal(a(), 1) });`, expected: [] },
    { head: `it("a", () => { expect("x").toMatchCustom("y"); assert(false) });`, expected: [] },
    { name: "an added assertion", base: test("a", "expect(x).toBe(1)"), head: test("a", "expect(x).toBe(1)", "expect(y).toBe(2)"), expected: [] },
    { name: "an assertion that became stricter", base: test("a", "expect(x).toBeTruthy()"), head: test("a", "expect(x).toBe(3)"), expected: [] },
    { name: "a renamed test", base: before, head: before.replace("adds", "adds two numbers"), expected: [] },
    { name: "a reformatted test", base: before, head: before.replace("expect(add(1, 2)).toBe(3)", "expect(\n    add(1, 2)\n  ).toBe(3)"), expected: [] },
    { name: "a test that moved into a suite", base: before, head: `describe("math", () => {\n${before}});\n`, expected: [] },
    { name: "a test that the project's own function declares now", base: before, head: before.replace("it(", "testOnLinux("), expected: [] },
    { name: "a test of the project's own kind that was deleted", base: before + before.replace("it(\"adds", "itOnLinux(\"subtracts"), head: before, expected: [`4 error the test "subtracts" was deleted`] },
    { name: "a call like a test's, in a file that holds none", path: "src/a.ts", base: `testConnection("main", () => { open(); });\nrun();\n`, head: "run();\n", expected: [] },
    { name: "calls that only begin like a test", base: `${before}testTitle(name, () => {});\ntestData("adds twice", 2);\ntesting("adds thrice", () => {});\n`, head: before, expected: [] },
    { name: "two tests that became one over two inputs", base: before + test("b", "expect(f(1)).toBe(2)") + test("c", "expect(f(2)).toBe(3)"), head: `${before}it.each([[1, 2], [2, 3]])("%s", (x, y) => {\n  expect(f(x)).toBe(y);\n});\n`, expected: ["5 warning", "6 warning"] },
    { name: "two tests that became one over one input", base: before + test("b", "expect(f(1)).toBe(2)") + test("c", "expect(f(2)).toBe(3)"), head: `${before}it.each([[1, 2]])("%s", (x, y) => {\n  expect(f(x)).toBe(y);\n});\n`, expected: ["5 error", "6 error"] },
    { name: "two tests that became one over inputs from elsewhere", base: before + test("b", "expect(f(1)).toBe(2)") + test("c", "expect(f(2)).toBe(3)"), head: `${before}it.each(inputs)("%s", (x, y) => {\n  expect(f(x)).toBe(y);\n});\n`, expected: ["5 error", "6 error"] },
    { name: "an assertion that moved into the project's own", base: test("a", "expect(Object.keys(list)).toHaveLength(20)"), head: test("a", "expectNames(list, wanted)"), expected: [] },
    { name: "an assertion of the project's own that was removed", base: test("a", "assertPaid(order)", "expect(x).toBe(1)"), head: test("a", "expect(x).toBe(1)"), expected: ["2 error 1 assertion removed"] },
    { name: "a call that only begins like an assertion", base: test("a", "expected(order)", "expect(x).toBe(1)"), head: test("a", "expect(x).toBe(1)"), expected: [] },
    { name: "an old skip", base: `it.skip("a", () => { f() });`, head: `\nit.skip("a", () => { f() });`, expected: [] },
    { name: "a call that was expected and is not any more", base: test("a", "expect(send).toHaveBeenCalledWith(1)"), head: test("a", "expect(send).not.toHaveBeenCalledWith(1)"), expected: ["2 error the assertion about `send` now expects the opposite (not.toHaveBeenCalledWith instead of toHaveBeenCalledWith)"] },
    { name: "a call that was expected where another is not", base: test("a", "expect(send).toHaveBeenCalledWith(1)"), head: test("a", "expect(send).not.toHaveBeenCalledWith(2)"), expected: ["2 error was loosened from toHaveBeenCalledWith to not.toHaveBeenCalledWith"] },
    { name: "nothing that became something", base: test("a", "expect(found).toBeUndefined()"), head: test("a", "expect(found).toBeDefined()"), expected: ["2 error now expects the opposite (toBeDefined instead of toBeUndefined)"] },
    { name: "an equality of node's that became its opposite", base: test("a", "assert.equal(x, 1)"), head: test("a", "assert.notEqual(x, 1)"), expected: ["2 error now expects the opposite (notEqual instead of equal)"] },
    { name: "an error of node's that became its opposite", base: test("a", "assert.throws(run)"), head: test("a", "assert.doesNotThrow(run)"), expected: ["2 error now expects the opposite (doesNotThrow instead of throws)"] },
    { name: "a value that became one of its kind", base: test("a", "expect(total).toEqual(3)"), head: test("a", "expect(total).toEqual(expect.any(Number))"), expected: ["2 error the assertion about `total` was loosened and now takes any Number"] },
    { name: "a value that became anything", base: test("a", "expect(total).toEqual(3)"), head: test("a", "expect(total).toEqual(expect.anything())"), expected: ["2 error the assertion about `total` was loosened and now takes anything in"] },
    { name: "a value that holds one of any kind", base: test("a", "expect(total).toBe(3)"), head: test("a", "expect(total).toContain({ a: expect.any(Number) })"), expected: ["2 error was loosened from toBe to toContain"] },
    { name: "an assertion beside a denial of the same kind", base: test("a", "expect(send).toHaveBeenCalledWith(1)"), head: test("a", "expect(send).not.toHaveBeenCalledWith(3)", "expect(send).toHaveBeenCalledWith(2)"), expected: [] },
    { name: "two variants that became one test", base: before + test("pays by card (web)", "expect(pay(1)).toBe(2)", "expect(pay(2)).toBe(3)", "expect(open('web')).toBe(1)") + test("pays by card (app)", "expect(pay(1)).toBe(2)", "expect(pay(2)).toBe(3)", "expect(open('app')).toBe(1)"), head: before + test("pays by card", "expect(pay(1)).toBe(2)", "expect(pay(2)).toBe(3)", "expect(open(kind)).toBe(1)"), expected: ['5 warning the test "pays by card (app)" was merged into "pays by card"', '5 warning the test "pays by card (web)" was rewritten as "pays by card"'] },
    { name: "two variants, told at the beginning, that became one test", base: before + test("(web) pays", "expect(pay(1)).toBe(2)") + test("(app) pays", "expect(pay(1)).toBe(2)"), head: before + test("pays (everywhere)", "expect(pay(1)).toBe(2)"), expected: ['5 warning the test "(app) pays" was merged into "pays (everywhere)"'] },
    { name: "two variants that became one test with half of the assertions", base: before + test("pays by card (web)", "expect(pay(1)).toBe(2)", "expect(pay(2)).toBe(3)") + test("pays by card (app)", "expect(owe(1)).toBe(2)", "expect(pay(2)).toBe(3)"), head: before + test("pays by card", "expect(pay(1)).toBe(2)", "expect(pay(2)).toBe(3)"), expected: ['7 error the test "pays by card (app)" was deleted'] },
    { name: "one of two variants that was deleted", base: before + test("refuses (guest)", "expect(enter()).toBe(403)") + test("refuses (admin)", "expect(enter()).toBe(403)"), head: before + test("refuses (guest)", "expect(enter()).toBe(403)"), expected: ['7 error the test "refuses (admin)" was deleted'] },
    { name: "two variants without a name beside what tells them apart", base: before + test("(web)", "expect(pay(1)).toBe(2)") + test("(app)", "expect(pay(1)).toBe(2)"), head: before + test("(everywhere)", "expect(pay(1)).toBe(2)"), expected: ['5 error the test "(app)" was deleted'] },
    { name: "two variants without assertions whose lines stand in the suite around one", base: before + test("pays (web)", "const wanted = { total: 12 }", "run('web').wants(wanted)", "close()") + test("pays (app)", "const wanted = { total: 12 }", "run('app').wants(wanted)", "close()"), head: `${before}describe("till", () => {\nconst wanted = { total: 12 };\n${test("pays", "run(kind).wants(wanted)", "close()")}});\n`, expected: ['7 warning the test "pays (web)" was merged into "pays"', '7 warning the test "pays (app)" was merged into "pays"'] },
    { name: "two variants without assertions, half of whose lines stand in one", base: before + test("pays (web)", "const wanted = { total: 12 }", "run('web').wants(wanted)") + test("pays (app)", "const wanted = { total: 12 }", "run('app').wants(wanted)"), head: before + test("pays", "const wanted = { total: 12 }", "run(kind).wants(wanted)"), expected: ['5 error the test "pays (web)" was deleted', '7 error the test "pays (app)" was deleted'] },
    { name: "a skipped variant that went", base: before + test("pays (web)", "expect(pay(1)).toBe(2)") + test("pays (app)", "expect(pay(1)).toBe(2)").replace("it(", "it.skip("), head: before + test("pays", "expect(pay(1)).toBe(2)"), expected: [] },
    { name: "a skipped test that was deleted", base: `it.skip("a", () => { expect(f()).toBe(1) });\n${before}`, head: before, expected: [] },
  ]);

  it("reports a deleted test file with the number of its tests", async () => {
    const parser = await loadParser();
    const removals = testWeakened.removed?.(viewOf(parser, "src/a.test.ts", before), null) ?? [];
    assert.deepEqual(
      removals.map(({ message }) => message),
      ["the test file was deleted with its 1 test"],
    );
    const withSubject = testWeakened.removed?.(viewOf(parser, "src/a.test.ts", before, { licence: null, holders: [], locked: null, gone: ["src/b.ts", "src/a.ts"] }), null) ?? [];
    assert.deepEqual(withSubject.map(({ message, severity }) => `${severity ?? "error"} ${message}`), ["warning the test file was deleted with its 1 test, and with what it tested (src/a.ts)"]);
    assert.equal(testWeakened.removed?.(viewOf(parser, "src/a.test.ts", before, { licence: null, holders: [], locked: null, gone: ["src/b.ts"] }), null)[0]?.severity, undefined);
    assert.deepEqual(testWeakened.removed?.(viewOf(parser, "src/a.ts", "export const a = 1;"), null), []);
  });
});
