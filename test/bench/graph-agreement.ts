/**
 * Agreement of the import graph with dependency-cruiser on one repository: the edges between its files, as pairs, and
 * for each difference the reason, counted. Needs the bench's peers (`--only graph` installs them) and `--repo PATH`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportEdge, ImportGraph } from "../../src/checks/graph/import-graph";
import { peerNode, peersHome } from "./graph";
import { checksFor, FolderSnapshot } from "./graph-modes";

interface Cruised {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly module: string; readonly resolved: string; readonly couldNotResolve: boolean; readonly coreModule: boolean }[];
  }[];
}

export interface Agreement {
  readonly both: number;
  /** Reasons with how many edges each explains; `unexplained` where there is none. */
  readonly oursAlone: ReadonlyMap<string, readonly string[]>;
  readonly theirsAlone: ReadonlyMap<string, readonly string[]>;
}

/** Compares, prints and returns the two sets. */
export async function benchGraphAgreement(repository: string | null): Promise<Agreement | null> {
  if (repository === null) {
    console.log("graph agreement: give a repository with --repo PATH");
    return null;
  }
  // A tsconfig that extends an installed package can't be read where nothing is installed.
  const cruised = (existsSync(join(repository, "tsconfig.json")) ? cruise(repository, "tsconfig.json") : null) ?? cruise(repository, null);
  if (cruised === null) return null;
  const checks = checksFor();
  const graph = await checks.graph(new FolderSnapshot(repository));
  checks.dispose();
  const agreement = compare(graph, cruised);
  print(repository, agreement);
  return agreement;
}

function cruise(repository: string, project: string | null): Cruised | null {
  const node = peerNode();
  const script = join(peersHome(), "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  if (node === null || !existsSync(script)) {
    console.log("graph agreement: dependency-cruiser is not installed, or no Node 22: run the bench with --only graph first");
    return null;
  }
  const configuration = join(tmpdir(), "countersign-graph-agreement.cjs");
  const tsconfig = project === null ? "" : `tsConfig: { fileName: ${JSON.stringify(project)} },`;
  writeFileSync(configuration, `module.exports = { options: { ${tsconfig} tsPreCompilationDeps: true, detectJSDocImports: true, doNotFollow: { path: "node_modules" }, exclude: { path: "(^|/)node_modules/" }, enhancedResolveOptions: { extensions: [".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".vue", ".svelte"] } } };`);
  const ran = spawnSync(node, [script, "--config", configuration, "--output-type", "json", "."], { cwd: repository, encoding: "utf8", maxBuffer: 1 << 30 });
  try {
    return JSON.parse(ran.stdout) as Cruised;
  } catch (error) {
    console.log(`graph agreement: dependency-cruiser gave no answer (${error instanceof Error ? error.message : String(error)}): ${ran.stderr.slice(0, 300)}`);
    return null;
  }
}

function compare(graph: ImportGraph, cruised: Cruised): Agreement {
  const files = new Set(graph.files);
  const theirs = new Map<string, string>();
  const unresolved = new Set<string>();
  const read = new Set<string>();
  for (const { source, dependencies } of cruised.modules) {
    if (!files.has(source)) continue;
    if (dependencies.length > 0) read.add(source);
    for (const { module, resolved, couldNotResolve, coreModule } of dependencies) {
      if (couldNotResolve) unresolved.add(`${source}\0${module}`);
      else if (!coreModule && files.has(resolved) && resolved !== source) theirs.set(`${source}\0${resolved}`, module);
    }
  }
  const ours = new Map<string, ImportEdge>();
  const resolvedTo = new Map<string, string | null>();
  for (const edge of graph.edges) {
    resolvedTo.set(`${edge.from}\0${edge.specifier}`, edge.to);
    if (edge.to !== null && files.has(edge.to) && edge.to !== edge.from) ours.set(`${edge.from}\0${edge.to}`, edge);
  }
  const oursAlone = new Map<string, string[]>();
  const theirsAlone = new Map<string, string[]>();
  let both = 0;
  for (const [pair, edge] of ours) {
    if (theirs.has(pair)) both++;
    else note(oursAlone, whyOurs(edge, unresolved.has(`${edge.from}\0${edge.specifier}`), read.has(edge.from), [...theirs].some(([other, module]) => module === edge.specifier && other.startsWith(`${edge.from}\0`))), pair, edge.specifier);
  }
  for (const [pair, module] of theirs) if (!ours.has(pair)) note(theirsAlone, whyTheirs(pair, module, resolvedTo), pair, module);
  return { both, oursAlone, theirsAlone };
}

function whyOurs(edge: ImportEdge, theyCouldNotResolve: boolean, theyRead: boolean, theyFoundAnother: boolean): string {
  const { specifier, from } = edge;
  const isBare = !specifier.startsWith(".");
  if (theyFoundAnother && /\.[cm]?jsx?$/.test(specifier)) return "a source beside the script of the same name: like the compiler we take the source, like Node they take the script";
  if (theyFoundAnother) return "they lead to another file: we take a package's source, or the nearest tsconfig's alias";
  if (isBare) return theyCouldNotResolve ? "an alias of the nearest tsconfig or a package of the workspace: they were given one tsconfig and nothing is installed" : "a package of the workspace by its source: they take the name for an installed package, or leave it out";
  if (/\.(vue|svelte|astro)$/.test(from)) return "scripts of components: they need the component's compiler";
  if (edge.kind === "type" && edge.place.kind === "type") return "types alone (import(\"x\").T, JSDoc or triple slash) in a form that they leave out";
  if (edge.kind === "require" || edge.kind === "dynamic") return "require.resolve, and require and dynamic imports in a form that they leave out";
  if (theyCouldNotResolve) return "a relative specifier that they can't resolve (an extension that stands for another one)";
  return theyRead ? "unexplained" : "a file of which they read nothing";
}

function whyTheirs(pair: string, module: string, resolvedTo: ReadonlyMap<string, string | null>): string {
  const [from = ""] = pair.split("\0");
  const ours = resolvedTo.get(`${from}\0${module}`);
  if (ours === undefined) return "a reference that we do not take for one";
  if (ours !== null && /\.[cm]?jsx?$/.test(module)) return "a script beside the source of the same name: like Node they take the script, like the compiler we take the source";
  if (ours === null) return "a specifier that leads nowhere for us: the nearest tsconfig has no such alias";
  return "we lead to another file: a package's source, or the nearest tsconfig's alias";
}

function note(reasons: Map<string, string[]>, reason: string, pair: string, specifier: string): void {
  const line = `${pair.replace("\0", " → ")} (${specifier})`;
  const list = reasons.get(reason);
  if (list === undefined) reasons.set(reason, [line]);
  else list.push(line);
}

function print(repository: string, { both, oursAlone, theirsAlone }: Agreement): void {
  const sum = (reasons: ReadonlyMap<string, readonly string[]>) => [...reasons.values()].reduce((total, list) => total + list.length, 0);
  console.log(`graph agreement with dependency-cruiser on ${repository}: ${both} edges in both, ${sum(oursAlone)} ours alone, ${sum(theirsAlone)} theirs alone`);
  for (const [title, reasons] of [["ours alone", oursAlone], ["theirs alone", theirsAlone]] as const) {
    for (const [reason, list] of [...reasons].sort((a, b) => b[1].length - a[1].length)) {
      console.log(`  ${title}: ${String(list.length).padStart(5)}  ${reason}`);
      for (const example of list.slice(0, 3)) console.log(`                  ${example}`);
    }
  }
}
