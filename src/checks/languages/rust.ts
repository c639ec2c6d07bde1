import type { Occurrence } from "../rules/rule";
import { callOf, dotted, isEmptyValue, isLogName, type Call } from "./code-calls";
import type { LanguageReader, Skip } from "./language";
import { inField, ofType, type SyntaxTree, type TreeNode } from "./syntax-tree";

/** Attributes stand before what they belong to, as its neighbours. */
function attributesOf(node: TreeNode): readonly TreeNode[] {
  const siblings = node.parent?.children ?? [];
  const found: TreeNode[] = [];
  for (let at = siblings.indexOf(node) - 1; siblings[at]?.type === "attribute_item"; at--) found.unshift(siblings[at] as TreeNode);
  return found;
}

function isTestFunction(tree: SyntaxTree, node: TreeNode): boolean {
  return attributesOf(node).some((one) => /^#\[\s*([\w:]+::)?(test|rstest|test_case|proptest|quickcheck|wasm_bindgen_test)\b/.test(tree.textOf(one)));
}

function readCall(tree: SyntaxTree, node: TreeNode): Call {
  if (node.type === "macro_invocation") return callOf(node, `${dotted(tree.textOf(inField(node, "macro") ?? node))}!`, ofType(node, "token_tree")?.children ?? []);
  return callOf(node, dotted(tree.textOf(inField(node, "function") ?? node)).replace(/<.*>$/, ""), inField(node, "arguments")?.children ?? []);
}

/** What stands between a macro's commas, without white space. */
function listed(inside: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  [...`${inside},`].forEach((character, index, all) => {
    if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character)) depth--;
    else if (character === "," && depth === 0) {
      const part = all.slice(from, index).join("").replace(/\s+/g, "");
      if (part !== "") parts.push(part);
      from = index + 1;
    }
  });
  return parts;
}

/** What `unwrap` is called on where it cannot fail but for a programmer's mistake. */
const CANNOT_FAIL = /(lock|read|write|borrow|borrow_mut|join|try_into|chars|next|last|first|get|pop|peek)\(\)$|(Regex\.new|parse|from_str|NonZero\w*\.new|Layout\.\w+|HeaderValue\.\w+|Duration\.\w+)\(\)$/;

function unwrapping(tree: SyntaxTree, { node, last, name }: Call): readonly Occurrence[] {
  if (last !== "unwrap" || !name.includes("(") || CANNOT_FAIL.test(name.replace(/\.unwrap$/, ""))) return [];
  return [{ start: node.start, end: node.end, message: "ends the program on an error instead of handling it (`unwrap`)", snippet: tree.flat(node), severity: "note" }];
}

/** `if let Err(_) = f() {}` and `Err(_) => {}`. */
function ignored(tree: SyntaxTree): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const judge = (node: TreeNode, pattern: string, body: TreeNode | null) => {
    if (!/^(Result::)?Err\(/.test(pattern) || body === null) return;
    const statements = body.type === "block" ? body.children : [body];
    const place = { start: node.start, end: node.end };
    const isUnit = statements.length === 0 || (statements.length === 1 && statements[0]?.type === "unit_expression");
    const logs = statements.map((one) => (one.type === "expression_statement" ? (one.children[0] ?? one) : one));
    if (isUnit) found.push({ ...place, message: "catches and ignores an error", severity: /^(Result::)?Err\(_?\w*\)$/.test(pattern) ? "error" : "warning" });
    else if (logs.every((one) => one.type === "macro_invocation" && isLogName(readCall(tree, one).name))) found.push({ ...place, message: "only logs the error and goes on as if nothing had happened" });
    else if (/^Err\(_\w*\)$/.test(pattern) && statements.length === 1 && statements[0] !== undefined && /^(return\s*)?/.test(tree.textOf(statements[0])) && isEmptyValue(tree.textOf(statements[0]).replace(/^return\s+|;$/g, ""))) found.push({ ...place, message: `turns an error into \`${tree.shown(statements[0], 40)}\`` });
  };
  for (const node of tree.nodes("if_expression")) {
    const condition = inField(node, "condition");
    if (condition?.type === "let_condition" && inField(node, "alternative") === null) judge(node, tree.flat(inField(condition, "pattern")), inField(node, "consequence"));
  }
  for (const node of tree.nodes("match_arm")) {
    const pattern = inField(node, "pattern");
    if (pattern !== null && inField(pattern, "condition") === null) judge(node, tree.flat(pattern), inField(node, "value"));
  }
  return found;
}

