import type { Occurrence } from "../rules/rule";
import { callOf, dotted, type Call } from "./code-calls";
import { BROAD, HARMLESS, branchIn, isConditional, isThrown, type LanguageReader, type Skip } from "./language";
import { around, inField, ofType, type SyntaxTree, type TreeNode } from "./syntax-tree";

const CONDITIONS = /^(if_statement|switch_statement|foreach_statement|for_statement|while_statement|catch_clause|conditional_expression|match_expression)$/;
const FUNCTIONS: ReadonlySet<string> = new Set(["method_declaration", "function_definition", "anonymous_function", "arrow_function"]);
/** Whether these succeed is found out afterwards, and PHP gives no other way to keep them quiet. */
const QUIET = /^(unlink|mkdir|rmdir|chmod|fclose|fopen|filemtime|stat|is_\w+|ini_set|set_time_limit|session_start|touch|getimagesize|simplexml_load\w*)$/;

function values(list: TreeNode | null): readonly TreeNode[] {
  return list?.children.map((argument) => (argument.type === "argument" ? (argument.children[argument.children.length - 1] ?? argument) : argument)) ?? [];
}

function readCall(tree: SyntaxTree, node: TreeNode): Call {
  const object = inField(node, "object") ?? inField(node, "scope");
  const name = dotted(tree.textOf(inField(node, "function") ?? inField(node, "name") ?? node));
  return callOf(node, object === null ? name : `${dotted(tree.textOf(object))}.${name}`, values(inField(node, "arguments")));
}

function attributes(node: TreeNode): readonly TreeNode[] {
  return inField(node, "attributes")?.children.flatMap((group) => group.children) ?? [];
}

function attributeName(tree: SyntaxTree, node: TreeNode): string {
  return tree.textOf(node.children[0] ?? node).replace(/^.*\\/, "");
}

/** The comment right before a node. */
function docOf(tree: SyntaxTree, node: TreeNode): string {
  const before = tree.comments.filter(({ end }) => end <= node.start);
  const last = before[before.length - 1];
  return last !== undefined && /^\s*$/.test(tree.text.slice(last.end, node.start)) ? tree.text.slice(last.start, last.end) : "";
}

