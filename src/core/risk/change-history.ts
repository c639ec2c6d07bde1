/** What the commits before a change did to its files: how often a fix touched each, and how lately. */

/** One commit with the files it changed; merges and renames are not followed. */
export interface CommitFiles {
  /** Full id. */
  readonly id: string;
  readonly subject: string;
  readonly paths: readonly string[];
}

/** Subjects that say a defect was mended; fixtures and prefixes are not among them. */
const FIX = /\b(?:fix(?:e[sd]|ing)?|bug(?:fix)?|hotfix|regression|repair(?:s|ed)?|revert(?:s|ed)?)\b/i;

/** A fix counts half after as many commits. */
const HALF_LIFE = 50;

export function isFixSubject(subject: string): boolean {
  return FIX.test(subject);
}

export class ChangeHistory {
  private readonly fixes = new Map<string, number>();
  private readonly sizes = new Map<string, number>();

  /** `commits`: newest first. `isOfChange`: the commit belongs to what is judged, so it is no past of it. */
  constructor(commits: readonly CommitFiles[], isOfChange: (commit: string) => boolean) {
    let age = 0;
    for (const { id, subject, paths } of commits) {
      this.sizes.set(id, paths.length);
      if (isOfChange(id)) continue;
      const weight = isFixSubject(subject) ? 0.5 ** (age / HALF_LIFE) : 0;
      if (weight > 0) for (const path of paths) this.fixes.set(path, (this.fixes.get(path) ?? 0) + weight);
      age += 1;
    }
  }

  /** Fixes that touched a file, by its path at the base, recent ones counting most; 0: none, it is new there, or nothing is known. */
  recentFixesOf(path: string | null): number {
    return (path === null ? undefined : this.fixes.get(path)) ?? 0;
  }

  /** Files that a commit changed; null where the commit is not among those read. */
  filesOf(commit: string): number | null {
    return this.sizes.get(commit) ?? null;
  }
}
