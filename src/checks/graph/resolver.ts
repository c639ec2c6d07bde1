import { boundedMatcher } from "./bounded-globs";
import { objectOf, type Declaration, type Manifest } from "./manifest";
import { hasScheme, isNodeBuiltin } from "./node-builtins";
import { directoriesUp, directoryOf, joinPath } from "./paths";
import type { PathPattern, TypescriptProject, TypescriptProjects } from "./tsconfig";

/** Where a specifier leads, judged by the snapshot's paths alone. */
export type Resolution =
  | { readonly kind: "file"; readonly path: string }
  /** A package, Node's own module, or a name with a scheme; `declared` says in which field of which kind of manifest. */
  | { readonly kind: "external"; readonly name: string; readonly declared: Declared }
  /** A package that the nearest manifests don't declare; `elsewhere` where another manifest or a lockfile knows it. */
  | { readonly kind: "undeclared"; readonly name: string; readonly elsewhere: boolean }
  /** `otherCase`: a file that would be meant if upper and lower case were the same. */
  | { readonly kind: "unresolved"; readonly isAlias: boolean; readonly otherCase?: string };

/**
 * How a package is declared: by a field of the nearest manifest that does, by an editor's or runtime's `engines`
 * (`provided`), through its types alone (`types`), as a module of Node (`node`), or `unknown`.
 */
export type Declared = Declaration | "provided" | "types" | "node" | "unknown";