export const php: LanguageReader = {
  declarations: { class_declaration: "class", interface_declaration: "type", trait_declaration: "class", enum_declaration: "type", method_declaration: "method", function_definition: "function" },
  nameOf: (tree, node) => (inField(node, "name") === null ? null : tree.textOf(inField(node, "name") ?? node)),
  startOf: (_tree, node) => node.start,
  calls: ["function_call_expression", "member_call_expression", "nullsafe_member_call_expression", "scoped_call_expression"],
  callOf: readCall,
  branches: ["if_statement"],
  branchOf: (_tree, node) => branchIn(node, "body"),
  leaving: new Set(["return_statement", "throw_expression", "throw_statement", "continue_statement", "break_statement", "exit_statement"]),
  wrappers: new Set(["compound_statement", "expression_statement", "colon_block"]),
  leavingCalls: /^(abort|exit|die|wp_die|redirect|.*\.(abort|redirect|deny))$/,
  handlers(tree) {
    return tree.nodes("catch_clause").flatMap((node) => {
      const body = inField(node, "body");
      const kinds = inField(node, "type")?.children.map((one) => tree.textOf(one)) ?? [];
      const covered = inField(node.parent, "body") ?? node;
      return body === null ? [] : [{ node, body, statements: body.children, isBroad: kinds.some((kind) => BROAD.test(kind)), isHarmless: kinds.length > 0 && kinds.every((kind) => HARMLESS.test(kind)), covered }];
    });
  },
  isNothing: (tree, statement) => statement.type === "empty_statement" || tree.textOf(statement) === ";",
  dropped(tree, calls) {
    const found: Occurrence[] = tree.nodes("error_suppression_expression").flatMap((node): readonly Occurrence[] => {
      const inner = node.children[0];
      const name = inner !== undefined && php.calls.includes(inner.type) ? readCall(tree, inner).name : tree.shown(inner ?? node, 40);
      return QUIET.test(name) || isAskedAfter(tree, node) ? [] : [{ start: node.start, end: node.end, message: `silences every error of \`${name}\` with @` }];
    });
    for (const { node, name, args } of calls) {
      if (name === "error_reporting" && args[0] !== undefined && tree.textOf(args[0]) === "0") found.push({ start: node.start, end: node.end, message: "switches every error report off", severity: "error" });
    }
    return found;
  },
  protections(tree, calls) {
    const marked = tree.nodes("attribute").map((node) => ({ node, name: attributeName(tree, node), what: "the attribute" })).filter(({ name }) => /auth|grant|role|permi|valid|assert|csrf|secur|ratelimit|throttle/i.test(name));
    const middleware = calls.flatMap(({ node, last, args }) => (/^(middleware|withoutMiddleware|can|authorizeResource)$/.test(last) && args[0] !== undefined ? [{ node, name: `${last} ${tree.textOf(args[0])}`, what: "the middleware" }] : []));
    return [...marked, ...middleware];
  },
  exemptions: /^(withoutMiddleware\b|PublicAccess$|AllowAnonymous$)/,
  tests: ["method_declaration", "function_call_expression"],
  testOf(tree, node) {
    if (node.type === "function_call_expression") {
      // Pest: `it('does', function () {…})`.
      const call = readCall(tree, node);
      return /^(it|test)$/.test(call.name) && call.args[1] !== undefined && FUNCTIONS.has(call.args[1].type) ? tree.textOf(call.args[0] ?? node).replace(/^["']|["']$/g, "") : null;
    }
    const name = tree.textOf(inField(node, "name") ?? node);
    return /^test/.test(name) || attributes(node).some((one) => attributeName(tree, one) === "Test") || /@test\b/.test(docOf(tree, node)) ? name : null;
  },
  assertionNodes: [],
  assertionOf(_tree, { node, name, last, args }) {
    if (/^(this|self|static|Assert|\w+Assert)\.(assert\w+|fail|expectException\w*)$/.test(name)) return { node, matcher: last, args };
    const chain = /^expect\(\)\.(?:.*\.)?(to\w+)$/.exec(name);
    return chain !== null && node.parent?.type === "expression_statement" ? { node, matcher: last, args: subjectOf(node) } : null;
  },
  skips(tree, calls): readonly Skip[] {
    const marked = tree.nodes("attribute").flatMap((node): readonly Skip[] => (/^(Skip|Ignore)$/.test(attributeName(tree, node)) ? [{ node, kind: "skip" }] : []));
    const called = calls.flatMap(({ node, name, last, args }): readonly Skip[] => {
      const isMark = /^(this|self|static)\.(markTestSkipped|markTestIncomplete)$/.test(name);
      const isPest = /^(it|test|describe)\(\)\.(.*\.)?(skip|todo)$/.test(name) && (args.length === 0 || /string/.test(args[0]?.type ?? ""));
      if (isPest) return [{ node, kind: last === "todo" ? "todo" : "skip" }];
      if (/^(it|test)\(\)\.(.*\.)?only$/.test(name)) return [{ node, kind: "only" }];
      return isMark && !isConditional(node, CONDITIONS, FUNCTIONS) ? [{ node, kind: last === "markTestIncomplete" ? "todo" : "skip" }] : [];
    });
    return [...marked, ...called];
  },
  testSpans: () => [],
  lostHandling: isThrown,
};

/** What stands in `expect(…)`. */
function subjectOf(chain: TreeNode): readonly TreeNode[] {
  for (let node: TreeNode | null = chain; node !== null; node = inField(node, "object")) {
    if (node.type === "function_call_expression") return values(ofType(node, "arguments"));
  }
  return [];
}

/** `$found = @f(); if ($found === false)`: the failure is silenced, and asked for. */
function isAskedAfter(tree: SyntaxTree, node: TreeNode): boolean {
  const parent = node.parent;
  if (parent === null || /^(binary_expression|unary_op_expression|parenthesized_expression|conditional_expression)$/.test(parent.type)) return parent !== null;
  const variable = parent.type === "assignment_expression" ? tree.textOf(inField(parent, "left") ?? parent) : "";
  if (!/^\$\w+$/.test(variable)) return false;
  const owner = [...around(node)].find(({ type }) => /^(method_declaration|function_definition|anonymous_function|arrow_function)$/.test(type)) ?? tree.root;
  const name = variable.replace("$", "\\$");
  return new RegExp(`${name}\\s*(===?|!==?)\\s*(false|null)|(false|null)\\s*(===?|!==?)\\s*${name}\\b|!\\s*${name}\\b|is_\\w+\\(${name}\\)|if\\s*\\(${name}\\)`, "i").test(tree.text.slice(parent.end, owner.end));
}
