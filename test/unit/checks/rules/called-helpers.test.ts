import { strict as assert } from "node:assert";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import { loadParser } from "../parse";
import { introduced, ruleCases } from "./cases";

const test = (title: string, ...body: string[]) => `it("${title}", async () => {\n${body.map((line) => `  ${line};\n`).join("")}});\n`;
const helper = (head: string, ...body: string[]) => `async function ${head} {\n${body.map((line) => `  ${line};\n`).join("")}}\n`;

const paid = ["await pay(order)", "expect(order.state).toBe('paid')", "expect(order.total).toBe(12)", "expect(mails).toHaveLength(1)"];

describe("assertions in functions that a test calls", () => {
  ruleCases(testWeakened, "src/a.test.ts", [
    { name: "assertions that moved into a function of the file", base: test("pays", ...paid), head: helper("paysWell()", ...paid) + test("pays", "await paysWell()"), expected: ["3 warning 3 assertion"] },
    { name: "the same in an arrow function", base: test("pays", ...paid), head: `const paysWell = async () => {\n${paid.join(";\n")};\n};\n${test("pays", "await paysWell()")}`, expected: ["8 warning 3 assertion"] },
    { name: "assertions that moved into one which is given what they are about", base: test("pays", ...paid), head: helper("check(what, sum)", "await pay(what)", "expect(what.state).toBe('paid')", "expect(what.total).toBe(sum)", "expect(mails).toHaveLength(1)") + test("pays", "await check(order, 12)"), expected: ["3 warning 3 assertion"] },
    { name: "assertions that moved into a helper's helper", base: test("pays", ...paid), head: helper("inner()", ...paid) + helper("outer()", "await inner()") + test("pays", "await outer()"), expected: ["3 warning 3 assertion"] },
    { name: "a helper's helper that calls the first again", base: test("pays", ...paid), head: helper("inner()", ...paid, "await outer()") + helper("outer()", "await inner()") + test("pays", "await outer()"), expected: ["3 warning 3 assertion"] },
    { name: "a helper that is too deep", base: test("pays", ...paid), head: helper("fourth()", ...paid) + helper("third()", "await fourth()") + helper("second()", "await third()") + helper("first()", "await second()") + test("pays", "await first()"), expected: ["3 error 3 assertions removed"] },
    { name: "a function with the assertions that nothing calls", base: test("pays", ...paid), head: helper("paysWell()", ...paid) + test("pays", "await pay(order)"), expected: ["3 error 3 assertions removed"] },
    { name: "a function that another test calls", base: test("pays", ...paid), head: helper("paysWell()", ...paid) + test("pays", "await pay(order)") + test("pays again", "await paysWell()"), expected: ["3 error 3 assertions removed"] },
    { name: "a function that the test called before", base: helper("check()", "expect(a()).toBe(1)", "expect(b()).toBe(1)", "expect(c()).toBe(1)") + test("pays", "await check()", ...paid), head: helper("check()", "expect(a()).toBe(1)", "expect(b()).toBe(1)", "expect(c()).toBe(1)") + test("pays", "await check()"), expected: ["8 error 3 assertions removed"] },
    { name: "a function that asks for something else, once", base: test("pays", ...paid), head: helper("looks()", "expect(page).toBeVisible()") + test("pays", "await looks()"), expected: ["5 error 3 assertions removed"] },
    { name: "a function that asks for something else, as often", base: test("pays", ...paid, "expect(stock).toBe(3)"), head: helper("looks()", "expect(page).toBeVisible()", "expect(list).toBeVisible()") + test("pays", "await looks()"), expected: ["6 error 4 assertions removed"] },
    { name: "a function whose name stands for another in the test", base: test("pays", "expect(order.total).toBe(12)"), head: helper("check(what)", "expect(order.what).toBe(12)") + test("pays", "await check(total)"), expected: ["5 warning 1 assertion"] },
    { name: "a parameter that is taken apart", base: test("pays", "expect(order.total).toBe(12)", "expect(order.state).toBe('paid')"), head: helper("check({ total })", "expect(total).toBe(12)") + test("pays", "await check(order)"), expected: ["5 error 2 assertions removed"] },
    { name: "a call for a parameter", base: test("pays", "expect(read(order)).toBe(12)"), head: helper("check(value)", "expect(value).toBe(12)") + test("pays", "await check(read(order))"), expected: ["5 warning 1 assertion"] },
    { name: "a parameter that is not given", base: test("pays", "expect(order.total).toBe(sum)"), head: helper("check(what, sum)", "expect(what.total).toBe(sum)") + test("pays", "await check(order)"), expected: ["5 warning 1 assertion"] },
    { name: "too long a text for a parameter", base: test("pays", `expect(read("${"long ".repeat(50)}")).toBe(12)`, "expect(order.state).toBe('paid')"), head: helper("check(value)", "expect(value).toBe(12)") + test("pays", `await check(read("${"long ".repeat(50)}"))`), expected: ["5 error 2 assertions removed"] },
    { name: "a text for a parameter", base: test("pays", "expect(order).toHaveText('paid')"), head: helper("check(state)", "expect(order).toHaveText(state)") + test("pays", `await check('paid')`), expected: ["5 warning 1 assertion"] },
    { name: "a function that asks as many exact things", base: test("pays", "expect(order.total).toBe(12)", "expect(order.state).toBe('paid')", "expect(x).toBe(1)"), head: helper("check(sums)", "expect(sums[0]).toBe(12)", "expect(sums[1]).toBe(13)") + test("pays", "await check(all)", "expect(x).toBe(1)"), expected: ["6 warning 2 assertions removed"] },
    { name: "a function that asks one exact thing twice", base: test("pays", "expect(order.total).toBe(12)", "expect(order.state).toBe('paid')", "expect(x).toBe(1)"), head: helper("check(sums)", "expect(sums[0]).toBe(12)", "expect(sums[0]).toBe(12)") + test("pays", "await check(all)", "expect(x).toBe(1)"), expected: ["6 error 2 assertions removed"] },
    { name: "a function that asks as many vague things", base: test("pays", "expect(order.total).toBeTruthy()", "expect(order.state).toBeTruthy()"), head: helper("check(sums)", "expect(sums[0]).toBeTruthy()", "expect(sums[1]).toBeTruthy()") + test("pays", "await check(all)"), expected: ["6 error 2 assertions removed"] },
    { name: "a function that asks for one of two, and something else", base: test("pays", "expect(order.total).toBe(12)", "expect(order.state).toBe('paid')"), head: helper("check()", "expect(order.total).toBe(12)", "expect(sums).toContain(13)") + test("pays", "await check()"), expected: ["2 error 2 assertions removed"] },
  ]);
});

