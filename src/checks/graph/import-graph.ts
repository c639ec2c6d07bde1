import type { NotChecked } from "../../core/model";
import type { ModuleReference } from "../parsing/module-record";
import type { Resolution } from "./resolver";

/** Kinds of edges; each tells what happens when the importing module is loaded. */
export const EDGE_KINDS = ["value", "type", "dynamic", "re-export", "side-effect", "require"] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];

/** Kinds that load the other module together with this one. */
export const LOADING_KINDS: readonly EdgeKind[] = ["value", "re-export", "side-effect", "require"];

export interface ImportEdge {
  readonly from: string;
  /** Path of the file it leads to, or null. */
  readonly to: string | null;
  readonly kind: EdgeKind;
  readonly specifier: string;
  readonly resolution: Resolution;
  readonly place: ModuleReference;
}

/** How many names a file exports of its own, and how many of them are types or abstract classes. */
export interface Offer {
  readonly total: number;
  readonly abstract: number;
}

/** What a graph is made of; arrays are parallel to `files`. */
export interface GraphParts {
  /** Every file that was looked at, in code unit order. */
  readonly files: readonly string[];
  readonly edges: readonly (readonly ImportEdge[])[];
  readonly offers: readonly Offer[];
  readonly notChecked: readonly NotChecked[];
  /** Directories that hold a package.json, the root being the empty string. */
  readonly packages: readonly string[];
  /** Licences that lockfiles state, by package; null where no lockfile of the repository states any. */
  readonly licences: ReadonlyMap<string, string> | null;
}

const NONE: readonly ImportEdge[] = [];

/** Who imports whom in one snapshot. */
export class ImportGraph {
  private all: readonly ImportEdge[] | null = null;
  private incoming: ReadonlyMap<string, readonly ImportEdge[]> | null = null;
  private readonly numbers: ReadonlyMap<string, number>;

  /** `like` lends its numbers where it has the same files. */
  constructor(
    readonly parts: GraphParts,
    like?: ImportGraph,
  ) {
    this.numbers = like?.parts.files === parts.files ? like.numbers : new Map(parts.files.map((path, index) => [path, index] as const));
  }

  get files(): readonly string[] {
    return this.parts.files;
  }

  get notChecked(): readonly NotChecked[] {
    return this.parts.notChecked;
  }

  /** All edges, by file and then by place. */
  get edges(): readonly ImportEdge[] {
    this.all ??= this.parts.edges.flat();
    return this.all;
  }

  /** Position of a file in `files`, or -1. */
  numberOf(path: string): number {
    return this.numbers.get(path) ?? -1;
  }

  edgesFrom(path: string): readonly ImportEdge[] {
    return this.parts.edges[this.numberOf(path)] ?? NONE;
  }

  edgesTo(path: string): readonly ImportEdge[] {
    if (this.incoming === null) {
      const incoming = new Map<string, ImportEdge[]>();
      for (const edge of this.edges) {
        if (edge.to === null) continue;
        const list = incoming.get(edge.to);
        if (list === undefined) incoming.set(edge.to, [edge]);
        else list.push(edge);
      }
      this.incoming = incoming;
    }
    return this.incoming.get(path) ?? NONE;
  }
}
