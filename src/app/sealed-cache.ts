/** Text in the cache with its digest: what was cut off or changed on the disk is a miss, and is computed anew. */
import { hash } from "../core/fingerprint/lines";
import type { Cache, Log } from "../core/ports";

/** The value that was kept under a name; null where there is none, or it is damaged. */
export async function readSealed(cache: Cache, log: Log, name: string): Promise<unknown> {
  const kept = await cache.read(name);
  if (kept === null) return null;
  const end = kept.indexOf("\n");
  const body = kept.slice(end + 1);
  if (end !== -1 && hash(body) === kept.slice(0, end)) return JSON.parse(body) as unknown;
  log.warn(`the cache ${name} is damaged and is computed anew`);
  return null;
}

export async function writeSealed(cache: Cache, name: string, value: unknown): Promise<void> {
  const body = JSON.stringify(value);
  await cache.write(name, `${hash(body)}\n${body}`);
}
