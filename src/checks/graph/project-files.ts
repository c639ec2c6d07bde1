import type { FileContent, Snapshot } from "../../core/ports";
import { parseManifest, pnpmWorkspaces, whyNoJsonObject, withDenoImports, type Manifest } from "./manifest";
import { directoryOf, joinPath } from "./paths";
import { Resolver } from "./resolver";
import { TypescriptProjects, type ProjectProblem } from "./tsconfig";

export const LOCKFILES = /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/;
const SETTINGS = /(^|\/)[jt]sconfig[^/]*\.json$|tsconfig[^/]*\/[^/]+\.json$|(^|\/)(package\.json|deno\.jsonc?|pnpm-workspace\.yaml)$/;
/** Levels of `extends`. */
const MAXIMUM_FOLLOWED = 30;
export const MAXIMUM_LOCKFILE = 64 * 1024 * 1024;

export interface ProjectFiles {
  readonly resolver: Resolver;
  /** Licences that lockfiles state, by package; null where none states any. */
  readonly licences: ReadonlyMap<string, string> | null;
  /** Files that tsconfigs extend or refer to, beside those that their names give away. */
  readonly followed: readonly string[];
  /** Filled while files are resolved; read it afterwards. */
  readonly problems: readonly ProjectProblem[];
}

/** Paths inside installed packages are nobody's source, even where they were committed. */
export function isInstalled(path: string): boolean {
  return path.startsWith("node_modules/") || path.includes("/node_modules/");
}

/** Whether a file decides where specifiers lead. */
export function isProjectFile(path: string): boolean {
  return !isInstalled(path) && (SETTINGS.test(path) || LOCKFILES.test(path));
}

/** Whether a tsconfig may extend the file, although its name says nothing of it. */
export function mayBeExtended(path: string): boolean {
  return path.endsWith(".json") && !isInstalled(path) && !isProjectFile(path);
}

/** Reads manifests, lockfiles and tsconfigs of a snapshot and makes its resolver. */
export async function readProjectFiles(snapshot: Snapshot): Promise<ProjectFiles> {
  const own = snapshot.paths.filter(isProjectFile);
  const locks = own.filter((path) => LOCKFILES.test(path));
  const settings = own.filter((path) => !LOCKFILES.test(path));
  const contents = new Map([...(await snapshot.read(settings)), ...(await snapshot.read(locks, MAXIMUM_LOCKFILE))]);
  const problems: ProjectProblem[] = [];
  const texts = new Map<string, string>();
  for (const [path, content] of contents) {
    const text = textOf(content);
    if (text !== null) texts.set(path, text);
    else if (content.kind !== "symlink") problems.push({ path, why: `could not be read (${content.kind})` });
  }
  const manifests = new Map<string, Manifest>();
  const workspaceGlobs: { directory: string; glob: string }[] = [];
  const locked = new Set<string>();
  const licences = new Map<string, string>();
  for (const [path, text] of texts) {
    const directory = directoryOf(path);
    if (path.endsWith("pnpm-workspace.yaml")) workspaceGlobs.push(...pnpmWorkspaces(text).map((glob) => ({ directory, glob })));
    else if (/(^|\/)package\.json$/.test(path)) {
      const manifest = parseManifest(text, directory);
      if (manifest === null) problems.push({ path, why: whyNoJsonObject(text) });
      else {
        manifests.set(directory, manifest);
        workspaceGlobs.push(...manifest.workspaces.map((glob) => ({ directory, glob })));
      }
    } else if (LOCKFILES.test(path)) {
      for (const name of lockedNames(text)) locked.add(name);
      for (const [name, licence] of lockedLicences(text)) licences.set(name, licence);
    }
  }
  for (const [path, text] of texts) {
    if (!/(^|\/)deno\.jsonc?$/.test(path)) continue;
    const manifest = withDenoImports(manifests.get(directoryOf(path)), text, directoryOf(path));
    if (manifest === null) problems.push({ path, why: whyNoJsonObject(text) });
    else manifests.set(directoryOf(path), manifest);
  }
  const byName = new Map([...manifests.values()].flatMap((manifest) => (manifest.name === null ? [] : [[manifest.name, manifest.directory] as const])));
  const projects = new TypescriptProjects(texts, (specifier) => {
    const name = /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
    const directory = byName.get(name);
    return directory === undefined ? null : joinPath(directory, specifier.slice(name.length) || "tsconfig.json");
  });
  const followed = await readFollowed(snapshot, projects, texts);
  const resolver = new Resolver({ paths: new Set(snapshot.paths), manifests, locked, workspaceGlobs }, projects);
  return {
    resolver,
    licences: licences.size > 0 ? licences : null,
    followed,
    get problems() {
      return [...problems, ...projects.problems];
    },
  };
}

