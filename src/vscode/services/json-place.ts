import { findNodeAtLocation, parseTree } from "jsonc-parser";

/** 1-based line of what stands at keys and positions in a JSON text with comments, or of what is nearest above it. */
export function lineOfPlace(text: string, place: readonly (string | number)[]): number {
  const root = parseTree(text);
  for (let length = place.length; root !== undefined && length > 0; length--) {
    const node = findNodeAtLocation(root, place.slice(0, length));
    if (node !== undefined) {
      return text.slice(0, node.parent?.type === "property" ? node.parent.offset : node.offset).split("\n").length;
    }
  }
  return 1;
}
