import { strongComponents } from "./components";

/** Above this many changed nodes all components are searched anew. */
const MAXIMUM_CHANGED = 40;

type Successors = readonly (readonly number[])[];

/** A node whose targets changed, with those it had before. */
export interface ChangedNode {
  readonly node: number;
  readonly was: readonly number[];
}

/** For each node the first node of its strongly connected component. */
export function componentsOf(successors: Successors): Int32Array {
  return namedByFirst(strongComponents(successors));
}

/**
 * The same after the targets of some nodes changed, `before` being what `componentsOf` gave then: only components that
 * lost an edge inside are searched again, and all of them only where a new edge closes a cycle between two. Gives
 * `before` itself where nothing changed.
 */
export function componentsAfter(successors: Successors, before: Int32Array, changed: readonly ChangedNode[]): Int32Array {
  if (changed.length > MAXIMUM_CHANGED) return componentsOf(successors);
  const torn = new Set<number>();
  for (const { node, was } of changed) {
    const now = successors[node] ?? [];
    const joining = now.filter((to) => before[to] !== before[node] && !was.includes(to));
    if (joining.length > 0 && reaches(successors, joining, node)) return componentsOf(successors);
    if (was.some((to) => to !== node && before[to] === before[node] && !now.includes(to))) torn.add(before[node] ?? -1);
  }
  return torn.size === 0 ? before : split(successors, before, torn);
}

/** Whether a node can be reached from any of several. */
function reaches(successors: Successors, from: readonly number[], target: number): boolean {
  const seen = new Uint8Array(successors.length);
  const open = [...from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === target) return true;
    if (seen[node] === 1) continue;
    seen[node] = 1;
    for (const to of successors[node] ?? []) if (seen[to] === 0) open.push(to);
  }
  return false;
}

/** Searches the torn components, each of which may have come apart. */
function split(successors: Successors, before: Int32Array, torn: ReadonlySet<number>): Int32Array {
  const members: number[] = [];
  before.forEach((first, node) => {
    if (torn.has(first)) members.push(node);
  });
  const placeOf = new Map(members.map((node, place) => [node, place] as const));
  const inside = members.map((node) =>
    (successors[node] ?? []).flatMap((to) => {
      const place = placeOf.get(to);
      return place === undefined ? [] : [place];
    }),
  );
  const after = before.slice();
  componentsOf(inside).forEach((first, place) => {
    after[members[place] ?? 0] = members[first] ?? 0;
  });
  return after;
}

/** Numbers of components given in any order become the number of the first node in each, in place. */
function namedByFirst(component: Int32Array): Int32Array {
  const first = new Int32Array(component.length).fill(-1);
  for (let node = 0; node < component.length; node++) {
    const number = component[node] ?? 0;
    if (first[number] === -1) first[number] = node;
    component[node] = first[number] ?? 0;
  }
  return component;
}
