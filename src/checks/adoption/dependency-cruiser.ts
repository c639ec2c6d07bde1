import { isBuiltin } from "node:module";
import type { LeftOption } from "../../core/ports";
import { EDGE_KINDS, type EdgeKind } from "../graph/import-graph";
import { isPartlyUnread, UNREAD_KEY, type StaticModule, type StaticValue } from "../parsing/static-value";
import { asList, asObject, asText, asTexts, type PlainObject } from "./plain-values";
import { globsOf, NotAGlob, type ConvertedPattern } from "./regex-globs";

type Section = "forbid" | "acyclic" | "reach" | "limit" | "orphan" | "allowOnly";
type Sections = Partial<Record<Section, object[]>>;

export interface TranslatedSections {
  readonly architecture: object | null;
  readonly carried: number;
  readonly total: number;
  readonly left: readonly LeftOption[];
}

const SEVERITIES: Readonly<Record<string, string>> = { error: "error", warn: "warning", info: "note", ignore: "off" };

/** What each option is for, where it is needless or meant for that tool alone. */
const OPTIONS: Readonly<Record<string, string>> = {
  tsConfig: "not needed: each file is resolved by its nearest tsconfig.json",
  tsPreCompilationDeps: "",
  doNotFollow: "not needed: packages are never entered",
  enhancedResolveOptions: "not needed: exports, imports and extensions are resolved as TypeScript and Node do",
  moduleSystems: "not needed: every kind of import is read",
  combinedDependencies: "not needed: package.json files above a file count",
  preserveSymlinks: "symbolic links are not followed",
  webpackConfig: "aliases of bundlers are not read; declare them in tsconfig's paths",
  babelConfig: "not needed: sources are read as they are",
  parser: "not needed: oxc reads every file",
  includeOnly: "",
  exclude: "",
};
const FOR_THE_TOOL = /^(reporterOptions|progress|cache|metrics|maxDepth|prefix|baseDir|focus|highlight|collapse|affected|outputTo|outputType|extraExtensionsToScan|exoticRequireStrings|externalModuleResolutionStrategy|skipAnalysisNotInRules|builtInModules|detectJSDocImports|detectProcessBuiltinModuleCalls|experimentalStats|forceDeriveDependents|knownViolations|validate|ruleSet|suffix|reaches|args|rulesFile|moduleSystems)$/;

/** Dependency types that are kinds of edges here. */
const KINDS: Readonly<Record<string, readonly EdgeKind[]>> = { "type-only": ["type"], "type-import": ["type"], "triple-slash-type-reference": ["type"], "triple-slash-file-reference": ["type"], "triple-slash-directive": ["type"], "dynamic-import": ["dynamic"], require: ["require"], export: ["re-export"], import: ["value", "side-effect"] };

/** Translates a dependency-cruiser configuration that was read without being run. */
export function fromDependencyCruiser({ value, unread, lines }: StaticModule): TranslatedSections {
  return new Translation(asObject(value) ?? {}, lines, unread.map(({ at, line, what }) => ({ option: at === "" ? "the configuration" : at, line, why: `${what}, and nothing is run` }))).result();
}

interface Side {
  readonly path: readonly string[];
  readonly pathNot: readonly string[];
}

class Translation {
  private readonly sections: Sections = {};
  private readonly external: Record<string, unknown> = {};
  private readonly left: LeftOption[];
  private readonly exclusions: readonly string[];
  private readonly inclusions: readonly string[];
  private readonly kinds: readonly EdgeKind[] | null;
  private carried = 0;
  private total = 0;

