/**
 * Random edits of many hunks in many files. The oracle is each language's own scanner, never ours: what it calls
 * unchanged must be kept where a lexer of ours runs, and what it calls changed must never be fully covered.
 */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { parseSync } from "oxc-parser";
import { parseNative, SourceFile } from "../../../../src/checks/syntax/source-file";
import { tokensOf } from "../../../../src/checks/syntax/tokens";
import { verify, type SegmentVerdict } from "../../../../src/core/carry/verify";
import type { VerdictRecord } from "../../../../src/core/model";
import { approve, type TestFile } from "./fixtures";
import { EDITS, chosen, pythonHunk, randomFrom, randomSource, testFileOf, textOf, typescriptHunk, typescriptStatement, type Random, type Source } from "./random-code";
import { leavesOpen, syntaxOf } from "./typescript-oracle";

function withTokens(made: TestFile): TestFile {
  const text = made.lines.join("\n") + "\n";
  const result = parseNative({ parseSync }, made.path, text);
  return { ...made, tokens: result === null ? null : tokensOf(new SourceFile(made.path, text, result)) };
}

/** The 0-based range of each hunk. */
function rangesOf(source: Source): { readonly region: number; readonly from: number; readonly to: number }[] {
  let line = 0;
  return source.regions.flatMap(({ isHunk, lines }, region) => {
    const from = line;
    line += lines.length;
    return isHunk ? [{ region, from, to: line }] : [];
  });
}

const approvalsOf = (source: Source, made: TestFile): VerdictRecord[] => rangesOf(source).map(({ from, to }) => approve(made, from, to));

/** The segments in a hunk's range; none where nothing is left of it. */
function standingOf(segments: readonly SegmentVerdict[], path: string, from: number, to: number): "covered" | "open" | "trivial" {
  const own = segments.filter((segment) => segment.path === path && segment.startLine > from && segment.endLine <= to);
  if (own.every((segment) => segment.state === "trivial")) return "trivial";
  return own.every((segment) => segment.state === "verified" || segment.state === "moved" || segment.state === "trivial") ? "covered" : "open";
}

const lineForm = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "").join("\n");

interface Edited {
  readonly source: Source;
  readonly names: ReadonlyMap<number, string>;
}

/** Edits one to three hunks of a file, now and then two edits in one. */
function edited(random: Random, source: Source, foreign: readonly string[]): Edited {
  const names = new Map<number, string>();
  const regions = source.regions.map((region) => ({ ...region }));
  const hunks = regions.flatMap((region, index) => (region.isHunk ? [index] : []));
  for (let count = 1 + random(3); count > 0; count--) {
    const index = chosen(random, hunks);
    const region = regions[index];
    if (region === undefined) continue;
    const [name, edit] = chosen(random, EDITS);
    regions[index] = { isHunk: true, lines: edit(region.lines, random, foreign) };
    names.set(index, names.has(index) ? `${names.get(index) ?? ""}, ${name}` : name);
  }
  return { source: { path: source.path, regions }, names };
}