/** Adds to `texts` what tsconfigs lead to under other names: `extends: "./base.json"`. Returns the added paths. */
async function readFollowed(snapshot: Snapshot, projects: TypescriptProjects, texts: Map<string, string>): Promise<readonly string[]> {
  const followed: string[] = [];
  let open = [...texts.keys()].filter((path) => /[jt]sconfig[^/]*(\/[^/]+)?\.json$/.test(path));
  for (let round = 0; round < MAXIMUM_FOLLOWED && open.length > 0; round++) {
    const wanted = [...new Set(open.flatMap((path) => projects.linked(path)))].filter((path) => !texts.has(path) && path.endsWith(".json") && snapshot.has(path));
    open = [];
    for (const [path, content] of await snapshot.read(wanted)) {
      const text = textOf(content);
      if (text === null) continue;
      texts.set(path, text);
      open.push(path);
    }
    followed.push(...open);
  }
  return followed;
}

export function textOf(content: FileContent | undefined): string | null {
  return content?.kind === "text" ? content.text : null;
}

/** Names of packages in a lockfile of npm, yarn, pnpm or bun; versions don't matter here. */
export function lockedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const patterns = [/"(?:[^"\n]*\/)?node_modules\/((?:@[^/"\n]+\/)?[^/"\n]+)"/g, /^"?((?:@[^/@"\s]+\/)?[^/@"\s,:]+)@[^\n]*:$/gm, /^\s{2,4}['"]?\/?((?:@[^/@'"\s]+\/)?[^/@'":\s]+)[@/][^\n]*:$/gm, /^\s{4}"((?:@[^/"\s]+\/)?[^/"\s]+)": \[/gm];
  for (const pattern of patterns) for (const match of text.matchAll(pattern)) if (match[1] !== undefined) names.add(match[1]);
  return names;
}

/** Packages that a lockfile holds under another name (`npm:other@1`), by their own; pnpm lists them by that anyway. */
export function lockedTargets(text: string): ReadonlySet<string> {
  const name = String.raw`((?:@[^/@"\s]+\/)?[^/@"\s,:]+)`;
  const patterns = [String.raw`node_modules\/[^"\n]+": ?\{\s*"name": ?"${name}"`, String.raw`"version": ?"npm:${name}@`, String.raw`^"?[^#\s][^\n]*?@npm:${name}@[^\n]*:$`, String.raw`^\s{4}"[^"\n]+": \["${name}@`];
  return new Set(patterns.flatMap((pattern) => [...text.matchAll(new RegExp(pattern, "gm"))].flatMap((match) => match[1] ?? [])));
}

/** Licences as npm's lockfile states them; the other package managers' lockfiles state none. */
function lockedLicences(text: string): readonly (readonly [string, string])[] {
  if (!text.includes('"lockfileVersion"')) return [];
  const entries = text.matchAll(/"(?:[^"\n]*\/)?node_modules\/((?:@[^/"\n]+\/)?[^/"\n]+)": ?\{[^{}]*?"license": ?"([^"\n]{1,200})"/g);
  return [...entries].map((match) => [match[1] ?? "", match[2] ?? ""] as const);
}
