import { holds } from "../syntax/node";
import { bestPairs } from "./rewritten-tests";
import { linesWithin, MAY_HIDE } from "./test-places";
import type { TestCase } from "./test-structure";
import type { View } from "./view";

/** Share of the lines of both tests that stand in the other one. */
const MOSTLY = 2 / 3;
/** Lines that hold no word say nothing. */
const WORD = /\w/;
/** More of both are no renaming by hand. */
const MAXIMUM_TESTS = 300;

/** The two versions of a file and its tests. */
export interface Versions {
  readonly base: View;
  readonly head: View;
  readonly before: readonly TestCase[];
  readonly after: readonly TestCase[];
}

/**
 * For each of the tests that went the new one that stands in its place, between the same neighbours and in the same test, with mostly the same lines.
 * A new test stands for one of them.
 */
export function renamedInPlace(gone: readonly TestCase[], added: readonly TestCase[], pairs: readonly (readonly [TestCase, TestCase])[], { base, head, before, after }: Versions): ReadonlyMap<TestCase, TestCase> {
  if (gone.length === 0 || added.length === 0 || gone.length > MAXIMUM_TESTS || added.length > MAXIMUM_TESTS) return new Map();
  const partners = new Map(pairs);
  const standing = new Set(partners.values());
  const placed = gone.map((test) => ({ test, lines: linesOf(base, test), place: placeOf(test, before, (one) => partners.get(one)) }));
  const others = added.map((test) => ({ test, lines: linesOf(head, test), place: placeOf(test, after, (one) => (standing.has(one) ? one : undefined)) }));
  const ranked = placed.flatMap(({ test, lines, place }) =>
    others.flatMap((other) => {
      const shared = [...lines].filter((line) => other.lines.has(line)).length;
      const score = shared / Math.max(1, lines.size, other.lines.size);
      return score >= MOSTLY && place.every((one, index) => one === other.place[index]) ? [{ test, other: other.test, score }] : [];
    }),
  );
  return bestPairs(ranked);
}

/** Whether every line of a test stands in the one that took its place, behind none that may leave before it. */
export function keepsLines(old: TestCase, current: TestCase, { base, head }: Pick<Versions, "base" | "head">): boolean {
  const lines = linesOf(head, current);
  const before = linesOf(base, old);
  return [...before].every((line) => lines.has(line)) && [...lines].every((line) => before.has(line) || !MAY_HIDE.test(line));
}

function linesOf(view: View, { node }: TestCase): ReadonlySet<string> {
  return new Set(node === null ? [] : linesWithin(view.text.slice(node.start, node.end)).filter((line) => WORD.test(line)));
}

/** The nearest test before, the nearest one after and the one around a test, of those that stand in both versions, each as the head has it. */
function placeOf({ node }: TestCase, tests: readonly TestCase[], inHead: (test: TestCase) => TestCase | undefined): readonly (TestCase | undefined)[] {
  if (node === null) return [];
  const start = (test: TestCase) => test.node?.start ?? 0;
  const standing = tests.filter((test) => test.node !== null && inHead(test) !== undefined && !holds(node, test.node.start)).sort((a, b) => start(a) - start(b));
  const earlier = standing.filter((test) => start(test) < node.start);
  const nearest = [earlier.at(-1), standing[earlier.length], earlier.findLast((test) => holds(test.node, node.start))];
  return nearest.map((test) => (test === undefined ? undefined : inHead(test)));
}
