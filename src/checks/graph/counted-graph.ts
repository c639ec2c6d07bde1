import { componentsAfter, componentsOf, type ChangedNode } from "./changed-components";
import type { EdgeKind, ImportEdge, ImportGraph } from "./import-graph";
import { directoriesUp, directoryOf } from "./paths";

/** What counts as one node: each file, or all files of a folder or of a package. */
export type Scope = "file" | "folder" | "package";

export interface CountedOptions {
  readonly scope?: Scope;
  readonly kinds: ReadonlySet<EdgeKind>;
  /** Files that take part; all where it is absent. */
  readonly takes?: (path: string) => boolean;
  /** Name of a path at the head, for a graph of the base. */
  readonly rename?: (path: string) => string;
}

/** An import that leads from one node to another. */
interface Step {
  readonly to: number;
  readonly edge: ImportEdge;
}

/** What was found of a graph with other targets at some nodes. */
interface Earlier {
  readonly components: Int32Array;
  readonly circles: readonly (readonly number[])[] | null;
  readonly changed: readonly ChangedNode[];
}

const NO_STEPS: readonly never[] = [];

/** Nodes and edges under the kinds that count, numbered for the algorithms. Edges of a node to itself are left out. */
export class CountedGraph {
  readonly names: readonly string[];
  readonly successors: readonly (readonly number[])[];
  /** The edges that lead from a node out of it, with the node each leads to, in order of place. */
  readonly outgoing: readonly (readonly Step[])[];
  private readonly numbers: ReadonlyMap<string, number> | null;
  private components: Int32Array | null = null;
  private circles: readonly (readonly number[])[] | null = null;
  /** Where the search for components may begin; given up when it was made. */
  private earlier: Earlier | null = null;
  private reversed: readonly (readonly number[])[] | null = null;

  /** `like` is the same of an earlier graph: where a file's edges are the same, so are its steps. */
  constructor(
    private readonly graph: ImportGraph,
    private readonly options: CountedOptions,
    like?: CountedGraph,
  ) {
    if (like !== undefined && like.graph.parts.files === graph.parts.files && isPlain(options) && isPlain(like.options)) {
      const outgoing = like.outgoing.slice();
      // Most edits lead to the same files as before.
      let successors: (readonly number[])[] | null = null;
      const changed: ChangedNode[] = [];
      const before = like.graph.parts.edges;
      for (const [index, edges] of replacedIn(before, graph.parts.edges)) {
        const steps = stepsOf(edges, index, options.kinds, graph);
        outgoing[index] = steps;
        const was = like.successors[index] ?? NO_STEPS;
        const now = targetsOf(steps);
        if (now.length === was.length && now.every((to, place) => to === was[place])) continue;
        successors ??= like.successors.slice();
        successors[index] = now;
        changed.push({ node: index, was });
      }
      this.names = like.names;
      this.numbers = null;
      this.outgoing = outgoing;
      this.successors = successors ?? like.successors;
      if (like.components !== null) this.earlier = { components: like.components, circles: like.circles, changed };
      return;
    }
    if (isPlain(options)) {
      this.names = graph.files;
      this.numbers = null;
      this.outgoing = graph.parts.edges.map((edges, index) => stepsOf(edges, index, options.kinds, graph));
      this.successors = this.outgoing.map(targetsOf);
      return;
    }
    const { scope = "file", kinds, takes, rename = (path: string) => path } = options;
    const groupOf = scope === "file" ? null : scope === "folder" ? directoryOf : packageFinder(graph.parts.packages);
    const numbers = new Map<string, number>();
    const names: string[] = [];
    const nodeOf = graph.files.map((path) => {
      if (takes?.(path) === false) return -1;
      const name = groupOf === null ? rename(path) : groupOf(rename(path));
      let number = numbers.get(name);
      if (number === undefined) {
        numbers.set(name, (number = names.length));
        names.push(name);
      }
      return number;
    });
    const outgoing: Step[][] = names.map(() => []);
    const successors: number[][] = names.map(() => []);
    graph.parts.edges.forEach((edges, index) => {
      const from = nodeOf[index] ?? -1;
      if (from < 0) return;
      for (const edge of edges) {
        if (edge.to === null || !kinds.has(edge.kind)) continue;
        const to = nodeOf[graph.numberOf(edge.to)] ?? -1;
        if (to < 0 || to === from) continue;
        outgoing[from]?.push({ to, edge });
        if (successors[from]?.includes(to) === false) successors[from]?.push(to);
      }
    });
    this.names = names;
    this.outgoing = outgoing;
    this.successors = successors;
    this.numbers = numbers;
  }

