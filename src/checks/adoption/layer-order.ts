import { strongComponents } from "../graph/components";

/** Nodes that stand at the same height; `tied` where some of them import each other in a circle. */
export interface LayerGroup {
  readonly nodes: readonly number[];
  readonly tied: boolean;
}

/** The share of the imports between two folders, and the number, up to which those against the rest are exceptions. */
const EXCEPTION_SHARE = 0.1;
const EXCEPTIONS = 10;
/** The share of all imports in a circle of folders up to which those that close it are exceptions. */
const CIRCLE_SHARE = 0.05;

type Edge = readonly [from: number, to: number];

/**
 * An order of nodes from the top down in which (nearly) all edges run downwards: exceptions are left out of account where
 * one direction clearly outweighs the other, and what still forms a circle stands at one height. Nodes without edges are
 * in none of the groups. `weights` is keyed by `FROM\0TO`.
 */
export function layerOrder(count: number, weights: ReadonlyMap<string, number>): readonly LayerGroup[] {
  const { kept, component } = opened(count, withoutExceptions(weights), weights);
  const linked = new Set(kept.flat());
  const depth = depths(kept, component);
  const byDepth = new Map<number, number[]>();
  for (const node of [...linked].sort((a, b) => a - b)) {
    const at = depth.get(component[node] ?? 0) ?? 0;
    const group = byDepth.get(at);
    if (group === undefined) byDepth.set(at, [node]);
    else group.push(node);
  }
  return [...byDepth].sort(([a], [b]) => a - b).map(([, nodes]) => ({ nodes, tied: new Set(nodes.map((node) => component[node])).size < nodes.length }));
}

function withoutExceptions(weights: ReadonlyMap<string, number>): readonly Edge[] {
  return [...weights].flatMap(([key, weight]): readonly Edge[] => {
    const [from = 0, to = 0] = key.split("\0").map(Number);
    const back = weights.get(`${to}\0${from}`) ?? 0;
    return weight <= EXCEPTIONS && weight <= EXCEPTION_SHARE * back ? [] : [[from, to]];
  });
}

/** Takes the lightest edges out of circles, as long as they are exceptions among the imports of the circle. */
function opened(count: number, edges: readonly Edge[], weights: ReadonlyMap<string, number>): { readonly kept: readonly Edge[]; readonly component: Int32Array } {
  let kept = edges;
  const weightOf = ([from, to]: Edge) => weights.get(`${from}\0${to}`) ?? 0;
  for (;;) {
    const component = componentsOf(count, kept);
    const circular = kept.filter(([from, to]) => component[from] === component[to]).sort((one, other) => weightOf(one) - weightOf(other) || one[0] - other[0] || one[1] - other[1]);
    const lightest = circular.find((edge) => {
      const circle = circular.filter(([from]) => component[from] === component[edge[0]]);
      return weightOf(edge) <= EXCEPTIONS && weightOf(edge) <= CIRCLE_SHARE * circle.reduce((sum, one) => sum + weightOf(one), 0);
    });
    if (lightest === undefined) return { kept, component };
    kept = kept.filter((edge) => edge !== lightest);
  }
}

function componentsOf(count: number, edges: readonly Edge[]): Int32Array {
  const successors: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of edges) successors[from]?.push(to);
  return strongComponents(successors);
}

/** Longest way from the top to each component of the condensed graph. */
function depths(edges: readonly Edge[], component: Int32Array): ReadonlyMap<number, number> {
  const depth = new Map<number, number>();
  const of = (node: number) => component[node] ?? 0;
  // Tarjan numbers a component before those that lead to it, so sources have the highest numbers.
  const sorted = [...edges].filter(([from, to]) => of(from) !== of(to)).sort(([a], [b]) => of(b) - of(a));
  for (const [from, to] of sorted) depth.set(of(to), Math.max(depth.get(of(to)) ?? 0, (depth.get(of(from)) ?? 0) + 1));
  return depth;
}
