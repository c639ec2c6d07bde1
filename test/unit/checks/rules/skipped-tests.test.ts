import { strict as assert } from "node:assert";
import { NO_FACTS, type ProjectFacts } from "../../../../src/checks/rules/project-facts";
import { answerRules } from "../../../../src/checks/rules/run-rules";
import { skippedLines } from "../../../../src/checks/rules/skipped-tests";
import { testWeakened } from "../../../../src/checks/rules/test-weakened";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser, viewOf } from "../parse";
import { introduced } from "./cases";

const test = (title: string, ...body: string[]) => `it("${title}", () => {\n${body.map((line) => `  ${line}\n`).join("")}});\n`;

describe("tests that do not run", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const MOVED = test("refuses a card", "expect(pay(card)).toBe(false);");

  it("stand in lines that are known, whatever keeps them from it", () => {
    const lines = (text: string) => skippedLines(viewOf(parser, "src/a.test.ts", text), null).base;
    assert.deepEqual(lines(MOVED), []);
    assert.deepEqual(lines(`${MOVED}${MOVED.replace("it(", "it.skip(")}`), [[3, 5]]);
    assert.deepEqual(lines(MOVED.replace("it(", "it.todo(")), [[0, 2]]);
    assert.deepEqual(lines(MOVED.replace("it(", "it.only(")), []);
    assert.deepEqual(lines(MOVED.replace("it(", "it.fails(")), []);
    assert.deepEqual(lines(`describe.skip("a", () => {\n${MOVED}});\n${MOVED}`), [[1, 3]]);
    assert.deepEqual(lines(`${MOVED}${test("a", "this.skip();")}`), [[3, 5]]);
    assert.deepEqual(lines(`${MOVED}before(function () { this.skip(); });\n`), [[0, 2]]);
    assert.deepEqual(lines("expect(a).toBe(1);\ntest.skip(true, 'why');\n"), []);
    assert.deepEqual(skippedLines(null, viewOf(parser, "src/a.test.ts", MOVED.replace("it(", "it.skip("))), { base: [], head: [[0, 2]] });
  });

  it("are told by the parser with its answer, of files that stay and files that go", () => {
    const ask = (base: string | null, text: string, settings = {}, isDeleted = false) => answerRules(parser, { path: "src/a.test.ts", basePath: "src/a.test.ts", base, text, isDeleted }, settings).skipped;
    const skipped = MOVED.replace("it(", "it.skip(");
    assert.equal(ask(MOVED, MOVED), undefined);
    assert.deepEqual(ask(MOVED, skipped), { base: [], head: [[0, 2]] });
    assert.deepEqual(ask(skipped, MOVED), { base: [[0, 2]], head: [] });
    assert.deepEqual(ask(skipped, "", {}, true), { base: [[0, 2]], head: [] });
    assert.equal(ask(MOVED, skipped, { "test-weakened": "off" }), undefined);
  });

  it("are as severe as what ran: nothing, where the test is new", () => {
    const told = (facts: Partial<ProjectFacts>, head = MOVED.replace("it(", "it.skip("), base: string | null = null) => introduced(parser, testWeakened, "src/a.test.ts", base, head, { ...NO_FACTS, ...facts }).map(({ severity }) => severity);
    const gone = (text: string, path = "src/b.test.ts") => ({ goneTests: [{ path, text: text.replace(/\s+/g, "") }] });
    assert.deepEqual(told({}), ["warning"]);
    assert.deepEqual(told(gone(MOVED)), ["error"], "moved from another file");
    assert.deepEqual(told(gone(MOVED), undefined, "open();\n"), ["error"], "moved into a file that stood");
    assert.deepEqual(told(gone(test("opens the till", "expect(open()).toBe(1);"))), ["warning"]);
    const short = test("pays", "expect(pay(1)).toBe(1);");
    assert.deepEqual(told(gone(short), short.replace("it(", "it.skip(")), ["error"], "a short title, and what it asserts");
    assert.deepEqual(told(gone(short), short.replace("it(", "it.skip(").replace("toBe(1)", "toBe(2)")), ["warning"]);
    assert.deepEqual(told(gone(short), test("pays", "open();").replace("it(", "it.skip(")), ["warning"], "a short title alone");
    assert.deepEqual(told(gone(short), short.replace("it(", "it.skip(").replace('"pays"', '""')), ["warning"], "no title");
    assert.deepEqual(told({}, MOVED.replace("it(", "it.only(")), ["error"]);
    assert.deepEqual(told({}, MOVED.replace("it(", "it.fails(")), ["warning"]);
    assert.deepEqual(told(gone(MOVED), MOVED.replace("it(", "it.fails(")), ["error"], "moved, and expected to fail");
    assert.deepEqual(testWeakened.find(viewOf(parser, "src/a.test.ts", MOVED.replace("it(", "it.skip("))).map(({ severity }) => severity), ["error"], "no base is known");
  });
});