  constructor(
    private readonly configuration: PlainObject,
    private readonly lines: StaticModule["lines"],
    unread: readonly LeftOption[],
  ) {
    this.left = [...unread];
    const options = asObject(configuration["options"]) ?? {};
    const pre = options["tsPreCompilationDeps"];
    // Without it the tool sees what a compiler leaves over: edges of types are not there.
    this.kinds = pre === true || pre === "specify" ? null : EDGE_KINDS.filter((kind) => kind !== "type");
    this.exclusions = this.plainGlobs(pathsIn(options["exclude"]), "options.exclude").map((glob) => `!${glob}`);
    this.inclusions = this.plainGlobs(pathsIn(options["includeOnly"]), "options.includeOnly");
    for (const option of Object.keys(options)) {
      const why = OPTIONS[option] ?? (FOR_THE_TOOL.test(option) ? "about that tool's running and output, not about rules" : "it has no counterpart");
      if (why !== "") this.leave(`options.${option}`, why, "options");
    }
    if (configuration["extends"] !== undefined) this.leave("extends", "a configuration of a package is not read: import its file, or name its rules", "");
    for (const key of Object.keys(configuration)) if (key !== UNREAD_KEY && !/^(\$schema|options|extends|forbidden|allowed|allowedSeverity|required)$/.test(key)) this.leave(key, "it has no counterpart", "");
  }

  result(): TranslatedSections {
    asList(this.configuration["forbidden"]).forEach((rule, index) => this.attempt(`forbidden[${index}]`, asObject(rule) ?? {}, (one, at) => this.forbidden(one, at)));
    this.allowed();
    asList(this.configuration["required"]).forEach((rule, index) => this.attempt(`required[${index}]`, asObject(rule) ?? {}, () => "that files must import something is no rule here"));
    const isExternal = Object.keys(this.external).length > 0;
    const isEmpty = Object.keys(this.sections).length === 0 && !isExternal;
    // Circles are reported here by default; that tool has to be asked.
    const architecture = isEmpty ? null : { ...this.sections, ...(this.sections.acyclic === undefined ? { acyclic: [{ scope: "file", severity: "off" }] } : {}), external: { undeclared: "off", phantom: "off", unresolved: "off", ...this.external } };
    return { architecture, carried: this.carried, total: this.total, left: this.left };
  }

  private attempt(at: string, rule: PlainObject, translate: (rule: PlainObject, at: string) => string | null): void {
    this.total++;
    const named = `${at}${asText(rule["name"]) === null ? "" : ` (${asText(rule["name"]) ?? ""})`}`;
    try {
      const { name: _name, comment: _comment, ...meant } = rule;
      const isUnread = isPartlyUnread(meant);
      const why = isUnread ? "a part of it can only be known by running it" : translate(rule, named);
      if (why === null) this.carried++;
      else this.leave(named, why, at);
    } catch (error) {
      if (!(error instanceof NotAGlob)) throw error;
      this.leave(named, `its regular expression is no glob: ${error.message}`, at);
    }
  }

  /** Null where the rule was carried over, else why not. */
  private forbidden(rule: PlainObject, at: string): string | null {
    const from = asObject(rule["from"]) ?? {};
    const to = asObject(rule["to"]) ?? {};
    const common = { severity: SEVERITIES[asText(rule["severity"]) ?? "warn"] ?? "warning", because: because(rule) };
    if (asObject(rule["module"]) !== null) return this.dependents(rule, common);
    const strange = [...Object.keys(from).filter((key) => !/^(path|pathNot|orphan)$/.test(key)).map((key) => `from.${key}`), ...Object.keys(to).filter((key) => !TO_KEYS.test(key) && !(key === "exoticallyRequired" && to[key] === false)).map((key) => `to.${key}`)];
    if (strange.length > 0) return `${strange.join(", ")} has no counterpart`;
    if (from["orphan"] === true) return this.orphan(from, common, at);
    const fromSide = sideOf(from);
    if (to["circular"] === true) return this.circle(rule, fromSide, to, common, at);
    const packages = this.packages(fromSide, to, common);
    if (packages !== undefined) return packages;
    const kinds = this.kindsOf(to);
    if (kinds === "none") return "its dependency types are not told apart here";
    return this.edges(rule, fromSide, sideOf(to), kinds, to, common);
  }

