import type { Finding, KnownViolation, NotChecked } from "../../core/model";
import type { InstalledPackages } from "../../core/ports";
import { CountedGraph, type Scope } from "../graph/counted-graph";
import { LOADING_KINDS, type EdgeKind, type ImportEdge, type ImportGraph } from "../graph/import-graph";
import type { GlobalUse } from "../parsing/protocol";
import { keyOf, type Violation } from "./architecture-finding";
import { ROOT_FILE } from "./architecture-configuration";
import type { Acyclic, Architecture } from "./architecture-schema";
import { elementsOf, placedRules, type PlacedRule, type RuleSection } from "./configured-rules";
import { CycleMemory, cycleViolations } from "./cycle-rule";
import { orphanViolations, pureFiles, pureViolations } from "./file-rules";
import { AllowOnlyRule, ForbidRule, LayerRule, PublicEntryRule, type EdgeRule } from "./import-rules";
import { limitViolations } from "./limit-rule";
import { KnownList } from "./known-list";
import { ExternalRule, licenceViolations } from "./package-rules";
import { reachViolations } from "./reach-rule";
import { Selectors } from "./selectors";
import { structureRules, type StructureRule } from "./structure-rules";
import { ToldViolations } from "./told-violations";

const DEFAULT_ACYCLIC: Acyclic = { scope: "file" };

/** A graph with what the parser tells about its files where a rule needs more than imports. */
export interface JudgedGraph {
  readonly graph: ImportGraph;
  /** Uses of globals in the files that `needsGlobals` names. */
  readonly globals: ReadonlyMap<string, readonly GlobalUse[]>;
  /** What is installed, to tell a person of what is not checked. */
  readonly installed?: InstalledPackages | undefined;
}

export interface ArchitectureResult {
  readonly findings: readonly Finding[];
  readonly violations: readonly KnownViolation[];
  readonly staleKnown: readonly KnownViolation[];
  readonly notChecked: readonly NotChecked[];
}

/** Which configuration the rules come from, and which files are its business. */
export interface RulesPlace {
  readonly file: string;
  /** Where the configuration's globs begin; empty for the root. */
  readonly folder: string;
  /** Files whose nearest configuration this is. */
  governs(path: string): boolean;
}

const WHOLE_REPOSITORY: RulesPlace = { file: ROOT_FILE, folder: "", governs: () => true };

/** The rules of one configuration. What they found of a file is kept as long as its imports stay the same. */
export class ArchitectureRules {
  private readonly selectors: Selectors;
  /** Rules about what stands in files, which the semantic process answers for the files that carry hunks. */
  readonly structure: readonly StructureRule[];
  private readonly layers: readonly PlacedRule<LayerRule>[];
  private readonly edgeRules: readonly PlacedRule<EdgeRule>[];
  /** What was counted of the last head and of its base. A weak map would hold those before them for many edits. */
  private counted: { readonly head: Counted | null; readonly base: Counted | null } = { head: null, base: null };
  /** What the imports of the last graph broke, file by file. */
  private lastFound: { readonly edges: ImportGraph["parts"]["edges"]; readonly found: (readonly Violation[])[] } | null = null;
  private readonly told: ToldViolations;
  private readonly cycles = new CycleMemory();
  /** Files that belong to no layer, by the list of files. */
  private unassigned: { readonly files: readonly string[]; readonly found: readonly Violation[] } | null = null;
  /** Identities of what a base broke, by the renames since. */
  private readonly keysOf = new WeakMap<ImportGraph, { readonly renames: string; readonly keys: ReadonlySet<string> }>();

  constructor(
    readonly configuration: Architecture,
    private readonly place: RulesPlace = WHOLE_REPOSITORY,
  ) {
    this.told = new ToldViolations(place.file);
    const selectors = new Selectors(elementsOf(configuration), place.folder);
    this.selectors = selectors;
    this.structure = structureRules(configuration, selectors, place);
    const made = <Section extends RuleSection, Rule>(section: Section, make: (rule: ReturnType<typeof placedRules<Section>>[number]["rule"]) => Rule): readonly PlacedRule<Rule>[] => placedRules(configuration, section).map((placed) => ({ rule: make(placed.rule), place: placed.place }));
    this.layers = made("layers", (rule) => new LayerRule(rule, selectors));
    this.edgeRules = [
      ...this.layers,
      ...made("forbid", (rule) => new ForbidRule(rule, selectors)),
      ...made("allowOnly", (rule) => new AllowOnlyRule(rule, selectors)),
      ...made("publicEntry", (rule) => new PublicEntryRule(rule, selectors)),
      { rule: new ExternalRule(configuration.external ?? {}, selectors), place: null },
    ];
  }

