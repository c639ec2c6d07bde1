/** What the engine asks of git. */
import type { FileContent, Snapshot } from "./snapshot";
import type { CommitFiles } from "../risk/change-history";
import type { SavedWalk } from "./saved-walk";
import type { Progress } from "./world";

/** Where a run of lines of one file at the head was introduced. */
export interface LineRun {
  /** 1-based line at the head. */
  readonly start: number;
  readonly length: number;
  /** Full commit id; "base" for lines that already stood at the base (or came before it); "worktree" for uncommitted ones; "unknown" at a shallow graft. */
  readonly introducedBy: string;
  /** 1-based line number in the introducing commit's version of the file (for notes). */
  readonly originalStart: number;
  /** Path in the introducing commit. */
  readonly originalPath: string;
  /** Where the line that this run (always of length 1 then) replaced came from, when both are similar: an edit, not a rewrite. */
  readonly editOf?: EditedLine;
  /** The lines, introduced since the base, in whose place the change put this run and its neighbours; absent where there were none or too many. */
  readonly replaced?: readonly string[];
}

/** A line that an edit replaced, and in turn the line that this one was an edit of: nearest first, the oldest always kept. */
export interface EditedLine {
  readonly introducedBy: string;
  readonly originalPath: string;
  readonly originalStart: number;
  readonly text: string;
  /** The change put it in another place of the file, as it stood or with other blanks. */
  readonly moved?: true;
  readonly editOf?: EditedLine;
}

/** Lines of the base that a change after the base deleted without putting anything in their place. */
export interface LineRemoval {
  /** 1-based line at the head before which they stood; lines + 1 at the end of the file. */
  readonly before: number;
  readonly removedBy: string;
  readonly lines: readonly string[];
}

/** Every line of one file at the head, and what was taken away from it since the base. */
export interface FileHistory {
  readonly path: string;
  /** Path at the base, null when the file is new. */
  readonly basePath: string | null;
  /** Covers all lines of the file, in order, without gaps. */
  readonly runs: readonly LineRun[];
  readonly removals: readonly LineRemoval[];
}

export interface CommitInfo {
  readonly id: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  readonly committerName: string;
  readonly committerEmail: string;
  /** UTC, ISO 8601. */
  readonly authoredAt: string;
  readonly message: string;
}

/** A file of the base that is gone at the head. */
export interface DeletedFile {
  readonly path: string;
  readonly removedBy: string;
  /** Null where texts were not asked for, or it is no text. */
  readonly lines: readonly string[] | null;
  /** What stands there instead of a text. */
  readonly unread: FileContent | null;
}

/** What the range since the base did to every file it touched. Files without an entry stand as at the base. */
export interface RangeHistory {
  readonly files: ReadonlyMap<string, FileHistory>;
  readonly deleted: readonly DeletedFile[];
  readonly commits: ReadonlyMap<string, CommitInfo>;
  /** Grafted (shallow) commits that cut the history short. */
  readonly grafts: readonly string[];
  /** How many commits touch blobs that this clone does not have (a partial clone); lines of these files are "unknown". Absent: none. */
  readonly damagedCommits?: number;
}

/** A file that changed on a day, as it stood at the day's end. */
export interface ChangedFile {
  readonly path: string;
  /** Null: the path is gone, or it is no text of at most 5 MiB and 250,000 lines. */
  readonly text: string | null;
  /** Runs of every line; null where `text` is. Removals are not told. */
  readonly history: FileHistory | null;
}

/** One UTC day of a first-parent line on which something landed. */
export interface HistoryDay {
  /** YYYY-MM-DD: the committer's date of the day's commits, never earlier than the day before. */
  readonly day: string;
  /** The last commit of the day. */
  readonly commit: string;
  /** Files that differ from the day before; on the day that was asked to begin with, all that differ from the base. */
  readonly files: readonly ChangedFile[];
  /** Days of the walk that come after this one. */
  readonly left: number;
  /** What another walk needs to go on from here; to be asked while the day is told. */
  save(): SavedWalk;
}

