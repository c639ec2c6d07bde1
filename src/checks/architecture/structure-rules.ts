import type { Severity } from "../../core/model";
import type { ImportGraph } from "../graph/import-graph";
import type { ClassFilter, Found, Query, SymbolPattern, SymbolRole } from "../semantic/structure-protocol";
import { severityOf } from "./architecture-finding";
import type { Architecture } from "./architecture-schema";
import { placedRules, type RuleSection } from "./configured-rules";
import { listed } from "./listed";
import type { Selectors } from "./selectors";
import type { Classes, Concrete, ExportsRule, Leaks, Naming, Usage } from "./structure-schema";
import { parseSymbol, patternOf, type SymbolName } from "./symbol-names";

/** Rules about what stands in files, by the ids that findings name. */
export type StructureRuleId = "restricted-usage" | "class-shape" | "naming" | "default-export" | "concrete-dependency" | "private-type-leak";

/** One rule of the configuration, ready to be asked for. */
export interface StructureRule {
  readonly id: StructureRuleId;
  readonly severity: Severity;
  readonly because: string | undefined;
  /** Whether the rule is about a file. */
  judges(path: string): boolean;
  /** Whether a text can hold what the rule is about; false saves reading it with a parser. */
  mayConcern(text: string): boolean;
  query(graph: ImportGraph): Query;
  /** Whether what was found is what the rule means. */
  means(found: Found): boolean;
  message(found: Found): string;
  /** Where the configuration states the rule. */
  readonly configuredAt: { readonly path: string; readonly place: readonly (string | number)[] };
}

/** A rule before it is known whose configuration it stands in. */
type Bare = Omit<StructureRule, "configuredAt" | "query"> & { query(filesOf: (selector: string) => readonly string[]): Query };

/** More files than that no element that a symbol is declared in has. */
const MAXIMUM_SYMBOL_FILES = 5_000;
/** Modules that pass a symbol on, one after the other. */
const MAXIMUM_PASSING_DEPTH = 5;

/** The rules of one configuration; `place` says where it stands and which files are its business. */
export function structureRules(configuration: Architecture, selectors: Selectors, place: { readonly file: string; governs(path: string): boolean }): readonly StructureRule[] {
  const made = <Section extends RuleSection>(section: Section, make: (rule: PlacedRuleOf<Section>, selectors: Selectors) => Bare | null): readonly StructureRule[] =>
    placedRules(configuration, section).flatMap(({ rule, place: at }): readonly StructureRule[] => {
      const bare = rule.severity === "off" ? null : make(rule, selectors);
      if (bare === null) return [];
      const filesOf = (graph: ImportGraph) => (selector: string) => graph.files.filter((path) => selectors.matches(selector, path)).slice(0, MAXIMUM_SYMBOL_FILES);
      return [{ ...bare, judges: (path) => place.governs(path) && bare.judges(path), query: (graph) => bare.query(filesOf(graph)), configuredAt: { path: place.file, place: ["architecture", ...(at ?? [section])] } }];
    });
  return [...made("usage", usageRule), ...made("classes", classRule), ...made("naming", namingRule), ...made("exports", exportsRule), ...made("concrete", concreteRule), ...made("leaks", leakRule)];
}

type PlacedRuleOf<Section extends RuleSection> = ReturnType<typeof placedRules<Section>>[number]["rule"];

/** Modules that import what the symbols stand in, and may pass it on. */
export function passingModules(queries: readonly Query[], graph: ImportGraph): readonly string[] {
  const symbols = queries.flatMap((query) => (query.kind === "usage" ? query.symbols : []));
  const packages = new Set(symbols.flatMap(({ module }) => (module === null || module === "file:" ? [] : [module])));
  const found = new Set(symbols.flatMap(({ files }) => files));
  if (packages.size === 0 && found.size === 0) return [];
  let front: readonly string[] = [...found];
  if (packages.size > 0) {
    for (const edge of graph.edges) {
      if (edge.to !== null || found.has(edge.from)) continue;
      const name = packageName(edge.resolution);
      if (name !== null && packages.has(name)) found.add(edge.from);
    }
    front = [...found];
  }
  for (let depth = 0; depth < MAXIMUM_PASSING_DEPTH && front.length > 0; depth++) {
    const next: string[] = [];
    for (const path of front) {
      for (const edge of graph.edgesTo(path)) {
        if (found.has(edge.from) || edge.kind !== "re-export") continue;
        found.add(edge.from);
        next.push(edge.from);
      }
    }
    front = next;
  }
  return [...found];
}

/** `npm:NAME` or `node:NAME` of what is no file. */
export function packageName(resolution: { readonly kind: string; readonly name?: string; readonly declared?: string }): string | null {
  if (resolution.name === undefined) return null;
  if (resolution.declared === "node" || resolution.name.startsWith("node:")) return `node:${resolution.name.replace(/^node:/, "")}`;
  return `npm:${resolution.name}`;
}

