import { shortestPath } from "../graph/components";
import type { CountedGraph } from "../graph/counted-graph";
import type { ImportEdge } from "../graph/import-graph";
import { chainInWords, chainOf, nodeInWords, severityOf, type Violation } from "./architecture-finding";
import type { Acyclic } from "./architecture-schema";

/** Above this many new edges in one component only the first are tried one by one. */
const MAXIMUM_TRIED = 400;

type Step = readonly [from: number, to: number];

/** What was said of a component, and all that it rests on. */
interface Said {
  readonly names: readonly string[];
  readonly before: CountedGraph | null;
  readonly nodes: readonly number[];
  readonly outgoing: readonly unknown[];
  readonly found: readonly Violation[];
}

/** What was said of each component, for as long as its files import the same: an edit elsewhere changes none of it. */
export class CycleMemory {
  private readonly said = new WeakMap<Acyclic, Map<number, Said>>();

  of(rule: Acyclic, now: CountedGraph, before: CountedGraph | null, nodes: readonly number[], find: () => readonly Violation[]): readonly Violation[] {
    let known = this.said.get(rule);
    if (known === undefined) this.said.set(rule, (known = new Map<number, Said>()));
    const first = nodes[0] ?? 0;
    const last = known.get(first);
    const stands = last !== undefined && last.names === now.names && last.before === before && last.nodes.length === nodes.length && nodes.every((node, index) => last.nodes[index] === node && last.outgoing[index] === now.outgoing[node]);
    if (stands) return last.found;
    const found = find();
    known.set(first, { names: now.names, before, nodes, outgoing: nodes.map((node) => now.outgoing[node]), found });
    return found;
  }
}

/**
 * One violation for each cyclic component that stood before, and one for each edge added since the base that closes a
 * cycle; never one for each path. Nodes of `before` have the names of the head.
 */
export function cycleViolations(rule: Acyclic, now: CountedGraph, before: CountedGraph | null, memory = new CycleMemory()): readonly Violation[] {
  const found = now.cycles().flatMap((nodes) => memory.of(rule, now, before, nodes, () => ofComponent(rule, now, before, nodes)));
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.place.startLine - b.place.startLine));
}

function ofComponent(rule: Acyclic, now: CountedGraph, before: CountedGraph | null, nodes: readonly number[]): readonly Violation[] {
  const found: Violation[] = [];
  const inside = new Set(nodes);
  const members = filesOf(nodes, inside, now);
  const old: Step[] = [];
  const added: Step[] = [];
  for (const from of nodes) {
    for (const to of now.successors[from] ?? []) {
      if (inside.has(to)) (before?.hasEdge(now.nameOf(from), now.nameOf(to)) === true ? old : added).push([from, to]);
    }
  }
  const report = ([from, to]: Step, introduced: boolean, successors: readonly (readonly number[])[]) => {
    const chain = shortestPath(successors, to, from, (node) => inside.has(node));
    if (chain !== null) found.push({ ...violation(rule, now, [from, ...chain], nodes.length, introduced, before), members });
  };
  if (before === null) {
    report(closingEdge(added, now), true, now.successors);
    return found;
  }
  const inherited = old.filter(([from, to]) => before.hasCyclicEdge(now.nameOf(from), now.nameOf(to)));
  if (inherited.length > 0) report(closingEdge(inherited, now), false, now.successors);
  for (const { step, successors } of closedBy(added, old)) report(step, true, successors);
  return found;
}

/** The files whose imports make the circle. */
function filesOf(nodes: readonly number[], inside: ReadonlySet<number>, graph: CountedGraph): readonly string[] {
  return [...new Set(nodes.flatMap((node) => (graph.outgoing[node] ?? []).flatMap(({ to, edge }) => (inside.has(to) ? [edge.from, edge.to ?? ""] : []))))];
}

/** Of a component's edges the one whose cycle is shortest, then last by name: the same on every machine. */
function closingEdge(edges: readonly Step[], graph: CountedGraph): Step {
  const sorted = [...edges].sort(([a, b], [c, d]) => compare(graph.nameOf(c), graph.nameOf(a)) || compare(graph.nameOf(d), graph.nameOf(b)));
  let best: Step = sorted[0] ?? [0, 0];
  let length = Infinity;
  for (const [from, to] of sorted.slice(0, MAXIMUM_TRIED)) {
    // No cycle is shorter than one of two.
    if (length === 2) break;
    const path = shortestPath(graph.successors, to, from, (node) => graph.component[node] === graph.component[from], length - 1);
    if (path === null) continue;
    best = [from, to];
    length = path.length;
  }
  return best;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Adds new edges one after the other to what stood before; those that close a cycle are to blame, not all of them. */
function closedBy(added: readonly Step[], old: readonly Step[]): readonly { readonly step: Step; readonly successors: readonly (readonly number[])[] }[] {
  const successors: number[][] = [];
  const connect = ([from, to]: Step) => (successors[from] ??= []).push(to);
  old.forEach(connect);
  const blamed: { step: Step; successors: readonly (readonly number[])[] }[] = [];
  for (const step of added.slice(0, MAXIMUM_TRIED)) {
    const closes = shortestPath(successors, step[1], step[0], () => true) !== null;
    connect(step);
    if (closes) blamed.push({ step, successors });
  }
  return blamed;
}

/** `cycle` begins and ends with the same node. */
function violation(rule: Acyclic, graph: CountedGraph, cycle: readonly number[], size: number, introduced: boolean, before: CountedGraph | null): Violation {
  const edges = cycle.flatMap((from, index): readonly ImportEdge[] => {
    const to = cycle[index + 1];
    const edge = to === undefined ? undefined : graph.edgeBetween(from, to);
    return edge === undefined ? [] : [edge];
  });
  const [first, ...rest] = edges;
  if (first === undefined) throw new Error("a cycle without an edge");
  const names = cycle.map((node) => nodeInWords(graph.nameOf(node), rule.scope));
  const things = rule.scope === "file" ? "files" : `${rule.scope}s`;
  const typeOnly = first.kind === "type" ? " of types" : "";
  const isNew = (edge: ImportEdge) => before !== null && !before.hasEdge(edge.from, edge.to ?? "") && rule.scope === "file";
  return {
    rule: "cycle",
    severity: severityOf(rule.severity, "warning"),
    path: first.from,
    place: first.place,
    message: `closes a cycle${typeOnly} of ${rule.scope === "file" ? "imports" : things}: ${chainInWords(names)}${size > cycle.length - 1 ? `; ${size} ${things} reach each other` : ""}`,
    because: rule.because,
    target: first.to ?? "",
    related: chainOf(rest, isNew),
    introduced,
  };
}
