import type { Git } from "../core/ports";

/** Milliseconds; clocks and dates of commits are not exact. */
const DAY = 24 * 60 * 60 * 1000;

/** By path: the texts that commits of any ref put there since `first` (milliseconds since 1970), the newest `most` of each, newest first. */
export async function versionsSince(git: Pick<Git, "versions" | "blobs">, paths: readonly string[], first: number, most: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = await git.versions(paths, new Date(Math.max(0, first - DAY)).toISOString());
  const versions = [...all].map(([path, blobs]) => [path, blobs.slice(0, most)] as const);
  const texts = await git.blobs([...new Set(versions.flatMap(([, blobs]) => blobs))]);
  return new Map(versions.map(([path, blobs]) => [path, blobs.flatMap((blob) => texts.get(blob) ?? [])]));
}
