/** Tests that stand in others: what one asserts belongs to it alone, and is told once. */
import type { Assertion, TestCase } from "./test-structure";

/** The innermost test that holds each assertion. */
export function innermostTests(tests: readonly TestCase[]): ReadonlyMap<Assertion, TestCase> {
  const length = ({ node }: TestCase) => (node === null ? Infinity : node.end - node.start);
  const outermostFirst = [...tests].sort((a, b) => length(b) - length(a));
  return new Map(outermostFirst.flatMap((test) => test.assertions.map((assertion) => [assertion, test] as const)));
}

/** A test of the base with what it asserts outside of the tests in it, and its successor with that and with what is new in the tests in it. */
export function withoutNested([old, current]: readonly [TestCase, TestCase], before: ReadonlyMap<Assertion, TestCase>, after: ReadonlyMap<Assertion, TestCase>): readonly [TestCase, TestCase] {
  const nested = new Map<string, number>();
  for (const assertion of old.assertions) if (before.get(assertion) !== old) nested.set(assertion.text, (nested.get(assertion.text) ?? 0) + 1);
  if (nested.size === 0) return [old, current];
  const left = current.assertions.filter((assertion) => {
    const count = after.get(assertion) === current ? 0 : (nested.get(assertion.text) ?? 0);
    if (count > 0) nested.set(assertion.text, count - 1);
    return count === 0;
  });
  return [{ ...old, assertions: old.assertions.filter((assertion) => before.get(assertion) === old) }, { ...current, assertions: left }];
}
