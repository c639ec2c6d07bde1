import { misshapenClasses } from "./class-query";
import { concreteDependencies } from "./concrete-query";
import { defaultExports } from "./default-export-query";
import { leakedTypes } from "./leak-query";
import { misnamed } from "./naming-query";
import { Origins } from "./origins";
import { placingIn } from "./placing";
import { StructureProject } from "./structure-project";
import type { AskedFile, Found, Query, StructureAnswer, StructureRequest } from "./structure-protocol";
import { usages } from "./usage-query";

/** Of one file and query; a file of ten thousand uses needs no ten thousand findings. */
const MAXIMUM_FOUND = 200;

/** Answers the queries of one request, in order of its files. Nothing of the project outlives the call. */
export function answerStructure({ files, context, queries, passing }: StructureRequest): readonly StructureAnswer[] {
  const project = new StructureProject([...files, ...context]);
  const through = new Set(passing);
  const origins = new Origins(project);
  const ofValues = new Origins(project, (path) => through.has(path));
  return files.map((file): StructureAnswer => {
    project.wants.clear();
    try {
      return { found: file.asked.flatMap((number) => answer(project, file, number, queries[number], origins, ofValues)), wants: [...project.wants], problem: null };
    } catch (error) {
      return { found: [], wants: [], problem: error instanceof Error ? error.message : String(error) };
    }
  });
}

function answer(project: StructureProject, { path }: AskedFile, number: number, query: Query | undefined, origins: Origins, ofValues: Origins): readonly Found[] {
  const file = project.file(path);
  if (file === null || query === undefined) return [];
  const place = placingIn(file, number);
  const found = (): readonly Found[] => {
    switch (query.kind) {
      case "usage":
        return usages(file, query.symbols, origins, ofValues, place);
      case "classes":
        return misshapenClasses(file, query, origins, place);
      case "naming":
        return misnamed(file, path, query, origins, place);
      case "default-export":
        return defaultExports(file, query.wanted, project.topOf(file), place);
      case "concrete":
        return concreteDependencies(file, origins, place);
      case "leak":
        return leakedTypes(file, query.withImported, origins, place);
    }
  };
  return found().slice(0, MAXIMUM_FOUND);
}
