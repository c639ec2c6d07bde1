import type { Snapshot } from "../core/ports";
import { DEPENDENCY_FIELDS, objectOf, parseJsonObject } from "./graph/manifest";
import { lockedNames, lockedTargets, LOCKFILES, MAXIMUM_LOCKFILE, isInstalled, textOf } from "./graph/project-files";
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
  return { licence: licence.length === 0 ? null : [...new Set(licence)].join(" AND "), holders: holdersOf(json, files), ...(await packagesOf(head, paths, base)) };
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

/** Only where a manifest changed: lockfiles are large. */
async function packagesOf(head: Snapshot, paths: readonly string[], base: Snapshot | null): Promise<Pick<ProjectFacts, "locked" | "declaredBefore" | "lockedBefore">> {
  const changed = changedManifests(head, paths);
  if (changed.length === 0) return { locked: null };
  const now = await manifestsOf(head);
  return { locked: await lockedOf(head, now, changed), ...(base === null ? {} : await declaredIn(base, now, changed)) };
}

interface ReadManifest {
  readonly path: string;
  readonly name: string | null;
  /** The declared packages by their own names. */
  readonly asked: readonly string[];
}

async function manifestsOf(snapshot: Snapshot): Promise<readonly ReadManifest[]> {
  const contents = await snapshot.read(snapshot.paths.filter((path) => /(^|\/)package\.json$/.test(path) && !isInstalled(path)));
  return [...contents].flatMap(([path, content]) => {
    const json = parseJsonObject(textOf(content) ?? "");
    if (json === null) return [];
    const asked = new Set(DEPENDENCY_FIELDS.flatMap((field) => Object.entries(objectOf(json[field])).map(([name, version]) => askedFor(name, version))));
    return [{ path, name: typeof json["name"] === "string" ? json["name"] : null, asked: [...asked] }];
  });
}

/** What the base's manifests declare, the names of the packages that stand in the repository at either side, and what came with other packages. */
async function declaredIn(base: Snapshot, now: readonly ReadManifest[], changed: readonly string[]): Promise<Pick<ProjectFacts, "declaredBefore" | "lockedBefore">> {
  const before = await manifestsOf(base);
  if (before.length === 0) return {};
  const declaredBefore = new Set([...before.flatMap(({ asked }) => asked), ...[...before, ...now].flatMap(({ name }) => name ?? [])]);
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

/** Null where no lockfile could be read. */
async function lockedOf(head: Snapshot, now: readonly ReadManifest[], changed: readonly string[]): Promise<readonly string[] | null> {
  const lockTexts = await lockfilesOf(head);
  // A binary lockfile, or one that is too large, may hold anything.
  if (lockTexts.length === 0 || lockTexts.some((text) => text === null) || head.paths.some((path) => /(^|\/)bun\.lockb$/.test(path))) return null;
  const declared = new Set(now.filter(({ path }) => changed.includes(path)).flatMap(({ asked }) => asked));
  const locked = inLockfiles(lockTexts);
  const own = new Set(now.map(({ name }) => name));
  return [...declared].filter((name) => locked.has(name) || own.has(name));
}
