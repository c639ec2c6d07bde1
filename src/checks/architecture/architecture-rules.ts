import type { Finding, KnownViolation, NotChecked } from "../../core/model";
import { CountedGraph, type Scope } from "../graph/counted-graph";
import { LOADING_KINDS, type EdgeKind, type ImportEdge, type ImportGraph } from "../graph/import-graph";
import type { GlobalUse } from "../parsing/protocol";
import { keyOf, toFinding, type Violation } from "./architecture-finding";
import { listed } from "./architecture-configuration";
import type { Acyclic, Architecture } from "./architecture-schema";
import { cycleViolations } from "./cycle-rule";
import { orphanViolations, pureFiles, pureViolations } from "./file-rules";
import { AllowOnlyRule, ForbidRule, LayerRule, PublicEntryRule, type EdgeRule } from "./import-rules";
import { limitViolations } from "./limit-rule";
import { KnownList } from "./known-list";
import { ExternalRule, licenceViolations } from "./package-rules";
import { reachViolations } from "./reach-rule";
import { Selectors } from "./selectors";

const DEFAULT_ACYCLIC: Acyclic = { scope: "file" };

/** A graph with what the parser tells about its files where a rule needs more than imports. */
export interface JudgedGraph {
  readonly graph: ImportGraph;
  /** Uses of globals in the files that `needsGlobals` names. */
  readonly globals: ReadonlyMap<string, readonly GlobalUse[]>;
}

export interface ArchitectureResult {
  readonly findings: readonly Finding[];
  readonly violations: readonly KnownViolation[];
  readonly staleKnown: readonly KnownViolation[];
  readonly notChecked: readonly NotChecked[];
}

/** The rules of one configuration. What they found of a file is kept as long as its imports stay the same. */
export class ArchitectureRules {
  private readonly selectors: Selectors;
  private readonly layers: readonly LayerRule[];
  private readonly edgeRules: readonly EdgeRule[];
  private readonly ofEdges = new WeakMap<readonly ImportEdge[], readonly Violation[]>();
  private readonly counted = new WeakMap<ImportGraph, Map<string, CountedGraph>>();
  /** The graph that was counted last, for the next one to start from. */
  private lastCounted: ImportGraph | null = null;
  /** What the imports of the last graph broke, file by file. */
  private lastFound: { readonly edges: ImportGraph["parts"]["edges"]; readonly found: readonly (readonly Violation[])[] } | null = null;
  /** Identities of what a base broke, by the renames since. */
  private readonly keysOf = new WeakMap<ImportGraph, { readonly renames: string; readonly keys: ReadonlySet<string> }>();

  constructor(readonly configuration: Architecture) {
    const selectors = new Selectors(configuration.elements ?? {});
    this.selectors = selectors;
    this.layers = listed(configuration.layers).map((rule) => new LayerRule(rule, selectors));
    this.edgeRules = [
      ...this.layers,
      ...listed(configuration.forbid).map((rule) => new ForbidRule(rule, selectors)),
      ...listed(configuration.allowOnly).map((rule) => new AllowOnlyRule(rule, selectors)),
      ...listed(configuration.publicEntry).map((rule) => new PublicEntryRule(rule, selectors)),
      new ExternalRule(configuration.external ?? {}, selectors),
    ];
  }

  /** Files whose globals the rules ask for. */
  needsGlobals(graph: ImportGraph): readonly string[] {
    return pureFiles(
      listed(this.configuration.pure).filter((rule) => rule.dom !== false || rule.node !== false),
      graph,
      this.selectors,
    );
  }

  /**
   * All findings of the head, each marked with whether the base had it: compared by rule, file and target, never by
   * line. Without a base everything counts as introduced. `basePaths` gives the old path of a renamed file.
   */
  findings(head: JudgedGraph, base: JudgedGraph | null, basePaths: ReadonlyMap<string, string>, known: readonly KnownViolation[] = []): ArchitectureResult {
    const headOfBase = new Map([...basePaths].map(([now, before]) => [before, now] as const));
    const rename = (path: string) => headOfBase.get(path) ?? path;
    const notChecked: NotChecked[] = [];
    const renames = [...headOfBase].map((pair) => pair.join("\0")).join("\n");
    const before = base === null ? NO_KEYS : this.keysOfBase(base, rename, renames);
    const violations = [...deduplicated(this.simple(head, notChecked))].map((found): Violation => ({ ...found, introduced: !before.has(keyOf(found)) }));
    violations.push(...this.compared(head.graph, base?.graph ?? null, rename, renames));
    const list = new KnownList(known, rename);
    const findings = violations.map((found) => toFinding(found, !list.takes(found) && (found.introduced ?? true)));
    return { findings, notChecked, violations: violations.filter(({ severity }) => severity !== "note").map(({ rule, path, target }) => ({ rule, path, target })), staleKnown: list.untaken() };
  }

