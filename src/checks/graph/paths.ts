/** Paths of a snapshot: repository-relative with `/`, the root being the empty string. */

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Joins and normalises; null where the result leaves the repository. */
export function joinPath(directory: string, relative: string): string | null {
  const parts = directory === "" ? [] : directory.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** The directory and those above it, nearest first, the root last. */
export function* directoriesUp(directory: string): Generator<string> {
  for (let current = directory; ; current = directoryOf(current)) {
    yield current;
    if (current === "") return;
  }
}