  /** Whether the configuration names public entries. */
  get hasEntries(): boolean {
    return placedRules(this.configuration, "publicEntry").length > 0;
  }

  /** Whether a file is an entry of a part that is entered by its entries only. */
  isEntry(path: string): boolean {
    return this.place.governs(path) && placedRules(this.configuration, "publicEntry").some(({ rule: { entry, severity } }) => severity !== "off" && this.selectors.matches(entry, path));
  }

  /** Files whose globals the rules ask for. */
  needsGlobals(graph: ImportGraph): readonly string[] {
    const rules = placedRules(this.configuration, "pure").map(({ rule }) => rule);
    return pureFiles(
      rules.filter((rule) => rule.dom !== false || rule.node !== false),
      graph,
      this.selectors,
    ).filter((path) => this.place.governs(path));
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
    const simple = deduplicated(this.simple(head, this.ofImports(head.graph), notChecked));
    const compared = this.compared(head.graph, base?.graph ?? null, rename, renames).filter(({ path }) => this.place.governs(path));
    const violations = [...simple, ...compared];
    const list = new KnownList(known, rename);
    const judged = (found: Violation, introduced: boolean) => this.told.finding(found, !list.takes(found) && introduced);
    const findings = [...simple.map((found) => judged(found, !before.has(this.told.key(found)))), ...compared.map((found) => judged(found, found.introduced ?? true))];
    return { findings, notChecked, violations: violations.filter(({ severity }) => severity !== "note").map(({ rule, path, target }) => ({ rule, path, target })), staleKnown: list.untaken() };
  }

  private keysOfBase(base: JudgedGraph, rename: (path: string) => string, renames: string): ReadonlySet<string> {
    const known = this.keysOf.get(base.graph);
    if (known?.renames === renames) return known.keys;
    const keys = new Set(this.simple(base, base.graph.parts.edges.flatMap((list, index) => this.violationsOf(base.graph, list, index)), []).map((found) => keyOf(found, rename)));
    this.keysOf.set(base.graph, { renames, keys });
    return keys;
  }

  /** What one graph tells by itself, beside what its imports break: identity says whether the base had it too. */
  private simple({ graph, globals, installed }: JudgedGraph, ofImports: readonly Violation[], notChecked: NotChecked[]): readonly Violation[] {
    const { external } = this.configuration;
    const ofFiles = [
      ...this.unassignedOf(graph),
      ...(external === undefined ? [] : placed(licenceViolations(external, graph, installed ?? null, notChecked), ["external", "licence"])),
      ...placedRules(this.configuration, "pure").flatMap(({ rule, place }) => placed(pureViolations(rule, graph, globals, this.selectors), place)),
      ...placedRules(this.configuration, "orphan").flatMap(({ rule, place }) => placed(orphanViolations(rule, graph, this.selectors), place)),
    ];
    return [...ofImports, ...ofFiles.filter(({ path }) => this.place.governs(path))];
  }

  private unassignedOf({ files }: ImportGraph): readonly Violation[] {
    if (this.unassigned?.files !== files) {
      const governed = files.filter((path) => this.place.governs(path));
      this.unassigned = { files, found: this.layers.flatMap(({ rule, place }) => placed(governed.flatMap((path) => rule.unassigned(path) ?? []), place)) };
    }
    return this.unassigned.found;
  }

  /** What the head's imports break: only files whose imports changed since the last head are judged again. */
  private ofImports(graph: ImportGraph): readonly Violation[] {
    const { edges } = graph.parts;
    const last = this.lastFound?.edges.length === edges.length ? this.lastFound : null;
    // The list is this rule set's own, and what it told of the last graph was copied out of it.
    const found = last?.found ?? edges.map(() => NONE);
    this.lastFound = null;
    for (let index = 0; index < edges.length; index++) {
      const list = edges[index];
      if (list !== undefined && list !== last?.edges[index]) found[index] = this.violationsOf(graph, list, index);
    }
    this.lastFound = { edges, found };
    return found.filter((list) => list.length > 0).flat();
  }

  private violationsOf(graph: ImportGraph, edges: readonly ImportEdge[], index: number): readonly Violation[] {
    if (edges.length === 0 || !this.place.governs(graph.files[index] ?? "")) return NONE;
    let found: Violation[] | null = null;
    for (const { rule, place } of this.edgeRules) {
      for (const edge of edges) {
        const one = rule.find(edge);
        if (one !== null) (found ??= []).push(this.placedAt(one, place));
      }
    }
    return found ?? NONE;
  }

