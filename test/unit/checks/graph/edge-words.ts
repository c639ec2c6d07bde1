import type { ImportGraph } from "../../../../src/checks/graph/import-graph";

/** Edges in words: a target that is no file is `external NAME`, `undeclared NAME`, `phantom NAME` or `unresolved SPECIFIER`. */
export function edgeWords(graph: ImportGraph): readonly string[] {
  return graph.edges.map(({ from, kind, to, specifier, resolution }) => {
    const target = to ?? (resolution.kind === "undeclared" ? `${resolution.elsewhere ? "phantom" : "undeclared"} ${resolution.name}` : resolution.kind === "external" ? `external ${/^(@|[a-z-]+\/)/.test(resolution.name) || resolution.name !== specifier ? resolution.name : specifier}` : `unresolved ${specifier}`);
    return `${from} ${kind} ${target}`;
  });
}
