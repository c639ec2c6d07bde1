import type { ImportEdge, ImportGraph } from "../graph/import-graph";
import { directoryOf } from "../graph/paths";
import { isTestPath } from "../syntax/language";

/** A folder whose files belong together: a package of a workspace, or a folder right below where sources begin. */
export interface CodeUnit {
  readonly name: string;
  readonly folder: string;
  /** Its source files, tests left out. */
  readonly files: readonly string[];
}

/** Units of one level: the packages of a workspace, or the folders of one source root. */
export interface UnitLevel {
  /** The folder that the units stand in; empty for the root. */
  readonly root: string;
  readonly kind: "packages" | "folders";
  readonly units: readonly CodeUnit[];
}

/** A source root that holds this share of the files is looked into instead of being a unit itself. */
const DOMINANT_SHARE = 0.8;
/** Levels of a workspace with more packages than this are proposed for the packages alone. */
const MAXIMUM_INNER_LEVELS = 12;
const MAXIMUM_UNITS = 120;

/** Not written by hand for the product: what imports it, or what it imports, says nothing about the architecture. */
const BESIDE = /(^|\/)(node_modules|dist|build|out|coverage|generated|__generated__|fixtures|__mocks__|mocks|examples?|docs|scripts|\.[^/]+)\/|\.d\.[cm]?ts$|\.(config|stories|story)\.[cm]?[jt]sx?$/;

/** Files that an architecture is made of. */
export function productFiles(graph: ImportGraph, isExcluded: (path: string) => boolean): readonly string[] {
  return graph.files.filter((path) => !isTestPath(path) && !BESIDE.test(path) && !isExcluded(path));
}

/** The levels at which a repository's folders can be ordered, outermost first. */
export function unitLevels(files: readonly string[], packages: readonly string[]): readonly UnitLevel[] {
  const inner = packages.filter((folder) => folder !== "").sort((a, b) => b.length - a.length);
  const byPackage = new Map<string, string[]>();
  for (const path of files) {
    const folder = inner.find((one) => path.startsWith(`${one}/`)) ?? "";
    const list = byPackage.get(folder);
    if (list === undefined) byPackage.set(folder, [path]);
    else list.push(path);
  }
  const named = [...byPackage].filter(([folder]) => folder !== "" && isPlain(folder)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (named.length < 2) return [folderLevel("", files)].filter(isLevel);
  const shortest = (folder: string) => (named.filter(([other]) => lastSegment(other) === lastSegment(folder)).length > 1 ? folder : lastSegment(folder));
  const outer: UnitLevel = { root: "", kind: "packages", units: named.map(([folder, own]) => ({ name: shortest(folder), folder, files: own })) };
  const levels = named.length > MAXIMUM_INNER_LEVELS ? [] : named.map(([folder, own]) => folderLevel(folder, own, `${shortest(folder)}/`));
  return [outer, ...levels].filter(isLevel);
}

/** The folders of the source root that lies in `folder`: where nearly all files are in one folder, that one is looked into. */
function folderLevel(folder: string, files: readonly string[], prefix = ""): UnitLevel {
  let root = folder;
  for (;;) {
    const children = childrenOf(root, files);
    const inside = [...children.values()].reduce((sum, list) => sum + list.length, 0);
    const [largest] = [...children].sort(([, a], [, b]) => b.length - a.length);
    if (largest !== undefined && largest[1].length >= DOMINANT_SHARE * files.length && inside > 0 && childrenOf(largest[0], files).size > 0) {
      root = largest[0];
      continue;
    }
    const units = [...children].filter(([child]) => isPlain(child)).sort(([a], [b]) => (a < b ? -1 : 1));
    return { root, kind: "folders", units: units.map(([child, own]) => ({ name: prefix + lastSegment(child), folder: child, files: own })) };
  }
}

function childrenOf(root: string, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const start = root === "" ? "" : `${root}/`;
  const children = new Map<string, string[]>();
  for (const path of files) {
    if (!path.startsWith(start)) continue;
    const slash = path.indexOf("/", start.length);
    if (slash < 0) continue;
    const child = path.slice(0, slash);
    const list = children.get(child);
    if (list === undefined) children.set(child, [path]);
    else list.push(path);
  }
  return children;
}

function isLevel({ units }: UnitLevel): boolean {
  return units.length >= 2 && units.length <= MAXIMUM_UNITS;
}

/** Whether a folder's name means only itself in a glob. */
export function isPlain(folder: string): boolean {
  return !/[*?{}[\]()!<>:\\]/.test(folder);
}

function lastSegment(folder: string): string {
  return folder.slice(folder.lastIndexOf("/") + 1);
}

/** Folders that hold at least `least` folders with at least `files` files each: candidates for parts that do not know each other. */
export function sliceFolders(files: readonly string[], least: number, each: number): readonly { readonly folder: string; readonly slices: ReadonlyMap<string, readonly string[]> }[] {
  const parents = new Set<string>();
  for (const path of files) for (let folder = directoryOf(directoryOf(path)); folder !== ""; folder = directoryOf(folder)) parents.add(folder);
  return [...parents].sort().filter(isPlain).flatMap((folder) => {
    const slices = new Map([...childrenOf(folder, files)].filter(([, own]) => own.length >= each));
    return slices.size >= least ? [{ folder, slices }] : [];
  });
}

/** How many imports run from one group to another; the key is `FROM\0TO` by index. */
export function edgesBetween(edges: readonly ImportEdge[], groupOf: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { from, to } of edges) {
    const one = groupOf.get(from);
    const other = to === null ? undefined : groupOf.get(to);
    if (one === undefined || other === undefined || one === other) continue;
    const key = `${one}\0${other}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
