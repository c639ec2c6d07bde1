import type { Occurrence } from "../rules/rule";
import { callOf, dotted } from "./code-calls";
import { BROAD, HARMLESS, branchIn, isConditional, isThrown, type LanguageReader, type Skip } from "./language";
import { inField, ofType, type SyntaxTree, type TreeNode } from "./syntax-tree";

const SKIP = /(^|\.)(skip|xfail|expectedFailure)$/;
const CONDITIONS = /^(if_statement|elif_clause|else_clause|conditional_expression|except_clause|match_statement|case_clause|for_statement|while_statement)$/;
const FUNCTION: ReadonlySet<string> = new Set(["function_definition"]);

function decoratorName(tree: SyntaxTree, decorator: TreeNode): string {
  return dotted(tree.textOf(decorator).replace(/^@\s*/, "")).replace(/\(\)$/, "");
}

export const python: LanguageReader = {
  declarations: { function_definition: "function", class_definition: "class" },
  nameOf: (tree, node) => (inField(node, "name") === null ? null : tree.textOf(inField(node, "name") ?? node)),
  startOf: (_tree, node) => (node.parent?.type === "decorated_definition" ? node.parent.start : node.start),
  calls: ["call"],
  callOf: (tree, node) => callOf(node, dotted(tree.textOf(inField(node, "function") ?? node)), inField(node, "arguments")?.children ?? []),
  branches: ["if_statement", "elif_clause"],
  branchOf: (_tree, node) => branchIn(node),
  leaving: new Set(["return_statement", "raise_statement", "continue_statement", "break_statement"]),
  wrappers: new Set(["block", "expression_statement", "await"]),
  leavingCalls: /^(sys\.exit|exit|quit|abort|os\._exit)$/,
  handlers(tree) {
    return tree.nodes("except_clause", "except_group_clause").flatMap((node) => {
      const body = ofType(node, "block");
      const caught = inField(node, "value") ?? node.children.find((one) => one.type !== "block") ?? null;
      const kinds = caught === null ? "" : tree.textOf(caught).replace(/\s+as\s+\w+$/, "").replace(/[()\s]/g, "");
      const names = kinds.split(",").filter((name) => name !== "");
      const covered = inField(node.parent, "body") ?? node;
      return body === null ? [] : [{ node, body, statements: body.children, isBroad: names.length === 0 || names.some((name) => BROAD.test(name)), isHarmless: names.length > 0 && names.every((name) => HARMLESS.test(name)), covered }];
    });
  },
  isNothing: (tree, statement) => statement.type === "pass_statement" || (statement.type === "expression_statement" && (tree.textOf(statement) === "..." || statement.children[0]?.type === "string")),
  dropped(tree, calls) {
    return calls.flatMap(({ node, name, args }): readonly Occurrence[] => {
      const isBroad = /(^|\.)suppress$/.test(name) && args.some((one) => BROAD.test(tree.textOf(one)));
      return isBroad ? [{ start: node.start, end: node.end, message: `suppresses every error with \`${name}\``, severity: "error" }] : [];
    });
  },
  protections(tree) {
    return tree.nodes("decorator").map((node) => ({ node, name: decoratorName(tree, node), what: "the decorator" })).filter(({ name }) => !/^(property|staticmethod|classmethod|dataclass|pytest\.|override|abstractmethod|functools\.|cache|lru_cache|app\.|router\.|bp\.)/.test(name));
  },
  exemptions: /(^|\.)(csrf_exempt|login_not_required|permission_exempt|public_endpoint|allow_anonymous|no_type_check)$/,
  tests: ["function_definition"],
  testOf(tree, node) {
    const name = tree.textOf(inField(node, "name") ?? node);
    return /^test/.test(name) ? name : null;
  },
  assertionNodes: ["assert_statement"],
  assertionOf(_tree, { node, name, last, args }) {
    if (/(^|\.)(self|cls)\.(assert|fail)\w*$/.test(name) || /^(pytest|self|cls)\.(raises|warns|fail)$/.test(name) || /^assert_\w+$/.test(last) || /\.assert_(called|any_call|has_calls|not_called|awaited)\w*$/.test(name)) return { node, matcher: last, args: args.filter(({ type }) => type !== "keyword_argument") };
    return null;
  },
  skips(tree, calls): readonly Skip[] {
    const found: Skip[] = tree.nodes("decorator").flatMap((node): readonly Skip[] => {
      const name = decoratorName(tree, node);
      const argument = ofType(ofType(node, "call"), "argument_list")?.children[0];
      const isAlways = SKIP.test(name) || (/(^|\.)skip(if|If|Unless)$/.test(name) && argument !== undefined && /^(True|False|1|0)$/.test(tree.textOf(argument)));
      return isAlways ? [{ node, kind: "skip" }] : [];
    });
    for (const { node, name } of calls) {
      const isCall = /^(pytest|unittest|self)\.(skip|skipTest|xfail)$/.test(name) || /^(pytest)\.mark\.(skip|xfail)$/.test(name);
      const isDecorator = node.parent?.type === "decorator";
      if (isCall && !isDecorator && !isConditional(node, CONDITIONS, FUNCTION)) found.push({ node, kind: "skip" });
    }
    for (const node of tree.nodes("assignment")) {
      if (tree.textOf(inField(node, "left") ?? node) === "pytestmark" && /pytest\.mark\.skip$/.test(tree.textOf(inField(node, "right") ?? node))) found.push({ node, kind: "skip" });
    }
    return found;
  },
  testSpans: () => [],
  lostHandling: isThrown,
};