function usageRule(rule: Usage, selectors: Selectors): Bare {
  const { only, in: where } = rule;
  const names = symbolsOf(rule.symbol, "value");
  const places = only === undefined ? `, which no file${where === undefined ? "" : ` of ${[where].flat().join(", ")}`} may` : `, which only ${[only].flat().join(", ")} may`;
  return {
    id: "restricted-usage",
    ...told(rule, "error"),
    judges: (path) => (where === undefined || selectors.matches(where, path)) && (only === undefined || !selectors.matches(only, path)),
    mayConcern: (text) => names.some((name) => mayName(name, text)),
    query: (filesOf) => ({ kind: "usage", symbols: names.map((name) => patternOf(name, filesOf)) }),
    message: ({ message }) => `${message}${places}`,
  };
}

function classRule(rule: Classes, selectors: Selectors): Bare {
  const filter = filterOf(rule.extends, rule.implements, rule.decorators);
  return { id: "class-shape", ...told(rule, "error"), judges: (path) => selectors.matches(rule.in, path), mayConcern: (text) => text.includes("class"), query: (filesOf) => ({ kind: "classes", named: listed(rule.named), needs: filter(filesOf) }) };
}

function namingRule(rule: Naming, selectors: Selectors): Bare {
  const only = filterOf(rule.extending, rule.implementing, rule.decorated);
  return {
    id: "naming",
    ...told(rule, "warning"),
    judges: (path) => selectors.matches(rule.in, path),
    mayConcern: () => true,
    query: (filesOf) => ({ kind: "naming", of: listed(rule.of), exported: rule.exported ?? null, styles: listed(rule.style), prefix: rule.prefix ?? null, suffix: rule.suffix ?? null, matches: rule.matches ?? null, only: only(filesOf) }),
  };
}

function exportsRule(rule: ExportsRule, selectors: Selectors): Bare {
  return { id: "default-export", ...told(rule, "error"), judges: (path) => selectors.matches(rule.in, path), mayConcern: (text) => rule.default === "required" || text.includes("default"), query: () => ({ kind: "default-export", wanted: rule.default }) };
}

function concreteRule(rule: Concrete, selectors: Selectors): Bare {
  const { of, ports } = rule;
  const means = ({ declaredIn, interfaces }: Found) => (of === undefined || (declaredIn !== null && selectors.matches(of, declaredIn))) && (ports === undefined || interfaces.some(({ path }) => selectors.matches(ports, path)));
  return { id: "concrete-dependency", ...told(rule, "error"), judges: (path) => selectors.matches(rule.in, path), mayConcern: (text) => text.includes("import") || text.includes("require"), query: () => ({ kind: "concrete" }), means };
}

function leakRule(rule: Leaks, selectors: Selectors): Bare {
  const hidden = rule.private;
  const means = ({ declaredIn }: Found) => declaredIn === null || (hidden !== undefined && selectors.matches(hidden, declaredIn));
  return { id: "private-type-leak", ...told(rule, "error"), judges: (path) => selectors.matches(rule.in, path), mayConcern: (text) => text.includes("export"), query: () => ({ kind: "leak", withImported: hidden !== undefined }), means };
}

/** What rules of all kinds share. */
function told(rule: { readonly severity?: Severity | "off" | undefined; readonly because?: string | undefined }, otherwise: Severity) {
  return { severity: severityOf(rule.severity, otherwise), because: rule.because, means: () => true, message: ({ message }: Found) => message };
}

function filterOf(extending: string | readonly string[] | undefined, implementing: string | readonly string[] | undefined, decorated: string | readonly string[] | undefined): (filesOf: (selector: string) => readonly string[]) => ClassFilter {
  const patterns = (symbols: string | readonly string[] | undefined, role: SymbolRole) => {
    const names = symbolsOf(symbols, role);
    return (filesOf: (selector: string) => readonly string[]): readonly SymbolPattern[] => names.map((name) => patternOf(name, filesOf));
  };
  const [bases, interfaces, decorators] = [patterns(extending, "extends"), patterns(implementing, "implements"), patterns(decorated, "decorator")];
  return (filesOf) => ({ extending: bases(filesOf), implementing: interfaces(filesOf), decorated: decorators(filesOf) });
}

function symbolsOf(symbols: string | readonly string[] | undefined, role: SymbolRole): readonly SymbolName[] {
  return listed(symbols).flatMap((written) => parseSymbol(written, role) ?? []);
}

/** Whatever is imported may have another name; a global, or a class known by its name, stands in the text. */
function mayName({ module, path }: SymbolName, text: string): boolean {
  return module === null ? text.includes(path[path.length - 1] ?? "") : text.includes("import") || text.includes("require");
}
