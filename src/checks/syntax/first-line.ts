import type { SyntaxNode } from "./node";
import type { SourceFile } from "./source-file";

/** Where a node's first line ends (offset, exclusive), or the node itself where it is shorter: what a long one is pointed at by. */
export function firstLineEnd(tree: SourceFile, node: SyntaxNode): number {
  const next = tree.text.indexOf("\n", node.start);
  return next < 0 ? node.end : Math.min(next, node.end);
}
