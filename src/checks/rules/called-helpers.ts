import { child, children, dottedName, isFunction, text, type SyntaxNode } from "../syntax/node";
import { firstFrom } from "../languages/syntax-tree";
import { testCases, within, type Assertion, type TestCase } from "./test-structure";
import type { View } from "./view";

/** A function of a test's own file that asserts something, with the calls that it makes of others. */
interface Helper {
  readonly node: SyntaxNode;
  /** Their names; "" for what takes its value apart. */
  readonly parameters: readonly string[];
  readonly assertions: readonly Assertion[];
  /** Characters of its assertions. */
  readonly length: number;
}

interface Helpers {
  readonly byName: ReadonlyMap<string, Helper>;
  /** In the order of the text. */
  readonly calls: readonly SyntaxNode[];
}

interface Walk extends Helpers {
  readonly view: View;
  readonly read: { length: number };
}

/** Helpers that call helpers are followed so far. */
const DEEPEST = 3;
/** Characters of assertions, and calls, that are read for one test; nobody would follow more. */
const MOST = 100_000;
const ONE_CALL = 100;
/** Characters of what takes a parameter's place in an assertion. */
const LONGEST = 200;

const known = new WeakMap<View, Helpers>();

/** What a test may assert by the functions of its file that it calls and that its former text did not call: their assertions, told about what they are given. */
export function handedAssertions(view: View, test: TestCase, former: TestCase): readonly Assertion[] {
  const { node } = test;
  if (node === null || view.tree === null) return [];
  const helpers = helpersOf(view);
  if (helpers.calls.length === 0) return [];
  const before = new Set([...helpers.byName.keys()].filter((name) => former.body.includes(`${name}(`)));
  return assertedBy({ ...helpers, view, read: { length: 0 } }, node, before, 1);
}

function assertedBy(walk: Walk, around: SyntaxNode, known: ReadonlySet<string>, depth: number): readonly Assertion[] {
  const { byName, calls, view, read } = walk;
  const found: Assertion[] = [];
  for (let index = firstFrom(calls, around.start); index < calls.length && read.length < MOST; index++) {
    const call = calls[index];
    if (call === undefined || call.start >= around.end) break;
    read.length += ONE_CALL;
    const name = nameOf(call);
    const helper = byName.get(name);
    if (helper === undefined || known.has(name)) continue;
    read.length += helper.length;
    const given = children(call, "arguments").map((argument) => view.text.slice(argument.start, argument.end).replace(/\s+/g, ""));
    const inner = depth < DEEPEST ? assertedBy(walk, helper.node, new Set([...known, name]), depth + 1) : [];
    found.push(...[...helper.assertions, ...inner].map((assertion) => told(assertion, helper.parameters, given)));
  }
  return found;
}

function nameOf(call: SyntaxNode): string {
  return dottedName(child(call, "callee")) ?? "";
}

/** An assertion in the words of whoever calls its helper. */
function told(assertion: Assertion, parameters: readonly string[], given: readonly string[]): Assertion {
  const words = new Map(parameters.map((name, index) => [name, given[index] ?? name] as const).filter(([, word]) => word.length <= LONGEST));
  const inWords = (text: string) => text.replace(/(?<![\w$.])[A-Za-z_$][\w$]*/g, (name) => words.get(name) ?? name);
  return { ...assertion, text: inWords(assertion.text), subject: inWords(assertion.subject) };
}

function helpersOf(view: View): Helpers {
  let found = known.get(view);
  if (found === undefined) known.set(view, (found = readHelpers(view)));
  return found;
}

function readHelpers(view: View): Helpers {
  const loose = testCases(view).find(({ node }) => node === null)?.assertions ?? [];
  if (loose.length === 0 || view.tree === null) return { byName: new Map(), calls: [] };
  const byName = new Map<string, Helper>();
  const take = (name: string | null, node: SyntaxNode) => {
    if (name === null) return;
    const parameters = children(node, "params").map((parameter) => text(parameter, "name") ?? "");
    const assertions = within(loose, node);
    byName.set(name, { node, parameters, assertions, length: assertions.reduce((sum, assertion) => sum + assertion.text.length, 0) });
  };
  for (const node of view.tree.nodes("FunctionDeclaration", "VariableDeclarator")) {
    const made = node.type === "FunctionDeclaration" ? node : child(node, "init");
    if (made !== null && isFunction(made)) take(text(child(node, "id"), "name"), made);
  }
  return { byName, calls: view.tree.nodes("CallExpression").filter((call) => byName.has(nameOf(call))) };
}
