import type { KnownViolation, NotChecked } from "../../core/model";
import type { NestedRules } from "../../core/ports";
import type { ImportGraph } from "../graph/import-graph";
import { parseArchitecture, ROOT_FILE } from "./architecture-configuration";
import { ArchitectureRules, type ArchitectureResult, type JudgedGraph } from "./architecture-rules";
import type { StructureRule } from "./structure-rules";

/**
 * The rules of the root's configuration and of those further down: each file is judged by the nearest one that has an
 * `architecture` section, over the whole repository's graph.
 */
export class NearestRules {
  private readonly all: readonly ArchitectureRules[];

  /** Errors: `configuration`, naming the file and the place in it. */
  constructor(root: unknown, nested: readonly NestedRules[]) {
    const places = [{ file: ROOT_FILE, folder: "", section: root }, ...nested.flatMap(({ path, folder, architecture }) => (architecture === undefined ? [] : [{ file: path, folder, section: architecture }]))];
    const folders = places.map(({ folder }) => folder).sort((a, b) => b.length - a.length);
    const nearest = (path: string) => folders.find((folder) => folder === "" || path.startsWith(`${folder}/`)) ?? "";
    this.all = places.map(({ file, folder, section }) => new ArchitectureRules(parseArchitecture(section, file), { file, folder, governs: folders.length === 1 ? () => true : (path) => nearest(path) === folder }));
  }

  /** Rules about what stands in files, of all configurations; each judges only the files that are its business. */
  get structure(): readonly StructureRule[] {
    return this.all.flatMap(({ structure }) => structure);
  }

  get hasEntries(): boolean {
    return this.all.some((rules) => rules.hasEntries);
  }

  isEntry(path: string): boolean {
    return this.all.some((rules) => rules.isEntry(path));
  }

  needsGlobals(graph: ImportGraph): readonly string[] {
    return [...new Set(this.all.flatMap((rules) => rules.needsGlobals(graph)))];
  }

  /** As `ArchitectureRules.findings`; an entry of `known` is stale where no configuration's rules find it. */
  findings(head: JudgedGraph, base: JudgedGraph | null, basePaths: ReadonlyMap<string, string>, known: readonly KnownViolation[] = []): ArchitectureResult {
    const results = this.all.map((rules) => rules.findings(head, base, basePaths, known));
    const [first] = results;
    if (first !== undefined && results.length === 1) return first;
    return {
      findings: results.flatMap(({ findings }) => findings),
      violations: results.flatMap(({ violations }) => violations),
      staleKnown: known.filter((entry) => results.every(({ staleKnown }) => staleKnown.includes(entry))),
      notChecked: distinct(results.flatMap(({ notChecked }) => notChecked)),
    };
  }
}

function distinct(notes: readonly NotChecked[]): readonly NotChecked[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
