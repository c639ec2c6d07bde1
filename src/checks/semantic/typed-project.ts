import { Project, ts } from "ts-morph";
import type { TypedFile, TypesAnswer, TypesRequest } from "./protocol";
import { typedFindings } from "./typed-rules";

const ROOT = "/r/";

/** Strict, so that a promise that may be undefined reads as one; libraries of the language alone, never the disk's packages. */
const OPTIONS: ts.CompilerOptions = { allowJs: true, checkJs: false, strict: true, noEmit: true, skipLibCheck: true, skipDefaultLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, jsx: ts.JsxEmit.Preserve, lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"], types: [], allowImportingTsExtensions: true, esModuleInterop: true };

/** One program that lives as long as the process: what didn't change since the last question is not parsed again. */
export class TypedProject {
  private imports = new Map<string, ReadonlyMap<string, string>>();
  private readonly texts = new Map<string, string>();
  private readonly project = new Project({
    useInMemoryFileSystem: true,
    skipFileDependencyResolution: true,
    compilerOptions: OPTIONS,
    // Where specifiers lead is the import graph's to say: base, head and disk must not differ.
    resolutionHost: () => ({
      resolveModuleNames: (names, from) => names.map((name) => this.resolved(name, from)),
    }),
  });

  answer({ program, checked }: TypesRequest): TypesAnswer {
    this.take(program);
    const checker = this.project.getTypeChecker().compilerObject;
    const findings = checked.flatMap((path) => {
      const file = this.project.getSourceFile(ROOT + path)?.compilerNode;
      return file === undefined ? [] : typedFindings(file, checker, path, (other) => other.fileName.slice(ROOT.length));
    });
    return { findings };
  }

  private take(program: readonly TypedFile[]): void {
    this.imports = new Map(program.map(({ path, imports }) => [path, new Map(imports)] as const));
    const wanted = new Set(program.map(({ path }) => path));
    for (const path of [...this.texts.keys()]) {
      if (wanted.has(path)) continue;
      this.texts.delete(path);
      const file = this.project.getSourceFile(ROOT + path);
      if (file !== undefined) this.project.removeSourceFile(file);
    }
    for (const { path, text } of program) {
      if (this.texts.get(path) === text) continue;
      this.texts.set(path, text);
      this.project.createSourceFile(ROOT + path, text, { overwrite: true });
    }
  }

  private resolved(name: string, from: string): ts.ResolvedModule | undefined {
    const path = this.imports.get(from.slice(ROOT.length))?.get(name);
    return path === undefined ? undefined : ({ resolvedFileName: ROOT + path, extension: path.slice(path.lastIndexOf(".")), isExternalLibraryImport: false } as ts.ResolvedModuleFull);
  }
}
