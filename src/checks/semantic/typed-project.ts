import { Project, ts } from "ts-morph";
import { LIBRARIES, languageLibraries } from "./language-libraries";
import type { TypedFile, TypesAnswer, TypesRequest } from "./protocol";
import { typedFindings } from "./typed-rules";

const ROOT = "/r/";

const LANGUAGE = ["lib.es2022.d.ts"];
const BROWSER = ["lib.dom.d.ts", "lib.dom.iterable.d.ts"];
/** Strict, so that a promise that may be undefined reads as one; libraries of the language and the browser alone, never the disk's packages. */
const OPTIONS: ts.CompilerOptions = { allowJs: true, checkJs: false, strict: true, noEmit: true, skipLibCheck: true, skipDefaultLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, jsx: ts.JsxEmit.Preserve, types: [], allowImportingTsExtensions: true, esModuleInterop: true };

/** One program that lives as long as the process: what didn't change since the last question is not parsed again. */
export class TypedProject {
  private imports = new Map<string, ReadonlyMap<string, string>>();
  private readonly texts = new Map<string, string>();
  private project: Project | null = null;
  private hasBrowser = false;

  answer({ program, browser, checked }: TypesRequest): TypesAnswer {
    // Once needed they stay: the next question is mostly about the same files.
    if (browser && !this.hasBrowser) {
      this.project = null;
      this.hasBrowser = true;
      this.texts.clear();
    }
    const project = (this.project ??= this.projectOf(this.hasBrowser ? [...LANGUAGE, ...BROWSER] : LANGUAGE));
    this.take(program, project);
    const checker = project.getTypeChecker().compilerObject;
    const findings = checked.flatMap((path) => {
      const file = project.getSourceFile(ROOT + path)?.compilerNode;
      return file === undefined ? [] : typedFindings(file, checker, path, (other) => other.fileName.slice(ROOT.length));
    });
    return { findings };
  }

  private projectOf(lib: string[]): Project {
    const project = new Project({
      useInMemoryFileSystem: true,
      skipFileDependencyResolution: true,
      compilerOptions: { ...OPTIONS, lib },
      libFolderPath: LIBRARIES,
      // Where specifiers lead is the import graph's to say: base, head and disk must not differ.
      resolutionHost: () => ({
        resolveModuleNames: (names, from) => names.map((name) => this.resolved(name, from)),
      }),
    });
    for (const [name, text] of languageLibraries(lib)) project.getFileSystem().writeFileSync(`${LIBRARIES}/${name}`, text);
    return project;
  }

  private take(program: readonly TypedFile[], project: Project): void {
    this.imports = new Map(program.map(({ path, imports }) => [path, new Map(imports)] as const));
    const wanted = new Set(program.map(({ path }) => path));
    for (const path of [...this.texts.keys()]) {
      if (wanted.has(path)) continue;
      this.texts.delete(path);
      const file = project.getSourceFile(ROOT + path);
      if (file !== undefined) project.removeSourceFile(file);
    }
    for (const { path, text } of program) {
      if (this.texts.get(path) === text) continue;
      this.texts.set(path, text);
      project.createSourceFile(ROOT + path, text, { overwrite: true });
    }
  }

  private resolved(name: string, from: string): ts.ResolvedModule | undefined {
    const path = this.imports.get(from.slice(ROOT.length))?.get(name);
    return path === undefined ? undefined : ({ resolvedFileName: ROOT + path, extension: path.slice(path.lastIndexOf(".")), isExternalLibraryImport: false } as ts.ResolvedModuleFull);
  }
}
