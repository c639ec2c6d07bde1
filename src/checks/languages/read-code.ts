import { isLogName, isEmptyValue, isLiteral, callsIn, type Call } from "./code-calls";
import type { CodeFacts, Guard, NamedCall, Protection } from "./code-facts";
import type { Assertion, Handler, LanguageReader } from "./language";
import { firstFrom, isInside, type SyntaxTree, type TreeNode } from "./syntax-tree";
import type { SpannedDeclaration } from "../syntax/outline";
import type { Occurrence } from "../rules/rule";
import type { Assertion as TestAssertion, TestCase, TestMarker } from "../rules/test-structure";
import { nameOfSecret } from "./secret-names";
import { isOfLibrary, strengthOf } from "./assertion-strength";

/** Calls that are guards by name: they throw, and what follows relies on it. */
const GUARDING_CALL = /^(assert|ensure|verify|validate|authori[sz]e|authenticate|guard|sanitize|invariant|enforce|abort_(if|unless)|deny_?(unless|if)?)|^(require(?!_relative|_once)|check|must|demand)(?=_|[A-Z])|^(Require|Check|Ensure|Verify|Validate|Authori[sz]e|Authenticate|Guard|Enforce|Sanitize|Demand|DenyAccess|ThrowIf)/;

/** More of them in one file tell nobody more. */
const MAXIMUM_MARKERS = 500;

/** All that rules ask of one version of a file. */
export function readCode(reader: LanguageReader, tree: SyntaxTree): CodeFacts {
  const calls = callsIn(tree, reader.calls, (node) => reader.callOf(tree, node));
  const byNode = new Map(calls.map((call) => [call.node, call]));
  const handlers = reader.handlers(tree);
  const spans = reader.testSpans(tree);
  const isInTest = ({ start, end }: { readonly start: number; readonly end: number }) => spans.some((span) => isInside({ start, end }, span));
  const dropped = reader.dropped(tree, calls).filter((place) => !isInTest(place)).sort((a, b) => a.start - b.start);
  return {
    declarations: declarationsOf(reader, tree),
    comments: tree.comments,
    swallowed: handlers.flatMap((handler) => judged(reader, tree, handler, byNode)).sort((a, b) => a.start - b.start),
    dropped,
    unprotected: reader.protections(tree, calls).flatMap(({ node, name }) => (reader.exemptions.test(name) ? [{ start: node.start, end: node.end, message: `\`${name}\` takes a protection away`, severity: "error" as const }] : [])),
    logged: calls.filter((call) => !isInTest(call.node)).flatMap((call) => logged(tree, call)),
    guards: guardsOf(reader, tree).filter((guard) => !isInTest(guard)),
    protections: protectionsOf(reader, tree, calls).filter((place) => !isInTest(place)),
    calls: namedCalls(reader, tree, calls, handlers),
    tests: testsOf(reader, tree, calls),
    markers: markersOf(reader, tree, calls),
    lostHandling: reader.lostHandling,
  };
}

