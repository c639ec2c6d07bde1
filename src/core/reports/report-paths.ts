/** A report's own paths, which may be absolute, of another machine, or addresses: the file of the repository that each means. */

/** Answers the repository-relative path, or null where no file answers to it. */
export class ReportPaths {
  private readonly known = new Map<string, string | null>();

  constructor(
    private readonly has: (path: string) => boolean,
    /** Absolute path of the work tree. */
    private readonly root: string | null,
  ) {}

  resolve(told: string): string | null {
    const known = this.known.get(told);
    if (known !== undefined) return known;
    const found = this.find(told);
    this.known.set(told, found);
    return found;
  }

  private find(told: string): string | null {
    const plain = decoded(told).replaceAll("\\", "/").replace(/^file:\/*(?=[A-Za-z]:)/, "").replace(/^file:\/\//, "").replace(/^(?:\.\/)+/, "");
    const root = this.root?.replaceAll("\\", "/").replace(/\/$/, "");
    const below = root !== undefined && plain.startsWith(`${root}/`) ? plain.slice(root.length + 1) : plain;
    if (below.split("/").includes("..")) return null;
    if (this.has(below)) return below;
    // Written where the repository lay elsewhere, such as in a container: the longest end of it that is a file here.
    if (!/^(?:\/|[A-Za-z]:\/)/.test(below)) return null;
    const parts = below.split("/");
    for (let from = 1; from < parts.length - 1; from++) {
      const end = parts.slice(from).join("/");
      if (this.has(end)) return end;
    }
    return null;
  }
}

function decoded(told: string): string {
  try {
    return decodeURIComponent(told);
  } catch (error) {
    if (error instanceof URIError) return told;
    throw error;
  }
}
