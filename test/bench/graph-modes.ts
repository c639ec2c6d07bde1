/** The measured runs of the graph bench, each in a process of its own: `node graph-modes.js MODE FOLDER [CACHE]`. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PerformanceObserver, type PerformanceEntry } from "node:perf_hooks";
import { parseArchitecture } from "../../src/checks/architecture/architecture-configuration";
import { ArchitectureRules } from "../../src/checks/architecture/architecture-rules";
import { CodeChecks } from "../../src/checks/code-checks";
import type { ImportGraph } from "../../src/checks/graph/import-graph";
import type { CacheFolder, ChildRunner, FileContent, Log, Snapshot, Worker } from "../../src/core/ports";
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

/** As it is shipped: bundled. */
function shippedProcesses(): ChildRunner {
  const scripts = join(__dirname, "../../../dist");
  return new ChildProcesses({ parser: join(scripts, "parser.js"), semantic: join(scripts, "semantic.js") }, SILENT);
}

export function checksFor(cache?: string, processes = shippedProcesses()): CodeChecks {
  return new CodeChecks({ processes, log: SILENT, ...(cache === undefined ? {} : { cache: new DiskFolder(cache) }) });
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

/** Without a base each cyclic component is one finding. */
function summary(graph: ImportGraph): void {
  const { findings } = new ArchitectureRules(parseArchitecture(RULES)).findings({ graph, globals: new Map() }, null, new Map());
  const edges = graph.parts.edges.reduce((sum, list) => sum + list.length, 0);
  console.log(`${graph.files.length} files, ${edges} edges, ${findings.filter(({ rule }) => rule === "cycle").length} cycles, ${findings.length} findings`);
}

/** What is appended to a file: each asks for another part of the work to be done again. */
const EDIT_KINDS: Readonly<Record<string, (up: string, other: string, index: number) => string>> = {
  "an import more": (up, other) => `import "${up}${other}";\n`,
  "a line of code": (_, __, index) => `void ${index};\n`,
  "a type more": (_, __, index) => `export interface Edited${index} { readonly id: string }\n`,
};

/** One file edited in a warm engine: graph and rules, against a base that stays. */
async function edits(folder: string): Promise<void> {
  const parser = new TimedProcesses();
  const checks = checksFor(undefined, parser);
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
  const collections: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => collections.push(...list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  for (const [kind, appended] of Object.entries(EDIT_KINDS)) {
    const measured: Edit[] = [];
    for (let index = 0; index < EDITS + 20; index++) {
      const path = candidates[(index * 7919) % candidates.length] ?? "";
      const content = texts.get(path);
      const other = base.graph.files[(index * 104729) % base.graph.files.length] ?? "";
      const text = `${content?.kind === "text" ? content.text : ""}\n${appended("../".repeat(path.split("/").length - 1), other, index)}`;
      const used = process.cpuUsage();
      parser.milliseconds = 0;
      const started = performance.now();
      const graph = await checks.graph(snapshot({ path, text }));
      const built = performance.now();
      rules.findings({ graph, globals: new Map() }, base, new Map());
      const ended = performance.now();
      const { user, system } = process.cpuUsage(used);
      // The first edits meet code that is not compiled yet.
      if (index >= 20) measured.push({ started, ended, wall: ended - started, parsing: parser.milliseconds, graph: built - started - parser.milliseconds, rules: ended - built, processor: (user + system) / 1e3 });
    }
    // The observer is told at the next turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
    print(kind, measured, collections);
  }
  observer.disconnect();
  checks.dispose();
}

/** Times of one edit in milliseconds; `parsing` is the whole way to the parser process and back. */
interface Edit {
  readonly started: number;
  readonly ended: number;
  readonly wall: number;
  readonly parsing: number;
  readonly graph: number;
  readonly rules: number;
  readonly processor: number;
}

function print(kind: string, measured: readonly Edit[], collections: readonly PerformanceEntry[]): void {
  const within = ({ started, ended }: Edit) => collections.filter(({ startTime }) => startTime >= started && startTime < ended);
  const at = (list: readonly number[], share: number) => ([...list].sort((a, b) => a - b)[Math.floor(list.length * share)] ?? 0).toFixed(1);
  const both = (name: string, of: (edit: Edit) => number) => `${name} p50 ${at(measured.map(of), 0.5)} p95 ${at(measured.map(of), 0.95)}`;
  const clean = measured.filter((edit) => within(edit).length === 0);
  const paused = measured.flatMap((edit) => within(edit).map(({ duration }) => duration));
  console.log(`${measured.length} edits, ${kind}, in ms: ${both("wall", ({ wall }) => wall)} (without garbage collection p95 ${at(clean.map(({ wall }) => wall), 0.95)}); ${both("parser process", ({ parsing }) => parsing)}, ${both("graph", ({ graph }) => graph)}, ${both("rules", ({ rules }) => rules)}; ${both("own processor time", ({ processor }) => processor)}; ${paused.length} collections of at most ${at(paused, 1 - 1e-9)}`);
}

/** The shipped processes, with the time that answers took. */
class TimedProcesses implements ChildRunner {
  milliseconds = 0;
  private readonly inner = shippedProcesses();

  worker(...parameters: Parameters<ChildRunner["worker"]>): Worker {
    const worker = this.inner.worker(...parameters);
    return {
      ask: async (...question) => {
        const asked = performance.now();
        try {
          return await worker.ask(...question);
        } finally {
          this.milliseconds += performance.now() - asked;
        }
      },
      dispose: () => worker.dispose(),
    };
  }
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
