import type { ModuleExports } from "../parsing/module-exports";
import type { PackedModule } from "../parsing/protocol";
import type { FileEdges } from "./file-edges";
import type { ImportEdge } from "./import-graph";

const MAXIMUM_VISITED = 2_000;

/**
 * Decides which imports the compiler erases because every name they take is exported as a type over there
 * (TypeScript without `verbatimModuleSyntax`, where such an import is an error unless it says `type`).
 *
 * What a name is used for in the importing file is not looked at: a class that is only used as a type stays a value
 * edge, although the compiler would erase it. `export *` always stays, as it does for the compiler.
 */
export class ErasedImports {
  private readonly known = new Map<string, boolean>();

  constructor(
    private readonly moduleOf: (path: string) => PackedModule | undefined,
    private readonly edgesOf: (path: string) => FileEdges | undefined,
  ) {}

  /** The file's edges, those that are erased turned into edges of types. */
  edges({ edges, erasable }: FileEdges): readonly ImportEdge[] {
    let changed: ImportEdge[] | null = null;
    for (const { at, names, read } of erasable) {
      const edge = edges[at];
      if (edge === undefined || (this.moduleOf(read.path)?.exports ?? "") === "") continue;
      if (!names.every((name) => this.isType(read.path, name))) continue;
      changed ??= [...edges];
      changed[at] = { ...edge, kind: "type", to: read.path, resolution: read.path === edge.to ? edge.resolution : read };
    }
    return changed ?? edges;
  }

  /** Remembered by question only: what a step of a search found depends on where the search began. */
  private isType(path: string, name: string): boolean {
    const key = `${path}\0${name}`;
    let answer = this.known.get(key);
    if (answer === undefined) {
      answer = this.leadsToType(path, name, new Set());
      this.known.set(key, answer);
    }
    return answer;
  }

  /** Follows the name through modules that pass it on; each is visited once. */
  private leadsToType(path: string, name: string, visited: Set<string>): boolean {
    const key = `${path}\0${name}`;
    if (visited.has(key) || visited.size > MAXIMUM_VISITED) return false;
    visited.add(key);
    const module = this.moduleOf(path);
    if (module === undefined || module.exports === "") return false;
    const { types, values, passed, stars } = exportsOf(module);
    if (types.includes(name)) return true;
    if (values.includes(name)) return false;
    const targetOf = (specifier: string) => namesFrom(this.edgesOf(path), specifier);
    const own = passed.find(([exported]) => exported === name);
    if (own !== undefined) {
      const target = own[1] === "*" ? null : targetOf(own[2]);
      return target !== null && this.leadsToType(target, own[1], visited);
    }
    return name !== "default" && stars.some((specifier) => {
      const target = targetOf(specifier);
      return target !== null && this.leadsToType(target, name, visited);
    });
  }
}

/** The file that the compiler reads for a specifier of a module, or null. */
function namesFrom(file: FileEdges | undefined, specifier: string): string | null {
  const at = file?.edges.findIndex((edge) => edge.specifier === specifier && edge.to !== null) ?? -1;
  return at < 0 ? null : (file?.erasable.find((one) => one.at === at)?.read.path ?? file?.edges[at]?.to ?? null);
}

/** What a module offers, as far as it decides what is erased elsewhere. */
export type ToldExports = Pick<ModuleExports, "types" | "values" | "passed" | "stars">;

const NOTHING: ToldExports = { types: [], values: [], passed: [], stars: [] };

const parsed = new WeakMap<PackedModule, ToldExports>();

export function exportsOf(module: PackedModule): ToldExports {
  if (module.exports === "") return NOTHING;
  let exports = parsed.get(module);
  if (exports === undefined) {
    // Written by `pack`, or by our own cache after its checksum held.
    exports = JSON.parse(module.exports) as ToldExports;
    parsed.set(module, exports);
  }
  return exports;
}

/** The list that stood before where it says the same, so that nothing that rests on it is done again. */
export function kindsOrSame(now: readonly ImportEdge[], before: readonly ImportEdge[] | undefined): readonly ImportEdge[] {
  const isSame = before !== undefined && before.length === now.length && now.every((edge, index) => {
    const old = before[index];
    return edge === old || (old !== undefined && edge.kind === old.kind && edge.to === old.to && edge.place === old.place);
  });
  return isSame ? before : now;
}
