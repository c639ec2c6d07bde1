import { boundedMatcher } from "./bounded-globs";
import { objectOf, parseJsonObject, stringsOf, whyNoJsonObject } from "./manifest";
import { directoryOf, joinPath } from "./paths";

/** What a tsconfig says about resolving, with everything it extends folded in. */
export interface TypescriptProject {
  readonly path: string;
  /** Directory that bare specifiers are tried in, or null. */
  readonly baseUrl: string | null;
  /** Patterns with at most one star, longest prefix first, and the candidate paths for each. */
  readonly paths: readonly PathPattern[];
  /** Directories that together form one, for relative specifiers. */
  readonly rootDirectories: readonly string[];
  readonly verbatimModuleSyntax: boolean;
  readonly references: readonly string[];
  /** Whether the project's `files` and `include` cover a path. */
  covers(path: string): boolean;
}

/** One pattern of `paths`: what stands before and after its star, and where it may lead. */
export interface PathPattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly isExact: boolean;
  readonly targets: readonly string[];
}

export interface ProjectProblem {
  readonly path: string;
  readonly why: string;
}

const MAXIMUM_EXTENDS = 30;

interface Folded {
  baseUrl?: string | null;
  paths?: { readonly from: string; readonly patterns: Readonly<Record<string, unknown>> };
  rootDirectories?: readonly string[];
  verbatimModuleSyntax?: boolean;
  include?: readonly string[];
  exclude?: readonly string[];
  files?: readonly string[];
}

/** Reads projects out of texts by path; what a broken or circular one means is said in `problems`. */
export class TypescriptProjects {
  readonly problems: ProjectProblem[] = [];
  private readonly cache = new Map<string, TypescriptProject | null>();

  constructor(
    private readonly texts: ReadonlyMap<string, string>,
    /** Finds the tsconfig of a package of the workspace for `extends: "@scope/tsconfig/base"`. */
    private readonly packageFile: (specifier: string, from: string) => string | null,
  ) {}

  /** Null where there is no such file or it can't be read; then `problems` says why. */
  project(path: string): TypescriptProject | null {
    const known = this.cache.get(path);
    if (known !== undefined) return known;
    const project = this.read(path);
    this.cache.set(path, project);
    return project;
  }

  /** Paths that a tsconfig's `extends` and `references` may mean. */
  linked(path: string): readonly string[] {
    const json = parseJsonObject(this.texts.get(path) ?? "");
    if (json === null) return [];
    const directory = directoryOf(path);
    const extended = parentsOf(json).flatMap((parent) => this.candidates(parent, directory));
    const referred = referencesOf(json).flatMap((target) => joinPath(directory, target) ?? []);
    return [...extended, ...referred];
  }

  private read(path: string): TypescriptProject | null {
    const folded = this.fold(path, []);
    if (folded === null) return null;
    const directory = directoryOf(path);
    const json = parseJsonObject(this.texts.get(path) ?? "") ?? {};
    const references = referencesOf(json).flatMap((target) => {
      const joined = joinPath(directory, target);
      return joined === null ? [] : [joined.endsWith(".json") ? joined : joinPath(joined, "tsconfig.json") ?? joined];
    });
    const base = folded.baseUrl ?? null;
    return {
      path,
      baseUrl: base,
      paths: patternsOf(folded.paths, base),
      rootDirectories: folded.rootDirectories ?? [],
      verbatimModuleSyntax: folded.verbatimModuleSyntax ?? false,
      references,
      covers: coverage(directory, folded),
    };
  }