/** Extensions tried after a specifier, in TypeScript's order. */
const EXTENSIONS = [".ts", ".tsx", ".d.ts", ".mts", ".d.mts", ".cts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".vue", ".svelte", ".astro"];
/** What a written JavaScript extension may stand for. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".d.ts", ".jsx"],
  ".jsx": [".tsx", ".d.ts"],
  ".mjs": [".mts", ".d.mts"],
  ".cjs": [".cts", ".d.cts"],
};
/** Folders that a build fills; their sources stand in one of the others. */
const BUILT = /^(?:\.\/)?(?:dist|lib|build|out|esm|cjs|output)\//;
const CONDITIONS = ["source", "types", "import", "module", "node", "browser", "require", "default"];
/** Describes a module that runs, and is none itself. */
const DECLARATION = /\.d\.[cm]?ts$/;

/** What is looked for: what the compiler reads for types alone or for a module as a whole, or what is loaded when the program runs. */
type Wanted = "types" | "module" | "code";

/** What the resolver knows of a snapshot. */
export interface ResolverInput {
  readonly paths: ReadonlySet<string>;
  readonly manifests: ReadonlyMap<string, Manifest>;
  /** Names that lockfiles of the snapshot hold. */
  readonly locked: ReadonlySet<string>;
  readonly workspaceGlobs: readonly { readonly directory: string; readonly glob: string }[];
}

/** Resolves specifiers against the set of paths: the same for a commit, the index and the work tree. */
export class Resolver {
  private readonly directories = new Set<string>();
  private readonly workspaces = new Map<string, Manifest>();
  private readonly declaredAnywhere = new Set<string>();
  private readonly projectsOfDirectory = new Map<string, TypescriptProject | null>();
  private readonly manifestsOfDirectory = new Map<string, readonly Manifest[]>();
  private readonly cache = new Map<string, Resolution>();
  /** Paths by their lower case; made when something leads nowhere. */
  private folded: ReadonlyMap<string, string> | null = null;

  constructor(
    private readonly input: ResolverInput,
    private readonly projects: TypescriptProjects,
  ) {
    for (const path of input.paths) {
      for (let directory = directoryOf(path); directory !== "" && !this.directories.has(directory); directory = directoryOf(directory)) this.directories.add(directory);
    }
    const members = workspaceMembers(input);
    for (const manifest of input.manifests.values()) {
      for (const name of manifest.declared.keys()) this.declaredAnywhere.add(name);
      if (manifest.name !== null && members(manifest.directory) && !this.workspaces.has(manifest.name)) this.workspaces.set(manifest.name, manifest);
    }
  }

  /** The nearest tsconfig.json or jsconfig.json; of a solution with references the first that covers the file. */
  projectOf(path: string): TypescriptProject | null {
    const directory = directoryOf(path);
    let nearest = this.projectsOfDirectory.get(directory);
    if (nearest === undefined) {
      nearest = null;
      for (const up of directoriesUp(directory)) {
        const found = ["tsconfig.json", "jsconfig.json"].map((name) => (up === "" ? name : `${up}/${name}`)).find((candidate) => this.input.paths.has(candidate));
        if (found !== undefined) {
          nearest = this.projects.project(found);
          break;
        }
      }
      this.projectsOfDirectory.set(directory, nearest);
    }
    if (nearest === null || nearest.references.length === 0 || nearest.covers(path)) return nearest;
    for (const reference of nearest.references) {
      const project = this.projects.project(reference);
      if (project !== null && project.covers(path)) return project;
    }
    return nearest;
  }

  /** Where a reference leads; `isTypeOnly` where it takes types alone, which are read and never loaded. */
  resolve(from: string, specifier: string, isTypeOnly: boolean): Resolution {
    const key = `${directoryOf(from)}\0${isTypeOnly ? "t" : "v"}\0${specifier}\0${this.projectOf(from)?.path ?? ""}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const resolution = isTypeOnly ? this.find(from, specifier, "types") : this.loaded(from, specifier);
    this.cache.set(key, resolution);
    return resolution;
  }

  /** Where the compiler finds a declaration the program loads the script that it describes, if the snapshot has one. */
  private loaded(from: string, specifier: string): Resolution {
    const read = this.find(from, specifier, "module");
    if (read.kind !== "file" || !DECLARATION.test(read.path)) return read;
    const run = this.find(from, specifier, "code");
    return run.kind === "file" && !DECLARATION.test(run.path) ? run : read;
  }

  private find(from: string, written: string, wanted: Wanted): Resolution {
    // Bundlers take a query and a loader prefix; the file is what stands between.
    const specifier = /^[#@.\w~/$-]/.test(written) ? written.replace(/^[\w-]+!(?=.)/, "").replace(/\?.*$/, "") || written : written;
    const directory = directoryOf(from);
    // Types that SvelteKit generates beside each route, and nobody commits.
    if (/^\.\/\$types(\.js)?$/.test(specifier)) return { kind: "external", name: specifier, declared: "provided" };
    if (specifier === "." || specifier === ".." || specifier.startsWith("./") || specifier.startsWith("../")) return this.relative(from, directory, specifier, wanted);
    if (specifier.startsWith("#")) {
      const imported = this.subpathImport(from, directory, specifier, wanted);
      if (imported !== null) return imported;
    }
    const provided = this.ofFramework(directory, specifier, wanted);
    if (provided !== null) return provided;
    const project = this.projectOf(from);
    const mapped = project === null ? null : this.mapped(project, specifier, wanted);
    if (mapped !== null) return mapped;
    if (isNodeBuiltin(specifier)) return { kind: "external", name: specifier, declared: "node" };
    if (hasScheme(specifier)) return { kind: "external", name: specifier, declared: "unknown" };
    // Absolute paths are a server's or bundler's to resolve: `/logo.svg`.
    if (specifier.startsWith("/")) return this.file(specifier.slice(1), wanted) ?? this.file(`public${specifier}`, wanted) ?? { kind: "unresolved", isAlias: true };
    const found = this.package(directory, specifier, wanted);
    // What a project gives a folder under a prefix is no package, though the file is generated and nobody commits it.
    return found.kind === "undeclared" && !found.elsewhere && project?.paths.some((pattern) => pattern.prefix !== "" && isMatched(pattern, specifier)) === true ? { kind: "unresolved", isAlias: true } : found;
  }

  private relative(from: string, directory: string, specifier: string, wanted: Wanted): Resolution {
    const joined = joinPath(directory, specifier);
    if (joined === null) return { kind: "unresolved", isAlias: false };
    const found = this.file(joined, wanted, specifier.endsWith("/") || /(^|\/)\.{1,2}$/.test(specifier));
    if (found !== null) return found;
    const roots = this.projectOf(from)?.rootDirectories ?? [];
    const root = roots.find((one) => joined === one || joined.startsWith(`${one}/`));
    for (const other of root === undefined ? [] : roots) {
      const moved = joinPath(other, joined.slice((root ?? "").length + 1));
      const resolved = moved === null ? null : this.file(moved, wanted);
      if (resolved !== null) return resolved;
    }
    // Behind a symbolic link or in a submodule, which the snapshot holds as one entry and nobody follows.
    const isBehindEntry = [...directoriesUp(directoryOf(joined))].some((up) => up !== "" && this.input.paths.has(up));
    if (isBehindEntry) return { kind: "external", name: specifier, declared: "provided" };
    const otherCase = this.inOtherCase(joined);
    return { kind: "unresolved", isAlias: false, ...(otherCase === null ? {} : { otherCase }) };
  }

  private inOtherCase(path: string): string | null {
    this.folded ??= new Map([...this.input.paths].map((one) => [one.toLowerCase(), one] as const));
    const stem = path.replace(/\.[cm]?jsx?$/, "");
    for (const candidate of [path, ...EXTENSIONS.flatMap((extension) => [stem + extension, `${path}/index${extension}`])]) {
      const found = this.folded.get(candidate.toLowerCase());
      if (found !== undefined) return found;
    }
    return null;
  }

  /** SvelteKit gives `$lib`, `$app`, `$env` and `$service-worker` a meaning that stands in no committed tsconfig. */
  private ofFramework(directory: string, specifier: string, wanted: Wanted): Resolution | null {
    const name = /^\$(lib|app|env|service-worker)(?=\/|$)/.exec(specifier)?.[1];
    if (name === undefined) return null;
    for (const up of directoriesUp(directory)) {
      if (!["svelte.config.js", "svelte.config.ts"].some((file) => this.input.paths.has(up === "" ? file : `${up}/${file}`))) continue;
      if (name !== "lib") return { kind: "external", name: specifier, declared: "provided" };
      const joined = joinPath(up, `src/lib${specifier.slice("$lib".length)}`);
      return joined === null ? null : this.file(joined, wanted);
    }
    return null;
  }

  private mapped(project: TypescriptProject, specifier: string, wanted: Wanted): Resolution | null {
    for (const pattern of project.paths) {
      const { prefix, suffix, isExact, targets } = pattern;
      if (!isMatched(pattern, specifier)) continue;
      const star = isExact ? "" : specifier.slice(prefix.length, specifier.length - suffix.length);
      for (const target of targets) {
        const found = this.file(target.replace("*", () => star), wanted);
        if (found !== null) return found;
      }
      // TypeScript tries the best pattern only, then node_modules.
      break;
    }
    if (project.baseUrl === null) return null;
    const joined = joinPath(project.baseUrl, specifier);
    return joined === null ? null : this.file(joined, wanted);
  }

  /** A file, a file without its extension, or a folder's index; null where the snapshot has none of them. */
  private file(path: string, wanted: Wanted, isFolder = false): Resolution | null {
    const { paths } = this.input;
    if (!isFolder) {
      const extension = /\.[cm]?jsx?$/.exec(path)?.[0];
      // A source beats the script that was built beside it, as it does for the compiler.
      if (extension !== undefined) {
        for (const source of asWanted(SOURCES[extension] ?? [], wanted)) {
          const candidate = path.slice(0, -extension.length) + source;
          if (paths.has(candidate)) return { kind: "file", path: candidate };
        }
      }
      if (paths.has(path) && !(wanted === "code" && DECLARATION.test(path))) return { kind: "file", path };
      for (const extension of asWanted(EXTENSIONS, wanted)) if (paths.has(path + extension)) return { kind: "file", path: path + extension };
    }
    if (path !== "" && !this.directories.has(path)) return null;
    const manifest = this.input.manifests.get(path);
    for (const entry of manifest?.entries ?? []) {
      const joined = joinPath(path, entry);
      const found = joined === null || joined === path ? null : (this.exactFile(joined, wanted) ?? this.sourceOfBuilt(path, entry, wanted));
      if (found !== null) return found;
    }
    const index = path === "" ? "index" : `${path}/index`;
    for (const extension of asWanted(EXTENSIONS, wanted)) if (paths.has(index + extension)) return { kind: "file", path: index + extension };
    return null;
  }

  private exactFile(path: string, wanted: Wanted): Resolution | null {
    if (this.input.paths.has(path) && !(wanted === "code" && DECLARATION.test(path))) return { kind: "file", path };
    for (const extension of asWanted(EXTENSIONS, wanted)) if (this.input.paths.has(path + extension)) return { kind: "file", path: path + extension };
    return null;
  }

  private subpathImport(from: string, directory: string, specifier: string, wanted: Wanted): Resolution | null {
    const manifest = this.manifestsAbove(directory)[0];
    if (manifest === undefined) return null;
    for (const target of matchPattern(manifest.imports, specifier, wanted)) {
      if (!target.startsWith(".")) return this.find(from, target, wanted);
      const joined = joinPath(manifest.directory, target);
      const found = joined === null ? null : (this.file(joined, wanted) ?? this.sourceOfBuilt(manifest.directory, target, wanted));
      if (found !== null) return found;
    }
    return null;
  }

  private package(directory: string, specifier: string, wanted: Wanted): Resolution {
    const name = /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
    const above = this.manifestsAbove(directory);
    const own = above[0];
    if (own?.name === name) return this.inPackage(own, specifier.slice(name.length), wanted) ?? { kind: "external", name, declared: "dependencies" };
    const workspace = this.workspaces.get(name);
    if (workspace !== undefined) return this.inPackage(workspace, specifier.slice(name.length), wanted) ?? { kind: "external", name, declared: "dependencies" };
    if (!/^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(name)) return { kind: "unresolved", isAlias: true };
    // An ambient declaration in the snapshot can give the module its meaning.
    const types = name.startsWith("@") ? `@types/${name.slice(1).replace("/", "__")}` : `@types/${name}`;
    for (const manifest of above) {
      const declared: Declared | undefined = manifest.declared.get(name) ?? (manifest.provided.has(name) ? "provided" : manifest.declared.has(types) ? "types" : undefined);
      if (declared !== undefined) return { kind: "external", name, declared };
    }
    // Without any manifest above there is nothing to judge against.
    if (above.length === 0) return { kind: "external", name, declared: "unknown" };
    const elsewhere = this.declaredAnywhere.has(name) || this.input.locked.has(name) || (wanted === "types" && this.input.locked.has(types));
    return { kind: "undeclared", name, elsewhere };
  }

  /** A file of a package of this repository: by `exports`, by its entry fields, or by the plain path. */
  private inPackage(manifest: Manifest, rest: string, wanted: Wanted): Resolution | null {
    const { directory } = manifest;
    const exported = typeof manifest.exports === "object" && manifest.exports !== null && Object.keys(manifest.exports).some((key) => key.startsWith(".")) ? objectOf(manifest.exports) : { ".": manifest.exports };
    for (const target of matchPattern(exported, `.${rest}`, wanted)) {
      const joined = joinPath(directory, target);
      const found = joined === null ? null : (this.file(joined, wanted) ?? this.sourceOfBuilt(directory, target, wanted));
      if (found !== null) return found;
    }
    const joined = joinPath(directory, rest.replace(/^\//, ""));
    if (joined === null) return null;
    return this.file(joined, wanted, rest === "") ?? this.sourceOfBuilt(directory, rest.replace(/^\//, ""), wanted) ?? (rest === "" ? this.file(`${directory}/src`, wanted, true) : this.file(`${directory}/src${rest}`, wanted));
  }

  /** `dist/index.js` is no file of a repository; `src/index.ts` is what it is built from. */
  private sourceOfBuilt(directory: string, target: string, wanted: Wanted): Resolution | null {
    if (!BUILT.test(target)) return null;
    const inner = target.replace(BUILT, "").replace(/^(esm|cjs|types|src)\//, "").replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
    for (const folder of ["src", "source", "lib", ""]) {
      const joined = joinPath(directory, folder === "" ? inner : `${folder}/${inner}`);
      const found = joined === null ? null : this.exactFile(joined, wanted);
      if (found !== null) return found;
    }
    return null;
  }

  /** Manifests at and above a directory, nearest first; markers without name and dependencies left out. */
  private manifestsAbove(directory: string): readonly Manifest[] {
    let found = this.manifestsOfDirectory.get(directory);
    if (found === undefined) {
      found = [...directoriesUp(directory)].flatMap((up) => {
        const manifest = this.input.manifests.get(up);
        return manifest !== undefined && (manifest.name !== null || manifest.declared.size > 0 || Object.keys(manifest.imports).length > 0) ? [manifest] : [];
      });
      this.manifestsOfDirectory.set(directory, found);
    }
    return found;
  }
}

function isMatched({ prefix, suffix, isExact }: PathPattern, specifier: string): boolean {
  return isExact ? specifier === prefix : specifier.startsWith(prefix) && specifier.endsWith(suffix) && specifier.length >= prefix.length + suffix.length;
}

function asWanted(extensions: readonly string[], wanted: Wanted): readonly string[] {
  return wanted === "code" ? extensions.filter((extension) => !DECLARATION.test(extension)) : extensions;
}

/** Targets of an `exports` or `imports` map for a key, by exact name, then by the longest pattern. */
function matchPattern(map: Readonly<Record<string, unknown>>, key: string, wanted: Wanted): readonly string[] {
  if (key in map) return targetsOf(map[key], "", wanted);
  const patterns = Object.keys(map)
    .filter((pattern) => pattern.includes("*"))
    .sort((a, b) => b.indexOf("*") - a.indexOf("*"));
  for (const pattern of patterns) {
    const [prefix = "", suffix = ""] = pattern.split("*");
    if (key.startsWith(prefix) && key.endsWith(suffix) && key.length > prefix.length + suffix.length) return targetsOf(map[pattern], key.slice(prefix.length, key.length - suffix.length), wanted);
  }
  return [];
}

function targetsOf(value: unknown, star: string, wanted: Wanted, depth = 0): readonly string[] {
  if (typeof value === "string") return [value.replaceAll("*", () => star)];
  if (depth > 10) return [];
  if (Array.isArray(value)) return value.flatMap((item) => targetsOf(item, star, wanted, depth + 1));
  const conditions = objectOf(value);
  const known = CONDITIONS.filter((condition) => condition in conditions && (wanted !== "code" || condition !== "types"));
  // A condition of the project's own often names the source.
  const custom = Object.keys(conditions).filter((condition) => !CONDITIONS.includes(condition) && !condition.startsWith("."));
  return [...custom, ...known].flatMap((condition) => targetsOf(conditions[condition], star, wanted, depth + 1));
}

function workspaceMembers({ workspaceGlobs }: ResolverInput): (directory: string) => boolean {
  const tests = workspaceGlobs.map(({ directory, glob }) => {
    const negative = glob.startsWith("!");
    const joined = joinPath(directory, (negative ? glob.slice(1) : glob).replace(/\/$/, ""));
    return { negative, matches: joined === null ? () => false : joined === "" ? (path: string) => path === "" : boundedMatcher([joined]), directory };
  });
  return (path) => {
    let member = false;
    for (const { negative, matches, directory } of tests) {
      if (path === directory) member = true;
      if (matches(path)) member = !negative;
    }
    return member;
  };
}
