/** The measured runs of the graph bench, each in a process of its own: `node graph-modes.js MODE FOLDER [CACHE]`. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArchitecture } from "../../src/checks/architecture/architecture-configuration";
import { ArchitectureRules } from "../../src/checks/architecture/architecture-rules";
import { CodeChecks } from "../../src/checks/code-checks";
import { strongComponents } from "../../src/checks/graph/components";
import { LOADING_KINDS, type ImportGraph } from "../../src/checks/graph/import-graph";
import type { CacheFolder, FileContent, Log, Snapshot } from "../../src/core/ports";
import { ChildProcesses } from "../../src/platform/child-runner";
import { openRepository } from "../../src/platform/repository";

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const SOURCE = /\.[cm]?[jt]sx?$|\.(vue|svelte|astro)$/;
const EDITS = 200;
/** The rules of the measured runs: cycles, and the three that the other tools are given. */
const RULES = { acyclic: { scope: "file" }, forbid: [{ from: "packages/**", to: "test/**" }, { from: "**", to: "npm:moment" }], layers: { order: ["test/**", "packages/**"] } };

export function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const walk = (directory: string, prefix: string) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.name === "node_modules" || entry.name === ".git") continue;
      if (entry.isDirectory()) walk(join(directory, entry.name), `${prefix}${entry.name}/`);
      else if (entry.isFile()) found.push(prefix + entry.name);
    }
  };
  walk(folder, "");
  return found.sort();
}

/** A folder as it is on disk, without git. */
export class FolderSnapshot implements Snapshot {
  readonly id = "worktree";
  readonly paths: readonly string[];
  private readonly set: ReadonlySet<string>;

  constructor(private readonly folder: string) {
    this.paths = filesBelow(folder);
    this.set = new Set(this.paths);
  }

  has(path: string): boolean {
    return this.set.has(path);
  }

  read(paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    return Promise.resolve(new Map(paths.map((path): [string, FileContent] => [path, { kind: "text", text: readFileSync(join(this.folder, path), "utf8"), blob: null }])));
  }
}

/** All of a snapshot in memory, with ids as git gives them; one file can be another text. */
class EditedSnapshot implements Snapshot {
  readonly id = "worktree";

  constructor(
    readonly paths: readonly string[],
    private readonly texts: ReadonlyMap<string, FileContent>,
    private readonly ids: ReadonlyMap<string, string>,
    private readonly edited: { readonly path: string; readonly text: string } | null,
  ) {}

  has(path: string): boolean {
    return this.texts.has(path);
  }

  blobOf(path: string): string | null {
    return path === this.edited?.path ? null : (this.ids.get(path) ?? null);
  }

  read(paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    return Promise.resolve(new Map(paths.flatMap((path): [string, FileContent][] => (path === this.edited?.path ? [[path, { kind: "text", text: this.edited.text, blob: null }]] : [[path, this.texts.get(path) ?? { kind: "missing", blob: null, bytes: 0 }]]))));
  }
}

class DiskFolder implements CacheFolder {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  read(name: string): Uint8Array | null {
    return this.names().includes(name) ? readFileSync(join(this.folder, name)) : null;
  }

  write(name: string, content: Uint8Array): void {
    writeFileSync(join(this.folder, name), content);
  }

  names(): readonly string[] {
    return readdirSync(this.folder);
  }

  remove(name: string): void {
    rmSync(join(this.folder, name), { force: true });
  }
}

export function checksFor(cache?: string): CodeChecks {
  // As it is shipped: bundled.
  const scripts = join(__dirname, "../../../dist");
  return new CodeChecks({ processes: new ChildProcesses({ parser: join(scripts, "parser.js"), semantic: join(scripts, "semantic.js") }, SILENT), log: SILENT, ...(cache === undefined ? {} : { cache: new DiskFolder(cache) }) });
}

function readAll(folder: string): void {
  let bytes = 0;
  const files = filesBelow(folder).filter((path) => SOURCE.test(path));
  for (const path of files) bytes += readFileSync(join(folder, path)).length;
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
}

/** From nothing: parse, resolve, components and rules. */
async function cold(folder: string): Promise<void> {
  const checks = checksFor();
  summary(await checks.graph(new FolderSnapshot(folder)));
  checks.dispose();
}

/** As the command line does it: the work tree as git lists it, with the stored graph where it fits. */
async function stored(folder: string, cache: string): Promise<void> {
  const checks = checksFor(cache);
  const git = await openRepository(folder, SILENT);
  summary(await checks.graph(await git.snapshot("worktree")));
  git.dispose();
  checks.dispose();
}

