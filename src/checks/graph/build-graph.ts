import { createHash } from "node:crypto";
import type { NotChecked } from "../../core/model";
import type { FileContent, Progress, Snapshot } from "../../core/ports";
import type { ParserClient } from "../parsing/parser-client";
import { unpack, unreadModule, type PackedModule } from "../parsing/protocol";
import { isModulePath } from "../parsing/read-module";
import { toErase } from "./changed-offers";
import { ErasedImports, kindsOrSame } from "./erased-imports";
import { fileEdges, type FileEdges } from "./file-edges";
import type { GraphFiles } from "./graph-files";
import { ImportGraph, type Offer } from "./import-graph";
import { Importers } from "./importers";
import type { ModuleCache} from "./module-cache";
import { moduleKey } from "./module-cache";
import { directoryOf } from "./paths";
import { isInstalled, isProjectFile, mayBeExtended, readProjectFiles, type ProjectFiles } from "./project-files";

const READ_FILES = 400;

export interface BuildOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** The last graph that was built, with all that went into it, so that the next one repeats only what changed. */
interface Built {
  readonly paths: readonly string[];
  readonly projectPaths: readonly string[];
  readonly projectIds: readonly string[];
  readonly project: ProjectFiles;
  readonly ambient: readonly string[];
  readonly modules: readonly PackedModule[];
  /** Git's ids of the files' contents, null where git doesn't know; parallel to the graph's files. */
  readonly blobs: readonly (string | null)[];
  readonly fileEdges: readonly FileEdges[];
  readonly graph: ImportGraph;
}

/** Builds import graphs of snapshots from their paths and texts alone; the graph that stood before only saves work. */
export class GraphBuilder {
  private last: Built | null = null;
  private readonly importers = new Importers();

  constructor(
    private readonly parser: ParserClient,
    private readonly modules: ModuleCache,
    private readonly stored: GraphFiles | null,
  ) {}

  /** Errors: `interrupted`. */
  async build(snapshot: Snapshot, options: BuildOptions = {}): Promise<ImportGraph> {
    const last = this.last !== null && samePaths(this.last.paths, snapshot.paths) ? this.last : null;
    const files = last?.graph.files ?? snapshot.paths.filter(isGraphPath);
    const projectPaths = last?.projectPaths ?? snapshot.paths.filter(isProjectFile);
    const projectIds = await contentIds(projectPaths, snapshot);
    const { blobs, dirtyPaths } = blobsOf(snapshot, files);
    // Files whose content git doesn't know are read at once where they are few; many are read as they are parsed.
    const dirty = dirtyPaths.length === 0 || dirtyPaths.length > READ_FILES ? NOTHING_READ : await snapshot.read(dirtyPaths);
    // A warm engine has no use for stored graphs.
    const digest = this.stored === null || last !== null ? null : graphDigest(snapshot, files, blobs, dirty, [...projectIds, ...(await contentIds(snapshot.paths.filter(mayBeExtended), snapshot))]);
    if (digest !== null) {
      const stored = this.stored?.graph(digest, files) ?? null;
      if (stored !== null) return stored;
    }
    this.stored?.loadModules(this.modules);
    const project = last !== null && sameItems(last.projectIds, projectIds) ? last.project : null;
    // Manifests are read while the files are parsed.
    const reading = project === null ? readProjectFiles(snapshot) : Promise.resolve(project);
    const parsed = await this.parse(snapshot, files, blobs, dirty, last, reading, options);
    const read = await reading;
    const built = this.link(snapshot, files, parsed, projectIds, read, last);
    // What tsconfigs extend may have any name, which is known only now.
    const followed = project === null && read.followed.length > 0 ? [...projectPaths, ...read.followed] : null;
    this.last = { ...built, blobs, ...(followed === null ? { projectPaths } : { projectPaths: followed, projectIds: await contentIds(followed, snapshot) }), paths: snapshot.paths };
    if (digest !== null) this.stored?.keep(digest, built.graph, this.modules);
    return built.graph;
  }

