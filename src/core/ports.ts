/**
 * What the engine asks of the world. Adapters implement these and reach `app` by constructor, from the two
 * composition roots only.
 */
import type { SeenText } from "./debt/reading";
import type { Attribution, Claim, Finding, KnownViolation, NotChecked, SigningState, Trust, VerdictRecord } from "./model";

/** Time, so that folds are deterministic under test. */
export interface Clock {
  now(): Date;
}

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** Reported at most a few times a second; `total` is 0 while unknown. */
export interface Progress {
  report(stage: string, done: number, total: number): void;
}

export type FileContent =
  | { readonly kind: "text"; readonly text: string; readonly blob: string | null }
  | { readonly kind: "binary" | "too-large" | "symlink" | "submodule" | "missing" | "not-utf8"; readonly blob: string | null; readonly bytes: number };

/**
 * A set of paths with blobs: a commit, the index or the work tree. Base and head go through the same code, so a
 * verdict never depends on what is checked out.
 */
export interface Snapshot {
  /** Full commit id, "index" or "worktree". */
  readonly id: string;
  /** All file paths, repository-relative with `/`, in code unit order; submodules and paths that are not UTF-8 left out. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Reads many files in one go; UTF-16 with a BOM is decoded; over `maximumBytes` (default 5 MiB) a file is "too-large". */
  read(paths: readonly string[], maximumBytes?: number): Promise<ReadonlyMap<string, FileContent>>;
  /**
   * Git's id of a file's content where it is known without reading, so that a cache can skip the read; else null. In
   * the work tree that is the index's, where git finds the file unchanged; line ends may still differ on disk.
   */
  blobOf?(path: string): string | null;
}

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

/** What the range since the base did to every file it touched. Files without an entry stand as at the base. */
export interface RangeHistory {
  readonly files: ReadonlyMap<string, FileHistory>;
  /** Files of the base that are gone at the head, with their text (null when binary). */
  readonly deleted: readonly { readonly path: string; readonly removedBy: string; readonly lines: readonly string[] | null }[];
  readonly commits: ReadonlyMap<string, CommitInfo>;
  /** Grafted (shallow) commits that cut the history short. */
  readonly grafts: readonly string[];
  /** How many commits touch blobs that this clone does not have (a partial clone); lines of these files are "unknown". Absent: none. */
  readonly damagedCommits?: number;
}

/** A file that changed on a day, as it stood at the day's end. */
export interface ChangedFile {
  readonly path: string;
  /** Null: the path is gone, or it is no text of at most 5 MiB. */
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
  /** Files that differ from the day before. */
  readonly files: readonly ChangedFile[];
}

/** What the walk over the days went by. */
export interface DayWalk {
  /** All commits of the range, side branches included. */
  readonly commits: ReadonlyMap<string, CommitInfo>;
  /** Grafted (shallow) commits that cut the history short. */
  readonly grafts: readonly string[];
}

