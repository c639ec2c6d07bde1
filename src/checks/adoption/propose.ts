import type { ProposedArchitecture, ProposedRule } from "../../core/ports";
import { ArchitectureRules } from "../architecture/architecture-rules";
import { parseArchitecture } from "../architecture/architecture-configuration";
import type { ImportEdge, ImportGraph } from "../graph/import-graph";
import { isNodeBuiltin } from "../graph/node-builtins";
import { isTestPath } from "../syntax/language";
import { edgesBetween, isPlain, productFiles, sliceFolders, unitLevels, type CodeUnit, type UnitLevel } from "./code-units";
import { layerOrder } from "./layer-order";

/** Less than this tells of no intention. */
const LEAST_EDGES = 12;
/** Share of the edges that a rule covers which may stand against it. */
const MOST_AGAINST = 0.05;
/** A package that at least so many files of one folder import, and no other folder, belongs to that folder. */
const LEAST_IMPORTERS = 3;
const MAXIMUM_PACKAGES = 6;
const LEAST_SLICES = 3;
const LEAST_SLICE_FILES = 2;

type Elements = Readonly<Record<string, readonly string[] | string>>;

interface Candidate {
  readonly section: "layers" | "forbid";
  readonly rule: Readonly<Record<string, unknown>>;
  readonly elements: Elements;
  readonly what: string;
  readonly covers: number;
}

/**
 * Elements and rules that the graph as it is obeys, or obeys but for few edges: layers of folders and packages, parts that
 * do not know each other, packages that one folder alone uses. Each is judged by the engine before it is proposed.
 */
export function proposeArchitecture(graph: ImportGraph, isExcluded: (path: string) => boolean): ProposedArchitecture {
  const files = productFiles(graph, isExcluded);
  const known = new Set(files);
  const edges = graph.edges.filter(({ from, to }) => known.has(from) && (to === null || known.has(to)));
  const levels = unitLevels(files, graph.parts.packages);
  const notes: string[] = [];
  const tests = graph.files.filter((path) => isTestPath(path) || !known.has(path));
  const candidates = [...levels.flatMap((level) => layersOf(level, edges, tests, notes) ?? []), ...slicesOf(files, edges, levels, tests), ...levels.flatMap((level) => ownPackages(level, edges, tests))];
  const rules: ProposedRule[] = [];
  const elements: Record<string, readonly string[] | string> = {};
  const sections: Record<"layers" | "forbid", object[]> = { layers: [], forbid: [] };
  for (const { section, rule, elements: own, what, covers } of candidates) {
    const against = violations(graph, { elements: own, [section]: rule, acyclic: { scope: "file", severity: "off" } });
    if (against > MOST_AGAINST * covers) continue;
    const because = `Proposed by countersign init: ${against === 0 ? `all ${covers} imports` : `${covers - against} of ${covers} imports`} that it covers obeyed it.`;
    Object.assign(elements, own);
    sections[section].push({ ...rule, severity: "warning", because });
    rules.push({ what, covers, against });
  }
  if (rules.length === 0) return { architecture: null, rules, notes: [...notes, edges.length < LEAST_EDGES ? "There are too few imports between folders to propose an architecture from." : "The folders' imports follow no order that could be proposed as a rule."] };
  return { architecture: { elements, ...Object.fromEntries(Object.entries(sections).filter(([, list]) => list.length > 0)) }, rules, notes };
}

/** Findings that a rule alone has today, as the engine counts them. */
function violations(graph: ImportGraph, architecture: object): number {
  const quiet = { external: { undeclared: "off", phantom: "off", unresolved: "off" } };
  return new ArchitectureRules(parseArchitecture({ ...architecture, ...quiet })).findings({ graph, globals: new Map() }, null, new Map()).findings.length;
}

function layersOf({ units, kind, root }: UnitLevel, edges: readonly ImportEdge[], tests: readonly string[], notes: string[]): Candidate | null {
  const groupOf = new Map(units.flatMap(({ files }, index) => files.map((path) => [path, index] as const)));
  const weights = edgesBetween(edges, groupOf);
  const covers = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const things = kind === "packages" ? "packages" : `folders of ${root === "" ? "the repository" : root}`;
  if (covers < LEAST_EDGES) return null;
  const groups = layerOrder(units.length, weights);
  if (groups.length < 2) {
    notes.push(`The ${things} import each other in circles: no order of layers is proposed for them.`);
    return null;
  }
  const name = (node: number) => units[node]?.name ?? "";
  const exporting = new Set([...weights.keys()].map((key) => Number(key.split("\0")[0])));
  const order = groups.map(({ nodes, tied }) => {
    const names = nodes.map(name);
    if (names.length === 1) return names[0] ?? "";
    // Only parts that import what is below, and never each other, show that they are meant to be apart.
    const apart = !tied && names.length >= LEAST_SLICES && nodes.every((node) => exporting.has(node));
    return apart ? names : { siblings: names, independent: false };
  });
  const elements = Object.fromEntries(groups.flatMap(({ nodes }) => nodes.map((node) => [name(node), selectorOf(units[node], tests)] as const)));
  return { section: "layers", rule: { order }, elements, what: `layers of ${things}: ${order.map(inWords).join(" > ")}`, covers };
}

function inWords(entry: string | readonly string[] | { readonly siblings: readonly string[] }): string {
  return typeof entry === "string" ? entry : "siblings" in entry ? `(${entry.siblings.join(" ")})` : `(${entry.join(" | ")})`;
}

