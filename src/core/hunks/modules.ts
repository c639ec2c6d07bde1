/** The module of files that stand in no folder; no folder is likely to be called so. */
export const TOP_FOLDER = "(top folder)";

/** A file's module: its first two folders below `src`, `packages` and the like, else its first folder. */
export function moduleOf(path: string): string {
  const folders = path.split("/").slice(0, -1);
  const first = folders[0];
  if (first === undefined) return TOP_FOLDER;
  return HOLDERS.has(first) && folders.length > 1 ? folders.slice(0, 2).join("/") : first;
}

/** Folders that hold modules rather than being one. */
const HOLDERS: ReadonlySet<string> = new Set(["src", "packages", "apps", "libs", "lib", "services", "modules", "crates", "extensions", "plugins", "frontend", "backend"]);
