import { strict as assert } from "node:assert";
import { ParserClient } from "../../../../src/checks/parsing/parser-client";
import { realProcesses, SILENT } from "../memory-snapshot";

/** Each of these took more than the parser's time limit when a rule was quadratic; then the file is not checked. */
const CASES: readonly (readonly [string, string, string])[] = [
  ["40,000 functions with findings", "a.ts", "export function f(a: any) { try { db.query(`select x from y where z = ${a}`) } catch {} }\n".repeat(40_000)],
  ["20,000 tests of one name", "a.test.ts", `it("x", () => { expect(a).toBe(1); expect(b).toBe(2); });\n`.repeat(20_000)],
  ["a chain of 20,000 calls", "a.ts", `a${".b()".repeat(20_000)};`],
  ["a sum of 50,000 parts that reaches a shell", "a.ts", `exec(${"a+".repeat(50_000)}b);`],
  ["300,000 hidden characters", "a.md", "\u200b".repeat(300_000)],
  ["40,000 evaluations", "a.ts", "eval(x);\n".repeat(40_000)],
  ["a line of one word of 900,000 characters", "a.txt", `// ${"secret".repeat(150_000)}`],
  ["a line of 300,000 beginnings of a token", "a.txt", "sk-".repeat(300_000)],
  ["100,000 quotes after a secret's name", "a.json", `"token":`.repeat(100_000)],
  ["a header of a key that goes on", "a.txt", `-----BEGIN ${"A ".repeat(400_000)}`],
];

describe("hostile code", function () {
  this.timeout(120_000);
  for (const [name, path, text] of CASES) {
    it(`is checked in time: ${name}`, async () => {
      const client = new ParserClient(realProcesses(), SILENT);
      try {
        const { answers, problems } = await client.rules([{ path, text, base: text.slice(0, text.length >> 1), basePath: path }], {});
        assert.equal(problems.get(path), undefined);
        assert.ok((answers.get(path)?.findings.length ?? Infinity) <= 1_000);
      } finally {
        client.dispose();
      }
    });
  }
});
