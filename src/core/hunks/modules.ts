/** A file's module: its first two folders below `src`, `packages` and the like, else its first folder; "." at the top. */
export function moduleOf(path: string): string {
  const folders = path.split("/").slice(0, -1);
  const first = folders[0];
  if (first === undefined) return ".";
  return HOLDERS.has(first) && folders.length > 1 ? folders.slice(0, 2).join("/") : first;
}

/** Folders that hold modules rather than being one. */
const HOLDERS: ReadonlySet<string> = new Set(["src", "packages", "apps", "libs", "lib", "services", "modules", "crates", "extensions", "plugins", "frontend", "backend"]);
