import { child, children, isFunction, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { firstLineEnd } from "../syntax/first-line";
import type { SourceFile } from "../syntax/source-file";
import type { Occurrence, Rule } from "./rule";

const LEAVES = /^(Return|Throw|Break|Continue)Statement$/;

/** Pieces of programs that are read or transformed, not run. */
const EXAMPLES = /(^|\/)(__)?(fixtures?|testdata|snippets|codefixes|examples?|templates?|snapshots?)(__)?\/|\.(input|output|before|after|expected|stub|fixture)\.[cm]?[jt]sx?$/i;

/**
 * Code that nothing runs or uses: what stands after the way out, and declarations that their file names once only.
 * Exports that no module imports are found with the import graph.
 */
export const deadCode: Rule = {
  id: "dead-code",
  class: "maintainability",
  severity: "note",
  cwe: 561,
  why: "Nothing runs it, but everybody reads, tests and keeps it. Assistants add what a change might need and seldom take away: duplication up 81 %, upkeep of old code down 74 % (GitClear 2026, 623 million changes).",
  fix: "Delete it, or use it where it was meant to be used; if something outside of the repository needs it, say so beside it.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "export function total(list) {\n  return list.length;\n  count(list);\n}\n",
    good: "export function total(list) {\n  count(list);\n  return list.length;\n}\n",
  },

  find(view) {
    const { tree } = view;
    if (tree === null || EXAMPLES.test(view.path)) return [];
    return [...unreachable(tree), ...never(tree), ...(isModule(tree) && !/\.d\.[cm]?ts$/.test(view.path) ? unused(tree) : [])].sort((a, b) => a.start - b.start);
  },
};

/** Statements behind `return`, `throw`, `break` or `continue` in the same block. */
function unreachable(tree: SourceFile): readonly Occurrence[] {
  return tree.nodes("BlockStatement", "SwitchCase", "StaticBlock", "Program").flatMap((block): readonly Occurrence[] => {
    const list = children(block, block.type === "SwitchCase" ? "consequent" : "body");
    const exit = list.findIndex((statement) => LEAVES.test(statement.type) || isEndless(tree, statement));
    // A `break` behind a `return` is a habit of `switch`; what is only declared there is hoisted.
    const rest = exit < 0 ? [] : list.slice(exit + 1).filter((statement) => !isHoisted(statement) && statement.type !== "BreakStatement" && statement.type !== "EmptyStatement");
    const first = rest[0];
    const last = rest[rest.length - 1];
    if (first === undefined || last === undefined) return [];
    return [{ start: first.start, end: firstLineEnd(tree, first), message: `nothing reaches this: the block is left on line ${tree.lines.lineOf(list[exit]?.start ?? 0) + 1}`, severity: "warning", snippet: `unreachable ${tree.textOf(first)}` }];
  });
}

function isHoisted(statement: SyntaxNode): boolean {
  if (/^(FunctionDeclaration|TS\w+Declaration|Export\w+|ImportDeclaration|ClassDeclaration)$/.test(statement.type)) return true;
  return statement.type === "VariableDeclaration" && text(statement, "kind") === "var" && children(statement, "declarations").every((one) => child(one, "init") === null);
}

/** `for (;;)` and `while (true)` that nothing leaves. */
function isEndless(tree: SourceFile, statement: SyntaxNode): boolean {
  const test = child(statement, "test");
  const forever = statement.type === "ForStatement" ? test === null : statement.type === "WhileStatement" && test?.type === "Literal" && test["value"] === true;
  return forever && tree.within(statement, "BreakStatement").length === 0;
}

/** `if (false)`, `while (false)`, `false && …`. */
function never(tree: SourceFile): readonly Occurrence[] {
  return tree.nodes("IfStatement", "WhileStatement", "LogicalExpression").flatMap((node): readonly Occurrence[] => {
    const test = unwrapped(child(node, node.type === "LogicalExpression" ? "left" : "test"));
    if (test?.type !== "Literal" || test["value"] !== false || (node.type === "LogicalExpression" && text(node, "operator") !== "&&")) return [];
    return [{ start: node.start, end: firstLineEnd(tree, node), message: "the condition is always false", severity: "warning", snippet: `never ${tree.textOf(node).slice(0, 500)}` }];
  });
}

/** In a script every top-level name is the page's; in a module it is the file's own. */
function isModule(tree: SourceFile): boolean {
  return tree.nodes("ImportDeclaration", "ExportNamedDeclaration", "ExportDefaultDeclaration", "ExportAllDeclaration").length > 0;
}

/** Functions, classes, variables and private methods whose name stands in the file only where they are declared. */
function unused(tree: SourceFile): readonly Occurrence[] {
  const counts = new Map<string, number>();
  for (const node of tree.nodes("Identifier", "JSXIdentifier", "PrivateIdentifier")) {
    const key = `${node.type === "PrivateIdentifier" ? "#" : ""}${text(node, "name") ?? ""}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const found: Occurrence[] = [];
  const look = (kind: string, node: SyntaxNode, id: SyntaxNode | null, key = text(id, "name") ?? "") => {
    if (id === null || key === "" || key.startsWith("_") || counts.get(key) !== 1 || isPassedOn(tree, node)) return;
    found.push({ start: node.start, end: id.end, message: `nothing uses the ${kind} \`${key}\``, snippet: `unused ${kind} ${key}` });
  };
  for (const node of tree.nodes("FunctionDeclaration", "ClassDeclaration")) look(node.type === "ClassDeclaration" ? "class" : "function", node, child(node, "id"));
  for (const node of tree.nodes("VariableDeclarator")) {
    const id = child(node, "id");
    const statement = tree.parent(node);
    const loop = statement === null ? null : tree.parent(statement);
    // `for (const _ of list)`: the loop needs a name.
    if (id?.type === "Identifier" && loop?.type !== "ForOfStatement" && loop?.type !== "ForInStatement" && statement?.["declare"] !== true) look(isFunction(child(node, "init")) ? "function" : "variable", node, id);
  }
  for (const node of tree.nodes("MethodDefinition", "PropertyDefinition")) {
    const key = child(node, "key");
    const isPrivate = key?.type === "PrivateIdentifier";
    if (isPrivate || (text(node, "accessibility") === "private" && node["computed"] !== true && text(node, "kind") !== "constructor" && children(node, "decorators").length === 0)) look(node.type === "MethodDefinition" ? "private method" : "private field", node, key, `${isPrivate ? "#" : ""}${text(key, "name") ?? ""}`);
  }
  return found;
}

/** Exported, ambient or decorated: others may use it. */
function isPassedOn(tree: SourceFile, node: SyntaxNode): boolean {
  if (node["declare"] === true || children(node, "decorators").length > 0) return true;
  let inner: SyntaxNode | null = node;
  for (let hops = 0; inner !== null && hops < 3; hops++, inner = tree.parent(inner)) if (/^(Export\w+|TSModuleBlock)$/.test(inner.type)) return true;
  return false;
}
