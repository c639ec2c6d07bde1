/** What the commits before a change did to its files: how often each was touched, and how often by a fix. */

/** One commit with the files it changed; merges and renames are not followed. */
export interface CommitFiles {
  /** Full id. */
  readonly id: string;
  readonly subject: string;
  readonly paths: readonly string[];
}

export interface FilePast {
  /** Commits that touched the file. */
  readonly changes: number;
  /** Those of them that call themselves a fix. */
  readonly fixes: number;
}

/** Subjects that say a defect was mended; fixtures and prefixes are not among them. */
const FIX = /\b(?:fix(?:e[sd]|ing)?|bug(?:fix)?|hotfix|regression|repair(?:s|ed)?|revert(?:s|ed)?)\b/i;

export function isFixSubject(subject: string): boolean {
  return FIX.test(subject);
}

export class ChangeHistory {
  private readonly pasts = new Map<string, { changes: number; fixes: number }>();
  private readonly sizes = new Map<string, number>();

  /** `isOfChange`: the commit belongs to what is judged, so it is no past of it. */
  constructor(commits: readonly CommitFiles[], isOfChange: (commit: string) => boolean) {
    for (const { id, subject, paths } of commits) {
      this.sizes.set(id, paths.length);
      if (isOfChange(id)) continue;
      const fixes = isFixSubject(subject) ? 1 : 0;
      for (const path of paths) {
        const past = this.pasts.get(path) ?? { changes: 0, fixes: 0 };
        this.pasts.set(path, { changes: past.changes + 1, fixes: past.fixes + fixes });
      }
    }
  }

  /** Of a file by its path at the base; null: it is new there, or nothing is known. */
  pastOf(path: string | null): FilePast {
    return (path === null ? undefined : this.pasts.get(path)) ?? { changes: 0, fixes: 0 };
  }

  /** Files that a commit changed; null where the commit is not among those read. */
  filesOf(commit: string): number | null {
    return this.sizes.get(commit) ?? null;
  }
}