describe("assertions that were revised", () => {
  const snapshot = (...lines: string[]) => `expect(tree()).toMatchInlineSnapshot(\`\n${lines.map((line) => `    ${line}\n`).join("")}  \`)`;
  const tree = ["{", '  "cart.test.ts": {', '    "adds a row to the cart": "passed",', '    "takes a row from the cart": "passed",', '    "sums the cart up": "passed",', '    "empties the cart at the end": "passed",', '    "counts what is in the cart": "passed",', '    "keeps the cart over a day": "passed",', "  },", "}"];
  const lines = ["adds a row to the cart", "takes a row from the cart", "sums the cart up", "empties the cart at the end", "counts what is in the cart", "keeps the cart over a day"].map((title) => `expect(output).toContain('passed cart.test.ts ${title}')`);
  ruleCases(testWeakened, "src/a.test.ts", [
    { name: "two texts that became one with most of their words", base: test("a", "expect(url).toContain('error')", "expect(url).toContain('payload expired')"), head: test("a", "expect(url).toContain('error=payload_expired')"), expected: ["2 warning 1 assertion removed"] },
    { name: "texts that became one with what they all say", base: test("a", ...["red", "green", "blue"].map((one) => `expect(url).toContain('order ${one}')`)), head: test("a", "expect(url).toContain('order')"), expected: ["2 error 2 assertions removed"] },
    { name: "texts that became one which is denied", base: test("a", "expect(url).toContain('denied here')", "expect(url).toContain('admin')"), head: test("a", "expect(url).not.toContain('denied here admin')"), expected: ["2 error"] },
    { name: "two texts that became one about something else", base: test("a", "expect(url).toContain('error')", "expect(url).toContain('payload expired')"), head: test("a", "expect(page).toContain('error=payload_expired')"), expected: ["2 error 1 assertion removed"] },
    { name: "two texts that became one with few of their words", base: test("a", "expect(url).toContain('error')", "expect(url).toContain('payload has expired')"), head: test("a", "expect(url).toContain('error and expired')"), expected: ["2 error 1 assertion removed"] },
    { name: "two texts that became one which asks less", base: test("a", "expect(url).toBe('error')", "expect(url).toBe('payload expired')"), head: test("a", "expect(url).toContain('error=payload_expired')"), expected: ["2 error loosened", "2 error 1 assertion removed"] },
    { name: "many texts that became a snapshot which holds them", base: test("a", ...lines), head: test("a", snapshot(...tree)), expected: ["2 warning 5 assertions removed"] },
    { name: "many texts that became a snapshot of something else", base: test("a", ...lines), head: test("a", snapshot(...tree.map((line) => line.replace(/cart|row/g, "till").replace(/adds|takes|sums/g, "rings")))), expected: ["2 error 5 assertions removed"] },
    { name: "many texts that became a short value which holds their words", base: test("a", "expect(x).toContain('row')", "expect(y).toContain('cart')", "expect(z).toContain('end')"), head: test("a", "expect(w).toBe('row cart end')"), expected: ["2 error 2 assertions removed"] },
    { name: "a property that is asked for with its object", base: test("a", "expect(result.ok).toBe(true)", "expect(result.total).toEqual(12)"), head: test("a", "expect(result).toMatchObject({ id: run('a, b', [1, 2]), ok: true, total: 12 })"), expected: [] },
    { name: "a property that is asked for with its object, exactly", base: test("a", "expect(find(1).ok).toStrictEqual(true)", "expect(x).toBe(1)"), head: test("a", "expect(find(1)).toEqual({ ok: true })", "expect(x).toBe(1)"), expected: [] },
    ...["expect(result).toMatchObject({ ok: false })", "expect(result).toMatchObject({ schema: { ok: true } })", "expect(result).toMatchObject({ note: ',ok:true,' })", "expect(result).toMatchObject({ note: 'it\\'s,ok:true,' })", "expect(result).toMatchObject([{ ok: true }])", "expect(result).not.toMatchObject({ ok: true })", "expect(other).toMatchObject({ ok: true })", "expect(result).toContain({ ok: true })", "expect(result).toMatchObject(make({ ok: true }))"].map((now) => ({ name: `a property that is not asked for by ${now}`, base: test("a", "expect(result.ok).toBe(true)", "expect(a).toBe(1)"), head: test("a", now), expected: ["2 error 1 assertion removed"] })),
    ...["expect(result.ok).not.toBe(true)", "expect(result.ok).toBeDefined(true)", "expect(ok).toBe(true)"].map((was) => ({ name: `what is no property's value, ${was}`, base: test("a", was, "expect(a).toBe(1)"), head: test("a", "expect(result).toMatchObject({ ok: true })"), expected: ["2 error 1 assertion removed"] })),
    { name: "assertions of another library that ask the same, beside others about the same", base: test("a", "expect(count).to.equal(0)", "await run()", "expect(count).to.be.greaterThan(0)"), head: test("a", "expect(count).toBe(0)", "await run()", "expect(count).toBeGreaterThan(0)"), expected: [] },
    { name: "nothing and an error, told in another library's words", base: test("a", "expect(problem, 'none').to.be.undefined", "expect(problem).to.be.instanceOf(Error)"), head: test("a", "expect(problem, 'none').toBeUndefined()", "expect(problem).toBeInstanceOf(Error)"), expected: [] },
    { name: "a denial and an equality in another library's words", base: test("a", "expect(hash).to.not.equal(none)", "expect(hash).to.equal(wanted(3))"), head: test("a", "expect(hash).not.toBe(none)", "expect(hash).toBe(wanted(3))"), expected: [] },
    { name: "another library's words for less", base: test("a", "expect(count).to.equal(0)", "await run()", "expect(count).to.equal(4)"), head: test("a", "expect(count).toBe(0)", "await run()", "expect(count).toBeGreaterThan(0)"), expected: ["4 error loosened from equal to toBeGreaterThan"] },
    { name: "an assertion of a hook that what is needed is there", base: `beforeAll(() => {\n  expect(client).toBeDefined();\n});\n${test("a", "expect(x).toBe(1)")}`, head: `beforeAll(() => {});\n${test("a", "expect(x).toBe(1)")}`, expected: ["1 warning 1 assertion removed"] },
    { name: "a hook and what it asserts", base: `beforeAll(() => {\n  expect(client).toBeDefined();\n});\n${test("a", "expect(x).toBe(1)")}`, head: test("a", "expect(x).toBe(1)"), expected: ["1 warning 1 assertion removed"] },
    { name: "an assertion of a hook that compares", base: `beforeEach(() => {\n  assert(client.rights === 2);\n});\n${test("a", "expect(x).toBe(1)")}`, head: `beforeEach(() => {});\n${test("a", "expect(x).toBe(1)")}`, expected: ["1 error 1 assertion removed"] },
    { name: "a bare assertion of a hook about a name", base: `beforeEach(() => {\n  assert(server.address);\n});\n${test("a", "expect(x).toBe(1)")}`, head: `beforeEach(() => {});\n${test("a", "expect(x).toBe(1)")}`, expected: ["1 warning 1 assertion removed"] },
    { name: "an exact assertion of a hook", base: `beforeAll(() => {\n  expect(client.rights).toBe(2);\n});\n${test("a", "expect(x).toBe(1)")}`, head: `beforeAll(() => {});\n${test("a", "expect(x).toBe(1)")}`, expected: ["1 error 1 assertion removed"] },
    { name: "an assertion of the hook behind a test", base: `afterAll(() => {\n  expect(client).toBeDefined();\n});\n${test("a", "expect(x).toBe(1)")}`, head: `afterAll(() => {});\n${test("a", "expect(x).toBe(1)")}`, expected: ["1 error 1 assertion removed"] },
    { name: "an assertion with values behind a title", base: `cases(all)("adds", assertEquals(add(1, 2), 3));\n${test("a", "expect(x).toBe(1)")}`, head: `cases(all)("adds", run);\n${test("a", "expect(x).toBe(1)")}`, expected: ["1 error 1 assertion removed"] },
    { name: "an assertion behind a step's title", base: test("a", `await step("the rows", expectRows(page))`, "expect(x).toBe(1)"), head: test("a", "expect(x).toBe(1)"), expected: ["2 error 1 assertion removed"] },
    { name: "what makes a test's body is no assertion", base: `cases(all)("fails so far", expectFailure(run));\n${test("a", "expect(x).toBe(1)")}`, head: `cases(all)("holds", run);\n${test("a", "expect(x).toBe(1)")}`, expected: [] },
  ]);
});

