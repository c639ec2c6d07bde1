/** Between the editor's URIs and the paths that the views show. */
export interface ShownPaths {
  /** A path with `/`, or null for a file outside. */
  toRepositoryPath(uriPath: string): string | null;
  toUriPath(shownPath: string): string;
}

/** Several repositories: the name of one stands before each of its paths. One within another keeps its own files. */
export class NamedRepositoryPaths implements ShownPaths {
  constructor(private readonly parts: readonly { readonly name: string; readonly paths: RepositoryPaths }[]) {}

  toRepositoryPath(uriPath: string): string | null {
    const inside = this.parts.flatMap(({ name, paths }) => {
      const path = paths.toRepositoryPath(uriPath);
      return path === null ? [] : [{ shown: `${name}/${path}`, depth: paths.root.length }];
    });
    return inside.reduce<{ readonly shown: string; readonly depth: number } | null>((one, other) => (one === null || other.depth > one.depth ? other : one), null)?.shown ?? null;
  }

  /** A path without a name that is known here, as a link has it, is taken for the first repository's. */
  toUriPath(shownPath: string): string {
    const named = this.parts.find(({ name }) => shownPath.startsWith(`${name}/`));
    return named === undefined ? (this.parts[0]?.paths.toUriPath(shownPath) ?? `/${shownPath}`) : named.paths.toUriPath(shownPath.slice(named.name.length + 1));
  }
}

/**
 * Between the editor's URIs and the repository's paths. Git answers with the real path of the root, while the editor may
 * have opened the folder through a symbolic link: the root as the editor knows it is found by the longest common tail.
 */
export class RepositoryPaths implements ShownPaths {
  /** The root with `/`, without a trailing one, as the editor's URIs spell it. */
  readonly root: string;
  private readonly caseless: boolean;

  /** `root` as git gives it and `folder` as the editor opened it, both as URI paths. */
  constructor(root: string, folder: string, platform: string) {
    this.caseless = platform === "win32";
    this.root = this.aliasOf(trim(root), trim(folder));
  }

  /** Repository-relative path with `/`, or null for a file outside. */
  toRepositoryPath(uriPath: string): string | null {
    const prefix = `${this.root}/`;
    const inside = this.caseless ? uriPath.toLowerCase().startsWith(prefix.toLowerCase()) : uriPath.startsWith(prefix);
    return inside ? uriPath.slice(prefix.length) : null;
  }

  toUriPath(repositoryPath: string): string {
    return `${this.root}/${repositoryPath}`;
  }

  private aliasOf(root: string, folder: string): string {
    if (this.same(folder, root) || (this.caseless ? folder.toLowerCase().startsWith(`${root.toLowerCase()}/`) : folder.startsWith(`${root}/`))) {
      return folder.slice(0, root.length);
    }
    let best = root;
    let bestTail = 0;
    const segments = folder.split("/");
    for (let length = segments.length; length > 1; length--) {
      const candidate = segments.slice(0, length).join("/");
      const tail = this.commonTail(candidate, root);
      if (tail > bestTail) {
        best = candidate;
        bestTail = tail;
      }
    }
    return best;
  }

  /** How many last segments two paths share. */
  private commonTail(one: string, other: string): number {
    const left = one.split("/").reverse();
    const right = other.split("/").reverse();
    let count = 0;
    while (count < Math.min(left.length, right.length) && this.same(left[count] ?? "", right[count] ?? "") && left[count] !== "") {
      count++;
    }
    return count;
  }

  private same(one: string, other: string): boolean {
    return this.caseless ? one.toLowerCase() === other.toLowerCase() : one === other;
  }
}

function trim(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
