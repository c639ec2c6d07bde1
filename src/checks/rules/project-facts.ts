/** What a rule may know of the repository beside its file: plain data, read from the head's own files. */
export interface ProjectFacts {
  /** SPDX expression of the root package.json or of the root's licence file; null where neither says. */
  readonly licence: string | null;
  /** Lower-case words of who holds the repository's own rights: author, licence file. */
  readonly holders: readonly string[];
  /** Packages that the lockfiles hold, of those that changed manifests declare; null where there is no lockfile. */
  readonly locked: readonly string[] | null;
  /** Files that the change took away for good; known where tests were deleted. */
  readonly gone?: readonly string[];
}

export const NO_FACTS: ProjectFacts = { licence: null, holders: [], locked: null };
