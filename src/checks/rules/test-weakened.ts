import { counted } from "../../core/counted";
import { child, children, dottedName, lastName, unwrapped } from "../syntax/node";
import { assertionLosses, isTaken, lostAssertions } from "./assertion-losses";
import { handedAssertions } from "./called-helpers";
import { LostSubjects } from "./lost-subjects";
import { innermostTests, withoutNested } from "./nested-tests";
import { keepsLines } from "./renamed-tests";
import type { Occurrence, Removal, Rule } from "./rule";
import { short } from "./short-text";
import { skipSeverities } from "./skipped-tests";
import { isRunning, mergedTests, pairTests } from "./test-pairs";
import { lastTitle, testCases, testMarkers, type TestCase } from "./test-structure";
import { subjectOf } from "./tested-subject";
import type { View } from "./view";

/** Share of a rewritten test's assertions that has to be there again. */
const LEAST_ASSERTED = 0.5;

/** Tests that have to go together to be a suite. */
const LEAST_SUITE = 4;
/** Share of a suite, of its tests and of what they ask, that has to come for it. */
const LEAST_KEPT = 0.5;

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

  find(view, base) {
    const markers = testMarkers(view);
    const severityOf = markers.some(({ kind }) => kind === "skip" || kind === "fails") ? skipSeverities(view, base) : () => "error" as const;
    const found: Occurrence[] = markers.map((marker) => {
      const { node, kind, title } = marker;
      const what = title === "" ? "a test" : `"${short(title)}"`;
      const message = kind === "only" ? `runs only ${what} and silences every other test of the file` : kind === "skip" ? `does not run ${what}` : kind === "fails" ? `is content when ${what} fails` : `leaves ${what} to be done`;
      const callee = node["callee"] as { start: number; end: number } | undefined;
      return { start: node.start, end: callee?.end ?? node.end, message, snippet: `${kind} ${title}`, severity: kind === "todo" ? "warning" : kind === "only" ? "error" : severityOf(marker) };
    });
    if (!view.isTest && view.code === null) return found;
    for (const [{ node, strength, subject }, { node: test }] of innermostTests(testCases(view))) {
      // Rust's tests stand beside the code that they are about.
      if (!view.isTest && test === null) continue;
      if (strength === 0) found.push({ start: node.start, end: node.end, message: `asserts about the literal \`${short(subject)}\`, which holds whatever the code does`, severity: "warning" });
    }
    return [...found, ...unmatched(view)].sort((a, b) => a.start - b.start);
  },

  removed(base, head) {
    const before = testCases(base);
    if (before.length === 0 || !(base.isTest || before.some(({ node }) => node !== null))) return [];
    if (head === null) return toldOf(base.path, deletedFile(base, before));
    // A file that does not parse is reported as such, not as a deletion.
    if (head.tree === null && head.code === null) return [];
    return toldOf(base.path, compare(base, head, before, testCases(head)));
  },
};

/** Tests in a folder of fixtures are what other tests run: what they prove is asserted there. */
const FIXTURES = /(^|\/)(?:(?:tests?|__tests__|e2e|specs?)\/(?:[^/]+\/)*fixtures?([-_][^/]*)?|__fixtures__)\//;

function toldOf(path: string, removals: readonly Removal[]): readonly Removal[] {
  return FIXTURES.test(path) ? removals.map((removal) => ({ ...removal, severity: "warning" })) : removals;
}

/** `expect(value)` as a statement of its own: it holds whatever the value is. */
function unmatched(view: View): readonly Occurrence[] {
  if (!view.isTest) return [];
  return (view.tree?.nodes("ExpressionStatement") ?? []).flatMap((statement) => {
    const call = unwrapped(child(statement, "expression"));
    if (call?.type !== "CallExpression" || !/^expect(\.soft)?$/.test(dottedName(child(call, "callee")) ?? "")) return [];
    return [{ start: call.start, end: call.end, message: `asserts nothing: no matcher follows \`${short(view.text.slice(call.start, call.end).replace(/\s+/g, " "))}\``, severity: "warning" as const }];
  });
}

