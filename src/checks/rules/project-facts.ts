/** Lines that a change put into a test file, or took out of it, without white space and without the tests that do not run. */
export interface ChangedTests {
  readonly path: string;
  readonly text: string;
}

export interface NewTests extends ChangedTests {
  /** The base has no such file. */
  readonly isNew: boolean;
}

/** What a rule may know of the repository beside its file: plain data, read from the head's own files. */
export interface ProjectFacts {
  /** SPDX expression of the root package.json or of the root's licence file; null where neither says. */
  readonly licence: string | null;
  /** Lower-case words of who holds the repository's own rights: author, licence file. */
  readonly holders: readonly string[];
  /** Packages that the lockfiles hold, of those that changed manifests declare; null where there is no lockfile. */
  readonly locked: readonly string[] | null;
  /** Packages that some manifest of the base declared, and the repository's own; known where a manifest changed. */
  readonly declaredBefore?: readonly string[];
  /** Of what changed manifests take in beside those, the packages that the base's lockfiles held for the sake of others. */
  readonly lockedBefore?: readonly string[];
  /** Files that the change took away for good; known where tests were deleted. */
  readonly gone?: readonly string[];
  /** Names that the change took out of the code, of those in tests that prove less. */
  readonly goneNames?: readonly string[];
  /** Of those in tests that prove less, the names that the changed code held before and holds no more; `goneNames` are among them. */
  readonly unusedNames?: readonly string[];
  /** Sentences that the change took out of the code, of those in tests that prove less. */
  readonly goneSentences?: readonly string[];
  /** By folder, functions that the change took out of a package of Go, and whether that was all of it; known where its tests prove less. */
  readonly goneFunctions?: readonly { readonly folder: string; readonly names: readonly string[]; readonly isWhole?: boolean }[];
  /** There is more code in the change than names and sentences are looked for in: none are known. */
  readonly isTooMuch?: boolean;
  /** Folders of packages, around test files that went, of which no file is left. */
  readonly gonePackages?: readonly string[];
  /** What the change put into test files; known where tests prove less. */
  readonly newTests?: readonly NewTests[];
  /** What it took out of them. */
  readonly goneTests?: readonly ChangedTests[];
}

export const NO_FACTS: ProjectFacts = { licence: null, holders: [], locked: null };
