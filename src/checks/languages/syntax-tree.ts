/** A named node of a grammar's tree, copied out of WebAssembly's memory. Offsets are UTF-16, end exclusive. */
export interface TreeNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The field of the parent that it stands in. */
  readonly field: string | null;
  readonly parent: TreeNode | null;
  /** Named children without comments. */
  readonly children: readonly TreeNode[];
}

export interface CodeComment {
  readonly start: number;
  readonly end: number;
}

/** One version of a file: its nodes by type in source order. */
export class SyntaxTree {
  private readonly byType = new Map<string, TreeNode[]>();

  constructor(
    readonly text: string,
    readonly root: TreeNode,
    readonly comments: readonly CodeComment[],
    /** Offset of the first part that no rule of the grammar fits, or null. */
    readonly errorAt: number | null,
    nodes: readonly TreeNode[],
  ) {
    for (const node of nodes) {
      const list = this.byType.get(node.type);
      if (list === undefined) this.byType.set(node.type, [node]);
      else list.push(node);
    }
  }

  /** All nodes of these types, by start; the outer one first. */
  nodes(...types: readonly string[]): readonly TreeNode[] {
    if (types.length === 1) return this.byType.get(types[0] ?? "") ?? [];
    return types.flatMap((type) => this.byType.get(type) ?? []).sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Nodes of these types inside `root`, itself left out. */
  within(root: TreeNode, ...types: readonly string[]): readonly TreeNode[] {
    const sorted = this.nodes(...types);
    const inside: TreeNode[] = [];
    for (let at = firstFrom(sorted, root.start); at < sorted.length; at++) {
      const node = sorted[at];
      if (node === undefined || node.start >= root.end) break;
      if (node.end <= root.end && node !== root) inside.push(node);
    }
    return inside;
  }

  textOf(node: TreeNode): string {
    return this.text.slice(node.start, node.end);
  }

  /** Without white space: the form in which two versions are compared. */
  flat(node: TreeNode | null): string {
    return node === null ? "" : this.textOf(node).replace(/\s+/g, "");
  }

  /** One line, short enough for a message. */
  shown(node: TreeNode, length = 60): string {
    const source = this.textOf(node).replace(/\s+/g, " ");
    return source.length > length ? `${source.slice(0, length - 3)}…` : source;
  }
}

/** Index of the first of the sorted places that begins at an offset or later. */
export function firstFrom(sorted: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The child that stands in a field. */
export function inField(node: TreeNode | null, field: string): TreeNode | null {
  return node?.children.find((one) => one.field === field) ?? null;
}

export function ofType(node: TreeNode | null, ...types: readonly string[]): TreeNode | null {
  return node?.children.find((one) => types.includes(one.type)) ?? null;
}

/** Nodes around one, innermost first. */
export function* around(node: TreeNode): Generator<TreeNode> {
  for (let outer = node.parent; outer !== null; outer = outer.parent) yield outer;
}

/** Whether a node lies in another's span. */
export function isInside(node: { readonly start: number; readonly end: number }, span: { readonly start: number; readonly end: number }): boolean {
  return node.start >= span.start && node.end <= span.end;
}