export const rust: LanguageReader = {
  declarations: { function_item: "function", struct_item: "class", enum_item: "type", trait_item: "type", impl_item: "class", mod_item: "class", macro_definition: "function" },
  nameOf(tree, node) {
    if (node.type === "impl_item") return tree.textOf(inField(node, "type") ?? node).replace(/<[^]*$/, "");
    return inField(node, "name") === null ? null : tree.textOf(inField(node, "name") ?? node);
  },
  startOf: (_tree, node) => attributesOf(node)[0]?.start ?? node.start,
  calls: ["call_expression", "macro_invocation"],
  callOf: readCall,
  branches: ["if_expression", "let_declaration"],
  branchOf(_tree, node) {
    const condition = node.type === "let_declaration" ? inField(node, "pattern") : inField(node, "condition");
    const exit = inField(node, node.type === "let_declaration" ? "alternative" : "consequence");
    return condition === null || exit === null ? null : { condition: node.type === "let_declaration" ? (inField(node, "value") ?? condition) : condition, exit };
  },
  leaving: new Set(["return_expression", "continue_expression", "break_expression"]),
  wrappers: new Set(["block", "expression_statement"]),
  leavingCalls: /^(panic!|bail!|unreachable!|abort!|(std\.)?process\.(exit|abort))$/,
  handlers: () => [],
  isNothing: () => false,
  dropped(tree, calls) {
    const found: Occurrence[] = [...ignored(tree), ...calls.flatMap((call) => unwrapping(tree, call))];
    for (const node of tree.nodes("let_declaration")) {
      const value = inField(node, "value");
      const inner = value?.type === "await_expression" ? (value.children[0] ?? value) : value;
      // A name that begins with `_` is a pattern of its own; the bare `_` is none that the tree names.
      if (inner === null || inField(node, "pattern") !== null || !/^let\s+_\s*[=:]/.test(tree.textOf(node))) continue;
      const call = inner.type === "call_expression" || inner.type === "macro_invocation" ? readCall(tree, inner) : null;
      if (call !== null && !/^(writeln?!|drop|std\.mem\.\w+)$|(^|\.)(remove_file|remove_dir|remove_dir_all|flush|kill|wait|close|shutdown|abort|send|take|replace|insert|remove|set|try_init|join)$/.test(call.name)) found.push({ start: node.start, end: node.end, message: `throws the result of \`${call.name}\` away` });
    }
    for (const { node, last, name } of calls) {
      if (last === "ok" && name.includes("(") && node.parent?.type === "expression_statement") found.push({ start: node.start, end: node.end, message: "throws an error away with `ok()`" });
    }
    return found;
  },
  isChecked(_tree, { node }) {
    for (let outer = node.parent; outer !== null; outer = outer.parent) {
      if (outer.type === "try_expression") return true;
      if (outer.type === "expression_statement") return false;
      if (!/^(await_expression|field_expression|call_expression|parenthesized_expression)$/.test(outer.type)) return true;
    }
    return true;
  },
  protections: () => [],
  exemptions: /^\b$/,
  tests: ["function_item"],
  testOf: (tree, node) => (isTestFunction(tree, node) ? tree.textOf(inField(node, "name") ?? node) : null),
  assertionNodes: [],
  assertionOf(tree, { node, name, last }) {
    if (!/(^|\.)(debug_)?assert\w*!$/.test(name)) return null;
    return { node, matcher: last, args: [], texts: listed(tree.textOf(ofType(node, "token_tree") ?? node).slice(1, -1)).slice(0, /_(eq|ne)!$/.test(name) ? 2 : 1) };
  },
  skips(tree): readonly Skip[] {
    return tree.nodes("attribute_item").flatMap((node) => (/^#\[\s*ignore\b/.test(tree.textOf(node)) ? [{ node, kind: "skip" as const }] : []));
  },
  testSpans(tree) {
    const modules = tree.nodes("mod_item").filter((node) => attributesOf(node).some((one) => /cfg\(\s*(test|any\(test|all\(test)/.test(tree.textOf(one))));
    return [...modules, ...tree.nodes("function_item").filter((node) => isTestFunction(tree, node))];
  },
  lostHandling: (name) => `the error of \`${name}\` is no longer passed on`,
};