  /** Number of a node by its name, or -1. */
  numberOf(name: string): number {
    return this.numbers === null ? this.graph.numberOf(name) : (this.numbers.get(name) ?? -1);
  }

  nameOf(node: number): string {
    return this.names[node] ?? "";
  }

  /** For each node the first node of its strongly connected component. */
  get component(): Int32Array {
    if (this.components === null) {
      const { earlier } = this;
      this.components = earlier === null ? componentsOf(this.successors) : componentsAfter(this.successors, earlier.components, earlier.changed);
      if (this.components === earlier?.components) this.circles = earlier.circles;
      this.earlier = null;
    }
    return this.components;
  }

  get predecessors(): readonly (readonly number[])[] {
    if (this.reversed === null) {
      const reversed: number[][] = this.names.map(() => []);
      this.successors.forEach((targets, from) => targets.forEach((to) => reversed[to]?.push(from)));
      this.reversed = reversed;
    }
    return this.reversed;
  }

  /** Nodes of each component that has more than one, in order of their numbers. */
  cycles(): readonly (readonly number[])[] {
    const { component } = this;
    this.circles ??= circlesOf(component);
    return this.circles;
  }

  /** The first import that leads from one node to another. */
  edgeBetween(from: number, to: number): ImportEdge | undefined {
    return this.outgoing[from]?.find((one) => one.to === to)?.edge;
  }

  hasEdge(from: string, to: string): boolean {
    const one = this.numberOf(from);
    return one >= 0 && (this.successors[one]?.includes(this.numberOf(to)) ?? false);
  }

  /** Whether the edge is there and lies on a cycle. */
  hasCyclicEdge(from: string, to: string): boolean {
    return this.hasEdge(from, to) && this.component[this.numberOf(from)] === this.component[this.numberOf(to)];
  }
}

/** Files whose edges are another list than before, by position. */
function replacedIn(before: ImportGraph["parts"]["edges"], now: ImportGraph["parts"]["edges"]): readonly (readonly [number, readonly ImportEdge[]])[] {
  const replaced: (readonly [number, readonly ImportEdge[]])[] = [];
  for (let index = 0; index < now.length; index++) {
    const edges = now[index];
    if (edges !== undefined && edges !== before[index]) replaced.push([index, edges]);
  }
  return replaced;
}

function circlesOf(component: Int32Array): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  for (let node = 0; node < component.length; node++) {
    const first = component[node] ?? node;
    if (first === node) continue;
    const list = members.get(first);
    if (list === undefined) members.set(first, [first, node]);
    else list.push(node);
  }
  return [...members].sort(([one], [other]) => one - other).map(([, nodes]) => nodes);
}

/** Every file is a node, under its own name: nodes are numbered as the graph's files are. */
function isPlain({ scope = "file", takes, rename }: CountedOptions): boolean {
  return scope === "file" && takes === undefined && rename === undefined;
}

function stepsOf(edges: readonly ImportEdge[], from: number, kinds: ReadonlySet<EdgeKind>, graph: ImportGraph): readonly Step[] {
  if (edges.length === 0) return NO_STEPS;
  const steps: Step[] = [];
  for (const edge of edges) {
    const to = edge.to === null || !kinds.has(edge.kind) ? -1 : graph.numberOf(edge.to);
    if (to >= 0 && to !== from) steps.push({ to, edge });
  }
  return steps;
}

function targetsOf(steps: readonly Step[]): readonly number[] {
  return steps.length === 0 ? NO_STEPS : [...new Set(steps.map(({ to }) => to))];
}

/** The nearest directory with a package.json; the root where there is none. */
function packageFinder(packages: readonly string[]): (path: string) => string {
  const known = new Set(packages);
  const found = new Map<string, string>();
  return (path) => {
    const directory = directoryOf(path);
    let answer = found.get(directory);
    if (answer === undefined) {
      answer = "";
      for (const up of directoriesUp(directory)) {
        if (!known.has(up)) continue;
        answer = up;
        break;
      }
      found.set(directory, answer);
    }
    return answer;
  };
}