  private fold(path: string, above: readonly string[]): Folded | null {
    if (above.includes(path)) return this.fail(above[0] ?? path, `circular extends: ${[...above.slice(above.indexOf(path)), path].join(" → ")}`);
    if (above.length > MAXIMUM_EXTENDS) return this.fail(above[0] ?? path, `more than ${MAXIMUM_EXTENDS} levels of extends`);
    const text = this.texts.get(path);
    if (text === undefined) return null;
    const json = parseJsonObject(text);
    if (json === null) return this.fail(path, whyNoJsonObject(text));
    const directory = directoryOf(path);
    const folded: Folded = {};
    for (const parent of parentsOf(json)) {
      const target = this.target(parent, directory);
      // Presets of installed packages are not in the snapshot; they carry no paths of this repository.
      if (target === null) continue;
      const inherited = this.fold(target, [...above, path]);
      if (inherited === null) {
        if (this.texts.has(target)) return null;
        continue;
      }
      Object.assign(folded, inherited);
    }
    const options = objectOf(json["compilerOptions"]);
    if (typeof options["baseUrl"] === "string") folded.baseUrl = joinPath(directory, substituted(options["baseUrl"]));
    if (options["paths"] !== undefined) folded.paths = { from: directory, patterns: objectOf(options["paths"]) };
    if (options["rootDirs"] !== undefined) folded.rootDirectories = stringsOf(options["rootDirs"]).flatMap((one) => joinPath(directory, substituted(one)) ?? []);
    if (typeof options["verbatimModuleSyntax"] === "boolean") folded.verbatimModuleSyntax = options["verbatimModuleSyntax"];
    // Before TypeScript 5.0 two options did the same.
    else if (options["preserveValueImports"] === true || options["importsNotUsedAsValues"] === "preserve") folded.verbatimModuleSyntax = true;
    const globs = (field: string) => stringsOf(json[field]).flatMap((glob) => joinPath(directory, substituted(glob)) ?? []);
    if (json["include"] !== undefined) folded.include = globs("include");
    if (json["exclude"] !== undefined) folded.exclude = globs("exclude");
    if (json["files"] !== undefined) folded.files = globs("files");
    return folded;
  }

  private target(parent: string, directory: string): string | null {
    return this.candidates(parent, directory).find((candidate) => this.texts.has(candidate)) ?? null;
  }

  private candidates(parent: string, directory: string): readonly string[] {
    const found = parent.startsWith(".") || parent.startsWith("${configDir}") ? joinPath(directory, substituted(parent)) : this.packageFile(parent, directory);
    return found === null ? [] : [found, `${found}.json`, `${found}/tsconfig.json`];
  }

  private fail(path: string, why: string): null {
    if (!this.problems.some((problem) => problem.path === path)) this.problems.push({ path, why });
    return null;
  }
}

function parentsOf(json: Readonly<Record<string, unknown>>): readonly string[] {
  return typeof json["extends"] === "string" ? [json["extends"]] : stringsOf(json["extends"]);
}

function referencesOf(json: Readonly<Record<string, unknown>>): readonly string[] {
  return (Array.isArray(json["references"]) ? json["references"] : []).flatMap((reference) => {
    const target = objectOf(reference)["path"];
    return typeof target === "string" ? [target] : [];
  });
}

function substituted(value: string): string {
  return value.replace(/^\$\{configDir\}/, ".");
}

function patternsOf(paths: Folded["paths"], baseUrl: string | null): TypescriptProject["paths"] {
  if (paths === undefined) return [];
  const from = baseUrl ?? paths.from;
  return Object.entries(paths.patterns)
    .map(([pattern, targets]) => {
      const star = pattern.indexOf("*");
      return {
        prefix: star < 0 ? pattern : pattern.slice(0, star),
        suffix: star < 0 ? "" : pattern.slice(star + 1),
        isExact: star < 0,
        targets: stringsOf(targets).flatMap((target) => joinPath(from, substituted(target)) ?? []),
      };
    })
    .sort((a, b) => Number(b.isExact) - Number(a.isExact) || b.prefix.length - a.prefix.length);
}

function coverage(directory: string, { include, exclude, files }: Folded): (path: string) => boolean {
  const inside = (path: string) => directory === "" || path.startsWith(`${directory}/`);
  const expand = (globs: readonly string[]) => globs.flatMap((glob) => (/[*?{]/.test(glob.slice(glob.lastIndexOf("/") + 1)) || /\.\w+$/.test(glob) ? [glob] : [glob === "" ? "**" : `${glob}/**`]));
  const listed = new Set(files ?? []);
  const included = include === undefined ? (files === undefined ? inside : () => false) : boundedMatcher(expand(include));
  const excluded = boundedMatcher(expand(exclude ?? []));
  return (path) => listed.has(path) || (included(path) && !excluded(path));
}
