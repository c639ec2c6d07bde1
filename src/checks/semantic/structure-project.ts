import { Node, Project, ts, type ClassDeclaration, type EnumDeclaration, type InterfaceDeclaration, type SourceFile } from "ts-morph";
import type { LinkedFile } from "./structure-protocol";

/** What a name stands for: a global, a name of a module, or nothing that has a place. `path` are the properties taken of it. */
export interface Origin {
  /** Null for a global; else `npm:NAME`, `node:NAME` or `file:PATH`. */
  readonly module: string | null;
  readonly path: readonly string[];
  /** The declaration, where a file of the project has it. */
  readonly declaration: Declared | null;
}

export type Declared = ClassDeclaration | InterfaceDeclaration | EnumDeclaration | Node;

const MAXIMUM_HOPS = 20;
/** Makes each file a module of its own: what one declares at its top is no global of another. */
const MODULE_MARK = "\nexport {};";

/**
 * The files of one request in memory, with the links that the import graph found between them: nothing is looked up on
 * a disk, and no library is loaded, so a name without a declaration is a global.
 */
export class StructureProject {
  private readonly project = new Project({
    useInMemoryFileSystem: true,
    skipFileDependencyResolution: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true, noLib: true, noResolve: true, types: [], jsx: ts.JsxEmit.Preserve, experimentalDecorators: true, target: ts.ScriptTarget.ESNext },
  });
  private readonly files = new Map<string, SourceFile>();
  private readonly paths = new Map<SourceFile, string>();
  private readonly links = new Map<string, ReadonlyMap<string, readonly [path: string | null, name: string | null]>>();
  /** Modules whose text would have told more. */
  readonly wants = new Set<string>();

  constructor(files: readonly LinkedFile[]) {
    for (const { path, text, grammar, links } of files) {
      const file = this.project.createSourceFile(`/${path}${grammar ?? ""}`, `${text}${MODULE_MARK}`);
      this.files.set(path, file);
      this.paths.set(file, path);
      this.links.set(path, new Map(links.map(([specifier, to, name]) => [specifier, [to, name]] as const)));
    }
  }

  file(path: string): SourceFile | null {
    return this.files.get(path) ?? null;
  }

  pathOf(node: Node): string {
    return this.paths.get(node.getSourceFile()) ?? "";
  }

  /** The first statement that its author wrote, or the file. */
  topOf(file: SourceFile): Node {
    const statements = file.getStatements();
    return statements.length > 1 ? (statements[0] ?? file) : file;
  }

  /** What `specifier` in a file leads to: a module of the repository, a package, or null for what the graph has no edge of. */
  moduleOf(file: SourceFile, specifier: string): { readonly module: string; readonly path: string | null } | null {
    const link = this.links.get(this.paths.get(file) ?? "")?.get(specifier);
    if (link === undefined) return null;
    const [path, name] = link;
    // Nobody knows where it leads, but that it is no name of this file.
    return path !== null ? { module: `file:${path}`, path } : { module: name ?? `unknown:${specifier}`, path: null };
  }

  /** An exported name of a module, followed to where it is declared or to the package it comes from, through the modules that `mayFollow` lets pass. */
  exported(module: { readonly module: string; readonly path: string | null }, name: string, mayFollow: (path: string) => boolean, seen = new Set<string>()): Origin {
    const here: Origin = { module: module.module, path: [name], declaration: null };
    if (module.path === null || !mayFollow(module.path)) return here;
    const key = `${module.path}\0${name}`;
    if (seen.has(key) || seen.size > MAXIMUM_HOPS) return here;
    seen.add(key);
    const file = this.file(module.path);
    if (file === null) {
      this.wants.add(module.path);
      return here;
    }
    for (const declaration of file.getExportDeclarations()) {
      const named = declaration.getNamedExports().find((one) => (one.getAliasNode()?.getText() ?? one.getName()) === name);
      if (named === undefined) continue;
      const specifier = declaration.getModuleSpecifierValue();
      if (specifier === undefined) return this.localName(file, named.getName(), mayFollow, seen) ?? here;
      const target = this.moduleOf(file, specifier);
      return target === null ? here : this.exported(target, named.getName(), mayFollow, seen);
    }
    const own = declarationsOf(file, name);
    if (own !== null) return { ...here, declaration: own };
    if (name === "default") return this.defaultOf(file, here, mayFollow, seen);
    let ofPackage: Origin | null = null;
    for (const declaration of file.getExportDeclarations()) {
      const specifier = declaration.getModuleSpecifierValue();
      if (specifier === undefined || declaration.getNamedExports().length > 0 || declaration.getNamespaceExport() !== undefined) continue;
      const target = this.moduleOf(file, specifier);
      if (target === null) continue;
      const through = this.exported(target, name, mayFollow, seen);
      if (through.declaration !== null) return through;
      if (through.module?.startsWith("file:") === false) ofPackage ??= through;
    }
    // What no module of the repository declares can only come from a package that is passed on.
    return ofPackage ?? here;
  }

  /** A name of a file's top level, as an import or as a declaration of its own. */
  private localName(file: SourceFile, name: string, mayFollow: (path: string) => boolean, seen: Set<string>): Origin | null {
    for (const declaration of file.getImportDeclarations()) {
      const target = this.moduleOf(file, declaration.getModuleSpecifierValue());
      if (target === null) continue;
      if (declaration.getDefaultImport()?.getText() === name) return this.exported(target, "default", mayFollow, seen);
      const named = declaration.getNamedImports().find((one) => (one.getAliasNode()?.getText() ?? one.getName()) === name);
      if (named !== undefined) return this.exported(target, named.getName(), mayFollow, seen);
    }
    const own = topLevel(file, name);
    return own === null ? null : { module: `file:${this.paths.get(file) ?? ""}`, path: [name], declaration: own };
  }

  private defaultOf(file: SourceFile, here: Origin, mayFollow: (path: string) => boolean, seen: Set<string>): Origin {
    const assigned = file.getExportAssignment((one) => !one.isExportEquals())?.getExpression();
    if (assigned !== undefined && Node.isIdentifier(assigned)) return this.localName(file, assigned.getText(), mayFollow, seen) ?? here;
    const declared = file.getStatements().find((one) => (Node.isClassDeclaration(one) || Node.isFunctionDeclaration(one) || Node.isInterfaceDeclaration(one)) && one.isDefaultExport());
    return { ...here, declaration: declared ?? null };
  }
}

function declarationsOf(file: SourceFile, name: string): Declared | null {
  const found = topLevel(file, name);
  if (found === null) return null;
  const holder = Node.isVariableDeclaration(found) ? found.getVariableStatement() : found;
  return holder !== undefined && Node.isExportable(holder) && holder.isExported() && !holder.isDefaultExport() ? found : null;
}

/** A class before an interface of the same name: what merges is meant as the class. */
function topLevel(file: SourceFile, name: string): Declared | null {
  return file.getClass(name) ?? file.getInterface(name) ?? file.getTypeAlias(name) ?? file.getEnum(name) ?? file.getFunction(name) ?? file.getVariableDeclaration(name) ?? file.getModule(name) ?? null;
}