/** The repository as git tells it. Never a process per file. */
export interface Git {
  readonly workTree: string | null;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly isShallow: boolean;
  head(): Promise<string | null>;
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
   * Errors: `not-found`, `interrupted`, `internal`.
   */
  commits(base: string | null, head: string, signal?: AbortSignal): Promise<DayWalk>;
  /** Walks the same range once and gives each day of its first-parent line to `visit`, oldest first. Errors as `commits`. */
  days(base: string | null, head: string, visit: (day: HistoryDay) => Promise<void> | void, options?: { readonly signal?: AbortSignal; readonly progress?: Progress }): Promise<{ readonly damagedCommits: number }>;
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

/** Signed verdicts and unsigned claims, content-keyed and append-only. */
export interface LedgerStore {
  /** Every verdict record that verifies under these signers, with trust; what does not verify is in `problems`. */
  verdicts(trust: TrustAnchors): Promise<LedgerReading>;
  claims(): Promise<readonly Claim[]>;
  /** Appends claims that are not there yet (idempotent by content); returns how many were new. */
  appendClaims(claims: readonly Claim[]): Promise<number>;
  /** Appends one batch, signed when a key is given; returns the records as they will be read back. */
  appendBatch(batch: VerdictBatch, signer: Signer | null): Promise<readonly VerdictRecord[]>;
  /** This repository's id: the configuration's, else the one already in the ledger, else made now. */
  repositoryId(): Promise<{ readonly id: string; readonly isNew: boolean }>;
  /**
   * Commits whose trees may hold an exported ledger (`.countersign/ledger`): read as further lanes from now on, united
   * by content with the refs. Never written.
   */
  mount(commits: readonly string[]): void;
  /** Where the ledger stands, lane by lane, without judging what is in it. */
  lanes(): Promise<readonly LedgerLane[]>;
  /** Every file worth exporting: intact signed batches with their signatures, and claims. Paths are relative to `.countersign/ledger`. */
  exported(): Promise<readonly { readonly path: string; readonly text: string }[]>;
  /** Takes exported files into the refs; what is not intact is refused and said. Idempotent. */
  importFiles(files: readonly { readonly path: string; readonly text: string }[]): Promise<LedgerImport>;
  /** Fetches everybody's refs and pushes our own, never forced. */
  sync(remote: string): Promise<{ readonly fetched: number; readonly pushed: number }>;
}

export interface LedgerLane {
  /** A ref, or `COMMIT:.countersign/ledger/s` for a mounted tree. */
  readonly ref: string;
  readonly kind: "signed" | "claims" | "unsigned";
  readonly files: number;
  /** Entries that are no ledger files. */
  readonly strangers: number;
}

export interface LedgerImport {
  /** Batches and claims that were not there before. */
  readonly batches: number;
  readonly claims: number;
  readonly refused: readonly { readonly path: string; readonly why: string }[];
}

/**
 * Why a batch does not count: its bytes are not what they say (`integrity`), its signature does not hold (`signature`), nobody
 * enrolled its key or it may not do this (`key`), it belongs to another repository (`repository`), or it was taken back (`revoked`).
 */
export type ProblemKind = "integrity" | "signature" | "key" | "repository" | "revoked";

export interface TrustAnchors {
  /** Text of the base's allowed_signers, or null where the base has none. */
  readonly allowedSigners: string | null;
  /** Text of the base's revocations.json, or null. */
  readonly revocations: string | null;
  /** Repository id that the base's configuration names, or null. */
  readonly repositoryId: string | null;
}

export interface LedgerReading {
  readonly records: readonly VerdictRecord[];
  /** Batches that were refused, and why; shown by `log` and `doctor`. */
  readonly problems: readonly { readonly batch: string; readonly ref: string; readonly why: string; readonly kind?: ProblemKind }[];
  readonly gaps: readonly { readonly key: string; readonly sequence: number; readonly what: "missing" | "fork" }[];
}

/** What a person decides about one piece of content, before it has an id, a signer and a time. */
export type NewVerdict = Omit<VerdictRecord, "id" | "signer" | "key" | "trust" | "at"> & {
  readonly risk: { readonly level: string; readonly rules: readonly string[]; readonly score: number };
  readonly lines: number;
  /** Circumstances of the act; a signal, never proof. */
  readonly evidence: { readonly method: "editor" | "terminal" | "forge"; readonly bulk: number; readonly agentEnvironment: readonly string[] };
};

export interface VerdictBatch {
  readonly signer: string;
  readonly at: string;
  readonly verdicts: readonly NewVerdict[];
}

/** Makes SSH signatures; one call a batch, so one touch or passphrase a batch. */
export interface Signer {
  readonly publicKey: string;
  readonly fingerprint: string;
  /** Armored SSHSIG over `body`. Errors: `signing-failed`. */
  sign(body: Uint8Array): Promise<string>;
}

export interface Keys {
  /** The key a sign-off would use now, or null: git's `user.signingkey` (gpg.format ssh), else one that Countersign created before. */
  current(): Promise<{ readonly signer: Signer; readonly path: string; readonly source: "git" | "countersign" } | null>;
  /** Where `create` would put a new key, for the dialog. */
  readonly newKeyPath: string;
  create(comment: string): Promise<{ readonly signer: Signer; readonly path: string; readonly source: "countersign" }>;
}

/** Syntax of one file, from a real parser in a process of its own. */
export interface Outline {
  /** Functions, methods, classes and the like, outermost first; 1-based lines. */
  readonly declarations: readonly { readonly name: string; readonly kind: "function" | "class" | "method" | "variable" | "type"; readonly startLine: number; readonly endLine: number }[];
  /** Tokens in order with 0-based line and text; `newline` tokens where a line break could matter. Null where the file does not parse. */
  readonly tokens: readonly { readonly line: number; readonly text: string }[] | null;
}

export interface CheckRequest {
  readonly base: Snapshot | null;
  readonly head: Snapshot;
  /** Paths that carry hunks or removals at the head: risk and semantic checks look at these only. */
  readonly paths: readonly string[];
  /** Old path of a renamed file. */
  readonly basePaths: ReadonlyMap<string, string>;
  /** Violations that stood when the rules came: not introduced by anybody. Paths may be those of the base. */
  readonly known?: readonly KnownViolation[];
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  /** Which of `paths` some analyser could read; hunks elsewhere are unrated. */
  readonly analysed: ReadonlySet<string>;
  readonly milliseconds: { readonly graph: number; readonly rules: number };
  /** Every architecture violation of the head but mere notes, known or not. */
  readonly violations?: readonly KnownViolation[];
  /** Entries of `known` that nothing at the head answers to. */
  readonly staleKnown?: readonly KnownViolation[];
}

/** Code in, findings out. The adapter owns the parser processes. */
export interface Checks {
  /** `configuration` is the parsed `architecture` and `risk` sections. */
  run(request: CheckRequest, configuration: ChecksConfiguration): Promise<CheckResult>;
  outlines(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Outline>>;
  dispose(): void;
}

export interface ChecksConfiguration {
  readonly architecture: unknown;
  readonly risk: Readonly<Record<string, unknown>>;
}

/** The private, per-clone store beside the ledger: journal events already settled, marks nobody else sees. */
export interface PrivateStore {
  viewed(): Promise<ReadonlySet<string>>;
  setViewed(hunkIds: readonly string[], viewed: boolean): Promise<void>;
  /** Keeps a text that a person had taken out of a document; answers the file's absolute path. The oldest go when there are many. */
  keepText(name: string, text: string): Promise<string>;
}

/** What a person had on their screen, by content id; it stays on this machine. */
export interface ReadingStore {
  seen(): Promise<ReadonlyMap<string, SeenText>>;
  /** Adds to what was seen before. Errors: `internal`. */
  addSeen(texts: readonly SeenText[]): Promise<void>;
}

/** Results that can be computed again; free to delete. */
export interface Cache {
  /** Null where there is none, or it cannot be read. */
  read(name: string): Promise<string | null>;
  /** Replaces it; failing to write is logged, not an error. */
  write(name: string, text: string): Promise<void>;
}

/** Evidence that waits in the journal: turned into claims by `settle`. Idempotent. */
export interface Journal {
  /** Claims of all events not settled yet, and a token that `markSettled` takes once they are in the ledger. */
  pending(): Promise<{ readonly claims: readonly Claim[]; readonly human: readonly HumanEdit[]; readonly mark: string; readonly problems: readonly string[] }>;
  markSettled(mark: string): Promise<void>;
  /** Remembers what the editor saw a person type. */
  observed(human: readonly HumanEdit[]): Promise<void>;
}

/** What assistants wrote down of their sessions on this machine. Read on request; nothing of it leaves the machine by itself. */
export interface Transcripts {
  /** Every edit of this work tree's files that an assistant's tool reported as done, with the claims it would make (tier 5). */
  edits(): Promise<TranscriptReading>;
  /** What was asked, why, and what was run; null where no transcript of the session made these lines. */
  intent(target: IntentTarget): Promise<HunkIntent | null>;
}

export interface TranscriptEdit {
  /** Name on the hook's command line, and slug of the assistant in claims. */
  readonly hook: string;
  readonly assistant: string;
  readonly session: string;
  /** Empty where the assistant gives its calls no id. */
  readonly toolUseId: string;
  readonly tool: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly paths: readonly string[];
  readonly claims: readonly Claim[];
}

export interface TranscriptReading {
  /** In order of time. */
  readonly edits: readonly TranscriptEdit[];
  /** By hook: transcripts with edits of this work tree, and how many edits they hold. */
  readonly counts: readonly { readonly assistant: string; readonly files: number; readonly edits: number }[];
  /** What could not be read, without any text of it. */
  readonly problems: readonly string[];
}

/** A piece of code whose intent is asked for. */
export interface IntentTarget {
  readonly path: string;
  readonly assistant: string;
  readonly agentSession: string;
  readonly lines: readonly string[];
  /** Text that was taken away, for a removal. */
  readonly removed: readonly string[];
  /** Tool calls that the evidence names. */
  readonly toolUseIds: readonly string[];
}

/** Times are UTC, ISO 8601 with milliseconds. */
export interface HunkIntent {
  readonly assistant: string;
  readonly agentSession: string;
  /** What the person asked before the edits, oldest first, at most three. */
  readonly requests: readonly { readonly at: string; readonly text: string }[];
  /** What the assistant said last before its last edit. */
  readonly reason: { readonly at: string; readonly text: string } | null;
  readonly lastEditAt: string;
  /** Tests, type checks, lint and builds it ran after that edit; where there are none, the last one before it. */
  readonly checks: readonly IntentCheck[];
}

export interface IntentCheck {
  readonly kinds: readonly ("tests" | "types" | "lint" | "build")[];
  readonly command: string;
  /** As observed; null where the transcript has none, or where it is another command's (a pipe). */
  readonly exitCode: number | null;
  readonly at: string;
  /** False: what was run is older than the edit. */
  readonly isAfterEdit: boolean;
}

/** Lines that a person was observed to type; gives `human` only where no claim covers the line. Stays on this machine. */
export interface HumanEdit {
  readonly path: string;
  readonly sequence: readonly string[];
  readonly context: string;
  readonly at: string;
}

/** Reads evidence that travels with commits. */
export interface CommitEvidenceReader {
  /** Kinds of notes that travel in refs of their own. */
  readonly noteReaders: readonly NoteReader[];
  /** The commit's own statement that an assistant wrote it, or null; assist-only marks are null. */
  readMark(commit: CommitInfo): Attribution | null;
  /** Where a tree keeps its Agent Trace records, one JSON object a line. */
  readonly tracesPath: string;
  readTraces(text: string): { readonly traces: readonly TraceRecord[]; readonly problems: readonly string[] };
}

export interface NoteReader {
  readonly ref: string;
  /** What to call such a note, in words. */
  readonly name: string;
  /** The note as ranges by path, and what in it could not be read (where and what was expected). */
  read(text: string, commit: string): { readonly note: ReadonlyMap<string, readonly { readonly start: number; readonly end: number; readonly isMixed?: true; readonly attribution: Attribution | null }[]>; readonly problems: readonly string[] };
}

/** Lines that a record calls an assistant's; 1-based, inclusive. */
export interface TracedRange {
  readonly start: number;
  readonly end: number;
  readonly isMixed?: true;
  readonly attribution: Attribution;
}

/** Lines of one origin that a commit brought; 1-based, inclusive, in the commit's own version. `attribution` null: a person's. */
export interface AttributedRange {
  readonly start: number;
  readonly end: number;
  readonly origin: "ai" | "mixed" | "human";
  readonly attribution: Attribution | null;
}

/** What is known about the lines that one commit brought. */
export interface AttributedCommit extends CommitInfo {
  readonly files: ReadonlyMap<string, readonly AttributedRange[]>;
  /** The lines of these files in the commit. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/** What Countersign knows, in other tools' forms. */
export interface EvidenceWriter {
  readonly noteRef: string;
  readonly tracesPath: string;
  /** git-ai's note; `text` null where nothing is known, `leftOut` are paths that it can't name. */
  note(commit: AttributedCommit): { readonly text: string | null; readonly leftOut: readonly string[] };
  /** Whether a note was written by us: only such a one may be replaced. */
  isOwnNote(text: string): boolean;
  /** Agent Trace records, each one line of JSON. */
  traces(commit: AttributedCommit): readonly string[];
}

/** One Agent Trace record, as far as it speaks of an assistant. */
export interface TraceRecord {
  /** Full commit id: the commit that holds the code, or HEAD before it was committed. */
  readonly revision: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly files: ReadonlyMap<string, readonly TracedRange[]>;
}

/** The few files of `.countersign/` that `init` writes into the work tree. */
export interface ProjectFiles {
  read(path: string): Promise<string | null>;
  /** Writes atomically; creates folders; refuses to follow a symlink. */
  write(path: string, text: string): Promise<void>;
}

/** What signing would be worth now. */
export interface SigningProbe {
  state(trust: TrustAnchors): Promise<SigningState>;
}

export type { Trust };

/** Git's plumbing for the ledger and the history: one process a call, with a time limit, no shell, no prompt. */
export interface GitPlumbing {
  /** Standard output. Errors: CountersignError `no-git` (not installed), `interrupted`, or `internal` with git's own words. */
  run(args: readonly string[], options?: GitRunOptions): Promise<Buffer>;
  /** Same, but the exit code is an answer; stderr is given back. */
  attempt(args: readonly string[], options?: GitRunOptions): Promise<{ readonly code: number; readonly stdout: Buffer; readonly stderr: string }>;
  /** Standard output as it comes, for long listings. */
  stream(args: readonly string[], options?: GitRunOptions): AsyncIterable<Buffer>;
}

export interface GitRunOptions {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds; default 60,000. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** A folder of files that are free to delete: a read that fails is a miss, a write that fails costs time only. */
export interface CacheFolder {
  read(name: string): Uint8Array | null;
  /** Replaces the file as a whole. */
  write(name: string, content: Uint8Array): void;
  /** Names of the files, newest first. */
  names(): readonly string[];
  remove(name: string): void;
}

/** A script that runs in a process of its own because it may crash, hang or use much memory. */
export type WorkerName = "parser" | "semantic";

export interface WorkerLimits {
  /** Heap of the process in MiB. */
  readonly memory: number;
  /** Milliseconds without a request after which the process is ended; the next request starts it again. 0: never. */
  readonly idle: number;
}

/** How a request to a worker ended. A crash and a time-out are answers, because the caller can act on them. */
export type WorkerReply =
  | { readonly outcome: "answer"; readonly value: unknown }
  /** The process ended while it worked on the request; the next request starts a new one. */
  | { readonly outcome: "crashed"; readonly why: string }
  /** The request took longer than its limit and the process was killed. */
  | { readonly outcome: "timed-out"; readonly why: string }
  /** The worker itself refused or failed on the request, with its own words. */
  | { readonly outcome: "failed"; readonly why: string };

/** One worker process, started at the first request and again after a crash. Requests are answered one after the other. */
export interface Worker {
  /** `timeout` in milliseconds counts from the moment the worker begins with this request. Errors: CountersignError `interrupted`. */
  ask(request: unknown, timeout: number, signal?: AbortSignal): Promise<WorkerReply>;
  /** Ends the process; requests still waiting end as `crashed`. */
  dispose(): void;
}

/** Starts workers; the adapter knows where their scripts are. */
export interface ChildRunner {
  worker(name: WorkerName, limits: WorkerLimits): Worker;
}