  private async parse(snapshot: Snapshot, files: readonly string[], blobs: readonly (string | null)[], dirty: ReadonlyMap<string, FileContent>, last: Built | null, reading: Promise<ProjectFiles>, options: BuildOptions): Promise<Parsed> {
    const modules = new Map<string, PackedModule>();
    const unread: string[] = [];
    if (dirty.size > 0) await this.parseChunk(dirty, modules, options.signal);
    const known = last?.modules.slice() ?? files.map(() => UNREAD);
    const changed: number[] = [];
    const take = (index: number, module: PackedModule) => {
      if (module !== last?.modules[index]) changed.push(index);
      known[index] = module;
    };
    for (let index = 0; index < files.length; index++) {
      const blob = blobs[index] ?? null;
      if (blob !== null && blob === last?.blobs[index]) continue;
      const path = files[index] ?? "";
      const module = blob === null ? modules.get(path) : this.modules.get(moduleKey(path, blob));
      if (module === undefined) unread.push(path);
      else take(index, module);
    }
    if (unread.length === 0) return { modules: known, changed };
    let parsing: Promise<void>[] = [];
    for (let at = 0; at < unread.length; at += READ_FILES) {
      options.progress?.report("Reading imports", at, unread.length);
      const contents = await snapshot.read(unread.slice(at, at + READ_FILES));
      parsing.push(this.parseChunk(contents, modules, options.signal).then(async () => resolveAhead(await reading, contents.keys(), modules)));
      // Reading goes on while the parser works, but not so far ahead that all texts stand in memory.
      if (parsing.length > 3) {
        await Promise.all(parsing.slice(0, -1));
        parsing = parsing.slice(-1);
      }
    }
    await Promise.all(parsing);
    options.progress?.report("Reading imports", unread.length, unread.length);
    const isUnread = new Set(unread);
    for (let index = 0; index < files.length; index++) {
      const path = files[index] ?? "";
      if (isUnread.has(path)) take(index, modules.get(path) ?? UNREAD);
    }
    return { modules: known, changed: changed.sort((one, other) => one - other) };
  }

  private async parseChunk(contents: ReadonlyMap<string, FileContent>, modules: Map<string, PackedModule>, signal?: AbortSignal): Promise<void> {
    const unknown: { path: string; text: string; key: string }[] = [];
    for (const [path, content] of contents) {
      if (content.kind !== "text") {
        modules.set(path, unreadModule(whyUnread(content.kind)));
        continue;
      }
      const key = moduleKey(path, content.blob ?? blobOf(content.text));
      const known = this.modules.get(key);
      if (known === undefined) unknown.push({ path, text: content.text, key });
      else modules.set(path, known);
    }
    if (unknown.length === 0) return;
    const { answers, problems } = await this.parser.modules(unknown, signal);
    for (const { path, key } of unknown) {
      const module = answers.get(path) ?? unreadModule(problems.get(path) ?? "the parser gave no answer");
      modules.set(path, module);
      this.modules.set(key, module);
    }
  }

  private link(snapshot: Snapshot, files: readonly string[], { modules, changed: different }: Parsed, projectIds: readonly string[], project: ProjectFiles, last: Built | null): Omit<Built, "paths" | "projectPaths" | "blobs"> {
    const { resolver } = project;
    const ambient = last !== null && different.every((index) => sameItems(last.modules[index]?.ambient ?? [], modules[index]?.ambient ?? [])) ? last.ambient : modules.flatMap((module) => module.ambient);
    const kept = last !== null && last.project === project && sameItems(last.ambient, ambient) ? last : null;
    // A project's problems are known once it was asked for; every file asks, whether it imports something or not.
    if (kept === null) for (const path of files) resolver.projectOf(path);
    const changed = kept === null ? null : different;
    const written = changed === null || kept === null ? files.map((path, index) => fileEdges(path, modules[index] ?? UNREAD, resolver, ambient)) : replaced(kept.fileEdges, changed, (index) => fileEdges(files[index] ?? "", modules[index] ?? UNREAD, resolver, ambient));
    if (kept !== null && changed !== null) this.importers.follow(kept.fileEdges, written, changed);
    const numbers = kept?.graph ?? new ImportGraph({ files, edges: [], offers: [], notChecked: [], packages: [], licences: null });
    const erased = new ErasedImports(
      (path) => modules[numbers.numberOf(path)],
      (path) => written[numbers.numberOf(path)],
    );
    const edges = kept === null || changed === null ? written.map((one) => erased.edges(one)) : replaced(kept.graph.parts.edges, toErase({ files, before: kept.modules, after: modules, written, changed }, this.importers), (index) => kindsOrSame(erased.edges(written[index] ?? NO_FILE_EDGES), kept.graph.parts.edges[index]));
    const notChecked: NotChecked[] = [];
    modules.forEach(({ problem }, index) => {
      if (problem !== null) notChecked.push({ what: "imports", why: problem, path: files[index] ?? "" });
    });
    for (const { path, why } of [...project.problems].sort((a, b) => (a.path < b.path ? -1 : 1))) notChecked.push({ what: "import resolution", why, path });
    const parts = {
      files,
      edges,
      offers: kept === null || changed === null ? modules.map(offerOf) : replaced(kept.graph.parts.offers, changed.filter((index) => !isOffered(kept.graph.parts.offers[index], modules[index])), (index) => offerOf(modules[index] ?? UNREAD)),
      notChecked,
      packages: kept?.graph.parts.packages ?? snapshot.paths.filter((path) => /(^|\/)package\.json$/.test(path) && !isInstalled(path)).map(directoryOf),
      licences: project.licences,
    };
    return { projectIds, project, ambient, modules, fileEdges: written, graph: new ImportGraph(parts, numbers) };
  }
}

