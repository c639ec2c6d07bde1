import type { DependencyStep } from "../../core/ports";
import { shortestPath } from "./components";
import type { ImportGraph } from "./import-graph";

/**
 * The shortest chain of imports of any kind from one file to another, the first by place where several are as short;
 * null where none leads there, or a file is none of the graph's.
 */
export function dependencyPath(graph: ImportGraph, from: string, to: string): readonly DependencyStep[] | null {
  const start = graph.numberOf(from);
  const end = graph.numberOf(to);
  if (start < 0 || end < 0 || start === end) return null;
  const successors = graph.parts.edges.map((edges) => edges.flatMap((edge) => (edge.to === null ? [] : [graph.numberOf(edge.to)])));
  const path = shortestPath(successors, start, end, (node) => node >= 0);
  return (
    path?.slice(1).flatMap((node, index): readonly DependencyStep[] => {
      const edge = graph.parts.edges[path[index] ?? -1]?.find((one) => one.to === graph.files[node]);
      return edge === undefined ? [] : [{ path: edge.from, line: edge.place.startLine, to: edge.to ?? "", kind: edge.kind }];
    }) ?? null
  );
}
