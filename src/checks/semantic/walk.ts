import type { Node } from "ts-morph";

/** Visits all nodes below one in order of the text; what `visit` says "skip" to is not entered. */
export function walk(start: Node, visit: (node: Node) => "skip" | undefined): void {
  const open: Node[] = start.forEachChildAsArray().reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (visit(node) === "skip") continue;
    const inner = node.forEachChildAsArray();
    for (let index = inner.length - 1; index >= 0; index--) {
      const one = inner[index];
      if (one !== undefined) open.push(one);
    }
  }
}