const UNREAD = unreadModule(null);
const NOTHING_READ: ReadonlyMap<string, FileContent> = new Map();
const NO_FILE_EDGES: FileEdges = { edges: [], erasable: [] };

/** Modules of a graph's files, and the positions of those that are others than before. */
interface Parsed {
  readonly modules: readonly PackedModule[];
  readonly changed: readonly number[];
}

/** Whether the graph has a node for the path. */
function isGraphPath(path: string): boolean {
  return isModulePath(path) && !isInstalled(path) && !path.endsWith(".min.js");
}

/** Links and submodules are no files of their own; all else that can't be read is said. */
function whyUnread(kind: Exclude<FileContent["kind"], "text">): string | null {
  switch (kind) {
    case "symlink":
    case "submodule":
      return null;
    case "too-large":
      return "larger than 5 MiB or 250,000 lines: not parsed";
    case "missing":
      return "not there when it was read: deleted meanwhile, or missing from a partial clone";
    case "binary":
    case "not-utf8":
      return `not readable as text (${kind})`;
  }
}

/** Contents of the files that decide where specifiers lead, by git's ids, parallel to their paths. */
async function contentIds(paths: readonly string[], snapshot: Snapshot): Promise<readonly string[]> {
  const unknown = paths.filter((path) => (snapshot.blobOf?.(path) ?? null) === null);
  const contents = unknown.length === 0 ? new Map<string, FileContent>() : await snapshot.read(unknown, 64 * 1024 * 1024);
  return paths.map((path) => {
    const content = contents.get(path);
    return (content === undefined ? snapshot.blobOf?.(path) : content.kind === "text" ? blobOf(content.text) : content.kind) ?? "";
  });
}

/** Git's ids of the files' contents, and the files whose content git doesn't know. */
function blobsOf(snapshot: Snapshot, files: readonly string[]): { readonly blobs: readonly (string | null)[]; readonly dirtyPaths: readonly string[] } {
  const dirtyPaths: string[] = [];
  const blobs = files.map((path) => {
    const blob = snapshot.blobOf?.(path) ?? null;
    if (blob === null) dirtyPaths.push(path);
    return blob;
  });
  return { blobs, dirtyPaths };
}

/** One name for all that a graph depends on, or null where the content of a file is not known without reading it. */
function graphDigest(snapshot: Snapshot, files: readonly string[], blobs: readonly (string | null)[], dirty: ReadonlyMap<string, FileContent>, projectIds: readonly string[]): string | null {
  const ids: string[] = [];
  for (const [index, path] of files.entries()) {
    const content = dirty.get(path);
    const blob = blobs[index] ?? (content?.kind === "text" ? blobOf(content.text) : (content?.kind ?? null));
    if (blob === null) return null;
    ids.push(blob);
  }
  // All paths count: a specifier may lead to any file.
  const hash = createHash("sha256").update(ids.join(""));
  hash.update(snapshot.paths.join("\0")).update("\0\0").update(projectIds.join("\0"));
  return hash.digest("hex");
}

/** The resolver remembers: what it finds while the parser works need not be waited for afterwards. */
function resolveAhead({ resolver }: ProjectFiles, paths: Iterable<string>, modules: ReadonlyMap<string, PackedModule>): void {
  for (const path of paths) {
    const module = modules.get(path);
    if (module !== undefined) for (const { kind, specifier } of unpack(module)) resolver.resolve(path, specifier, kind === "type" || kind === "inline-type");
  }
}

function offerOf({ total, abstract }: PackedModule): Offer {
  return { total, abstract };
}

function isOffered(offer: Offer | undefined, module: PackedModule | undefined): boolean {
  return offer?.total === module?.total && offer?.abstract === module?.abstract;
}

function samePaths(before: readonly string[], now: readonly string[]): boolean {
  return before === now || sameItems(before, now);
}

function sameItems(before: readonly string[], now: readonly string[]): boolean {
  return before.length === now.length && before.every((item, index) => item === now[index]);
}

function replaced<T>(list: readonly T[], positions: readonly number[], make: (index: number) => T): readonly T[] {
  if (positions.length === 0) return list;
  const result = list.slice();
  for (const index of positions) result[index] = make(index);
  return result;
}

/** Git's id of a text, so that a file of the work tree equals the one of a commit. */
function blobOf(text: string): string {
  return createHash("sha1").update(`blob ${Buffer.byteLength(text, "utf8")}\0`).update(text, "utf8").digest("hex");
}
