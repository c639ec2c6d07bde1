import { callOf, dotted, type Call } from "./code-calls";
import { BROAD, HARMLESS, branchIn, isConditional, isThrown, type LanguageReader, type Skip } from "./language";
import { inField, ofType, type SyntaxTree, type TreeNode } from "./syntax-tree";

const CONDITIONS = /^(if_statement|switch_expression|for_statement|enhanced_for_statement|while_statement|catch_clause|ternary_expression)$/;
const METHODS: ReadonlySet<string> = new Set(["method_declaration", "lambda_expression"]);

function annotations(node: TreeNode): readonly TreeNode[] {
  return ofType(node, "modifiers")?.children.filter((one) => /annotation$/.test(one.type)) ?? [];
}

function annotationName(tree: SyntaxTree, node: TreeNode): string {
  return tree.textOf(inField(node, "name") ?? node);
}

function readCall(tree: SyntaxTree, node: TreeNode): Call {
  const object = inField(node, "object");
  const name = tree.textOf(inField(node, "name") ?? node);
  return callOf(node, object === null ? name : `${dotted(tree.textOf(object))}.${name}`, inField(node, "arguments")?.children ?? []);
}

export const java: LanguageReader = {
  declarations: { class_declaration: "class", interface_declaration: "type", enum_declaration: "type", record_declaration: "class", annotation_type_declaration: "type", method_declaration: "method", constructor_declaration: "method" },
  nameOf: (tree, node) => tree.textOf(inField(node, "name") ?? node),
  startOf: (_tree, node) => node.start,
  calls: ["method_invocation"],
  callOf: readCall,
  branches: ["if_statement"],
  branchOf: (_tree, node) => branchIn(node),
  leaving: new Set(["return_statement", "throw_statement", "continue_statement", "break_statement", "yield_statement"]),
  wrappers: new Set(["block", "expression_statement"]),
  leavingCalls: /^System\.exit$/,
  handlers(tree) {
    return tree.nodes("catch_clause").flatMap((node) => {
      const body = inField(node, "body");
      const kinds = ofType(ofType(node, "catch_formal_parameter"), "catch_type")?.children.map((one) => tree.textOf(one)) ?? [];
      const covered = inField(node.parent, "body") ?? node;
      return body === null ? [] : [{ node, body, statements: body.children, isBroad: kinds.some((kind) => BROAD.test(kind)), isHarmless: kinds.every((kind) => HARMLESS.test(kind)), covered }];
    });
  },
  isNothing: (tree, statement) => tree.textOf(statement) === ";",
  dropped: () => [],
  protections(tree) {
    return tree.nodes("annotation", "marker_annotation").map((node) => ({ node, name: annotationName(tree, node), what: "the annotation" })).filter(({ name }) => /auth|secur|role|permi|valid|notnull|notblank|notempty|size$|csrf|transactional|denyall|ratelimit|verif|lock|retention/i.test(name));
  },
  exemptions: /^(PermitAll|AllowAnonymous|Anonymous|PublicEndpoint|CsrfIgnore)$/,
  tests: ["method_declaration"],
  testOf(tree, node) {
    const name = tree.textOf(inField(node, "name") ?? node);
    const isMarked = annotations(node).some((one) => /^(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)$/.test(annotationName(tree, one)));
    return isMarked || (/^test[A-Z_]/.test(name) && inField(node, "type")?.type === "void_type") ? name : null;
  },
  assertionNodes: ["assert_statement"],
  assertionOf(tree, { node, name, last, args }) {
    // AssertJ's and Hamcrest's subject stands in `assertThat`, and what is asserted about it at the end of the chain.
    const chain = /^(?:Assertions\.|Assert\.)?assertThat\w*\(\)\.(?:.*\.)?(\w+)$/.exec(name);
    if (chain !== null && node.parent?.type === "expression_statement") return { node, matcher: chain[1] ?? last, args: subjectOf(tree, node) };
    if (/^(assert[A-Z]\w*|fail)$/.test(last) && !/^assertThat$/.test(last)) return { node, matcher: last, args };
    if (last === "assertThat" && args.length > 1) return { node, matcher: last, args };
    return /^(Mockito\.)?verify$/.test(name) || last === "andExpect" ? { node, matcher: last, args } : null;
  },
  skips(tree, calls): readonly Skip[] {
    const marked = tree.nodes("annotation", "marker_annotation").flatMap((node): readonly Skip[] => {
      const name = annotationName(tree, node);
      return /^(Disabled|Ignore)$/.test(name) || (name === "Test" && /enabled\s*=\s*false/.test(tree.textOf(node))) ? [{ node, kind: "skip" }] : [];
    });
    const called = calls.flatMap(({ node, last, args }): readonly Skip[] => {
      const isFalse = /^assume(True|That)$/.test(last) && args[0] !== undefined && tree.textOf(args[0]) === "false";
      return (isFalse || last === "abort") && !isConditional(node, CONDITIONS, METHODS) && (isFalse || /Assumptions/.test(tree.textOf(node))) ? [{ node, kind: "skip" }] : [];
    });
    return [...marked, ...called];
  },
  testSpans: () => [],
  lostHandling: isThrown,
};

function subjectOf(tree: SyntaxTree, chain: TreeNode): readonly TreeNode[] {
  for (let node: TreeNode | null = chain; node !== null; node = inField(node, "object")) {
    if (/assertThat/.test(tree.textOf(inField(node, "name") ?? node)) && node.type === "method_invocation") return inField(node, "arguments")?.children ?? [];
  }
  return [];
}
