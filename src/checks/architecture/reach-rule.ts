import type { CountedGraph } from "../graph/counted-graph";
import type { ImportEdge, ImportGraph } from "../graph/import-graph";
import { chainInWords, chainOf, severityOf, type Violation } from "./architecture-finding";
import type { Reach } from "./architecture-schema";
import { Targets } from "./edge-targets";
import type { Selectors } from "./selectors";

/** Above this many new edges on forbidden chains only the first are tried one by one. */
const MAXIMUM_TRIED = 400;

/** A forbidden end of a chain: a file, or an import of a package by a file that can be reached. */
interface End {
  readonly node: number;
  /** The import of a package that ends the chain; null where the node itself is what must not be reached. */
  readonly edge: ImportEdge | null;
  readonly name: string;
}

/**
 * Chains of imports from one part to another. An edge that was added since the base and completes a chain answers for
 * it; what stood before is one violation for each end that is reached, at the first step of its shortest chain.
 */
export function reachViolations(rule: Reach, head: ImportGraph, now: CountedGraph, base: ImportGraph | null, before: CountedGraph | null, selectors: Selectors, rename: (path: string) => string): readonly Violation[] {
  const search = new ReachSearch(rule, head, now, selectors);
  if (search.ends.length === 0) return [];
  if (base === null || before === null) return search.fromAll(now.successors, search.ends, true);
  const oldPackages = new Set(base.edges.filter((edge) => edge.to === null).map((edge) => `${rename(edge.from)}\0${edge.specifier}`));
  const isOldEnd = ({ edge }: End) => edge === null || oldPackages.has(`${edge.from}\0${edge.specifier}`);
  const old = now.names.map((name, from) => (now.successors[from] ?? []).filter((to) => before.hasEdge(name, now.nameOf(to))));
  return [...search.fromAll(old, search.ends.filter(isOldEnd), false), ...search.closedBy(old, before, search.ends.filter((end) => !isOldEnd(end)))];
}

class ReachSearch {
  readonly ends: readonly End[];
  private readonly sources: readonly number[];
  private readonly passes: (node: number) => boolean;
  private readonly isSource: (node: number) => boolean;

  constructor(
    private readonly rule: Reach,
    head: ImportGraph,
    private readonly graph: CountedGraph,
    selectors: Selectors,
  ) {
    const meant = (names: string | readonly string[]) => graph.names.flatMap((name, node) => (selectors.matches(names, name) ? [node] : []));
    this.sources = meant(rule.from);
    const sources = new Set(this.sources);
    this.isSource = (node) => sources.has(node);
    const through = new Set(rule.through === undefined ? [] : meant(rule.through));
    this.passes = (node) => !through.has(node);
    const files = meant(rule.to)
      .filter((node) => !sources.has(node))
      .map((node): End => ({ node, edge: null, name: graph.nameOf(node) }));
    const kinds = new Set<string>(graph.outgoing.flatMap((list) => list.map(({ edge }) => edge.kind)));
    const targets = new Targets(rule.to, selectors);
    const packages = !/(^|,)!?(npm|node):/.test([rule.to].flat().join(","))
      ? []
      : head.edges.flatMap((edge): readonly End[] => {
          if (edge.to !== null || (edge.kind === "type" && !kinds.has("type"))) return [];
          const target = targets.meant(edge);
          return target === null ? [] : [{ node: graph.numberOf(edge.from), edge, name: target.target }];
        });
    this.ends = [...files, ...packages.filter(({ node }) => node >= 0)];
  }

  /** One violation for each end that some source reaches, with the shortest chain. */
  fromAll(successors: readonly (readonly number[])[], ends: readonly End[], introduced: boolean): readonly Violation[] {
    const before = this.forward(successors);
    const seen = new Set<string>();
    return ends.flatMap((end): readonly Violation[] => {
      if (!before.has(end.node) || !this.passes(end.node) || seen.has(`${end.name}\0${end.edge?.from ?? ""}`)) return [];
      seen.add(`${end.name}\0${end.edge?.from ?? ""}`);
      const chain = pathBack(before, end.node);
      // A chain through another end is that end's chain.
      if (end.edge === null && chain.slice(1, -1).some((node) => this.ends.some((other) => other.edge === null && other.node === node))) return [];
      const found = this.violation(chain, end, 0, introduced, null);
      return found === null ? [] : [found];
    });
  }