  private orphan(from: PlainObject, common: object, at: string): null {
    const { path, pathNot } = sideOf(from);
    this.add("orphan", { in: this.selector(path, []), isolated: true, ...(pathNot.length === 0 ? {} : { except: this.plainGlobs(pathNot, at) }), ...common });
    return null;
  }

  private circle(rule: PlainObject, from: Side, to: PlainObject, common: object, at: string): null {
    const scope = rule["scope"] === "folder" ? "folder" : "file";
    const conditions = [...Object.keys(to).filter((key) => key !== "circular"), ...Object.keys(asObject(to["viaOnly"]) ?? {}).filter((key) => key !== "dependencyTypesNot").map((key) => `viaOnly.${key}`)].filter((key) => key !== "viaOnly");
    if (conditions.length > 0) this.leave(at, `the condition to.${conditions.join(", to.")} is left out: every circle counts`, at.replace(/ .*/, ""));
    const typesNot = asTexts(asObject(to["viaOnly"])?.["dependencyTypesNot"]);
    const kinds = typesNot.length > 0 || this.kinds !== null ? null : EDGE_KINDS;
    this.add("acyclic", { scope, ...(from.path.length + from.pathNot.length + this.exclusions.length === 0 ? {} : { in: this.selector(from.path, from.pathNot) }), ...(kinds === null ? {} : { kinds: [...kinds] }), ...common });
    return null;
  }

  /** Rules about packages as such; undefined where the rule is none. */
  private packages(from: Side, to: PlainObject, common: { readonly severity: string; readonly because: string }): string | null | undefined {
    const types = asTexts(to["dependencyTypes"]);
    if (to["couldNotResolve"] === true) return this.setExternal("unresolved", common.severity, from);
    if (to["moreThanOneDependencyType"] !== undefined || to["dependencyTypesNot"] === undefined ? to["moreThanOneDependencyType"] === true : false) return "that a package is declared twice is not judged here";
    if (types.includes("deprecated")) return "which packages are deprecated is not known without their registry";
    if (types.includes("unknown") || types.includes("npm-no-pkg") || types.includes("npm-unknown")) {
      this.setExternal("phantom", common.severity, from);
      return this.setExternal("undeclared", common.severity, from);
    }
    if (types.includes("npm-dev") && !types.includes("npm")) {
      this.external["devInProduction"] = { in: this.selector(from.path, from.pathNot), ...common };
      return null;
    }
    if (to["license"] !== undefined) return "licences that are forbidden by expression: list those that are allowed, as external.licence";
    if (to["licenseNot"] !== undefined) {
      const allowed = asTexts(to["licenseNot"]).flatMap((one) => one.replace(/[\^$()]/g, "").replace(/\[([.+-])\]|\\([.+-])/g, "$1$2").split("|"));
      if (allowed.some((one) => !/^[A-Za-z0-9.+-]+$/.test(one))) return "its expression names no plain licences";
      this.external["licence"] = { allow: allowed, ...common };
      return null;
    }
    return undefined;
  }

  private setExternal(key: string, severity: string, { path, pathNot }: Side): null {
    this.external[key] = severity;
    if (path.length + pathNot.length + this.exclusions.length + this.inclusions.length > 0) this.leave(`external.${key}`, "it holds for all files here, not for those that the configuration looks at alone", "");
    return null;
  }

  private dependents(rule: PlainObject, common: object): string | null {
    const module = asObject(rule["module"]) ?? {};
    const more = module["numberOfDependentsMoreThan"];
    if (typeof more !== "number") return "numberOfDependentsLessThan has no counterpart";
    const from = asObject(rule["from"]);
    if (from !== null && Object.keys(from).length > 0) return "dependents of one part alone are not counted";
    const { path, pathNot } = sideOf(module);
    this.add("limit", { of: this.selector(path, pathNot), fanIn: more, ...common });
    return null;
  }