function summary(graph: ImportGraph): void {
  const successors: number[][] = graph.files.map(() => []);
  for (const edge of graph.edges) {
    const to = edge.to === null ? -1 : graph.numberOf(edge.to);
    if (to >= 0 && LOADING_KINDS.includes(edge.kind)) successors[graph.numberOf(edge.from)]?.push(to);
  }
  const sizes = new Map<number, number>();
  for (const component of strongComponents(successors)) sizes.set(component, (sizes.get(component) ?? 0) + 1);
  const cyclic = [...sizes.values()].filter((size) => size > 1);
  const rules = new ArchitectureRules(parseArchitecture(RULES)).findings({ graph, globals: new Map() }, null, new Map());
  console.log(`${graph.files.length} files, ${graph.edges.length} edges, ${cyclic.length} cycles, ${rules.findings.length} findings`);
}

/** One file edited in a warm engine: graph and rules, against a base that stays. */
async function edits(folder: string): Promise<void> {
  const checks = checksFor();
  const disk = new FolderSnapshot(folder);
  const texts = await disk.read(disk.paths.filter((path) => SOURCE.test(path) || path.endsWith(".json") || path.endsWith(".yaml")));
  const ids = new Map(disk.paths.map((path) => {
    const content = texts.get(path);
    const bytes = Buffer.from(content?.kind === "text" ? content.text : path, "utf8");
    return [path, createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex")] as const;
  }));
  const snapshot = (edited: { path: string; text: string } | null) => new EditedSnapshot(disk.paths, texts, ids, edited);
  const rules = new ArchitectureRules(parseArchitecture(RULES));
  const base = { graph: await checks.graph(snapshot(null)), globals: new Map() };
  const candidates = base.graph.files.filter((path) => /\.tsx?$/.test(path) && base.graph.edgesFrom(path).length > 0);
  const wall: number[] = [];
  const processor: number[] = [];
  for (let index = 0; index < EDITS + 20; index++) {
    const path = candidates[(index * 7919) % candidates.length] ?? "";
    const content = texts.get(path);
    const other = base.graph.files[(index * 104729) % base.graph.files.length] ?? "";
    const text = `${content?.kind === "text" ? content.text : ""}\nimport "${"../".repeat(path.split("/").length - 1)}${other}";\n`;
    const started = process.hrtime.bigint();
    const used = process.cpuUsage();
    const graph = await checks.graph(snapshot({ path, text }));
    rules.findings({ graph, globals: new Map() }, base, new Map());
    const { user, system } = process.cpuUsage(used);
    // The first edits meet code that is not compiled yet.
    if (index < 20) continue;
    wall.push(Number(process.hrtime.bigint() - started) / 1e6);
    processor.push((user + system) / 1e3);
  }
  checks.dispose();
  const at = (list: readonly number[], share: number) => ([...list].sort((a, b) => a - b)[Math.floor(list.length * share)] ?? 0).toFixed(1);
  console.log(`${EDITS} edits: wall p50 ${at(wall, 0.5)} p95 ${at(wall, 0.95)} ms; own processor time p50 ${at(processor, 0.5)} p95 ${at(processor, 0.95)} ms`);
}

/** What ts-morph needs for the same edges, through its own resolution. */
async function tsMorph(folder: string): Promise<void> {
  const { Project } = await import("ts-morph");
  const project = new Project({ skipAddingFilesFromTsConfig: true, compilerOptions: { allowJs: false } });
  for (const path of filesBelow(folder)) if (/\.[cm]?tsx?$/.test(path)) project.addSourceFileAtPath(join(folder, path));
  let edges = 0;
  for (const file of project.getSourceFiles()) edges += file.getImportDeclarations().filter((one) => one.getModuleSpecifierSourceFile() !== undefined).length;
  console.log(`${project.getSourceFiles().length} files, ${edges} edges to files`);
}

if (require.main === module) {
  const [, , mode, folder = ".", cache = ""] = process.argv;
  const runs: Readonly<Record<string, (folder: string, cache: string) => Promise<void> | void>> = { read: readAll, graph: cold, stored, edits, "ts-morph": tsMorph };
  const run = runs[mode ?? ""];
  if (run === undefined) throw new Error(`unknown mode ${mode ?? ""}`);
  void run(resolve(folder), cache);
}
