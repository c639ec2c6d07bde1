import { strict as assert } from "node:assert";
import { verify } from "../../../../src/core/carry/verify";
import { approve, file, type TestFile } from "./fixtures";

/** Small linear congruential generator: the same cases on every machine. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const NAMES = ["a", "b", "user", "n", "cfg"];
const OPERATORS = ["+", "-", ">", "==="];

function randomLine(random: (below: number) => number): string {
  const name = () => NAMES[random(5)] ?? "a";
  switch (random(7)) {
    case 0:
      return `const ${name()}${random(9)} = ${name()} ${OPERATORS[random(4)] ?? "+"} ${random(99)};`;
    case 1:
      return `if (${name()}) {`;
    case 2:
      return "}";
    case 3:
      return `return ${name()};`;
    case 4:
      return `call("${name()}  ${random(9)}");`;
    case 5:
      return "";
    default:
      return `// ${name()}`;
  }
}

const withBody = (body: readonly string[]): TestFile => file("a.ts", [" import x", " const A = 1", ...body.map((line) => "+" + line), " const B = 2"].join("\n"));
const normal = (body: readonly string[]) => body.map((line) => line.trim()).filter((line) => line !== "");

describe("carry under random edits", () => {
  for (const seed of [7, 8, 9]) {
    it(`keeps what is the same line by line and never covers what changed (seed ${seed})`, function () {
      this.timeout(60_000);
      const random = randomFrom(seed);
      const counts = { same: 0, changed: 0 };
      for (let round = 0; round < 6000; round++) {
        const size = 3 + random(10);
        const body = [`function f${round}() {`, ...Array.from({ length: size - 1 }, () => randomLine(random))];
        const edited = [...body];
        const at = random(size);
        const other = random(size);
        const kind = random(8);
        if (kind === 0) edited.splice(at, 1);
        else if (kind === 1) edited.splice(at, 0, randomLine(random));
        else if (kind === 2) [edited[at], edited[other]] = [edited[other] ?? "", edited[at] ?? ""];
        else if (kind === 3) edited[at] = (edited[at] ?? "").replace(/\w+/, "zz");
        else if (kind === 4) edited.forEach((line, index) => (edited[index] = `\t ${line}  `));
        else if (kind === 5) edited.splice(at, 0, edited[other] ?? "");
        else if (kind === 6) edited[at] = (edited[at] ?? "").replace(/ (=|===|>) /, "$1");
        else edited.splice(at, 2);
        if (!edited.some((line) => line.trim() !== "")) continue;
        const before = withBody(body);
        const after = withBody(edited);
        const record = approve(before, 2, 2 + body.length);
        const { segments } = verify([after], [record]);
        const isCovered = segments.every((segment) => segment.state === "verified" || segment.state === "trivial");
        const isSame = normal(body).join("\n") === normal(edited).join("\n");
        const what = () => JSON.stringify({ seed, round, kind, body, edited, segments });
        if (isSame) {
          counts.same += 1;
          assert.ok(isCovered, `lost: ${what()}`);
        } else {
          counts.changed += 1;
          // Where only brackets are left of a hunk, the hunk is gone and owes nothing.
          assert.ok(!isCovered || segments.every((segment) => segment.state === "trivial"), `falsely verified: ${what()}`);
        }
      }
      assert.ok(counts.same > 500 && counts.changed > 3000, JSON.stringify(counts));
    });
  }

  it("verified lines are always lines that somebody approved, in that order (several hunks and files)", function () {
    this.timeout(60_000);
    const random = randomFrom(42);
    for (let round = 0; round < 400; round++) {
      const files = ["a.ts", "b.ts", "c.ts"].map((path) => file(path, Array.from({ length: 5 + random(20) }, () => (random(3) === 0 ? " " : "+") + randomLine(random)).join("\n")));
      const records = files.flatMap((source) => {
        const from = random(source.lines.length);
        return source.origins[from] === "ai" ? [approve(source, from, Math.min(source.lines.length, from + 1 + random(6)))] : [];
      }).filter((record) => record.sequence.length > 0);
      for (const source of files) {
        for (let edit = 0; edit < 1 + random(4); edit++) {
          const at = random(source.lines.length);
          if (random(2) === 0) source.lines[at] = randomLine(random);
          else if (random(2) === 0 && source.lines.length > 2) {
            source.lines.splice(at, 1);
            source.origins.splice(at, 1);
            source.changed.splice(at, 1);
          } else {
            source.lines.splice(at, 0, files[random(3)]?.lines[0] ?? "");
            source.origins.splice(at, 0, "ai");
            source.changed.splice(at, 0, true);
          }
        }
      }
      const { coverage } = verify(files, records);
      const used = new Map<string, number>();
      for (const source of files) {
        for (const [line, { record }] of coverage.get(source.path) ?? []) {
          const text = (source.lines[line - 1] ?? "").trim();
          assert.notEqual(text, "", "a blank line is never covered");
          used.set(record.id, (used.get(record.id) ?? 0) + 1);
        }
      }
      for (const record of records) assert.ok((used.get(record.id) ?? 0) <= record.sequence.length, "a record covers one placement only");
    }
  });
});