  /** Kinds of edges that a rule's dependency types mean; null: all that count; "none": none of ours. */
  private kindsOf(to: PlainObject): readonly EdgeKind[] | null | "none" {
    const types = asTexts(to["dependencyTypes"]);
    const notTypes = asTexts(to["dependencyTypesNot"]);
    const not = notTypes.flatMap((type) => KINDS[type] ?? []);
    const meant = types.flatMap((type) => KINDS[type] ?? []);
    const places = types.filter((type) => KINDS[type] === undefined);
    // An import of one of some kinds, or of a module in one of some places: the two are not one rule.
    if (meant.length > 0 && places.length > 0) return "none";
    // A `require` of a name of one's own is no edge here, so that excluding it excludes nothing.
    if (![places, notTypes.filter((type) => KINDS[type] === undefined && type !== "exotic-require")].every(areTold)) return "none";
    if (to["preCompilationOnly"] === true) return ["type"];
    if (meant.length === 0 && not.length === 0) return this.kinds;
    return (meant.length > 0 ? EDGE_KINDS.filter((kind) => meant.includes(kind)) : (this.kinds ?? EDGE_KINDS)).filter((kind) => !not.includes(kind));
  }

  /** Imports from one part to another, by what the groups of `from` stand for. */
  private edges(rule: PlainObject, from: Side, to: Side, kinds: readonly EdgeKind[] | null, toObject: PlainObject, common: object): string | null {
    const isReach = toObject["reachable"] === true;
    if (toObject["reachable"] === false) return "that files must be reached is no rule here, but orphan";
    if (toObject["reachable"] !== undefined && kinds !== null && kinds.length === 1) return "chains of one kind of edges only";
    const sources = from.path.length === 0 ? [{ globs: this.everyFile(), not: [], groups: {} }] : patterns(from.path);
    const types = asTexts(toObject["dependencyTypes"]);
    const places = typeTargets(types);
    const excludedPlaces = typeTargets(asTexts(toObject["dependencyTypesNot"])).map((glob) => `!${glob}`);
    for (const { globs, not: without, groups } of sources) {
      const source = oneOrMore([...globs, ...without.map((glob) => `!${glob}`), ...negated(from.pathNot, groups), ...this.exclusions]);
      const targets = to.path.length === 0 ? (places.length > 0 ? places : this.everything()) : patterns(to.path, groups).flatMap((one) => [...one.globs.map((glob) => asPackage(glob, types)), ...one.not.map((glob) => `!${glob}`)]);
      const [same, plainNot] = split(to.pathNot, groups);
      const not = [...negated(plainNot, groups, types), ...excludedPlaces];
      const own = same.flatMap((pattern) => patterns([pattern], groups)).flatMap(withoutExceptions);
      const usesGroup = targets.some((glob) => /<group\d>/.test(glob));
      const make = (target: readonly string[], when?: object) => this.add(isReach ? "reach" : "forbid", { from: source, to: oneOrMore(target), ...(kinds === null ? {} : { [isReach ? "kinds" : "kind"]: [...kinds] }), ...(when === undefined ? {} : { when }), ...common });
      const relation = (relationName: "same" | "different", globs_: readonly string[]) => Object.fromEntries([...new Set(globs_.flatMap((glob) => [...glob.matchAll(/<(group\d)>/g)].map((match) => match[1] ?? "")))].map((name) => [name, relationName]));
      if (isReach && (usesGroup || own.length > 0)) return "chains that depend on a group of `from` have no counterpart";
      if (own.length === 0) make([...targets, ...not, ...this.exclusions], usesGroup ? relation("same", targets) : undefined);
      else {
        // What is in another part of the same shape, and what is in none.
        const names = Object.keys(relation("different", own));
        if (names.length > 1) return "two groups of `from` in one path that is excepted";
        make([...own, ...not, ...this.exclusions], relation("different", own));
        make([...targets, ...own.map((glob) => `!${glob}`), ...not, ...this.exclusions]);
      }
    }
    if (asObject(rule["to"])?.["via"] !== undefined) return "via has no counterpart";
    return null;
  }

