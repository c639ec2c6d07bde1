import type { ImportEdge } from "../graph/import-graph";
import { isNodeBuiltin } from "../graph/node-builtins";
import type { Captures, Selectors } from "./selectors";

/** A file's path, or the names under which a rule can mean a package. */
export function targetsOf(edge: ImportEdge): readonly string[] {
  if (edge.to !== null) return [edge.to];
  const { resolution } = edge;
  if (resolution.kind !== "external" && resolution.kind !== "undeclared") return [];
  if (isNodeBuiltin(resolution.name)) return [`node:${resolution.name.replace(/^node:/, "")}`];
  return [`npm:${resolution.name}`, `npm:${edge.specifier}`];
}

/** What selectors mean of edges' targets. Packages are meant only by selectors that name some. */
export class Targets {
  private readonly list: readonly string[];
  private readonly namesPackages: boolean;

  constructor(
    selectors: string | readonly string[],
    private readonly matcher: Selectors,
  ) {
    this.list = typeof selectors === "string" ? [selectors] : selectors;
    this.namesPackages = this.list.some((selector) => /^!?(npm|node):/.test(selector));
  }

  /** What is meant of an edge's target, or null. */
  meant(edge: ImportEdge): { readonly target: string; readonly captures: Captures } | null {
    if (edge.to === null && !this.namesPackages) return null;
    for (const target of targetsOf(edge)) {
      const captures = this.matcher.captures(this.list, target);
      if (captures !== null) return { target, captures };
    }
    return null;
  }
}
