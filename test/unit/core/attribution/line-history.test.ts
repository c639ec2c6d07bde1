import { strict as assert } from "node:assert";
import { pairEdits, tokenSimilarity } from "../../../../src/core/attribution/line-edits";
import { FileStates } from "../../../../src/core/attribution/file-states";
import { EMPTY_TABLE, applyHunks, combineParents, lineCountOf, wholeFile } from "../../../../src/core/attribution/line-history";
import type { LineHunk, LineSource, LineTable, Piece } from "../../../../src/core/attribution/line-table";

type Shape = readonly [oldStart: number, oldCount: number, newStart: number, newCount: number];

function hunks(...shapes: readonly Shape[]): LineHunk[] {
  return shapes.map(([oldStart, oldCount, newStart, newCount]) => ({ oldStart, oldCount, newStart, newCount }));
}

const sources = new Map<string, LineSource>();
function source(name: string): LineSource {
  const known = sources.get(name) ?? { introducedBy: name, path: "a.ts" };
  sources.set(name, known);
  return known;
}

/** `a:1-3 b:4-6` as a table; lines that nobody is named for belong to "·". */
function table(text: string): LineTable {
  const pieces: Piece[] = [];
  let next = 1;
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const [name = "", range = ""] = word.split(":");
    const [from = "1", to = from] = range.split("-");
    if (Number(from) > next) pieces.push({ source: source("·"), start: next, length: Number(from) - next });
    pieces.push({ source: source(name), start: Number(from), length: Number(to) - Number(from) + 1 });
    next = Number(to) + 1;
  }
  pieces.push({ source: source("·"), start: next, length: Number.POSITIVE_INFINITY });
  return { pieces, marks: [] };
}

/** The same form, without the lines of "·" and of the change itself. */
function owners(from: LineTable): string {
  const ranges = new Map<string, string[]>();
  let line = 1;
  for (const piece of from.pieces) {
    const name = piece.source.introducedBy;
    const last = line + piece.length - 1;
    if (name !== "·" && name !== "new") ranges.set(name, [...(ranges.get(name) ?? []), last === line ? `${line}` : `${line}-${last}`]);
    line += piece.length;
  }
  return [...ranges].map(([name, parts]) => `${name}:${parts.join(",")}`).join(" ");
}