  /** All files that the tool was to look at. */
  private everyFile(): readonly string[] {
    return this.inclusions.length === 0 ? ["**"] : this.inclusions;
  }

  /** Same, with the packages, which are left out where only some paths are looked at. */
  private everything(): readonly string[] {
    return this.inclusions.length === 0 ? EVERYTHING : this.inclusions;
  }

  private allowed(): void {
    const rules = asList(this.configuration["allowed"]).map((rule) => asObject(rule) ?? {});
    const bySource = new Map<string, { of: string | readonly string[]; imports: string[] }>();
    rules.forEach((rule, index) => {
      this.attempt(`allowed[${index}]`, rule, () => {
        const from = asObject(rule["from"]) ?? {};
        const to = asObject(rule["to"]) ?? {};
        if (Object.keys(from).some((key) => !/^(path|pathNot)$/.test(key)) || Object.keys(to).some((key) => !/^(path|pathNot)$/.test(key))) return "only paths are carried over from what is allowed";
        const { path, pathNot } = sideOf(to);
        if (/\$\d/.test([...path, ...pathNot].join())) return "what is allowed for a group of `from` has no counterpart";
        const of = this.selector(sideOf(from).path, sideOf(from).pathNot);
        const known = bySource.get(JSON.stringify(of)) ?? { of, imports: [] };
        known.imports.push(...(path.length === 0 ? this.everything() : this.plainGlobs(path, "allowed").map((glob) => asPackage(glob, []))), ...this.plainGlobs(pathNot, "allowed").map((glob) => `!${glob}`));
        bySource.set(JSON.stringify(of), known);
        return null;
      });
    });
    const severity = SEVERITIES[asText(this.configuration["allowedSeverity"]) ?? "warn"] ?? "warning";
    for (const { of, imports } of bySource.values()) this.add("allowOnly", { of, imports: oneOrMore(imports), severity, because: "Only what the dependency-cruiser configuration allowed." });
    if (bySource.size > 1) this.leave("allowed", "files that match several `from` may import here only what each of them allows, and files that match none are free", "");
  }

  private selector(path: readonly string[], pathNot: readonly string[]): string | readonly string[] {
    const globs = path.length > 0 ? patterns(path).flatMap((one) => [...one.globs, ...one.not.map((glob) => `!${glob}`)]) : pathNot.length + this.exclusions.length === 0 || this.inclusions.length > 0 ? this.everyFile() : [];
    return oneOrMore([...globs, ...negated(pathNot, {}), ...this.exclusions]);
  }

  private plainGlobs(expressions: readonly string[], at: string): readonly string[] {
    try {
      return expressions.flatMap((expression) => patterns([expression])).flatMap(withoutExceptions);
    } catch (error) {
      if (!(error instanceof NotAGlob)) throw error;
      this.leave(at, `its regular expression is no glob: ${error.message}`, at.replace(/ .*/, ""));
      return [];
    }
  }

  private add(section: Section, rule: object): void {
    (this.sections[section] ??= []).push(rule);
  }

  private leave(option: string, why: string, at: string): void {
    if (!this.left.some((one) => one.option === option && one.why === why)) this.left.push({ option, line: this.lines[at] ?? null, why });
  }
}

const TO_KEYS = /^(path|pathNot|circular|viaOnly|couldNotResolve|dependencyTypes|dependencyTypesNot|moreThanOneDependencyType|reachable|license|licenseNot|preCompilationOnly)$/;
const PACKAGES = ["npm:*", "npm:*/**"];
const EVERYTHING: readonly string[] = ["**", ...PACKAGES, "node:*", "node:*/**"];

