import type { DebtItem, LineRange, RiskLevel } from "../../core/model";
import type { DebtIndex, FileGroup } from "../services/debt-index";

/** Rows of the tree, built once a snapshot with their parents, so that any row can be revealed. */
export type DebtNode = RiskNode | FileNode | HunkNode | GroupNode | UnclaimedFileNode | HistoryNode;

export interface RiskNode {
  readonly kind: "risk";
  readonly key: string;
  readonly parent: null;
  readonly level: RiskLevel;
  readonly items: readonly DebtItem[];
  readonly children: readonly FileNode[];
}

/** A collapsed line with rows below it. */
export interface GroupNode {
  readonly kind: "signed-off" | "generated" | "unclaimed";
  readonly key: string;
  readonly parent: null;
  /** Hunks, or for `unclaimed` lines. */
  readonly count: number;
  readonly children: readonly (FileNode | UnclaimedFileNode)[];
}

export interface FileNode {
  readonly kind: "file";
  readonly key: string;
  readonly parent: RiskNode | GroupNode;
  readonly path: string;
  readonly items: readonly DebtItem[];
  readonly children: readonly HunkNode[];
}

export interface HunkNode {
  readonly kind: "hunk";
  readonly key: string;
  readonly parent: FileNode;
  readonly item: DebtItem;
  /** 0-based place among the open hunks; undefined for signed-off and generated ones. */
  readonly place: number | undefined;
  readonly openCount: number;
  readonly children: readonly never[];
}

export interface UnclaimedFileNode {
  readonly kind: "unclaimed-file";
  readonly key: string;
  readonly parent: GroupNode;
  readonly path: string;
  readonly ranges: readonly LineRange[];
  readonly children: readonly never[];
}

export interface HistoryNode {
  readonly kind: "history";
  readonly key: string;
  readonly parent: null;
  /** Lines by assistants before the base; null while history itself is shown. */
  readonly lines: number | null;
  readonly files: number;
  readonly children: readonly never[];
}

export interface DebtNodes {
  readonly roots: readonly DebtNode[];
  readonly hunks: ReadonlyMap<string, HunkNode>;
}

/** Arranges a snapshot into rows. Pure. */
export function debtNodes(index: DebtIndex): DebtNodes {
  const roots: DebtNode[] = [];
  const hunks = new Map<string, HunkNode>();
  const files = (parent: RiskNode | GroupNode, groups: readonly FileGroup[]): FileNode[] => groups.map((group) => fileNode(index, parent, group, hunks));
  for (const [level, groups] of index.byRisk) {
    const children: FileNode[] = [];
    const node: RiskNode = { kind: "risk", key: `risk:${level}`, parent: null, level, items: groups.flatMap((group) => group.items), children };
    children.push(...files(node, groups));
    roots.push(node);
  }
  for (const [kind, groups] of [["signed-off", index.signedOff], ["generated", index.generated]] as const) {
    const count = groups.reduce((sum, group) => sum + group.items.length, 0);
    if (count > 0) {
      const children: FileNode[] = [];
      const node: GroupNode = { kind, key: kind, parent: null, count, children };
      children.push(...files(node, groups));
      roots.push(node);
    }
  }
  const { unclaimed, history, scope } = index.snapshot;
  if (index.listsUnclaimed) {
    const children: UnclaimedFileNode[] = [];
    const node: GroupNode = { kind: "unclaimed", key: "unclaimed", parent: null, count: unclaimed.lines, children };
    for (const file of unclaimed.files) {
      children.push({ kind: "unclaimed-file", key: `unclaimed:${file.path}`, parent: node, path: file.path, ranges: file.ranges, children: [] });
    }
    roots.push(node);
  }
  if (scope.all) {
    roots.push({ kind: "history", key: "history", parent: null, lines: null, files: 0, children: [] });
  } else if (history !== null && history.lines > 0) {
    roots.push({ kind: "history", key: "history", parent: null, lines: history.lines, files: history.files, children: [] });
  }
  return { roots, hunks };
}

function fileNode(index: DebtIndex, parent: RiskNode | GroupNode, group: FileGroup, hunks: Map<string, HunkNode>): FileNode {
  const children: HunkNode[] = [];
  const node: FileNode = { kind: "file", key: `${parent.key}:${group.path}`, parent, path: group.path, items: group.items, children };
  for (const item of group.items) {
    const child: HunkNode = {
      kind: "hunk",
      key: `hunk:${item.hunk.id}`,
      parent: node,
      item,
      place: index.place.get(item.hunk.id),
      openCount: index.open.length,
      children: [],
    };
    children.push(child);
    hunks.set(item.hunk.id, child);
  }
  return node;
}