describe("carry against TypeScript's own scanner", () => {
  const counts = { same: 0, rewrapped: 0, rewrappedKept: 0, changed: 0, gone: 0, opened: 0, unparsed: 0 };
  for (const seed of [101, 102, 103, 104]) {
    it(`keeps what has the same tokens, never covers what has not (seed ${seed})`, function () {
      this.timeout(300_000);
      const random = randomFrom(seed);
      for (let round = 0; round < 700; round++) {
        const sources = ["src/a.ts", "src/b.ts", "lib/c.ts"].map((path) => randomSource(random, path, typescriptHunk, (index) => `export const base${index} = ${index};`));
        const records = sources.flatMap((source) => approvalsOf(source, withTokens(testFileOf(source))));
        const foreign = [...typescriptStatement(random, "  "), ...sources.flatMap((source) => source.regions.flatMap((region) => region.lines))];
        const after = sources.map((source) => edited(random, source, foreign));
        const files = after.map(({ source }) => withTokens(testFileOf(source)));
        const hasTokens = files.map((made) => made.tokens !== null);
        const { segments } = verify(files, records);
        after.forEach(({ source, names }, index) => {
          for (const { region, from, to } of rangesOf(source)) {
            const before = textOf([sources[index]?.regions[region] ?? { isHunk: true, lines: [] }]);
            const now = textOf([source.regions[region] ?? { isHunk: true, lines: [] }]);
            const standing = standingOf(segments, source.path, from, to);
            const [one, other] = [syntaxOf(before), syntaxOf(now)];
            const what = () => `${names.get(region) ?? "untouched"}, seed ${seed}, round ${round}\n--- approved\n${before}--- now\n${now}--- ${JSON.stringify(segments.filter((segment) => segment.path === source.path))}`;
            if (source.regions.slice(0, region).some((earlier, place) => names.has(place) && leavesOpen(textOf([earlier])))) {
              // Nobody can say that lines after a literal or comment left open are unchanged.
              counts.opened += 1;
              if (standing === "covered") assert.equal(one.tokens, other.tokens, `falsely verified: ${what()}`);
            } else if (one.withBreaks === other.withBreaks && hasTokens[index] === false && lineForm(before) !== lineForm(now)) {
              // A file that does not parse has no tokens: there, blanks within a line are stale.
              counts.unparsed += 1;
            } else if (one.withBreaks === other.withBreaks) {
              counts.same += 1;
              assert.equal(standing, "covered", `lost: ${what()}`);
            } else if (one.tokens === other.tokens) {
              counts.rewrapped += 1;
              if (standing === "covered") {
                counts.rewrappedKept += 1;
                assert.equal(other.shape, one.shape, `a line break that means something: ${what()}`);
              }
            } else if (standing === "trivial") {
              counts.gone += 1;
            } else {
              counts.changed += 1;
              assert.equal(standing, "open", `falsely verified: ${what()}`);
            }
          }
        });
      }
    });
  }
  after(() => {
    console.log(`      TypeScript: ${counts.same} with the same tokens all kept, ${counts.changed} with other tokens none covered, ${counts.rewrappedKept} of ${counts.rewrapped} re-wrapped kept, ${counts.gone} of which only brackets are left, ${counts.opened} after a literal left open`);
    assert.ok(counts.same > 1000 && counts.changed > 3000 && counts.rewrapped > 100, JSON.stringify(counts));
  });
});

const TOKENIZE = `
import io, json, sys, tokenize
def tokens(text):
    try:
        return [[t.type, t.string.replace("\\r", "")] for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type != tokenize.NL]
    except (tokenize.TokenError, IndentationError, SyntaxError) as error:
        return ["error", str(error)]
json.dump([tokens(text) for text in json.load(sys.stdin)], sys.stdout)
`;

describe("carry against Python's own tokenizer", () => {
  it("never covers what has other tokens, indentation included", function () {
    this.timeout(300_000);
    const probe = spawnSync("python3", ["-c", "import tokenize"]);
    // Visible as pending where there is no Python: nothing else may be the oracle.
    if (probe.status !== 0) this.skip();
    const random = randomFrom(201);
    const cases: { readonly before: string; readonly now: string; readonly isCovered: boolean; readonly isTrivial: boolean; readonly names: string }[] = [];
    for (let round = 0; round < 4000; round++) {
      const source = randomSource(random, "src/a.py", pythonHunk, (index) => `BASE_${index} = ${index}`);
      const made = testFileOf(source);
      const records = approvalsOf(source, made);
      const { source: now, names } = edited(random, source, [...pythonHunk(random, 1), "    return None"]);
      const { segments } = verify([testFileOf(now)], records);
      const isTrivial = segments.some((segment) => segment.state === "trivial") || rangesOf(now).some(({ from, to }) => !segments.some((segment) => segment.startLine > from && segment.endLine <= to));
      cases.push({ before: textOf(source.regions), now: textOf(now.regions), isCovered: segments.every((segment) => segment.state === "verified" || segment.state === "moved" || segment.state === "trivial"), isTrivial, names: [...names.values()].join(", ") });
    }
    const ran = spawnSync("python3", ["-c", TOKENIZE], { input: JSON.stringify(cases.flatMap(({ before, now }) => [before, now.replace(/\r\n/g, "\n")])), encoding: "utf8", maxBuffer: 1 << 30 });
    assert.equal(ran.status, 0, ran.stderr);
    const tokens = JSON.parse(ran.stdout) as unknown[];
    const counts = { same: 0, kept: 0, changed: 0 };
    cases.forEach(({ before, now, isCovered, isTrivial, names }, index) => {
      const isSame = JSON.stringify(tokens[index * 2]) === JSON.stringify(tokens[index * 2 + 1]);
      if (isSame) {
        counts.same += 1;
        if (isCovered) counts.kept += 1;
      } else if (!isTrivial) {
        counts.changed += 1;
        assert.ok(!isCovered, `falsely verified: ${names}\n--- approved\n${before}--- now\n${now}`);
      }
    });
    console.log(`      Python: ${counts.kept} of ${counts.same} with the same tokens kept, ${counts.changed} with other tokens none covered`);
    assert.ok(counts.same > 300 && counts.changed > 1500, JSON.stringify(counts));
  });
});
