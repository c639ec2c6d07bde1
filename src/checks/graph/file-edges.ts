import { unpack, type PackedModule } from "../parsing/protocol";
import { isJavascriptPath } from "../syntax/language";
import type { EdgeKind, ImportEdge } from "./import-graph";
import type { Resolution, Resolver } from "./resolver";

/** The edges of one file as it is written, before it is known what the other modules export. */
export interface FileEdges {
  readonly edges: readonly ImportEdge[];
  /** Edges that the compiler erases if every name they take is a type over there. */
  readonly erasable: readonly Erasable[];
}

export interface Erasable {
  readonly at: number;
  readonly names: readonly string[];
  /** Where the compiler looks for the names: a declaration may stand beside the script that is loaded. */
  readonly read: Extract<Resolution, { kind: "file" }>;
}

const NO_EDGES: FileEdges = { edges: [], erasable: [] };

/** Resolves a file's references; `ambient` are the names that declarations of the snapshot give a meaning. */
export function fileEdges(from: string, module: PackedModule, resolver: Resolver, ambient: readonly string[]): FileEdges {
  if (module.specifiers.length === 0) return NO_EDGES;
  const edges: ImportEdge[] = [];
  const erasable: Erasable[] = [];
  const keepsImports = resolver.projectOf(from)?.verbatimModuleSyntax === true;
  // JavaScript is run as it is written.
  const mayErase = !keepsImports && !isJavascriptPath(from);
  unpack(module).forEach((place, index) => {
    const { specifier } = place;
    const isType = place.kind === "type" || place.kind === "inline-type";
    let resolution = resolver.resolve(from, specifier, isType);
    if ((resolution.kind === "unresolved" || resolution.kind === "undeclared") && ambient.some((pattern) => matchesAmbient(pattern, specifier))) resolution = { kind: "external", name: specifier, declared: "unknown" };
    const to = resolution.kind === "file" ? resolution.path : null;
    const edge = (kind: EdgeKind): ImportEdge => ({ from, to, kind, specifier, resolution, place });
    if (place.kind === "inline-type") {
      edges.push(edge("type"));
      // Only the names are erased then, and the import itself stays (TypeScript 5.0, verbatimModuleSyntax).
      if (keepsImports) edges.push(edge("side-effect"));
      return;
    }
    const names = module.names[index] ?? "";
    const read = mayErase && to !== null && names !== "" ? resolver.resolve(from, specifier, true) : null;
    if (read?.kind === "file") erasable.push({ at: edges.length, names: names.split("\0"), read });
    edges.push(edge(place.kind));
  });
  return { edges, erasable };
}

function matchesAmbient(pattern: string, specifier: string): boolean {
  const star = pattern.indexOf("*");
  return star < 0 ? pattern === specifier : specifier.length >= pattern.length - 1 && specifier.startsWith(pattern.slice(0, star)) && specifier.endsWith(pattern.slice(star + 1));
}
