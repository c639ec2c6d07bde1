import type { ImportEdge } from "../graph/import-graph";
import { atEdge, FIRST_LINE, kindInWords, severityOf, type Violation } from "./architecture-finding";
import type { AllowOnly, Forbid, Layers, PublicEntry } from "./architecture-schema";
import { listed } from "./listed";
import { Targets } from "./edge-targets";
import { relationHolds, type Captures, type Selectors } from "./selectors";

/** Judges one edge at a time; what it finds of a file depends on that file's edges alone. */
export interface EdgeRule {
  find(edge: ImportEdge): Violation | null;
}

interface Layer {
  readonly rank: number;
  readonly name: string;
  readonly independent: boolean;
  readonly captures: Captures;
}

/** Imports that run against the order of layers, and files that belong to none. */
export class LayerRule implements EdgeRule {
  private readonly layers = new Map<string, Layer | null>();
  private readonly order: readonly { readonly names: readonly string[]; readonly independent: boolean }[];
  private readonly kinds: ReadonlySet<string> | null;

  constructor(
    private readonly rule: Layers,
    private readonly selectors: Selectors,
  ) {
    this.order = rule.order.map((entry) => (typeof entry === "object" && "siblings" in entry ? { names: entry.siblings, independent: entry.independent ?? true } : { names: [entry].flat(), independent: true }));
    this.kinds = rule.kinds === undefined ? null : new Set(rule.kinds);
  }

  find(edge: ImportEdge): Violation | null {
    if (edge.to === null || this.rule.severity === "off" || this.kinds?.has(edge.kind) === false) return null;
    const from = this.layerOf(edge.from);
    const to = from === null ? null : this.layerOf(edge.to);
    if (from === null || to === null || from.name === to.name || !relationHolds(this.rule.when, from.captures, to.captures)) return null;
    const problem = this.problem(from, to);
    return problem === null ? null : atEdge(edge, "layer", severityOf(this.rule.severity, "error"), `${problem}: ${edge.from} → ${edge.to}${kindInWords(edge)}`, { because: this.rule.because, fix: this.allowedInstead(from) });
  }

  private allowedInstead({ name, rank }: Layer): string {
    const below = this.order.slice(rank + 1, this.rule.open === false ? rank + 2 : undefined).flatMap(({ names }) => names);
    return below.length === 0 ? `${name} is the lowest layer and imports none of the others: move what it needs into ${name}, or hand it in from above.` : `${name} may import ${below.join(", ")}: move what it needs there, or hand it in from above.`;
  }

  /** A file that should stand in a layer and stands in none. */
  unassigned(path: string): Violation | null {
    const { exhaustive, severity, because } = this.rule;
    if (exhaustive === undefined || severity === "off" || !this.selectors.matches(exhaustive, path) || this.layerOf(path) !== null) return null;
    return { rule: "layer", severity: severityOf(severity, "error"), path, place: FIRST_LINE, message: `${path} belongs to none of the layers ${this.order.flatMap(({ names }) => names).join(", ")}`, because, target: "", fix: "Move the file to the layer it belongs to, or name its folder in the layers." };
  }

  private problem(from: Layer, to: Layer): string | null {
    if (to.rank < from.rank) return `${from.name} may not import ${to.name}, which is a layer above it`;
    if (to.rank === from.rank) return from.independent ? `${from.name} and ${to.name} are siblings and may not import each other` : null;
    return this.rule.open === false && to.rank > from.rank + 1 ? `${from.name} may import only the layer next below it, not ${to.name}` : null;
  }

  private layerOf(path: string): Layer | null {
    let found = this.layers.get(path);
    if (found === undefined) {
      found = this.search(path);
      this.layers.set(path, found);
    }
    return found;
  }

  private search(path: string): Layer | null {
    for (const [rank, { names, independent }] of this.order.entries()) {
      for (const name of names) {
        const captures = this.selectors.captures(name, path);
        if (captures !== null) return { rank, name, independent, captures };
      }
    }
    return null;
  }
}

/** Imports that a rule of the configuration names. */
export class ForbidRule implements EdgeRule {
  private readonly kinds: ReadonlySet<string> | null;
  private readonly targets: Targets;

  constructor(
    private readonly rule: Forbid,
    private readonly selectors: Selectors,
  ) {
    this.kinds = rule.kind === undefined ? null : new Set(listed(rule.kind));
    this.targets = new Targets(rule.to, selectors);
  }