  private keysOfBase(base: JudgedGraph, rename: (path: string) => string, renames: string): ReadonlySet<string> {
    const known = this.keysOf.get(base.graph);
    if (known?.renames === renames) return known.keys;
    const keys = new Set(this.simple(base, []).map((found) => keyOf(found, rename)));
    this.keysOf.set(base.graph, { renames, keys });
    return keys;
  }

  /** What one graph tells by itself: identity says whether the base had it too. */
  private simple({ graph, globals }: JudgedGraph, notChecked: NotChecked[]): readonly Violation[] {
    const { pure, orphan, external } = this.configuration;
    return [
      ...this.ofImports(graph),
      ...this.layers.flatMap((rule) => graph.files.flatMap((path) => rule.unassigned(path) ?? [])),
      ...(external === undefined ? [] : licenceViolations(external, graph, notChecked)),
      ...listed(pure).flatMap((rule) => pureViolations(rule, graph, globals, this.selectors)),
      ...listed(orphan).flatMap((rule) => orphanViolations(rule, graph, this.selectors)),
    ];
  }

  private ofImports({ parts: { edges } }: ImportGraph): readonly Violation[] {
    const last = this.lastFound;
    const found = edges.map((list, index) => (last !== null && last.edges[index] === list ? (last.found[index] ?? NONE) : this.violationsOf(list)));
    this.lastFound = { edges, found };
    return found.filter((list) => list.length > 0).flat();
  }

  private violationsOf(edges: readonly ImportEdge[]): readonly Violation[] {
    let found = this.ofEdges.get(edges);
    if (found === undefined) {
      found = edges.length === 0 ? NONE : this.edgeRules.flatMap((rule) => edges.flatMap((edge) => rule.find(edge) ?? []));
      this.ofEdges.set(edges, found);
    }
    return found;
  }

  /** Rules over the whole graph, which compare with the base themselves. */
  private compared(head: ImportGraph, base: ImportGraph | null, rename: (path: string) => string, renames: string): readonly Violation[] {
    const { acyclic, reach, limit } = this.configuration;
    const both = (scope: Scope, kinds: readonly EdgeKind[] | undefined, selector?: string | readonly string[]) =>
      [this.countedOf(head, scope, kinds, selector, (path) => path, ""), base === null ? null : this.countedOf(base, scope, kinds, selector, rename, renames)] as const;
    const found: Violation[] = [];
    for (const rule of acyclic === undefined ? [DEFAULT_ACYCLIC] : listed(acyclic)) {
      if (rule.severity !== "off") found.push(...cycleViolations(rule, ...both(rule.scope, rule.kinds, rule.in)));
    }
    for (const rule of listed(reach)) {
      if (rule.severity === "off") continue;
      const [now, before] = both("file", rule.kinds);
      found.push(...reachViolations(rule, head, now, base, before, this.selectors, rename));
    }
    for (const rule of listed(limit)) {
      const [now, before] = both(rule.per ?? "file", rule.kinds);
      found.push(...limitViolations(rule, head, now, base, before, this.selectors));
    }
    this.lastCounted = head;
    return found;
  }

  private countedOf(graph: ImportGraph, scope: Scope, kinds: readonly EdgeKind[] | undefined, selector: string | readonly string[] | undefined, rename: (path: string) => string, renames: string): CountedGraph {
    const counted = [...(kinds ?? LOADING_KINDS)].sort();
    const key = JSON.stringify([scope, counted, selector ?? null, renames]);
    let known = this.counted.get(graph);
    if (known === undefined) this.counted.set(graph, (known = new Map<string, CountedGraph>()));
    let made = known.get(key);
    if (made === undefined) {
      const takes = selector === undefined ? {} : { takes: (path: string) => this.selectors.matches(selector, rename(path)) };
      const like = this.lastCounted === null ? undefined : this.counted.get(this.lastCounted)?.get(key);
      made = new CountedGraph(graph, { scope, kinds: new Set(counted), ...(renames === "" ? {} : { rename }), ...takes }, like);
      known.set(key, made);
    }
    return made;
  }
}

const NONE: readonly Violation[] = [];
const NO_KEYS: ReadonlySet<string> = new Set();

/** Two imports of the same module in one file are one finding at the first of them. */
function deduplicated(found: readonly Violation[]): readonly Violation[] {
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = `${one.rule}\0${one.path}\0${one.target}\0${one.because ?? ""}`;
    return !seen.has(key) && seen.add(key);
  });
}
