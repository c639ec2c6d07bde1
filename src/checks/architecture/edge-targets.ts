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

/** What a selector means of the edge's target, or null. Packages are meant only by selectors that name some. */
export function targetMeant(edge: ImportEdge, selectors: string | readonly string[], matcher: Selectors): { readonly target: string; readonly captures: Captures } | null {
  const list = [selectors].flat();
  const namesPackages = list.some((selector) => /^!?(npm|node):/.test(selector));
  for (const target of targetsOf(edge)) {
    if (edge.to === null && !namesPackages) continue;
    const captures = matcher.captures(list, target);
    if (captures !== null) return { target, captures };
  }
  return null;
}
