import { strict as assert } from "node:assert";
import { ParserClient } from "../../../../src/checks/parsing/parser-client";
import { answerRules } from "../../../../src/checks/rules/run-rules";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { realProcesses, SILENT } from "../memory-snapshot";
import { loadParser } from "../parse";

/** Texts of a size: a rule that is quadratic in one of them took minutes. */
const CASES: readonly (readonly [string, string, (size: number) => string])[] = [
  ["functions with findings", "a.ts", (size) => "export function f(a: any) { try { db.query(`select x from y where z = ${a}`) } catch {} }\n".repeat(size * 800)],
  ["tests of one name", "a.test.ts", (size) => `it("x", () => { expect(a).toBe(1); expect(b).toBe(2); });\n`.repeat(size * 500)],
  ["a chain of calls", "a.ts", (size) => `a${".b()".repeat(size * 2_000)};`],
  ["a sum that reaches a shell", "a.ts", (size) => `exec(${"a+".repeat(size * 5_000)}b);`],
  ["hidden characters", "a.md", (size) => "\u200b".repeat(size * 30_000)],
  ["evaluations", "a.ts", (size) => "eval(x);\n".repeat(size * 1_500)],
  ["one word", "a.txt", (size) => `// ${"secret".repeat(size * 15_000)}`],
  ["beginnings of a token", "a.txt", (size) => "sk-".repeat(size * 30_000)],
  ["quotes after a secret's name", "a.json", (size) => `"token":`.repeat(size * 10_000)],
  ["a header of a key that goes on", "a.txt", (size) => `-----BEGIN ${"A ".repeat(size * 40_000)}`],
  ["routes of one router", "a.ts", (size) => "router.get('/a', requireUser, list);\nrouter.post('/b', async (req, res) => { await User.create(req.body); });\n".repeat(size * 120)],
  ["switches over one union", "a.ts", (size) => `type K = ${Array.from({ length: 50 }, (_, index) => `"k${index}"`).join(" | ")};\n${"export function f(k: K) { switch (k) { case 'k1': go(); break; case 'k2': go(); break; } }\n".repeat(size * 500)}`],
  ["unused names", "a.ts", (size) => `export {};\n${Array.from({ length: size * 1_500 }, (_, index) => `const unused${index} = ${index};`).join("\n")}`],
  ["conditions inside conditions", "a.ts", (size) => `export function f() { ${"if (a) { ".repeat(size * 30)}${"}".repeat(size * 30)} }`],
  ["comments of a licence", "a.ts", (size) => "// Copyright (c) 2020 \n".repeat(size * 4_000)],
  ["types that name each other", "a.ts", (size) => `type C = 1;\ntype B = ${"C | ".repeat(size * 50)}C;\ntype A = ${"B | ".repeat(size * 50)}B;\nexport function f(a: A) { exec("x " + a); }\n`],
  ["checks that ask each other", "a.ts", (size) => `function c0(x) { return x; }\n${Array.from({ length: size * 15 }, (_, index) => `function c${index + 1}(x) { return c${index}(x) && c${index}(x); }\n`).join("")}export function f(x) { if (c${size * 15}(x)) exec(x); }\n`],
  ["states of a component", "a.tsx", (size) => `export function C() {\n${Array.from({ length: size * 300 }, (_, index) => `const [s${index}, set${index}] = useState(""); set${index}(s${index + 1}); go(<p dangerouslySetInnerHTML={{ __html: s${index} }} />);\n`).join("")}}\n`],
  ["dependencies", "package.json", (size) => `{ "dependencies": { ${Array.from({ length: size * 150 }, (_, index) => `"lodah${index}x": "1"`).join(", ")} } }`],
];

/** Time of the processor, not of the clock: what else runs on the machine doesn't count. */
function cost(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe("hostile code", function () {
  this.timeout(600_000);
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });

  for (const [name, path, textOf] of CASES) {
    it(`costs what its length does: ${name}`, () => {
      const check = (size: number) => {
        const text = textOf(size);
        const { findings } = answerRules(parser, { path, text, base: text.slice(0, text.length >> 1), basePath: path }, {});
        assert.ok(findings.length <= 2_000);
      };
      check(1);
      const small = cost(() => check(2));
      const large = cost(() => check(8));
      // Four times the text: 16 times the cost would be quadratic. Short times are noise.
      assert.ok(large < 11 * Math.max(small, 100), `${Math.round(small)} ms for a quarter, ${Math.round(large)} ms for the whole`);
    });
  }

  const limits: readonly (readonly [string, string, string, RegExp | null, boolean])[] = [
    ["a file of 100,000 lines", "a.ts", "export function f(a: any) { return db.query(`select ${a}`); }\n".repeat(100_000), /larger than 5 MiB|too large to follow|stopped part of the way/, false],
    ["a file of 100,000 short lines", "a.ts", "go(a);\n".repeat(100_000), /too large to follow|stopped part of the way/, true],
    ["a bundle on one line of more than 1 MiB", "bundle.js", `var a=${"function(b){return b+1},c=".repeat(45_000)}0;`, /longer than 1 MiB/, false],
    ["a bundle on one line of 900 kB", "bundle.js", `(()=>{var x=1;${"function a(b){return b.c?b.d(1):2}".repeat(27_000)}})();`, /too large to follow|stopped part of the way/, true],
    ["40,000 conditions inside each other", "deep.ts", `${"if (a) {".repeat(40_000)}${"}".repeat(40_000)}\nexport const after = 1;\n`, /crashed|Maximum call stack|could not be analysed|syntax error/, true],
    ["a sum of 20,000 parts that reaches a shell", "a.ts", `exec(${"a+".repeat(20_000)}b);`, null, true],
    ["a pattern that a regular expression would choke on", "a.ts", `const r = /(a+)+$/; // ${"a".repeat(200_000)}!\nconst s = "${"a".repeat(200_000)}!";\n`, null, true],
  ];
  for (const [name, path, text, said, isRead] of limits) {
    it(`stays within its limits and says what it left out: ${name}`, async () => {
      // Far above what it takes: the process is killed by its own limits, not by a busy machine.
      const client = new ParserClient(realProcesses(), SILENT, 300_000);
      try {
        const { answers, problems } = await client.rules([{ path, text, base: null, basePath: path }], {});
        const told = problems.get(path) ?? answers.get(path)?.problem ?? "";
        if (said !== null) assert.match(told, said);
        else assert.equal(told, "");
        if (isRead && !problems.has(path)) assert.ok((answers.get(path)?.findings.length ?? Infinity) <= 3_000);
      } finally {
        client.dispose();
      }
    });
  }
});
