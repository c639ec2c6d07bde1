import { children, isFunction, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";

const LOOP = /^(While|DoWhile|For|ForOf|ForIn)Statement$/;

/** Whether a `try` returns from a loop where it succeeds, so that the next round answers its failure and a `throw` behind it the last one. */
export function isTriedAgain(tree: SourceFile, block: SyntaxNode): boolean {
  if (own(tree, block, block, "ReturnStatement").length === 0) return false;
  let inner = block;
  for (const outer of tree.ancestors(block)) {
    if (isFunction(outer)) return false;
    if (LOOP.test(inner.type)) {
      const isBehind = ({ start }: SyntaxNode) => start > block.end;
      return own(tree, inner, block, "ThrowStatement").some(isBehind) || children(outer, "body").some((one) => one.type === "ThrowStatement" && isBehind(one));
    }
    inner = outer;
  }
  return false;
}

/** Statements in `node` that belong to the same function as `place`. */
function own(tree: SourceFile, node: SyntaxNode, place: SyntaxNode, type: string): readonly SyntaxNode[] {
  const around = (one: SyntaxNode) => [...tree.ancestors(one)].find(isFunction);
  return tree.within(node, type).filter((one) => around(one) === around(place));
}
