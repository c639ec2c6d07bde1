import { strict as assert } from "node:assert";
import { alignBlanks, isReindented } from "../../../../src/core/attribution/re-indentation";
import type { LineHunk } from "../../../../src/core/attribution/line-table";
import { applyHunks, wholeFile } from "../../../../src/core/attribution/line-history";

/** Hunks of a diff in which the given pairs (0-based, old and new) stay: what a diff of the lines as written kept. */
function hunksKeeping(old: readonly string[], fresh: readonly string[], kept: readonly (readonly [number, number])[]): LineHunk[] {
  const hunks: LineHunk[] = [];
  let [from, to] = [0, 0];
  for (const [oldIndex, newIndex] of [...kept, [old.length, fresh.length] as const]) {
    const [oldCount, newCount] = [oldIndex - from, newIndex - to];
    if (oldCount > 0 || newCount > 0) {
      hunks.push({ oldStart: from + (oldCount > 0 ? 1 : 0), oldCount, newStart: to + (newCount > 0 ? 1 : 0), newCount, oldLines: old.slice(from, oldIndex), newLines: fresh.slice(to, newIndex) });
    }
    [from, to] = [oldIndex + 1, newIndex + 1];
  }
  return hunks;
}

/** The new text out of the old one and the hunks: whatever is cut anew must still be the same change. */
function patched(old: readonly string[], hunks: readonly LineHunk[]): string[] {
  const out: string[] = [];
  let at = 0;
  for (const { oldStart, oldCount, newStart, newCount, newLines } of hunks) {
    const until = oldCount === 0 ? oldStart : oldStart - 1;
    out.push(...old.slice(at, until));
    assert.equal(newCount === 0 ? newStart : newStart - 1, out.length, "a hunk says where its new lines stand");
    out.push(...(newLines ?? []).map(String));
    at = until + oldCount;
  }
  return [...out, ...old.slice(at)];
}

const OLD = ["function pay(order) {", "  if (order.isOpen) {", "    const total = sum(order);", "    charge(total);", "  }", "  notify(order);", "}"];
const WRAPPED = ["function pay(order) {", "  if (order.user) {", "    if (order.isOpen) {", "      const total = sum(order);", "      charge(total);", "    }", "    notify(order);", "  }", "}"];
/** As git has it: the bracket that closed the old `if` is taken for the one that closes the new one. */
const AS_WRITTEN = hunksKeeping(OLD, WRAPPED, [[0, 0], [4, 7], [6, 8]]);

describe("re-indented code", () => {
  it("is aligned by what stands on its lines, so that the bracket goes with its block", () => {
    assert.ok(isReindented(AS_WRITTEN));
    const hunks = alignBlanks(AS_WRITTEN, OLD);
    assert.deepEqual(patched(OLD, hunks), WRAPPED);
    const table = applyHunks(wholeFile({ introducedBy: "ada", path: "a.ts" }), hunks, { introducedBy: "wrap", path: "a.ts" });
    const own: string[] = [];
    let line = 0;
    for (const piece of table.pieces) {
      for (let index = 0; index < piece.length && line < WRAPPED.length; index++) {
        const text = WRAPPED[line++] ?? "";
        if (piece.source.introducedBy === "wrap" && piece.edit === undefined) own.push(text);
      }
    }
    assert.deepEqual(own, ["  if (order.user) {", "  }"], "only the new condition and its bracket are the wrapping change's own");
  });

  it("stays as git has it where no line only changed its blanks", () => {
    const old = ["a();", "}", "b();", "}", "c();"];
    const fresh = ["x();", "}", "y();", "}", "c();"];
    const hunks = hunksKeeping(old, fresh, [[1, 1], [3, 3], [4, 4]]);
    assert.equal(isReindented(hunks), false);
    assert.equal(alignBlanks(hunks, old), hunks);
  });

  it("does not take a line that changed places for one that stayed", () => {
    const old = ["check(user);", "  open(door);", "close(door);"];
    const fresh = ["open(door);", "  check(user);", "close(door);"];
    const hunks = alignBlanks(hunksKeeping(old, fresh, [[2, 2]]), old);
    assert.deepEqual(patched(old, hunks), fresh);
    assert.ok(hunks.some(({ newLines }) => newLines?.includes("open(door);") === true && newLines.includes("  check(user);")), "both lines were touched");
  });

  it("is the same change after it was cut anew, whatever the texts", () => {
    let seed = 7;
    const below = (limit: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % limit;
    };
    const words = ["open(door);", "}", "{", "", "return total;", "check(user);", "];", "else {"];
    let recut = 0;
    for (let round = 0; round < 3000; round++) {
      const old = Array.from({ length: 3 + below(20) }, () => " ".repeat(2 * below(3)) + (words[below(words.length)] ?? "") + (below(3) === 0 ? String(below(6)) : ""));
      const fresh = old.flatMap((line) => (below(8) === 0 ? [] : below(7) === 0 ? [`  ${line}`, "added();"] : below(2) === 0 ? [`  ${line}`] : [line]));
      const kept: [number, number][] = [];
      for (let from = 0, to = 0; to < fresh.length; to++) {
        const found = old.indexOf(fresh[to] ?? "", from);
        if (found === -1 || below(3) === 0) continue;
        kept.push([found, to]);
        from = found + 1;
      }
      const hunks = hunksKeeping(old, fresh, kept);
      const aligned = alignBlanks(hunks, old);
      if (aligned !== hunks) recut += 1;
      assert.deepEqual(patched(old, aligned), fresh, JSON.stringify({ old, fresh, kept }));
    }
    assert.ok(recut > 300, `only ${recut} changes were looked at again`);
  });

  it("leaves a text alone that is longer than what was read, and lines too long to keep", () => {
    assert.deepEqual(alignBlanks(AS_WRITTEN, OLD.slice(0, 3)), AS_WRITTEN);
    const long = AS_WRITTEN.map((hunk, index) => (index === 0 ? { ...hunk, newLines: [null, ...(hunk.newLines ?? []).slice(1)] } : hunk));
    assert.deepEqual(alignBlanks(long, OLD), long);
  });
});
