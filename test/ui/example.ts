import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "./host";

interface ExampleModule {
  buildExample(folder: string, built: { readonly cli: string; readonly library: string }): Promise<string>;
}

/** The repository of `npm start`: pictures of it must look as the README says. */
export async function exampleIn(parent: string): Promise<string> {
  const { buildExample } = (await import(pathToFileURL(join(projectRoot, "test/fixtures/example-repository.mjs")).href)) as ExampleModule;
  return buildExample(join(parent, "lantern-shop"), { cli: join(projectRoot, "dist/main.js"), library: join(projectRoot, "dist/library.js") });
}
