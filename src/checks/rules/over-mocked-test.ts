import { child, children, dottedName, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { flowOfView } from "./flow-sink";
import type { Flow } from "../flow/flow";
import type { Occurrence, Rule } from "./rule";
import { testCases, type TestCase } from "./test-structure";
import type { View } from "./view";

const MODULE_MOCK = /^(jest|vi|vitest|mock|td|sinon)\.(mock|doMock|unstable_mockModule|module|replaceEsm)$|^(proxyquire|rewiremock|esmock|quibble)(\.\w+)?$/;
/** The original still stands behind a mock of a part. */
const ORIGINAL = /importActual|requireActual|importOriginal|\boriginal\b|\bactual\b|callThrough/i;
const MAKES_MOCK = /^(jest|vi|vitest|sinon|mock|td|t)(\.mock)?\.(fn|stub|spy|fake|func|function|mocked|createStubInstance)(\(\))?(\.\w+(\(\))?)*$|^(fn|stub|mocked|createMock|mock|mockDeep)\(\)(\.\w+(\(\))?)*$/;
const MOCK_MATCHER = /^(?:not\.)?(toHaveBeenCalled\w*|toBeCalled\w*|toHaveBeenLastCalledWith|toHaveBeenNthCalledWith|toHaveReturned\w*|lastCalledWith|nthCalledWith|called\w*|notCalled|callCount|calls?)$/;
const SUBJECT_OF_MOCK = /\.mock\.(calls|results|callCount\(\)|lastCall)|\.(callCount|called\w*|getCalls?\(|firstCall|lastCall|args\[)/;
/** A call that asserts by its name, in the file or in a helper. */
const ASSERTING = /(^|\.)(\w*(assert|expect|verif|check|should|must|ensure|match(es)?Snapshot|validate|compare|invariant|throws?|rejects?)\w*)(\(\))?(\.|$)/i;

const HELPER = /^(run|test|scenario|it|spec|suite|case|cy|page|browser|screen|rule_?tester|tester)/i;

/** Tests that mostly test what they themselves put in. */
export const overMockedTest: Rule = {
  id: "over-mocked-test",
  class: "test-integrity",
  severity: "warning",
  why: "The test passes whatever the code does: it looks at its own stand-ins. 36 % of assistants' test commits add mocks against 26 % of people's (MSR 2026, 1.2 million commits), and 40 to 50 % of assistants' repositories carry tests that mean nothing (OX Security 2025).",
  fix: "Let the code under test run for real, and assert what it returns or what it left behind; keep stand-ins for what is slow, paid for or random.",
  example: {
    path: "test/cart.test.ts",
    before: null,
    bad: "vi.mock(\"../src/cart\");\nit(\"adds up\", () => expect(total([2, 3])).toBe(5));\n",
    good: "vi.mock(\"../src/prices\");\nit(\"adds up\", () => expect(total([2, 3])).toBe(5));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null || !view.isTest) return [];
    const made = madeNames(flow);
    const replaced = replacedNames(flow);
    return [...mocksOfSubject(view, flow.tree), ...testCases(view).flatMap((one) => [...ownAnswers(one, new Set([...made, ...replaced])), ...onlyMocks(one, replaced), ...withoutAssertion(flow.tree, one)])].sort((a, b) => a.start - b.start);
  },
};

/** `vi.mock("./cart")` in cart.test.ts, with nothing of the original left. */
function mocksOfSubject(view: View, tree: SourceFile): readonly Occurrence[] {
  const subject = /([^/]+?)[._-](?:test|spec)\.[cm]?[jt]sx?$/.exec(view.path)?.[1]?.toLowerCase();
  if (subject === undefined) return [];
  return tree.nodes("CallExpression").flatMap((call): readonly Occurrence[] => {
    const name = dottedName(child(call, "callee"));
    if (name === null || !MODULE_MOCK.test(name)) return [];
    const [first = null, factory] = children(call, "arguments");
    const source = unwrapped(first);
    const module = stringValue(source?.type === "ImportExpression" ? child(source, "source") : source);
    if (module === null || !/^[.~@#]?\.?\//.test(module) || (factory !== undefined && ORIGINAL.test(tree.textOf(factory)))) return [];
    const stem = (module.split("/").pop() ?? "").replace(/\.[cm]?[jt]sx?$/, "").toLowerCase();
    const named = stem === "index" ? (module.split("/").slice(-2, -1)[0] ?? "").toLowerCase() : stem;
    return named === subject ? [{ start: call.start, end: Math.min(call.end, (first?.end ?? call.end) + 1), message: `replaces \`${module}\`, the module that this file tests`, snippet: `mocks subject ${module}` }] : [];
  });
}

/** Names of mocks that the test makes itself. */
function madeNames({ tree }: Flow): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of tree.nodes("VariableDeclarator")) {
    const id = text(child(node, "id"), "name");
    const init = unwrapped(child(node, "init"));
    const callee = init?.type === "CallExpression" ? dottedName(init) : null;
    if (id !== null && callee !== null && MAKES_MOCK.test(callee)) names.add(id);
  }
  return names;
}

/** Names imported from modules that are mocked as a whole: what the code under test calls without knowing. */
function replacedNames({ tree }: Flow): ReadonlySet<string> {
  const names = new Set<string>();
  const modules = new Set<string>();
  for (const call of tree.nodes("CallExpression")) {
    const [first = null, factory] = children(call, "arguments");
    const module = stringValue(unwrapped(first));
    if (module !== null && MODULE_MOCK.test(dottedName(child(call, "callee")) ?? "") && !(factory !== undefined && ORIGINAL.test(tree.textOf(factory)))) modules.add(module);
  }
  for (const node of tree.nodes("ImportDeclaration")) {
    if (!modules.has(stringValue(child(node, "source")) ?? "")) continue;
    for (const specifier of children(node, "specifiers")) names.add(text(child(specifier, "local"), "name") ?? "");
  }
  return names;
}

/** `expect(stub()).toBe(5)`: what was put in comes out. */
function ownAnswers({ assertions }: TestCase, mocks: ReadonlySet<string>): readonly Occurrence[] {
  return assertions.flatMap(({ node, subject }): readonly Occurrence[] => {
    const called = /^(?:await)?([A-Za-z_$][\w$]*)\(/.exec(subject)?.[1];
    // A mock that was given an implementation to try is its own subject.
    if (called === undefined || !mocks.has(called) || !/\)$/.test(subject)) return [];
    return [{ start: node.start, end: node.end, message: `asserts what the stand-in \`${called}\` was told to answer` }];
  });
}

/** Every assertion is about calls of module mocks, and what the code gave back is thrown away. */
function onlyMocks(one: TestCase, mocks: ReadonlySet<string>): readonly Occurrence[] {
  const { assertions, node } = one;
  if (node === null || assertions.length < 2) return [];
  const roots = new Set<string>();
  for (const { matcher, subject } of assertions) {
    if (!MOCK_MATCHER.test(matcher) && !SUBJECT_OF_MOCK.test(subject)) return [];
    roots.add(/^[A-Za-z_$][\w$]*/.exec(subject)?.[0] ?? "");
  }
  // One stand-in that is called is an interface kept; several are the implementation written down again.
  const replaced = [...roots].filter((root) => mocks.has(root));
  if (replaced.length < 2 || replaced.length < roots.size) return [];
  return [{ ...titlePlace(node), message: `asserts only that ${replaced.length} stand-ins were called: ${replaced.slice(0, 3).map((root) => `\`${root}\``).join(", ")}`, severity: "note", snippet: `only mocks ${one.title}` }];
}

/** A test that ends without having looked at anything. */
function withoutAssertion(tree: SourceFile, { assertions, node, title, isSkipped }: TestCase): readonly Occurrence[] {
  if (node === null || assertions.length > 0 || isSkipped) return [];
  const callback = children(node, "arguments").find((argument) => /Function/.test(argument.type));
  const body = child(callback ?? null, "body");
  if (body === null || body.type !== "BlockStatement" || children(body, "body").length === 0) return [];
  // What a compiler checks, and what only has to end without an error, needs no assertion.
  if (/\btyped?s?\b|infer|compil|throw|without (an )?(error|exception)|@ts-expect-error/i.test(`${title} ${tree.textOf(body)}`)) return [];
  const calls = tree.within(body, "CallExpression");
  if (calls.some((call) => ASSERTING.test(dottedName(child(call, "callee")) ?? "expect"))) return [];
  const names = calls.map((call) => dottedName(child(call, "callee")) ?? "?");
  // Helpers that run a whole scenario assert inside.
  if (names.length === 0 || names.some((name) => HELPER.test(name)) || /\b(done|t|assert|expect)\b/.test(children(callback ?? null, "params").map((parameter) => tree.textOf(parameter)).join())) return [];
  return [{ ...titlePlace(node), message: "runs code and asserts nothing", severity: "note", snippet: `no assertion ${title}` }];
}

function titlePlace(node: SyntaxNode): { start: number; end: number } {
  const first = children(node, "arguments")[0];
  return { start: node.start, end: first?.end ?? node.end };
}
