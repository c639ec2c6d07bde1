import { child, children, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";

/** What the system numbers by itself: a process, a port that a server got. */
const NUMBERED = /^(pid|ppid)$/;

/**
 * Whether everything that is put into a text is a number by its declaration in the same file, or a process's id. Nothing checks a declared
 * type when the program runs, so this makes an injection less likely, and rules out none.
 */
export function putsInNumbersOnly(tree: SourceFile, given: SyntaxNode | null): boolean {
  const put = insertions(given);
  return put.length > 0 && put.every((one) => isNumber(tree, one));
}

/** What stands between the constant pieces of a text; the expression itself where it is not put together here. */
function insertions(given: SyntaxNode | null): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  // No recursion: a sum of thousands is as deep.
  const waiting = [given];
  while (waiting.length > 0) {
    const node = unwrapped(waiting.pop() ?? null);
    if (node?.type === "TemplateLiteral") waiting.push(...children(node, "expressions"));
    else if (node?.type === "BinaryExpression") waiting.push(child(node, "right"), child(node, "left"));
    else if (node !== null && node.type !== "Literal") found.push(node);
  }
  return found;
}

function isNumber(tree: SourceFile, node: SyntaxNode): boolean {
  if (node.type === "MemberExpression") return NUMBERED.test(lastName(node) ?? "");
  const name = node.type === "Identifier" ? text(node, "name") : null;
  if (name === null) return false;
  for (const outer of tree.ancestors(node)) {
    if (!isFunction(outer)) continue;
    const parameter = children(outer, "params").find((one) => text(one, "name") === name);
    if (parameter !== undefined) return child(child(parameter, "typeAnnotation"), "typeAnnotation")?.type === "TSNumberKeyword";
  }
  return false;
}
