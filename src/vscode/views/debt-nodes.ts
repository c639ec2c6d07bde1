import type { DebtItem, LineRange } from "../../core/model";
import type { DebtIndex, FileGroup, Section } from "../services/debt-index";

/** Rows of the tree with their parents, so that any row can be revealed. Those of hunks are made when their file is looked into. */
export type DebtNode = SectionNode | FileNode | HunkNode | GroupNode | UnclaimedFileNode | HistoryNode;

/** A risk level, an assistant's session, a module … */
export interface SectionNode {
  readonly kind: "section";
  readonly key: string;
  readonly parent: null;
  readonly section: Section;
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
  /** Null where files stand at the top. */
  readonly parent: SectionNode | GroupNode | null;
  readonly path: string;
  readonly items: readonly DebtItem[];
  /** Open hunks in all. */
  readonly openCount: number;
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
  /** The row of a hunk, by its id. */
  readonly hunk: (id: string) => HunkNode | undefined;
}

/** Arranges a snapshot into rows. Pure. */
export function debtNodes(index: DebtIndex): DebtNodes {
  const roots: DebtNode[] = [];
  const allFiles: FileNode[] = [];
  const files = (parent: FileNode["parent"], groups: readonly FileGroup[]): FileNode[] => {
    const made = groups.map((group) => fileNode(index, parent, group));
    allFiles.push(...made);
    return made;
  };
  for (const section of index.sections) {
    if (section.grouping === "file") {
      roots.push(...files(null, section.files));
    } else {
      const children: FileNode[] = [];
      const node: SectionNode = { kind: "section", key: `${section.grouping}:${section.value}`, parent: null, section, items: section.items, children };
      children.push(...files(node, section.files));
      roots.push(node);
    }
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
  const hunk = (id: string): HunkNode | undefined => {
    const path = index.byId.get(id)?.hunk.path;
    const file = allFiles.find((each) => each.path === path && each.items.some((item) => item.hunk.id === id));
    return file?.children.find((child) => child.item.hunk.id === id);
  };
  return { roots, hunk };
}

function fileNode(index: DebtIndex, parent: FileNode["parent"], { path, items }: FileGroup): FileNode {
  let children: readonly HunkNode[] | null = null;
  const openCount = index.open.length;
  const node: FileNode = {
    kind: "file",
    key: `${parent?.key ?? "file"}:${path}`,
    parent,
    path,
    items,
    openCount,
    get children() {
      children ??= items.map((item) => ({ kind: "hunk", key: `hunk:${item.hunk.id}`, parent: node, item, place: index.place.get(item.hunk.id), openCount, children: [] }));
      return children;
    },
  };
  return node;
}
