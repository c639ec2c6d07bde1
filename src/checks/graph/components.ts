/**
 * Strongly connected components (Tarjan 1972), without recursion: a chain of imports can be thousands of files long.
 * `successors[i]` are the targets of node i. Gives for each node the number of its component.
 */
export function strongComponents(successors: readonly (readonly number[])[]): Int32Array {
  const count = successors.length;
  const component = new Int32Array(count).fill(-1);
  const index = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const position = new Int32Array(count);
  const open: number[] = [];
  const isOpen = new Uint8Array(count);
  const path: number[] = [];
  let nextIndex = 0;
  let nextComponent = 0;
  for (let root = 0; root < count; root++) {
    if (index[root] !== -1) continue;
    path.push(root);
    while (path.length > 0) {
      const node = path[path.length - 1] ?? 0;
      if (index[node] === -1) {
        index[node] = low[node] = nextIndex++;
        open.push(node);
        isOpen[node] = 1;
      }
      const targets = successors[node] ?? [];
      let descended = false;
      while ((position[node] ?? 0) < targets.length) {
        const target = targets[position[node] ?? 0] ?? 0;
        if (index[target] === -1) {
          path.push(target);
          descended = true;
          break;
        }
        if (isOpen[target] === 1) low[node] = Math.min(low[node] ?? 0, low[target] ?? 0);
        position[node] = (position[node] ?? 0) + 1;
      }
      if (descended) continue;
      if (low[node] === index[node]) {
        for (let member = open.pop(); member !== undefined; member = open.pop()) {
          isOpen[member] = 0;
          component[member] = nextComponent;
          if (member === node) break;
        }
        nextComponent++;
      }
      path.pop();
    }
  }
  return component;
}

/**
 * Shortest path from one node to another, both included, over nodes that `allowed` lets pass; null where there is none,
 * or none of at most `longest` nodes.
 */
export function shortestPath(successors: readonly (readonly number[])[], from: number, to: number, allowed: (node: number) => boolean, longest = Infinity): readonly number[] | null {
  const before = new Map<number, number>([[from, -1]]);
  let front = [from];
  for (let nodes = 1; front.length > 0 && nodes <= longest; nodes++) {
    const next: number[] = [];
    for (const node of front) {
      if (node === to) {
        const path: number[] = [];
        for (let step = node; step !== -1; step = before.get(step) ?? -1) path.unshift(step);
        return path;
      }
      for (const target of successors[node] ?? []) {
        if (before.has(target) || !allowed(target)) continue;
        before.set(target, node);
        next.push(target);
      }
    }
    front = next;
  }
  return null;
}