  find(edge: ImportEdge): Violation | null {
    const { from, when, severity, because } = this.rule;
    if (severity === "off" || this.kinds?.has(edge.kind) === false) return null;
    const meant = this.targets.meant(edge);
    const source = meant === null ? null : this.selectors.captures(from, edge.from);
    if (meant === null || source === null || !relationHolds(when, source, meant.captures)) return null;
    return atEdge(edge, "forbidden-import", severityOf(severity, "error"), `${edge.from} may not import ${meant.target}${kindInWords(edge)}`, { because, target: meant.target });
  }
}

/** Files that may import, or be imported by, only what the rule lists. */
export class AllowOnlyRule implements EdgeRule {
  private readonly kinds: ReadonlySet<string> | null;
  private readonly targets: Targets;

  constructor(
    private readonly rule: AllowOnly,
    private readonly selectors: Selectors,
  ) {
    this.kinds = rule.kinds === undefined ? null : new Set(rule.kinds);
    this.targets = new Targets(rule.imports ?? [], selectors);
  }

  find(edge: ImportEdge): Violation | null {
    if (this.rule.severity === "off" || this.kinds?.has(edge.kind) === false) return null;
    return this.outgoing(edge) ?? this.incoming(edge);
  }

  private outgoing(edge: ImportEdge): Violation | null {
    const { of, imports, when } = this.rule;
    const own = imports === undefined ? null : this.selectors.captures(of, edge.from);
    if (imports === undefined || own === null) return null;
    const names = [imports].flat();
    const judgesPackages = names.some((selector) => /^(npm|node):/.test(selector));
    if (edge.to === null ? !judgesPackages || edge.resolution.kind === "unresolved" : this.isInside(own, edge.to)) return null;
    const meant = this.targets.meant(edge);
    if (meant !== null && relationHolds(when, own, meant.captures)) return null;
    const target = edge.to ?? edge.specifier;
    return atEdge(edge, "restricted-import", severityOf(this.rule.severity, "error"), `${edge.from} may import only ${names.join(", ")}, not ${target}${kindInWords(edge)}`, { because: this.rule.because, target, fix: `Allowed are ${names.join(", ")}: use one of them, or have what is needed handed in.` });
  }

  private incoming(edge: ImportEdge): Violation | null {
    const { of, importedBy, when } = this.rule;
    const own = importedBy === undefined || edge.to === null ? null : this.selectors.captures(of, edge.to);
    if (importedBy === undefined || own === null || this.isInside(own, edge.from)) return null;
    const source = this.selectors.captures(importedBy, edge.from);
    if (source !== null && relationHolds(when, source, own)) return null;
    return atEdge(edge, "restricted-import", severityOf(this.rule.severity, "error"), `${edge.to ?? ""} may be imported only by ${[importedBy].flat().join(", ")}, not by ${edge.from}${kindInWords(edge)}`, { because: this.rule.because });
  }

  /** Whether a path belongs to the same part: where `when` compares captures, the same values of them. */
  private isInside(own: Captures, path: string): boolean {
    const other = this.selectors.captures(this.rule.of, path);
    return other !== null && Object.keys(this.rule.when ?? {}).every((name) => own[name] === other[name]);
  }
}

/** Imports that reach past the entry files of a part. */
export class PublicEntryRule implements EdgeRule {
  private readonly kinds: ReadonlySet<string> | null;

  constructor(
    private readonly rule: PublicEntry,
    private readonly selectors: Selectors,
  ) {
    this.kinds = rule.kinds === undefined ? null : new Set(rule.kinds);
  }

  find(edge: ImportEdge): Violation | null {
    const { of, entry, severity, because } = this.rule;
    if (edge.to === null || severity === "off" || this.kinds?.has(edge.kind) === false) return null;
    const inside = this.selectors.captures(of, edge.to);
    if (inside === null || this.selectors.matches(entry, edge.to)) return null;
    const own = this.selectors.captures(of, edge.from);
    if (own !== null && Object.entries(inside).every(([name, value]) => own[name] === value)) return null;
    const part = Object.values(inside).join("/");
    return atEdge(edge, "deep-import", severityOf(severity, "error"), `${edge.from} imports ${edge.to}${kindInWords(edge)}, which is no entry of ${part === "" ? [of].flat().join(", ") : part}: ${[entry].flat().join(", ")}`, { because, fix: `Import it from ${[entry].flat().join(" or ")}.` });
  }
}
