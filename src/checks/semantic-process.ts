/**
 * Entry of the semantic process: ts-morph over the texts of the files that a change touches, in memory; syntax only for
 * the exported API, with types for the rules that need them. It is a process of its own because ts-morph is slow to load, takes much memory, and can then be killed.
 */
import { Project, type ProjectOptions } from "ts-morph";
import { answerParent } from "./answer-parent";
import { apiAdditions, apiChanges } from "./semantic/api-changes";
import type { ApiAnswer, ApiFile, ApiRequest, TypesRequest } from "./semantic/protocol";
import { answerStructure } from "./semantic/structure-answers";
import type { StructureRequest } from "./semantic/structure-protocol";
import { TypedProject } from "./semantic/typed-project";

const OPTIONS: ProjectOptions = {
  useInMemoryFileSystem: true,
  skipFileDependencyResolution: true,
  skipLoadingLibFiles: true,
  compilerOptions: { allowJs: true, noLib: true, noResolve: true, types: [] },
};

function compare({ path, base, head }: ApiFile): ApiAnswer {
  // A project for each file, so that nothing outlives it.
  const project = new Project(OPTIONS);
  const extension = path.slice(path.lastIndexOf("/") + 1);
  const before = project.createSourceFile(`/base/${extension}`, base);
  const after = project.createSourceFile(`/head/${extension}`, head);
  return { changes: apiChanges(before, after), added: apiAdditions(before, after), problem: null };
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function answer({ files }: ApiRequest): readonly ApiAnswer[] {
  return files.map((file) => {
    try {
      return compare(file);
    } catch (error) {
      return { changes: [], added: [], problem: words(error) };
    }
  });
}

let typed: TypedProject | null = null;

answerParent((message) => {
  const request = message as ApiRequest | StructureRequest | TypesRequest;
  if (request.kind !== "types") return request.kind === "structure" ? answerStructure(request) : answer(request);
  try {
    return (typed ??= new TypedProject()).answer(request);
  } catch (error) {
    // Half of a program is no base for the next question.
    typed = null;
    throw error;
  }
});
process.on("disconnect", () => process.exit(0));
