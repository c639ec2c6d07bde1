import { callOf, dotted, type Call } from "./code-calls";
import { BROAD, HARMLESS, branchIn, isConditional, isThrown, type LanguageReader, type Skip } from "./language";
import { inField, ofType, type SyntaxTree, type TreeNode } from "./syntax-tree";

const CONDITIONS = /^(if_statement|switch_statement|for_statement|foreach_statement|while_statement|catch_clause|conditional_expression)$/;
const METHODS: ReadonlySet<string> = new Set(["method_declaration", "lambda_expression", "local_function_statement"]);

function attributes(node: TreeNode): readonly TreeNode[] {
  return node.children.filter((one) => one.type === "attribute_list").flatMap((list) => list.children.filter((one) => one.type === "attribute"));
}

function attributeName(tree: SyntaxTree, node: TreeNode): string {
  return tree.textOf(inField(node, "name") ?? node).replace(/Attribute$/, "");
}

function values(list: TreeNode | null): readonly TreeNode[] {
  return list?.children.map((argument) => (argument.type === "argument" ? (argument.children[argument.children.length - 1] ?? argument) : argument)) ?? [];
}

function readCall(tree: SyntaxTree, node: TreeNode): Call {
  return callOf(node, dotted(tree.textOf(inField(node, "function") ?? node)).replace(/<.*>$/, ""), values(inField(node, "arguments")));
}

export const csharp: LanguageReader = {
  declarations: { class_declaration: "class", struct_declaration: "class", record_declaration: "class", interface_declaration: "type", enum_declaration: "type", method_declaration: "method", constructor_declaration: "method", local_function_statement: "function", property_declaration: "method" },
  nameOf: (tree, node) => (inField(node, "name") === null ? null : tree.textOf(inField(node, "name") ?? node)),
  startOf: (_tree, node) => node.start,
  calls: ["invocation_expression"],
  callOf: readCall,
  branches: ["if_statement"],
  branchOf: (_tree, node) => branchIn(node),
  leaving: new Set(["return_statement", "throw_statement", "continue_statement", "break_statement", "yield_statement", "throw_expression"]),
  wrappers: new Set(["block", "expression_statement", "await_expression"]),
  leavingCalls: /^Environment\.(Exit|FailFast)$/,
  handlers(tree) {
    return tree.nodes("catch_clause").flatMap((node) => {
      const body = inField(node, "body");
      const declared = inField(ofType(node, "catch_declaration"), "type");
      const kind = declared === null ? "Exception" : tree.textOf(declared);
      // `when` chooses the errors that are expected.
      const isBroad = BROAD.test(kind) && ofType(node, "catch_filter_clause") === null;
      const covered = inField(node.parent, "body") ?? node;
      return body === null ? [] : [{ node, body, statements: body.children, isBroad, isHarmless: HARMLESS.test(kind), covered }];
    });
  },
  isNothing: (tree, statement) => statement.type === "empty_statement" || tree.textOf(statement) === ";",
  dropped: () => [],
  protections(tree) {
    return tree.nodes("attribute").map((node) => ({ node, name: attributeName(tree, node), what: "the attribute" })).filter(({ name }) => /auth|role|permi|valid|required|antiforgery|csrf|anonymous|range|stringlength|maxlength|regularexpression|requirehttps|ratelimit|transaction/i.test(name));
  },
  exemptions: /^(AllowAnonymous|IgnoreAntiforgeryToken|DisableRateLimiting|OverrideAuthorization|ValidateNever)$/,
  tests: ["method_declaration"],
  testOf(tree, node) {
    const isMarked = attributes(node).some((one) => /^(Fact|Theory|Test|TestCase|TestCaseSource|TestMethod|DataTestMethod|SkippableFact|SkippableTheory)$/.test(attributeName(tree, one)));
    return isMarked ? tree.textOf(inField(node, "name") ?? node) : null;
  },
  assertionNodes: [],
  assertionOf(tree, { node, name, last, args }) {
    if (/(^|\.)(\w*Assert|CollectionAssert|StringAssert)\.\w+$/.test(name) && !/\.(Ignore|Inconclusive|Pass|Multiple)$/.test(name)) return { node, matcher: last, args };
    const should = /\.Should\(\)\.(?:.*\.)?(\w+)$/.exec(name);
    if (should !== null && node.parent?.type !== "member_access_expression") return { node, matcher: should[1] ?? last, args: [subjectOf(tree, node)] };
    return /\.Should(Be|Not|Contain|Throw)\w*$/.test(name) || /\.(Verify|Received|DidNotReceive)$/.test(name) ? { node, matcher: last, args: [subjectOf(tree, node), ...args] } : null;
  },
  skips(tree, calls): readonly Skip[] {
    const marked = tree.nodes("attribute").flatMap((node): readonly Skip[] => {
      const name = attributeName(tree, node);
      const isSkipped = /^(Ignore|Explicit)$/.test(name) || (/^(Fact|Theory|Test|TestCase|TestMethod|InlineData)$/.test(name) && /\b(Skip|Ignore|IgnoreReason)\s*=\s*["@$\w]/.test(tree.textOf(node)));
      return isSkipped ? [{ node, kind: "skip" }] : [];
    });
    const called = calls.flatMap(({ node, name, args }): readonly Skip[] => {
      const isAlways = /(^|\.)Assert\.(Ignore|Inconclusive|Skip)$/.test(name) || (/^Skip\.(If|IfNot)$/.test(name) && args[0] !== undefined && /^(true|false)$/.test(tree.textOf(args[0])));
      return isAlways && !isConditional(node, CONDITIONS, METHODS) ? [{ node, kind: "skip" }] : [];
    });
    return [...marked, ...called];
  },
  testSpans: () => [],
  lostHandling: isThrown,
};

/** What stands before `.Should()`, or before the assertion itself. */
function subjectOf(tree: SyntaxTree, call: TreeNode): TreeNode {
  let node = call;
  for (let next: TreeNode | null = call; next !== null; next = inField(next, "function") ?? inField(next, "expression")) {
    node = next;
    if (next.type === "member_access_expression" && /^Should/.test(tree.textOf(inField(next, "name") ?? next))) return inField(next, "expression") ?? next;
  }
  return node;
}
