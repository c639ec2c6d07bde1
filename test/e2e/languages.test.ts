/** Other languages than TypeScript through the built command line, and through the parser process: rated, cut, and unrated with a reason. */
import { strict as assert } from "node:assert";
import { MemorySnapshot, realChecks } from "../unit/checks/memory-snapshot";
import { check, countersign, SupervisedRepository } from "./supervised-repository";

/** One file a language that swallows an error and is otherwise whole. */
const POLYGLOT: Readonly<Record<string, string>> = {
  "src/a.py": "def load():\n    try:\n        return read()\n    except Exception:\n        return None\n",
  "src/a.go": "package a\n\nfunc load() {\n\t_ = read()\n}\n",
  "src/A.java": "class A {\n  void load() {\n    try { read(); } catch (Exception e) { }\n  }\n}\n",
  "src/a.rs": "fn load() {\n    let _ = read();\n}\n",
  "src/A.cs": "class A {\n  void Load() {\n    try { Read(); } catch { }\n  }\n}\n",
  "src/a.rb": "def load\n  read\nrescue\nend\n",
  "src/a.php": "<?php\nfunction load() {\n  try { read(); } catch (Exception $e) { }\n}\n",
  "src/a.sh": "load() {\n  make read || true\n}\n",
  "src/a.sql": "CREATE FUNCTION load() RETURNS int AS $$\nBEGIN\n  PERFORM read();\nEXCEPTION WHEN OTHERS THEN NULL;\nEND $$ LANGUAGE plpgsql;\n",
};

interface Hunk {
  readonly path: string;
  readonly startLine: number;
  readonly symbol: string | null;
  readonly risk: { readonly level: string; readonly reasons: readonly { readonly rule: string }[] };
}

describe("other languages", function () {
  this.timeout(120_000);

  it("are rated by the built command line, which finds the grammars, and cut where they declare", () => {
    const repository = new SupervisedRepository();
    try {
      repository.start({ "README.md": "# a\n" });
      for (const [path, text] of Object.entries(POLYGLOT)) repository.assistantWrites(path, text);
      const functions = Array.from({ length: 12 }, (_, index) => `def f${index}(n):\n    a = n\n    b = a\n    c = b\n    return c\n`).join("\n");
      repository.assistantWrites("src/long.py", functions);
      const { hunks, notChecked } = check(repository.folder) as unknown as { readonly hunks: readonly Hunk[]; readonly notChecked: readonly unknown[] };
      assert.deepEqual(notChecked, []);
      for (const path of Object.keys(POLYGLOT)) {
        const of = hunks.filter((hunk) => hunk.path === path);
        assert.deepEqual(of.map(({ symbol, risk }) => [symbol?.toLowerCase() === "load" || symbol === "A", risk.reasons.some(({ rule }) => rule === "error-swallowed")]), [[true, true]], path);
      }
      const long = hunks.filter(({ path }) => path === "src/long.py");
      assert.ok(long.length > 1, "a long run is cut");
      const lines = functions.split("\n");
      for (const { startLine } of long) assert.match(lines[startLine - 1] ?? "", /^def /, "at a declaration");
      assert.ok(long.every(({ risk }) => risk.level === "low"));
    } finally {
      repository.dispose();
    }
  });

  it("leave what no analyser reads unrated, above what was read and is low, and dearer than it", () => {
    const repository = new SupervisedRepository();
    try {
      repository.start({ "README.md": "# a\n" });
      repository.assistantWrites("src/low.py", "def add(a, b):\n    return a + b\n");
      repository.assistantWrites("src/unread.zig", "fn add(a: i32, b: i32) i32 {\n    return a + b;\n}\n");
      repository.assistantWrites("src/broken.py", "def add(a, b:\n    return a + b\n");
      repository.assistantWrites("src/notebook.ipynb", '{"cells": [\n {"cell_type": "code"}\n]}\n');
      const checked = check(repository.folder);
      assert.deepEqual(new Map(checked.hunks.map(({ path, risk }) => [path, risk.level])), new Map([["src/broken.py", "unrated"], ["src/low.py", "low"], ["src/notebook.ipynb", "unrated"], ["src/unread.zig", "unrated"]]));
      const minutes = (path: string) => checked.hunks.find((hunk) => hunk.path === path)?.minutes ?? 0;
      assert.ok(minutes("src/unread.zig") > minutes("src/low.py"));
      const ordered = countersign(repository.folder, ["status", "--format", "json"]).stdout;
      const paths = [...new Set([...ordered.matchAll(/"path":\s*"(src\/[^"]+)"/g)].map(([, path]) => path))];
      assert.equal(paths.length, 4);
      const first = countersign(repository.folder, ["next", "--format", "json"]).stdout;
      assert.doesNotMatch(first, /src\/low\.py/, "unrated comes first");
      const told = JSON.stringify(checked.notChecked);
      assert.match(told, /syntax error on line \d: the python grammar/);
      assert.match(told, /line 2: no notebook: a cell has no \\"source\\"/);
    } finally {
      repository.dispose();
    }
  });

  it("count removed protection as introduced, a deleted test file too", async () => {
    const base = new MemorySnapshot({
      "app/a.py": "def wipe(user):\n    if not user.is_admin:\n        raise Denied()\n    drop()\n",
      "tests/test_a.py": "def test_a():\n    assert wipe() == 1\n",
    });
    const head = new MemorySnapshot({ "app/a.py": "def wipe(user):\n    drop()\n" });
    const checks = realChecks();
    try {
      const { findings, analysed } = await checks.run({ base, head, paths: ["app/a.py", "tests/test_a.py"], basePaths: new Map() }, { architecture: {}, risk: {} });
      assert.deepEqual(findings.map(({ rule, path, severity, introduced }) => [rule, path, severity, introduced]), [
        ["guard-removed", "app/a.py", "error", true],
        ["test-weakened", "tests/test_a.py", "error", true],
      ]);
      assert.deepEqual([...analysed].sort(), ["app/a.py", "tests/test_a.py"]);
    } finally {
      checks.dispose();
    }
  });

  it("says of a file beyond the limits that it was read as text only, and still finds a secret in it", async () => {
    const key = ["AKIA", "QYLPMN5HFIQR7XYA"].join("");
    const head = new MemorySnapshot({ "big.py": `${Array.from({ length: 100_000 }, (_, index) => `x${index} = load(${index})`).join("\n")}\nkey = "${key}"\n`, "a.py": "try:\n    a()\nexcept:\n    pass\n" });
    const checks = realChecks();
    try {
      const { findings, analysed, notChecked } = await checks.run({ base: null, head, paths: ["big.py", "a.py"], basePaths: new Map() }, { architecture: {}, risk: {} });
      assert.deepEqual(findings.map(({ rule, path }) => `${rule} ${path}`), ["error-swallowed a.py", "secret big.py"]);
      assert.deepEqual([...analysed], ["a.py"]);
      assert.deepEqual(notChecked.map(({ path, why }) => [path, why]), [["big.py", "larger than 1,000,000 characters: read as text only"]]);
    } finally {
      checks.dispose();
    }
  });
});
