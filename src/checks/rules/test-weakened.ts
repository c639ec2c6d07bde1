import { counted } from "../../core/counted";
import type { Severity } from "../../core/model";
import type { Occurrence, Removal, Rule } from "./rule";
import { subjectOf } from "./tested-subject";
import { child, children, lastName } from "../syntax/node";
import { testCases, testMarkers, type Assertion, type TestCase } from "./test-structure";
import type { View } from "./view";

/** One assertion in the same words may be chance; a test that holds so many of another took its place. */
const LEAST_KEPT = 2;
/** Titles of fewer common words are alike by chance. */
const LEAST_SHARED = 4;
/** Strength of an assertion about the whole value. */
const EXACT = 3;

/** Tests that prove less than before. */
export const testWeakened: Rule = {
  id: "test-weakened",
  class: "test-integrity",
  severity: "error",
  why: "A green run now proves less. Where a task can't be solved as written, agents delete or alter the tests at high rates (ImpossibleBench, ICLR 2026).",
  fix: "Restore the assertion or the test and make the code pass it. If the expectation itself was wrong, say in the sign-off's note why the new one is right.",
  example: {
    path: "test/cart.test.ts",
    before: "it(\"adds up\", () => {\n  expect(total([2, 3])).toBe(5);\n});\n",
    bad: "it(\"adds up\", () => {\n  expect(total([2, 3])).toBeTruthy();\n});\n",
    good: "it(\"adds up\", () => {\n  expect(total([2, 3])).toBe(5);\n  expect(total([])).toBe(0);\n});\n",
  },

  find(view) {
    const found: Occurrence[] = testMarkers(view).map(({ node, kind, title }) => {
      const what = title === "" ? "a test" : `"${short(title)}"`;
      const message = kind === "only" ? `runs only ${what} and silences every other test of the file` : kind === "skip" ? `does not run ${what}` : `leaves ${what} to be done`;
      const callee = node["callee"] as { start: number; end: number } | undefined;
      return { start: node.start, end: callee?.end ?? node.end, message, snippet: `${kind} ${title}`, ...(kind === "todo" ? { severity: "warning" as const } : {}) };
    });
    if (!view.isTest && view.code === null) return found;
    for (const { assertions, node: test } of testCases(view)) {
      // Rust's tests stand beside the code that they are about.
      if (!view.isTest && test === null) continue;
      for (const { node, strength, subject } of assertions) {
        if (strength === 0) found.push({ start: node.start, end: node.end, message: `asserts about the literal \`${short(subject)}\`, which holds whatever the code does`, severity: "warning" });
      }
    }
    return found.sort((a, b) => a.start - b.start);
  },

  removed(base, head) {
    const before = testCases(base);
    if (before.length === 0 || !(base.isTest || before.some(({ node }) => node !== null))) return [];
    if (head === null) {
      const tests = before.filter(({ node }) => node !== null).length;
      if (tests === 0) return [];
      // With the code its tests go: worth a look, as whoever deletes both hides neither.
      const subject = subjectOf(base.path, base.facts.gone ?? []);
      return [{ baseOffset: 0, message: `the test file was deleted with its ${counted(tests, "test")}${subject === null ? "" : `, and with what it tested (${subject})`}`, snippet: `deleted ${base.path}`, ...(subject === null ? {} : { severity: "warning" as const }) }];
    }
    // A file that does not parse is reported as such, not as a deletion.
    if (head.tree === null && head.code === null) return [];
    return compare(before, testCases(head), (test, isHead) => isParameterised(isHead ? head : base, test));
  },
};

