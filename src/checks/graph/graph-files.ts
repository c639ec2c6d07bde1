import type { CacheFolder } from "../../core/ports";
import type { PackedModule } from "../parsing/protocol";
import { ColumnReader, ColumnWriter, sealed, unsealed } from "./column-file";
import { EDGE_KINDS, ImportGraph, type ImportEdge, type Offer } from "./import-graph";
import type { ModuleCache } from "./module-cache";
import type { Resolution } from "./resolver";
import { REFERENCE_KINDS } from "../parsing/protocol";

/**
 * Changes whenever parsing or resolving could give something else for the same content; a file of another version is
 * nobody's. Names the parser too (a test holds it against package.json).
 */
export const ENGINE_VERSION = "6 oxc-parser@0.154.0";

const MODULES = "modules";
const MAXIMUM_GRAPHS = 6;
/** Fewer new modules than this are not worth writing all of them again. */
const WORTH_WRITING = 1;

/**
 * Parsed modules and whole graphs under `<git-common-dir>/countersign/cache`. Free to delete: what is missing, damaged
 * or of another version is made anew.
 */
export class GraphFiles {
  private hasLoaded = false;
  private kept: string | null = null;

  constructor(private readonly folder: CacheFolder) {}

  /** Puts the stored modules into the cache, once. */
  loadModules(cache: ModuleCache): void {
    if (this.hasLoaded) return;
    this.hasLoaded = true;
    const body = unsealed(this.folder.read(MODULES), ENGINE_VERSION);
    if (body === null) return;
    const reader = new ColumnReader(body);
    for (const key of reader.meta as readonly string[]) cache.set(key, readPacked(reader));
    cache.takeAdded();
  }

  /** The graph that was built from exactly this, or null. */
  graph(digest: string, files: readonly string[]): ImportGraph | null {
    const body = unsealed(this.folder.read(graphName(digest)), `${ENGINE_VERSION} ${digest}`);
    if (body === null) return null;
    this.kept = digest;
    return readGraph(new ColumnReader(body), files);
  }

  /** Stores a graph and the modules that came since. In a warm engine only the first graph is stored, not every edit's. */
  keep(digest: string, graph: ImportGraph, cache: ModuleCache): void {
    if (this.kept !== null) return;
    this.kept = digest;
    if (graph.notChecked.some(({ why }) => !isLasting(why))) return;
    this.folder.write(graphName(digest), sealed(writeGraph(graph), `${ENGINE_VERSION} ${digest}`));
    if (cache.takeAdded() >= WORTH_WRITING) this.folder.write(MODULES, sealed(writeModules(cache), ENGINE_VERSION));
    const graphs = this.folder.names().filter((name) => name.startsWith("graph-"));
    for (const name of graphs.slice(MAXIMUM_GRAPHS)) this.folder.remove(name);
  }
}

function graphName(digest: string): string {
  return `graph-${digest.slice(0, 32)}`;
}

/** A crash or a time-out may not come again, so it is never remembered beyond the process. */
function isLasting(problem: string): boolean {
  return !/^(the parser|this file could not be analysed|not there when)/.test(problem);
}

function writeModules(cache: ModuleCache): Uint8Array {
  const entries = cache.all().filter(([, { problem }]) => problem === null || isLasting(problem));
  const writer = new ColumnWriter(entries.map(([key]) => key));
  for (const [, module] of entries) {
    writer.number(module.specifiers.length);
    for (const specifier of module.specifiers) writer.string(specifier);
    for (const number of module.places) writer.number(number);
    for (const names of module.names) writer.string(names);
    writer.string(module.exports);
    writer.number(module.total);
    writer.number(module.abstract);
    writer.number(module.ambient.length);
    for (const name of module.ambient) writer.string(name);
    writer.string(module.problem ?? "");
  }
  return writer.bytes();
}

function readPacked(reader: ColumnReader): PackedModule {
  const count = reader.number();
  const specifiers = Array.from({ length: count }, () => reader.string());
  const places = Int32Array.from({ length: count * 5 }, () => reader.number());
  const names = Array.from({ length: count }, () => reader.string());
  const exports = reader.string();
  const total = reader.number();
  const abstract = reader.number();
  const ambient = Array.from({ length: reader.number() }, () => reader.string());
  const problem = reader.string();
  return { specifiers, places, names, exports, total, abstract, ambient, problem: problem === "" ? null : problem };
}

interface GraphMeta {
  readonly resolutions: readonly Resolution[];
  readonly notChecked: ImportGraph["notChecked"];
  readonly packages: readonly string[];
  readonly licences: readonly (readonly [string, string])[] | null;
}

function writeGraph({ parts }: ImportGraph): Uint8Array {
  const resolutions = new Map<string, number>();
  for (const { resolution } of parts.edges.flat()) {
    const text = JSON.stringify(resolution);
    if (resolution.kind !== "file" && !resolutions.has(text)) resolutions.set(text, resolutions.size);
  }
  const meta: GraphMeta = { resolutions: [...resolutions.keys()].map((text) => JSON.parse(text) as Resolution), notChecked: parts.notChecked, packages: parts.packages, licences: parts.licences === null ? null : [...parts.licences] };
  const writer = new ColumnWriter(meta);
  parts.edges.forEach((edges, index) => {
    const offer = parts.offers[index];
    writer.number(offer?.total ?? 0);
    writer.number(offer?.abstract ?? 0);
    writer.number(edges.length);
    for (const { to, kind, specifier, resolution, place } of edges) {
      writer.number(EDGE_KINDS.indexOf(kind));
      writer.string(specifier);
      // A file by its path, all else by its place among the resolutions.
      writer.number(resolution.kind === "file" ? -1 : (resolutions.get(JSON.stringify(resolution)) ?? 0));
      writer.string(to ?? "");
      for (const number of [REFERENCE_KINDS.indexOf(place.kind), place.startLine, place.startColumn, place.endLine, place.endColumn]) writer.number(number);
    }
  });
  return writer.bytes();
}

function readGraph(reader: ColumnReader, files: readonly string[]): ImportGraph {
  const meta = reader.meta as GraphMeta;
  const edges: ImportEdge[][] = [];
  const offers: Offer[] = [];
  const targets = new Map<string, Resolution>();
  for (const from of files) {
    offers.push({ total: reader.number(), abstract: reader.number() });
    const count = reader.number();
    const list: ImportEdge[] = [];
    for (let index = 0; index < count; index++) {
      const kind = EDGE_KINDS[reader.number()] ?? "value";
      const specifier = reader.string();
      const other = reader.number();
      const to = reader.string();
      let resolution = other < 0 ? targets.get(to) : meta.resolutions[other];
      if (resolution === undefined) targets.set(to, (resolution = { kind: "file", path: to }));
      list.push({
        from,
        to: other < 0 ? to : null,
        kind,
        specifier,
        resolution,
        place: { kind: REFERENCE_KINDS[reader.number()] ?? "value", specifier, startLine: reader.number(), startColumn: reader.number(), endLine: reader.number(), endColumn: reader.number() },
      });
    }
    edges.push(list);
  }
  return new ImportGraph({ files, edges, offers, notChecked: meta.notChecked, packages: meta.packages, licences: meta.licences === null ? null : new Map(meta.licences) });
}