export interface DayOptions {
  readonly from?: string;
  /**
   * The walk as it was saved at `from`, and all commits of the range. Only what is new since is read from git then, if every new commit goes
   * back to `from`; a branch that left the line before it needs a state that was not saved, and the whole range is walked.
   */
  readonly saved?: { readonly walk: SavedWalk; readonly day: string; readonly commits: ReadonlyMap<string, CommitInfo> };
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** What the walk over the days went by. */
export interface DayWalk {
  /** All commits of the range, side branches included. */
  readonly commits: ReadonlyMap<string, CommitInfo>;
  /** Grafted (shallow) commits that cut the history short. */
  readonly grafts: readonly string[];
  /** Commits of the first-parent line that are the last of a day, with it. */
  readonly ends: ReadonlyMap<string, string>;
}

/** Of an earlier head and the same base. */
export interface KnownCommits extends DayWalk {
  readonly head: string;
}

/** The repository as git tells it. Never a process per file. */
export interface Git {
  readonly workTree: string | null;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly isShallow: boolean;
  head(): Promise<string | null>;
  /** What HEAD says, read without a process: the same text while it names the same commit. Null where only git can tell (packed refs, other formats of refs). */
  headMark(): Promise<string | null>;
  branch(): Promise<string | null>;
  /** Names of local and remote branches, newest commit first, as `rev-parse` takes them. */
  branches(): Promise<readonly string[]>;
  /** Full commit id or null. */
  resolve(revision: string): Promise<string | null>;
  mergeBase(one: string, other: string): Promise<string | null>;
  /** The remote's default branch as a local ref such as `refs/remotes/origin/main`, or null. */
  defaultBranch(): Promise<string | null>;
  user(): Promise<{ readonly name: string; readonly email: string } | null>;
  snapshot(of: string): Promise<Snapshot>;
  /**
   * Line history from `base` (null: from the beginning) to `head` ("worktree", "index" or a revision).
   * `text` gives removed lines and edits; without it only runs are computed, which is faster over a whole history.
   */
  history(base: string | null, head: string, options?: { readonly texts?: boolean; readonly signal?: AbortSignal; readonly progress?: Progress }): Promise<RangeHistory>;
  /**
   * Commits after `base` (null: all) up to `head`, without walking their diffs: what evidence is read for.
   * `known`: what this said of an earlier head; where that stands on the first-parent line, git is asked for the commits since alone.
   * Errors: `not-found`, `interrupted`, `internal`.
   */
  commits(base: string | null, head: string, signal?: AbortSignal, known?: KnownCommits): Promise<DayWalk>;
  /** The newest `most` commits up to `head` with the files they changed; as many as the clone has. */
  changeLog(head: string, most: number): Promise<readonly CommitFiles[]>;
  /**
   * Walks the same range once and gives each day of its first-parent line to `visit`, oldest first. `from`: the last commit of a day; earlier
   * days are walked and not told, and that day comes first, with every file the range touched until then. Errors as `commits`; `not-found`
   * where `from` ends no day of this line.
   */
  days(base: string | null, head: string, visit: (day: HistoryDay) => Promise<void> | void, options?: DayOptions): Promise<{ readonly damagedCommits: number }>;
  /** Notes of a ref for the given commits: commit id → note text; commits without a note are absent. */
  notes(ref: string, commits: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Puts notes on commits, in one commit of the notes' ref; a note that stands there is replaced. */
  writeNotes(ref: string, notes: ReadonlyMap<string, string>, message: string): Promise<void>;
  /** Blobs by id in one process; absent where the object is missing. */
  blobs(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Absolute path of the folder that git runs hooks from, wherever the configuration puts it. */
  hooksFolder(): Promise<string>;
  /** A commit message with these trailers added where they are not there yet; comments and what follows the scissors stay last. */
  withTrailers(message: string, trailers: readonly string[]): Promise<string>;
  /** The repository as it is now, each question asked once: what one evaluation looks at. Never for whoever writes. */
  atOneMoment(): Git;
  /** `key` of git's own configuration, or null. */
  config(key: string): Promise<string | null>;
  /** The last commit of `head`'s first-parent line that is older than `date` (anything git's date parser reads), or null. */
  commitBefore(date: string, head: string): Promise<string | null>;
  /** Ids of the blobs that commits of any ref since `since` put at these paths, newest first; a merge's own text is not among them. */
  versions(paths: readonly string[], since: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** When a commit was authored (UTC, ISO 8601), or null where it is not here. */
  authoredAt(commit: string): Promise<string | null>;
  /** When a commit was committed (UTC, ISO 8601 with seconds), or null where it is not here. */
  committedAt(commit: string): Promise<string | null>;
  /** Stores texts as blobs (unreferenced) and gives their ids, in order; one process. */
  writeBlobs(texts: readonly string[]): Promise<readonly string[]>;
}

/** Git's plumbing for the ledger and the history: one process a call, with a time limit, no shell, no prompt. */
export interface GitPlumbing {
  /** Standard output. Errors: CountersignError `no-git` (not installed), `interrupted`, or `internal` with git's own words. */
  run(args: readonly string[], options?: GitRunOptions): Promise<Buffer>;
  /** Same, but the exit code is an answer; stderr is given back. */
  attempt(args: readonly string[], options?: GitRunOptions): Promise<{ readonly code: number; readonly stdout: Buffer; readonly stderr: string }>;
  /** Standard output as it comes, for long listings. */
  stream(args: readonly string[], options?: GitRunOptions): AsyncIterable<Buffer>;
  /**
   * After git refused with these words: the refs of Countersign's own that were freed from the lock of a killed process,
   * or that are free again by themselves (an empty list); null where no lock on such a ref was the reason.
   */
  freed(words: string): Promise<readonly string[] | null>;
}

export interface GitRunOptions {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds; default 60,000. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}
