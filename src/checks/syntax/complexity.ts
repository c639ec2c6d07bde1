import { child, children, isFunction, text, type SyntaxNode } from "./node";
import type { SourceFile } from "./source-file";

/** One function with a name of its own, and how hard its flow is to follow. */
export interface MeasuredFunction {
  readonly node: SyntaxNode;
  readonly body: SyntaxNode;
  /** Cognitive complexity after Campbell, "Cognitive Complexity" (SonarSource 2018): breaks in the flow, each weighted by its depth. */
  readonly cognitive: number;
  /** Number of its independent paths (McCabe 1976). */
  readonly cyclomatic: number;
}

const BRANCHES = new Set(["IfStatement", "ConditionalExpression", "SwitchStatement", "ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement", "CatchClause"]);

interface Visit {
  readonly node: SyntaxNode;
  readonly nesting: number;
  /** An `if` that is the `else` of another one: it costs no depth. */
  readonly isElse: boolean;
}

/** Functions, methods and variables that hold functions. A callback counts as a part of the function around it. */
export function measuredFunctions(tree: SourceFile): readonly MeasuredFunction[] {
  return tree.nodes("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression").flatMap((node) => {
    const body = child(node, "body");
    return body === null || !standsAlone(tree, node) ? [] : [{ node, body, ...measure(tree, body) }];
  });
}

/** Whether a reader would call it a function of its own. */
function standsAlone(tree: SourceFile, node: SyntaxNode): boolean {
  if (node.type === "FunctionDeclaration") return true;
  const outer = tree.parent(node)?.type ?? "";
  return /^(VariableDeclarator|MethodDefinition|PropertyDefinition|Property|AssignmentExpression|ExportDefaultDeclaration)$/.test(outer);
}

function measure(tree: SourceFile, body: SyntaxNode): { cognitive: number; cyclomatic: number } {
  let cognitive = 0;
  let cyclomatic = 1;
  // With a stack of its own: hostile code nests deeper than calls may.
  const stack: Visit[] = [{ node: body, nesting: 0, isElse: false }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { node, nesting, isElse } = visit;
    if (node !== body && isFunction(node) && standsAlone(tree, node)) continue;
    let inner = nesting;
    if (BRANCHES.has(node.type)) {
      cognitive += isElse ? 1 : 1 + nesting;
      if (node.type !== "SwitchStatement") cyclomatic++;
      if (!isElse) inner = nesting + 1;
    } else if (node.type === "SwitchCase" && child(node, "test") !== null) cyclomatic++;
    else if (node.type === "LogicalExpression") {
      cyclomatic++;
      const outer = tree.parent(node);
      // A row of the same operator reads as one thought.
      if (outer?.type !== "LogicalExpression" || text(outer, "operator") !== text(node, "operator")) cognitive++;
    } else if (/^(Break|Continue)Statement$/.test(node.type) && child(node, "label") !== null) cognitive++;
    else if (isFunction(node)) inner = nesting + 1;
    const alternate = node.type === "IfStatement" ? child(node, "alternate") : null;
    if (alternate !== null && alternate.type !== "IfStatement") cognitive++;
    for (const part of partsOf(tree, node)) stack.push({ node: part, nesting: inner, isElse: part === alternate && part.type === "IfStatement" });
  }
  return { cognitive, cyclomatic };
}

function partsOf(tree: SourceFile, node: SyntaxNode): readonly SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (const field in node) {
    const one = child(node, field);
    if (one !== null) parts.push(one);
    else parts.push(...children(node, field));
  }
  return parts.filter((part) => tree.parent(part) === node);
}