describe("tests that are none, or prove little", () => {
  const names = `import { open, shut, Till } from "./till";\n`;
  const used = test("opens", "expect(open(1)).toBe(2)", "expect(shut(Till.main)).toBe(2)");
  ruleCases(testWeakened, "src/a.test.ts", [
    { name: "a test that names are exported, which the file still uses", base: names + used + test("exports", `expect(typeof open).toBe("function")`, "expect(Till.main).toBeDefined()"), head: names + used, expected: ['5 warning the test "exports" was deleted'] },
    { name: "a test that a name is exported which nothing uses any more", base: names + used + test("exports", `expect(typeof open).toBe("function")`), head: names + test("opens", "expect(shut(Till.main)).toBe(2)"), expected: ['4 error the test "exports" was deleted', '3 error 1 assertion'] },
    { name: "a test that a result is there", base: names + used + test("finds", "expect(found).toBeDefined()"), head: names + used, expected: ['5 error the test "finds" was deleted'] },
    { name: "a test that an imported double was called", base: names + used + test("opens well", "expect(open).toHaveBeenCalled()"), head: names + used, expected: ['5 error the test "opens well" was deleted'] },
    { name: "a test that an imported switch is off", base: names + used + test("is off", "expect(Till.debug).toBeFalsy()"), head: names + used, expected: ['5 error the test "is off" was deleted'] },
    { name: "a test that something imported is not set", base: names + used + test("is not set", `expect(typeof Till.debug).toBe("undefined")`), head: names + used, expected: ['5 error the test "is not set" was deleted'] },
    { name: "a test that a property is there which the file does not use", base: names + used + test("has", "expect(Till.spare).toBeDefined()"), head: names + used, expected: ['5 error the test "has" was deleted'] },
    { name: "a test that something is not exported", base: names + used + test("hides", "expect(Till.secret).not.toBeDefined()"), head: names + used, expected: ['5 error the test "hides" was deleted'] },
    { name: "a test whose call has an exact result", base: names + used + test("opens two", "expect(open).toBe(two)"), head: names + used, expected: ['5 error the test "opens two" was deleted'] },
    { name: "a value called test whose list is searched", path: "src/view.ts", base: `import type { Case } from "vitest";\nexport const first = (test: Case) => test.steps.find((step) => step.ok);\n`, head: `import type { Case } from "vitest";\nexport const first = (test: Case) => null;\n`, expected: [] },
    { name: "a test without a title that runs by turns", base: `test.serial(async (t) => {\n  t.is(a(), 1);\n  t.is(b(), 1);\n});\n${used}`, head: used, expected: ['1 error the test "" was deleted'] },
    { name: "a test of a fixture", path: "test/fixtures/shop/a.test.ts", base: used + test("holds", "expect(true).toBe(true)", "expect(a).toBe(1)"), head: used, expected: ['4 warning the test "holds" was deleted'] },
    { name: "a test of fixtures that are the product's own", path: "src/fixtures/a.test.ts", base: used + test("holds", "expect(a).toBe(1)"), head: used, expected: ['4 error the test "holds" was deleted'] },
    { name: "a test of a fixture in a folder for such alone", path: "src/__fixtures__/a.test.ts", base: used + test("holds", "expect(a).toBe(1)"), head: used, expected: ['4 warning the test "holds" was deleted'] },
    { name: "a test of a folder whose name only begins like it", path: "test/fixturesque/a.test.ts", base: used + test("holds", "expect(a).toBe(1)"), head: used, expected: ['4 error the test "holds" was deleted'] },
  ]);
});