describe("line history", () => {
  describe("shifting ranges by hunks (provenance.md 8.2)", () => {
    const vectors: readonly (readonly [name: string, shapes: readonly Shape[], before: string, after: string])[] = [
      ["no hunks", [], "a:1-10", "a:1-10"],
      ["pure insertion", [[3, 0, 4, 2]], "a:1-3 b:4-6", "a:1-3 b:6-8"],
      ["pure deletion", [[3, 3, 3, 0]], "a:1-2 b:3-5 c:6-8", "a:1-2 c:3-5"],
      ["replacement", [[3, 2, 3, 3]], "a:1-5", "a:1-2,6"],
      ["accumulate", [[2, 0, 3, 1], [5, 1, 6, 0]], "a:1 b:3 c:5 d:6", "a:1 b:4 d:6"],
      ["fully inside", [[1, 10, 1, 5]], "doomed:3-7", ""],
      ["file emptied", [[1, 10, 1, 0]], "x:1-10", ""],
      ["survives", [[5, 2, 5, 0]], "x:1-3", "x:1-3"],
      ["line attrs", [[2, 2, 2, 1]], "human:1 ai:2-3 ai2:4-6", "human:1 ai2:3-5"],
    ];
    for (const [name, shapes, before, after] of vectors) {
      it(name, () => {
        assert.equal(owners(applyHunks(table(before), hunks(...shapes), source("new"))), after);
      });
    }
  });

  it("numbers new lines by their place in the new version and old ones by their origin", () => {
    const after = applyHunks(wholeFile(source("base")), hunks([0, 0, 1, 2], [10, 3, 12, 1]), source("new"));
    assert.deepEqual(
      after.pieces.map((piece) => [piece.source.introducedBy, piece.start, piece.length]),
      [["new", 1, 2], ["base", 1, 9], ["new", 12, 1], ["base", 13, Number.POSITIVE_INFINITY]],
    );
  });

  it("joins what an insertion had parted once the insertion is gone", () => {
    const parted = applyHunks(wholeFile(source("base")), hunks([5, 0, 6, 3]), source("new"));
    assert.equal(parted.pieces.length, 3);
    assert.deepEqual(applyHunks(parted, hunks([6, 3, 5, 0]), source("other")).pieces, wholeFile(source("base")).pieces);
  });

  it("ignores what a hunk says beyond the end", () => {
    const short = applyHunks(EMPTY_TABLE, hunks([0, 0, 1, 3]), source("a"));
    assert.equal(lineCountOf(applyHunks(short, hunks([2, 50, 1, 0]), source("b"))), 1);
  });

  it("agrees with lines moved one by one, for random hunks", () => {
    let state = 7;
    const below = (limit: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % limit;
    };
    let lines = Array.from({ length: 200 }, (_, index) => `base ${index + 1}`);
    let current: LineTable = { pieces: [{ source: source("base"), start: 1, length: 200 }], marks: [] };
    for (let round = 0; round < 60; round++) {
      const name = `c${round}`;
      const next: string[] = [];
      const change: LineHunk[] = [];
      for (let old = 0; old < lines.length; ) {
        const kept = 1 + below(30);
        next.push(...lines.slice(old, old + kept));
        old += kept;
        if (old >= lines.length) break;
        const oldCount = Math.min(below(4), lines.length - old);
        const newCount = oldCount === 0 ? 1 + below(4) : below(5);
        change.push({ oldStart: oldCount === 0 ? old : old + 1, oldCount, newStart: newCount === 0 ? next.length : next.length + 1, newCount });
        for (let index = 0; index < newCount; index++) next.push(`${name} ${next.length + 1}`);
        old += oldCount;
      }
      current = applyHunks(current, change, source(name));
      lines = next;
      const told = current.pieces.flatMap((piece) => Array.from({ length: piece.length }, (_, index) => `${piece.source.introducedBy} ${piece.start + index}`));
      assert.equal(told.join("\n"), lines.join("\n"), `round ${round}`);
    }
  });

  describe("merges", () => {
    const merge = source("merge");

    it("a line of any parent keeps that parent's owner, the first one's where both have it", () => {
      const left = applyHunks(applyHunks(wholeFile(source("base")), hunks([2, 1, 2, 1]), source("left")), hunks([7, 0, 8, 1]), merge);
      const right = applyHunks(applyHunks(wholeFile(source("base")), hunks([7, 0, 8, 1]), source("right")), hunks([2, 1, 2, 1]), merge);
      const combined = combineParents([left, right], merge);
      assert.deepEqual(
        combined.pieces.map((piece) => [piece.source.introducedBy, piece.start, piece.length]),
        [["base", 1, 1], ["left", 2, 1], ["base", 3, 5], ["right", 8, 1], ["base", 8, Number.POSITIVE_INFINITY]],
      );
    });

    it("a line that both sides brought keeps the first one's owner", () => {
      const change = hunks([4, 0, 5, 1]);
      const combined = combineParents([applyHunks(wholeFile(source("base")), change, source("left")), applyHunks(wholeFile(source("base")), change, source("right"))], merge);
      assert.deepEqual(combined.pieces.map((piece) => piece.source.introducedBy), ["base", "left", "base"]);
    });

    it("a line of no parent is the merge's", () => {
      const change = hunks([2, 1, 2, 1]);
      const combined = combineParents([applyHunks(wholeFile(source("base")), change, merge), applyHunks(wholeFile(source("base")), change, merge)], merge);
      assert.deepEqual(combined.pieces.map((piece) => piece.source.introducedBy), ["base", "merge", "base"]);
    });
  });

  describe("removals", () => {
    const texted = (shape: Shape, oldLines: readonly string[], newLines: readonly string[] = []): LineHunk[] => hunks(shape).map((hunk) => ({ ...hunk, oldLines, newLines }));
    const removed = applyHunks(wholeFile(source("base")), texted([3, 2, 2, 0], ["guard();", "check();"]), source("r"));

    it("a mark stands where lines of the base stood", () => {
      assert.deepEqual(removed.marks, [{ after: 2, removedBy: "r", lines: ["guard();", "check();"] }]);
    });

    it("moves with what comes above it, and stays in the middle of a rewrite", () => {
      assert.equal(applyHunks(removed, hunks([0, 0, 1, 5]), source("s")).marks[0]?.after, 7);
      assert.equal(applyHunks(removed, hunks([1, 4, 1, 1]), source("s")).marks[0]?.after, 0);
      assert.equal(applyHunks(removed, hunks([5, 2, 4, 0]), source("s")).marks[0]?.after, 2);
      assert.equal(applyHunks(removed, hunks([1, 1, 0, 0]), source("s")).marks[0]?.after, 1);
    });

    it("goes when the same lines come back at its place, not when others do or elsewhere", () => {
      assert.deepEqual(applyHunks(removed, texted([2, 0, 3, 3], [], ["// note", "guard();", "check();"]), source("s")).marks, []);
      assert.equal(applyHunks(removed, texted([2, 0, 3, 1], [], ["check();"]), source("s")).marks.length, 1);
      assert.equal(applyHunks(removed, texted([20, 0, 21, 2], [], ["guard();", "check();"]), source("s")).marks.length, 1);
    });

    it("of lines that came after the base there is none", () => {
      const added = applyHunks(wholeFile(source("base")), texted([2, 0, 3, 2], [], ["x", "y"]), source("s"));
      assert.deepEqual(applyHunks(added, texted([3, 2, 2, 0], ["x", "y"]), source("t")).marks, []);
    });

    it("replaced lines are remembered until nothing stands in their place", () => {
      const replaced = applyHunks(wholeFile(source("base")), texted([3, 1, 3, 2], ["guard();"], ["a", "b"]), source("s"));
      assert.deepEqual(replaced.marks, []);
      const half = applyHunks(replaced, texted([3, 1, 2, 0], ["a"]), source("t"));
      assert.deepEqual(half.marks, []);
      assert.deepEqual(applyHunks(half, texted([3, 1, 2, 0], ["b"]), source("u")).marks, [{ after: 2, removedBy: "u", lines: ["guard();"] }]);
      const again = applyHunks(half, texted([3, 1, 3, 1], ["b"], ["c"]), source("u"));
      assert.deepEqual(applyHunks(again, texted([3, 1, 2, 0], ["c"]), source("v")).marks[0]?.lines, ["guard();"]);
    });

    it("in a merge: kept from the side that removed, own only where no parent had it removed", () => {
      const merge = source("merge");
      const untouched = applyHunks(wholeFile(source("base")), texted([3, 2, 2, 0], ["guard();", "check();"]), merge);
      assert.deepEqual(combineParents([untouched, removed], merge).marks, removed.marks);
      assert.deepEqual(combineParents([removed, removed], merge).marks, removed.marks);
      assert.equal(combineParents([untouched, untouched], merge).marks[0]?.removedBy, "merge");
    });
  });

  describe("edits", () => {
    it("pairs similar lines in order and leaves rewrites alone", () => {
      assert.deepEqual(pairEdits(["const a = read(x);", "return a;"], ["// comment here", "const a = read(x, y);", "return a + 1;"]), [-1, 0, 1]);
      assert.deepEqual(pairEdits(["const a = 1;"], ["throw new Error(message);"]), [-1]);
    });

    it("never crosses", () => {
      const pairs = pairEdits(["alpha one two;", "beta three four;"], ["beta three four five;", "alpha one two five;"]).filter((index) => index !== -1);
      assert.equal(pairs.length, 1);
    });

    it("pairs re-indented lines of a block too large to compare line by line", () => {
      const old = Array.from({ length: 400 }, (_, index) => `call(${index});`);
      assert.deepEqual(pairEdits(old, old.map((line) => `    ${line}`)), old.map((_, index) => index));
    });

    it("does not pair blank, unknown or very long lines", () => {
      assert.deepEqual(pairEdits(["", null, "x".repeat(2000)], ["  ", null, "x".repeat(2000)]), [-1, -1, -1]);
    });

    it("measures similarity as token Dice", () => {
      assert.equal(tokenSimilarity("a b c d", "a b x y"), 0.5);
      assert.equal(tokenSimilarity("foo(bar)", "foo( bar )"), 1);
      assert.equal(tokenSimilarity("", "a"), 0);
    });

    it("keeps the oldest author in a very long chain", () => {
      let current: LineTable = { pieces: [{ source: source("c0"), start: 1, length: 1 }], marks: [] };
      for (let round = 1; round <= 100; round++) {
        current = applyHunks(current, [{ oldStart: 1, oldCount: 1, newStart: 1, newCount: 1, oldLines: [`f(${round - 1});`], newLines: [`f(${round});`] }], source(`c${round}`));
      }
      const chain: string[] = [];
      for (let edit = current.pieces[0]?.edit; edit !== undefined; edit = edit.editOf) chain.push(edit.introducedBy);
      assert.equal(chain[0], "c99");
      assert.equal(chain.at(-1), "c0");
      assert.ok(chain.length <= 40);
    });
  });

  it("remembers a replaced text of hundreds of thousands of lines", () => {
    const lines = Array.from({ length: 250_000 }, (_, index) => `line ${index}`);
    const replaced = applyHunks(wholeFile(source("base")), [{ oldStart: 1, oldCount: lines.length, newStart: 1, newCount: 1, oldLines: lines, newLines: ["short"] }], source("ai"));
    const emptied = applyHunks(replaced, [{ oldStart: 1, oldCount: 1, newStart: 0, newCount: 0, oldLines: ["short"], newLines: [] }], source("ai2"));
    assert.deepEqual(emptied.marks.map(({ removedBy, lines: removed }) => [removedBy, removed.length]), [["ai2", lines.length]]);
  });

  it("forks of the files' states see the same and change by themselves", () => {
    const reference: Map<string, string>[] = [new Map<string, string>()];
    const states = [FileStates.starting("base")];
    let seed = 3;
    const below = (limit: number) => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % limit;
    for (let step = 0; step < 3000; step++) {
      const index = below(states.length);
      const [from, expected] = [states[index], reference[index]];
      assert.ok(from && expected);
      if (below(10) === 0) {
        // A map that was forked is only read from then on.
        states[index] = from.fork();
        if (states.length < 12) {
          states.push(from.fork());
          reference.push(new Map(expected));
        }
      } else {
        const path = `f${below(60)}`;
        from.set(path, { kind: "gone", removedBy: String(step) });
        expected.set(path, String(step));
      }
    }
    for (const [index, state] of states.entries()) {
      const told = new Map([...state.entries()].map(([path, file]) => [path, file.kind === "gone" ? file.removedBy : ""]));
      assert.deepEqual([...told].sort(), [...(reference[index] ?? [])].sort());
      for (const [path, by] of reference[index] ?? []) assert.deepEqual(state.get(path), { kind: "gone", removedBy: by });
    }
  });
});
