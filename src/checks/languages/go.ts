import type { Occurrence } from "../rules/rule";
import { callOf, dotted, isLogName, type Call } from "./code-calls";
import { branchIn, isConditional, type LanguageReader, type Skip } from "./language";
import { inField, ofType, type SyntaxTree, type TreeNode } from "./syntax-tree";

/** Second results that are no errors, and calls whose failure nobody could act on. */
const NO_ERROR = /(Flags\(\)\.Get\w+|LookupEnv|Cut\w*|Load\w*|FromContext|Deadline|Caller|ReadBuildInfo|Value|Get|Lookup|Find\w*|Split\w*|Swap|Divmod|Size|Bounds|Decode\w*Rune\w*|Contains\w*|BasicAuth)$/;
const HARMLESS = /(\.|^)(Close|Flush|Sync|Body\.Close|Rollback|Remove|RemoveAll|Setenv|Unsetenv|Fprint\w*|Print\w*|Write\w*|Shutdown|Kill|Wait|Signal)$/;
const CONDITIONS = /^(if_statement|expression_switch_statement|type_switch_statement|for_statement|select_statement)$/;
const FUNCTIONS: ReadonlySet<string> = new Set(["function_declaration", "method_declaration", "func_literal"]);
const ERROR_NAME = /^(err|error|e)\w*$|Err$/;