  /** Of the rules for packages only those that the section names have a place. */
  private placedAt(found: Violation, place: Place): Violation {
    const setting = EXTERNAL_SETTINGS[found.rule];
    const named = setting === undefined ? place : this.configuration.external?.[setting] === undefined ? null : ["external", setting];
    return named === null ? found : { ...found, rulePlace: named };
  }

  /** Rules over the whole graph, which compare with the base themselves. */
  private compared(head: ImportGraph, base: ImportGraph | null, rename: (path: string) => string, renames: string): readonly Violation[] {
    const { head: last, base: lastBase } = this.counted;
    const counted = { head: countedIn(head, last), base: base === null ? null : countedIn(base, lastBase) };
    this.counted = counted;
    const both = (scope: Scope, kinds: readonly EdgeKind[] | undefined, selector?: string | readonly string[]) =>
      [this.countedOf(counted.head, last, scope, kinds, selector, (path) => path, ""), counted.base === null ? null : this.countedOf(counted.base, last, scope, kinds, selector, rename, renames)] as const;
    const found: Violation[] = [];
    const acyclic = placedRules(this.configuration, "acyclic");
    for (const { rule, place } of acyclic.length === 0 ? [{ rule: DEFAULT_ACYCLIC, place: null }] : acyclic) {
      if (rule.severity !== "off") found.push(...this.told.placed(cycleViolations(rule, ...both(rule.scope, rule.kinds, rule.in), this.cycles), place));
    }
    for (const { rule, place } of placedRules(this.configuration, "reach")) {
      if (rule.severity === "off") continue;
      const [now, before] = both("file", rule.kinds);
      found.push(...placed(reachViolations(rule, head, now, base, before, this.selectors, rename), place));
    }
    for (const { rule, place } of placedRules(this.configuration, "limit")) {
      const [now, before] = both(rule.per ?? "file", rule.kinds);
      found.push(...placed(limitViolations(rule, head, now, base, before, this.selectors), place));
    }
    return found;
  }

  /** `like` is what the last head was: nearly the same files. */
  private countedOf({ graph, by }: Counted, like: Counted | null, scope: Scope, kinds: readonly EdgeKind[] | undefined, selector: string | readonly string[] | undefined, rename: (path: string) => string, renames: string): CountedGraph {
    const counted = [...(kinds ?? LOADING_KINDS)].sort();
    const key = JSON.stringify([scope, counted, selector ?? null, renames]);
    let made = by.get(key);
    if (made === undefined) {
      const takes = selector === undefined ? {} : { takes: (path: string) => this.selectors.matches(selector, rename(path)) };
      made = new CountedGraph(graph, { scope, kinds: new Set(counted), ...(renames === "" ? {} : { rename }), ...takes }, like?.by.get(key));
      by.set(key, made);
    }
    return made;
  }
}

/** A graph counted in several ways. */
interface Counted {
  readonly graph: ImportGraph;
  readonly by: Map<string, CountedGraph>;
}

function countedIn(graph: ImportGraph, known: Counted | null): Counted {
  return known?.graph === graph ? known : { graph, by: new Map() };
}

type Place = PlacedRule<unknown>["place"];

/** What of the section's `external` a rule comes from. */
const EXTERNAL_SETTINGS: Readonly<Partial<Record<string, keyof NonNullable<Architecture["external"]>>>> = {
  "undeclared-package": "undeclared",
  "phantom-package": "phantom",
  "unresolved-import": "unresolved",
  "dev-package": "devInProduction",
  "banned-package": "banned",
};

function placed(found: readonly Violation[], place: Place): readonly Violation[] {
  return place === null ? found : found.map((one) => ({ ...one, rulePlace: place }));
}

const NONE: readonly Violation[] = [];
const NO_KEYS: ReadonlySet<string> = new Set();

/** Two imports of the same module in one file are one finding at the first of them, or of those that are errors. */
function deduplicated(found: readonly Violation[]): readonly Violation[] {
  const told = new Map<string, Violation>();
  for (const one of found) {
    const key = `${one.rule}\0${one.path}\0${one.target}\0${one.because ?? ""}`;
    const before = told.get(key);
    if (before === undefined || (before.severity !== "error" && one.severity === "error")) told.set(key, one);
  }
  const kept = new Set(told.values());
  return found.filter((one) => kept.has(one));
}
