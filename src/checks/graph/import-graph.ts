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

/** Who imports whom in one snapshot. */
export class ImportGraph {
  private readonly outgoing = new Map<string, ImportEdge[]>();
  private incoming: Map<string, ImportEdge[]> | null = null;

  constructor(
    /** Every file that was looked at. */
    readonly files: readonly string[],
    readonly edges: readonly ImportEdge[],
    readonly notChecked: readonly NotChecked[],
  ) {
    for (const edge of edges) add(this.outgoing, edge.from, edge);
  }

  edgesFrom(path: string): readonly ImportEdge[] {
    return this.outgoing.get(path) ?? [];
  }

  edgesTo(path: string): readonly ImportEdge[] {
    if (this.incoming === null) {
      this.incoming = new Map();
      for (const edge of this.edges) if (edge.to !== null) add(this.incoming, edge.to, edge);
    }
    return this.incoming.get(path) ?? [];
  }
}

function add(map: Map<string, ImportEdge[]>, key: string, edge: ImportEdge): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [edge]);
  else list.push(edge);
}