export function declarationsOf(reader: LanguageReader, tree: SyntaxTree): readonly SpannedDeclaration[] {
  const found: SpannedDeclaration[] = [];
  for (const node of tree.nodes(...Object.keys(reader.declarations))) {
    const name = reader.nameOf(tree, node);
    const kind = reader.declarations[node.type];
    if (name !== null && kind !== undefined) found.push({ name, kind, start: reader.startOf(tree, node), end: node.end });
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** What is wrong with a handler, if anything. */
function judged(reader: LanguageReader, tree: SyntaxTree, { node, body, statements, isBroad, isHarmless }: Handler, calls: ReadonlyMap<TreeNode, Call>): readonly Occurrence[] {
  const place = { start: node.start, end: node.end };
  const doing = statements.filter((statement) => !reader.isNothing(tree, statement));
  if (doing.length === 0) {
    const explained = tree.comments.some((comment) => comment.start >= node.start && comment.end <= node.end && tree.text.slice(comment.start, comment.end).replace(/[\W_]/g, "").length >= 8);
    if (isHarmless === true) return [];
    const severity = explained || !isBroad ? ("warning" as const) : ("error" as const);
    return [{ ...place, message: explained ? "catches and ignores an error, with only a comment" : "catches and ignores an error", severity }];
  }
  // One kind of error that is expected, and answered with a value, was handled.
  if (!isBroad) return [];
  const isLog = (statement: TreeNode) => {
    const call = calls.get(unwrapped(reader, statement));
    return call !== undefined && isLogName(call.name);
  };
  const last = doing[doing.length - 1];
  if (doing.every(isLog)) return [{ ...place, message: "only logs the error and goes on as if nothing had happened" }];
  if (last === undefined || !doing.slice(0, -1).every(isLog)) return [];
  const source = tree.textOf(last).replace(/;\s*$/, "").trim();
  if (/^(continue|break|next)\b/.test(source)) return [{ ...place, message: "catches an error and goes on with the loop" }];
  const value = /^return\b\s*([^]*)$/.exec(source)?.[1];
  // In a language of expressions the last one is what comes back.
  if (value === undefined && !(/^(then|block|match_block|unit_expression)$/.test(body.type) && isEmptyValue(source))) return [];
  const given = value ?? source;
  if (given === "") return [{ ...place, message: "catches an error and returns as if nothing had happened" }];
  return isEmptyValue(given) ? [{ ...place, message: `turns an error into \`${given.slice(0, 40)}\`` }] : [];
}

function unwrapped(reader: LanguageReader, node: TreeNode): TreeNode {
  let inner = node;
  while (reader.wrappers.has(inner.type) && inner.children.length === 1 && inner.children[0] !== undefined) inner = inner.children[0];
  return inner;
}

/** The last thing that is done in a branch. */
function lastIn(reader: LanguageReader, branch: TreeNode): TreeNode | null {
  let node: TreeNode | undefined = branch;
  while (node !== undefined && reader.wrappers.has(node.type)) node = node.children[node.children.length - 1];
  return node ?? null;
}

function guardsOf(reader: LanguageReader, tree: SyntaxTree): readonly Guard[] {
  return tree.nodes(...reader.branches).flatMap((node): readonly Guard[] => {
    const branch = reader.branchOf(tree, node);
    const last = branch === null ? null : lastIn(reader, branch.exit);
    if (branch === null || last === null) return [];
    const call = reader.leaving.has(last.type) ? null : reader.calls.includes(last.type) ? reader.callOf(tree, last) : null;
    if (!reader.leaving.has(last.type) && (call === null || !reader.leavingCalls.test(call.name))) return [];
    return [{ start: node.start, end: node.end, condition: tree.flat(branch.condition), exit: tree.flat(branch.exit), shown: tree.shown(branch.condition) }];
  });
}

function protectionsOf(reader: LanguageReader, tree: SyntaxTree, calls: readonly Call[]): readonly Protection[] {
  const named = reader.protections(tree, calls).filter(({ name }) => !reader.exemptions.test(name));
  const guarding = calls.filter(({ last, name }) => GUARDING_CALL.test(last) && !isLogName(name));
  return [
    ...named.map(({ node, name, what }) => ({ start: node.start, end: node.end, name, what })),
    ...guarding.map(({ node, name }) => ({ start: node.start, end: node.end, name, what: "the guarding call" })),
  ].sort((a, b) => a.start - b.start);
}

/** Protected where an error-handling statement covers it, or where the language asks each call for its error. */
function namedCalls(reader: LanguageReader, tree: SyntaxTree, calls: readonly Call[], handlers: readonly Handler[]): readonly NamedCall[] {
  const byStart = [...handlers].sort((a, b) => a.covered.start - b.covered.start);
  let next = 0;
  let open: Handler[] = [];
  return [...calls].sort((a, b) => a.node.start - b.node.start).map((call) => {
    const checked = reader.isChecked?.(tree, call);
    for (let handler = byStart[next]; handler !== undefined && handler.covered.start <= call.node.start; handler = byStart[++next]) open.push(handler);
    open = open.filter(({ covered }) => covered.end > call.node.start);
    const covering = open.filter(({ covered }) => isInside(call.node, covered));
    const answering = covering.filter(({ statements }) => statements.some((statement) => !reader.isNothing(tree, statement)));
    return { start: call.node.start, end: call.node.end, name: call.name, isProtected: checked ?? covering.length > 0, isAnswered: checked ?? answering.length > 0 };
  });
}

function testsOf(reader: LanguageReader, tree: SyntaxTree, calls: readonly Call[]): readonly TestCase[] {
  const assertions = [
    ...calls.flatMap((call) => {
      const one = reader.assertionOf(tree, call);
      return one === null ? [] : [assertion(tree, one)];
    }),
    ...tree.nodes(...reader.assertionNodes).map((node) => assertionNode(tree, node)),
  ].sort((a, b) => a.node.start - b.node.start);
  const skipped = reader.skips(tree, calls).filter(({ kind }) => kind !== "only").map(({ node }) => node);
  const places = assertions.map(({ node }) => node);
  const declarations = declarationsOf(reader, tree);
  const cases = tree.nodes(...reader.tests).flatMap((node): readonly TestCase[] => {
    const title = reader.testOf(tree, node);
    if (title === null) return [];
    const start = reader.startOf(tree, node);
    const inside: TestAssertion[] = [];
    for (let at = firstFrom(places, node.start); at < assertions.length; at++) {
      const one = assertions[at];
      if (one === undefined || one.node.start >= node.end) break;
      if (one.node.end <= node.end) inside.push(one);
    }
    const body = tree.flat(node).replace(title.replace(/\s+/g, ""), "");
    const classes = declarations.filter((one) => one.kind === "class" && one.start <= node.start && one.end >= node.end && one.name !== title).map(({ name }) => name);
    return [{ title: [...classes, title].join(" › "), node: { type: "test", start, end: node.end }, assertions: inside, body, isSkipped: skipped.some((skip) => skip.start >= start && skip.end <= node.end) }];
  });
  const owned = new Set(cases.flatMap((one) => one.assertions));
  const loose = assertions.filter((one) => !owned.has(one));
  return loose.length === 0 ? cases : [...cases, { title: "", node: null, assertions: loose, body: "", isSkipped: false }];
}

function assertion(tree: SyntaxTree, { node, matcher, args, texts, condition }: Assertion): TestAssertion {
  const sources = texts ?? args.map((argument) => tree.flat(argument));
  const subject = condition !== undefined ? tree.flat(condition) : (sources.find((source) => !isLiteral(source)) ?? sources[0] ?? "");
  const saysNothing = condition === undefined && isOfLibrary(matcher) && sources.length > 0 && sources.every(isLiteral);
  const place = { type: "assertion", start: node.start, end: node.end };
  return { node: place, text: condition === undefined ? tree.flat(node) : tree.flat(condition), subject, matcher, strength: saysNothing ? 0 : condition !== undefined ? 3 : strengthOf(matcher, sources.length) };
}

/** `assert a == 1`, `[ "$status" -eq 0 ]`: what stands left of the comparison is asserted about. */
function assertionNode(tree: SyntaxTree, node: TreeNode): TestAssertion {
  const condition = node.type === "assert_statement" ? (node.children[0] ?? node) : node;
  const source = tree.textOf(condition);
  const compared = /^([^]*?)(===?|!=|=~|>=|<=|<|>|\bis not\b|\bis\b|\bnot in\b|\bin\b|\s-(?:eq|ne|gt|lt|ge|le)\s|\s=\s)/.exec(source);
  const operator = compared?.[2]?.trim() ?? "";
  const right = compared === null ? "" : source.slice(compared[0].length).replace(/[\])\s;]+$/, "");
  const subject = (compared?.[1] ?? source).replace(/^[[(\s]+/, "").replace(/\s+/g, "");
  const isNothing = isLiteral(subject) && (compared === null || isLiteral(right));
  const strength = isNothing ? 0 : /^(==|===|-eq|=|is)$/.test(operator) && !/^(not )?None$|^null$/.test(right.trim()) ? 3 : operator !== "" && !/^is/.test(operator) ? 2 : 1;
  return { node: { type: "assertion", start: node.start, end: node.end }, text: tree.flat(condition), subject, matcher: operator === "" ? "assert" : operator, strength };
}

function markersOf(reader: LanguageReader, tree: SyntaxTree, calls: readonly Call[]): readonly TestMarker[] {
  const declarations = declarationsOf(reader, tree);
  return reader.skips(tree, calls).slice(0, MAXIMUM_MARKERS).map(({ node, kind }) => {
    const around = declarations.filter((one) => one.start <= node.start && one.end >= node.end);
    return { node: { type: "skip", start: node.start, end: node.end }, kind, title: around[around.length - 1]?.name ?? "" };
  });
}

/** A secret that a logger is given as it is; what a call makes of it is no longer the secret. */
function logged(tree: SyntaxTree, { node, name, args }: Call): readonly Occurrence[] {
  if (!isLogName(name)) return [];
  for (const argument of args) {
    const secret = nameOfSecret(tree, argument);
    if (secret !== null) return [{ start: node.start, end: node.end, message: `writes \`${secret}\` into a log` }];
  }
  return [];
}
