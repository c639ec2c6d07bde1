import { strict as assert } from "node:assert";
import { cpuMilliseconds } from "./cpu-time";
import { keysOf, splitLines } from "../../../src/core/fingerprint/lines";
import { advance, ownedBy } from "../../../src/sources/owned-text";
import type { OwnedText } from "../../../src/sources/owned-text";
import { assistantLine, ownerOf } from "../../../src/sources/owners";

const AI = "ai\0bot\0s1";

function letters(known: OwnedText): string {
  return known.owners.map((owner) => (owner === null ? "." : owner === "human" ? "h" : "A")).join("");
}

function step(from: string, to: string, path = "a.ts") {
  return advance(path, ownedBy(from, null), to, AI);
}

function keys(text: string, path = "a.ts"): string[] {
  return keysOf(path, splitLines(text)).all.map((line) => line.key);
}

const code = (...names: string[]) => names.map((name) => `const ${name} = ${name}();\n`).join("");

/** Inputs named after provenance.md 8.6, with the owners that this product expects. */
describe("who owns each line after an assistant's change", () => {
  const cases: [string, string, string, string][] = [
    ["simple_addition_at_end", code("a", "b"), code("a", "b", "c"), "..A"],
    ["simple_addition_at_start", code("a", "b"), code("c", "a", "b"), "A.."],
    ["simple_deletion_at_end", code("a", "b"), code("a"), "."],
    ["simple_deletion_at_start", code("a", "b"), code("b"), "."],
    ["modification_in_middle", code("a", "b", "c"), code("a", "x", "c"), ".A."],
    ["whitespace_only_addition", "a();\nb();\n", "a();\n\nb();\n", ".A."],
    ["whitespace_only_deletion", "a();\n\nb();\n", "a();\nb();\n", ".."],
    ["trailing_whitespace_changes", "a();\nb();\n", "a();  \nb();\n", ".."],
    ["indentation_changes", "if (x) {\na();\n}\n", "if (x) {\n  a();\n}\n", "..."],
    ["unicode", "const s = 'ä';\n", "const s = 'ä';\nconst t = '🙂';\n", ".A"],
    ["zero_width", "const s = 1;\n", "const s\u200b = 1;\n", "A"],
    ["simple_line_move_within_file", code("a", "b", "c"), code("b", "c", "a"), "..."],
    ["block_move_within_file", "function f() {\n  return one;\n}\nfunction g() {\n  return two;\n}\n", "function g() {\n  return two;\n}\nfunction f() {\n  return one;\n}\n", "......"],
    ["move_with_modification", code("a", "b", "c"), code("b", "c") + "const a = changed();\n", "..A"],
    ["duplicate_line_handling", code("a", "a"), code("a", "a", "a"), "..A"],
    ["no_newline_at_end", "a();\nb();", "a();\nb();\nc();", "..A"],
    ["only_newlines", "\n\n", "\n\n\n", "..A"],
    ["windows_line_endings", "a();\r\nb();\r\n", "a();\nb();\nc();\n", "..A"],
    ["mixed_line_endings", "a();\r\nb();\n", "a();\nb();\r\n", ".."],
    ["complete_file_replacement", code("a", "b"), code("x", "y", "z"), "AAA"],
    ["merge_conflict_markers", code("a"), "<<<<<<< ours\n" + code("a") + "=======\n>>>>>>> theirs\n", "A.AA"],
    ["empty to text", "", code("a"), "A"],
    ["text to empty", code("a"), "", ""],
  ];
  for (const [name, from, to, owners] of cases) {
    it(name, () => {
      const change = step(from, to);
      assert.equal(letters(change.next), owners);
      assert.equal(change.next.text, to);
    });
  }

  it("keeps the indentation of Python as part of a line", () => {
    assert.equal(letters(step("if x:\n  a()\n", "if x:\n    a()\n", "a.py").next), ".A");
  });

  it("puts an inserted function where it begins, not at the bracket of the one before", () => {
    const one = "function one() {\n  first();\n}\n";
    const two = "\nfunction two() {\n  second();\n}\n";
    const three = "\nfunction three() {\n  third();\n}\n";
    const change = step(one + three, one + two + three);
    assert.equal(change.runs.length, 1);
    assert.deepEqual(change.runs[0]?.sequence, keys(two));
  });

  it("cuts runs at kept lines and absorbs blank ones", () => {
    const change = step(code("a", "b"), code("x") + "\n" + code("y", "a", "z", "b"));
    assert.deepEqual(change.runs.map((run) => run.sequence), [keys(code("x", "y")), keys(code("z"))]);
    assert.match(change.runs[0]?.context ?? "", /^c1:[0-9a-f]{32}$/);
  });

  it("keeps owners through several hands", () => {
    let known = ownedBy(code("a", "b"), null);
    known = advance("a.ts", known, code("a", "x", "b"), AI).next;
    known = advance("a.ts", known, code("a", "x", "b", "mine"), "human").next;
    known = advance("a.ts", known, code("new", "a", "x", "b", "mine"), "ai\0bot\0s2").next;
    assert.equal(letters(known), "A.A.h");
    assert.equal(known.owners[0], "ai\0bot\0s2");
    assert.equal(known.owners[2], AI);
  });

  it("reports nothing where nothing changed", () => {
    const change = step(code("a"), code("a"));
    assert.deepEqual([change.runs, change.removals], [[], []]);
  });
});

