import type { Severity } from "../../core/model";
import type { ImportEdge, ImportGraph } from "../graph/import-graph";
import { isNodeBuiltin } from "../graph/node-builtins";
import type { Architecture } from "./architecture-configuration";
import type { EdgeFinding } from "./edge-finding";
import type { Selectors } from "./selectors";

type Layers = NonNullable<Architecture["layers"]>[number];
type Forbid = NonNullable<Architecture["forbid"]>[number];

/** Imports that run against the order of layers. */
export function layerFindings(layers: Layers, graph: ImportGraph, selectors: Selectors): readonly EdgeFinding[] {
  if (layers.severity === "off") return [];
  const severity = layers.severity ?? "error";
  const open = layers.open ?? true;
  const order = layers.order.map((names) => [names].flat());
  const cache = new Map<string, { rank: number; name: string } | null>();
  const layerOf = (path: string) => {
    let found = cache.get(path);
    if (found === undefined) {
      found = null;
      for (const [rank, names] of order.entries()) {
        const name = names.find((one) => selectors.matches(one, path));
        if (name === undefined) continue;
        found = { rank, name };
        break;
      }
      cache.set(path, found);
    }
    return found;
  };
  return graph.edges.flatMap((edge): readonly EdgeFinding[] => {
    if (edge.to === null) return [];
    const from = layerOf(edge.from);
    const to = layerOf(edge.to);
    if (from === null || to === null || from.name === to.name) return [];
    let problem: string;
    if (to.rank < from.rank) problem = `${from.name} may not import ${to.name}, which is a layer above it`;
    else if (to.rank === from.rank) problem = `${from.name} and ${to.name} are siblings and may not import each other`;
    else if (!open && to.rank > from.rank + 1) problem = `${from.name} may import only the layer next below it, not ${to.name}`;
    else return [];
    return [finding(edge, "layer", severity, `${problem}: ${edge.from} → ${edge.to}${kindOf(edge)}`, layers.because)];
  });
}

/** Imports that a rule of the configuration names. */
export function forbiddenFindings(rule: Forbid, graph: ImportGraph, selectors: Selectors): readonly EdgeFinding[] {
  if (rule.severity === "off") return [];
  const severity = rule.severity ?? "error";
  const kinds = rule.kind === undefined ? null : new Set([rule.kind].flat());
  const to = [rule.to].flat();
  return graph.edges.flatMap((edge): readonly EdgeFinding[] => {
    if (kinds !== null && !kinds.has(edge.kind)) return [];
    const targets = targetsOf(edge);
    const target = targets.find((one) => selectors.matches(to, one) && (one === edge.to || to.some((selector) => /^(npm|node):/.test(selector))));
    if (target === undefined || !selectors.matches(rule.from, edge.from)) return [];
    return [finding(edge, "forbidden-import", severity, `${edge.from} may not import ${target}${kindOf(edge)}`, rule.because, target)];
  });
}

/** A file's path, or the names under which a rule can mean a package. */
function targetsOf(edge: ImportEdge): readonly string[] {
  if (edge.to !== null) return [edge.to];
  const { resolution } = edge;
  if (resolution.kind !== "external" && resolution.kind !== "undeclared") return [];
  if (isNodeBuiltin(resolution.name)) return [`node:${resolution.name.replace(/^node:/, "")}`];
  return [`npm:${resolution.name}`, `npm:${edge.specifier}`];
}

/** Imports that lead nowhere, and packages that nobody declared. */
export function externalFindings(settings: NonNullable<Architecture["external"]>, graph: ImportGraph): readonly EdgeFinding[] {
  return graph.edges.flatMap((edge): readonly EdgeFinding[] => {
    const { resolution, specifier } = edge;
    if (resolution.kind === "unresolved" && settings.unresolved !== "off") {
      // An alias that only a bundler knows looks the same as a slip.
      const severity: Severity = settings.unresolved ?? (resolution.isAlias ? "note" : "warning");
      const fix = resolution.isAlias ? "Declare the alias in tsconfig's paths, where every tool can read it, or correct the specifier." : undefined;
      return [finding(edge, "unresolved-import", severity, `\`${specifier}\` leads to no file of this repository`, undefined, specifier, fix)];
    }
    if (resolution.kind === "undeclared" && settings.undeclared !== "off") {
      const severity: Severity = settings.undeclared ?? (resolution.elsewhere || edge.kind === "type" ? "warning" : "error");
      const where = resolution.elsewhere ? "not declared in the nearest package.json; it is only there because something else brings it" : "in no package.json and no lockfile of this repository";
      return [finding(edge, "undeclared-package", severity, `the package \`${resolution.name}\` is ${where}`, undefined, resolution.name)];
    }
    return [];
  });
}

function finding(edge: ImportEdge, rule: EdgeFinding["rule"], severity: Severity, message: string, because?: string, target?: string, fix?: string): EdgeFinding {
  const related = edge.to === null ? [] : [{ path: edge.to, startLine: 1, message: "imported here" }];
  return { edge, rule, severity, message, target: target ?? edge.to ?? edge.specifier, related, ...(because === undefined ? {} : { because }), ...(fix === undefined ? {} : { fix }) };
}

function kindOf(edge: ImportEdge): string {
  return edge.kind === "value" ? "" : ` (${edge.kind})`;
}