/** A test that runs once for each of several inputs: by its annotations, its comment or its title's call. */
const PARAMETERISED = /dataProvider|DataProvider|TestWith|ParameterizedTest|(Method|Csv|CsvFile|Enum|Value|Field|Arguments|TestCase)Source\b|Theory|InlineData|MemberData|TestCase\(|parametrize|\.each\b|parameterized/;
/** Characters before a test in which its comment stands. */
const COMMENT = 300;

function isParameterised(view: View, { node }: TestCase): boolean {
  return node !== null && PARAMETERISED.test(view.text.slice(Math.max(0, node.start - COMMENT), Math.min(node.end, node.start + COMMENT)));
}

function compare(before: readonly TestCase[], after: readonly TestCase[], isOverInputs: (test: TestCase, isHead: boolean) => boolean): readonly Removal[] {
  const removals: Removal[] = [];
  const left = new Set(after);
  const titles = indexed(after, ({ title: name }) => name);
  const bodies = indexed(after.filter(({ body }) => body !== ""), ({ body }) => body);
  const lasts = indexed(after, ({ title: name }) => last(name));
  const take = (index: ReadonlyMap<string, TestCase[]>, key: string): TestCase | undefined => {
    const list = index.get(key);
    for (let found = list?.pop(); found !== undefined; found = list?.pop()) if (left.delete(found)) return found;
    return undefined;
  };
  const pairs: [TestCase, TestCase][] = [];
  // Same title first; then tests that were only renamed; then the one with the same last title, moved between suites.
  const pair = (tests: readonly TestCase[], partner: (test: TestCase) => TestCase | undefined) =>
    tests.filter((test) => {
      const found = partner(test);
      if (found !== undefined) pairs.push([test, found]);
      return found === undefined;
    });
  const retitled = pair(before, (test) => take(titles, test.title));
  const renamed = pair(retitled, (test) => take(bodies, test.body) ?? take(lasts, last(test.title)));
  // A test that says nearly the same in its title was rewritten: its assertions are compared, not its name.
  const rewritten = pair(renamed, (test) => {
    const found = [...left].find((other) => other.node !== null && !other.isSkipped && areAlike(last(test.title), last(other.title)));
    if (found !== undefined) left.delete(found);
    return found;
  });
  const gone = pair(rewritten, (test) => {
    const found = test.assertions.length < LEAST_KEPT ? undefined : [...left].find((other) => holdsAll(other, test));
    if (found !== undefined) left.delete(found);
    return found;
  });
  const unmatched = [...left];
  const newTests = unmatched.reduce((sum, test) => sum + inputsOf(test), 0);
  for (const test of gone) {
    if (test.isSkipped || (test.node !== null && test.assertions.length === 0 && test.body.length < 3)) continue;
    if (test.node === null) {
      if (test.assertions.length > 0 && unmatched.length === 0) removals.push(lost(test, test.assertions, "error"));
      continue;
    }
    // Where as many tests came as went, they were probably rewritten: worth a look, no proof.
    const severity: Severity = newTests >= gone.length ? "warning" : "error";
    removals.push({ baseOffset: test.node.start, message: `the test "${short(last(test.title))}" was deleted`, severity, snippet: `test ${test.title}` });
  }
  // What stood outside of all tests may stand in a new one now.
  const elsewhere = unmatched.flatMap(({ assertions }) => assertions.map(({ text }) => text));
  for (const [old, current] of pairs) removals.push(...weaker(old, current, old.node === null ? elsewhere : [], isOverInputs(current, true) && !isOverInputs(old, false)));
  return removals;
}

/** Tests that a test stands for: as many as `.each` lists inputs; 0 for what stands outside of all tests. */
function inputsOf({ node }: TestCase): number {
  if (node === null) return 0;
  const callee = child(node, "callee");
  const listed = callee?.type === "CallExpression" && lastName(child(callee, "callee")) === "each" ? children(callee, "arguments")[0] : undefined;
  return listed?.type === "ArrayExpression" ? Math.max(1, children(listed, "elements").length) : 1;
}

/** Share of the words of two titles that both have, from which on they name one test. */
const ALIKE = 0.75;

function areAlike(one: string, other: string): boolean {
  const [words, others] = [one, other].map((title) => title.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== ""));
  if (words === undefined || others === undefined) return false;
  const shared = words.filter((word) => others.includes(word)).length;
  return shared >= LEAST_SHARED && shared >= ALIKE * Math.max(words.length, others.length);
}

