import { createHash } from "node:crypto";
import type { NotChecked } from "../../core/model";
import type { Progress, Snapshot } from "../../core/ports";
import type { ModuleReference } from "../parsing/module-record";
import type { ParserClient } from "../parsing/parser-client";
import { unpack } from "../parsing/protocol";
import { languageOf } from "../syntax/language";
import { ImportGraph, type EdgeKind, type ImportEdge } from "./import-graph";
import { isInstalled, readProjectFiles } from "./project-files";
import type { Resolver } from "./resolver";

const READ_FILES = 400;

/** What parsing a file gave; the same content is parsed once, at the base and at the head. */
interface ParsedModule {
  readonly references: readonly ModuleReference[];
  readonly problem: string | null;
  /** `declare module "…"`: names that this file gives a meaning. */
  readonly ambient: readonly string[];
}

/** Parsed modules by language and content. */
export class ModuleCache {
  private readonly entries = new Map<string, ParsedModule>();

  get(key: string): ParsedModule | undefined {
    return this.entries.get(key);
  }

  set(key: string, module: ParsedModule): void {
    // A repository's whole history is not kept: the oldest entries go first.
    if (this.entries.size >= 60_000) for (const old of [...this.entries.keys()].slice(0, 20_000)) this.entries.delete(old);
    this.entries.set(key, module);
  }
}

export interface BuildOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Builds the import graph of a snapshot from its paths and texts alone. */
export async function buildGraph(snapshot: Snapshot, parser: ParserClient, cache: ModuleCache, options: BuildOptions = {}): Promise<ImportGraph> {
  const files = snapshot.paths.filter((path) => languageOf(path) !== null && !isInstalled(path) && !path.endsWith(".min.js"));
  const project = readProjectFiles(snapshot);
  const modules = new Map<string, ParsedModule>();
  const notChecked: NotChecked[] = [];
  const unread: string[] = [];
  for (const path of files) {
    const blob = snapshot.blobOf?.(path) ?? null;
    const known = blob === null ? undefined : cache.get(keyOf(path, blob));
    if (known === undefined) unread.push(path);
    else modules.set(path, known);
  }
  let parsing: Promise<void>[] = [];
  for (let at = 0; at < unread.length; at += READ_FILES) {
    const chunk = unread.slice(at, at + READ_FILES);
    const texts = new Map<string, { text: string; key: string }>();
    for (const [path, content] of await snapshot.read(chunk)) {
      if (content.kind === "text") texts.set(path, { text: content.text, key: keyOf(path, content.blob ?? blobOf(content.text)) });
      else if (content.kind === "too-large") notChecked.push({ what: "imports", why: "larger than 5 MiB: not parsed", path });
      else if (content.kind === "not-utf8" || content.kind === "binary") notChecked.push({ what: "imports", why: `not readable as text (${content.kind})`, path });
    }
    options.progress?.report("Reading imports", at, unread.length);
    parsing.push(parseChunk(texts, parser, cache, modules, options.signal));
    // Reading goes on while the parser works, but not so far ahead that all texts stand in memory.
    if (parsing.length > 3) {
      await Promise.all(parsing.slice(0, -1));
      parsing = parsing.slice(-1);
    }
  }
  await Promise.all(parsing);
  const { resolver } = await project;
  const ambient = [...modules.values()].flatMap((module) => module.ambient);
  const edges: ImportEdge[] = [];
  for (const path of files) {
    const module = modules.get(path);
    if (module === undefined) continue;
    if (module.problem !== null) notChecked.push({ what: "imports", why: module.problem, path });
    for (const reference of module.references) edges.push(...edgesOf(path, reference, resolver, ambient));
  }
  options.progress?.report("Reading imports", unread.length, unread.length);
  // Projects are read while files are resolved, so their problems are known only now.
  for (const { path, why } of (await project).problems) notChecked.push({ what: "import resolution", why, path });
  return new ImportGraph(files, edges, notChecked);
}

async function parseChunk(texts: ReadonlyMap<string, { text: string; key: string }>, parser: ParserClient, cache: ModuleCache, modules: Map<string, ParsedModule>, signal?: AbortSignal): Promise<void> {
  const unknown: { path: string; text: string }[] = [];
  for (const [path, { text, key }] of texts) {
    const known = cache.get(key);
    if (known === undefined) unknown.push({ path, text });
    else modules.set(path, known);
  }
  const { answers, problems } = await parser.modules(unknown, signal);
  for (const { path, text } of unknown) {
    const answer = answers.get(path);
    const module: ParsedModule = { references: answer === undefined ? [] : unpack(answer), problem: problems.get(path) ?? answer?.problem ?? null, ambient: ambientModules(text) };
    modules.set(path, module);
    const key = texts.get(path)?.key;
    if (key !== undefined) cache.set(key, module);
  }
}

function edgesOf(from: string, place: ModuleReference, resolver: Resolver, ambient: readonly string[]): readonly ImportEdge[] {
  const { specifier } = place;
  const isType = place.kind === "type" || place.kind === "inline-type";
  let resolution = resolver.resolve(from, specifier, isType);
  if ((resolution.kind === "unresolved" || resolution.kind === "undeclared") && ambient.some((pattern) => matchesAmbient(pattern, specifier))) resolution = { kind: "external", name: specifier };
  const to = resolution.kind === "file" ? resolution.path : null;
  const edge = (kind: EdgeKind): ImportEdge => ({ from, to, kind, specifier, resolution, place });
  if (place.kind !== "inline-type") return [edge(place.kind)];
  // Only the types are erased then, and the import itself stays (TypeScript 5.0, verbatimModuleSyntax).
  return resolver.projectOf(from)?.verbatimModuleSyntax === true ? [edge("type"), edge("side-effect")] : [edge("type")];
}

function ambientModules(text: string): readonly string[] {
  if (!text.includes("declare module")) return [];
  return [...text.matchAll(/\bdeclare\s+module\s+(["'])([^"'\n]{1,300})\1/g)].map((match) => match[2] ?? "");
}

function matchesAmbient(pattern: string, specifier: string): boolean {
  const star = pattern.indexOf("*");
  return star < 0 ? pattern === specifier : specifier.length >= pattern.length - 1 && specifier.startsWith(pattern.slice(0, star)) && specifier.endsWith(pattern.slice(star + 1));
}

function keyOf(path: string, blob: string): string {
  return `${languageOf(path) ?? ""}${/\.[cm]js$/.exec(path)?.[0] ?? ""}:${blob}`;
}

/** Git's id of a text, so that a file of the work tree equals the one of a commit. */
function blobOf(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
