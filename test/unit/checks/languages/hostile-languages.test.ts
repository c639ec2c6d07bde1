import { strict as assert } from "node:assert";
import { CodeReader } from "../../../../src/checks/languages/code-reader";
import { Grammars } from "../../../../src/checks/languages/grammars";

async function reading(path: string, text: string, reader = new CodeReader()) {
  await reader.prepare([{ path, text }]);
  return reader.read(path, text);
}

const EVERY = ["a.py", "a.go", "a.java", "a.rs", "a.cs", "a.rb", "a.php", "a.sh", "a.sql", "a.ipynb"];

describe("hostile and unreadable code in other languages", () => {
  it("leaves a file of 100,000 lines unrated and says why", async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `x${index} = load(${index})`).join("\n");
    assert.deepEqual(await reading("a.py", lines), { facts: null, problem: "larger than 1,000,000 characters: read as text only" });
  });

  it("reads 20,000 lines whole", async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `def f${index}():\n    try:\n        a()\n    except: pass`).join("\n");
    const facts = (await reading("a.py", lines))?.facts;
    assert.equal(facts?.swallowed.length, 5_000);
  }).timeout(60_000);

  it("survives nesting without end in every grammar", async () => {
    const deep = ["(", "[", "{", "if x { ", "x = not ", "<?php if ($a) { ", "a.b(", "begin ", "case "].map((piece) => piece.repeat(800));
    for (const path of EVERY) {
      for (const text of deep) {
        const read = await reading(path, text.slice(0, 8_000));
        assert.ok(read === null || read.problem !== null || read.facts !== null, `${path}: neither facts nor a reason`);
      }
    }
  }).timeout(120_000);

  it("stops at its time limit, says so, and goes on with the next file", async () => {
    const grammars = new Grammars(null, -1);
    await grammars.prepare(["python"]);
    const long = "x = [1, 2, 3]\n".repeat(40_000);
    const stopped = grammars.read("python", long);
    assert.ok("problem" in stopped && stopped.problem.includes("did not finish"), JSON.stringify(stopped).slice(0, 100));
    assert.ok("problem" in grammars.read("python", long), "the parser was put back: it says so again");
  });

  it("takes control characters, lone surrogates and NULs as text", async () => {
    for (const path of EVERY) {
      const read = await reading(path, `\u0000\ud800 x = "\ufffd\ufeff" \u2028\n\u0007`);
      assert.ok(read === null || read.problem !== null || read.facts !== null, path);
    }
  });

  it("says that a grammar could not be loaded instead of rating without it", async () => {
    const read = await reading("a.go", "package a\n", new CodeReader(new Grammars("/nowhere")));
    assert.equal(read?.facts, null);
    assert.match(read?.problem ?? "", /^the grammar for go could not be loaded: /);
    assert.equal(await reading("a.kt", "fun main() {}\n"), null, "a language that nothing reads");
  });

  it("locates what a grammar does not read", async () => {
    for (const [path, text] of [["a.py", "x = 1\ndef (:\n"], ["a.go", "package a\n\nfunc {\n"], ["a.java", "class A {\n void a( {\n}"], ["a.rs", "fn f() {\n  let = ;\n}"], ["a.cs", "class A {\n void B( {\n}"], ["a.rb", "def a\n  (]\nend"], ["a.php", "<?php\nfunction ( {"], ["a.sh", "if [ x ]; then\n"]] as const) {
      assert.match((await reading(path, text))?.problem ?? "", /^syntax error on line \d+: the \w+ grammar does not read this$/, path);
    }
  });
});