describe("what an assistant removed", () => {
  it("is the deleted lines, with their neighbours", () => {
    const change = step(code("a", "guard", "b"), code("a", "b"));
    assert.deepEqual(change.removals.map((removal) => removal.removed), [keys(code("guard"))]);
    assert.deepEqual(change.runs, []);
  });

  it("is not an edited line, but a line replaced by nothing similar", () => {
    assert.deepEqual(step("const total = price * count;\n", "const total = price * count * rate;\n").removals, []);
    const change = step("if (!user.isAdmin) throw new Forbidden();\n", "log.debug('x');\n");
    assert.equal(change.removals.length, 1);
    assert.equal(change.runs.length, 1);
  });

  it("is nothing of its own session, nothing moved, and no lone bracket", () => {
    const own = advance("a.ts", advance("a.ts", ownedBy(code("a"), null), code("a", "mine"), AI).next, code("a"), AI);
    assert.deepEqual(own.removals, []);
    const other = advance("a.ts", advance("a.ts", ownedBy(code("a"), null), code("a", "mine"), "ai\0bot\0s2").next, code("a"), AI);
    assert.equal(other.removals.length, 1);
    assert.deepEqual(step(code("a", "b", "c"), code("b", "c", "a")).removals, []);
    assert.deepEqual(step("f(\n)\n", "f(\n").removals, []);
  });

  it("is the whole text of a deleted file", () => {
    assert.deepEqual(step(code("a", "b"), "").removals.map((removal) => removal.removed), [keys(code("a", "b"))]);
  });
});