/** A test that runs once for each of several inputs: by its annotations, its comment or its title's call. */
const PARAMETERISED = /dataProvider|DataProvider|TestWith|ParameterizedTest|(Method|Csv|CsvFile|Enum|Value|Field|Arguments|TestCase)Source\b|Theory|InlineData|MemberData|TestCase\(|parametrize|\.each\b|parameterized/;
/** Characters before a test in which its comment stands. */
const COMMENT = 300;

function isParameterised(view: View, { node }: TestCase): boolean {
  return node !== null && PARAMETERISED.test(view.text.slice(Math.max(0, node.start - COMMENT), Math.min(node.end, node.start + COMMENT)));
}

/** With its tests' subjects, or their move to another file, a file goes for a reason: worth a look, as whoever deletes both hides neither. */
function deletedFile(base: View, before: readonly TestCase[]): readonly Removal[] {
  const subjects = new LostSubjects(base, null, before);
  const ran = before.filter(isRunning);
  const left = ran.filter((test) => subjects.movedAs(test) !== "whole");
  if (left.length === 0) return [];
  const gone = left.flatMap((test) => subjects.ofTest(test) ?? []);
  const subject = subjectOf(base.path, base.facts.gone ?? []) ?? subjects.packageGone() ?? subjects.importGone() ?? (2 * gone.length > left.length ? `\`${gone[0] ?? ""}\`` : null);
  const successor = subjects.successor(left);
  const reason = subject !== null ? `, and with what it tested (${subject})` : successor !== null ? `; ${successor} is new` : "";
  const isAnswered = reason !== "" || left.every((test) => subjects.movedAs(test) !== null || isOfExistence(test, subjects));
  return [{ baseOffset: 0, message: `the test file was deleted with ${left.length < ran.length ? `${left.length} of ` : ""}its ${counted(ran.length, "test")}${reason}`, snippet: `deleted ${base.path}`, ...(isAnswered ? { severity: "warning" as const } : {}) }];
}

/** Whether what a module exports is there, whoever uses it says. */
function isOfExistence({ assertions }: TestCase, subjects: LostSubjects): boolean {
  return assertions.length > 0 && assertions.every((assertion) => subjects.isExistence(assertion));
}

function compare(base: View, head: View, before: readonly TestCase[], after: readonly TestCase[]): readonly Removal[] {
  const removals: Removal[] = [];
  const subjects = new LostSubjects(base, head, before);
  const { pairs, renamed, rewritten, gone, added } = pairTests(before, after, { base, head });
  const left = gone.filter((test) => subjects.movedAs(test) !== "whole");
  const ran = left.filter(isRunning);
  const fresh = added.filter(isRunning);
  const newTests = fresh.reduce((sum, test) => sum + inputsOf(test), 0);
  const suite = newSuite(ran, fresh, newTests);
  const merged = mergedTests(ran, before, after, { base, head });
  // What stood outside of all tests may stand in one of them now.
  const told = new Set(before.flatMap(({ node, assertions }) => (node === null ? [] : assertions.map(({ text }) => text))));
  const elsewhere = after.flatMap(({ node, assertions }) => (node === null ? [] : assertions.filter(({ text }) => !told.has(text))));
  for (const test of left) {
    const variant = merged.get(test);
    if (variant !== undefined) {
      removals.push({ baseOffset: test.node?.start ?? 0, headOffset: variant.node?.start ?? 0, message: `the test "${short(lastTitle(test.title))}" was merged into "${short(lastTitle(variant.title))}"`, severity: "warning", snippet: `test ${test.title}` });
      continue;
    }
    if (test.isSkipped || (test.node !== null && test.assertions.length === 0 && test.body.length < 3)) continue;
    if (test.node === null) {
      const lost = test.assertions.filter((assertion) => !isTaken(elsewhere, assertion));
      if (lost.length === 0 || added.length > 0) continue;
      const setUps = lost.map((assertion) => subjects.ofSetup(assertion, test, test));
      const standing = lost.filter((_, index) => setUps[index] === null);
      const isSetUp = standing.every((assertion) => subjects.isPrecondition(assertion));
      removals.push(standing.length > 0 ? lostAssertions(test, standing, isSetUp ? "warning" : "error") : lostAssertions(test, lost, "warning", setUps[0]));
      continue;
    }
    const subject = subjects.ofTest(test);
    // Where as many tests came as went, they were probably rewritten: worth a look, no proof.
    const isAnswered = subject !== null || isOfExistence(test, subjects) || newTests >= left.length || subjects.movedAs(test) !== null;
    const told = { baseOffset: test.node.start, message: `the test "${short(lastTitle(test.title))}" was deleted${subject === null ? "" : ` with what it tested (\`${short(subject)}\`)`}`, snippet: `test ${test.title}` };
    if (isAnswered || suite === null) removals.push({ ...told, severity: isAnswered ? "warning" : "error" });
    else removals.push({ ...told, ...suite.next(told.message) });
  }
  for (const [old, current] of rewritten) {
    const isLess = current.assertions.length < LEAST_ASSERTED * old.assertions.length;
    const told = rewrittenAs(old, current);
    removals.push(isLess ? { ...told, message: `${told.message}, which asserts less: ${current.assertions.length} of ${counted(old.assertions.length, "assertion")}`, severity: "error" } : told);
  }
  const innermost = { before: innermostTests(before), after: innermostTests(after) };
  const inPlace = new Set(renamed.map(([old]) => old));
  for (const pair of pairs) {
    const [old, current] = withoutNested(pair, innermost.before, innermost.after);
    // What did not run proved nothing.
    if (old.isSkipped) continue;
    const isOverInputs = isParameterised(head, current) && !isParameterised(base, old);
    const losses = assertionLosses(old, current, { elsewhere: old.node === null ? elsewhere : [], isOverInputs, handed: () => handedAssertions(head, current, old), subjects });
    removals.push(...losses);
    if (losses.length === 0 && inPlace.has(pair[0]) && !keepsLines(old, current, { base, head })) removals.push(rewrittenAs(old, current));
  }
  return removals;
}

/** Where a suite was written anew, half as long at least, its tests that went are one matter: told once as an error if the new ones ask less, else as warnings. */
function newSuite(gone: readonly TestCase[], added: readonly TestCase[], newTests: number): { next(message: string): Pick<Removal, "message" | "severity"> } | null {
  if (gone.length < LEAST_SUITE || newTests < LEAST_KEPT * gone.length) return null;
  const before = askedBy(gone);
  const now = askedBy(added);
  const calls = [...before.calls];
  if (now.weight < LEAST_KEPT * before.weight || calls.filter((name) => now.calls.has(name)).length < LEAST_KEPT * calls.length) return null;
  let isTold = now.weight >= before.weight;
  return {
    next(message) {
      if (isTold) return { message, severity: "warning" };
      isTold = true;
      return { message: `${message}, one of ${counted(gone.length, "test")} for which ${newTests} came that ask less`, severity: "error" };
    },
  };
}

/** What tests ask, each thing once, and the functions whose results they ask about. */
function askedBy(tests: readonly TestCase[]): { readonly weight: number; readonly calls: ReadonlySet<string> } {
  const asked = new Map(tests.flatMap(({ assertions }) => assertions.filter(({ text, subject }) => !text.endsWith(`(${subject})`)).map((one) => [one.text, one] as const)));
  const calls = [...asked.values()].flatMap(({ subject }) => [...subject.matchAll(/([A-Za-z_$][\w$]*)\(/g)].map(([, name = ""]) => name));
  return { weight: [...asked.values()].reduce((sum, { strength }) => sum + strength, 0), calls: new Set(calls) };
}

function rewrittenAs(old: TestCase, current: TestCase): Removal {
  return { baseOffset: old.node?.start ?? 0, headOffset: current.node?.start ?? 0, message: `the test "${short(lastTitle(old.title))}" was rewritten as "${short(lastTitle(current.title))}"`, severity: "warning", snippet: `test ${old.title}` };
}

/** Tests that a test stands for: as many as `.each` lists inputs. */
function inputsOf({ node }: TestCase): number {
  const callee = child(node, "callee");
  const listed = callee?.type === "CallExpression" && lastName(child(callee, "callee")) === "each" ? children(callee, "arguments")[0] : undefined;
  return listed?.type === "ArrayExpression" ? Math.max(1, children(listed, "elements").length) : 1;
}