/** Whether a test asserts all that another did, in the same words. */
function holdsAll(test: TestCase, other: TestCase): boolean {
  const texts = new Set(test.assertions.map(({ text }) => text));
  return test.node !== null && !test.isSkipped && other.assertions.every(({ text }) => texts.has(text));
}

/** Tests by a key, the first one last, so that it is taken first. */
function indexed(tests: readonly TestCase[], key: (test: TestCase) => string): ReadonlyMap<string, TestCase[]> {
  const index = new Map<string, TestCase[]>();
  for (const test of [...tests].reverse()) {
    const list = index.get(key(test));
    if (list === undefined) index.set(key(test), [test]);
    else list.push(test);
  }
  return index;
}

/** `elsewhere`: assertions that moved there are not missing. `isOverInputs`: one assertion stands now for as many as there are inputs. */
function weaker(old: TestCase, current: TestCase, elsewhere: readonly string[], isOverInputs: boolean): readonly Removal[] {
  const kept = new Map<string, number>();
  for (const { text } of current.assertions) kept.set(text, (kept.get(text) ?? 0) + 1);
  const missing: Assertion[] = [];
  for (const assertion of old.assertions) {
    const left = kept.get(assertion.text) ?? 0;
    if (left > 0) kept.set(assertion.text, left - 1);
    else if (!elsewhere.includes(assertion.text)) missing.push(assertion);
  }
  const added: Assertion[] = [];
  for (const assertion of current.assertions) {
    const left = kept.get(assertion.text) ?? 0;
    if (left <= 0) continue;
    kept.set(assertion.text, left - 1);
    added.push(assertion);
  }
  const removals: Removal[] = [];
  const unanswered: Assertion[] = [];
  for (const assertion of missing) {
    const index = added.findIndex(({ subject }) => subject === assertion.subject);
    const replacement = index >= 0 ? added.splice(index, 1)[0] : undefined;
    if (replacement === undefined && isOverInputs && current.assertions.some(({ matcher, strength }) => matcher === assertion.matcher && strength >= assertion.strength)) continue;
    if (replacement === undefined) unanswered.push(assertion);
    else if (replacement.strength < assertion.strength) {
      removals.push({
        baseOffset: assertion.node.start,
        message: `the assertion about \`${short(assertion.subject)}\` was loosened from ${assertion.matcher} to ${replacement.matcher}${title(old)}`,
        snippet: `loosened ${assertion.text}`,
      });
    }
  }
  // What asserts about something else replaces as many as it is, unless it asserts nothing.
  const lostCount = unanswered.length - added.filter(({ strength }) => strength > 0).length;
  const first = unanswered[0];
  const isComprised = lengthOf(added.filter(({ strength }) => strength === EXACT)) >= lengthOf(unanswered);
  if (lostCount > 0 && first !== undefined) removals.push(lost(old, unanswered.slice(0, lostCount), isComprised ? "warning" : "error"));
  return removals;
}

/** An exact value that says as much as what went probably comprises it: worth a look, no proof. */
function lengthOf(assertions: readonly Assertion[]): number {
  return assertions.reduce((sum, { text }) => sum + text.length, 0);
}

function lost(test: TestCase, assertions: readonly Assertion[], severity: Severity): Removal {
  const first = assertions[0];
  return {
    baseOffset: first?.node.start ?? 0,
    message: `${counted(assertions.length, "assertion")} removed${title(test)}: \`${short(first?.text ?? "")}\``,
    severity,
    snippet: `assertions ${assertions.map(({ text }) => text).join("\0")}`,
  };
}

function title(test: TestCase): string {
  return test.title === "" ? "" : ` in "${short(last(test.title))}"`;
}

function last(titles: string): string {
  return titles.split(" › ").pop() ?? "";
}

function short(words: string): string {
  return words.length > 60 ? `${words.slice(0, 57)}…` : words;
}