describe("diffs stay bounded", () => {
  it("settles large rewrites in seconds and finds the lines that stayed", function () {
    this.timeout(30_000);
    const old = Array.from({ length: 20_000 }, (_, index) => `line ${index};`);
    const fresh = old.map((line, index) => (index % 4 === 0 ? `changed ${index};` : line));
    const start = cpuMilliseconds();
    const change = step(old.join("\n"), fresh.join("\n"));
    assert.ok(cpuMilliseconds() - start < 20_000, `${cpuMilliseconds() - start} ms`);
    assert.equal(change.next.owners.filter((owner) => owner === AI).length, 5000);
  });

  it("follows an assistant's lines through a change of all of them in seconds", () => {
    const written = Array.from({ length: 1000 }, (_, index) => `const name${index} = call(${Array.from({ length: 30 }, (_word, word) => `argument${index}x${word}`).join(", ")})\n`);
    const known = advance("a.ts", ownedBy("", null), written.join(""), AI).next;
    const broken = written.map((line) => line.replace("(", "(\n  ").replace(/, /g, (comma, at: number) => (at % 7 === 0 ? ",\n  " : comma)));
    const start = cpuMilliseconds();
    const { owners } = advance("a.ts", known, broken.join(""), null).next;
    advance("a.ts", known, broken.join("").replaceAll("argument", "parameter"), null);
    const spent = cpuMilliseconds() - start;
    assert.ok(owners.every((owner) => assistantLine(owner) !== null));
    assert.ok(spent < 30_000, `${spent} ms`);
  });

  it("is the same every time on random texts, and owners match lines", function () {
    this.timeout(30_000);
    let seed = 11;
    const next = (limit: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % limit;
    for (let round = 0; round < 300; round += 1) {
      const text = () => Array.from({ length: next(30) }, () => ["a();", "b();", "}", "", "  c();", "return x;"][next(6)] ?? "").join("\n");
      const from = text();
      const to = text();
      const one = step(from, to);
      assert.deepEqual(one, step(from, to));
      assert.equal(one.next.owners.length, splitLines(to).length);
      const kept = splitLines(to).filter((_, index) => one.next.owners[index] === null).map((line) => line.trim());
      const pool = splitLines(from).map((line) => line.trim());
      for (const line of kept) {
        const at = pool.indexOf(line);
        assert.ok(at >= 0, "a line that stayed stood in the old text");
        pool.splice(at, 1);
      }
    }
  });
});

describe("whose an assistant's line is once somebody else changed it", () => {
  const WRITTEN = "const total = sum(items);";
  const after = (text: string, ...steps: readonly (readonly [string, string | null])[]): OwnedText => steps.reduce((known, [next, owner]) => advance("a.ts", known, next, owner).next, ownedBy(text, null));
  const lineOf = (known: OwnedText, index = 0) => assistantLine(known.owners[index]);

  it("the assistant's still, with what it wrote, whether a person did it or nobody known", () => {
    for (const by of [null, "human"]) {
      const line = lineOf(after("", [`${WRITTEN}\n`, AI], ["const total = sum(all);\n", by]));
      assert.deepEqual([line?.assistant, line?.session, line?.was?.text], ["bot", "s1", WRITTEN]);
      assert.equal(line?.was?.key, keys(WRITTEN)[0]);
    }
  });

  it("by many steps it is held against what the assistant wrote, not against the step before", () => {
    const words = ["alpha beta gamma delta", "alpha beta gamma one", "alpha beta two one", "alpha three two one", "four three two one"];
    const owners = words.map((_, count) => lineOf(after("", [`${words[0] ?? ""}\n`, AI], ...words.slice(1, count + 1).map((text) => [`${text}\n`, null] as const))) !== null);
    assert.deepEqual(owners, [true, true, true, false, false]);
  });

  it("its own again where the assistant changes it, or somebody takes the change back", () => {
    const changed: (readonly [string, string | null])[] = [[`${WRITTEN}\n`, AI], ["const total = sum(all);\n", null]];
    assert.deepEqual(lineOf(after("", ...changed, ["const total = sum(all, 1);\n", AI])), { assistant: "bot", session: "s1" });
    assert.equal(lineOf(after("", ...changed, [`${WRITTEN}\n`, null]))?.was?.text, WRITTEN, "an edit back is an edit; its text is the claim's own, which counts first");
  });

  it("another's where its words are gone, where it is only a bracket, or where another line stands beside it", () => {
    assert.equal(lineOf(after("", [`${WRITTEN}\n`, AI], ["return lookUp(customer, price);\n", null])), null);
    assert.equal(lineOf(after("", ["}\n", AI], ["});\n", null])), null);
    const beside = after("", [`${WRITTEN}\n`, AI], [`${WRITTEN}\nconst totals = sum(item);\n`, null]);
    assert.deepEqual([lineOf(beside)?.was, lineOf(beside, 1)], [undefined, null]);
  });

  it("nobody's where a line stands again that the assistant had taken out", () => {
    const before = "const total = sum(all);\n";
    assert.equal(lineOf(after(before, [`${WRITTEN}\n`, AI], [before, null])), null);
    assert.notEqual(lineOf(after(before, [`${WRITTEN}\n`, AI], ["const total = sum(both);\n", null])), null, "any other line there is an edit");
  });

  it("the assistant's as it was where only the form changed, by whomever, also where no line stayed", () => {
    const long = 'const total = sum(items, "net of every tax", options);\nprint(total)\n';
    const broken = "const total = sum(\n  items,\n  'net of every tax',\n  options,\n);\nprint(total);\n";
    for (const by of [null, "human"]) {
      const known = after("", [long, AI], [broken, by]);
      assert.deepEqual(known.owners.map((owner) => assistantLine(owner)?.was?.change ?? "-"), Array<string>(6).fill("reshaped"));
      assert.equal(lineOf(known, 2)?.was?.text, long.split("\n")[0]);
      assert.deepEqual(after("", [long, AI], [broken, by], [broken.replace("items", "all"), by]).owners.map((owner) => assistantLine(owner)?.was?.change ?? "-")[1], "-", "a word of one letter more or less is another word");
    }
    const joined = after("", [broken, AI], [long, null]);
    assert.deepEqual(joined.owners.map((owner) => assistantLine(owner)?.was?.change ?? "-"), ["reshaped", "reshaped"]);
    const both = after("", [long, AI], [broken.replace("net of", "with"), null]);
    assert.deepEqual(both.owners.map((owner) => assistantLine(owner)?.was?.change ?? "-").slice(0, 4), ["edited", "edited", "edited", "edited"]);
  });

  it("remembers at most a thousand of the lines that were taken out", () => {
    const many = code(...Array.from({ length: 1500 }, (_, index) => `name${index}`));
    assert.equal(after(many, ["", AI]).displaced?.length, 1000);
  });

  it("is read back as it was put down, whatever stands in the line", () => {
    assert.deepEqual(assistantLine(ownerOf({ assistant: "bot", session: "" })), { assistant: "bot", session: "" });
    const line = lineOf(after("", ["const total = sum('\0', items);\n", AI], ["const total = sum('\0', all);\n", null]));
    assert.equal(line?.was?.text, "const total = sum('\0', items);");
    for (const owner of [null, undefined, "human", "", "ai", "edited\0bot\0s1"]) assert.equal(assistantLine(owner), null);
  });
});