/** Everything in the unit's folder but what is beside the product and would be judged with it. */
function selectorOf(unit: CodeUnit | undefined, tests: readonly string[]): readonly string[] | string {
  const folder = unit?.folder ?? "";
  const glob = `${folder}/**`;
  const inside = tests.filter((path) => path.startsWith(`${folder}/`));
  const exclusions = EXCLUSIONS.filter(({ matches }) => inside.some((path) => matches.test(path))).map(({ without }) => without);
  return exclusions.length === 0 ? glob : [glob, ...exclusions];
}

const EXCLUSIONS = [
  { matches: /[._-](test|spec|e2e|cy)\.[cm]?[jt]sx?$/, without: "!**/*{.,_,-}{test,spec,e2e,cy}.*" },
  { matches: /(^|\/)(__tests__|tests?|specs?|e2e|cypress)\//, without: "!**/{__tests__,test,tests,spec,specs,e2e,cypress}/**" },
  { matches: /(^|\/)(__mocks__|mocks|fixtures|generated|__generated__)\//, without: "!**/{__mocks__,mocks,fixtures,generated,__generated__}/**" },
  { matches: /\.(config|stories|story)\.[cm]?[jt]sx?$/, without: "!**/*.{config,stories,story}.*" },
] as const;

/** Folders side by side that import the rest and (nearly) never each other: features, adapters, commands. */
function slicesOf(files: readonly string[], edges: readonly ImportEdge[], levels: readonly UnitLevel[], tests: readonly string[]): readonly Candidate[] {
  const levelRoots = new Set(levels.map(({ root }) => root));
  const packages = new Set(levels.filter(({ kind }) => kind === "packages").flatMap(({ units }) => units.map(({ folder }) => folder.slice(0, Math.max(0, folder.lastIndexOf("/"))))));
  const taken: string[] = [];
  return sliceFolders(files, LEAST_SLICES, LEAST_SLICE_FILES).flatMap(({ folder, slices }): readonly Candidate[] => {
    // What is a level already has its order, and slices inside of slices say the same again.
    if (levelRoots.has(folder) || packages.has(folder) || taken.some((one) => folder.startsWith(`${one}/`))) return [];
    const sliceOf = new Map([...slices.values()].flatMap((own, index) => own.map((path) => [path, index] as const)));
    const leaving = edges.filter(({ from, to }) => sliceOf.has(from) && to !== null && sliceOf.get(from) !== sliceOf.get(to));
    const importers = new Set(leaving.map(({ from }) => sliceOf.get(from)));
    if (leaving.length < LEAST_EDGES || importers.size < slices.size) return [];
    const name = `${folder.slice(folder.lastIndexOf("/") + 1)} parts`;
    const glob = `${folder}/<part>/**`;
    const inside = tests.filter((path) => path.startsWith(`${folder}/`));
    const exclusions = EXCLUSIONS.filter(({ matches }) => inside.some((path) => matches.test(path))).map(({ without }) => without);
    taken.push(folder);
    return [{ section: "forbid", rule: { from: name, to: name, when: { part: "different" } }, elements: { [name]: exclusions.length === 0 ? glob : [glob, ...exclusions] }, what: `the ${slices.size} folders in ${folder} do not import each other`, covers: leaving.length }];
  });
}

/** Packages, and modules of Node for files and processes, that one unit alone imports, and often. */
function ownPackages({ units, kind, root }: UnitLevel, edges: readonly ImportEdge[], tests: readonly string[]): readonly Candidate[] {
  if (kind === "packages" || units.length < 3 || !isPlain(root)) return [];
  const unitOf = new Map(units.flatMap(({ files }, index) => files.map((path) => [path, index] as const)));
  const importers = new Map<string, { readonly units: Set<number>; readonly files: Set<string>; edges: number }>();
  for (const { from, to, resolution, kind: edgeKind } of edges) {
    if (to !== null || edgeKind === "type" || (resolution.kind !== "external" && resolution.kind !== "undeclared")) continue;
    const name = isNodeBuiltin(resolution.name) ? `node:${resolution.name.replace(/^node:/, "")}` : `npm:${resolution.name}`;
    const known = importers.get(name) ?? { units: new Set<number>(), files: new Set<string>(), edges: 0 };
    known.units.add(unitOf.get(from) ?? -1);
    known.files.add(from);
    known.edges++;
    importers.set(name, known);
  }
  const inRoot = root === "" ? "**" : `${root}/**`;
  return [...importers]
    .filter(([name, one]) => one.units.size === 1 && !one.units.has(-1) && one.files.size >= LEAST_IMPORTERS && (name.startsWith("npm:") || /^node:(fs|fs\/promises|child_process|net|http|https|worker_threads)$/.test(name)))
    .sort(([a, one], [b, other]) => other.files.size - one.files.size || (a < b ? -1 : 1))
    .slice(0, MAXIMUM_PACKAGES)
    .flatMap(([name, one]): readonly Candidate[] => {
      const unit = units[[...one.units][0] ?? -1];
      if (unit === undefined) return [];
      const exclusions = EXCLUSIONS.filter(({ matches }) => tests.some((path) => matches.test(path))).map(({ without }) => without);
      return [{ section: "forbid", rule: { from: [inRoot, `!${unit.folder}/**`, ...exclusions], to: name, kind: ["value", "re-export", "side-effect", "require", "dynamic"] }, elements: {}, what: `only ${unit.name} imports ${name}`, covers: one.edges }];
    });
}
