import type { Severity } from "../../core/model";
import { shortestPath, strongComponents } from "../graph/components";
import { LOADING_KINDS, type EdgeKind, type ImportEdge, type ImportGraph } from "../graph/import-graph";
import type { Acyclic } from "./architecture-configuration";
import type { EdgeFinding } from "./edge-finding";

/** Above this many new edges in one component only the first are tried one by one. */
const MAXIMUM_TRIED = 400;
const MAXIMUM_CHAIN = 30;

interface CycleFinding extends EdgeFinding {
  readonly introduced: boolean;
}

/** Edges of one graph under the kinds that count, numbered for the algorithms. */
class CountedGraph {
  readonly files: readonly string[];
  readonly successors: number[][];
  readonly component: Int32Array;
  readonly edges = new Map<string, ImportEdge>();
  private readonly numbers = new Map<string, number>();

  constructor(graph: ImportGraph, kinds: ReadonlySet<EdgeKind>, rename: (path: string) => string) {
    this.files = graph.files.map(rename);
    this.files.forEach((path, index) => this.numbers.set(path, index));
    this.successors = this.files.map(() => []);
    for (const edge of graph.edges) {
      if (edge.to === null || !kinds.has(edge.kind)) continue;
      const from = this.numbers.get(rename(edge.from));
      const to = this.numbers.get(rename(edge.to));
      if (from === undefined || to === undefined || from === to) continue;
      const key = edgeKey(rename(edge.from), rename(edge.to));
      if (this.edges.has(key)) continue;
      this.edges.set(key, edge);
      this.successors[from]?.push(to);
    }
    this.component = strongComponents(this.successors);
  }

  numberOf(path: string): number {
    return this.numbers.get(path) ?? -1;
  }

  /** Whether the edge lies on a cycle here. */
  hasCyclicEdge(from: string, to: string): boolean {
    const one = this.numberOf(from);
    const other = this.numberOf(to);
    return one >= 0 && other >= 0 && this.component[one] === this.component[other] && this.edges.has(edgeKey(from, to));
  }
}

function edgeKey(from: string, to: string): string {
  return `${from}\0${to}`;
}

/**
 * One finding for each cyclic component that stood before, and one for each edge added since the base that closes a
 * cycle. `rename` gives a base path its name at the head.
 */
export function cycleFindings(rule: Acyclic, head: ImportGraph, base: ImportGraph | null, rename: (path: string) => string): readonly CycleFinding[] {
  if (rule.severity === "off") return [];
  const severity = rule.severity ?? "warning";
  const kinds = new Set(rule.kinds ?? LOADING_KINDS);
  const now = new CountedGraph(head, kinds, (path) => path);
  const before = base === null ? null : new CountedGraph(base, kinds, rename);
  const members = new Map<number, number[]>();
  now.component.forEach((component, node) => {
    const list = members.get(component);
    if (list === undefined) members.set(component, [node]);
    else list.push(node);
  });
  const findings: CycleFinding[] = [];
  for (const nodes of members.values()) {
    if (nodes.length < 2) continue;
    const inside = new Set(nodes);
    const old: [number, number][] = [];
    const added: [number, number][] = [];
    for (const from of nodes) {
      for (const to of now.successors[from] ?? []) {
        if (!inside.has(to)) continue;
        const known = before?.edges.has(edgeKey(now.files[from] ?? "", now.files[to] ?? "")) ?? false;
        (known ? old : added).push([from, to]);
      }
    }
    const inherited = old.filter(([from, to]) => before?.hasCyclicEdge(now.files[from] ?? "", now.files[to] ?? ""));
    const make = (from: number, to: number, introduced: boolean, successors: readonly (readonly number[])[]) => {
      const chain = shortestPath(successors, to, from, (node) => inside.has(node));
      const edge = now.edges.get(edgeKey(now.files[from] ?? "", now.files[to] ?? ""));
      if (chain !== null && edge !== undefined) findings.push(finding(rule, edge, chain, nodes.length, now, severity, introduced));
    };
    if (before === null || inherited.length > 0) {
      const [from, to] = closingEdge(before === null ? added : inherited, now);
      make(from, to, before === null, now.successors);
    }
    if (before !== null) for (const [from, to, successors] of closedBy(added, old)) make(from, to, true, successors);
  }
  return findings.sort((a, b) => (a.edge.from < b.edge.from ? -1 : a.edge.from > b.edge.from ? 1 : a.edge.place.startLine - b.edge.place.startLine));
}

/** Of a component's edges the one whose cycle is shortest, then last by path: the same on every machine. */
function closingEdge(edges: readonly [number, number][], graph: CountedGraph): [number, number] {
  const sorted = [...edges].sort(([a, b], [c, d]) => compare(graph.files[c] ?? "", graph.files[a] ?? "") || compare(graph.files[d] ?? "", graph.files[b] ?? ""));
  let best: [number, number] = sorted[0] ?? [0, 0];
  let length = Infinity;
  for (const [from, to] of sorted.slice(0, MAXIMUM_TRIED)) {
    const path = shortestPath(graph.successors, to, from, (node) => graph.component[node] === graph.component[from]);
    if (path !== null && path.length < length) {
      best = [from, to];
      length = path.length;
    }
  }
  return best;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Adds new edges one after the other to what stood before; those that close a cycle are to blame, not all of them. */
function closedBy(added: readonly [number, number][], old: readonly [number, number][]): readonly [number, number, number[][]][] {
  const successors: number[][] = [];
  const connect = ([from, to]: readonly [number, number]) => (successors[from] ??= []).push(to);
  old.forEach(connect);
  const blamed: [number, number, number[][]][] = [];
  for (const edge of added.slice(0, MAXIMUM_TRIED)) {
    const [from, to] = edge;
    const closes = shortestPath(successors, to, from, () => true) !== null;
    connect(edge);
    if (closes) blamed.push([from, to, successors]);
  }
  return blamed;
}

function finding(rule: Acyclic, edge: ImportEdge, chain: readonly number[], size: number, graph: CountedGraph, severity: Severity, introduced: boolean): CycleFinding {
  // chain leads from the imported file back to the importing one.
  const files = chain.map((node) => graph.files[node] ?? "");
  const shown = files.length > 6 ? [...files.slice(0, 3), "…", ...files.slice(-2)] : files;
  const related = files.slice(0, MAXIMUM_CHAIN).flatMap((from, index) => {
    const to = files[index + 1];
    const step = to === undefined ? undefined : graph.edges.get(edgeKey(from, to));
    return step === undefined ? [] : [{ path: step.from, startLine: step.place.startLine, message: `imports ${step.to ?? step.specifier} (${step.kind})` }];
  });
  const typeOnly = edge.kind === "type" ? " of types" : "";
  return {
    edge,
    rule: "cycle",
    severity,
    target: edge.to ?? "",
    message: `closes a cycle${typeOnly} of imports: ${[edge.from, ...shown].join(" → ")}${size > files.length ? `; ${size} files reach each other` : ""}`,
    ...(rule.because === undefined ? {} : { because: rule.because }),
    related,
    introduced,
  };
}