describe("a suite that was written anew", () => {
  const kept = test("opens", "expect(open(1)).toBe(2)");
  const old = (count: number, ...more: string[]) => Array.from({ length: count }, (_, index) => test(`shade ${["red", "green", "blue", "black", "white"][index] ?? ""}`, `expect(shade(${index})).toBe('hsl(${index})')`, ...more)).join("");
  const fresh = (count: number, ...body: string[]) => Array.from({ length: count }, (_, index) => test(`lightness of ${["one", "two", "three", "four"][index] ?? ""}`, ...body.map((line) => line.replaceAll("N", String(index))))).join("");
  const told = async (base: string, head: string) => introduced(await loadParser(), testWeakened, "src/a.test.ts", kept + base, kept + head).map(({ severity, message }) => `${severity} ${message}`);
  const all = (found: readonly string[], severity: string, count: number) => {
    assert.equal(found.length, count, found.join("\n"));
    for (const one of found) assert.match(one, new RegExp(`^${severity} the test "shade \\w+" was deleted$`));
  };

  it("is told once where half as many tests came that ask less", async () => {
    const [first = "", ...others] = await told(old(5), fresh(3, "expect(shade(N)).toBe('ln')"));
    assert.equal(first, 'error the test "shade red" was deleted, one of 5 tests for which 3 came that ask less');
    all(others, "warning", 4);
  });
  it("is a matter of warnings where half as many ask as much", async () => all(await told(old(4), fresh(2, "expect(shade(N)).toBe('ln')", "expect(shade(N).dark).toBe('dn')")), "warning", 4));
  it("is none where fewer than half as many came", async () => all(await told(old(5), fresh(2, "expect(shade(N)).toBe('ln')", "expect(shade(N).dark).toBe('dn')", "expect(shade(N).dim).toBe('dn')")), "error", 5));
  it("is none where those that came ask for nothing", async () => all(await told(old(4), fresh(2, "light(N)")), "error", 4));
  it("is none where those that came ask for less than half", async () => all(await told(old(4, "expect(a).toBe(1)"), fresh(2, "expect(shade(N)).toContain('l')")), "error", 4));
  it("is none where the new ones ask about something else", async () => all(await told(old(4), fresh(2, "expect(light(N)).toBe('ln')", "expect(dark(N)).toBe('dn')")), "error", 4));
  it("is none where they ask one thing again and again, or a thing about itself", async () => {
    all(await told(old(4), fresh(2, ...Array.from({ length: 4 }, () => "expect(shade(1)).toBe('l1')"))), "error", 4);
    all(await told(old(4), fresh(2, "expect(shade(N)).toBe(shade(N))", "expect(shade(N).dark).toBe(shade(N).dark)")), "error", 4);
  });
  it("is none below four tests", async () => all(await told(old(3), fresh(2, "expect(shade(N)).toBe('ln')")), "error", 3));
});
