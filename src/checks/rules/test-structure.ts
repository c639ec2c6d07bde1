import { child, children, dottedName, isFunction, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { View } from "./view";

/** One test case with its assertions; the group with an empty title holds what stands outside of all tests. */
export interface TestCase {
  /** Titles from the outermost suite to the test. */
  readonly title: string;
  readonly node: SyntaxNode | null;
  readonly assertions: readonly Assertion[];
  /** The body without white space, to find a test again that was only renamed. */
  readonly body: string;
  readonly isSkipped: boolean;
}

export interface Assertion {
  readonly node: SyntaxNode;
  /** The whole assertion without white space. */
  readonly text: string;
  /** What is asserted about, without white space. */
  readonly subject: string;
  readonly matcher: string;
  /** 3 an exact value, 2 a part or kind, 1 only that something is there, 0 nothing at all. */
  readonly strength: number;
}

/** Something that keeps tests from running, or takes a failure for success. */
export interface TestMarker {
  readonly node: SyntaxNode;
  readonly kind: "skip" | "only" | "todo" | "fails";
  readonly title: string;
  /** What it keeps from running, where that is not the node itself. */
  readonly scope?: SyntaxNode;
}

const SUITE = /^(describe|context|suite|xdescribe|fdescribe|xcontext|test\.describe)((\.\w+)*|\.each\(\))(\(\))?$/;
const CASE = /^(it|test|specify|xit|xtest|xspecify|fit|ftest|Deno\.test|bench)((\.\w+)*|\.each\(\))(\(\))?$/;

/** What a runner offers beside the test itself: Playwright's `test.describe` is a suite, `test.step` a part of a test, `test.beforeEach` a hook. */
const NO_CASE = /\.(describe|step|before|after|beforeEach|afterEach|beforeAll|afterAll)\b/;

/** What Playwright's `test.skip` and its like are called where they are no tests. */
const ANNOTATION = /^(it|test)\.(skip|fixme|fail|slow)$/;

/** A project's own way to say `test`, such as `testOnLinux("title", () => {})`: known by its name, its title and its body. */
const OWN_CASE = /^(it|test)[A-Z]\w*$/;

/** A project's own assertions, such as `expectNames(list, wanted)`. */
const OWN_ASSERTION = /^(expect|assert)(?!TypeOf$)[A-Z]\w*$/;

/** Assertions that are called by their bare name, and say what they are. */
const BARE_ASSERTION = /^(strictEqual|deepEqual|deepStrictEqual|partialDeepStrictEqual|notEqual|notStrictEqual|notDeepEqual|notDeepStrictEqual|doesNotThrow|doesNotReject)$/;

/** Those whose name may be anything's: they are assertions where the file takes them from a module of such. */
const SHORT_ASSERTION = /^(equal|equals|ok|notOk|is|throws|rejects|match|doesNotMatch|fail|ifError|same|isTrue|isFalse|isDefined|isUndefined|isNull|exists|include|lengthOf|instanceOf)$/;
const ASSERTING_MODULE = /^(node:)?assert(\/strict)?$|(^|[/@-])(assert|chai|vitest|uvu|tap|tape|test|testing)([/-]|$)/;

export function isOwnAssertion(matcher: string): boolean {
  return OWN_ASSERTION.test(matcher);
}

/** A file that imports a test runner holds tests, whatever its name. */
const RUNNERS = /["'](?:vitest|jest|@jest\/globals|mocha|node:test|@playwright\/test|ava|bun:test|tap|uvu|cypress)["']/;

const STRENGTH: readonly (readonly [RegExp, number])[] = [
  [/^(toBe|toEqual|toStrictEqual|toBeNull|toBeUndefined|toBeNaN|toBeCloseTo|toHaveLength|toThrowErrorMatching\w+|toMatchInlineSnapshot|toHaveBeenCalledExactlyOnceWith|toHaveBeenCalledTimes|toHaveBeenNthCalledWith|toHaveBeenLastCalledWith|toHaveBeenCalledWith|toHaveReturnedWith|toHaveText|toHaveValue|toHaveCount|equal|equals|eql|eq|deepEqual|strictEqual|deepStrictEqual|is|same|deep|null|undefined|true|false|lengthOf|calledWith|calledOnceWith|calledWithExactly|callCount)$/, 3],
  [/^(toMatch|toMatchObject|toContain|toContainEqual|toHaveProperty|toBeInstanceOf|toBeGreaterThan\w*|toBeLessThan\w*|toMatchSnapshot|toThrow|toThrowError|toBeTypeOf|throws|rejects|match|include|includes|contain|contains|property|instanceof|instanceOf|a|an|above|below|least|most|partialDeepStrictEqual|like|regex|closeTo|notEqual|notStrictEqual|notDeepEqual|oneOf|keys|members|toHaveBeenCalledOnce|calledOnce|toContainText|matchSnapshot)$/, 2],
  [/^(toBeTruthy|toBeFalsy|toBeDefined|toBeVisible|toHaveBeenCalled|toBeCalled|ok|notOk|exist|exists|truthy|falsy|isOk|isDefined|called|pass|notThrow\w*|doesNotThrow|doesNotReject|assert|isTrue|isFalse|toBeAttached|toBeInTheDocument|be)$/, 1],
];

/** Whether a matcher says that something was not called at all, which is as exact as how often it was. */
export function deniesAnyCall(matcher: string): boolean {
  return /^not\.(toHaveBeenCalled|toBeCalled|called)$/.test(matcher);
}

/** The test's own title, without those of its suites. */
export function lastTitle(titles: string): string {
  return titles.split(" › ").pop() ?? "";
}

const knownCases = new WeakMap<View, readonly TestCase[]>();
const knownMarkers = new WeakMap<View, readonly TestMarker[]>();

/** Test cases of a file by title. Suites give the path; helpers outside of tests are one group. Read once, as several rules ask. */
export function testCases(view: View): readonly TestCase[] {
  let found = knownCases.get(view);
  if (found === undefined) knownCases.set(view, (found = readCases(view)));
  return found;
}

function readCases(view: View): readonly TestCase[] {
  const { tree } = view;
  if (tree === null) return view.code?.tests ?? [];
  const assertions = assertionsOf(view);
  const stopped = testMarkers(view).flatMap(({ kind, scope }) => (kind === "skip" && scope !== undefined ? [scope] : []));
  const cases: TestCase[] = [];
  const owned = new Set<Assertion>();
  for (const call of tree.nodes("CallExpression")) {
    const name = dottedName(child(call, "callee"));
    if (name === null || !((view.isTest && isOwnCase(name, call)) || isCase(name, call))) continue;
    if (isAnnotation(name, call)) continue;
    const inside = within(assertions, call);
    for (const assertion of inside) owned.add(assertion);
    const callback = children(call, "arguments").find(isFunction) ?? null;
    const body = callback === null ? "" : tree.textOf(child(callback, "body") ?? callback).replace(/\s+/g, "");
    cases.push({ title: [...suitesAround(view, call), titleOf(view, call)].join(" › "), node: call, assertions: inside, body, isSkipped: isLeftOut(view, call) || suiteIsSkipped(view, call) || stopped.some((scope) => scope.start <= call.start && scope.end >= call.end) });
  }
  const loose = assertions.filter((assertion) => !owned.has(assertion));
  if (loose.length > 0) cases.push({ title: "", node: null, assertions: loose, body: "", isSkipped: false });
  return cases;
}

function isCase(name: string, call: SyntaxNode): boolean {
  const args = children(call, "arguments");
  // `test.steps.find((step) => …)` is somebody's own value called `test`.
  const isOfValue = name.includes(".") && args[0] !== undefined && isFunction(args[0]) && !/\.(only|skip|todo|serial|concurrent|sequential|fails|failing)\b|^Deno\./.test(name);
  return CASE.test(name) && !NO_CASE.test(name) && !isOfValue && args.some((argument) => isFunction(argument) || isTitle(argument));
}

function isOwnCase(name: string, call: SyntaxNode): boolean {
  const [first, ...others] = children(call, "arguments");
  return OWN_CASE.test(name) && first !== undefined && stringValue(first) !== null && others.some(isFunction);
}

/** Assertions inside a call, found by their sorted starts. */
export function within(assertions: readonly Assertion[], call: SyntaxNode): readonly Assertion[] {
  let low = 0;
  for (let high = assertions.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((assertions[middle]?.node.start ?? Infinity) < call.start) low = middle + 1;
    else high = middle;
  }
  const inside: Assertion[] = [];
  for (let index = low; index < assertions.length; index++) {
    const assertion = assertions[index];
    if (assertion === undefined || assertion.node.start >= call.end) break;
    if (assertion.node.end <= call.end && assertion.node !== call) inside.push(assertion);
  }
  return inside;
}

/** `.skip`, `.only`, `.todo`, their x and f forms, options of node:test, and `this.skip()`. */
export function testMarkers(view: View): readonly TestMarker[] {
  let found = knownMarkers.get(view);
  if (found === undefined) knownMarkers.set(view, (found = readMarkers(view)));
  return found;
}

function readMarkers(view: View): readonly TestMarker[] {
  const { tree } = view;
  // A skip is one where there are tests.
  if (view.code !== null) return view.isTest || view.code.tests.some(({ node }) => node !== null) ? view.code.markers : [];
  if (tree === null || !(view.isTest || RUNNERS.test(view.text))) return [];
  const markers: TestMarker[] = [];
  for (const call of tree.nodes("CallExpression")) {
    const kind = markerOf(view, call);
    const name = dottedName(child(call, "callee"));
    if (name === null) continue;
    if (kind !== null && !isAnnotation(name, call)) markers.push({ node: call, kind, title: titleOf(view, call) });
    else if ((kind !== null || (/^(this|t|ctx|context)\.(skip|todo)$/.test(name) && view.isTest)) && !isConditional(view, call)) {
      markers.push({ node: call, kind: name.endsWith("todo") ? "todo" : "skip", title: suitesAround(view, call).join(" › "), scope: scopeOf(view, call) });
    }
  }
  return markers;
}

/** `test.skip(condition, "why")`, `test.slow()` of Playwright: about the tests around it, and none itself. */
function isAnnotation(name: string, call: SyntaxNode): boolean {
  const [first, ...others] = children(call, "arguments");
  return ANNOTATION.test(name) && (first === undefined || isFunction(first) || (!isTitle(first) && others.every(isTitle)));
}

function isTitle(node: SyntaxNode): boolean {
  return stringValue(node) !== null || node.type === "TemplateLiteral";
}

/** `true`, `!false`, and a name that the file gives such a value: what holds on every machine. */
function holdsAnywhere(view: View, condition: SyntaxNode): boolean {
  const node = unwrapped(condition);
  if (node?.type === "Literal") return Boolean(node["value"]);
  const denied = node?.type === "UnaryExpression" && node["operator"] === "!" ? unwrapped(child(node, "argument")) : null;
  if (denied?.type === "Literal") return !denied["value"];
  return node?.type === "Identifier" && constantlyTrue(view).has(text(node, "name") ?? "");
}

const trueNames = new WeakMap<View, ReadonlySet<string>>();

/** Names that a file gives a value which counts as true; looked for once, as a file may skip a thousand times. */
function constantlyTrue(view: View): ReadonlySet<string> {
  let names = trueNames.get(view);
  if (names === undefined) {
    const isTrue = (value: SyntaxNode | null) => value?.type === "Literal" && Boolean(value["value"]);
    names = new Set((view.tree?.nodes("VariableDeclarator") ?? []).flatMap((one) => (isTrue(unwrapped(child(one, "init"))) ? (text(child(one, "id"), "name") ?? []) : [])));
    trueNames.set(view, names);
  }
  return names;
}

/** The test or suite around a call, else the file. */
function scopeOf({ tree }: View, call: SyntaxNode): SyntaxNode | undefined {
  for (const outer of tree?.ancestors(call) ?? []) if (isTestOrSuite(outer)) return outer;
  return tree?.program;
}

/** The innermost suite that a test stands in, else the test. */
export function suiteAround({ tree }: View, { node }: TestCase): SyntaxNode | null {
  for (const outer of node === null || tree === null ? [] : tree.ancestors(node)) if (isTestOrSuite(outer)) return outer;
  return node;
}

function isTestOrSuite(call: SyntaxNode): boolean {
  const name = call.type === "CallExpression" ? dottedName(child(call, "callee")) : null;
  return name !== null && (SUITE.test(name) || (CASE.test(name) && !NO_CASE.test(name)));
}

/** Whether the test itself says that it is not run, or that its failure is none. */
function isLeftOut(view: View, call: SyntaxNode): boolean {
  const kind = markerOf(view, call);
  return kind !== null && kind !== "only";
}

function markerOf(view: View, call: SyntaxNode): TestMarker["kind"] | null {
  const name = dottedName(child(call, "callee"));
  if (name === null || !(SUITE.test(name) || CASE.test(name))) return null;
  const args = children(call, "arguments");
  // A test has a title, and a body unless it is only announced; `fit("text", 10)` is somebody's own function.
  if (args[0] === undefined || isFunction(args[0]) || !(args.some(isFunction) || /\.(skip|fixme|todo)$/.test(name))) return null;
  // `test.skip(condition, "why")` of Playwright skips under a condition.
  if (isAnnotation(name, call) && !holdsAnywhere(view, args[0])) return null;
  const parts = name.replace(/\(\)/g, "").split(".");
  if (parts.includes("only") || /^f(it|test|describe)$/.test(parts[0] ?? "")) return "only";
  if (parts.includes("todo")) return "todo";
  if (parts.includes("fails") || parts.includes("failing")) return "fails";
  if (parts.includes("skip") || parts.includes("fixme") || /^x(it|test|describe|context|specify)$/.test(parts[0] ?? "")) return "skip";
  for (const option of args.filter((argument) => argument.type === "ObjectExpression").flatMap((argument) => children(argument, "properties"))) {
    const key = text(child(option, "key"), "name");
    const value = unwrapped(child(option, "value"));
    if ((key === "skip" || key === "only" || key === "todo") && value?.type === "Literal" && value["value"] !== false) return key;
  }
  return null;
}

function suiteIsSkipped(view: View, call: SyntaxNode): boolean {
  for (const outer of view.tree?.ancestors(call) ?? []) if (outer.type === "CallExpression" && markerOf(view, outer) === "skip") return true;
  return false;
}

function suitesAround(view: View, node: SyntaxNode): readonly string[] {
  const titles: string[] = [];
  for (const outer of view.tree?.ancestors(node) ?? []) {
    if (outer.type !== "CallExpression") continue;
    const name = dottedName(child(outer, "callee"));
    if (name !== null && (SUITE.test(name) || CASE.test(name))) titles.unshift(titleOf(view, outer));
  }
  return titles;
}

function titleOf(view: View, call: SyntaxNode): string {
  const first = children(call, "arguments")[0];
  if (first === undefined || isFunction(first)) return "";
  return stringValue(first) ?? view.tree?.textOf(first).replace(/\s+/g, " ") ?? "";
}

function isConditional(view: View, node: SyntaxNode): boolean {
  for (const outer of view.tree?.ancestors(node) ?? []) {
    if (isFunction(outer)) return false;
    if (/^(IfStatement|ConditionalExpression|LogicalExpression|SwitchCase)$/.test(outer.type)) return true;
  }
  return false;
}

function assertionsOf(view: View): readonly Assertion[] {
  const { tree } = view;
  if (tree === null) return [];
  const found: Assertion[] = [];
  const starts = new Set<number>();
  for (const call of tree.nodes("CallExpression")) {
    const assertion = assertionOf(view, call);
    if (assertion === null || starts.has(assertion.node.start)) continue;
    starts.add(assertion.node.start);
    found.push(assertion);
  }
  // Properties that assert by being read: `expect(x).to.be.true`.
  for (const statement of tree.nodes("ExpressionStatement")) {
    const expression = unwrapped(child(statement, "expression"));
    if (expression?.type !== "MemberExpression") continue;
    const name = dottedName(expression);
    if (name === null || !/^expect\(\)\.|(^|\.)should\./.test(name) || starts.has(expression.start)) continue;
    starts.add(expression.start);
    found.push(makeAssertion(view, expression, name, subjectOf(view, expression)));
  }
  return found.sort((a, b) => a.node.start - b.node.start);
}

const takenNames = new WeakMap<View, ReadonlyMap<string, string>>();

/** The assertions that a file takes from modules of such: by the name that they have in it, the one that their module gives them. */
function takenAssertions(view: View): ReadonlyMap<string, string> {
  let names = takenNames.get(view);
  if (names === undefined) {
    const taken = (view.tree?.nodes("ImportDeclaration") ?? []).filter((one) => ASSERTING_MODULE.test(stringValue(child(one, "source")) ?? "")).flatMap((one) => children(one, "specifiers"));
    names = new Map(taken.flatMap((one) => {
      const name = text(child(one, "imported"), "name") ?? "";
      return SHORT_ASSERTION.test(name) || BARE_ASSERTION.test(name) ? [[text(child(one, "local"), "name") ?? name, name] as const] : [];
    }));
    takenNames.set(view, names);
  }
  return names;
}

/** What is asked within something else, as by `expect(deepEqual(a, b))`, asserts nothing by itself. */
function isStatement({ tree }: View, call: SyntaxNode): boolean {
  return /^(ExpressionStatement|AwaitExpression|YieldExpression|ReturnStatement|ArrowFunctionExpression)$/.test(tree?.parent(call)?.type ?? "");
}

/** Whether a call is given to one that makes tests, and makes a test's body of nothing but names. */
function isBehindTitle(outer: SyntaxNode | null, node: SyntaxNode): boolean {
  const [first, ...others] = outer?.type === "CallExpression" && child(outer, "callee")?.type === "CallExpression" ? children(outer, "arguments") : [];
  return first !== undefined && isTitle(first) && others.includes(node) && children(node, "arguments").every(({ type }) => type === "Identifier");
}

/** An outermost assertion call; calls inside its chain are part of it. */
function assertionOf(view: View, call: SyntaxNode): Assertion | null {
  const { tree } = view;
  const called = dottedName(child(call, "callee"));
  if (tree === null || called === null) return null;
  // `property(cases)("title", expectFailure(run))` makes a test's body.
  if (OWN_ASSERTION.test(called) && isBehindTitle(tree.parent(call), call)) return null;
  const known = takenAssertions(view).get(called) ?? (BARE_ASSERTION.test(called) ? called : null);
  const bare = known !== null && isStatement(view, call) ? known : null;
  const name = bare ?? called;
  const isExpect = /^expect(\.soft|\.poll)?\(\)\./.test(name) || /^expectTypeOf\(\)\./.test(name);
  const isAssert = /^(assert|chai\.assert|sinon\.assert|power)(\.\w+)*$/.test(name) || (/^t\.\w+(\.\w+)?$/.test(name) && STRENGTH.some(([pattern]) => pattern.test(name.split(".")[1] ?? "")) && view.isTest);
  const isShould = /(^|\.)should(\.\w+)+$/.test(name) || (/\.should$/.test(name) && /^cy\./.test(name));
  if (!isExpect && !isAssert && !isShould && bare === null && !OWN_ASSERTION.test(name)) return null;
  return makeAssertion(view, call, name, isExpect ? subjectOf(view, call) : squeezed(view, children(call, "arguments")[0] ?? call));
}

function makeAssertion(view: View, node: SyntaxNode, name: string, subject: string): Assertion {
  const parts = name.replace(/\(\)/g, "").split(".");
  const matcher = parts[parts.length - 1] ?? "";
  let strength = STRENGTH.find(([pattern]) => pattern.test(matcher))?.[1] ?? 2;
  const told = parts.includes("not") ? `not.${matcher}` : matcher;
  if (parts.includes("not")) strength = deniesAnyCall(told) ? 3 : Math.min(strength, 2);
  const argument = children(node, "arguments")[0];
  if (argument !== undefined && /^expect\.(anything|any)$/.test(dottedName(child(argument, "callee")) ?? "")) strength = 1;
  if (holdsAlways(name, matcher, subject, argument === undefined ? null : squeezed(view, argument), children(node, "arguments")[1])) strength = 0;
  return { node, text: squeezed(view, node), subject, matcher: told, strength };
}

/** `expect(true).toBe(true)`, `assert(true)`, `assert.equal(1, 1)`: about a literal, and true whatever the program does. */
function holdsAlways(name: string, matcher: string, subject: string, argument: string | null, second: SyntaxNode | undefined): boolean {
  if (!/^(true|false|null|undefined|\d[\d.]*|"[^"]*"|'[^']*')$/.test(subject)) return false;
  if (/^expect/.test(name)) {
    if (/^(toBe|toEqual|toStrictEqual|equal|eql|equals|eq)$/.test(matcher)) return argument === subject;
    return (matcher === "toBeTruthy" || matcher === "true" || matcher === "ok") && /^(true|[1-9]\d*|"[^"]+"|'[^']+')$/.test(subject);
  }
  if (/^(assert|ok|assert\.ok|t\.(pass|true|ok|truthy)|assert\.isTrue)$/.test(name)) return subject === "true" || subject === "1";
  return /(^|\.)(equal|strictEqual|deepEqual|deepStrictEqual|is)$/.test(name) && second?.type === "Literal" && (text(second, "raw") ?? "") === subject;
}

/** The argument of the `expect` at the beginning of a chain. */
function subjectOf(view: View, node: SyntaxNode): string {
  let inner: SyntaxNode | null = node;
  while (inner !== null) {
    if (inner.type === "CallExpression") {
      const callee: SyntaxNode | null = unwrapped(child(inner, "callee"));
      const name = dottedName(callee);
      if (name !== null && /^expect(\.soft|\.poll)?$|^expectTypeOf$/.test(name)) {
        const argument = children(inner, "arguments")[0];
        return argument === undefined ? "" : squeezed(view, argument);
      }
      inner = callee;
    } else if (inner.type === "MemberExpression") inner = unwrapped(child(inner, "object"));
    else return squeezed(view, inner);
  }
  return "";
}

function squeezed(view: View, node: SyntaxNode): string {
  return view.text.slice(node.start, node.end).replace(/\s+/g, "");
}
