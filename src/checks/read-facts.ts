import type { Snapshot } from "../core/ports";
import { objectOf, parseJsonObject, parseManifest, type Manifest } from "./graph/manifest";
import { lockedNames, lockedTargets, LOCKFILES, MAXIMUM_LOCKFILE, isInstalled, textOf } from "./graph/project-files";
import { directoryOf } from "./graph/paths";
import { askedFor } from "./rules/invented-package";
import type { ProjectFacts } from "./rules/project-facts";

const LICENCE_FILE = /^(licen[cs]e|copying|unlicense)(\.\w+)?$/i;
/** What no copyright line of one's own would consist of. */
const COMMON = new Set(["the", "and", "inc", "ltd", "llc", "gmbh", "contributors", "authors", "copyright", "all", "rights", "reserved", "corporation", "company", "project", "team"]);

/** Licence headers by their first lines; SPDX's names. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/GNU\s+AFFERO/i, "AGPL-3.0"],
  [/GNU\s+LESSER/i, "LGPL-3.0"],
  [/GNU\s+GENERAL/i, "GPL-3.0"],
  [/Mozilla\s+Public/i, "MPL-2.0"],
  [/Server\s+Side\s+Public/i, "SSPL-1.0"],
  [/Business\s+Source/i, "BUSL-1.1"],
  [/Apache\s+License/i, "Apache-2.0"],
  [/\bMIT\s+License\b|Permission\s+is\s+hereby\s+granted/i, "MIT"],
];

/** What rules may know of the repository around the changed files, from the head's files and the base's manifests. */
export async function readFacts(head: Snapshot, paths: readonly string[], base: Snapshot | null = null): Promise<ProjectFacts> {
  const roots = head.paths.filter((path) => path === "package.json" || LICENCE_FILE.test(path));
  const texts = new Map([...(await head.read(roots))].flatMap(([path, content]) => (content.kind === "text" ? [[path, content.text] as const] : [])));
  const json = parseJsonObject(texts.get("package.json") ?? "") ?? {};
  const files = [...texts].filter(([path]) => path !== "package.json").map(([, text]) => text);
  const stated = typeof json["license"] === "string" ? json["license"] : null;
  const licence = [stated, ...files.map((text) => KNOWN.find(([pattern]) => pattern.test(text.slice(0, 1_500)))?.[1] ?? null)].filter((one) => one !== null);
  return { licence: licence.length === 0 ? null : [...new Set(licence)].join(" AND "), holders: holdersOf(json, files), locked: await lockedOf(head, paths), ...(base === null ? {} : await declaredIn(base, head, paths)) };
}

function holdersOf(json: Readonly<Record<string, unknown>>, licences: readonly string[]): readonly string[] {
  const author: unknown = typeof json["author"] === "string" ? json["author"] : objectOf(json["author"])["name"];
  const lines = licences.flatMap((text) => [...text.slice(0, 3_000).matchAll(/copyright[^\n]*/gi)].map(([line]) => line));
  // A licence's own text says "copyright notice" and the like; only lines with a year name somebody.
  const named = [...lines.filter((line) => /\b(19|20)\d\d\b/.test(line)), ...(typeof author === "string" ? [author.replace(/[<(].*$/, "")] : [])];
  return [...new Set(named.flatMap((line) => line.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 2 && !/^\d+$/.test(word) && !COMMON.has(word)))];
}

/** Changed manifests that are the repository's own. */
function changedManifests(head: Snapshot, paths: readonly string[]): readonly string[] {
  return paths.filter((path) => /(^|\/)package\.json$/.test(path) && head.has(path) && !isInstalled(path));
}

const SECTIONS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

interface ReadManifest {
  readonly path: string;
  readonly manifest: Manifest;
  /** The declared packages by their own names. */
  readonly asked: readonly string[];
}

async function manifestsOf(snapshot: Snapshot): Promise<readonly ReadManifest[]> {
  const contents = await snapshot.read(snapshot.paths.filter((path) => /(^|\/)package\.json$/.test(path) && !isInstalled(path)));
  return [...contents].flatMap(([path, content]) => {
    const text = textOf(content) ?? "";
    const manifest = parseManifest(text, directoryOf(path));
    if (manifest === null) return [];
    const json = parseJsonObject(text) ?? {};
    const sections = SECTIONS.map((field) => objectOf(json[field]));
    return [{ path, manifest, asked: [...manifest.declared.keys()].flatMap((name) => [...new Set(sections.filter((section) => Object.hasOwn(section, name)).map((section) => askedFor(name, section[name])))]) }];
  });
}

/** What the base's manifests declare, the names of the packages that stand in the repository at either side, and what came with other packages. */
async function declaredIn(base: Snapshot, head: Snapshot, paths: readonly string[]): Promise<Pick<ProjectFacts, "declaredBefore" | "lockedBefore">> {
  const changed = changedManifests(head, paths);
  if (changed.length === 0) return {};
  const before = await manifestsOf(base);
  if (before.length === 0) return {};
  const now = await manifestsOf(head);
  const declaredBefore = new Set([...before.flatMap(({ asked }) => asked), ...[...before, ...now].flatMap(({ manifest }) => manifest.name ?? [])]);
  const added = now.filter(({ path }) => changed.includes(path)).flatMap(({ asked }) => asked.filter((name) => !declaredBefore.has(name)));
  const locked = added.length === 0 ? new Set<string>() : inLockfiles(await lockfilesOf(base));
  return { declaredBefore: [...declaredBefore], lockedBefore: added.filter((name) => locked.has(name)) };
}

/** Their texts; null for one that is binary or too large. */
async function lockfilesOf(snapshot: Snapshot): Promise<readonly (string | null)[]> {
  const locks = snapshot.paths.filter((path) => LOCKFILES.test(path) && !isInstalled(path));
  return [...(await snapshot.read(locks, MAXIMUM_LOCKFILE)).values()].map(textOf);
}

function inLockfiles(texts: readonly (string | null)[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [...lockedNames(text ?? ""), ...lockedTargets(text ?? "")]));
}

/** Only where a manifest changed: lockfiles are large. Null where no lockfile could be read. */
async function lockedOf(head: Snapshot, paths: readonly string[]): Promise<readonly string[] | null> {
  const changed = changedManifests(head, paths);
  if (changed.length === 0) return null;
  const lockTexts = await lockfilesOf(head);
  // A binary lockfile, or one that is too large, may hold anything.
  if (lockTexts.length === 0 || lockTexts.some((text) => text === null) || head.paths.some((path) => /(^|\/)bun\.lockb$/.test(path))) return null;
  const read = await manifestsOf(head);
  const declared = new Set(read.filter(({ path }) => changed.includes(path)).flatMap(({ asked }) => asked));
  const locked = inLockfiles(lockTexts);
  const own = new Set(read.map(({ manifest }) => manifest.name));
  return [...declared].filter((name) => locked.has(name) || own.has(name));
}