  /** Adds the new edges one after the other; one that completes a chain is to blame, with the chain that it completed. */
  closedBy(old: readonly (readonly number[])[], before: CountedGraph, newEnds: readonly End[]): readonly Violation[] {
    const all = this.forward(this.graph.successors);
    const back = this.backward();
    const added: (readonly [number, number])[] = [];
    for (const [from, reached] of this.graph.successors.entries()) {
      if (!all.has(from)) continue;
      for (const to of reached) if (back.has(to) && !(old[from] ?? []).includes(to)) added.push([from, to]);
    }
    const successors = old.map((list) => [...list]);
    const ends = new Map(this.ends.filter((end) => !newEnds.includes(end)).map((end) => [end.node, end] as const));
    const found: Violation[] = [];
    for (const [from, to] of added.slice(0, MAXIMUM_TRIED)) {
      successors[from]?.push(to);
      const head = this.forward(successors);
      if (!head.has(from)) continue;
      const tail = this.toEnd(successors, to, ends);
      if (tail === null) continue;
      const first = pathBack(head, from);
      const one = this.violation([...first, ...tail.chain], tail.end, first.length - 1, true, before);
      if (one !== null) found.push(one);
    }
    const reached = this.forward(this.graph.successors);
    for (const end of newEnds) {
      if (!reached.has(end.node) || !this.passes(end.node)) continue;
      const chain = pathBack(reached, end.node);
      const one = this.violation(chain, end, chain.length - 1, true, before);
      if (one !== null) found.push(one);
    }
    return found;
  }

  /** For every node that a source reaches the node before it, -1 for a source. */
  private forward(successors: readonly (readonly number[])[]): ReadonlyMap<number, number> {
    const before = new Map<number, number>(this.sources.map((node) => [node, -1] as const));
    for (let front: readonly number[] = this.sources; front.length > 0; ) {
      const next: number[] = [];
      for (const node of front) {
        for (const to of successors[node] ?? []) {
          if (before.has(to) || !this.passes(to)) continue;
          before.set(to, node);
          next.push(to);
        }
      }
      front = next;
    }
    return before;
  }

  /** Every node from which an end can be reached. */
  private backward(): ReadonlySet<number> {
    const found = new Set(this.ends.map(({ node }) => node));
    const open = [...found];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const from of this.graph.predecessors[node] ?? []) {
        if (found.has(from) || !this.passes(from)) continue;
        found.add(from);
        open.push(from);
      }
    }
    return found;
  }

  /** The nearest end from a node on, with the chain to it. */
  private toEnd(successors: readonly (readonly number[])[], from: number, ends: ReadonlyMap<number, End>): { readonly end: End; readonly chain: readonly number[] } | null {
    if (!this.passes(from)) return null;
    const before = new Map<number, number>([[from, -1]]);
    for (let front: readonly number[] = [from]; front.length > 0; ) {
      const next: number[] = [];
      for (const node of front) {
        const end = ends.get(node);
        if (end !== undefined) return { end, chain: pathBack(before, node) };
        for (const to of successors[node] ?? []) {
          if (before.has(to) || !this.passes(to)) continue;
          before.set(to, node);
          next.push(to);
        }
      }
      front = next;
    }
    return null;
  }

  /** `closing` is the step of the chain that answers for it. */
  private violation(chain: readonly number[], end: End, closing: number, introduced: boolean, before: CountedGraph | null): Violation | null {
    // The chain begins at the last source on it: what leads from source to source says nothing.
    const start = chain.slice(0, closing + 1).reduce((last, node, index) => (this.isSource(node) ? index : last), 0);
    const steps = chain.slice(start);
    const edges = steps.flatMap((from, index): readonly ImportEdge[] => {
      const to = steps[index + 1];
      const edge = to === undefined ? undefined : this.graph.edgeBetween(from, to);
      return edge === undefined ? [] : [edge];
    });
    if (end.edge !== null) edges.push(end.edge);
    const blamed = edges[Math.max(0, closing - start)] ?? edges[edges.length - 1];
    const source = this.graph.nameOf(steps[0] ?? -1);
    if (blamed === undefined) return null;
    const names = [...steps.map((node) => this.graph.nameOf(node)), ...(end.edge === null ? [] : [end.name])];
    const isNew = (edge: ImportEdge) => before !== null && edge.to !== null && !before.hasEdge(edge.from, edge.to);
    return {
      rule: "transitive-import",
      severity: severityOf(this.rule.severity, "error"),
      path: blamed.from,
      place: blamed.place,
      message: `${introduced && edges.length > 1 ? "completes a chain by which " : ""}${source} reaches ${end.name}: ${chainInWords(names)}`,
      because: this.rule.because,
      target: end.name,
      related: chainOf(edges, isNew),
      introduced,
    };
  }
}

function pathBack(before: ReadonlyMap<number, number>, end: number): readonly number[] {
  const path: number[] = [];
  for (let node: number | undefined = end; node !== undefined && node !== -1; node = before.get(node)) path.push(node);
  return path.reverse();
}