function checksError(tree: SyntaxTree, node: TreeNode): boolean {
  return /^\w*[eE]rr\w*\s*!=\s*nil\b/.test(tree.textOf(inField(node, "condition") ?? node)) || /\berrors\.(Is|As)\(/.test(tree.textOf(inField(node, "condition") ?? node));
}

function functionAround(node: TreeNode): TreeNode | null {
  let outer = node.parent;
  while (outer !== null && !FUNCTIONS.has(outer.type)) outer = outer.parent;
  return outer;
}

/** The error of a call is asked for by the `if` it stands in or before, or passed on. */
function isChecked(tree: SyntaxTree, { node }: Call): boolean {
  for (let inner = node, outer = node.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (outer.type === "return_statement" || outer.type === "argument_list") return true;
    if (outer.type === "if_statement") return inner.field === "initializer" ? checksError(tree, outer) || /err/i.test(tree.textOf(inField(outer, "condition") ?? outer)) : inner.field === "condition";
    if (outer.type === "statement_list") {
      const next = outer.children[outer.children.indexOf(inner) + 1];
      const left = inField(inner, "left");
      const names = left?.children.map((one) => tree.textOf(one)) ?? [];
      const error = names[names.length - 1];
      if (error === undefined || error === "_" || next === undefined) return false;
      return new RegExp(`\\b${error.replace(/[^\w]/g, "")}\\b`).test(tree.textOf(next));
    }
  }
  return false;
}

function titleOf(tree: SyntaxTree, { args }: Call): string {
  return args[0] === undefined ? "" : tree.textOf(args[0]).replace(/^["`]|["`]$/g, "");
}

function readCall(tree: SyntaxTree, node: TreeNode): Call {
  return callOf(node, dotted(tree.textOf(inField(node, "function") ?? node)), inField(node, "arguments")?.children ?? []);
}

/** `if err != nil` that returns no error, or does nothing at all. */
function swallowing(tree: SyntaxTree, node: TreeNode): readonly Occurrence[] {
  if (!/^\s*\w*[eE]rr\w*\s*!=\s*nil\s*$/.test(tree.textOf(inField(node, "condition") ?? node))) return [];
  const place = { start: node.start, end: node.end };
  const block = inField(node, "consequence");
  const statements = ofType(block, "statement_list")?.children ?? block?.children ?? [];
  if (block !== null && statements.length === 0) return [{ ...place, message: "asks for an error and ignores it", severity: "error" }];
  const isLog = (one: TreeNode) => one.type === "expression_statement" && one.children[0]?.type === "call_expression" && isLogName(readCall(tree, one.children[0]).name);
  const last = statements[statements.length - 1];
  if (last?.type === "return_statement" && statements.slice(0, -1).every(isLog)) {
    const results = inField(functionAround(node), "result");
    const values = last.children[0]?.children ?? [];
    const returnsError = results !== null && /\berror\b/.test(tree.textOf(results));
    const value = values[values.length - 1];
    if (returnsError && value?.type === "nil") return [{ ...place, message: "turns an error into success: it returns `nil`", severity: statements.length > 1 ? "warning" : "error" }];
  }
  return statements.length > 0 && statements.every(isLog) && inField(node, "alternative") === null ? [{ ...place, message: "only logs the error and goes on as if nothing had happened" }] : [];
}

export const go: LanguageReader = {
  declarations: { function_declaration: "function", method_declaration: "method", type_spec: "type" },
  nameOf(tree, node) {
    const name = inField(node, "name");
    if (name === null) return null;
    const receiver = /(\w+)(\[[^\]]*\])?\s*\)$/.exec(tree.textOf(inField(node, "receiver") ?? name))?.[1];
    return node.type === "method_declaration" && receiver !== undefined ? `${receiver}.${tree.textOf(name)}` : tree.textOf(name);
  },
  startOf: (_tree, node) => (node.type === "type_spec" && node.parent?.children.length === 1 ? node.parent.start : node.start),
  calls: ["call_expression"],
  callOf: readCall,
  branches: ["if_statement"],
  // An error that is asked for belongs to the call that gave it.
  branchOf: (tree, node) => (checksError(tree, node) ? null : branchIn(node)),
  leaving: new Set(["return_statement", "continue_statement", "break_statement", "goto_statement"]),
  wrappers: new Set(["block", "statement_list", "expression_statement"]),
  leavingCalls: /^(panic|os\.Exit|log\.(Fatal|Panic)\w*|runtime\.Goexit)$/,
  handlers: () => [],
  isNothing: () => false,
  dropped(tree) {
    const found: Occurrence[] = tree.nodes("if_statement").flatMap((node) => swallowing(tree, node));
    for (const node of tree.nodes("assignment_statement", "short_var_declaration")) {
      const names = inField(node, "left")?.children.map((one) => tree.textOf(one)) ?? [];
      const right = inField(node, "right")?.children ?? [];
      const value = right[0];
      const place = { start: node.start, end: node.end };
      if (names[names.length - 1] !== "_" || right.length !== 1 || value === undefined) continue;
      if (names.length === 1 && value.type === "identifier" && ERROR_NAME.test(tree.textOf(value))) found.push({ ...place, message: `throws the error \`${tree.textOf(value)}\` away`, severity: "error" });
      const name = value.type === "call_expression" ? readCall(tree, value).name : null;
      if (name === null || HARMLESS.test(name) || (names.length > 1 && NO_ERROR.test(name))) continue;
      found.push({ ...place, message: `throws the error of \`${name}\` away` });
    }
    return found;
  },
  isChecked,
  protections: () => [],
  exemptions: /^\b$/,
  tests: ["function_declaration", "call_expression"],
  testOf(tree, node) {
    if (node.type === "call_expression") {
      const call = readCall(tree, node);
      return /^\w+\.Run$/.test(call.name) && call.args[1]?.type === "func_literal" && call.args[0] !== undefined && /^["`]/.test(tree.textOf(call.args[0])) ? `Run ${titleOf(tree, call)}` : null;
    }
    const name = tree.textOf(inField(node, "name") ?? node);
    return /^(Test|Fuzz)[A-Z_\d]?/.test(name) && /\*testing\.|\*\w+\.[TF]\b/.test(tree.textOf(inField(node, "parameters") ?? node)) ? name : null;
  },
  assertionNodes: [],
  assertionOf(tree, { node, name, last, args }) {
    if (/^(assert|require|s|suite|is|a|r|c|g|qt|must)(\(\))?\.(Equal|Not|Nil|True|False|Error|No|Len|Contains|Empty|Greater|Less|InDelta|Panics|Same|Implements|IsType|ElementsMatch|JSONEq|Regexp|Zero|Exactly|Eventually|WithinDuration|Subset|Fail)\w*$/.test(name)) return { node, matcher: last, args: /^(assert|require|must|qt)\./.test(name) ? args.slice(1) : args };
    if (!/^(t|tb|b|f)\.(Error|Errorf|Fatal|Fatalf|Fail|FailNow)$/.test(name)) return null;
    for (let outer = node.parent; outer !== null && !FUNCTIONS.has(outer.type); outer = outer.parent) {
      const condition = outer.type === "if_statement" ? inField(outer, "condition") : null;
      if (condition !== null) return /^\w*[eE]rr\w*!=nil$/.test(tree.flat(condition)) && inField(outer, "initializer") === null ? { node, matcher: "NoError", args } : { node, matcher: last, args, condition };
    }
    return { node, matcher: last, args };
  },
  skips(_tree, calls): readonly Skip[] {
    return calls.flatMap(({ node, name }) => (/^(t|b|f|tb|s\.T\(\))\.(Skip|Skipf|SkipNow)$/.test(name) && !isConditional(node, CONDITIONS, FUNCTIONS) ? [{ node, kind: "skip" as const }] : []));
  },
  testSpans: () => [],
  lostHandling: (name) => `the error of \`${name}\` is no longer asked for`,
};