/** Whether types that say where a module is can be told here: packages are not told apart by how they are declared, files not by how they are spelled. */
function areTold(types: readonly string[]): boolean {
  return types.every((type) => /^(npm|core|local)$/.test(type) || (type.startsWith("npm-") && types.includes("npm")) || (/^(aliased|localmodule)/.test(type) && types.includes("local")));
}

/** The places that dependency types name. */
function typeTargets(types: readonly string[]): readonly string[] {
  return [...(types.includes("npm") ? PACKAGES : []), ...(types.includes("core") ? ["node:*", "node:*/**"] : []), ...(types.includes("local") ? ["**"] : [])];
}

/** A path below node_modules, or of a module of Node, as the package that it is. */
function asPackage(glob: string, types: readonly string[]): string {
  const inside = /^(?:\*\*\/\*)?(?:\.\/)?(?:\*\*\/)?node_modules(?:\/(.*))?$/.exec(glob);
  if (inside !== null) {
    const name = (inside[1] ?? "*").replace(/\/\*\*$/, "").replace(/^\*\*$/, "*");
    return `npm:${/^@[^/]+$/.test(name) ? `${name}/**` : name}`;
  }
  const bare = glob.replace(/^\.\//, "").replace(/^\*\*\/\*/, "*");
  if (types.length > 0 && types.every((type) => type === "core")) return `node:${bare.replace(/^node:/, "")}`;
  if (types.length > 0 && types.every((type) => type.startsWith("npm"))) return `npm:${bare}`;
  // The tool calls a module of Node by its bare name.
  return glob.startsWith("./") && isBuiltin(bare) ? `node:${bare}` : glob;
}

/** Patterns that name a group of `from` apart from those that don't. */
function split(expressions: readonly string[], groups: Readonly<Record<number, string>>): readonly [readonly string[], readonly string[]] {
  const names = (expression: string) => [...expression.matchAll(/\$(\d)/g)].some((match) => (groups[Number(match[1])] ?? "").includes("<"));
  return [expressions.filter(names), expressions.filter((expression) => !names(expression))];
}

/** Exclusions for what the expressions match. */
function negated(expressions: readonly string[], groups: Readonly<Record<number, string>>, types: readonly string[] = []): readonly string[] {
  return expressions.flatMap((expression) => patterns([expression], groups)).flatMap((one) => withoutExceptions(one).map((glob) => `!${asPackage(glob, types)}`));
}

function withoutExceptions({ globs, not }: ConvertedPattern): readonly string[] {
  if (not.length > 0) throw new NotAGlob("it excepts from an exception");
  return globs;
}

function patterns(expressions: readonly string[], groups: Readonly<Record<number, string>> = {}): readonly ConvertedPattern[] {
  const all = expressions.flatMap((expression) => globsOf(expression, groups));
  if (Object.keys(groups).length === 0) {
    const merged = new Map<string, { globs: string[]; not: readonly string[]; groups: Readonly<Record<number, string>> }>();
    for (const one of all) {
      const key = JSON.stringify([one.groups, one.not]);
      const known = merged.get(key);
      if (known === undefined) merged.set(key, { ...one, globs: [...one.globs] });
      else known.globs.push(...one.globs);
    }
    return [...merged.values()];
  }
  return all;
}

function sideOf(side: PlainObject): Side {
  return { path: asTexts(side["path"]), pathNot: asTexts(side["pathNot"]) };
}

function pathsIn(option: StaticValue | undefined): readonly string[] {
  const object = asObject(option);
  return object === null ? asTexts(option) : asTexts(object["path"]);
}

function oneOrMore(globs: readonly string[]): string | readonly string[] {
  const distinct = [...new Set(globs)];
  return distinct.length === 1 ? (distinct[0] ?? "**") : distinct;
}

function because(rule: PlainObject): string {
  const [name, comment] = [asText(rule["name"]), asText(rule["comment"])];
  return (comment ?? name ?? "It stood in the dependency-cruiser configuration.").replace(/\s+/g, " ").trim().slice(0, 900) || "It stood in the dependency-cruiser configuration.";
}
