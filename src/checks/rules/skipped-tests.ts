/** Tests that do not run, and whether they ran before the change. */
import type { Severity } from "../../core/model";
import { TestPlaces } from "./test-places";
import { pairTests } from "./test-pairs";
import { testCases, testMarkers, type TestCase, type TestMarker } from "./test-structure";
import type { View } from "./view";

/** Lines, counted from 0. */
export type LineRange = readonly [first: number, last: number];

/** Lines of tests that are not run. */
export interface SkippedLines {
  readonly base: readonly LineRange[];
  readonly head: readonly LineRange[];
}

/** Tests that a marker is about: those that stand in it, else those that it stands in, else all of the file. */
function testsOf({ node, scope = node }: TestMarker, cases: readonly TestCase[]): readonly TestCase[] {
  const tests = cases.filter((one) => one.node !== null);
  const inside = tests.filter((one) => scope.start <= (one.node?.start ?? -1) && (one.node?.end ?? Infinity) <= scope.end);
  if (inside.length > 0) return inside;
  const around = tests.filter((one) => (one.node?.start ?? Infinity) <= scope.start && scope.end <= (one.node?.end ?? -1));
  return around.length > 0 ? around : tests;
}

/** What is called like a test. */
const CALLED = /\b(?:it|test|describe)\s*\(/;

export function skippedLines(base: View | null, head: View | null): SkippedLines {
  return { base: linesNotRun(base), head: linesNotRun(head) };
}

function linesNotRun(view: View | null): readonly LineRange[] {
  if (view === null) return [];
  const markers = testMarkers(view).filter(({ kind }) => kind === "skip" || kind === "todo");
  if (markers.length === 0) return [];
  const cases = testCases(view);
  const skipped = new Set(markers.flatMap((marker) => testsOf(marker, cases)));
  return [...skipped].flatMap(({ node }) => (node === null ? [] : [[view.lines.lineOf(node.start), view.lines.lineOf(node.end - 1)]]));
}

/** How severe it is that a test is skipped, or expected to fail: one that arrives so takes nothing away that ran before. */
export function skipSeverities(view: View, base: View | null | undefined): (marker: TestMarker) => Severity {
  // What can't be read may hold anything.
  if (base === undefined || (base !== null && base.tree === null && base.code === null)) return () => "error";
  const cases = testCases(view);
  const before = base === null ? [] : testCases(base);
  const ran = new Set(pairTests(before, cases).pairs.flatMap(([old, current]) => (old.isSkipped ? [] : [current])));
  const places = new TestPlaces(view, view.facts.goneTests ?? [], 1);
  return (marker) => {
    const tests = testsOf(marker, cases);
    // What is skipped can't be told: a title or a body that stands elsewhere.
    if (tests.length === 0) return before.length === 0 && !CALLED.test(base?.text ?? "") ? "warning" : "error";
    return tests.some((test) => ran.has(test) || (test.body !== "" && places.placeOf(test) !== null)) ? "error" : "warning";
  };
}
